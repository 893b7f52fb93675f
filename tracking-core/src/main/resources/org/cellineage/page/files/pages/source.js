// Where pages get their data: the files of a report. Each is a script that hands over a value under a name, because
// browsers let a page that was opened from a disk load scripts, but not read files. A server that shows live data has a
// source.js of its own with the same functions.
(function (C) {
  "use strict";

  const waiting = new Map();
  const FOLDER = /^p[0-9]+\/m[0-9]+$/;

  window.cellineageData = function (name, value) {
    const one = waiting.get(name);
    if (one) {
      one.resolve(value);
    }
  };

  function load(name) {
    let one = waiting.get(name);
    if (!one) {
      one = {};
      one.promise = new Promise((resolve, reject) => {
        one.resolve = resolve;
        const script = C.el("script", {
          src: "data/" + name + ".js",
          onerror: () => reject(new Error("data/" + name + ".js is not there")),
          onload: () => script.remove(),
        });
        document.head.append(script);
      });
      waiting.set(name, one);
    }
    return one.promise;
  }

  function checked(folder) {
    if (!FOLDER.test(folder)) {
      throw new Error("there is no such movie");
    }
    return folder;
  }

  C.source = {
    // { version, lineage, budget, bytes, plates: [{ id, plate, wells, movies, failures }] }
    report: async () => load("report"),

    // { plate, wells, movies, conditions, failures, failureCount, growth, provenance, settings }
    plate: async function (id) {
      if (!/^p[0-9]+$/.test(id)) {
        throw new Error("there is no such plate");
      }
      return load(id + "/plate");
    },

    // { id, frames, width, height, step, chunk, shrunk, unit, channels, measures, tracks, noPictures }
    movie: async (folder) => load(checked(folder) + "/movie"),

    // [{ kind, track, frame, y, x, suspicion, reason }], the most suspicious first
    queue: async (folder) => load(checked(folder) + "/queue"),

    // One text per frame of the chunk; see cells.js
    cells: async (folder, chunk) => load(checked(folder) + "/cells-" + chunk),

    picture: (folder, channel, frame) => "data/" + checked(folder) + "/" + channel + "/" + frame + ".png",

    thumbnail: (folder) => "data/" + checked(folder) + "/thumbnail.png",
  };
})((window.Cellineage = window.Cellineage || {}));
