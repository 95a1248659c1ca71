/*
 * Marks of the chart that are drawn straight. plotly styles every mark two or three times at every
 * drawing and lays every text out anew, though few looks are ever seen: that takes longer than all
 * else that a key in the search asks for. Here plotly draws one mark of each look; the others are
 * given what it wrote. Places, hovering, zooming and dragging stay plotly's.
 *
 * Where plotly is not as it is known here, it draws all marks itself, as it would without this.
 *
 * dateline.straight: role of a trace → how its marks are drawn.
 *   mode      how plotly is to be asked to draw them
 *   samples   the class of the group into which it puts them
 *   home      the class of the group for those that are drawn here
 *   fits      whether a point can be drawn here; where one cannot, plotly draws the trace
 *   look      what tells the looks of points apart, from a point and its trace
 *   learn     what plotly has drawn for a look, from its element and point; null where that is
 *             not known. Without it a look says all that there is to know
 *   make      an element for a mark
 *   dress     gives it what was learned of its look, or the look
 *   place     puts it where its point is, in pixels
 */
(function (dateline) {
  "use strict";

  /* What is known of the looks of a role. */
  var looks = Object.create(null);

  function roleOf(points) {
    var trace = points[0].trace;
    var role = trace.meta && trace.meta.role;
    var how = Object.prototype.hasOwnProperty.call(dateline.straight, role)
      ? dateline.straight[role] : null;
    return how && trace.mode === how.mode
      && points.every(function (point) { return !placed(point) || how.fits(point, trace); })
      ? role : "";
  }

  function placed(point) { return Number.isFinite(point.x) && Number.isFinite(point.y); }

  function known(role) { return looks[role] = looks[role] || Object.create(null); }

  /* One point of each look that was never drawn, as plotly wants the points of a trace. */
  function unseen(points, role) {
    var how = dateline.straight[role];
    var trace = points[0].trace;
    var found = Object.create(null);
    if (!how.learn) { return []; }
    points.filter(placed).forEach(function (point) {
      var look = how.look(point, trace);
      if (!(look in known(role)) && !(look in found)) { found[look] = Object.assign({}, point); }
    });
    var sample = Object.values(found);
    if (sample.length) { Object.assign(sample[0], first(points)); }
    return sample;
  }

  /* What plotly keeps of a trace at its first point. */
  function first(points) { return { t: points[0].t, trace: points[0].trace }; }

  /* The child with a class; to ask for it by a selector takes longer, where there are many marks. */
  function child(parent, name) {
    return parent && Array.prototype.find.call(parent.children, function (one) {
      return one.classList.contains(name);
    });
  }

  function groupOf(layer, points) { return child(layer.node(), "trace" + points[0].trace.uid); }

  function samplesIn(group, role) { return child(group, dateline.straight[role].samples); }

  /* Notes how plotly has drawn points of a trace; false when it cannot be told. */
  function learn(layer, points, role) {
    var how = dateline.straight[role];
    var trace = points[0].trace;
    var samples = samplesIn(groupOf(layer, points), role);
    var drawn = samples ? Array.from(samples.children) : [];
    var seen = points.filter(placed);
    if (drawn.length !== seen.length) { return false; }
    return seen.every(function (point, k) {
      var look = how.look(point, trace);
      var note = known(role)[look] || how.learn(drawn[k], point);
      if (note) { known(role)[look] = note; }
      return Boolean(note);
    });
  }

  function sweep(group, role) {
    var samples = samplesIn(group, role);
    if (samples && samples.firstChild) { samples.replaceChildren(); }
  }

  function homeOf(group, how) {
    var home = group.lastElementChild;
    if (!home.classList.contains(how.home)) {
      home = dateline.svgNode("g", { class: "dl-straight " + how.home });
      home.marks = new Map();
      group.appendChild(home);
    }
    return home;
  }

  /*
   * Puts the marks of a trace where its points are, in place of those that plotly has drawn of it
   * itself. Each event keeps its own mark, and a mark that looks and lies as it did is not touched: a
   * key in the search mostly leaves some out, no more.
   */
  function put(layer, axes, points, role) {
    var how = dateline.straight[role];
    var group = groupOf(layer, points);
    sweep(group, role);
    var home = homeOf(group, how);
    dateline.release(home);
    var marks = home.marks;
    var trace = points[0].trace;
    var events = trace.customdata;
    var shown = new Map();
    points.filter(placed).forEach(function (point) {
      var event = events[point.i];
      var mark = marks.get(event);
      if (!mark) {
        mark = { node: how.make(), look: "", at: "" };
        marks.set(event, mark);
      }
      shown.set(mark, point);
    });
    // Of very many events others are picked for each window, and what is left out is not missed.
    var passing = Boolean(dateline.page.bulk);
    marks.forEach(function (mark, event) {
      if (shown.has(mark)) { return; }
      if (mark.node.parentNode) { mark.node.remove(); }
      if (passing) { marks.delete(event); }
    });
    var next = home.firstChild;
    shown.forEach(function (point, mark) {
      var look = how.look(point, trace);
      var note = how.learn ? known(role)[look] : look;
      how.dress(mark, note, point, trace, mark.look !== look);
      mark.look = look;
      // Whoever asks an element of plotly's what it stands for finds it here.
      mark.node.__data__ = point;
      var x = dateline.hundredths(axes.xaxis.c2p(point.x));
      var y = dateline.hundredths(axes.yaxis.c2p(point.y));
      if (mark.at !== x + "," + y) {
        mark.at = x + "," + y;
        how.place(mark.node, x, y);
      }
      // Which mark lies on top of which is told by their order.
      if (mark.node === next) { next = next.nextSibling; } else { home.insertBefore(mark.node, next); }
    });
  }

  /* What was drawn here of traces that plotly draws itself now, or that have nothing to draw. */
  function clear(layer, all, roles) {
    Array.prototype.forEach.call(layer.node().children, function (group) {
      var home = group.lastElementChild;
      if (!home || !home.classList.contains("dl-straight")) { return; }
      var still = all.some(function (points, n) {
        return roles[n] && group.classList.contains("trace" + points[0].trace.uid);
      });
      if (!still) {
        dateline.release(home);
        home.remove();
      }
    });
  }

  /* What plotly draws traces of points with, with some drawn straight. */
  function drawer(plain) {
    return function (plot, axes, all, layer, transition) {
      var glides = transition && transition.duration > 0;
      var roles = all.map(function (points) { return glides ? "" : roleOf(points); });
      var given = Array.from(arguments);
      /* A trace that is not to be seen gets its group, and what is in that stays as it is. */
      var draw = function (traces, hidden) {
        given[2] = traces;
        traces.forEach(function (points, n) { points[0].trace.visible = !hidden[n] || "straight"; });
        try { return plain.apply(null, given); } finally {
          traces.forEach(function (points) { points[0].trace.visible = true; });
        }
      };
      var samples = all.map(function (points, n) {
        return roles[n] ? unseen(points, roles[n]) : [];
      });
      if (samples.some(function (sample) { return sample.length; })) {
        draw(all.map(function (points, n) { return samples[n].length ? samples[n] : points; }),
          samples.map(function (sample) { return !sample.length; }));
        samples.forEach(function (sample, n) {
          if (sample.length && !learn(layer, sample, roles[n])) { roles[n] = ""; }
        });
      }
      draw(all, roles);
      clear(layer, all, roles);
      all.forEach(function (points, n) {
        if (roles[n]) { put(layer, axes, points, roles[n]); }
      });
    };
  }

  /* What can be learned from a drawing of plotly's alone. */
  function learnAll(plot) {
    var drawn = plot.querySelector(".scatterlayer");
    if (!drawn) { return; }
    var layer = { node: function () { return drawn; } };
    (plot.calcdata || []).forEach(function (points) {
      var role = points.length && points[0].trace && points[0].trace.visible === true
        && points[0].trace.type === "scatter" ? roleOf(points) : "";
      if (role && dateline.straight[role].learn) { learn(layer, points, role); }
    });
  }

  /* Once plotly has drawn points it can be told what it draws them with, and not before. */
  function drawStraight(plot) {
    var trace = (plot._fullData || []).find(function (one) {
      return one._module && one._module.name === "scatter";
    });
    var module = trace && trace._module;
    if (!module || module.drawsStraight || typeof module.plot !== "function") { return; }
    module.drawsStraight = true;
    module.plot = drawer(module.plot);
    learnAll(plot);
  }

  /* The role of points that can be put without asking plotly: all their looks are known; or "". */
  function knownRole(points) {
    var role = roleOf(points);
    return role && !unseen(points, role).length ? role : "";
  }

  /* Puts the marks of a trace anew; plotly is not drawing, and is told which points these are. */
  function putAnew(layer, axes, points, role) {
    var held = { node: function () { return layer; } };
    var group = groupOf(held, points);
    group.__data__ = points;
    Array.prototype.forEach.call(group.children, function (part) {
      if (part.__data__) { part.__data__ = points; }
    });
    put(held, axes, points, role);
  }

  dateline.straight = dateline.straight || {};
  Object.assign(dateline, {
    drawStraight: drawStraight,
    knownRole: knownRole,
    putStraight: putAnew,
  });
})(window.dateline = window.dateline || {});
