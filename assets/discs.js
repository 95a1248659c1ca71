/* The discs of the chart, drawn straight; see straight.js. */
(function (dateline) {
  "use strict";

  /* What plotly notes of the look of a point, and what it works out while it styles it. */
  var LOOK = ["mx", "ms", "mc", "mlc", "mlw", "mld", "mo"];
  var FOUND = ["mrc", "om", "mcc", "mlcc"];
  var SHAPE = ["d", "style", "class"];

  dateline.straight = dateline.straight || {};
  dateline.straight.disc = {
    mode: "markers",
    samples: "points",
    home: "dl-discs",
    fits: function () { return true; },
    look: function (point) {
      return LOOK.map(function (name) { return point[name]; }).join("|");
    },
    learn: function (element, point) {
      return {
        shape: SHAPE.map(function (name) { return element.getAttribute(name); }),
        found: FOUND.map(function (name) { return point[name]; }),
      };
    },
    make: function () { return dateline.svgNode("path"); },
    dress: function (mark, note, point, trace, other) {
      if (other) {
        SHAPE.forEach(function (name, n) { mark.node.setAttribute(name, note.shape[n]); });
      }
      FOUND.forEach(function (name, n) { point[name] = note.found[n]; });
    },
    place: function (node, x, y) {
      node.setAttribute("transform", "translate(" + x + "," + y + ")");
    },
  };
})(window.dateline = window.dateline || {});
