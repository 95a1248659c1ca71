/*
 * What of the chart plotly need not know: the bands of lanes, their names, upright lines, and what is
 * filled for many events. None of it answers to a pointer, and plotly works through each rectangle, note and
 * trace several times at every drawing. It is drawn into plotly's own layers, which move and clip
 * it, from the same figure; whoever hands that to plotly as a whole sees the same. Every look is an
 * attribute, so that a copy of the picture needs no rules of the page.
 */
(function (dateline) {
  "use strict";

  /* What plotly leaves free around the text of a note, in pixels: its border and padding. */
  var AROUND = 2;
  /* The height of a line of text, and of what lies above its baseline when it is centred. */
  var LINE = 1.3;
  var RISE = 0.35;

  function isFill(trace) { return trace.meta && trace.meta.role === "density"; }

  /* What plotly is to draw: it works through what is hidden too. */
  function others(items) {
    return (items || []).filter(function (item) {
      return !dateline.ofLane(item) && !dateline.isUpright(item) && item.visible !== false
        && item.opacity !== 0;
    });
  }

  /* The layout without what is drawn here. */
  function layoutOf(figure) {
    return Object.assign({}, figure.layout, {
      shapes: others(figure.layout.shapes),
      annotations: others(figure.layout.annotations),
    });
  }

  /*
   * The traces that plotly is to draw. It forgets those without points, and would have to draw the
   * whole chart when one of them comes back: marks and labels, and what it has `before`, stay.
   */
  function tracesOf(figure, before) {
    var stay = before.map(function (trace) { return trace.uid; });
    return figure.data.map(function (trace, k) {
      // Each is known by its place, which it keeps when those before it are left out.
      var known = Object.assign({ uid: trace.meta.role + "-" + k }, trace);
      var needed = trace.meta.role in dateline.straight || stay.indexOf(known.uid) >= 0;
      return needed && !trace.x.length ? blank(known) : known;
    }).filter(function (trace) { return !isFill(trace) && trace.visible !== false; });
  }

  /* A trace without points as one of a point that lies nowhere. */
  function blank(trace) {
    var made = {};
    Object.keys(trace).forEach(function (key) {
      var value = trace[key];
      made[key] = Array.isArray(value) ? [null]
        : value && typeof value === "object" && key !== "meta" ? blank(value) : value;
    });
    delete made.visible;
    return made;
  }

  /* The group of a kind, first in one of plotly's layers; made where it is not there. */
  function group(plot, name, layer) {
    var groups = plot.groups = plot.groups || {};
    if (groups[name] && plot.contains(groups[name])) { return groups[name]; }
    var home = plot.querySelector(layer);
    if (home) { home.prepend(groups[name] = dateline.svgNode("g", { class: name })); }
    return home && groups[name];
  }

  /* Pixels from the top of the plot, and of the picture, for a number of rows. */
  function down(layout) {
    var rows = layout.yaxis.range[0];
    var room = layout.height - layout.margin.t - layout.margin.b;
    return function (y) { return y / rows * room; };
  }

  function hundredths(value) { return Math.round(value * 100) / 100; }

  /* Elements anew, unless they say what they said. */
  function fillAnew(home, said, make) {
    if (!home || home.said === said) { return; }
    home.said = said;
    home.replaceChildren.apply(home, make());
  }

  function drawBands(plot, layout, width) {
    var y = down(layout);
    var bands = (layout.shapes || []).filter(dateline.ofLane).map(function (band) {
      return {
        x: layout.margin.l,
        y: hundredths(layout.margin.t + y(band.y0)),
        width: width,
        height: hundredths(y(band.y1) - y(band.y0)),
        fill: band.fillcolor,
      };
    });
    fillAnew(group(plot, "dl-bands", ".layer-below"), JSON.stringify(bands), function () {
      return bands.map(function (band) { return dateline.svgNode("rect", band); });
    });
  }

  /* A text escaped for plotly, its lines in bold. */
  function lines(text) {
    return text.split("<br>").map(function (line) {
      return dateline.plainText(line.replace(/^<b>|<\/b>$/g, ""));
    });
  }

  function drawNames(plot, layout) {
    var y = down(layout);
    var notes = (layout.annotations || []).filter(dateline.ofLane).map(function (note) {
      var right = note.xanchor === "right";
      return {
        x: layout.margin.l + note.xshift + (right ? -AROUND : AROUND),
        y: layout.margin.t + y(note.y),
        anchor: right ? "end" : "start",
        size: note.font.size,
        colour: note.font.color,
        text: note.text,
      };
    });
    var font = layout.font.family;
    fillAnew(group(plot, "dl-names", ".infolayer"), font + JSON.stringify(notes), function () {
      return notes.map(function (note) { return nameOf(note, font); });
    });
  }

  function nameOf(note, font) {
    var words = lines(note.text);
    var text = dateline.svgNode("text", {
      "font-family": font, "font-size": note.size + "px", "font-weight": "bold",
      "text-anchor": note.anchor, fill: note.colour, style: "white-space: pre",
    });
    words.forEach(function (line, k) {
      var middle = note.y + (k - (words.length - 1) / 2) * LINE * note.size;
      var part = dateline.svgNode("tspan", {
        x: note.x, y: hundredths(middle + RISE * note.size),
      });
      part.textContent = line;
      text.appendChild(part);
    });
    return text;
  }

  /* Outlines with breaks in them as a path; places along the axis from one on, in pixels. */
  function pathOf(trace, from, scale, y) {
    var said = "";
    var pen = "M";
    for (var k = 0; k < trace.x.length; k += 1) {
      if (trace.x[k] === null) { said += "Z"; pen = "M"; continue; }
      said += pen + hundredths((trace.x[k] - from) * scale) + "," + hundredths(y(trace.y[k]));
      pen = "L";
    }
    return said;
  }

  function drawFills(home, figure) {
    var fills = figure.data.filter(function (trace) { return isFill(trace) && trace.x.length; });
    var y = down(figure.layout);
    while (home.childNodes.length > fills.length) { home.lastChild.remove(); }
    fills.forEach(function (trace, k) {
      var path = home.childNodes[k]
        || home.appendChild(dateline.svgNode("path", { class: "dl-fill" }));
      var said = pathOf(trace, home.parentNode.range[0], home.parentNode.scale, y);
      if (path.said !== said) { path.setAttribute("d", path.said = said); }
      if (path.colour !== trace.fillcolor) {
        path.setAttribute("fill", path.colour = trace.fillcolor);
      }
    });
  }

  /* What lies on the ground of the plot, below all marks, and moves with them. */
  function drawGround(plot, figure, width) {
    var ground = group(plot, "dl-ground", ".cartesianlayer .overplot > g");
    if (!ground) { return; }
    if (!ground.firstChild) {
      ground.append(
        dateline.svgNode("g", { class: "dl-lines" }), dateline.svgNode("g", { class: "dl-fills" })
      );
    }
    // plotly writes dates into what it is given where a window is not allowed.
    var range = ground.range = figure.layout.xaxis.range.map(dateline.axisMoment);
    ground.scale = width / (range[1] - range[0]);
    placeGround(ground, range);
    dateline.drawUprightLines(ground.firstChild, figure.layout, range, ground.scale);
    drawFills(ground.lastChild, figure);
  }

  function placeGround(ground, range) {
    var wider = (ground.range[1] - ground.range[0]) / (range[1] - range[0]);
    var along = (ground.range[0] - range[0]) * ground.scale * wider;
    if (wider === 1 && along === 0) { ground.removeAttribute("transform"); return; }
    ground.setAttribute("transform", "translate(" + along + ",0) scale(" + wider + ",1)");
  }

  /*
   * plotly has moved its window by itself: everything lies where it belongs until it is drawn anew.
   * While it is `moving` what lies in the plot moves with it.
   */
  function followWindow(plot, range, moving) {
    var groups = plot.groups || {};
    if (groups["dl-uprights"]) { dateline.moveUprightWords(groups["dl-uprights"], range); }
    if (groups["dl-ground"] && !moving) { placeGround(groups["dl-ground"], range); }
  }

  /* Traces, each with what it holds still from the one of its role before. */
  function settledTraces(traces, before) {
    return traces.map(function (trace) {
      return dateline.settled(trace, before.find(function (one) { return one.uid === trace.uid; }));
    });
  }

  /* Whether a plot has all around its traces as a layout says; plotly also changes it by itself. */
  function isAround(plot, around, layout, width) {
    var full = plot._fullLayout;
    if (!full || plot.around !== around) { return false; }
    var range = (plot.layout.xaxis.range || []).map(dateline.axisMoment);
    return full.height === layout.height && plot.layout.height === layout.height
      && Math.abs(full.width - width - layout.margin.l - layout.margin.r) < 1
      && range[0] === layout.xaxis.range[0] && range[1] === layout.xaxis.range[1];
  }

  /*
   * Draws a figure into a plot that is so many pixels wide; answers when it is done. The plot keeps
   * it as `figure`: plotly knows a part of it.
   */
  function plotFigure(plot, figure, config, width) {
    var plain = layoutOf(figure);
    // plotly writes into what it is given.
    var around = JSON.stringify(plain);
    var still = isAround(plot, around, plain, width);
    // What is drawn already stays as it is: a selection then moves its ring and nothing else.
    var data = settledTraces(tracesOf(figure, still ? plot.data : []), plot.data || []);
    var done = Promise.resolve(plot);
    if (!still || !dateline.redraw(plot, data)) {
      var layout = dateline.settled(plain, plot.layout);
      // To be told the same again takes plotly as long as to draw.
      done = window.Plotly.react(plot, data, layout, plot.config === config ? null : config);
      plot.config = config;
      plot.around = around;
      dateline.drawStraight(plot);
    }
    plot.figure = figure;
    drawBands(plot, figure.layout, width);
    drawNames(plot, figure.layout);
    drawGround(plot, figure, width);
    var uprights = group(plot, "dl-uprights", ".infolayer");
    if (uprights) { dateline.drawUprightWords(uprights, figure.layout, width); }
    return done;
  }

  Object.assign(dateline, {
    fillAnew: fillAnew,
    followWindow: followWindow,
    hundredths: hundredths,
    plotFigure: plotFigure,
  });
})(window.dateline = window.dateline || {});
