/*
 * What the lanes are: the layout of the figure for another way to sort events into them. Python
 * has placed the marks for every way; here one is put in the place of the other.
 */
(function (dateline) {
  "use strict";

  /* Whether a shape or a note of a layout is the band or the name of a lane. */
  function ofLane(item) { return String(item.name || "").indexOf("lane:") === 0; }

  function other(item) { return !ofLane(item); }

  /*
   * A variant with the lanes of another way, as they are on the day that ends at `ms`, or today
   * where that is null. Made once for each way, because what is measured is kept on it.
   */
  function inLanes(variant, by, known, ms) {
    var mode = variant.modes[by];
    if (!mode) { return variant; }
    return mode.past && ms !== null ? onDay(today(variant, mode), mode.past, known, ms)
      : today(variant, mode);
  }

  function today(variant, mode) {
    if (!mode.made) {
      var figures = {};
      Object.keys(variant.figures).forEach(function (theme) {
        figures[theme] = around(variant.figures[theme], mode);
      });
      mode.made = Object.assign({}, variant, {
        lanes: mode.lanes, lane: mode.lane, row: mode.row, figures: figures,
      });
    }
    return mode.made;
  }

  /* The evidence of an event was another once: it stood in the lane of that. */
  function onDay(made, past, known, ms) {
    if (past.day !== ms) {
      var runs = dateline.runsAt(known, ms);
      var then = function (column) {
        return runs.map(function (run, i) { return column[i][run]; });
      };
      past.day = ms;
      past.made = Object.assign({}, made, { lane: then(past.lane), row: then(past.row) });
    }
    return past.made;
  }

  /* The figure of a theme with other lanes, which take their colours from its own. */
  function around(figure, mode) {
    var shapes = figure.layout.shapes || [];
    var notes = figure.layout.annotations || [];
    var band = shapes.find(ofLane);
    var title = notes.find(ofLane);
    var layout = Object.assign({}, figure.layout, {
      margin: Object.assign({}, figure.layout.margin, { l: mode.left }),
      shapes: mode.shapes.map(function (shape) {
        return Object.assign({}, shape, { fillcolor: band.fillcolor });
      }).concat(shapes.filter(other)),
      annotations: mode.annotations.map(function (note) {
        return Object.assign({}, note, { font: title.font });
      }).concat(notes.filter(other)),
    });
    return Object.assign({}, figure, { layout: layout });
  }

  dateline.shows = dateline.shows || {};
  dateline.shows.lanes = function (page) {
    var select = dateline.byId("lanes");
    if (!select) { return; }
    if (!select.dataset.listening) {
      select.dataset.listening = "true";
      select.addEventListener("change", function () {
        dateline.go({ lanes: select.value === "category" ? "" : select.value }, true);
      });
    }
    // Lanes by what no event has would be a single one.
    Array.from(select.options).forEach(function (option) {
      var terms = page.payload.terms[option.value];
      option.hidden = option.disabled = Boolean(terms) && !terms.length;
    });
    select.value = page.state.lanes || "category";
  };

  Object.assign(dateline, { inLanes: inLanes, ofLane: ofLane });
})(window.dateline = window.dateline || {});
