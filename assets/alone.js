/*
 * A page that stands alone. What Dash does for one that is served is done here: its frame, markup
 * that Python has made and escaped, is put where it belongs, and its content is shown.
 */
(function (dateline) {
  "use strict";

  /* Start the page with what it shows: `frame`, its markup, and `payload`, as JSON. */
  function beginAlone(told) {
    var parts = JSON.parse(told);
    document.getElementById("react-entry-point").innerHTML = parts.frame;
    dateline.show(parts.payload);
  }

  dateline.beginAlone = beginAlone;
})(window.dateline = window.dateline || {});
