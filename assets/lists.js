/*
 * Lists of all events, each entry with its place in the timeline as data-index: which entries are
 * shown, and which is the open one. Only what has changed is written.
 */
(function (dateline) {
  "use strict";

  /* The height of what stays at the top of the window, in pixels. */
  var HEADER = 60;

  /* From so many entries on, those out of sight are not laid out; see timeline.css. */
  var LONG = 60;

  /* The entries of a list by place, and its groups with the places in them. */
  function found(list) {
    if (list.entriesOf === list.firstElementChild) { return list.entries; }
    var entries = [];
    list.querySelectorAll("[data-index]").forEach(function (entry) {
      entries[Number(entry.dataset.index)] = entry;
    });
    var groups = Array.from(list.querySelectorAll("[data-group]"), function (group) {
      var places = Array.from(group.querySelectorAll("[data-index]"), function (entry) {
        return Number(entry.dataset.index);
      });
      // What is out of sight takes the room that so many entries will take; see timeline.css.
      group.style.setProperty("--dl-entries", places.length);
      group.style.setProperty("--dl-groups", group.querySelectorAll("[data-group]").length);
      return { group: group, places: places };
    });
    // Where there are few, their heights are worth more than the time to lay them out.
    list.classList.toggle("is-long", entries.length > LONG);
    list.entries = { entries: entries, groups: groups, current: -1 };
    list.entriesOf = list.firstElementChild;
    return list.entries;
  }

  /* A list shows the events of a mask; `selected` is the place of the open one, or -1. */
  function list(element, mask, selected) {
    var parts = found(element);
    parts.entries.forEach(function (entry, i) { hide(entry, !mask[i]); });
    parts.groups.forEach(function (part) {
      hide(part.group, !part.places.some(function (i) { return mask[i]; }));
    });
    if (parts.current === selected) { return; }
    mark(parts.entries[parts.current], false);
    mark(parts.entries[selected], true);
    parts.current = selected;
  }

  function hide(element, hidden) {
    // To ask the page itself takes longer than all that is changed.
    if (element.wasHidden === hidden) { return; }
    element.wasHidden = element.hidden = hidden;
  }

  function mark(entry, current) {
    if (!entry) { return; }
    var link = entry.querySelector("a");
    if (current) { link.setAttribute("aria-current", "true"); }
    else { link.removeAttribute("aria-current"); }
  }

  /*
   * Where a reader is in a list that is about to be filled anew: the entry at the top of the
   * window. Gives what brings that entry back there, because entries that are out of sight have no
   * height of their own in the new filling.
   */
  function reading(element) {
    var top = window.scrollY > 0 && found(element).entries.find(function (entry) {
      return entry.getBoundingClientRect().bottom > HEADER;
    });
    if (!top || top.getBoundingClientRect().top > window.innerHeight) { return function () {}; }
    var address = top.querySelector("a").getAttribute("href");
    var before = top.getBoundingClientRect().top;
    return function () {
      var now = found(element).entries.find(function (entry) {
        return entry.querySelector("a").getAttribute("href") === address && !entry.hidden;
      });
      var settle = function () {
        window.scrollBy(0, now.getBoundingClientRect().top - before);
      };
      if (!now) { return; }
      settle();
      // What comes into sight with that gets its own height in the next frame.
      window.requestAnimationFrame(function () { window.requestAnimationFrame(settle); });
    };
  }

  Object.assign(dateline, { listed: list, reading: reading });
})(window.dateline = window.dateline || {});
