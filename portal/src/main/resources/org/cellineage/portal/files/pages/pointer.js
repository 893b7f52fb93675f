// Asks a person for cells and points of a picture, by mouse or by keyboard.
(function (C) {
  "use strict";

  // What a question that was cancelled rejects with.
  C.CANCELLED = new Error("cancelled");

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  // new C.Pointer(page): one question at a time; a new one cancels the one before.
  C.Pointer = class {
    constructor(page) {
      this.page = page;
      this.player = page.player;
      this.prompt = C.el("p", { id: "prompt", role: "status", hidden: true });
      this.asking = null;
      this.player.layers.push((context, place, thin) => this.draw(context, place, thin));
      const drag = (name, run) => this.player.outlines.addEventListener(name, (event) => this.asking && this.asking.stroke && run(event));
      drag("pointerdown", (event) => this.stroke(event, true));
      drag("pointermove", (event) => this.stroke(event, false));
      drag("pointerup", () => (this.down = false));
      drag("pointerleave", () => ((this.cursor = null), this.player.drawOutlines()));
    }

    get isAsking() {
      return this.asking !== null;
    }

    ask(prompt, question) {
      this.cancel();
      this.player.element.focus({ preventScroll: true });
      this.say(prompt);
      return new Promise((resolve, reject) => {
        this.asking = { ...question, prompt, resolve, reject };
        this.player.element.classList.add("asking");
        this.player.drawOutlines();
      });
    }

    say(text) {
      this.prompt.textContent = text;
      this.prompt.hidden = text === "";
    }

    end() {
      const asked = this.asking;
      this.asking = null;
      this.cursor = null;
      this.down = false;
      this.say("");
      this.player.element.classList.remove("asking");
      this.player.drawOutlines();
      return asked;
    }

    cancel() {
      if (this.asking) {
        this.end().reject(C.CANCELLED);
      }
    }

    // Promises a cell { frame, track } of the shown frame.
    cell(prompt) {
      return this.ask(prompt + " Click it, or use the arrows and Enter. Esc cancels.", { kind: "cell", candidate: null });
    }

    // Promises at least so many points [{ x, y }]; with as many as most, it is done.
    points(prompt, least, most) {
      return this.ask(prompt, { kind: "points", points: [], least, most });
    }

    // Calls paint(x, y) along strokes until Enter; promises nothing. Size is that of the brush.
    strokes(prompt, paint, size) {
      return this.ask(prompt, { kind: "strokes", stroke: true, paint, size });
    }

    // A click in the picture; whether it was an answer.
    taken(track, point) {
      const asked = this.asking;
      if (!asked) {
        return false;
      }
      if (asked.kind === "cell" && track !== null) {
        this.end().resolve({ frame: this.page.state.frame, track });
      } else if (asked.kind === "points") {
        this.addPoint(point);
      }
      return true;
    }

    addPoint({ x, y }) {
      const asked = this.asking;
      asked.points.push({ x, y });
      if (asked.points.length === asked.most) {
        this.end().resolve(asked.points);
      } else {
        this.player.drawOutlines();
      }
    }

    stroke(event, begins) {
      const point = this.player.pointOf(event);
      this.cursor = point;
      if (begins) {
        this.down = true;
        this.player.outlines.setPointerCapture(event.pointerId);
        this.last = point;
      }
      if (this.down) {
        this.paintTo(point);
      }
      this.player.drawOutlines();
    }

    // Paints from the last point to this one without gaps.
    paintTo(point) {
      const asked = this.asking;
      const distance = Math.hypot(point.x - this.last.x, point.y - this.last.y);
      const count = Math.max(1, Math.ceil(distance / Math.max(1, asked.size() / 2)));
      for (let i = 1; i <= count; i++) {
        asked.paint(this.last.x + ((point.x - this.last.x) * i) / count, this.last.y + ((point.y - this.last.y) * i) / count);
      }
      this.last = point;
    }

    // A key; whether it was for the question.
    key(name) {
      const asked = this.asking;
      if (!asked) {
        return false;
      }
      if (name === "Escape") {
        this.cancel();
        return true;
      }
      const [dx, dy] = ARROWS[name.replace("Shift+", "")] || [0, 0];
      if (dx || dy) {
        if (asked.kind === "cell") {
          this.moveCandidate(dx, dy);
        } else {
          this.moveCursor(dx, dy, name.startsWith("Shift+"));
        }
        return true;
      }
      return name === "Enter" ? this.enter(asked) : name === " " ? this.space(asked) : false;
    }

    enter(asked) {
      if (asked.kind === "cell" && asked.candidate !== null) {
        this.end().resolve({ frame: this.page.state.frame, track: asked.candidate });
      } else if (asked.kind === "points" && asked.points.length >= asked.least) {
        this.end().resolve(asked.points);
      } else if (asked.kind === "strokes") {
        this.end().resolve();
      }
      return true;
    }

    space(asked) {
      if (asked.kind === "cell") {
        return true;
      }
      this.cursor = this.cursor || this.start();
      if (asked.kind === "points") {
        this.addPoint(this.cursor);
      } else {
        asked.paint(this.cursor.x, this.cursor.y);
        this.player.drawOutlines();
      }
      return true;
    }

    // Where the keyboard begins: at the selected cell, or in the middle.
    start() {
      const { state, movie } = this.page;
      const cell = this.page.frames.cells(state.frame).get(state.track);
      const at = cell || this.lastCell;
      return at ? { x: at.x, y: at.y } : { x: movie.width / 2, y: movie.height / 2 };
    }

    moveCursor(dx, dy, fine) {
      const by = fine ? 1 : Math.max(2, this.page.movie.width / 200);
      const from = this.cursor || this.start();
      const { width, height } = this.page.movie;
      this.cursor = { x: Math.max(0, Math.min(width - 1, from.x + dx * by)), y: Math.max(0, Math.min(height - 1, from.y + dy * by)) };
      this.player.drawOutlines();
    }

    // Goes to the nearest cell in a direction; at first to the nearest at all.
    moveCandidate(dx, dy) {
      const asked = this.asking;
      const cells = this.page.frames.cells(this.page.state.frame);
      const from = cells.get(asked.candidate) || this.start();
      let best = null;
      let least = Infinity;
      for (const cell of cells.values()) {
        const along = (cell.x - from.x) * dx + (cell.y - from.y) * dy;
        const aside = Math.abs((cell.x - from.x) * dy) + Math.abs((cell.y - from.y) * dx);
        const cost = asked.candidate === null ? Math.hypot(cell.x - from.x, cell.y - from.y) : along + 2 * aside;
        const isThere = asked.candidate === null || (along > 0 && cell.track !== asked.candidate);
        if (isThere && cost < least) {
          least = cost;
          best = cell;
        }
      }
      if (best) {
        asked.candidate = best.track;
        this.lastCell = best;
        this.say(`Track ${best.track}. ${asked.prompt}`);
        this.player.drawOutlines();
      }
    }

    draw(context, place, thin) {
      const asked = this.asking;
      if (!asked) {
        return;
      }
      context.save();
      context.lineWidth = 2 * thin;
      context.strokeStyle = "#fff";
      if (asked.kind === "cell") {
        this.drawCandidate(context, place, thin);
      }
      for (const point of asked.points || []) {
        this.cross(context, place(point.x), place(point.y), 6 * thin);
      }
      if (this.cursor && asked.kind === "points") {
        this.cross(context, place(this.cursor.x), place(this.cursor.y), 12 * thin);
      } else if (this.cursor && asked.kind === "strokes") {
        context.beginPath();
        context.arc(place(this.cursor.x), place(this.cursor.y), place(asked.size() - 0.5), 0, 2 * Math.PI);
        context.stroke();
      }
      context.restore();
    }

    drawCandidate(context, place, thin) {
      const cell = this.page.frames.cells(this.page.state.frame).get(this.asking.candidate);
      if (cell) {
        context.setLineDash([4, 3]);
        context.lineWidth = 3 * thin;
        C.traceRings(context, cell, place);
        context.stroke();
      }
    }

    cross(context, x, y, size) {
      context.beginPath();
      context.moveTo(x - size, y);
      context.lineTo(x + size, y);
      context.moveTo(x, y - size);
      context.lineTo(x, y + size);
      context.stroke();
    }
  };

  // Makes the outlines of a cell the current path.
  C.traceRings = function (context, cell, place) {
    context.beginPath();
    for (const ring of cell.rings) {
      for (let i = 0; i < ring.length; i += 2) {
        context[i ? "lineTo" : "moveTo"](place(ring[i]), place(ring[i + 1]));
      }
      context.closePath();
    }
  };
})((window.Cellineage = window.Cellineage || {}));
