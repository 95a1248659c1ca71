/*
 * The room for the rows of the chart: its axis and its overview should be in view without
 * scrolling, on a screen that is high enough.
 */
(function (dateline) {
  "use strict";

  var watched = false;

  function bottom(element) { return element.getBoundingClientRect().bottom; }

  /* The height from the end of the chart to that of its overview, where that can be seen. */
  function below(plot) {
    var overview = dateline.byId("overview");
    return overview && overview.offsetHeight
      ? bottom(overview) - bottom(plot.closest(".dl-chart")) : 0;
  }

  /* The height of a row, in pixels; `height` is what the chart may take, if not what is in view. */
  function rowFor(plot, scene, height) {
    if (scene.narrow) { return scene.size.row; }
    var top = plot.getBoundingClientRect().top + window.scrollY;
    var room = (height || window.innerHeight - top - below(plot)) - scene.margin.t - scene.margin.b;
    return dateline.rowHeight(scene.stack.rows, room, scene.size);
  }

  /* What stands above the chart has become higher or lower, or the window has. */
  function again() {
    var page = dateline.page;
    var plot = document.querySelector("#chart .js-plotly-plot");
    if (!page.scene || !plot || !plot.offsetHeight) { return; }
    if (rowFor(plot, page.scene) !== page.scene.row) { dateline.draw(); }
  }

  dateline.shows = dateline.shows || {};
  /* A sentence of many parts takes a second line, but only after the chart has been drawn. */
  dateline.shows.room = function () {
    if (watched) { return; }
    watched = true;
    var observer = new ResizeObserver(again);
    var part = dateline.byId("chart").closest(".dl-chart");
    while ((part = part.previousElementSibling)) { observer.observe(part); }
    window.addEventListener("resize", again);
  };

  dateline.rowFor = rowFor;
})(window.dateline = window.dateline || {});
