/*
 * The panel as a sheet on smaller screens: pulled up and down by its head, closed by pulling it
 * down, and swiped to the side for the events before and after.
 */
(function (dateline) {
  "use strict";

  /* Up to this width the panel is a sheet; timeline.css says so too. */
  var SHEET = "(max-width: 1000px)";
  /* Pixels from which on a movement is none by accident; and those that ask for something. */
  var SLACK = 6;
  var SWIPE = 60;
  /* The heights of the sheet, as shares of the window. */
  var HALF = 0.68;
  var FULL = 0.92;

  var drag = null;
  var touch = null;

  function isSheet() { return window.matchMedia(SHEET).matches; }

  function isFull() { return document.documentElement.dataset.sheet === "full"; }

  function size(full) {
    var root = document.documentElement;
    if (full) { root.dataset.sheet = "full"; } else { delete root.dataset.sheet; }
    var handle = dateline.byId("panel").querySelector(".dl-sheet-handle");
    if (handle) { handle.setAttribute("aria-expanded", String(full)); }
  }

  /* What letting go asks for, by the height then and before, as shares of the window. */
  function settle(height, before, full) {
    if (height < before - 0.2 && (!full || height < HALF * 0.6)) { return "close"; }
    if (full) { return height < (HALF + FULL) / 2 ? "half" : "full"; }
    return height > before + 0.06 ? "full" : "half";
  }

  /* Where a finger went, if that asks for anything: next, previous, down or null. */
  function swipe(dx, dy, atTop) {
    if (Math.abs(dx) >= SWIPE && Math.abs(dx) > 2 * Math.abs(dy)) {
      return dx < 0 ? "next" : "previous";
    }
    return atTop && dy >= 1.5 * SWIPE && dy > 2 * Math.abs(dx) ? "down" : null;
  }

  function down() {
    if (isFull()) { size(false); } else { dateline.act("close"); }
  }

  /* ---------------------------------------------------------------- the head */

  function onDown(event) {
    var panel = dateline.byId("panel");
    if (!isSheet() || !event.isPrimary || event.button) { return; }
    drag = { id: event.pointerId, y: event.clientY, height: panel.offsetHeight, moved: false };
  }

  function onMove(event) {
    if (!drag || event.pointerId !== drag.id) { return; }
    var dy = event.clientY - drag.y;
    if (!drag.moved && Math.abs(dy) < SLACK) { return; }
    var panel = dateline.byId("panel");
    if (!drag.moved) {
      drag.moved = true;
      event.currentTarget.setPointerCapture(event.pointerId);
      panel.classList.add("is-dragged");
    }
    var height = Math.min(drag.height - dy, window.innerHeight * FULL);
    panel.style.height = panel.style.maxHeight = Math.max(height, 40) + "px";
  }

  function onUp(event) {
    var from = drag;
    drag = null;
    if (!from || !from.moved) { return; }
    var panel = dateline.byId("panel");
    var whole = window.innerHeight;
    var height = from.height - (event.clientY - from.y);
    var asked = settle(height / whole, from.height / whole, isFull());
    panel.classList.remove("is-dragged");
    panel.style.height = panel.style.maxHeight = "";
    // A drag that ends on a button has not pressed it.
    window.addEventListener("click", swallow, { capture: true, once: true });
    window.setTimeout(function () { window.removeEventListener("click", swallow, true); }, 0);
    if (asked === "close") { dateline.act("close"); } else { size(asked === "full"); }
  }

  function swallow(event) { event.stopPropagation(); event.preventDefault(); }

  /* ---------------------------------------------------------------- the body */

  function onTouchStart(event) {
    touch = null;
    var panel = dateline.byId("panel");
    var inside = event.target.closest(".dl-steps, pre, [data-swipe='no']");
    if (!isSheet() || inside || event.touches.length > 1) { return; }
    touch = {
      x: event.touches[0].clientX, y: event.touches[0].clientY, top: panel.scrollTop <= 0,
    };
  }

  function onTouchEnd(event) {
    if (!touch || event.touches.length) { touch = null; return; }
    var end = event.changedTouches[0];
    var chosen = String(window.getSelection());
    var asked = chosen ? null : swipe(end.clientX - touch.x, end.clientY - touch.y, touch.top);
    touch = null;
    if (asked === "down") { down(); } else if (asked) { dateline.act(asked); }
  }

  dateline.shows = dateline.shows || {};
  dateline.shows.sheet = function () {
    var panel = dateline.byId("panel");
    var head = panel && panel.querySelector(".dl-steps");
    if (!panel.classList.contains("is-open")) { size(false); }
    if (!head || head.dataset.listening) { return; }
    head.dataset.listening = "true";
    head.addEventListener("pointerdown", onDown);
    head.addEventListener("pointermove", onMove);
    head.addEventListener("pointerup", onUp);
    head.addEventListener("pointercancel", onUp);
    panel.addEventListener("touchstart", onTouchStart, { passive: true });
    panel.addEventListener("touchend", onTouchEnd, { passive: true });
  };

  dateline.actions = dateline.actions || {};
  dateline.actions.sheet = function () { size(!isFull()); };

  Object.assign(dateline, { settleSheet: settle, swipe: swipe });
})(window.dateline = window.dateline || {});
