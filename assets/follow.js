/*
 * A served page follows its file: it asks the server for new versions and shows what is wrong with
 * a broken one.
 */
(function (dateline) {
  "use strict";

  function watch(version) {
    var base = document.querySelector("base");
    var root = (base ? base.href : window.location.pathname).replace(/[^/]*$/, "");
    function ask(path) {
      return window.fetch(root + path, { cache: "no-store" }).then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json();
      });
    }
    function again() { window.setTimeout(look, 500); }
    function look() {
      ask("_dateline/state").then(function (now) {
        problems(now.problems, now.waiting);
        if (now.version === version) { return null; }
        return ask("_dateline/content").then(function (fresh) {
          version = fresh.version;
          document.title = fresh.title;
          Object.keys(fresh.content).forEach(function (id) {
            if (id !== "payload") { dateline.put(id, fresh.content[id]); }
          });
          dateline.show(fresh.content.payload.data);
        });
      }).catch(function () {
        // The server is away for a moment or has ended; the page keeps what it has.
      }).then(again);
    }
    look();
  }

  function node(type, props) {
    return { namespace: "dash_html_components", type: type, props: props };
  }

  /* The problems of a broken save: the page still shows the last good version, if there was one. */
  function problems(found, waiting) {
    var text = JSON.stringify([found, waiting]);
    if (problems.last === text) { return; }
    problems.last = text;
    // Nothing to see yet but what is wrong.
    document.documentElement.toggleAttribute("data-waiting", Boolean(waiting));
    var children = found.length ? node("Div", {
      className: "dl-problems",
      children: [
        node("P", {
          children: waiting ? "The file has problems; its events are shown as soon as it has none."
            : "The file has problems; this is the last version without them.",
        }),
        node("Ul", {
          children: found.map(function (problem) {
            return node("Li", { children: node("Code", { children: problem.text }) });
          }),
        }),
      ],
    }) : [];
    dateline.put("problems", { children: children });
  }

  Object.assign(dateline, { watch: watch });
})(window.dateline = window.dateline || {});
