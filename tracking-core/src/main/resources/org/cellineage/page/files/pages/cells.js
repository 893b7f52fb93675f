// The cells and tracks of a movie, as a source hands them over, as objects. Positions are in pixels of the frame.
(function (C) {
  "use strict";

  // [{ track, y, x, steps: one per measure, rings: [[x, y, x, y, …]] }]
  C.readCells = function (text, movie) {
    const numbers = C.unpack(text);
    const unit = movie.unit;
    const cells = [];
    let at = 0;
    let track = 0;
    while (at < numbers.length) {
      track += numbers[at++];
      const y = numbers[at++];
      const x = numbers[at++];
      const steps = numbers.slice(at, at + movie.measures.length);
      at += movie.measures.length;
      const rings = [];
      for (let left = numbers[at++]; left > 0; left--) {
        const ring = [];
        let cornerY = y;
        let cornerX = x;
        for (let corners = numbers[at++]; corners > 0; corners--) {
          cornerY += numbers[at++];
          cornerX += numbers[at++];
          ring.push(cornerX * unit, cornerY * unit);
        }
        rings.push(ring);
      }
      cells.push({ track, y: y * unit, x: x * unit, steps, rings });
    }
    return cells;
  };

  // { id, parent, root, generation, first, last, origin, fate, division, steps, daughters } of a row of the movie.
  C.readTrack = function (row) {
    const [id, parent, root, generation, first, last, origin, fate, division] = row;
    return { id, parent, root, generation, first, last, origin, fate, division, steps: row.slice(9), daughters: [] };
  };

  // Says of each track of a map by id which daughters it has.
  C.setDaughters = function (tracks) {
    tracks.forEach((track) => (track.daughters = []));
    for (const track of tracks.values()) {
      if (tracks.has(track.parent)) {
        tracks.get(track.parent).daughters.push(track);
      }
    }
  };

  // The tracks of a movie by id.
  C.readTracks = function (movie) {
    const tracks = new Map(movie.tracks.map((row) => [row[0], C.readTrack(row)]));
    C.setDaughters(tracks);
    return tracks;
  };

  // The value of a step of a measure.
  C.valueOf = function (measure, step) {
    return step < 0 || measure.low === undefined ? null : measure.low + ((measure.high - measure.low) * step) / 4095;
  };

  // A map that forgets what was used longest ago.
  class Kept {
    constructor(most) {
      this.most = most;
      this.values = new Map();
    }

    get(key) {
      const value = this.values.get(key);
      if (value !== undefined) {
        this.values.delete(key);
        this.values.set(key, value);
      }
      return value;
    }

    set(key, value) {
      this.values.delete(key);
      this.values.set(key, value);
      if (this.values.size > this.most) {
        this.values.delete(this.values.keys().next().value);
      }
    }

    delete(key) {
      this.values.delete(key);
    }
  }
  C.Kept = Kept;

  const KEPT_CHUNKS = 24;
  const KEPT_FRAMES = 64;
  const KEPT_TRACES = 8;

  // Reads the cells of frames when they are asked for, and keeps those of the frames that were used last.
  C.Frames = class {
    constructor(folder, movie) {
      this.folder = folder;
      this.movie = movie;
      this.forgetAll();
    }

    chunkOf(frame) {
      return Math.floor(frame / this.movie.step / this.movie.chunk);
    }

    // Promises that the cells of all frames from first to last are there; they must be few.
    async load(first, last) {
      const chunks = [];
      for (let chunk = this.chunkOf(Math.max(0, first)); chunk <= this.chunkOf(last); chunk++) {
        chunks.push(this.loadChunk(chunk));
      }
      await Promise.all(chunks);
    }

    async loadChunk(chunk) {
      if (this.texts.get(chunk)) {
        return;
      }
      let texts = this.loading.get(chunk);
      if (!texts) {
        texts = C.source.cells(this.folder, chunk);
        this.loading.set(chunk, texts);
      }
      try {
        const loaded = await texts;
        // It may have been forgotten meanwhile, because the cells have changed.
        if (this.loading.get(chunk) === texts) {
          this.texts.set(chunk, loaded);
        }
      } finally {
        if (this.loading.get(chunk) === texts) {
          this.loading.delete(chunk);
        }
      }
      if (!this.texts.get(chunk)) {
        await this.loadChunk(chunk);
      }
    }

    forgetAll() {
      this.texts = new Kept(KEPT_CHUNKS);
      this.read = new Kept(KEPT_FRAMES);
      this.loading = new Map();
      this.traces = new Kept(KEPT_TRACES);
    }

    // Forgets chunks whose cells have changed.
    forget(chunks) {
      this.traces = new Kept(KEPT_TRACES);
      for (const chunk of chunks) {
        this.texts.delete(chunk);
        this.loading.delete(chunk);
        for (let i = 0; i < this.movie.chunk; i++) {
          this.read.delete((chunk * this.movie.chunk + i) * this.movie.step);
        }
      }
    }

    // The cells of a frame by track; empty as long as they are not there.
    cells(frame) {
      let cells = this.read.get(frame);
      const texts = cells ? null : this.texts.get(this.chunkOf(frame));
      if (texts) {
        const text = texts[(frame / this.movie.step) % this.movie.chunk] || "";
        cells = new Map(C.readCells(text, this.movie).map((cell) => [cell.track, cell]));
        this.read.set(frame, cells);
      }
      return cells || new Map();
    }
  };
})((window.Cellineage = window.Cellineage || {}));
