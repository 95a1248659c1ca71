/*
 * The page of an actor in the panel: while one actor is filtered and no event is selected.
 */
(function (dateline) {
  "use strict";

  function node(type, props) {
    return { namespace: "dash_html_components", type: type, props: props };
  }

  /* The first component within another, or a list of them, that passes a test. */
  function find(part, test) {
    if (Array.isArray(part)) {
      for (var k = 0; k < part.length; k += 1) {
        var found = find(part[k], test);
        if (found) { return found; }
      }
      return null;
    }
    if (!part || !part.props) { return null; }
    return test(part) ? part : find(part.props.children, test);
  }

  function eventLink(payload, i) {
    return node("A", {
      href: "#event=" + payload.events.id[i],
      children: node("Bdi", { children: payload.events.title[i] }),
    });
  }

  /* An entry of an actor's page, which names an event or one of its claims, with its words. */
  function entry(payload, part) {
    var i = Number(part.props["data-event"]);
    var number = part.props["data-claim"];
    if (number === undefined) {
      return node("Li", Object.assign({}, part.props, {
        children: [
          node("Span", { className: "dl-when", children: payload.events.when[i] }),
          node("P", { children: eventLink(payload, i) }),
        ],
      }));
    }
    var claim = find(payload.panels[i], function (one) {
      return one.props["data-claim"] === number;
    });
    return node("Li", Object.assign({}, part.props, {
      className: claim.props.className,
      children: [node("P", { className: "dl-about", children: eventLink(payload, i) })].concat(
        claim.props.children
      ),
      // The claim may be younger than what is said of the event.
      "data-since": claim.props["data-since"] || part.props["data-since"],
    }));
  }

  /* A page as Python sends it, or part of it, with the entries filled in. */
  function fill(payload, part) {
    if (Array.isArray(part)) { return part.map(function (item) { return fill(payload, item); }); }
    if (!part || !part.props) { return part; }
    if (part.props["data-event"] !== undefined) { return entry(payload, part); }
    return Object.assign({}, part, {
      props: Object.assign({}, part.props, { children: fill(payload, part.props.children) }),
    });
  }

  function known(payload, id) {
    return Object.prototype.hasOwnProperty.call(payload.actors, id);
  }

  /* The actor whose page the panel shall show, or "". */
  function actorOf(page) {
    var chosen = page.state.actor;
    var id = chosen.length === 1 && page.selected < 0 ? chosen[0] : "";
    if (page.left !== chosen[0]) { page.left = ""; }
    return id && id !== page.left && known(page.payload, id) ? id : "";
  }

  /* The one actor that is filtered while its page is not shown, or "". */
  function actorAway(page) {
    var chosen = page.state.actor;
    var one = chosen.length === 1 && known(page.payload, chosen[0]);
    return one && !actorOf(page) ? chosen[0] : "";
  }

  /* The page of that actor as it was known on the day of the state, or null. */
  function actorPage(page) {
    var id = actorOf(page);
    if (!id) { return null; }
    var filled = fill(page.payload, page.payload.actors[id]);
    return dateline.asOf(filled, dateline.dayEnd(page.state.on));
  }

  /* Close the page of an actor and keep the filter; tells whether there was one to close. */
  function leaveActor() {
    var page = dateline.page;
    if (!actorOf(page)) { return false; }
    page.left = page.state.actor[0];
    dateline.refresh();
    return true;
  }

  /* Let the page of an actor be shown again. */
  function returnToActor() {
    if (!dateline.page.left) { return; }
    dateline.page.left = "";
    dateline.refresh();
  }

  Object.assign(dateline, {
    actorAway: actorAway,
    actorPage: actorPage,
    leaveActor: leaveActor,
    returnToActor: returnToActor,
  });
})(window.dateline = window.dateline || {});
