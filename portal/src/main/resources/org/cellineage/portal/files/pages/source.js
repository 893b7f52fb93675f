// Where pages get their data: a server. It has the functions of the source.js of a report, which reads files, and those
// that only a server can have.
(function (C) {
  "use strict";

  const PART = /^[A-Za-z0-9_.~-]+$/;
  // The state of a movie that its cells are asked for, by folder; part of addresses, so that no cache shows an older one.
  const versions = new Map();

  // What a server refused, in words: problem, where, fix.
  C.Refusal = class extends Error {
    constructor(status, body) {
      super([body.problem, body.fix].filter((text) => text).join(" "));
      this.status = status;
      this.problem = body.problem || "The server answered with status " + status + ".";
      this.where = body.where || "";
      this.fix = body.fix || "";
    }
  };

  async function answer(response) {
    if (response.status === 401) {
      location.assign("login.html");
    }
    if (response.status === 204) {
      return null;
    }
    const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
    const body = isJson ? await response.json() : {};
    if (!response.ok) {
      throw new C.Refusal(response.status, body);
    }
    return body;
  }

  async function reached(request) {
    try {
      return await request;
    } catch (error) {
      throw new C.Refusal(0, { problem: "The server cannot be reached.", fix: "Check that it runs and that you are connected, then try again." });
    }
  }

  const get = async (path) => answer(await reached(fetch("api/" + path, { credentials: "same-origin" })));

  const post = async (path, body) =>
    answer(
      await reached(
        fetch("api/" + path, {
          method: "POST",
          credentials: "same-origin",
          headers: { "X-Cellineage": "1", "Content-Type": "application/json" },
          body: JSON.stringify(body || {}),
        }),
      ),
    );

  function plateOf(id) {
    if (!PART.test(id)) {
      throw new Error("there is no such plate");
    }
    return "plates/" + id;
  }

  function movieOf(folder) {
    const [plate, movie, more] = folder.split("/");
    if (more !== undefined || !PART.test(plate || "") || !PART.test(movie || "")) {
      throw new Error("there is no such movie");
    }
    return "plates/" + plate + "/movies/" + movie;
  }

  const stamp = (folder) => (versions.has(folder) ? "?v=" + encodeURIComponent(versions.get(folder)) : "");

  C.source = {
    live: true,

    report: async () => get("report"),

    plate: async (id) => get(plateOf(id)),

    movie: async function (folder) {
      const movie = await get(movieOf(folder));
      versions.set(folder, movie.version);
      return movie;
    },

    queue: async (folder) => get(movieOf(folder) + "/queue"),

    cells: async (folder, chunk) => get(movieOf(folder) + "/cells/" + chunk + stamp(folder)),

    picture: (folder, channel, frame) => "api/" + movieOf(folder) + "/picture/" + channel + "/" + frame + ".png",

    thumbnail: (folder) => "api/" + movieOf(folder) + "/thumbnail.png",

    // { track: [[frame, step of each measure], …] }
    traces: async (folder, tracks) => get(movieOf(folder) + "/traces?tracks=" + tracks.join(",")),

    // { box: { min_y, min_x, max_y, max_x }, mask }
    mask: async (folder, frame, track) => get(movieOf(folder) + "/mask/" + frame + "/" + track),

    // { version, waiting }
    version: async (folder) => get(movieOf(folder) + "/version"),

    // [{ number, author, at, what, why, state }]
    edits: async (folder) => get(movieOf(folder) + "/edits"),

    // Posts to edits, undo, redo or apply of a movie.
    change: async function (folder, path, body) {
      const changed = await post(movieOf(folder) + "/" + path, body);
      if (changed.version !== undefined) {
        versions.set(folder, changed.version);
      }
      return changed;
    },

    jobs: async () => (await get("jobs")).jobs,
    cancel: async (job) => post("jobs/" + encodeURIComponent(job) + "/cancel"),

    uploads: async () => get("uploads"),
    uploadUrl: (name) => "api/uploads?name=" + encodeURIComponent(name),
    accept: async (id) => post("uploads/" + encodeURIComponent(id) + "/accept"),
    discard: async (id) => post("uploads/" + encodeURIComponent(id) + "/discard"),

    downloadUrl: (path, format) => "api/" + (path.includes("/") ? movieOf(path) : plateOf(path)) + "/download/" + format,
  };
})((window.Cellineage = window.Cellineage || {}));
