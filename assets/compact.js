/*
 * Components as dom.js takes them, from the few letters in which dashboard/app/compact.py sends them.
 */
(function (dateline) {
  "use strict";

  /* {"P": [properties or 0, child, …]} to a component; texts and lists stay what they are. */
  function expand(part) {
    if (Array.isArray(part)) { return part.map(expand); }
    if (!part || typeof part !== "object") { return part; }
    var type = Object.keys(part)[0];
    var props = Object.assign({}, part[type][0] || {});
    var children = part[type].slice(1).map(expand);
    if (children.length) { props.children = children.length === 1 ? children[0] : children; }
    return { namespace: "dash_html_components", type: type, props: props };
  }

  /* A payload with its components written out; once. */
  function unpack(payload) {
    if (payload.unpacked) { return payload; }
    payload.unpacked = true;
    payload.introduction = expand(payload.introduction);
    if (payload.panels) { payload.panels = payload.panels.map(expand); }
    Object.keys(payload.actors).forEach(function (id) {
      payload.actors[id] = expand(payload.actors[id]);
    });
    return payload;
  }

  Object.assign(dateline, { expand: expand, unpack: unpack });
})(window.dateline = window.dateline || {});
