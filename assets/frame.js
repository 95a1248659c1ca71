/*
 * What a page in a frame and the page around it say to each other; see dashboard/iframe.py.
 * Where there is no page around it, nothing is said.
 */
(function (dateline) {
  "use strict";

  var told = "";
  var wanted = null;

  function framed() { return window.parent !== window; }

  /* The state in which a page opens that has no address: what its own head says of it. */
  function opening() {
    var said = document.querySelector("meta[name=dateline-state]");
    return window.location.hash || (said ? said.content : "");
  }

  /*
   * The height in pixels that the page would like: its rows as high as they are at most, and all
   * that stands around them. It does not depend on the height the frame has.
   */
  function wish(parts, scene, frame) {
    var rows = scene.size.row * scene.stack.rows + scene.margin.t + scene.margin.b;
    return Math.round(Math.min(frame.highest, Math.max(frame.lowest, parts + rows)));
  }

  /* Tell the page around what has changed. */
  function tell() {
    var page = dateline.page;
    var main = document.querySelector("#react-entry-point .dl-main");
    var chart = document.querySelector("#chart .js-plotly-plot");
    if (!page.state || !page.scene || !chart || !chart.offsetHeight) { return; }
    var parts = main.getBoundingClientRect().bottom + window.scrollY - chart.offsetHeight;
    // What is open in a sheet over the chart leaves room below it, which is none of the chart's.
    parts -= parseFloat(getComputedStyle(main).paddingBottom);
    var said = {
      dateline: 1,
      height: wish(parts + 12, page.scene, page.payload.frame),
      fragment: dateline.encode(Object.assign({}, page.state, { embed: "" })),
    };
    var words = JSON.stringify(said);
    if (words === told) { return; }
    told = words;
    // The page around has chosen to show this one; nothing in it is a secret.
    window.parent.postMessage(said, "*");
  }

  function open(fragment) {
    if (!dateline.page.scene) { wanted = fragment; return; }
    dateline.go(dateline.patchOf(fragment), true);
  }

  if (framed()) {
    window.addEventListener("message", function (event) {
      var said = event.data;
      if (event.source !== window.parent || !said || said.dateline !== 1) { return; }
      if (typeof said.open === "string") { open(said.open.slice(0, 2000)); }
    });
    window.addEventListener("resize", function () { window.requestAnimationFrame(tell); });
  }

  dateline.shows = dateline.shows || {};
  dateline.shows.frame = function () {
    // Its height is told when all parts of the page have been shown.
    if (framed()) { window.setTimeout(arrive, 0); }
  };

  /* There is nothing to tell or to open before the chart has been drawn. */
  function arrive() {
    if (!dateline.page.scene) { window.requestAnimationFrame(arrive); return; }
    if (wanted !== null) {
      var fragment = wanted;
      wanted = null;
      open(fragment);
    }
    tell();
  }

  Object.assign(dateline, { opening: opening, wish: wish });
})(window.dateline = window.dateline || {});
