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

  Object.assign(dateline, {
    STATE: STATE,
    decode: decode,
    emptyState: emptyState,
    encode: encode,
  });
})(window.dateline = window.dateline || {});
