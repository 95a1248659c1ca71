/*
 * A page without Dash. Its frame is markup that Python has made and escaped, the chart is handed to
 * plotly straight, and what else is shown goes to plain elements (dom.js).
 */
(function (dateline) {
  "use strict";

  /* Start the page with what it shows: `frame`, its markup, and `payload`, as JSON. */
  function beginAlone(told) {
    var parts = JSON.parse(told);
    document.getElementById("react-entry-point").innerHTML = parts.frame;
    dateline.show(parts.payload);
    var plot = document.querySelector("#chart .js-plotly-plot");
    new ResizeObserver(function () {
      // plotly refuses to measure what cannot be seen.
      if (plot.layout && plot.clientWidth) { window.Plotly.Plots.resize(plot); }
    }).observe(plot);
  }

  dateline.beginAlone = beginAlone;
})(window.dateline = window.dateline || {});
