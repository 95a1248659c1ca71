/*
 * Printing: the plain page, which holds everything with numbered sources, as far as the filters
 * let it through, with the sentence, the chart and the day of printing put into it.
 */
(function (dateline) {
  "use strict";

  /* The chart is drawn as wide as this and put to the width of the paper. Pixels. */
  var WIDTH = 860;
  var HEIGHT = 780;

  function el(tag, name, words) {
    var made = document.createElement(tag);
    made.className = name;
    made.textContent = words;
    return made;
  }

  /* Where on paper the page can be found again; a file on somebody's disk is no address. */
  function address() {
    return /^https?:$/.test(window.location.protocol) ? window.location.href : "";
  }

  function slip() {
    var made = dateline.byId("printed");
    if (!made) {
      made = document.createElement("div");
      made.id = "printed";
      var before = document.querySelector("#plain section");
      before.parentNode.insertBefore(made, before);
    }
    return made;
  }

  function prepare() {
    var page = dateline.page;
    if (!page.scene || !document.querySelector("#plain section")) { return; }
    var ms = dateline.dayEnd(page.state.on);
    document.querySelectorAll("#plain :is([data-since], [data-until])").forEach(function (part) {
      part.hidden = !dateline.holds(part.dataset.since, part.dataset.until, ms);
    });
    if (page.bulk) { listed(page); } else { reduce(page); }
    var today = new Date().toLocaleDateString("en-GB", {
      day: "numeric", month: "long", year: "numeric",
    });
    var said = dateline.sentence(page.payload, page.state, page.matched);
    var made = slip();
    var chart = el("div", "dl-printed-chart", "");
    made.replaceChildren(
      el("p", "dl-printed-sentence", said + "."),
      el("p", "dl-note", ["Printed on " + today, address()].filter(Boolean).join(" from ") + "."),
      chart
    );
    if (!dateline.shownOf(page.mask)) { chart.remove(); return; }
    if (page.bulk) { picture(chart); } else { draw(page, chart); }
  }

  /* Of very many events what the list on the page shows, and a line that says what it leaves out. */
  function listed(page) {
    var list = dateline.listedNow(page);
    var made = document.createElement("section");
    made.id = "printed-list";
    made.className = "dl-chronicle";
    // Markup made and escaped in Python.
    made.innerHTML = list.markup;
    if (!list.whole) {
      made.prepend(el("p", "dl-note", list.words + " are printed here; the others are in the page."));
    }
    document.querySelectorAll("#plain .dl-plain > :is(section, details, .dl-note)").forEach(
      function (part) { part.hidden = true; }
    );
    document.querySelector("#plain .dl-plain").append(made);
    var ms = dateline.dayEnd(page.state.on);
    made.querySelectorAll("[data-since], [data-until]").forEach(function (part) {
      part.hidden = !dateline.holds(part.dataset.since, part.dataset.until, ms);
    });
  }

  /* The chart as it stands on the page; on paper it is as wide as that. */
  function picture(chart) {
    var plot = document.querySelector("#chart .js-plotly-plot");
    if (document.documentElement.dataset.theme === "dark" || !plot) { chart.remove(); return; }
    var size = [plot._fullLayout.width, plot._fullLayout.height];
    // What is cut off by a shape must find that shape in the copy: the original is not on paper.
    chart.innerHTML = Array.from(plot.querySelectorAll("svg.main-svg"), function (svg) {
      return svg.outerHTML.replace(/\bid="/g, "id=\"printed-")
        .replace(/url\((&quot;|')?#/g, "url($1#printed-");
    }).join("");
    chart.querySelectorAll(":scope > svg").forEach(function (svg) {
      svg.setAttribute("viewBox", "0 0 " + size.join(" "));
      svg.setAttribute("width", "100%");
      svg.setAttribute("height", "100%");
      svg.style.background = "none";
    });
    chart.style.cssText = "position: relative; aspect-ratio: " + size.join(" / ");
  }

  /* The chart as it is on screen, in the light theme and to the width of paper. */
  function draw(page, chart) {
    chart.style.cssText = "position: absolute; visibility: hidden; width: " + WIDTH + "px";
    document.body.append(chart);
    var figure = dateline.variantOf("wide").figures.light;
    var scene = dateline.sceneOf(chart, "wide", figure, HEIGHT);
    scene.selected = -1;
    var drawn = dateline.view(
      dateline.seenFigure(figure, page.payload.variants.wide, scene.lens), scene
    );
    drawn.layout.autosize = false;
    drawn.layout.width = WIDTH;
    window.Plotly.newPlot(chart, drawn.data, drawn.layout, { staticPlot: true, responsive: false });
    chart.querySelectorAll("svg.main-svg").forEach(function (svg) {
      svg.setAttribute("viewBox", "0 0 " + WIDTH + " " + drawn.layout.height);
      svg.setAttribute("width", "100%");
      svg.setAttribute("height", "100%");
    });
    chart.style.cssText = "aspect-ratio: " + WIDTH + " / " + drawn.layout.height;
    dateline.byId("printed").append(chart);
  }

  /* Leave out the events that the filters leave out, and the sources that only they name. */
  function reduce(page) {
    var cited = {};
    page.payload.events.id.forEach(function (id, i) {
      var entry = dateline.byId("event=" + id);
      if (!entry) { return; }
      entry.hidden = !page.mask[i];
      if (!page.mask[i]) { return; }
      dateline.asOnPaper(page, entry, i);
      entry.querySelectorAll("a[href^='#source=']").forEach(function (link) {
        var left = link.closest("[hidden]");
        if (entry.contains(left)) { return; }
        cited[link.getAttribute("href").slice(1)] = true;
      });
    });
    document.querySelectorAll("#plain .dl-plain > section").forEach(function (section) {
      var notes = section.querySelectorAll(".dl-sources > li");
      notes.forEach(function (note, k) {
        note.hidden = !cited[decodeURIComponent(note.id)];
        // A note keeps its number, by which the events refer to it.
        note.style.counterSet = "source " + (k + 1);
      });
      section.hidden = !section.querySelector(
        "[id^='event=']:not([hidden]), .dl-sources > li:not([hidden])"
      );
    });
  }

  /* The plain page of a new version of the file; only a served page ever gets one. */
  function refresh(page) {
    var first = !refresh.from;
    if (refresh.from === page.payload) { return; }
    refresh.from = page.payload;
    if (first) { return; }
    window.fetch(window.location.pathname, { cache: "no-store" }).then(function (answer) {
      return answer.text();
    }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("plain");
      if (!fresh) { return; }
      // The picture of the page that stands already has no use.
      fresh.querySelectorAll(".dl-first, .dl-still").forEach(function (part) { part.remove(); });
      dateline.byId("plain").replaceWith(document.importNode(fresh, true));
    }).catch(function () {
      // The server is away; the paper then holds what the page was opened with.
    });
  }

  dateline.shows = dateline.shows || {};
  dateline.shows.print = function (page) {
    refresh(page);
    if (prepare.listening) { return; }
    prepare.listening = true;
    window.addEventListener("beforeprint", prepare);
    window.addEventListener("afterprint", function () {
      var made = dateline.byId("printed");
      if (made) { made.remove(); }
      var list = dateline.byId("printed-list");
      if (list) { list.remove(); }
    });
  };
})(window.dateline = window.dateline || {});
