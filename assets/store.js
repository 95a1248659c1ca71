/*
 * The blocks of a timeline of very many events, from where they lie: in this page, in a folder
 * beside it, or on its server. A block is asked for once and comes when it can: what fails waits,
 * under a quiet notice, until the reader or the network tries again, so that nobody who asks has
 * to know of it.
 */
(function (dateline) {
  "use strict";

  /* The digits of base 85, as dashboard/carried.py writes them. */
  var DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;'=>?@^_`{|}~";

  var NOTICES = {
    offline: "You are offline. What is here stays; more events come when you are back.",
    missing: "Some events could not be loaded. Nothing is lost.",
    disk: "A browser does not let a page opened from a disk read the files beside it. In the "
      + "folder of the page run “python3 -m http.server” and open http://localhost:8000/.",
  };

  /* The value of every digit, by its code; 255 for what is none. */
  function digitTable() {
    var table = new Uint8Array(128).fill(255);
    for (var k = 0; k < DIGITS.length; k += 1) { table[DIGITS.charCodeAt(k)] = k; }
    return table;
  }

  /*
   * Bytes from their digits, five of which stand for four bytes (RFC 1924). Pure.
   * Throws an Error where something else stands between them.
   */
  function fromDigits(text) {
    var table = fromDigits.table = fromDigits.table || digitTable();
    var written = text.trim();
    var groups = Math.ceil(written.length / 5);
    var blank = groups * 5 - written.length;
    var bytes = new Uint8Array(groups * 4);
    var at = 0;
    for (var k = 0; k < groups; k += 1) {
      var value = 0;
      for (var n = 0; n < 5; n += 1) {
        var code = at < written.length ? written.charCodeAt(at) : 126;
        var digit = code < 128 ? table[code] : 255;
        if (digit === 255) { throw new Error("no digit of base 85"); }
        value = value * 85 + digit;
        at += 1;
      }
      bytes[4 * k] = value >>> 24;
      bytes[4 * k + 1] = value >>> 16;
      bytes[4 * k + 2] = value >>> 8;
      bytes[4 * k + 3] = value;
    }
    return bytes.subarray(0, groups * 4 - blank);
  }

  /* The bytes without their compression, where they are compressed. A promise. */
  function unzipped(bytes) {
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) { return Promise.resolve(bytes); }
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer().then(function (plain) {
      return new Uint8Array(plain);
    }, function () {
      // Bytes that only began as compressed ones do.
      return bytes;
    });
  }

  function fromPage(name) {
    var block = document.getElementById("block-" + name);
    if (!block) { return Promise.reject(new Error("no block " + name)); }
    // A promise also of what throws at once.
    return Promise.resolve().then(function () { return fromDigits(block.textContent); });
  }

  /* The address of a block, beside the page wherever that is mounted. */
  function fromAddress(base) {
    var root = (document.baseURI || window.location.href).split(/[?#]/)[0].replace(/[^/]*$/, "");
    return function (name) {
      return window.fetch(root + base.replace(/^\//, "") + name).then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.arrayBuffer();
      }).then(function (buffer) { return new Uint8Array(buffer); });
    };
  }

  var KINDS = {
    page: function () { return fromPage; },
    server: function (place) { return fromAddress(place.base); },
    folder: function (place) {
      var from = fromAddress(place.base);
      return function (name) { return from(name + ".bin"); };
    },
  };

  /*
   * A store of blocks; `place` is the part `store` of the payload.
   *
   *   bytes(name)   the bytes of a block, unpacked: a promise that never fails but may wait
   *   json(name)    the same, read as JSON
   *   close()       ask for nothing more; what waits is forgotten
   */
  function openStore(place) {
    var take = KINDS[place.kind](place);
    var asked = new Map();
    var waiting = [];
    var closed = false;

    function later(again) {
      if (closed) { return; }
      waiting.push(again);
      tell(place.kind === "folder" && window.location.protocol === "file:" ? "disk"
        : place.kind !== "page" && navigator.onLine === false ? "offline" : "missing", retry);
    }

    function retry() {
      var all = waiting;
      waiting = [];
      hush();
      all.forEach(function (again) { again(); });
    }

    function wait(name, read) {
      return new Promise(function (done) {
        function attempt() {
          if (closed) { return; }
          take(name).then(read).then(done, function () { later(attempt); });
        }
        attempt();
      });
    }

    /* Asked for twice while it is on its way, it comes once. */
    function once(name, read) {
      if (!asked.has(name)) {
        asked.set(name, wait(name, read).then(function (value) {
          asked.delete(name);
          return value;
        }));
      }
      return asked.get(name);
    }

    function back() { if (waiting.length) { retry(); } }
    window.addEventListener("online", back);

    return {
      bytes: function (name) { return once(name, unzipped); },
      json: function (name) {
        return once(name, function (bytes) {
          return unzipped(bytes).then(function (plain) {
            return JSON.parse(new TextDecoder().decode(plain));
          });
        });
      },
      close: function () {
        closed = true;
        if (waiting.length) { hush(); }
        waiting = [];
        window.removeEventListener("online", back);
      },
    };
  }

  /* ---------------------------------------------------------------- the notice */

  function tell(kind, retry) {
    var notice = dateline.byId("trouble") || made();
    notice.querySelector("p").textContent = NOTICES[kind];
    notice.querySelector("button").onclick = retry;
    notice.hidden = false;
  }

  /* Beside the page, not in it: there may be no more than the plain page yet. */
  function made() {
    var notice = document.createElement("div");
    notice.id = "trouble";
    notice.className = "dl-trouble";
    notice.setAttribute("role", "status");
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = "Try again";
    notice.append(document.createElement("p"), button);
    document.body.append(notice);
    return notice;
  }

  function hush() {
    var notice = dateline.byId("trouble");
    if (notice) { notice.hidden = true; }
  }

  Object.assign(dateline, { fromDigits: fromDigits, openStore: openStore });
})(window.dateline = window.dateline || {});
