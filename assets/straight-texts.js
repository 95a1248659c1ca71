/*
 * The labels of marks and of crowds, drawn straight; see straight.js. Few of the many things that a
 * text can be to plotly are ever asked of these: one line, in the middle of its row, to the right or
 * to the left of its place.
 */
(function (dateline) {
  "use strict";

  /* Where plotly puts the baseline of a text in the middle of its row, in heights of its font. */
  var BASELINE = 0.25;

  var ANCHOR = { "middle right": "start", "middle left": "end" };

  /* Whether a text has no tags, which plotly would follow, and no formula. */
  function isPlain(point, trace) {
    return typeof point.tx === "string" && point.tx !== "" && !/[<$]/.test(point.tx)
      && (point.tp || trace.textposition) in ANCHOR;
  }

  function lookOf(point, trace) {
    var font = trace.textfont;
    var shadow = point.tS || font.shadow;
    return "font-family: " + font.family + "; font-size: " + font.size + "px; font-weight: "
      + (font.weight || "normal") + "; fill: " + (point.tc || font.color)
      + (shadow && shadow !== "none" ? "; text-shadow: " + shadow : "") + "; white-space: pre";
  }

  var how = {
    mode: "text",
    samples: "text",
    home: "dl-texts",
    fits: isPlain,
    look: lookOf,
    make: function () {
      // The class of what plotly keeps at its size while it zooms.
      var group = dateline.svgNode("g", { class: "textpoint" });
      group.appendChild(dateline.svgNode("text"));
      return group;
    },
    dress: function (mark, look, point, trace, other) {
      var text = mark.node.firstChild;
      if (other) {
        text.setAttribute("style", look);
        mark.node.setAttribute("transform", "translate(0," + BASELINE * trace.textfont.size + ")");
      }
      var anchor = ANCHOR[point.tp || trace.textposition];
      if (mark.anchor !== anchor) { text.setAttribute("text-anchor", mark.anchor = anchor); }
      if (mark.words !== point.tx) { text.textContent = dateline.plainText(mark.words = point.tx); }
    },
    place: function (node, x, y) {
      node.firstChild.setAttribute("x", x);
      node.firstChild.setAttribute("y", y);
    },
  };

  dateline.straight = dateline.straight || {};
  dateline.straight.label = how;
  dateline.straight.crowd = how;
})(window.dateline = window.dateline || {});
