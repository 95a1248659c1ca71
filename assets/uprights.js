/*
 * The upright lines of the chart, today and the day that is looked at, with their words below it.
 * They are drawn as bands and names are; see layers.js. The lines lie in a group that plotly moves,
 * the words are moved with the window.
 */
(function (dateline) {
  "use strict";

  /* What lies around the words, in pixels, and the room of a line of them, in heights of its font. */
  var PAD = 4;
  var LINE = 1.2;
  var RISE = 0.92;

  /* plotly's dots are as long as this at least, in pixels. */
  var DOT = 3;

  function isUpright(item) { return item.name === "known-on" || item.name === "today"; }

  function seen(items) {
    return (items || []).filter(function (item) { return isUpright(item) && item.visible === true; });
  }

  /* Lines at moments, in pixels from the beginning of a window. */
  function drawLines(home, layout, range, scale) {
    var high = layout.height - layout.margin.t - layout.margin.b;
    var lines = seen(layout.shapes).map(function (shape) {
      var at = dateline.hundredths((shape.x0 - range[0]) * scale);
      var dot = Math.max(shape.line.width, DOT) + "px";
      return {
        x1: at, x2: at, y1: 0, y2: high, stroke: shape.line.color,
        "stroke-width": shape.line.width, "vector-effect": "non-scaling-stroke",
        "stroke-dasharray": shape.line.dash === "dot" ? dot + "," + dot : "none",
      };
    });
    dateline.fillAnew(home, JSON.stringify(lines), function () {
      return lines.map(function (line) { return dateline.svgNode("line", line); });
    });
  }

  function drawWords(home, layout, width) {
    var notes = seen(layout.annotations);
    dateline.fillAnew(home, layout.font.family + JSON.stringify(notes), function () {
      return notes.map(function (note) { return wordsOf(note, layout.font.family); });
    });
    home.notes = notes;
    home.around = {
      left: layout.margin.l, width: width,
      top: layout.height - layout.margin.b,
    };
    moveWords(home, layout.xaxis.range.map(dateline.axisMoment));
  }

  /* The words of a note on their ground; the group stands where the note does. */
  function wordsOf(note, font) {
    var size = note.font.size;
    var long = dateline.textWidthIn(note.text, size + "px " + font);
    var side = { left: 0, center: -0.5, right: -1 }[note.xanchor];
    var wide = Math.round(long + 2 * PAD);
    var high = Math.round(LINE * size + 2 * PAD);
    var left = side * wide;
    var group = dateline.svgNode("g", { class: "dl-upright" });
    group.append(
      dateline.svgNode("rect", {
        x: left + 0.5, y: -note.yshift + 0.5, width: wide - 1, height: high - 1, fill: note.bgcolor,
      }),
      dateline.svgNode("text", {
        x: left + wide / 2, y: dateline.hundredths(-note.yshift + PAD + RISE * size),
        "text-anchor": "middle", "font-family": font, "font-size": size + "px",
        fill: note.font.color,
      })
    );
    group.lastChild.textContent = note.text;
    return group;
  }

  /* Puts the words where their moments lie in a window, out of sight beyond its ends. */
  function moveWords(home, range) {
    var around = home.around;
    home.notes.forEach(function (note, k) {
      var share = (note.x - range[0]) / (range[1] - range[0]);
      var group = home.childNodes[k];
      group.setAttribute("transform", "translate("
        + dateline.hundredths(around.left + share * around.width) + "," + around.top + ")");
      group.setAttribute("display", share < 0 || share > 1 ? "none" : "inline");
    });
  }

  Object.assign(dateline, {
    drawUprightLines: drawLines,
    drawUprightWords: drawWords,
    isUpright: isUpright,
    moveUprightWords: moveWords,
  });
})(window.dateline = window.dateline || {});
