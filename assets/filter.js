/*
 * Which events are shown, and the sentence that says so. Pure functions on payload and state.
 */
(function (dateline) {
  "use strict";

  /*
   * Case, accents and the form of a Greek sigma do not matter in a search; Python folds the events'
   * texts the same way.
   */
  function fold(words) {
    return words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/ς/g, "σ");
  }

  function words(query) {
    return fold(query).split(/\s+/).filter(Boolean);
  }

  /* The words for values of a part of the state, as the file calls them; others as they are. */
  function names(payload, key, values) {
    var labels = values.map(function (value) {
      var term = payload.terms[key].find(function (one) { return one.id === value; });
      return term ? term.label : value;
    });
    if (labels.length > 3) { labels = labels.slice(0, 2).concat(labels.length - 2 + " more"); }
    return labels.join(" or ").replace(/ or (?=.* or )/g, ", ");
  }

  /* A filter that lets an event through when it has any of the chosen values. */
  function anyOf(key, say, valueOf, title) {
    return {
      keys: [key],
      title: title,
      test: function (payload, state) {
        var chosen = state[key];
        return chosen.length && function (i) {
          return [].concat(valueOf(payload, state, i)).some(function (value) {
            return chosen.indexOf(value) >= 0;
          });
        };
      },
      says: function (payload, state) {
        return state[key].length ? say(names(payload, key, state[key])) : "";
      },
      valueOf: valueOf,
    };
  }

  function column(key) {
    return function (payload, state, i) { return payload.events[key][i]; };
  }

  /*
   * The one table of filters, in the order in which the sentence names them. Other files add rows.
   *
   *   keys     the parts of the state that it reads, and that removing it empties
   *   test     (payload, state) → a function that lets an event through or not, by its place; or
   *            something false to let all pass
   *   says     (payload, state) → what it does, in the words of the sentence; "" when nothing
   *   valueOf  (payload, state, i) → what an event has of it, one value or a list: for those that
   *            offer choices, which are in payload.terms
   *   title    the name of its choices in the menu; those of categories stand beside it
   */
  var filters = {
    category: anyOf("category", String, column("category")),
    actor: anyOf("actor", function (who) { return "actor " + who; }, column("actor"), "Actors"),
    place: anyOf("place", function (where) { return "place " + where; }, column("place"), "Places"),
    dates: { keys: ["after", "before"], test: inTime, says: sayTime },
    evidence: anyOf("evidence", function (kinds) { return kinds.toLowerCase(); },
      function (payload, state, i) {
        return dateline.evidenceOf({ payload: payload, state: state }, i);
      }, "Evidence"),
    tag: anyOf("tag", function (tag) { return "tag " + tag; }, column("tag"), "Tags"),
    q: {
      keys: ["q"],
      test: function (payload, state) {
        var needles = words(state.q);
        return needles.length && function (i) {
          return needles.every(function (needle) {
            return payload.events.text[i].indexOf(needle) >= 0;
          });
        };
      },
      says: function (payload, state) {
        return words(state.q).length ? "“" + state.q.trim() + "”" : "";
      },
    },
  };

  /* A year, a month or a day as it is written in the address, as [first, after the last] ms. */
  function period(written) {
    var parts = /^(-?)(\d{4,6})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(written || "");
    if (!parts) { return null; }
    var year = Number(parts[1] + parts[2]);
    var month = parts[3] ? Number(parts[3]) - 1 : 0;
    var day = parts[4] ? Number(parts[4]) : 1;
    var from = date(year, month, day);
    var right = from.getUTCMonth() === month && from.getUTCDate() === day;
    var to = parts[4] ? date(year, month, day + 1)
      : parts[3] ? date(year, month + 1, 1) : date(year + 1, 0, 1);
    return right && Number.isFinite(from.getTime()) ? [from.getTime(), to.getTime()] : null;
  }

  function date(year, month, day) {
    // The constructor takes the years 0 to 99 for those of the last century.
    var made = new Date(0);
    made.setUTCFullYear(year, month, day);
    return made;
  }

  /* A year, a month or a day in words: 2018, October 2018, 4 October 2018. */
  function periodWords(written) {
    var form = { year: "numeric", timeZone: "UTC" };
    var parts = written.replace(/^-/, "").split("-").length;
    if (parts > 1) { form.month = "long"; }
    if (parts > 2) { form.day = "numeric"; }
    var start = new Date(period(written)[0]);
    if (start.getUTCFullYear() < 1) { form.era = "short"; }
    return start.toLocaleDateString("en-GB", form);
  }

  /* Events that may have happened after the begin of the one and before the end of the other. */
  function inTime(payload, state) {
    var after = period(state.after);
    var before = period(state.before);
    return (after || before) && function (i) {
      return (!after || payload.events.latest[i] > after[0])
        && (!before || payload.events.earliest[i] < before[1]);
    };
  }

  function sayTime(payload, state) {
    var after = period(state.after) && periodWords(state.after);
    var before = period(state.before) && periodWords(state.before);
    if (after && before) { return after === before ? after : after + "–" + before; }
    return after ? "since " + after : before ? "until " + before : "";
  }

  /* One true or false for each event. `skip` leaves one filter out of account. */
  function matches(payload, state, skip) {
    if (dateline.bulkOf(payload)) { return dateline.bulkMatches(payload, state, skip); }
    var tests = Object.keys(filters)
      .filter(function (key) { return key !== skip; })
      .map(function (key) { return filters[key].test(payload, state); })
      .filter(Boolean);
    return payload.events.id.map(function (_, i) {
      return tests.every(function (test) { return test(i); });
    });
  }

  /* How many events each choice of a filter would show under the other filters, by its id. */
  function counts(payload, state, key) {
    if (dateline.bulkOf(payload)) { return dateline.bulkCounts(payload, state, key); }
    var mask = matches(payload, state, key);
    // Tags and places are words of any kind, also those that every object knows.
    var found = Object.create(null);
    payload.terms[key].forEach(function (term) { found[term.id] = 0; });
    mask.forEach(function (shown, i) {
      if (!shown) { return; }
      [].concat(filters[key].valueOf(payload, state, i)).forEach(function (value) {
        if (value in found) { found[value] += 1; }
      });
    });
    return found;
  }

  /* How many events each category has at all, by its id. */
  function totals(payload) {
    if (dateline.bulkOf(payload)) { return dateline.bulkTotals(payload); }
    var found = Object.create(null);
    payload.terms.category.forEach(function (term) { found[term.id] = 0; });
    payload.events.category.forEach(function (id) { if (id in found) { found[id] += 1; } });
    return found;
  }

  /* What each filter that is in force says, with its key in the table. */
  function parts(payload, state) {
    return Object.keys(filters).map(function (key) {
      return { key: key, words: filters[key].says(payload, state) };
    }).filter(function (part) { return part.words; });
  }

  /* The change of the state that empties some filters, all of them where none is named. */
  function without(keys) {
    var patch = {};
    (keys || Object.keys(filters)).forEach(function (key) {
      filters[key].keys.forEach(function (name) { patch[name] = dateline.STATE[name].empty; });
    });
    return patch;
  }

  /* A number of events, as it is written: 12,345. */
  function written(number) { return number.toLocaleString("en-GB"); }

  /* The number of events that are shown, in words. */
  function number(mask) {
    var shown = dateline.shownOf(mask);
    var noun = mask.length === 1 ? " event" : " events";
    return (shown === mask.length ? "" : written(shown) + " of ") + written(mask.length) + noun;
  }

  /* What is shown, in one sentence. */
  function sentence(payload, state, mask) {
    var said = parts(payload, state).map(function (part) { return part.words; });
    return number(mask) + (said.length ? ": " + said.join(", ") : "");
  }

  /* Of the filters in force those whose removal alone brings events back, and how many. */
  function waysBack(payload, state) {
    return shownBy(payload, state, function (key) {
      return dateline.bulkOf(payload) ? dateline.shownWithout(payload, state, key)
        : dateline.shownOf(matches(payload, state, key));
    });
  }

  /* Of the filters in force those that leave events when all others go, and how many. */
  function alone(payload, state) {
    return shownBy(payload, state, function (key) {
      if (dateline.bulkOf(payload)) { return dateline.shownAlone(payload, state, key); }
      var others = Object.keys(filters).filter(function (other) { return other !== key; });
      return dateline.shownOf(matches(payload, Object.assign({}, state, without(others))));
    });
  }

  function shownBy(payload, state, numberOf) {
    return parts(payload, state).map(function (part) {
      return Object.assign(part, { shown: numberOf(part.key) });
    }).filter(function (part) { return part.shown; });
  }

  /* The shown events before and after one, in order of time; -1 where there is none. */
  function neighbours(mask, index) {
    var before = -1;
    var after = -1;
    for (var i = index - 1; i >= 0 && before < 0; i -= 1) { if (mask[i]) { before = i; } }
    for (var j = index + 1; j < mask.length && after < 0; j += 1) { if (mask[j]) { after = j; } }
    return { before: before, after: after };
  }

  /* Evidence as it is today; a file that knows more of time may put another in its place. */
  function evidenceOf(page, i) { return page.payload.events.evidence[i]; }

  dateline.filters = Object.assign(filters, dateline.filters);
  dateline.evidenceOf = dateline.evidenceOf || evidenceOf;
  Object.assign(dateline, {
    alone: alone,
    counts: counts,
    fold: fold,
    matches: matches,
    neighbours: neighbours,
    number: number,
    parts: parts,
    period: period,
    periodWords: periodWords,
    sentence: sentence,
    totals: totals,
    waysBack: waysBack,
    without: without,
    words: words,
    written: written,
  });
})(window.dateline = window.dateline || {});
