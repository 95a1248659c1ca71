/*
 * What was known on a day: the state's part `on`, as a day of the file's zone.
 *
 * Moments are milliseconds on the axis of the file's zone. Whatever bears `since` and `until` holds
 * from the one until just before the other; where no day is asked for, what has no end holds.
 */
(function (dateline) {
  "use strict";

  var DAY = 86400000;

  /* What an author writes looks back, and there is no older wording to go back to. */
  var SUMMARY = " Title and summary are in today's words.";

  /* The first millisecond of a day written YYYY-MM-DD, or null. */
  function dayStart(written) {
    if (!/^-?\d{4,6}-\d\d-\d\d$/.test(written || "")) { return null; }
    var parts = /^(-?)(\d+)-(\d\d)-(\d\d)$/.exec(written);
    var year = (parts[1] || "+") + ("000000" + parts[2]).slice(-6);
    var ms = Date.parse(year + "-" + parts[3] + "-" + parts[4] + "T00:00Z");
    return Number.isFinite(ms) && dayText(ms) === written ? ms : null;
  }

  /* The last millisecond of a day: what was published on it counts. */
  function dayEnd(written) {
    var start = dayStart(written);
    return start === null ? null : start + DAY - 1;
  }

  /* The day of a moment, as the address has it. */
  function dayText(ms) {
    // Years are written with six digits and a sign where four do not do.
    return new Date(ms).toISOString().slice(0, -14).replace(/^\+?(-?)0*(\d{4,}-)/, "$1$2");
  }

  /* The day of a moment, as it is said: 30 September 2018. */
  function dayWords(ms, short) {
    var form = { day: "numeric", month: short ? "short" : "long", year: "numeric", timeZone: "UTC" };
    if (new Date(ms).getUTCFullYear() < 1) { form.era = "short"; }
    // September is short with three letters on the axis, and with four in British English.
    return new Date(ms).toLocaleDateString("en-GB", form).replace("Sept ", "Sep ");
  }

  /* Whether something holds at a moment, or, without one, today. */
  function holds(since, until, ms) {
    var begun = since === null || since === undefined || ms === null || Number(since) <= ms;
    var over = until !== null && until !== undefined && (ms === null || Number(until) <= ms);
    return begun && !over;
  }

  /* A component, or a list of them, without the parts that do not hold at a moment. */
  function asOf(part, ms) {
    if (Array.isArray(part)) {
      return part.map(function (item) { return asOf(item, ms); }).filter(function (item) {
        return item !== undefined;
      });
    }
    if (!part || typeof part !== "object" || !part.props) { return part; }
    if (!holds(part.props["data-since"], part.props["data-until"], ms)) { return undefined; }
    var props = Object.assign({}, part.props);
    if (typeof props.children === "object") { props.children = asOf(props.children, ms); }
    return Object.assign({}, part, { props: props });
  }

  /* Which of the runs of an event holds at a moment: each is a kind of evidence with its days. */
  function runAt(runs, ms) {
    return runs.findIndex(function (run) { return holds(run[1], run[2], ms); });
  }

  /* The same for all events. */
  function runsAt(known, ms) {
    return known.evidence.map(function (runs) { return runAt(runs, ms); });
  }

  /* The evidence of an event at a moment. */
  function evidenceAt(known, i, ms) { return known.evidence[i][runAt(known.evidence[i], ms)][0]; }

  /* The place among the stops of the last one that is not after a moment; -1 before all. */
  function stopAt(stops, ms) {
    var at = -1;
    stops.forEach(function (stop, k) { if (stop <= ms) { at = k; } });
    return at;
  }

  /* The state's day one stop earlier or later; after the last stop comes today, which is empty. */
  function neighbour(stops, on, direction) {
    var start = dayStart(on);
    var at = start === null ? stops.length : stopAt(stops, start);
    // From between two stops the earlier one is where a step back leads.
    var between = start !== null && stops[at] !== start;
    var next = direction < 0 ? (between ? at : at - 1) : at + 1;
    if (next >= stops.length) { return ""; }
    if (next < 0) { return on; }
    return dayText(stops[next]);
  }

  function counted(number, noun) { return number + " later " + noun + (number === 1 ? "" : "s"); }

  /* How much was said about an event after a moment, in words; empty where nothing was. */
  function later(events, i, ms) {
    var after = events.later(i, ms);
    return [
      after[0] ? counted(after[0], "source") : "",
      after[1] ? counted(after[1], "claim") : "",
    ].filter(Boolean).join(", ");
  }

  /* The forms of clocks that were asked for, by their zones. */
  var clocks = Object.create(null);

  /* What a clock in the file's zone shows at a moment (UTC), as a place on the axis. */
  function clock(zone, now) {
    var shown = {};
    // To make such a form takes a millisecond, and the chart asks at every key.
    clocks[zone] = clocks[zone] || new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
      hour: "numeric", minute: "numeric",
    });
    clocks[zone].formatToParts(new Date(now)).forEach(function (part) {
      shown[part.type] = part.value;
    });
    return Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute);
  }

  /* Where the upright lines of the chart stand, by the names that Python gave them. */
  function uprights(payload, state, now) {
    var on = dayEnd(state.on);
    var today;
    // A zone that is an offset, or that this browser has never heard of: a day is precise enough.
    try { today = clock(payload.zone, now); } catch (error) { today = now; }
    return {
      "known-on": on === null ? null : { x: on + 1, text: dayWords(on, true) },
      today: { x: today, text: "today" },
    };
  }

  /* A shape or its words moved to where its line stands; not to be seen outside the window. */
  function upright(item, scene) {
    if (!(item.name in scene.lines)) { return item; }
    var line = scene.lines[item.name];
    if (!line || line.x < scene.window[0] || line.x > scene.window[1]) { return item; }
    if (item.x0 !== undefined) {
      return Object.assign({}, item, { visible: true, x0: line.x, x1: line.x });
    }
    // The words stay inside the plot.
    var pixel = (line.x - scene.window[0]) * scene.scale;
    var side = pixel < 48 ? "left" : pixel > scene.width - 48 ? "right" : "center";
    return Object.assign({}, item, { visible: true, x: line.x, text: line.text, xanchor: side });
  }

  function node(type, props) {
    return { namespace: "dash_html_components", type: type, props: props };
  }

  function button(words, action) {
    return node("Button", { children: words, type: "button", "data-action": action });
  }

  /* The event as it was known on a day, under a note that says what was not known yet. */
  function eventOn(payload, i, on) {
    var ms = dayEnd(on);
    var events = dateline.eventsOf(payload);
    var article = asOf(events.panel(i), ms);
    if (ms === null) { return article; }
    var day = events.public(i);
    var note = function (children) {
      return node("Div", { className: "dl-known-note", role: "note", children: children });
    };
    if (day > ms) {
      return [
        note([
          node("P", {
            children: "Not yet public on " + dayWords(ms) + ". It became public on "
              + dayWords(day) + ".",
          }),
          button("Go to " + dayWords(day), "knownDisclosure"),
          button("Show what is known today", "knownToday"),
        ]),
        node("H2", {
          className: "dl-title", dir: "auto", children: events.title(i),
        }),
      ];
    }
    var missing = later(events, i, ms);
    return [
      note([
        node("P", {
          children: (missing ? "On " + dayWords(ms) + " not yet known: " + missing + "."
            : "Known on " + dayWords(ms) + " as it is today.") + SUMMARY,
        }),
        missing ? button("Show all", "knownToday") : undefined,
      ].filter(Boolean)),
      article,
    ];
  }

  /* The events that were public on the day. */
  dateline.filters = dateline.filters || {};
  dateline.filters.on = {
    keys: ["on"],
    test: function (payload, state) {
      var ms = dayEnd(state.on);
      return ms !== null && function (i) { return payload.known.public[i] <= ms; };
    },
    says: function (payload, state) {
      return dayEnd(state.on) === null ? "" : "as known on " + dayWords(dayEnd(state.on));
    },
  };

  Object.assign(dateline, {
    asOf: asOf,
    dayEnd: dayEnd,
    dayStart: dayStart,
    dayText: dayText,
    dayWords: dayWords,
    eventOn: eventOn,
    /* The evidence of an event as the page shows it now. */
    evidenceOf: function (page, i) {
      var ms = dayEnd(page.state.on);
      var bulk = dateline.bulkOf(page.payload);
      return bulk ? page.payload.terms.evidence[dateline.evidenceOn(bulk, ms)[i]].id
        : evidenceAt(page.payload.known, i, ms);
    },
    holds: holds,
    neighbourStop: neighbour,
    runsAt: runsAt,
    stopAt: stopAt,
    upright: upright,
    uprights: uprights,
  });
})(window.dateline = window.dateline || {});
