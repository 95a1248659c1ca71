/*
 * Light, dark, or as the system has it: the button goes through all three.
 */
(function (dateline) {
  "use strict";

  var WORDS = { "": "as the system", light: "light", dark: "dark" };

  function system() {
    return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  /* What comes next: first what the system has not, then what it has, then whatever it has. */
  function next(chosen, ofSystem) {
    var other = ofSystem === "dark" ? "light" : "dark";
    return !chosen ? other : chosen === other ? ofSystem : "";
  }

  /* The theme that is shown. A system that forces its own colours has chosen for the reader. */
  function theme() {
    var chosen = dateline.page.state ? dateline.page.state.theme : "";
    if (window.matchMedia("(forced-colors: active)").matches) { return system(); }
    return chosen || system();
  }

  dateline.shows = dateline.shows || {};
  dateline.shows.themeButton = function (page) {
    var words = "Light or dark: " + WORDS[page.state.theme];
    document.documentElement.dataset.choice = page.state.theme || "system";
    document.querySelectorAll("button[data-action='theme']").forEach(function (button) {
      button.title = words;
      button.setAttribute("aria-label", words);
    });
  };

  dateline.actions = dateline.actions || {};
  dateline.actions.theme = function () {
    dateline.go({ theme: next(dateline.page.state.theme, system()) }, false);
  };

  Object.assign(dateline, { nextTheme: next, theme: theme });
})(window.dateline = window.dateline || {});
