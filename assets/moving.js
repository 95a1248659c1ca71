/*
 * Many discs while the wheel turns. plotly stretches the whole plot and shrinks every mark in turn,
 * so that it stays round: with a thousand discs the browser works out a thousand styles for each
 * frame, which takes longer than all else. For that time discs that look the same are one path, with
 * a marker at each of its points: there are as many shapes to shrink as there are looks. What is
 * seen is the same, down to which disc lies on which; of those that come to touch on the way, a look
 * may lie on another.
 *
 * When plotly draws the chart for the new window the discs themselves are back; see straight.js.
 */
(function (dateline) {
  "use strict";

  /* Fewer discs than this are no work for a browser. */
  var MANY = 150;

  /*
   * The discs of a trace, from the lowest to the topmost: element, look, and middle in pixels. Those
   * below the screen or above it are left out: the wheel brings none of them there, and the browser
   * would paint them too.
   */
  function discsOf(home, top, size) {
    var of = new Map(Array.from(home.marks.values(), function (mark) { return [mark.node, mark]; }));
    return Array.from(home.children, function (node, n) {
      var mark = of.get(node);
      var at = mark.at.split(",");
      return { n: n, node: node, look: mark.look, at: mark.at, x: Number(at[0]), y: Number(at[1]) };
    }).filter(function (disc) {
      return top + disc.y > -size && top + disc.y < window.innerHeight + size;
    });
  }

  /* Discs of a row that touch, in groups; no row reaches into another. */
  function clusters(discs, near) {
    var found = [];
    var last = null;
    discs.slice().sort(function (a, b) { return a.y - b.y || a.x - b.x; }).forEach(function (disc) {
      if (!last || disc.y !== last.y || disc.x - last.x > near) { found.push([]); }
      found[found.length - 1].push(disc);
      last = disc;
    });
    return found;
  }

  /*
   * Discs that can be one path, with their look: those of a look that touch no other look, and of
   * the rest those that follow one another, for there it is seen which lies on which.
   */
  function runs(discs, near) {
    var alone = new Map();
    var mixed = [];
    clusters(discs, near).forEach(function (cluster) {
      var same = cluster.every(function (disc) { return disc.look === cluster[0].look; });
      if (!same) { mixed.push.apply(mixed, cluster); return; }
      if (!alone.has(cluster[0].look)) { alone.set(cluster[0].look, []); }
      alone.get(cluster[0].look).push.apply(alone.get(cluster[0].look), cluster);
    });
    var found = Array.from(alone.values(), inOrder);
    var last = null;
    inOrder(mixed).forEach(function (disc) {
      if (!last || disc.look !== last[0].look) { found.push(last = []); }
      last.push(disc);
    });
    return found;
  }

  function inOrder(discs) { return discs.sort(function (a, b) { return a.n - b.n; }); }

  /* A marker that looks like a disc, from its middle; it has no edge that could cut it. */
  function markerOf(disc, id) {
    var marker = dateline.svgNode("marker", {
      id: id, markerUnits: "userSpaceOnUse", markerWidth: 1, markerHeight: 1, overflow: "visible",
    });
    var shape = disc.cloneNode(false);
    shape.removeAttribute("transform");
    marker.appendChild(shape);
    return marker;
  }

  function pathOf(run, id) {
    var mark = "url(#" + id + ")";
    return dateline.svgNode("path", {
      // A path of one point would have no length, and a marker only at one end of it.
      d: "M" + run.map(function (disc) { return disc.at; }).join("L") + (run[1] ? "" : "h0"),
      fill: "none", stroke: "none",
      "marker-start": mark,
      "marker-mid": mark,
      "marker-end": run[1] ? mark : "none",
    });
  }

  /*
   * Puts paths in place of the discs of a trace, of which no more than `size` pixels show; `top` is
   * where on the screen the plot begins.
   */
  function gatherIn(home, n, top, size) {
    var ids = Object.create(null);
    var group = dateline.svgNode("g", { class: "dl-moving" });
    runs(discsOf(home, top, size), size).forEach(function (run) {
      var look = run[0].look;
      if (!(look in ids)) {
        ids[look] = "dl-moving-" + n + "-" + Object.keys(ids).length;
        group.appendChild(markerOf(run[0].node, ids[look]));
      }
      group.appendChild(pathOf(run, ids[look]));
    });
    home.moving = group;
    home.parentNode.insertBefore(group, home);
    home.setAttribute("display", "none");
  }

  /* Tells plotly what it has to keep at its size while it zooms. */
  function tellKept(axes) {
    var traces = axes.plot.selectAll(".scatterlayer").selectAll(".trace");
    axes.zoomScalePts = traces.selectAll("g:not([display]) > path.point, marker > path.point");
    axes.zoomScaleTxt = traces.selectAll(".textpoint");
  }

  function homesIn(plot) { return Array.from(plot.querySelectorAll(".scatterlayer .dl-discs")); }

  /* The wheel begins to turn, and nothing is stretched yet. */
  function gather(plot) {
    var axes = ((plot._fullLayout || {})._plots || {}).xy;
    if (!axes || !axes.plot || (axes.xScaleFactor || 1) !== 1) { return; }
    var homes = homesIn(plot);
    var count = homes.reduce(function (sum, home) { return sum + home.childElementCount; }, 0);
    if (count < MANY || homes.some(function (home) { return home.moving; })) { return; }
    var top = plot.querySelector(".nsewdrag").getBoundingClientRect().top;
    // Edges are drawn a little softer than they are.
    var size = dateline.page.scene.size.disc + 2;
    homes.forEach(function (home, n) { gatherIn(home, n, top, size); });
    tellKept(axes);
  }

  /* The discs of a trace are seen again. */
  function release(home) {
    if (!home.moving) { return; }
    home.moving.remove();
    home.moving = null;
    home.removeAttribute("display");
  }

  /* Nothing moves any more; where the window is as it was, plotly draws no chart. */
  function releaseAll(plot) {
    var homes = homesIn(plot).filter(function (home) { return home.moving; });
    if (!homes.length) { return; }
    homes.forEach(release);
    tellKept(plot._fullLayout._plots.xy);
  }

  Object.assign(dateline, {
    gather: gather,
    release: release,
    releaseAll: releaseAll,
    tellKept: tellKept,
  });
})(window.dateline = window.dateline || {});
