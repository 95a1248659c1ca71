/*
 * The chart on the page: hands plotly the view to draw, and tells what a reader does to it.
 */
(function (dateline) {
  "use strict";

  /* Below this width, in pixels, lane names stand inside their bands. */
  var NARROW = 600;

  var page = null;

  function graph() { return document.querySelector("#chart .js-plotly-plot"); }

  function draw() {
    page = dateline.page;
    var plot = graph();
    if (!plot || !plot.layout) {
      // Dash loads the graph in its own time.
      window.requestAnimationFrame(draw);
      return;
    }
    listen(plot);
    var name = plot.clientWidth < NARROW ? "narrow" : "wide";
    var figure = page.payload.variants[name].figures[dateline.theme()];
    page.scene = sceneOf(plot, name, figure.layout.margin);
    var drawn = dateline.view(figure, page.scene);
    window.Plotly.react(plot, drawn.data, drawn.layout, page.payload.config).then(ready);
  }

  /* How the chart shows the events now; the pure functions work on this alone. */
  function sceneOf(plot, name, margin) {
    var variant = page.payload.variants[name];
    var size = page.payload.size;
    var width = Math.max(plot.clientWidth - margin.l - margin.r, 50);
    var range = page.state.from === null ? variant.window : [page.state.from, page.state.to];
    var scene = {
      variant: variant,
      mask: page.mask,
      selected: page.selected,
      window: range,
      size: size,
      margin: margin,
      width: width,
      scale: width / (range[1] - range[0]),
      stack: dateline.stack(variant, page.mask),
      widths: widths(variant),
    };
    // The axis should be in view without scrolling, on a screen that is high enough.
    var top = plot.getBoundingClientRect().top + window.scrollY;
    var room = window.innerHeight - top - margin.t - margin.b;
    scene.row = name === "narrow" ? size.row : dateline.rowHeight(scene.stack.rows, room, size);
    scene.sides = dateline.fit(scene);
    return scene;
  }

  /* The widths of the labels in the font that this browser really uses. */
  function widths(variant) {
    if (!variant.widths) {
      var pen = document.createElement("canvas").getContext("2d");
      pen.font = page.payload.font;
      variant.widths = variant.label.map(function (words) { return pen.measureText(words).width; });
    }
    return variant.widths;
  }

  /* The app stands: the plain page, which was there before it, has done its work. */
  function ready() {
    if (document.documentElement.dataset.ready) { return; }
    document.documentElement.dataset.ready = "true";
    var plain = dateline.byId("plain");
    if (plain) { plain.remove(); }
    // The browser may have gone to the event in the plain page; here the panel shows it.
    if (page.state.event) { window.scrollTo(0, 0); }
  }

  function listen(plot) {
    if (plot.dataset.listening) { return; }
    plot.dataset.listening = "true";
    plot.on("plotly_relayout", function () {
      var range = plot.layout.xaxis.range.map(dateline.axisMoment);
      var home = page.scene.variant.window;
      var whole = Math.abs(range[0] - home[0]) * page.scene.scale < 1
        && Math.abs(range[1] - home[1]) * page.scene.scale < 1;
      dateline.go({ from: whole ? null : range[0], to: whole ? null : range[1] }, false);
    });
    plot.on("plotly_doubleclick", function () { dateline.act("zoomAll"); return false; });
    plot.on("plotly_click", function (click) {
      var found = under(plot, click.event);
      if (found >= 0) { dateline.open(found, null); }
    });
    plot.addEventListener("mousemove", function (event) {
      plot.classList.toggle("is-over", under(plot, event) >= 0);
    });
    new ResizeObserver(function () {
      var scene = page.scene;
      if (scene && Math.abs(plot.clientWidth - scene.margin.l - scene.margin.r - scene.width) > 1) {
        draw();
      }
    }).observe(plot);
  }

  /* The event whose mark or label is under the pointer, or -1. */
  function under(plot, event) {
    var scene = page.scene;
    if (!scene) { return -1; }
    var box = plot.getBoundingClientRect();
    return dateline.hit(
      scene, event.clientX - box.left - scene.margin.l, event.clientY - box.top - scene.margin.t
    );
  }

  Object.assign(dateline, { draw: draw });
})(window.dateline = window.dateline || {});
