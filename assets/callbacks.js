/*
 * The thin layer between Dash and the functions of timeline.js: it reads events, keeps the address
 * and the state in step, and hands plotly the view to draw.
 */
(function () {
  "use strict";

  // Filled by timeline.js, which Dash runs after this file: assets come in order of their names.
  var pure = window.dateline = window.dateline || {};
  var PHONE = 600;

  /* What the page works with now. */
  var payload = null;
  var state = null;
  var mask = [];
  var scene = null;
  var opener = null;

  /* Dash puts its own part of this object there when it starts, after this file has run. */
  function unchanged() { return window.dash_clientside.no_update; }

  function set(id, props) { window.dash_clientside.set_props(id, props); }

  function byId(id) { return document.getElementById(id); }

  // ---------------------------------------------------------------- state

  function merged(patch) { return Object.assign({}, state, patch); }

  function same(a, b) { return pure.encode(a) === pure.encode(b); }

  /* Change the state. A step that a reader may want to undo becomes an entry of the history. */
  function go(patch, push) {
    var next = merged(patch);
    if (same(next, state)) { return; }
    address(next, push);
    set("state", { data: next });
  }

  function address(next, push) {
    var hash = "#" + pure.encode(next);
    if (hash === (window.location.hash || "#")) { return; }
    try {
      window.history[push ? "pushState" : "replaceState"](null, "", hash);
    } catch (error) {
      // A frame without an origin of its own has no history to write to, only a fragment.
      window.location.hash = hash;
    }
  }

  function indexOf(id) { return id ? payload.events.id.indexOf(id) : -1; }

  function control(query, categories, old) {
    if (!old) { return unchanged(); }
    var next = Object.assign({}, old, { q: query || "", category: categories || [] });
    if (same(next, old)) { return unchanged(); }
    address(next, false);
    return next;
  }

  // ---------------------------------------------------------------- what is shown

  function show(newPayload, newState) {
    payload = newPayload;
    if (!newState) {
      state = pure.decode(window.location.hash);
      start();
      set("state", { data: state });
      return new Array(9).fill(unchanged());
    }
    var before = state;
    state = newState;
    mask = pure.matches(payload, state);
    var selected = indexOf(state.event);
    if (selected >= 0 && !mask[selected]) {
      // A link to an event opens it whatever is filtered: what was asked for must be there.
      mask[selected] = true;
    }
    controls();
    counts();
    list(selected);
    var scheme = theme();
    document.documentElement.dataset.theme = scheme;
    draw(selected);
    var beside = pure.neighbours(mask, selected);
    var filtered = Boolean(state.category.length || state.q.trim());
    var changed = !before || before.event !== state.event;
    return [
      selected < 0 ? payload.introduction : payload.panels[selected],
      "dl-panel" + (selected < 0 ? "" : " is-open"),
      step(beside.before),
      step(beside.after),
      pure.sentence(payload, state, mask),
      !filtered,
      mask.some(Boolean),
      changed && selected >= 0
        ? payload.events.title[selected] + ", " + payload.events.when[selected] : unchanged(),
      scheme,
    ];
  }

  function step(index) { return index < 0 ? null : "#event=" + payload.events.id[index]; }

  function theme() {
    if (state.theme) { return state.theme; }
    return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  /* Controls follow the state when it changed elsewhere: by address, key or button. */
  function controls() {
    var search = byId("search");
    if (search && search.value !== state.q) {
      set("search", { value: state.q });
    }
    var boxes = Array.from(document.querySelectorAll("#categories input, .dl-chip input"));
    var chosen = boxes.filter(function (box) { return box.checked; }).map(function (box) {
      return box.value;
    });
    if (chosen.sort().join() !== state.category.slice().sort().join()) {
      set("categories", { value: state.category });
    }
  }

  function counts() {
    var found = pure.counts(payload, state);
    Object.keys(found).forEach(function (category) {
      set(
        { type: "count", category: category }, { children: String(found[category]) }
      );
    });
  }

  function list(selected) {
    document.querySelectorAll("#chronicle [data-index]").forEach(function (entry) {
      var index = Number(entry.dataset.index);
      entry.hidden = !mask[index];
      var link = entry.querySelector("a");
      if (index === selected) { link.setAttribute("aria-current", "true"); }
      else { link.removeAttribute("aria-current"); }
    });
    document.querySelectorAll("#chronicle [data-group]").forEach(function (group) {
      group.hidden = !group.querySelector("[data-index]:not([hidden])");
    });
  }

  // ---------------------------------------------------------------- chart

  function graph() { return document.querySelector("#chart .js-plotly-plot"); }

  function draw(selected) {
    var plot = graph();
    if (!plot || !plot.layout) {
      // Dash loads the graph in its own time.
      window.requestAnimationFrame(function () { draw(indexOf(state.event)); });
      return;
    }
    listen(plot);
    var width = plot.clientWidth;
    var name = width < PHONE ? "narrow" : "wide";
    var variant = payload.variants[name];
    var figure = variant.figures[theme()];
    var margin = figure.layout.margin;
    var plotWidth = Math.max(width - margin.l - margin.r, 50);
    var range = state.from === null ? variant.window : [state.from, state.to];
    scene = {
      variant: variant,
      mask: mask,
      selected: selected,
      window: range,
      size: payload.size,
      margin: margin,
      width: plotWidth,
      scale: plotWidth / (range[1] - range[0]),
      stack: pure.stack(variant, mask),
      widths: widths(variant),
    };
    // The axis should be in view without scrolling, on a screen that is high enough.
    var top = plot.getBoundingClientRect().top + window.scrollY;
    var room = window.innerHeight - top - margin.t - margin.b;
    scene.row = name === "narrow" ? payload.size.row
      : pure.rowHeight(scene.stack.rows, room, payload.size);
    scene.sides = pure.fit(scene);
    var drawn = pure.view(figure, scene);
    window.Plotly.react(plot, drawn.data, drawn.layout, payload.config).then(ready);
  }

  /* The widths of the labels in the font that this browser really uses. */
  function widths(variant) {
    if (!variant.widths) {
      var pen = document.createElement("canvas").getContext("2d");
      pen.font = payload.font;
      variant.widths = variant.label.map(function (words) { return pen.measureText(words).width; });
    }
    return variant.widths;
  }

  function ready() {
    if (document.documentElement.dataset.ready) { return; }
    document.documentElement.dataset.ready = "true";
    var plain = byId("plain");
    if (plain) { plain.remove(); }
    // The browser may have gone to the event in the plain page; here the panel shows it.
    if (state.event) { window.scrollTo(0, 0); }
  }

  function listen(plot) {
    if (plot.dataset.listening) { return; }
    plot.dataset.listening = "true";
    plot.on("plotly_relayout", function () {
      var range = plot.layout.xaxis.range.map(pure.axisMoment);
      var home = scene.variant.window;
      var whole = Math.abs(range[0] - home[0]) * scene.scale < 1
        && Math.abs(range[1] - home[1]) * scene.scale < 1;
      go({ from: whole ? null : range[0], to: whole ? null : range[1] }, false);
    });
    plot.on("plotly_doubleclick", function () { act("zoomAll"); return false; });
    plot.on("plotly_click", function (click) {
      var found = under(plot, click.event);
      if (found >= 0) { open(found, null); }
    });
    plot.addEventListener("mousemove", function (event) {
      plot.classList.toggle("is-over", under(plot, event) >= 0);
    });
    new ResizeObserver(function () {
      if (scene && Math.abs(plot.clientWidth - scene.margin.l - scene.margin.r - scene.width) > 1) {
        draw(indexOf(state.event));
      }
    }).observe(plot);
  }

  /* The event whose mark or label is under the pointer, or -1. */
  function under(plot, event) {
    if (!scene) { return -1; }
    var box = plot.getBoundingClientRect();
    return pure.hit(
      scene, event.clientX - box.left - scene.margin.l, event.clientY - box.top - scene.margin.t
    );
  }

  // ---------------------------------------------------------------- actions

  function open(index, from) {
    opener = from || opener;
    var variant = scene.variant;
    var patch = { event: payload.events.id[index] };
    // The whole time shows every event; only a window of it may have to move.
    if (state.from !== null) {
      var range = pure.reveal(scene.window, variant.start[index], variant.end[index]);
      patch.from = range[0];
      patch.to = range[1];
    }
    go(patch, true);
  }

  function move(direction) {
    var selected = indexOf(state.event);
    var beside = pure.neighbours(mask, selected);
    if (selected < 0) { beside = { before: mask.lastIndexOf(true), after: mask.indexOf(true) }; }
    if (beside[direction] >= 0) { open(beside[direction], null); }
  }

  function zoomBy(factor) {
    var limits = scene.variant.limits;
    var selected = indexOf(state.event);
    var middle = selected >= 0 ? scene.variant.x[selected] : undefined;
    if (middle < scene.window[0] || middle > scene.window[1]) { middle = undefined; }
    var range = pure.zoom(scene.window, factor, limits, middle);
    go({ from: range[0], to: range[1] }, false);
  }

  var ACTIONS = {
    search: function () { byId("search").focus(); },
    next: function () { move("after"); },
    previous: function () { move("before"); },
    close: function () {
      if (document.activeElement === byId("search")) { document.activeElement.blur(); return; }
      go({ event: "" }, true);
      if (opener && document.contains(opener)) { opener.focus({ preventScroll: true }); }
      opener = null;
    },
    zoomIn: function () { zoomBy(0.5); },
    zoomOut: function () { zoomBy(2); },
    zoomAll: function () { go({ from: null, to: null }, false); },
    theme: function () { go({ theme: theme() === "dark" ? "light" : "dark" }, false); },
    clear: function () { go({ q: "", category: [] }, true); },
    help: function () {
      go({ event: "" }, true);
      byId("panel-body").focus();
    },
  };

  function act(action) { if (ACTIONS[action] && scene) { ACTIONS[action](); } }

  function start() {
    if (start.done) { return; }
    start.done = true;
    window.addEventListener("hashchange", follow);
    window.addEventListener("popstate", follow);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
      set("state", { data: merged({}) });
    });
    document.addEventListener("click", function (event) {
      var button = event.target.closest("[data-action]");
      if (button) { act(button.dataset.action); return; }
      var link = event.target.closest("a[href^='#event=']");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !scene) { return; }
      event.preventDefault();
      var index = indexOf(pure.decode(link.getAttribute("href")).event);
      if (index < 0) { return; }
      open(index, link);
      byId("panel-body").focus({ preventScroll: true });
    });
    document.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey) { return; }
      var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
        && event.target.type !== "checkbox";
      if (typing && event.key !== "Escape") { return; }
      var action = pure.actionOf(payload.keys, event.key);
      if (action) { event.preventDefault(); act(action); }
    });
    if (payload.version) { watch(payload.version); }
  }

  /* The address changed: by hand, by a link, by Back or Forward. */
  function follow() {
    var next = pure.decode(window.location.hash);
    if (!same(next, state)) { set("state", { data: next }); }
  }

  // ---------------------------------------------------------------- new versions of the file

  function watch(version) {
    var base = document.querySelector("base");
    var root = (base ? base.href : window.location.pathname).replace(/[^/]*$/, "");
    function ask(path) {
      return window.fetch(root + path, { cache: "no-store" }).then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json();
      });
    }
    function again() { window.setTimeout(look, 500); }
    function look() {
      ask("_dateline/state").then(function (now) {
        problems(now.problems);
        if (now.version === version) { return null; }
        return ask("_dateline/content").then(function (fresh) {
          version = fresh.version;
          document.title = fresh.title;
          Object.keys(fresh.content).forEach(function (id) {
            set(id, fresh.content[id]);
          });
        });
      }).catch(function () {
        // The server is away for a moment or has ended; the page keeps what it has.
      }).then(again);
    }
    look();
  }

  function node(type, props) {
    return { namespace: "dash_html_components", type: type, props: props };
  }

  /* The problems of a broken save: the page still shows the last good version. */
  function problems(found) {
    var text = JSON.stringify(found);
    if (problems.last === text) { return; }
    problems.last = text;
    var children = found.length ? node("Div", {
      className: "dl-problems",
      children: [
        node("P", { children: "The file has problems; this is the last version without them." }),
        node("Ul", {
          children: found.map(function (problem) {
            return node("Li", { children: node("Code", { children: problem.text }) });
          }),
        }),
      ],
    }) : [];
    set("problems", { children: children });
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.dateline = { control: control, show: show };
})();
