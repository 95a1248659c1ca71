/*
 * Draws the chart of the page at any size and gives it back as one SVG. It runs in a page of its
 * own that holds plotly, the scripts of the dashboard and a payload, and nothing else: all decisions
 * about what is shown are made by the same functions as on the dashboard (see chart.js, view.js).
 *
 * Asked for with a request:
 *   state    the state of the dashboard, as in its address
 *   theme    name of the figures to take: light, dark or print
 *   width    of the chart, in CSS pixels
 *   height   of the chart, in CSS pixels; null for what the rows take
 *   window   [from, to] in milliseconds of the file's clocks; null at a side for the home window
 *   lane     key of the lane that alone is shown, or null
 *   during   [from, to]: only events that may have happened then, or null
 *   event    id of the selected event, where it is another one than the state has
 */
(function (dateline) {
  "use strict";

  /* Below this width, in pixels, lane names stand inside their bands (see chart.js). */
  var NARROW = 600;
  /* The most a row takes where a picture is higher than its rows, in pixels. */
  var HIGHEST = 34;
  /* The second line of the axis, in pixels. */
  var AXIS_LINE = 14;
  /* The most a label takes, in pixels. */
  var LONGEST_LABEL = 460;

  var page = dateline.page;

  /*
   * Takes a payload. `font` is the family to draw with, `size` that of labels in pixels; `titles`
   * are those of the events in full.
   */
  function prepare(payload, font, size, titles) {
    page.payload = dateline.unpack(dateline.complete(payload));
    page.payload.font = size + "px " + font;
    page.font = font;
    page.titles = titles;
    page.pen = document.createElement("canvas").getContext("2d");
    page.pen.font = page.payload.font;
    page.row = payload.size.row;
    page.state = dateline.emptyState();
    page.mask = payload.events.id.map(function () { return true; });
  }

  /* The state asked for, with a window whose open sides are those of the whole time. */
  function stateOf(request) {
    var state = dateline.decode(request.state);
    if (request.event) { state.event = request.event; }
    var ends = request.window;
    if (ends[0] === null && ends[1] === null) { return state; }
    var home = page.payload.variants.wide.window;
    state.from = ends[0] === null ? Math.min(home[0], ends[1] - 1) : ends[0];
    state.to = ends[1] === null ? Math.max(home[1], ends[0] + 1) : ends[1];
    return state;
  }

  function maskOf(request, name) {
    var payload = page.payload;
    page.matched = dateline.matches(payload, page.state);
    var lanes = dateline.variantOf(name);
    page.matched = page.matched.map(function (shown, i) {
      return shown && (request.lane === null || lanes.lanes[lanes.lane[i]].key === request.lane)
        && (!request.during || (payload.events.latest[i] > request.during[0]
          && payload.events.earliest[i] < request.during[1]));
    });
    var mask = page.matched.slice();
    // As on the page: an event that was asked for is there, whatever is filtered.
    var unknown = dateline.filters.on.test(payload, page.state);
    if (page.selected >= 0 && (!unknown || unknown(page.selected))) { mask[page.selected] = true; }
    return mask;
  }

  /* The scene, drawn with a row height that makes it as high as was asked for, as far as it can. */
  function sceneOf(request) {
    var name = request.width < NARROW ? "narrow" : "wide";
    dateline.take(stateOf(request));
    page.mask = maskOf(request, name);
    var figure = dateline.variantOf(name).figures[request.theme];
    var plot = { clientWidth: request.width, getBoundingClientRect: function () {
      return { top: -window.scrollY };
    } };
    var scene = function (row) {
      page.payload.size.row = row;
      var made = dateline.sceneOf(plot, name, figure, Infinity);
      // Whoever looks at a picture next year does not look at it today.
      made.lines.today = null;
      return made;
    };
    var made = scene(page.row);
    // A reader pans, and rows must not jump; here rows of what is outside only take room.
    page.mask = page.mask.map(function (shown, i) { return shown && near(made, i); });
    made = scene(page.row);
    if (request.height !== null) {
      var rows = Math.max(made.stack.rows, 1);
      var row = Math.floor((request.height - made.margin.t - made.margin.b) / rows * 8) / 8;
      made = scene(Math.min(Math.max(row, made.size.lowest), HIGHEST));
    }
    lengthen(made);
    return { name: name, figure: figure, made: made };
  }

  /* True when something of an event is in the window, or a line from there leads to it. */
  function near(scene, i) {
    var box = dateline.boxOf(scene, i);
    if (box.right >= 0 && box.left <= scene.width) { return true; }
    var events = page.payload.events;
    if (scene.lens.mark(i, events.latest[i]) > scene.window[0]
      && scene.lens.mark(i, events.earliest[i]) < scene.window[1]) { return true; }
    var told = scene.relations;
    return i === scene.selected || scene.links.some(function (k) {
      return told.from[k] === i || told.to[k] === i;
    });
  }

  /* ---------------------------------------------------------------- longer labels */

  /*
   * On the page a label is short, because pointing at it shows the whole title. Nobody points at
   * paper: here each takes the room that its row leaves, up to the title in full.
   */
  function lengthen(scene) {
    var variant = scene.variant;
    var rows = {};
    scene.longer = {};
    scene.widths = scene.widths.slice();
    var keyOf = function (i) { return variant.lane[i] + ":" + variant.row[i]; };
    scene.mask.forEach(function (shown, i) {
      if (!shown) { return; }
      var taken = rows[keyOf(i)] = rows[keyOf(i)] || [];
      var box = dateline.boxOf(scene, i);
      taken.push([box.left, box.right, i]);
      if (scene.sides[i]) {
        taken.push(dateline.labelSpan(scene, box, scene.sides[i]).concat(i));
      }
    });
    scene.crowds.forEach(function (crowd) {
      rows[keyOf(crowd.index)].push([crowd.left, crowd.right, -1]);
    });
    Object.keys(scene.sides).map(Number).forEach(function (i) {
      if (scene.sides[i] === "inside") { return; }
      var row = rows[keyOf(i)];
      var box = dateline.boxOf(scene, i);
      var best = { width: scene.widths[i] };
      [scene.sides[i], scene.sides[i] === "right" ? "left" : "right"].forEach(function (side) {
        var text = fitting(page.titles[i], Math.min(room(scene, row, box, side), LONGEST_LABEL));
        var width = text ? page.pen.measureText(text).width : 0;
        // The other side must be worth the change: it has to hold all that the first one cuts.
        if (width > best.width && (side === scene.sides[i] || text === page.titles[i])) {
          best = { width: width, text: text, side: side };
        }
      });
      if (best.text === undefined) { return; }
      scene.longer[i] = best.text;
      scene.widths[i] = best.width;
      scene.sides[i] = best.side;
      var others = row.filter(function (taken) { return taken[2] !== i; });
      rows[keyOf(i)] = others.concat([
        [box.left, box.right, i], dateline.labelSpan(scene, box, best.side).concat(i),
      ]);
    });
    if (Object.keys(scene.longer).length) { scene.arcs = dateline.arcs(scene); }
  }

  /* How wide a label may be on a side of its mark, beside what else is in its row. */
  function room(scene, row, box, side) {
    var gap = scene.size.gap;
    var start = box.right + gap;
    var end = box.left - gap;
    // Twice the usual blank, so that two titles in one row do not read as one.
    return row.reduce(function (least, other) {
      if (other[2] === box.index) { return least; }
      if (side === "right" && other[1] > box.right) {
        return Math.min(least, other[0] - 2 * gap - start);
      }
      if (side === "left" && other[0] < box.left) {
        return Math.min(least, end - other[1] - 2 * gap);
      }
      return least;
    }, side === "right" ? scene.width - start : end);
  }

  /* As many words of a title as a width holds, with an ellipsis where some are left out. */
  function fitting(title, room) {
    if (page.pen.measureText(title).width <= room) { return title; }
    // A text that runs from right to left is held together by signs at both its ends.
    var words = /[\u2066-\u2069]/.test(title) ? [] : title.split(" ");
    while (words.length > 1) {
      words.pop();
      var text = words.join(" ").replace(/[ ,;:.\u2013\u2014(/-]+$/, "") + "\u2026";
      if (page.pen.measureText(text).width <= room) { return text; }
    }
    return "";
  }

  /* Plotly reads some HTML in every text. */
  function escaped(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  /* A trace of labels with the longer ones. */
  function relabelled(trace, scene) {
    if ((trace.meta || {}).role !== "label") { return; }
    trace.text = trace.customdata.map(function (i, k) {
      return scene.longer[i] === undefined ? trace.text[k] : escaped(scene.longer[i]);
    });
    if (scene.on !== null) {
      // The line of the day runs through them.
      trace.textfont.shadow = trace.textfont.shadow.map(function (shadow) {
        return shadow === "none" ? trace.meta.relief : shadow;
      });
    }
  }

  /* True when the time that a date allows is seen to be wider than its mark. */
  function wide(scene, i) {
    var events = page.payload.events;
    var box = dateline.boxOf(scene, i);
    var extent = scene.lens.mark(i, events.latest[i]) - scene.lens.mark(i, events.earliest[i]);
    return extent * scene.scale > box.right - box.left + 2;
  }

  /* True when a trace of a role has a point left that is seen. */
  function drawn(found, role) {
    return seenBy(found).data.some(function (trace) {
      return (trace.meta || {}).role === role && (trace.customdata || []).length > 0;
    });
  }

  function seenBy(found) {
    return dateline.view(
      dateline.seenFigure(
        found.figure, page.payload.variants[found.name], found.made.lens
      ), found.made
    );
  }

  /* What a picture of the request would hold, before it is drawn. */
  function describe(request) {
    var found = sceneOf(request);
    var scene = found.made;
    var shown = function (i) {
      var box = dateline.boxOf(scene, i);
      return page.mask[i] && box.right >= 0 && box.left <= scene.width;
    };
    var inside = page.mask.map(function (_, i) { return i; }).filter(shown);
    var span = scene.window;
    var borders = scene.margin.t + scene.margin.b;
    return {
      sentence: dateline.sentence(page.payload, page.state, page.matched),
      filtered: dateline.parts(page.payload, page.state).length > 0,
      number: page.matched.filter(Boolean).length,
      inside: inside,
      evidence: inside.map(function (i) { return dateline.evidenceOf(page, i); }),
      selected: page.mask[page.selected] ? page.selected : -1,
      lanes: scene.stack.lanes.filter(function (lane) { return lane.shown; }).map(function (lane) {
        return lane.key;
      }),
      from: dateline.axisWords(scene.lens.real(span[0]), span, scene.words),
      // Until the begin of 2022 is until the end of 2021.
      to: dateline.axisWords(scene.lens.real(span[1] - 1), span, scene.words),
      relations: scene.arcs.map(function (arc) { return arc.link; }),
      timed: inside.some(function (i) { return page.payload.axis.clock.timed[i]; }),
      delayed: inside.some(function (i) {
        return (i === scene.selected || scene.on !== null)
          && page.payload.known.public[i] > page.payload.events.latest[i];
      }),
      wide: inside.some(function (i) { return wide(scene, i); }),
      crowded: scene.crowds.length > 0,
      rivals: drawn(found, "rival"),
      numbers: drawn(found, "rival-number"),
      least: Math.ceil(scene.stack.rows * scene.size.lowest + borders),
      limits: scene.variant.limits,
    };
  }

  /* The lanes that hold something of a request, by their keys. */
  function lanesOf(request) { return describe(request).lanes; }

  /* The events of a request that are seen, in the order of the timeline. */
  function eventsOf(request) { return describe(request).inside; }

  /* The years in which events of a request begin or end, as [year, [from, to]]. */
  function yearsOf(request) {
    var scene = sceneOf(request).made;
    var years = {};
    eventsOf(request).forEach(function (i) {
      var view = scene.variant;
      [view.start[i], Math.max(view.end[i] - 1, view.start[i])].forEach(function (ms) {
        if (ms < scene.window[0] || ms >= scene.window[1]) { return; }
        years[new Date(scene.lens.real(ms)).getUTCFullYear()] = true;
      });
    });
    return Object.keys(years).map(Number).sort(function (a, b) {
      return a - b;
    }).map(function (year) { return [year, [first(year), first(year + 1)]]; });
  }

  /* Years below 100 are themselves here; Date.UTC would take them for those of a century. */
  function first(year) {
    var date = new Date(0);
    date.setUTCFullYear(year, 0, 1);
    return date.getTime();
  }

  /* ---------------------------------------------------------------- from plotly to one SVG */

  /* Bars keep their thickness where rows are higher than usual. */
  function steady(trace, row) {
    if (trace.type !== "bar" || row <= page.row) { return; }
    trace.width = trace.width.map(function (width) { return width * page.row / row; });
  }

  /* Notes on every drawn mark and label which event it is, and as what. */
  function mark(plot) {
    plot.querySelectorAll(".point, .textpoint, g.points > *, g.text > *").forEach(function (node) {
      var point = node.__data__;
      var group = node.closest(".trace");
      var trace = group && group.__data__ && group.__data__[0] && group.__data__[0].trace;
      if (!trace || !trace.meta || !point || point.i === undefined || !trace.customdata) { return; }
      node.setAttribute("data-role", trace.meta.role);
      node.setAttribute("data-mark", trace.customdata[point.i]);
    });
  }

  /*
   * Hatched bars with lines of their own: a pattern that repeats itself becomes a picture in pixels
   * where a PDF is made of it, as large as the page.
   */
  function hatch(plot) {
    plot.querySelectorAll(".barlayer path").forEach(function (bar, number) {
      var id = /url\(["']?#([^"')]+)/.exec(bar.style.fill);
      var pattern = id && document.getElementById(id[1]);
      if (!pattern) { return; }
      var clip = node("clipPath", { id: id[1] + "-clip-" + number });
      clip.appendChild(node("path", { d: bar.getAttribute("d") }));
      var lines = node("g", { "clip-path": "url(#" + clip.id + ")" });
      tiles(bar.getBBox(), pattern).forEach(function (at) {
        Array.from(pattern.children).forEach(function (part) {
          var copy = part.cloneNode(false);
          copy.setAttribute("fill", part.getAttribute("fill") || "none");
          copy.setAttribute("transform", "translate(" + at.join(",") + ")");
          lines.appendChild(copy);
        });
      });
      bar.before(clip, lines);
      // Not drawn any more, but still there to be pressed.
      bar.style.fill = "rgb(255, 255, 255)";
      bar.style.fillOpacity = 0;
    });
  }

  function node(name, attributes) {
    var made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    return made;
  }

  /* Where the copies of a pattern lie that a box needs. */
  function tiles(box, pattern) {
    var width = parseFloat(pattern.getAttribute("width"));
    var height = parseFloat(pattern.getAttribute("height"));
    var found = [];
    for (var i = Math.floor(box.x / width); i * width < box.x + box.width; i += 1) {
      for (var k = Math.floor(box.y / height); k * height < box.y + box.height; k += 1) {
        found.push([i * width, k * height]);
      }
    }
    return found;
  }

  /* The layers of a plot that are drawn, in one SVG. */
  function merged(plot) {
    var layers = Array.from(plot.querySelectorAll("svg.main-svg"));
    var whole = layers[0].cloneNode(false);
    layers.forEach(function (layer) {
      Array.from(layer.childNodes).forEach(function (child) {
        if (!/draglayer|hoverlayer|zoomlayer|menulayer/.test(child.getAttribute("class") || "")) {
          whole.appendChild(child.cloneNode(true));
        }
      });
    });
    whole.querySelectorAll(".draglayer, .hoverlayer, .zoomlayer").forEach(function (node) {
      node.remove();
    });
    return new XMLSerializer().serializeToString(whole);
  }

  function draw(request) {
    var found = sceneOf(request);
    var scene = found.made;
    var seen = seenBy(found);
    seen.data.forEach(function (trace) {
      steady(trace, scene.row);
      relabelled(trace, scene);
    });
    seen.layout.autosize = false;
    seen.layout.width = request.width;
    seen.layout.font = Object.assign({}, seen.layout.font, { family: page.font });
    var plot = document.createElement("div");
    document.body.appendChild(plot);
    return window.Plotly.newPlot(
      plot, seen.data, seen.layout, { staticPlot: true, responsive: false }
    ).then(function () {
      mark(plot);
      hatch(plot);
      var height = seen.layout.height;
      var svg = merged(plot);
      window.Plotly.purge(plot);
      plot.remove();
      // The second line of the axis is mostly empty; its room is then not needed.
      var context = /<br>[^<]/.test(seen.layout.xaxis.ticktext.join("\n"));
      return { svg: svg, height: context ? height : height - AXIS_LINE };
    });
  }

  dateline.picture = {
    describe: describe, draw: draw, eventsOf: eventsOf, lanesOf: lanesOf, prepare: prepare,
    yearsOf: yearsOf,
  };
})(window.dateline = window.dateline || {});
