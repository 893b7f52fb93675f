// The corrections that a person can make by hand. Each tool asks for what it needs and returns a change, as it is in the
// log of corrections; a cell is named by its frame and its track.
(function (C) {
  "use strict";

  // What stops a tool before the server is asked.
  class Hint extends Error {}
  C.Hint = Hint;

  const BRUSH = [1, 60];

  C.Tools = class {
    constructor(page, pointer) {
      this.page = page;
      this.pointer = pointer;
      this.scope = "FROM_HERE";
      this.brush = Math.max(3, Math.round(page.movie.width / 128));
      this.drawing = null;
      page.player.layers.push((context) => this.drawing && this.drawing.draw(context, context.canvas.width, context.canvas.height));
    }

    // The selected cell in the shown frame.
    chosen() {
      const { frame, track } = this.page.state;
      if (track === null) {
        throw new Hint("Select a cell first: click it, or press g.");
      }
      if (!this.page.frames.cells(frame).has(track)) {
        throw new Hint(`Track ${track} has no cell in frame ${frame}: go to one of its frames first.`);
      }
      this.pointer.lastCell = this.page.frames.cells(frame).get(track);
      return { frame, track };
    }

    // The cell before a cell: of its track, or the last one of its mother.
    async before(cell) {
      const track = this.page.tracks.get(cell.track);
      for (let frame = cell.frame - 1; track && frame >= track.first; frame--) {
        await this.page.frames.load(frame, frame);
        if (this.page.frames.cells(frame).has(cell.track)) {
          return { frame, track: cell.track };
        }
      }
      const mother = track && this.page.tracks.get(track.parent);
      if (!mother) {
        throw new Hint(`Track ${cell.track} begins in frame ${cell.frame}: nothing is before it.`);
      }
      return { frame: mother.last, track: mother.id };
    }

    async goNext() {
      if (this.page.state.frame >= this.page.lastFrame) {
        throw new Hint("This is the last frame: nothing follows.");
      }
      await this.page.go(this.page.state.frame + 1);
    }

    async choose() {
      const cell = await this.pointer.cell("Choose a cell.");
      await this.page.select(cell.track, cell.frame);
      return null;
    }

    async link() {
      const from = this.chosen();
      await this.goNext();
      const to = await this.pointer.cell(`Choose the cell that track ${from.track} goes on as, in this frame or a later one (. and , change the frame).`);
      return { what: "link", from, to };
    }

    async cut() {
      const to = this.chosen();
      return { what: "cut", from: await this.before(to), to };
    }

    async swap() {
      const one = this.chosen();
      const other = await this.pointer.cell(`Choose the cell that track ${one.track} is exchanged with${this.scopeWords()}.`);
      if (other.frame !== one.frame) {
        throw new Hint("Choose a cell of the same frame.");
      }
      return { what: "swap", first: await this.before(one), after_first: one, second: await this.before(other), after_second: other, scope: this.scope };
    }

    async divide() {
      const mother = this.chosen();
      await this.goNext();
      const frame = this.page.state.frame;
      let first = { frame, track: mother.track };
      if (!this.page.frames.cells(frame).has(mother.track)) {
        first = await this.pointer.cell(`Choose the first daughter of track ${mother.track}.`);
      }
      const second = await this.pointer.cell(`One daughter is track ${first.track}. Choose the other.`);
      return { what: "add_division", mother, first, second };
    }

    async undivide() {
      const track = this.page.tracks.get(this.page.state.track);
      if (!track) {
        throw new Hint("Select the mother or a daughter first.");
      }
      const mother = track.daughters.length ? track : this.page.tracks.get(track.parent);
      if (!mother) {
        throw new Hint(`Track ${track.id} neither divides nor comes from a division.`);
      }
      return { what: "remove_division", mother: { frame: mother.last, track: mother.id } };
    }

    async remove() {
      return { what: "remove_cell", cell: this.chosen(), scope: this.scope };
    }

    async merge() {
      const kept = this.chosen();
      const merged = await this.pointer.cell(`Choose the cell that becomes part of track ${kept.track}${this.scopeWords()}.`);
      return { what: "merge_cells", kept, merged, scope: this.scope };
    }

    async splitBySeeds() {
      const cell = this.chosen();
      const points = await this.pointer.points("Set a seed in each part of the cell: click, or move with the arrows and press Space. Enter splits it, Esc cancels.", 2, 20);
      return { what: "split_by_seeds", cell, seeds: points.map(pointOf) };
    }

    async splitByLine() {
      const cell = this.chosen();
      const [from, to] = await this.pointer.points("Set both ends of the line: click, or move with the arrows and press Space. Esc cancels.", 2, 2);
      return { what: "split_by_line", cell, from: pointOf(from), to: pointOf(to) };
    }

    async redraw(value) {
      const cell = this.chosen();
      const mask = await C.source.mask(this.page.folder, cell.frame, cell.track);
      const drawn = await this.paint(value, mask, `${value ? "Draw" : "Erase"} parts of track ${cell.track}`);
      if (!drawn) {
        throw new Hint("Nothing of the cell is left: remove it instead.");
      }
      return { what: "replace_mask", cell, ...drawn };
    }

    async newCell() {
      const frame = this.page.state.frame;
      const drawn = await this.paint(1, null, "Draw a new cell");
      if (!drawn) {
        throw new Hint("Nothing was drawn.");
      }
      return { what: "new_cell", frame, ...drawn };
    }

    async paint(value, mask, what) {
      const { movie, player } = this.page;
      const drawing = new C.MaskDrawing(movie.width, movie.height);
      if (mask) {
        drawing.begin(mask);
      }
      this.drawing = drawing;
      this.ink = value;
      const prompt = `${what}: drag the mouse, or move with the arrows and press Space. b draws, e erases, [ and ] change the brush. Enter saves, Esc cancels.`;
      try {
        await this.pointer.strokes(prompt, (x, y) => drawing.paint(x, y, this.brush, this.ink), () => this.brush);
        return drawing.result();
      } finally {
        this.drawing = null;
        player.drawOutlines();
      }
    }

    resize(by) {
      this.brush = Math.max(BRUSH[0], Math.min(BRUSH[1], this.brush + by));
      this.page.player.drawOutlines();
    }

    async markCell() {
      return { what: "mark_right", cell: this.chosen(), subject: "CELL" };
    }

    // The end of the selected track in its last frame, else its beginning.
    async markEnds() {
      const cell = this.chosen();
      const track = this.page.tracks.get(cell.track);
      if (cell.frame !== track.first && cell.frame !== track.last) {
        throw new Hint(`Go to the first or the last frame of track ${track.id}.`);
      }
      return { what: "mark_right", cell, subject: cell.frame === track.last ? "END" : "BEGINNING" };
    }

    scopeWords() {
      return this.scope === "FROM_HERE" ? " from here on" : " in this frame only";
    }

    // [names of keys, words, function] by group.
    table() {
      return {
        Links: [
          [["l"], "Link", () => this.link(), "the selected cell goes on as another"],
          [["c"], "Cut", () => this.cut(), "the selected cell does not follow the one before"],
          [["s"], "Swap", () => this.swap(), "the selected cell and another exchange their tracks"],
          [["p"], "Divide", () => this.divide(), "the selected cell is a mother: choose its daughters"],
          [["P"], "Do not divide", () => this.undivide(), "remove the division of the selected cell"],
        ],
        Outlines: [
          [["x"], "Remove", () => this.remove(), "there is no cell here"],
          [["r"], "Merge", () => this.merge(), "another cell is part of the selected one"],
          [["w"], "Split", () => this.splitBySeeds(), "by seeds"],
          [["W"], "Split by a line", () => this.splitByLine(), "from edge to edge"],
          [["b"], "Draw", () => this.redraw(1), "add to the selected cell"],
          [["e"], "Erase", () => this.redraw(0), "take from the selected cell"],
          [["a"], "New cell", () => this.newCell(), "draw a cell that was not found"],
        ],
        "As it is": [
          [["m"], "Cell is right", () => this.markCell(), "its outline is good"],
          [["M"], "End is right", () => this.markEnds(), "the track does end, or begin, in this frame"],
        ],
      };
    }
  };

  const pointOf = ({ x, y }) => ({ y_px: Math.round(y * 10) / 10, x_px: Math.round(x * 10) / 10 });
})((window.Cellineage = window.Cellineage || {}));
