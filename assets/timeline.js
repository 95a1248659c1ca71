/*
 * Pure functions on the payload: which events are shown, where their rows go, which labels fit,
 * what the address says. Nothing here touches the page or knows what an event looks like: the
 * figure was drawn in Python, and a view of it only leaves points out and moves rows together.
 *
 * Times are milliseconds on the axis of the display zone; lengths are CSS pixels.
 */
(function (root) {
  "use strict";

  // ---------------------------------------------------------------- state and address

  /* One row for every part of the state: how it is written into the address and read back. */
  var text = {
    empty: "",
    write: function (value) { return value; },
    read: function (value) { return value.slice(0, 300); },
  };
  var list = {
    empty: [],
    write: function (value) { return value.join(","); },
    read: function (value) { return value.split(",").filter(Boolean); },
  };
  var moment = {
    empty: null,
    write: function (value) { return isoMinute(value); },
    read: function (value) { return fromIso(value); },
  };
  function choice(values) {
    return {
      empty: "",
      write: function (value) { return value; },
      read: function (value) { return values.indexOf(value) < 0 ? "" : value; },
    };
  }
  var STATE = {
    event: text,
    q: text,
    category: list,
    from: moment,
    to: moment,
    theme: choice(["light", "dark"]),
  };

  function isoMinute(ms) {
    return new Date(Math.round(ms)).toISOString().replace(/:\d\d\.\d{3}Z$/, "");
  }

  function fromIso(written) {
    var ms = Date.parse(written + (written.indexOf("T") < 0 ? "T00:00" : "") + "Z");
    return Number.isFinite(ms) ? ms : null;
  }

  function emptyState() {
    var state = {};
    Object.keys(STATE).forEach(function (key) { state[key] = STATE[key].empty; });
    return state;
  }

  function isEmpty(value) {
    return value === null || value === undefined || value === "" || value.length === 0;
  }

  /* The fragment of an address, with its "#", to a whole state; what is unknown is passed over. */
  function decode(hash) {
    var state = emptyState();
    var params = new URLSearchParams(String(hash || "").replace(/^#/, ""));
    Object.keys(STATE).forEach(function (key) {
      var value = params.get(key);
      if (value) { state[key] = STATE[key].read(value); }
    });
    if (state.from === null || state.to === null || !(state.from < state.to)) {
      state.from = state.to = null;
    }
    return state;
  }

  /* A state to a fragment without "#"; parts at their default are left out. */
  function encode(state) {
    var params = new URLSearchParams();
    Object.keys(STATE).forEach(function (key) {
      if (!isEmpty(state[key])) { params.set(key, STATE[key].write(state[key])); }
    });
    // Commas and colons may stand in a fragment as they are, and read better so.
    return params.toString().replace(/%2C/g, ",").replace(/%3A/g, ":");
  }

  // ---------------------------------------------------------------- filter

  /* Case and accents do not matter in a search; Python folds the events' texts the same way. */
  function fold(words) {
    return words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function words(query) {
    return fold(query).split(/\s+/).filter(Boolean);
  }

  /* One true or false for each event. `skip` leaves one part of the state out of account. */
  function matches(payload, state, skip) {
    var events = payload.events;
    var needles = skip === "q" ? [] : words(state.q);
    var chosen = skip === "category" ? [] : state.category;
    return events.id.map(function (_, i) {
      if (chosen.length && chosen.indexOf(events.category[i]) < 0) { return false; }
      return needles.every(function (needle) { return events.text[i].indexOf(needle) >= 0; });
    });
  }

  /* How many events each category would show under the other filters. */
  function counts(payload, state) {
    var mask = matches(payload, state, "category");
    var found = {};
    payload.categories.forEach(function (category) { found[category.id] = 0; });
    mask.forEach(function (shown, i) {
      if (shown) { found[payload.events.category[i]] += 1; }
    });
    return found;
  }

  /* What is shown, in one sentence. */
  function sentence(payload, state, mask) {
    var shown = mask.filter(Boolean).length;
    var all = mask.length;
    var parts = [];
    if (state.category.length) {
      var labels = payload.categories
        .filter(function (category) { return state.category.indexOf(category.id) >= 0; })
        .map(function (category) { return category.label; });
      parts.push(labels.join(" or "));
    }
    if (words(state.q).length) { parts.push("“" + state.q.trim() + "”"); }
    var number = shown === all ? all + (all === 1 ? " event" : " events")
      : shown + " of " + all + " events";
    return number + (parts.length ? ": " + parts.join(", ") : "");
  }

  /* The shown events before and after one, in order of time; -1 where there is none. */
  function neighbours(mask, index) {
    var before = -1;
    var after = -1;
    for (var i = index - 1; i >= 0 && before < 0; i -= 1) { if (mask[i]) { before = i; } }
    for (var j = index + 1; j < mask.length && after < 0; j += 1) { if (mask[j]) { after = j; } }
    return { before: before, after: after };
  }

  // ---------------------------------------------------------------- rows

  /*
   * Rows that still hold an event, moved together; lanes without one take no room. The order of
   * rows never changes, so that an event keeps its neighbours while a reader filters.
   */
  function stack(view, mask) {
    var used = view.lanes.map(function (lane) { return new Array(lane.rows).fill(false); });
    mask.forEach(function (shown, i) { if (shown) { used[view.lane[i]][view.row[i]] = true; } });
    var top = 0;
    var lanes = view.lanes.map(function (lane, k) {
      var next = top + lane.head;
      var y = used[k].map(function (on) { return on ? (next += 1) - 0.5 : null; });
      var shown = used[k].some(Boolean);
      var placed = { key: lane.key, shown: shown, top: top, bottom: shown ? next : top, y: y };
      if (shown) { top = next; }
      return placed;
    });
    return { lanes: lanes, rows: top };
  }

  /* The height of a row that lets the chart fit into a height, within what can be read. */
  function rowHeight(rows, height, size) {
    return Math.min(size.row, Math.max(size.lowest, Math.floor(height / Math.max(rows, 1))));
  }

  // ---------------------------------------------------------------- labels

  /* What a mark takes of its row on screen: its bar where that is wider than a disc, else a disc. */
  function box(scene, i) {
    var view = scene.variant;
    var pixel = function (ms) { return (ms - scene.window[0]) * scene.scale; };
    var disc = scene.size.disc;
    var left = pixel(view.start[i]);
    var right = pixel(view.end[i]);
    if (view.span[i] && right - left >= disc) {
      return { index: i, left: left, right: right, bar: true };
    }
    var middle = pixel(view.x[i]);
    return { index: i, left: middle - disc / 2, right: middle + disc / 2, bar: false };
  }

  /* From where to where a label reaches on a side of its mark, in pixels. */
  function labelSpan(scene, box, side) {
    var width = scene.widths[box.index];
    var gap = scene.size.gap;
    if (side === "left") { return [box.left - gap - width, box.left - gap]; }
    var start = side === "right" ? box.right + gap : Math.max(box.left, 0) + scene.size.pad;
    return [start, start + width];
  }

  /*
   * Which labels are shown, and on which side of their marks: the rule of dashboard/layout/labels.py
   * with the widths of this browser's font. It depends on gaps between marks alone, so zooming in
   * never hides a label that stays in view.
   */
  function fit(scene) {
    var rows = {};
    scene.mask.forEach(function (shown, i) {
      if (!shown) { return; }
      var key = scene.variant.lane[i] + ":" + scene.variant.row[i];
      (rows[key] = rows[key] || []).push(box(scene, i));
    });
    var sides = {};
    Object.keys(rows).forEach(function (key) {
      rows[key].forEach(function (own) {
        var side = inView(scene, own) ? sideOf(scene, own, rows[key]) : null;
        if (side) { sides[own.index] = side; }
      });
    });
    return sides;
  }

  /* A disc by its middle, a bar by any of its parts. */
  function inView(scene, box) {
    if (box.bar) { return box.right >= 0 && box.left <= scene.width; }
    var middle = box.left + scene.size.disc / 2;
    return middle >= 0 && middle <= scene.width;
  }

  function sideOf(scene, own, row) {
    var others = row.filter(function (other) { return other !== own; });
    var end = labelSpan(scene, own, "right")[1];
    var free = others.every(function (other) {
      return behind(scene.variant, other, own) || other.left >= end + scene.size.gap;
    });
    if (free && end <= scene.width) { return "right"; }
    if (free && own.right <= scene.width && leftFits(scene, own, others)) { return "left"; }
    return own.bar && insideFits(scene, own, others) ? "inside" : null;
  }

  /* True when a mark cannot reach beyond the right end of another one at any zoom. */
  function behind(view, other, own) {
    var a = other.index;
    var b = own.index;
    var endA = view.span[a] ? view.end[a] : view.x[a];
    var endB = view.span[b] ? view.end[b] : view.x[b];
    if (endA === endB && view.x[a] === view.x[b]) {
      // Of marks that coincide at every zoom only the first keeps its label.
      var order = view.importance[b] - view.importance[a] || a - b;
      return order > 0;
    }
    return endA <= endB && view.x[a] <= view.x[b];
  }

  function leftFits(scene, own, others) {
    var view = scene.variant;
    var gap = scene.size.gap;
    var start = labelSpan(scene, own, "left")[0];
    var begin = function (i) { return view.span[i] ? view.start[i] : view.x[i]; };
    return start >= 0 && others.every(function (other) {
      if (begin(other.index) >= begin(own.index) && view.x[other.index] >= view.x[own.index]) {
        return true;
      }
      if (other.right + gap > start) { return false; }
      var taken = inView(scene, other) ? labelSpan(scene, other, "right")[1] : other.right;
      return taken + gap <= start || hiddenBetween(scene, other, own, others);
    });
  }

  /* True when a third mark between the two hides the label of `other` anyway. */
  function hiddenBetween(scene, other, own, others) {
    var end = labelSpan(scene, other, "right")[1];
    return others.some(function (third) {
      return third !== other && !behind(scene.variant, third, other)
        && third.left < end + scene.size.gap && third.right <= own.left;
    });
  }

  function insideFits(scene, own, others) {
    var span = labelSpan(scene, own, "inside");
    return span[1] + scene.size.pad <= Math.min(own.right, scene.width)
      && others.every(function (other) {
        return other.right + scene.size.gap <= span[0] || other.left >= span[1] + scene.size.gap;
      });
  }

  /* The event whose mark or label is at a point of the plot, or -1. Pixels from its corner. */
  function hit(scene, x, y) {
    var row = y / scene.row;
    var best = -1;
    var distance = Infinity;
    scene.mask.forEach(function (shown, i) {
      if (!shown) { return; }
      var middle = scene.stack.lanes[scene.variant.lane[i]].y[scene.variant.row[i]];
      if (Math.abs(middle - row) > 0.5) { return; }
      var own = box(scene, i);
      var spans = [[own.left - 3, own.right + 3]];
      if (scene.sides[i]) { spans.push(labelSpan(scene, own, scene.sides[i])); }
      if (!spans.some(function (span) { return x >= span[0] && x <= span[1]; })) { return; }
      var away = Math.abs((own.left + own.right) / 2 - x);
      if (away < distance) { distance = away; best = i; }
    });
    return best;
  }

  // ---------------------------------------------------------------- a view of the figure

  /* The points of a trace that are to be kept, every array of it alike. */
  function keep(value, points, length) {
    if (Array.isArray(value)) {
      return value.length === length ? points.map(function (k) { return value[k]; }) : value;
    }
    if (value && typeof value === "object") {
      var copy = {};
      Object.keys(value).forEach(function (key) { copy[key] = keep(value[key], points, length); });
      return copy;
    }
    return value;
  }

  /* For each kind of trace: whether a point of it is seen now. */
  var SHOWN = {
    extent: function () { return true; },
    fade: function () { return true; },
    core: function (scene, i) { return box(scene, i).bar; },
    disc: function (scene, i) { return !box(scene, i).bar; },
    halo: function (scene, i) { return i === scene.selected; },
    label: function (scene, i) { return scene.sides[i] !== undefined; },
  };

  var POSITION = { right: "middle right", left: "middle left", inside: "middle right" };

  /*
   * The figure as it is to be drawn: points left out, rows moved, labels chosen. `scene` holds
   * variant, mask, sides, stack, window, width, scale (pixels a millisecond), size, selected.
   */
  function view(figure, scene) {
    var variant = scene.variant;
    var data = figure.data.map(function (trace) {
      var role = trace.meta && trace.meta.role;
      if (!SHOWN[role]) { return trace; }
      var marks = trace.customdata;
      var points = [];
      marks.forEach(function (i, k) {
        if (scene.mask[i] && SHOWN[role](scene, i)) { points.push(k); }
      });
      var kept = keep(trace, points, marks.length);
      kept.y = points.map(function (k) {
        return scene.stack.lanes[variant.lane[marks[k]]].y[variant.row[marks[k]]];
      });
      if (role === "label") { place(kept, scene); }
      return kept;
    });
    return { data: data, layout: arrange(figure.layout, scene) };
  }

  /* Moves each label to the side that was found for it. */
  function place(trace, scene) {
    trace.textposition = trace.customdata.map(function (i) { return POSITION[scene.sides[i]]; });
    trace.x = trace.customdata.map(function (i) {
      var span = labelSpan(scene, box(scene, i), scene.sides[i]);
      var pixel = scene.sides[i] === "left" ? span[1] : span[0];
      return scene.window[0] + pixel / scene.scale;
    });
    var inside = function (usual, within) {
      return trace.customdata.map(function (i, k) {
        return scene.sides[i] === "inside" ? within[k] : usual[k];
      });
    };
    trace.textfont = Object.assign({}, trace.textfont, {
      color: inside(trace.textfont.color, trace.meta.inside),
      shadow: inside(trace.textfont.shadow, trace.meta.shadow),
    });
  }

  /* Moves bands and lane names to where their rows are now. */
  function arrange(layout, scene) {
    var lanes = {};
    var before = {};
    scene.stack.lanes.forEach(function (lane, k) {
      lanes["lane:" + lane.key] = lane;
      before["lane:" + lane.key] = scene.variant.lanes[k];
    });
    var shown = function (item) { return !lanes[item.name] || lanes[item.name].shown; };
    var copy = Object.assign({}, layout);
    var odd = 0;
    copy.shapes = (layout.shapes || []).filter(shown).map(function (shape) {
      var lane = lanes[shape.name];
      if (!lane) { return shape; }
      // Every second band of those that are left is tinted, whichever they are.
      odd = 1 - odd;
      return Object.assign({}, shape, { y0: lane.top, y1: lane.bottom, opacity: odd });
    });
    copy.annotations = (layout.annotations || []).filter(shown).map(function (note) {
      var lane = lanes[note.name];
      if (!lane) { return note; }
      return Object.assign({}, note, { y: lane.top + note.y - before[note.name].top });
    });
    copy.autosize = true;
    // A click on a label is a click on its event, though there is no point under it.
    copy.clickanywhere = true;
    delete copy.width;
    copy.height = Math.round(
      scene.stack.rows * scene.row + layout.margin.t + layout.margin.b
    );
    copy.yaxis = Object.assign({}, layout.yaxis, { range: [scene.stack.rows || 1, 0] });
    copy.xaxis = Object.assign({}, layout.xaxis, { range: scene.window.slice() });
    return copy;
  }

  // ---------------------------------------------------------------- window

  /* A window moved just as far as it takes to have an event well inside. */
  function reveal(window_, start, end) {
    var span = window_[1] - window_[0];
    var margin = span * 0.08;
    if (end - start > span - 2 * margin) {
      return start < window_[1] && end > window_[0] ? window_ : centred(start, end, span);
    }
    if (start < window_[0] + margin) { return [start - margin, start - margin + span]; }
    // Labels stand to the right: leave more room there.
    if (end > window_[1] - 3 * margin) { return [end + 3 * margin - span, end + 3 * margin]; }
    return window_;
  }

  function centred(start, end, span) {
    var middle = (start + end) / 2;
    return [middle - span / 2, middle + span / 2];
  }

  /* A window made narrower (factor below 1) or wider around its middle or another moment. */
  function zoom(window_, factor, limits, around) {
    var middle = around === undefined ? (window_[0] + window_[1]) / 2 : around;
    var from = middle - (middle - window_[0]) * factor;
    var to = middle + (window_[1] - middle) * factor;
    if (to - from < 60000) { return window_; }
    return [Math.max(from, limits[0]), Math.min(to, limits[1])];
  }

  // ---------------------------------------------------------------- keys

  /* What a key asks for, by the table of keys that the page was made with. */
  function actionOf(keys, key) {
    var row = keys.find(function (entry) { return entry.keys.indexOf(key) >= 0; });
    return row ? row.action : null;
  }

  /* A moment as plotly writes it on an axis, as milliseconds; numbers stay as they are. */
  function axisMoment(written) {
    if (typeof written === "number") { return written; }
    var parts = /^(-?)(\d+)-(\d\d)(?:-(\d\d))?(?:[ T](.*))?$/.exec(written);
    var year = (parts[1] || "+") + ("000000" + parts[2]).slice(-6);
    var clock = (parts[5] || "00:00").split(":");
    return Date.parse(year + "-" + parts[3] + "-" + (parts[4] || "01") + "T00:00Z")
      + Number(clock[0]) * 3600000 + Number(clock[1] || 0) * 60000 + Number(clock[2] || 0) * 1000;
  }

  root.dateline = Object.assign(root.dateline || {}, {
    STATE: STATE,
    actionOf: actionOf,
    axisMoment: axisMoment,
    counts: counts,
    decode: decode,
    emptyState: emptyState,
    encode: encode,
    fit: fit,
    fold: fold,
    hit: hit,
    matches: matches,
    neighbours: neighbours,
    reveal: reveal,
    rowHeight: rowHeight,
    sentence: sentence,
    stack: stack,
    view: view,
    zoom: zoom,
  });
})(window);
