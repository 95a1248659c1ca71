/*
 * The long lists of the figures come once for all of them (dashboard/app/columns.py); here they go
 * back to where plotly looks for them. What is the same list in two figures stays one.
 */
(function (dateline) {
  "use strict";

  function filled(value, columns) {
    if (!value || typeof value !== "object" || Array.isArray(value)) { return value; }
    if (typeof value.column === "number") { return columns[value.column]; }
    var copy = {};
    Object.keys(value).forEach(function (key) { copy[key] = filled(value[key], columns); });
    return copy;
  }

  /* The texts on hovering by the list of their places, each list made once. */
  function reader(texts) {
    var made = new Map();
    return function (places) {
      if (!made.has(places)) {
        made.set(places, places.map(function (place) { return texts[place]; }));
      }
      return made.get(places);
    };
  }

  /* The payload with its figures complete; done once for each that comes. */
  function complete(payload) {
    if (payload.completed || payload.bulk) { return payload; }
    var told = reader(payload.hover);
    Object.keys(payload.variants).forEach(function (name) {
      var figures = payload.variants[name].figures;
      Object.keys(figures).forEach(function (theme) {
        figures[theme].data = figures[theme].data.map(function (written) {
          var trace = filled(written, payload.columns);
          if (trace.meta && trace.meta.hover) {
            trace.hovertext = told(trace.meta.hover);
            delete trace.meta.hover;
          }
          return trace;
        });
      });
    });
    payload.completed = true;
    return payload;
  }

  Object.assign(dateline, { complete: complete });
})(window.dateline = window.dateline || {});
