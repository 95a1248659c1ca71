/*
 * The breaks in the axis where quiet times are folded: how long each is, and where it is drawn.
 *
 * The drawing itself comes from Python as a template (dashboard/figure/folds.py). Pure functions.
 */
(function (dateline) {
  "use strict";

  var DAY = 86400000;
  /* What the notes of breaks take above the plot, in pixels. */
  var HEAD = 18;
  /* What two lines of ticks take below it. The zone, which a figure names there, has a control. */
  var FOOT = 40;

  function counted(number, unit) { return number + " " + unit + (number === 1 ? "" : "s"); }

  /* How long it is between two times, in the two largest units that are not nothing. */
  function lengthWords(from, to, short) {
    var a = new Date(from);
    var b = new Date(to);
    var months = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
    var rest = b.getUTCDate() - a.getUTCDate();
    if (rest < 0) { months -= 1; }
    var days = Math.floor((to - from) / DAY);
    var hours = Math.floor((to - from) / 3600000);
    var minutes = Math.floor((to - from) / 60000);
    var units = months >= 12 ? [[Math.floor(months / 12), "year"], [months % 12, "month"]]
      : months >= 2 ? [[months, "month"]]
        : days >= 2 ? [[days, "day"]]
          : hours >= 2 ? [[hours, "hour"]] : [[minutes, "minute"]];
    return units.filter(function (unit) { return unit[0] > 0; }).map(function (unit) {
      return short ? unit[0] + " " + unit[1][0] : counted(unit[0], unit[1]);
    }).join(" ");
  }

  /* What a break leaves out, in words. */
  function foldWords(fold) {
    var length = lengthWords(fold.start, fold.end);
    return fold.runs ? length + " in which nothing begins or ends" : length + " without events";
  }

  function textWidth(text) { return text.length * 6.2; }

  /* The longest words for each break that keep clear of the next ones and of the edges. */
  function notes(scene) {
    var folds = scene.lens.folds.map(function (fold) {
      return { fold: fold, pixel: ((fold.x0 + fold.x1) / 2 - scene.window[0]) * scene.scale };
    }).filter(function (one) { return one.pixel >= 0 && one.pixel <= scene.width; });
    var taken = 0;
    return folds.map(function (one, k) {
      var next = k + 1 < folds.length ? (folds[k + 1].pixel + one.pixel) / 2 : scene.width;
      var choices = [
        foldWords(one.fold),
        lengthWords(one.fold.start, one.fold.end),
        lengthWords(one.fold.start, one.fold.end, true),
      ];
      var found = { at: one.pixel, text: "", full: choices[0] };
      choices.some(function (text) {
        var width = textWidth(text);
        var left = Math.min(Math.max(one.pixel - width / 2, taken), next - width);
        if (left < taken) { return false; }
        // The words stay over their break even where they have to move aside.
        if (left > one.pixel || left + width < one.pixel) { return false; }
        found.text = text;
        found.at = left + width / 2;
        return true;
      });
      taken = next + 10;
      return found;
    });
  }

  /* The margin of the plot: with room above for the notes of breaks, without that for the zone. */
  function plotMargin(margin, lens) {
    return Object.assign({}, margin, {
      t: margin.t + (lens.folds.length ? HEAD : 0), b: Math.min(margin.b, FOOT),
    });
  }

  /* Shapes of a layout, with the templates of a break copied to where breaks are. */
  function foldShapes(shapes, scene) {
    return copies(shapes, scene, function (shape, fold) {
      if (shape.name === "fold") {
        return [Object.assign({}, shape, { visible: true, x0: fold.x0, x1: fold.x1 })];
      }
      return [fold.x0, fold.x1].map(function (x) {
        return Object.assign({}, shape, { visible: true, xanchor: x });
      });
    }, scene.lens.folds);
  }

  function foldNotes(annotations, scene) {
    var others = annotations.filter(function (note) { return note.name !== "zone"; });
    return copies(others, scene, function (template, note) {
      return note.text ? [Object.assign({}, template, {
        visible: true, text: note.text, x: scene.window[0] + note.at / scene.scale,
      })] : [];
    }, notes(scene));
  }

  function copies(items, scene, copy, places) {
    var made = [];
    items.forEach(function (item) {
      if (!/^fold(-|$)/.test(item.name || "")) { made.push(item); return; }
      places.forEach(function (place) { made = made.concat(copy(item, place)); });
    });
    return made;
  }

  Object.assign(dateline, {
    plotMargin: plotMargin,
    foldNotes: foldNotes,
    foldShapes: foldShapes,
    foldWords: foldWords,
    lengthWords: lengthWords,
  });
})(window.dateline = window.dateline || {});
