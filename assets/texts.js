/*
 * Texts on hovering come once for all figures; here they go back to where plotly looks for them.
 */
(function (dateline) {
  "use strict";

  /* The payload with its figures complete; done once for each that comes. */
  function complete(payload) {
    if (payload.completed) { return payload; }
    Object.keys(payload.variants).forEach(function (name) {
      var figures = payload.variants[name].figures;
      Object.keys(figures).forEach(function (theme) {
        figures[theme].data.forEach(function (trace) {
          if (!trace.meta || !trace.meta.hover) { return; }
          trace.hovertext = trace.meta.hover.map(function (place) { return payload.hover[place]; });
          delete trace.meta.hover;
        });
      });
    });
    payload.completed = true;
    return payload;
  }

  Object.assign(dateline, { complete: complete });
})(window.dateline = window.dateline || {});
