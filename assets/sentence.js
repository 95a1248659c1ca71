/*
 * The sentence that says what is shown, its parts buttons that take them away; and what stands in
 * the chart's place when nothing is left.
 */
(function (dateline) {
  "use strict";

  /* Milliseconds to wait before a change is spoken, so that typing is not commented on. */
  var PAUSE = 500;

  var speech = 0;

  function node(type, props) {
    return { namespace: "dash_html_components", type: type, props: props };
  }

  /* A button that takes one filter away, or with the action `only` all others. */
  function changer(action, part, props) {
    return node("Button", Object.assign({
      type: "button", "data-action": action, "data-filter": part.key,
    }, props));
  }

  /* The sentence as components; each part can be taken away. */
  function sentenceParts(payload, state, matched, selected, away) {
    var children = [dateline.number(matched)];
    dateline.parts(payload, state).forEach(function (part, k) {
      children.push(k ? ", " : ": ", changer("drop", part, {
        children: node("Bdi", { children: part.words }),
        className: "dl-part",
        "aria-label": "Remove filter: " + part.words,
        title: "Remove this filter",
      }));
    });
    // It is shown because its link was followed; to count it would be wrong.
    if (selected >= 0 && !matched[selected]) {
      children.push(node("Span", { children: "; the selected event is not among them" }));
    }
    if (away) {
      var one = Object.assign(dateline.emptyState(), { actor: [away] });
      children.push(" · ", node("A", {
        href: "#" + dateline.encode(one),
        children: ["About ", node("Bdi", {
          children: payload.terms.actor.find(function (term) { return term.id === away; }).label,
        })],
      }));
    }
    return children;
  }

  function list(words) {
    return words.length < 2 ? words.join("")
      : words.slice(0, -1).join(", ") + " and " + words[words.length - 1];
  }

  /* Why nothing is shown, and every way back, as components. */
  function emptyParts(payload, state) {
    var parts = dateline.parts(payload, state);
    var ways = dateline.waysBack(payload, state);
    var any = dateline.eventsOf(payload).count > 0;
    var said = list(parts.map(function (part) { return part.words; }));
    var why = !parts.length ? ""
      : parts.length > 1 ? "None fits " + said + " together."
        : parts[0].key === "q" ? "None contains " + said + "." : "None fits " + said + ".";
    var offer = ways.length ? { action: "drop", verb: "Remove ", parts: ways }
      : { action: "only", verb: "Keep only ", parts: dateline.alone(payload, state) };
    return [
      node("P", {
        children: any ? "No event matches."
          : "There are no events in this timeline yet.",
        className: "dl-title",
      }),
      node("P", { children: any ? why : "Add some to its file." }),
      node("Div", {
        className: "dl-ways",
        children: (parts.length > 1 ? offer.parts : []).map(function (part) {
          return changer(offer.action, part, {
            children: [
              offer.verb, node("Bdi", { children: part.words }),
              " (would show " + dateline.written(part.shown) + ")",
            ],
          });
        }).concat(any ? node("Button", {
          children: "Show all events", type: "button", "data-action": "clear",
        }) : []),
      }),
    ];
  }

  /* Change the filters. The button that asked for it may go; the sentence keeps the focus. */
  function change(patch, from) {
    // In the menu the button stays where it is.
    if (from && !from.closest("dialog")) {
      dateline.byId("sentence").focus({ preventScroll: true });
    }
    dateline.go(patch, true);
  }

  dateline.actions = dateline.actions || {};
  dateline.actions.drop = function (from) {
    change(dateline.without([from.dataset.filter]), from);
  };
  dateline.actions.only = function (from) {
    var others = Object.keys(dateline.filters).filter(function (key) {
      return key !== from.dataset.filter;
    });
    change(dateline.without(others), from);
  };
  dateline.actions.clear = function (from) { change(dateline.without(), from); };

  /*
   * Until a search is answered, what is shown is what was, and so is the sentence. That an answer is
   * on its way is said where it takes some milliseconds: nothing should flicker at every key.
   */
  var sentenceNow = [];
  var QUICK = 150;
  var slow = 0;
  var SEARCHING = [node("Span", { className: "dl-searching", children: "searching…" })];

  dateline.shows = dateline.shows || {};
  dateline.shows.sentence = function (page) {
    var payload = page.payload;
    var filtered = dateline.parts(payload, page.state).length > 0;
    var none = !dateline.shownOf(page.mask);
    var awaited = Boolean(page.bulk && dateline.searched(page.bulk, page.state).awaited);
    window.clearTimeout(slow);
    dateline.put("sentence", { "aria-busy": awaited ? "true" : null });
    if (awaited) {
      slow = window.setTimeout(function () {
        dateline.put("sentence", { children: sentenceNow.concat(SEARCHING) });
      }, QUICK);
      return;
    }
    sentenceNow = sentenceParts(
      payload, page.state, page.matched, page.selected, dateline.actorAway(page)
    );
    dateline.put("sentence", { children: sentenceNow });
    dateline.put("clear", { hidden: !filtered });
    dateline.put("empty", { hidden: !none, children: none ? emptyParts(payload, page.state) : [] });
    count(page);
    speak(dateline.sentence(payload, page.state, page.matched));
  };

  /*
   * How many events each category would show, on the chips, which are in the order of the terms. A
   * chip always takes the room of the most that it can say: nothing moves while a reader types.
   */
  function count(page) {
    var terms = page.payload.terms.category;
    var found = dateline.counts(page.payload, page.state, "category");
    var places = document.querySelectorAll("#react-entry-point .dl-filters .dl-count");
    var most = places.length && places[0].saysOf !== page.payload && dateline.totals(page.payload);
    terms.forEach(function (term, k) {
      if (!places[k]) { return; }
      if (most) {
        places[k].saysOf = page.payload;
        places[k].dataset.most = dateline.written(most[term.id]);
      }
      dateline.put(places[k], { children: dateline.written(found[term.id]) });
    });
  }

  /* Tell those who hear the page what is shown now; not at the start, when all is new. */
  function speak(words) {
    window.clearTimeout(speech);
    var before = speak.said;
    speak.said = words;
    if (before === undefined || before === words) { return; }
    speech = window.setTimeout(function () { dateline.put("spoken", { children: words }); }, PAUSE);
  }

  Object.assign(dateline, { emptyParts: emptyParts, sentenceParts: sentenceParts });
})(window.dateline = window.dateline || {});
