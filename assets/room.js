/*
 * The room for the rows of the chart: its axis and its overview should be in view without
 * scrolling, on a screen that is high enough. While a reader types it stays as it is: axis and
 * overview would jump at every letter.
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

  /*
   * Gives a scene its rows and their height: those of the scene `before` where they are to stay and
   * hold all that is shown, else what there is room for. `held` tells that some are empty.
   */
  function giveRoom(plot, scene, before, height) {
    var rows = scene.stack.rows;
    var stay = before && rows <= before.stack.rows && before.narrow === scene.narrow;
    scene.held = Boolean(stay && rows < before.stack.rows);
    if (stay) { scene.stack.rows = before.stack.rows; }
    scene.row = stay ? before.row : rowFor(plot, scene, height);
  }

  /* What stands above the chart has become higher or lower, or the window has. */
  function again() {
    var page = dateline.page;
    var plot = document.querySelector("#chart .js-plotly-plot");
    if (page.typing || !page.scene || !plot || !plot.offsetHeight) { return; }
    if (page.scene.held || rowFor(plot, page.scene) !== page.scene.row) { dateline.draw(); }
  }

  /* Typing rests: the chart takes the height that it needs, and a page around is told. */
  function rest() {
    var page = dateline.page;
    page.typing = false;
    again();
    dateline.shows.frame(page);
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

  Object.assign(dateline, { giveRoom: giveRoom, restRoom: rest, rowFor: rowFor });
})(window.dateline = window.dateline || {});
