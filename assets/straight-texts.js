/* The labels of marks and of crowds, drawn straight; see straight.js. */
(function (dateline) {
  "use strict";

  /* What plotly notes of the look of a point. */
  var LOOK = ["tc", "tS", "tp", "ts"];
  /* What is the same for all points of a trace. */
  var FONT = ["family", "size", "color", "weight", "style", "variant", "shadow"];
  var SHAPE = ["style", "text-anchor"];

  function svg(name) { return document.createElementNS("http://www.w3.org/2000/svg", name); }

  /* A text that has no tags, which plotly would follow, and no formula. */
  function isPlain(text) { return typeof text === "string" && text !== "" && !/[<$]/.test(text); }

  function lookOf(point, trace) {
    return LOOK.map(function (name) { return point[name]; })
      .concat(FONT.map(function (name) { return trace.textfont[name]; }), trace.textposition)
      .join("|");
  }

  /* The words of a text that was escaped for plotly; see bulk-labels.js. */
  function words(text) {
    return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  }

  var how = {
    mode: "text",
    samples: "text",
    home: "dl-texts",
    fits: function (point) { return isPlain(point.tx); },
    look: lookOf,
    learn: function (element) {
      var text = element.querySelector("text");
      if (!text || text.children.length) { return null; }
      return {
        moved: element.getAttribute("transform"),
        shape: SHAPE.map(function (name) { return text.getAttribute(name); }),
      };
    },
    make: function () {
      var group = svg("g");
      // What plotly keeps at its size while it zooms.
      group.setAttribute("class", "textpoint");
      group.appendChild(svg("text"));
      return group;
    },
    dress: function (mark, note, point, other) {
      var text = mark.node.firstChild;
      if (other) {
        mark.node.setAttribute("transform", note.moved);
        SHAPE.forEach(function (name, n) { text.setAttribute(name, note.shape[n]); });
      }
      if (mark.words !== point.tx) {
        mark.words = point.tx;
        text.textContent = words(point.tx);
      }
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
