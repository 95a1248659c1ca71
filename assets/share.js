/*
 * What a reader takes along: link, citation, embed code. The words are pure functions; copying
 * falls back to marked text where the browser refuses it (files, sandboxed frames).
 */
(function (dateline) {
  "use strict";

  /* The event whose tools stand in the panel. */
  var shown = null;

  /* An address without its fragment and without the part of its query that makes it an embed. */
  function home(href) {
    var bare = href.split("#")[0];
    var cut = bare.indexOf("?");
    if (cut < 0) { return bare; }
    var rest = bare.slice(cut + 1).split("&").filter(function (part) {
      return !/^embed(=|$)/.test(part);
    });
    return bare.slice(0, cut) + (rest.length ? "?" + rest.join("&") : "");
  }

  /* The address of a state; of the page alone when nothing is chosen. */
  function linkTo(href, state) {
    var fragment = dateline.encode(state);
    return home(href) + (fragment ? "#" + fragment : "");
  }

  /* True for an address that leads others to the page as well. */
  function isPublic(href) {
    return /^https?:/.test(href) && !/^https?:\/\/(localhost|127\.|\[::1\])/.test(href);
  }

  function fileName(href) {
    return decodeURIComponent(home(href).split("?")[0].split("/").pop());
  }

  /*
   * A citation. `about` is what Python says of the case; `event` has title and when, or is null;
   * `today` is the day of access in words. A file is cited by its name: its address is one on the
   * reader's machine.
   */
  function citation(about, event, href, state, today) {
    var sentences = [];
    if (about.author) { sentences.push(about.author); }
    if (event) { sentences.push("“" + event.title + "” (" + event.when + "). In: " + about.title); }
    else { sentences.push(about.title); }
    var edition = [about.version && "Edition " + about.version, about.date].filter(Boolean);
    if (edition.length) { sentences.push(edition.join(", ")); }
    var where = /^https?:/.test(href) ? linkTo(href, state)
      : /^file:/.test(href) ? "File " + fileName(href) : "";
    var text = sentences.map(function (part) { return part.replace(/[.]$/, "") + "."; }).join(" ");
    return text + (where ? " " + where : "") + " (accessed " + today + ").";
  }

  function attribute(text) {
    return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  }

  /*
   * The frame for a page of somebody else; beside a file the frame names the file alone. Its words
   * are those of dashboard/iframe.py.
   */
  function embedCode(title, href, state, height) {
    var frame = dateline.page.payload.frame;
    var address = linkTo(
      /^https?:/.test(href) ? href : encodeURIComponent(fileName(href)),
      Object.assign({}, state, { embed: "1" })
    );
    // A file has all that it needs in itself, packed; a served page asks its server.
    var words = {
      src: attribute(address),
      title: attribute(title),
      height: height,
      sandbox: dateline.byId("packed") ? frame.file : frame.served,
    };
    return frame.template.replace(/\{(\w+)\}/g, function (whole, key) { return words[key]; });
  }

  /* What there is to take along, by kind, of the view or of the event alone. */
  function offers(page, href, ofEvent) {
    var events = dateline.eventsOf(page.payload);
    var chosen = page.selected;
    var state = ofEvent
      ? Object.assign(dateline.emptyState(), { event: page.state.event })
      : Object.assign({}, page.state, { embed: "" });
    var event = chosen < 0 ? null : { title: events.title(chosen), when: events.when(chosen) };
    var today = new Date().toLocaleDateString("en-GB", {
      day: "numeric", month: "long", year: "numeric",
    });
    var frame = page.payload.frame;
    return {
      link: linkTo(href, state),
      citation: citation(page.payload.citation, event, href, state, today),
      embed: embedCode(
        page.payload.citation.title, href, state,
        page.scene ? dateline.wish(150, page.scene, frame) : frame.lowest
      ),
    };
  }

  function here() {
    dateline.settle();
    return window.location.href;
  }

  function fill() {
    var words = offers(dateline.page, here(), false);
    Object.keys(words).forEach(function (kind) {
      dateline.byId("share-" + kind).value = words[kind];
    });
    dateline.put("share-said", { children: "" });
    dateline.put("share-note", {
      children: isPublic(here()) ? ""
        : "This page is on your own machine: others need the file, or a place on the web for it.",
    });
  }

  /* A frame is told before it asks: a refusal would stand on its console as an error. */
  function mayCopy() {
    var policy = document.featurePolicy;
    return Boolean(navigator.clipboard)
      && (!policy || !policy.allowsFeature || policy.allowsFeature("clipboard-write"));
  }

  /* Copy, and say so; where it is refused, mark the text for the reader to copy. */
  function copy(button) {
    var kind = button.dataset.kind;
    var inPanel = button.dataset.of === "event";
    var words = offers(dateline.page, here(), inPanel)[kind];
    var say = function (text) {
      dateline.put(inPanel ? "panel-said" : "share-said", { children: text });
    };
    var refused = function () {
      if (inPanel) { share(); }
      var field = dateline.byId("share-" + kind);
      field.value = words;
      field.focus();
      field.select();
      dateline.put("share-said", {
        children: "This page may not copy by itself: the text is marked, copy it from there.",
      });
    };
    // Said anew each time, also when the same words stand there already.
    say("");
    if (!mayCopy()) { refused(); return; }
    navigator.clipboard.writeText(words).then(function () {
      say({ link: "Link", citation: "Citation", embed: "Embed code" }[kind] + " copied.");
    }, refused);
  }

  function share() {
    dateline.openDialog("share");
    fill();
  }

  Object.assign(dateline.actions = dateline.actions || {}, { copy: copy, share: share });

  dateline.shows = dateline.shows || {};
  dateline.shows.share = function (page) {
    var event = page.state.event;
    if (event === shown) { return; }
    shown = event;
    dateline.put("permalink", { href: "#event=" + encodeURIComponent(event) });
    dateline.put("panel-said", { children: "" });
  };
  Object.assign(dateline, {
    citation: citation, embedCode: embedCode, linkTo: linkTo,
  });
})(window.dateline = window.dateline || {});
