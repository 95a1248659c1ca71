/*
 * What the plain page tells of an event on a past day. It holds what is known today; what held then
 * is in the panel of the event, which tells every day.
 */
(function (dateline) {
  "use strict";

  function el(tag, name, words) {
    var made = document.createElement(tag);
    made.className = name;
    made.textContent = words;
    return made;
  }

  /* What a function finds in components of a tree; where it does, it looks no further. */
  function gather(part, find) {
    if (Array.isArray(part)) {
      return [].concat.apply([], part.map(function (item) { return gather(item, find); }));
    }
    if (!part || !part.props) { return []; }
    var found = find(part.props);
    return found === undefined ? gather(part.props.children, find) : [found];
  }

  /* The words of a component. */
  function words(part) {
    if (Array.isArray(part)) { return part.map(words).join(""); }
    return part && part.props ? words(part.props.children) : part || "";
  }

  function label(page, kind) {
    return page.payload.terms.evidence.find(function (term) { return term.id === kind; }).label;
  }

  /* The event as it was known on the day of the page, on paper. */
  function asOnPaper(page, entry, i) {
    var then = dateline.asOf(page.payload.panels[i], dateline.dayEnd(page.state.on));
    entry.querySelectorAll(".dl-printed-then").forEach(function (part) { part.remove(); });
    evidence(page, entry, i, then);
    numbers(entry, then);
    sources(entry, then);
  }

  /* The kind of evidence and its reason; either may have been another. */
  function evidence(page, entry, i, then) {
    var today = page.payload.events.evidence[i];
    var kind = dateline.evidenceOf(page, i);
    var badge = entry.querySelector(".dl-badge--" + today);
    badge.hidden = kind !== today;
    if (badge.hidden) {
      var name = "dl-badge dl-badge--" + kind + " dl-printed-then";
      badge.before(el("span", name, label(page, kind)));
    }
    var why = gather(then, function (props) {
      return props.className === "dl-reason" ? words(props.children) : undefined;
    }).find(function (reason) { return reason.indexOf(label(page, kind) + ": ") === 0; });
    entry.querySelectorAll(".dl-reason").forEach(function (reason) {
      if (reason.textContent.indexOf(label(page, today) + ": ") !== 0) { return; }
      reason.hidden = reason.textContent !== why;
      if (!reason.hidden) { return; }
      var colon = why.indexOf(":") + 1;
      var made = el("p", "dl-reason dl-printed-then", why.slice(colon));
      made.prepend(el("strong", "", why.slice(0, colon)));
      reason.before(made);
    });
  }

  /* The numbers that stood against one another. */
  function numbers(entry, then) {
    var told = gather(then, function (props) {
      return props.className === "dl-reason dl-differ" ? words(props.children) : undefined;
    });
    entry.querySelectorAll(".dl-differ").forEach(function (line) {
      line.hidden = told.indexOf(line.textContent) < 0;
      told = told.filter(function (text) { return line.textContent !== text; });
    });
    told.forEach(function (text) {
      entry.querySelector(".dl-prose").before(el("p", "dl-reason dl-printed-then", text));
    });
  }

  /* Only sources that were published; those of a claim go one by one, its line with the last. */
  function sources(entry, then) {
    var published = new Set(gather(then, function (props) { return props.href; }));
    entry.querySelectorAll(".dl-cited").forEach(function (line) {
      var links = Array.from(line.querySelectorAll("a[href^='#source=']"));
      links.forEach(function (link) {
        var note = dateline.byId(decodeURIComponent(link.getAttribute("href").slice(1)));
        link.hidden = !published.has(note.querySelector("a").getAttribute("href"));
      });
      var left = links.filter(function (link) { return !link.hidden; }).length;
      if (!line.closest("[data-since]")) { line.hidden = !left; }
      var title = line.previousElementSibling;
      if (title && title.matches(".dl-section")) {
        title.textContent = title.textContent.replace(/\(\d+\)/, "(" + left + ")");
      }
    });
  }

  dateline.asOnPaper = asOnPaper;
})(window.dateline = window.dateline || {});
