/*
 * A timeline of very many events: its columns as typed arrays, and the texts of its events, which
 * come in blocks as they are needed. Events are known by their place in the order of time.
 */
(function (dateline) {
  "use strict";

  /* Blocks of texts that are kept; what was not used for longest goes first. */
  var KEPT = 48;

  /* Titles that are kept without the other texts of their events. */
  var TITLES = 4000;
  /* Where titles come with blocks alone, so many blocks are asked for at once. */
  var AT_ONCE = 16;

  /* The place of an event that has none, as dashboard/bulk/columns.py has it. */
  var NOWHERE = 0xffffffff;

  var TYPES = {
    u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i4: Int32Array, f8: Float64Array,
  };

  /* Columns with a value for each event: what it is made of, and the value where all have one. */
  var EACH = {
    start: [Float64Array, 0], length: [Float64Array, 0], before: [Float64Array, 0],
    after: [Float64Array, 0], flags: [Uint8Array, 0], category: [Uint16Array, 0],
    place: [Uint32Array, NOWHERE], importance: [Uint8Array, 3], evidence: [Uint8Array, 0],
    first: [Uint8Array, 0], public: [Float64Array, 0], sources: [Uint16Array, 0],
    actor_ends: [Uint32Array, 0], tag_ends: [Uint32Array, 0],
  };
  /* Others: what they are made of, and how many there are where all are the same. */
  var FREE = {
    actor: [Uint32Array, function (columns) { return last(columns.actor_ends); }],
    tag: [Uint32Array, function (columns) { return last(columns.tag_ends); }],
    step_event: [Uint32Array, steps],
    step_since: [Float64Array, steps],
    step_kind: [Uint8Array, steps],
  };

  function last(column) { return column.length ? column[column.length - 1] : 0; }

  /* No two steps are alike: where no column of them has a length, there is one or none. */
  function steps(columns, found) {
    var specs = ["step_event", "step_since", "step_kind"].map(function (name) {
      return found[name] ? found[name].spec : { length: 0, base: 0 };
    });
    return Math.max.apply(null, specs.map(function (spec) {
      return spec.length || (spec.base ? 1 : 0);
    }));
  }

  /* The values of a column: base + unit × what is written, or × the sum of it so far. */
  function values(raw, spec, Type) {
    if (raw instanceof Type && !spec.base && spec.unit === 1 && !spec.delta) { return raw; }
    var made = new Type(raw.length);
    var sum = 0;
    for (var k = 0; k < raw.length; k += 1) {
      sum = spec.delta ? sum + raw[k] : raw[k];
      made[k] = spec.base + spec.unit * sum;
    }
    return made;
  }

  /* The columns by name from the bytes of their block, and their descriptions. Pure. */
  function readColumns(bytes, specs, count) {
    // Numbers of eight bytes must begin at a multiple of eight, in memory too.
    var aligned = bytes.byteOffset % 8 ? bytes.slice() : bytes;
    var found = {};
    var at = aligned.byteOffset;
    specs.forEach(function (spec) {
      var raw = new TYPES[spec.dtype](aligned.buffer, at, spec.length);
      at += Math.ceil(raw.byteLength / 8) * 8;
      found[spec.name] = { raw: raw, spec: spec };
    });
    var columns = {};
    Object.keys(EACH).forEach(function (name) {
      var one = found[name];
      columns[name] = one && one.spec.length ? values(one.raw, one.spec, EACH[name][0])
        : new EACH[name][0](count).fill(one ? one.spec.base : EACH[name][1]);
    });
    // Where nothing is said of another day, it was as it is.
    if (!found.first) { columns.first = columns.evidence; }
    Object.keys(FREE).forEach(function (name) {
      var one = found[name];
      columns[name] = one && one.spec.length ? values(one.raw, one.spec, FREE[name][0])
        : new FREE[name][0](FREE[name][1](columns, found)).fill(one ? one.spec.base : 0);
    });
    return columns;
  }

  function plus(a, b, sign) {
    var made = new Float64Array(a.length);
    for (var i = 0; i < a.length; i += 1) { made[i] = a[i] + sign * b[i]; }
    return made;
  }

  /* ---------------------------------------------------------------- texts */

  var HOLE = /\u0001(\d+)\u0002/g;
  var WHOLE = /^\u0001(\d+)\u0002$/;
  var ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

  function escaped(value) {
    return String(value).replace(/[&<>"']/g, function (sign) { return ESCAPES[sign]; });
  }

  /* Markup with its holes filled; the values are text. Pure. */
  function fillMarkup(markup, given) {
    return markup.replace(HOLE, function (_, n) { return escaped(given[n]); });
  }

  /* A component in few letters, or a list or text, with its holes filled. Pure. */
  function fillPart(part, given) {
    if (typeof part === "string") {
      var whole = WHOLE.exec(part);
      return whole ? given[whole[1]]
        : part.replace(HOLE, function (_, n) { return String(given[n]); });
    }
    if (Array.isArray(part)) { return part.map(function (one) { return fillPart(one, given); }); }
    if (!part || typeof part !== "object") { return part; }
    var made = {};
    Object.keys(part).forEach(function (key) { made[key] = fillPart(part[key], given); });
    return made;
  }

  /*
   * The texts of a block that are asked for most, as lists. They come as part of the shapes, so that
   * all that is written of an event stands in one place, where it compresses best.
   */
  function listed(block, first) {
    // The hole after the last text is for the place of the event.
    block.values.forEach(function (given, n) { given.push(first + n); });
    ["id", "title", "when", "hover"].forEach(function (name) {
      block[name] = block[name] || block.shape.map(function (which, n) {
        return fillPart(block.shapes[which][name], block.values[n]);
      });
    });
    return block;
  }

  /* What is written of one event. The larger parts are made when they are asked for. */
  function Written(block, n) {
    this.id = block.id[n];
    this.title = block.title[n];
    this.when = block.when[n];
    this.hover = block.hover[n];
    this.shape = block.shapes[block.shape[n]];
    this.values = block.values[n];
  }
  Object.defineProperties(Written.prototype, {
    panel: { get: function () { return dateline.expand(fillPart(this.shape.panel, this.values)); } },
    entry: { get: function () { return fillMarkup(this.shape.entry, this.values); } },
    row: { get: function () { return fillMarkup(this.shape.row, this.values); } },
  });

  /* ---------------------------------------------------------------- ids */

  /* The check sum of a text as UTF-8 (CRC-32, ISO 3309). Pure. */
  function crc32(text) {
    var table = crc32.table = crc32.table || Uint32Array.from({ length: 256 }, function (_, n) {
      for (var bit = 0; bit < 8; bit += 1) { n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; }
      return n;
    });
    var sum = 0xffffffff;
    new TextEncoder().encode(text).forEach(function (byte) {
      sum = table[(sum ^ byte) & 255] ^ (sum >>> 8);
    });
    return (sum ^ 0xffffffff) >>> 0;
  }

  /* ---------------------------------------------------------------- opening */

  /*
   * A promise of what the page works with:
   *
   *   count, block; start, end, earliest, latest and the other columns, by their names
   *   heads              the most important events, place → {title, hover}
   *   record(i)          what is written of an event: id, title, when, hover, panel, entry, row;
   *                      null while its block is not here
   *   load(i), loadRange(a, b)   a promise of that record; of all from a to b, both included
   *   titleOf(i)         its title, or null
   *   loadTitles(places) a promise of how many blocks it took to get titles of these events: from a
   *                      server all of them and no block, elsewhere those in a few blocks, the
   *                      first of the places first
   *   placeOf(id)        the place of an id among what is here, or -1
   *   find(id)           a promise of the place of an id, or -1
   */
  function openBulk(payload) {
    var about = payload.bulk;
    var store = dateline.openStore(about.store);
    return Promise.all([store.bytes("columns"), store.json("heads")]).then(function (came) {
      return opened(payload, store, readColumns(came[0], about.columns, about.count), came[1]);
    });
  }

  function opened(payload, store, columns, heads) {
    var about = payload.bulk;
    // In the order of their last use, the latest last.
    var blocks = new Map();
    var places = new Map();
    var kept = new Map();
    var sums = null;

    function blockOf(i) { return Math.floor(i / about.block); }

    function take(k, came) {
      var block = listed(came, k * about.block);
      blocks.set(k, block);
      block.id.forEach(function (id, n) { places.set(id, k * about.block + n); });
      if (blocks.size <= KEPT) { return block; }
      var oldest = blocks.keys().next().value;
      blocks.get(oldest).id.forEach(function (id) { places.delete(id); });
      blocks.delete(oldest);
      return block;
    }

    function use(k) {
      var block = blocks.get(k);
      if (block) { blocks.delete(k); blocks.set(k, block); }
      return block;
    }

    function fetchBlock(k) {
      var block = use(k);
      if (block) { return Promise.resolve(block); }
      return store.json("b" + k).then(function (came) { return use(k) || take(k, came); });
    }

    function record(i) {
      var block = i >= 0 && i < about.count ? use(blockOf(i)) : null;
      return block ? new Written(block, i % about.block) : null;
    }

    function load(i) {
      return fetchBlock(blockOf(i)).then(function (block) {
        return new Written(block, i % about.block);
      });
    }

    function loadRange(a, b) {
      var wanted = [];
      var last = blockOf(Math.min(b, about.count - 1));
      for (var k = blockOf(Math.max(a, 0)); k <= last; k += 1) { wanted.push(fetchBlock(k)); }
      return Promise.all(wanted);
    }

    function keepTitle(i, title) {
      if (kept.size > TITLES) { kept.clear(); }
      kept.set(i, title);
    }

    function loadTitles(wanted) {
      if (about.store.kind === "server") {
        return store.json("titles?at=" + wanted.join(",")).then(function (titles) {
          titles.forEach(function (title, n) { keepTitle(wanted[n], title); });
          return 0;
        });
      }
      var few = new Set();
      wanted.forEach(function (i) { if (few.size < AT_ONCE) { few.add(blockOf(i)); } });
      return Promise.all(Array.from(few, fetchBlock)).then(function () {
        // Where many blocks are needed, those that come push out those that came before.
        wanted.forEach(function (i) {
          var here = record(i);
          if (here) { keepTitle(i, here.title); }
        });
        return few.size;
      });
    }

    function find(id) {
      if (places.has(id)) { return Promise.resolve(places.get(id)); }
      if (!sums) {
        sums = store.bytes("ids").then(function (bytes) {
          var whole = bytes.byteOffset % 4 ? bytes.slice() : bytes;
          return new Uint32Array(whole.buffer, whole.byteOffset, about.count);
        });
      }
      return sums.then(function (all) { return among(all, crc32(id), id, 0); });
    }

    /* Two ids may have the same sum: the event itself says which it is. */
    function among(all, sum, id, from) {
      var i = all.indexOf(sum, from);
      if (i < 0) { return -1; }
      return load(i).then(function (found) {
        return found.id === id ? i : among(all, sum, id, i + 1);
      });
    }

    var told = new Map(heads.index.map(function (i, k) {
      return [i, { title: heads.title[k], hover: heads.hover[k] }];
    }));

    return {
      payload: payload,
      store: store,
      count: about.count,
      block: about.block,
      start: columns.start,
      end: plus(columns.start, columns.length, 1),
      earliest: plus(columns.start, columns.before, -1),
      latest: plus(plus(columns.start, columns.length, 1), columns.after, 1),
      flags: columns.flags,
      category: columns.category,
      place: columns.place,
      importance: columns.importance,
      evidence: columns.evidence,
      first: columns.first,
      public: columns.public,
      sources: columns.sources,
      actorEnds: columns.actor_ends,
      actor: columns.actor,
      tagEnds: columns.tag_ends,
      tag: columns.tag,
      stepEvent: columns.step_event,
      stepSince: columns.step_since,
      stepKind: columns.step_kind,
      heads: told,
      record: record,
      load: load,
      loadRange: loadRange,
      titleOf: function (i) {
        if (told.has(i)) { return told.get(i).title; }
        if (kept.has(i)) { return kept.get(i); }
        var here = record(i);
        return here ? here.title : null;
      },
      loadTitles: loadTitles,
      placeOf: function (id) { return places.has(id) ? places.get(id) : -1; },
      find: find,
    };
  }

  Object.assign(dateline, {
    crc32: crc32,
    fillMarkup: fillMarkup,
    fillPart: fillPart,
    openBulk: openBulk,
    readColumns: readColumns,
  });
})(window.dateline = window.dateline || {});
