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

  // A map from track id to { id, parent, root, generation, first, last, origin, fate, division, steps, daughters }.
  C.readTracks = function (movie) {
    const tracks = new Map();
    for (const row of movie.tracks) {
      const [id, parent, root, generation, first, last, origin, fate, division] = row;
      const steps = row.slice(9);
      tracks.set(id, { id, parent, root, generation, first, last, origin, fate, division, steps, daughters: [] });
    }
    for (const track of tracks.values()) {
      if (tracks.has(track.parent)) {
        tracks.get(track.parent).daughters.push(track);
      }
    }
    return tracks;
  };

  // The value of a step of a measure.
  C.valueOf = function (measure, step) {
    return step < 0 || measure.low === undefined ? null : measure.low + ((measure.high - measure.low) * step) / 4095;
  };

  // Reads the cells of frames when they are asked for, and keeps them.
  C.Frames = class {
    constructor(folder, movie) {
      this.folder = folder;
      this.movie = movie;
      this.texts = new Map();
      this.read = new Map();
    }

    chunkOf(frame) {
      return Math.floor(frame / this.movie.step / this.movie.chunk);
    }

    // Promises that the cells of all frames from first to last are there.
    async load(first, last) {
      const chunks = [];
      for (let chunk = this.chunkOf(Math.max(0, first)); chunk <= this.chunkOf(last); chunk++) {
        if (!this.texts.has(chunk)) {
          chunks.push(C.source.cells(this.folder, chunk).then((texts) => this.texts.set(chunk, texts)));
        }
      }
      await Promise.all(chunks);
    }

    // The cells of a frame by track; empty as long as they are not there.
    cells(frame) {
      let cells = this.read.get(frame);
      const texts = this.texts.get(this.chunkOf(frame));
      if (!cells && texts) {
        const text = texts[(frame / this.movie.step) % this.movie.chunk] || "";
        cells = new Map(C.readCells(text, this.movie).map((cell) => [cell.track, cell]));
        this.read.set(frame, cells);
      }
      return cells || new Map();
    }
  };
})((window.Cellineage = window.Cellineage || {}));
