/*
 * The chart on the page: hands plotly the view to draw, and tells what a reader does to it.
 */
(function (dateline) {
  "use strict";

  /* Below this width, in pixels, lane names stand inside their bands. */
  var NARROW = 600;

  var page = null;

  function graph() { return document.querySelector("#chart .js-plotly-plot"); }

  function nameOf(plot) { return plot.clientWidth < NARROW ? "narrow" : "wide"; }

  /* Draws the chart, and what belongs to it unless that is to follow `later`. */
  function draw(later) {
    page = dateline.page;
    var plot = graph();
    var name = nameOf(plot);
    (page.bulk ? dateline.drawBulk(plot, name, later) : drawAll(plot, name, later)).then(ready);
    listen(plot);
  }

  /* Draws events of which each has marks of its own; answers when it is done. */
  function drawAll(plot, name, later) {
    var figure = variantOf(name).figures[dateline.theme()];
    page.scene = sceneOf(plot, name, figure, null, page.typing && page.scene);
    var drawn = dateline.view(
      dateline.seenFigure(figure, page.payload.variants[name], page.scene.lens), page.scene
    );
    if (!later) { showAround(); }
    return dateline.plotFigure(plot, drawn, page.payload.config, page.scene.width);
  }

  /*
   * The overview and the controls of the axis. Both measure the page, which has to be laid out anew
   * when the chart has been drawn.
   */
  function showAround() {
    dateline.showOverview(dateline.page);
    dateline.showAxis(dateline.page, nameOf(graph()));
  }

  /* The layout of a width, with the lanes that are chosen. */
  function variantOf(name) {
    // A picture asks where no chart has been drawn on a page.
    page = dateline.page;
    return dateline.inLanes(page.payload.variants[name], page.state.lanes, page.payload.known,
      dateline.dayEnd(page.state.on));
  }

  /*
   * How the chart shows the events now; the pure functions work on this alone. It should take no
   * more than a height in pixels: by default what there is without scrolling. With the scene
   * `before` it keeps the height of that, see room.js.
   */
  function sceneOf(plot, name, figure, height, before) {
    var written = variantOf(name);
    var sides = figure.layout.margin;
    var width = Math.max(plot.clientWidth - sides.l - sides.r, 50);
    var lens = dateline.lens(
      page.payload.axis.clock, written, figure, page.state.zone, page.state.fold, width
    );
    var variant = dateline.seenVariant(written, lens);
    var margin = dateline.plotMargin(sides, lens);
    var size = page.payload.size;
    var range = windowOn(variant, lens);
    var scene = {
      lens: lens,
      narrow: name === "narrow",
      words: page.payload.axis,
      variant: variant,
      mask: page.mask,
      selected: page.selected,
      window: range,
      size: size,
      margin: margin,
      width: width,
      scale: width / (range[1] - range[0]),
      stack: dateline.stack(variant, page.mask),
      widths: widths(written),
      on: dateline.dayEnd(page.state.on),
      lines: dateline.seenLines(
        dateline.uprights(page.payload, page.state, Date.now()), lens
      ),
    };
    dateline.giveRoom(plot, scene, before, height);
    scene.sides = dateline.fit(scene);
    scene.crowds = dateline.crowds(scene);
    scene.relations = page.payload.relations;
    scene.links = dateline.linksShown(scene.relations, page.state, page.mask, page.selected);
    scene.dates = page.payload.events.when;
    scene.arcs = dateline.arcs(scene);
    return scene;
  }

  /* The window that is asked for, as it lies on the axis of a lens; on its way while it glides. */
  function windowOn(variant, lens) {
    var state = dateline.page.state;
    var range = state.from === null ? variant.window : [lens.to(state.from), lens.to(state.to)];
    // plotly draws nothing beyond the limits, whatever an address asks for.
    return dateline.underway(dateline.withinLimits(range, variant.limits));
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
    // It stays for printers; see print.js. The picture of what now stands has no further use.
    document.querySelectorAll(".dl-first, .dl-still").forEach(function (part) { part.remove(); });
    // The browser may have gone to the event in the plain page; here the panel shows it.
    if (page.state.event) { window.scrollTo(0, 0); }
    rehearse();
  }

  /*
   * What the first key in the search would wait for is done while nobody waits. The first drawing is
   * plotly's, and marks are drawn straight from the second on (straight.js): here all of them are
   * made, in the way that a key takes, so that the browser also has its code at hand.
   */
  function rehearse() {
    idle(function () {
      var plot = graph();
      // plotly cannot draw what is not on the page now, as beside a table.
      if (!plot.offsetHeight) { return; }
      var again = plot.data.map(function (trace) { return Object.assign({}, trace); });
      if (!dateline.redraw(plot, again)) { window.Plotly.redraw(plot); }
    });
    if (page.bulk) { dateline.readAhead(page.bulk); }
  }

  function idle(then) {
    if (!window.requestIdleCallback) { window.setTimeout(then, 200); return; }
    window.requestIdleCallback(then, { timeout: 2000 });
  }

  function listen(plot) {
    if (plot.dataset.listening) { return; }
    plot.dataset.listening = "true";
    plot.on("plotly_relayout", function (change) {
      dateline.releaseAll(plot);
      // plotly also tells of a new size, at any time, and of the window that it still has then.
      var moved = Object.keys(change || {}).some(function (key) { return /^xaxis\./.test(key); });
      if (!moved) { return; }
      var range = plot.layout.xaxis.range.map(dateline.axisMoment);
      dateline.followWindow(plot, range, false);
      if (dateline.pinching()) { return; }
      var home = page.scene.variant.window;
      var whole = Math.abs(range[0] - home[0]) * page.scene.scale < 1
        && Math.abs(range[1] - home[1]) * page.scene.scale < 1;
      var patch = whole ? { from: null, to: null } : dateline.windowState(range);
      if (dateline.wheelHeld()) { dateline.go(patch, false); return; }
      dateline.land(function () { dateline.go(patch, false); });
    });
    plot.on("plotly_relayouting", function (change) {
      var range = [change["xaxis.range[0]"], change["xaxis.range[1]"]];
      if (range[0] === undefined) { return; }
      range = range.map(dateline.axisMoment);
      dateline.followWindow(plot, range, true);
      dateline.hideDense();
      dateline.passBulk(page, range);
      dateline.placeOverview(range);
    });
    plot.on("plotly_doubleclick", function () { dateline.act("zoomAll"); return false; });
    plot.on("plotly_click", function (click) {
      var at = point(plot, click.event);
      if (dateline.pressBeside(page, at)) { return; }
      var found = under(plot, click.event);
      if (found >= 0) { dateline.open(found, null); }
      else { dateline.pressDense(page, at); }
    });
    plot.addEventListener("mousemove", function (event) {
      var at = point(plot, event);
      var found = under(plot, event);
      var over = found >= 0 || dateline.isBeside(page.scene, at);
      // What a reader has pressed is moving; nothing is told of it meanwhile.
      var dense = !event.buttons && dateline.tellDense(page, plot, over ? null : at);
      if (page.bulk && found >= 0) { dateline.tellPicked(page, found); }
      plot.classList.toggle("is-over", Boolean(over || dense));
    });
    plot.addEventListener("mouseleave", function () { dateline.hideDense(); });
    dateline.listenToWheel(plot);
    var width = plot.clientWidth;
    new ResizeObserver(function () {
      var scene = page.scene;
      // plotly refuses to measure what cannot be seen.
      if (plot.clientWidth && plot.clientWidth !== width) { window.Plotly.Plots.resize(plot); }
      width = plot.clientWidth;
      if (scene && Math.abs(plot.clientWidth - scene.margin.l - scene.margin.r - scene.width) > 1) {
        draw();
      }
    }).observe(plot);
  }

  /* The event whose mark or label is under the pointer, or -1. */
  function under(plot, event) {
    var scene = page.scene;
    if (!scene) { return -1; }
    var at = point(plot, event);
    var found = dateline.hit(scene, at[0], at[1]);
    return found >= 0 && scene.places ? scene.places[found] : found;
  }

  /* Where in the plot the pointer is, in pixels from its corner. */
  function point(plot, event) {
    var box = plot.getBoundingClientRect();
    var margin = page.scene.margin;
    return [event.clientX - box.left - margin.l, event.clientY - box.top - margin.t];
  }

  Object.assign(dateline, {
    draw: draw,
    idle: idle,
    showAround: showAround,
    sceneOf: sceneOf,
    variantOf: variantOf,
    windowOn: windowOn,
  });
})(window.dateline = window.dateline || {});
