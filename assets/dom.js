/*
 * The elements of the page, written straight. Dash puts them on a page that is served and is not
 * asked again: it goes through all components of the page for each that is given something. What it
 * was never told of it leaves alone, so nobody else writes to them after the page has started.
 */
(function (dateline) {
  "use strict";

  /* A component as Python writes it, or a list of them, as nodes. */
  function nodes(part) {
    if (Array.isArray(part)) { return [].concat.apply([], part.map(nodes)); }
    if (part === null || part === undefined || part === "") { return []; }
    if (!part.props) { return [document.createTextNode(String(part))]; }
    var element = document.createElement(part.type.toLowerCase());
    assign(element, part.props);
    return [element];
  }

  function assign(element, props) {
    Object.keys(props).forEach(function (name) {
      if (name === "children") { fill(element, props.children); }
      else if (name === "style") { style(element, props.style); }
      else if (name in element) { property(element, name, props[name]); }
      else { attribute(element, name, props[name]); }
    });
  }

  /* A custom property is none of the style object's own. */
  function style(element, values) {
    Object.keys(values).forEach(function (name) {
      if (name.indexOf("--") === 0) { element.style.setProperty(name, values[name]); }
      else { element.style[name] = values[name]; }
    });
  }

  /* Only what differs: what is written is laid out anew, and told to those who listen to a page. */
  function property(element, name, value) {
    // A link that leads nowhere has no address at all.
    if (value === null) { attribute(element, name, null); }
    else if (name === "href") { attribute(element, name, value); }
    else if (element[name] !== value) { element[name] = value; }
  }

  function attribute(element, name, value) {
    if (value === null || value === undefined) { element.removeAttribute(name); }
    else if (element.getAttribute(name) !== String(value)) { element.setAttribute(name, value); }
  }

  function fill(element, children) {
    var written = JSON.stringify(children);
    if (element.filledWith === written) { return; }
    element.filledWith = written;
    element.replaceChildren.apply(element, nodes(children));
  }

  /* Give the element of an id properties and children, by the names that Python has for them. */
  function put(id, props) {
    var element = typeof id === "string" ? document.getElementById(id) : id;
    if (element) { assign(element, props); }
  }

  /* An element of a picture with its attributes. */
  function svgNode(name, attributes) {
    var made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.keys(attributes || {}).forEach(function (key) {
      made.setAttribute(key, attributes[key]);
    });
    return made;
  }

  Object.assign(dateline, { put: put, svgNode: svgNode });
})(window.dateline = window.dateline || {});
