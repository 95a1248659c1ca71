/*
 * Windows over the page, and the switch for shortcuts. The browser keeps the focus inside a window
 * and closes it with Escape; whoever opened it gets the focus back.
 */
(function (dateline) {
  "use strict";

  /* All of them; the page has them from its start. */
  var dialogs = [];

  function openDialog(id) {
    var dialog = dateline.byId(id);
    if (dialog.open) { return; }
    var before = document.activeElement;
    dialog.showModal();
    dialog.addEventListener("close", function () {
      if (before && before !== document.body && document.contains(before)) {
        before.focus({ preventScroll: true });
      }
    }, { once: true });
    if (!dialog.dataset.listening) {
      dialog.dataset.listening = "true";
      // Only what lies around the window has the dialog itself as its target.
      dialog.addEventListener("click", function (event) {
        if (event.target === dialog) { dialog.close(); }
      });
    }
  }

  /* The window that is open, or nothing. Asked at every key, so they are looked for once. */
  function dialogOpen() {
    if (!dialogs.length || !dialogs[0].isConnected) {
      dialogs = Array.from(document.querySelectorAll("dialog"));
    }
    return dialogs.find(function (dialog) { return dialog.open; }) || null;
  }

  Object.assign(dateline.actions = dateline.actions || {}, {
    help: function () {
      var keys = dateline.byId("help-keys");
      // Markup made and escaped in Python.
      if (!keys.firstChild) { keys.innerHTML = keys.dataset.markup; }
      openDialog("help");
    },
    dismiss: function () { if (dialogOpen()) { dialogOpen().close(); } },
    shortcuts: function () {
      dateline.shortcuts = !dateline.shortcuts;
      dateline.put("shortcuts", { "aria-checked": String(dateline.shortcuts) });
    },
  });

  /*
   * True for a key that speech or a slip could type: it does nothing while shortcuts are off
   * (WCAG 2.2, 2.1.4). Arrows and Escape are no such keys.
   */
  function isCharacter(key) { return key.length === 1; }

  Object.assign(dateline, {
    dialogOpen: dialogOpen,
    isCharacter: isCharacter,
    openDialog: openDialog,
    shortcuts: true,
  });
})(window.dateline = window.dateline || {});
