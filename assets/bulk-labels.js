/*
 * The texts of events that are drawn where there are very many, as far as they are here.
 */
(function (dateline) {
  "use strict";

  /* So many texts are remembered. */
  var MOST = 4000;

  /* The pens that measured texts, by font, with the widths that they found. */
  var pens = {};

  function widthOf(text, font) {
    var known = pens[font] = pens[font] || { pen: null, widths: new Map() };
    if (!known.pen) {
      known.pen = document.createElement("canvas").getContext("2d");
      known.pen.font = font;
    }
    if (!known.widths.has(text)) {
      if (known.widths.size > MOST) { known.widths.clear(); }
      known.widths.set(text, known.pen.measureText(text).width);
    }
    return known.widths.get(text);
  }

  /* A text as plotly takes it, which reads some tags in every text. */
  function escaped(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  /* A text that was escaped for plotly, as it is read. */
  function plain(text) {
    return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  }

  /* The labels that were made, by letters, title by title. */
  var labels = {};

  /* The label of an event, "" while its title is not here. */
  function labelOf(page, i, letters) {
    var title = page.bulk.titleOf(i);
    if (!title) { return ""; }
    var made = labels[letters] = labels[letters] || new Map();
    if (!made.has(title)) {
      if (made.size > MOST) { made.clear(); }
      made.set(title, labelFor(title, letters));
    }
    return made.get(title);
  }

  /* A title as a label has it: on one line, and cut where it is too long. Pure. */
  function labelFor(title, letters) {
    var clean = title.replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, " ").trim();
    var signs = Array.from(clean);
    if (signs.length <= letters) { return clean; }
    var cut = signs.slice(0, letters - 1).join("");
    var blank = cut.lastIndexOf(" ");
    return (blank > letters / 2 ? cut.slice(0, blank) : cut).replace(/[\s,;:.–-]+$/, "") + "…";
  }

  /* What is told of an event on pointing at it, as far as it is here. */
  function hoverOf(page, i) {
    var head = page.bulk.heads.get(i);
    if (head) { return head.hover; }
    var record = page.bulk.record(i);
    if (record) { return record.hover; }
    var title = page.bulk.titleOf(i);
    return title ? "<b>" + escaped(title) + "</b><br>…" : "…";
  }

  Object.assign(dateline, {
    bulkHover: hoverOf,
    bulkLabel: labelOf,
    labelFor: labelFor,
    plainText: plain,
    plotlyText: escaped,
    textWidthIn: widthOf,
  });
})(window.dateline = window.dateline || {});
