/*
 * The state of the page and its form in the address: one row of a table for every part.
 *
 * Times are milliseconds on the axis of the display zone.
 */
(function (dateline) {
  "use strict";

  /* One row for every part of the state: how it is written into the address and read back. */
  var text = {
    empty: "",
    write: function (value) { return value; },
    read: function (value) { return value.slice(0, 300); },
  };
  var list = {
    empty: [],
    // Commas part the values, so one inside a value is escaped, and what escapes it too.
    write: function (value) {
      return value.map(function (item) {
        return item.replace(/%/g, "%25").replace(/,/g, "%2C");
      }).join(",");
    },
    read: function (value) {
      return value.split(",").filter(Boolean).map(function (item) {
        return item.replace(/%2C/gi, ",").replace(/%25/g, "%");
      });
    },
  };
  var moment = {
    empty: null,
    write: function (value, state) { return iso(value, state.to - state.from); },
    read: function (value) { return fromIso(value); },
  };
  /* A year, a month or a day: 2018, 2018-10, 2018-10-04. */
  var period = {
    empty: "",
    write: function (value) { return value; },
    read: function (value) { return dateline.period(value) ? value : ""; },
  };
  var whole = {
    empty: null,
    write: function (value) { return String(value); },
    read: function (value) { return Number.parseInt(value, 10) > 0 ? Number.parseInt(value, 10) : null; },
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
    actor: list,
    place: list,
    evidence: list,
    tag: list,
    after: period,
    before: period,
    from: moment,
    to: moment,
    fold: choice(["1"]),
    zone: choice(["utc", "local"]),
    theme: choice(["light", "dark"]),
    story: whole,
    embed: choice(["1"]),
    relations: choice(["all"]),
    view: choice(["chronicle", "table"]),
    lanes: choice(["actor", "place", "evidence", "none"]),
    sort: choice([
      "-date", "title", "-title", "category", "-category", "evidence", "-evidence", "known",
      "-known", "actors", "-actors", "sources", "-sources",
    ]),
    on: {
      empty: "",
      write: function (value) { return value; },
      read: function (value) { return dateline.dayStart(value) === null ? "" : value; },
    },
  };

  /* No finer than a window of this length needs it: to the minute, second or millisecond. */
  function iso(ms, span) {
    var end = span >= 86400000 ? -8 : span >= 1800000 ? -5 : -1;
    return new Date(Math.round(ms)).toISOString().slice(0, end);
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

  /* The parts of a state that the fragment of a link names. */
  function patchOf(hash) {
    var whole = decode(hash);
    var params = new URLSearchParams(String(hash || "").replace(/^#/, ""));
    var patch = {};
    Object.keys(STATE).forEach(function (key) {
      if (params.has(key)) { patch[key] = whole[key]; }
    });
    return patch;
  }

  /* A state to a fragment without "#"; parts at their default are left out. */
  function encode(state) {
    var params = new URLSearchParams();
    Object.keys(STATE).forEach(function (key) {
      if (!isEmpty(state[key])) { params.set(key, STATE[key].write(state[key], state)); }
    });
    // Commas and colons may stand in a fragment as they are, and read better so.
    return params.toString().replace(/%2C/g, ",").replace(/%3A/g, ":");
  }

  Object.assign(dateline, {
    STATE: STATE,
    decode: decode,
    emptyState: emptyState,
    encode: encode,
    patchOf: patchOf,
  });
})(window.dateline = window.dateline || {});
