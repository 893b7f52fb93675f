// The review queue as questions: what is doubtful, what the tracker would do instead, yes or no.
(function (C) {
  "use strict";

  const CROP = 128;
  const PREFETCHED = 4;

  // The cells that a question is about; the reviewed cell is one of them.
  function cellsOf(item, tracks) {
    const cells = C.cellsOf(item.proposal, tracks);
    return cells.length ? cells : [{ frame: item.frame, track: item.track }];
  }

  // Two neighbouring frames in which the question can be judged.
  function framesOf(item, cells, last) {
    const frames = cells.map((cell) => cell.frame);
    let first = Math.min(...frames);
    let second = Math.max(...frames);
    if (first === second) {
      const end = item.kind === "end";
      first = end ? second : Math.max(0, second - 1);
      second = end ? Math.min(last, second + 1) : second;
    }
    return first === second ? [first] : [first, second];
  }

  // new C.Review(page, saving): asks about one item after the other.
  C.Review = class {
    constructor(page, saving) {
      this.page = page;
      this.saving = saving;
      this.item = null;
      this.question = C.el("p", { id: "question", role: "status" });
      this.before = C.el("figure", {});
      this.after = C.el("figure", {});
      const button = (key, text, run) => C.el("button", { type: "button", "aria-keyshortcuts": key, onclick: run }, text, " ", C.el("kbd", {}, key));
      this.yes = button("y", "Yes, change it", () => this.accept());
      this.no = button("n", "No, it is right", () => this.deny());
      this.skip = button("j", "Skip", () => page.queue.step(1));
      this.start = button("j", "Start the review", () => page.queue.step(1));
      this.buttons = C.el("div", { class: "controls" }, this.yes, this.no, this.skip, this.start);
      this.pictures = C.el("div", { class: "compare" }, this.before, this.after);
      this.element = C.el("section", { class: "review", "aria-label": "Review" }, C.el("h2", {}, "Review"), this.question, this.pictures, this.buttons);
      page.queue.go = (item) => this.show(item);
      page.player.layers.push((context, place, thin) => this.draw(context, place, thin));
      this.tell();
    }

    tell() {
      const count = this.page.queue.items.length;
      const { item } = this;
      this.start.hidden = item !== null || count === 0;
      this.yes.hidden = item === null;
      this.no.hidden = item === null;
      this.skip.hidden = item === null;
      this.pictures.hidden = item === null;
      if (item === null) {
        this.question.textContent = count ? `${count} doubtful places. The keys y and n answer.` : "Nothing is doubtful here.";
        return;
      }
      this.yes.disabled = !item.proposal;
      this.no.disabled = !item.right;
      const proposal = item.proposal ? `Proposed: ${C.changeWords(item.proposal)}.` : "There is no proposal: correct it by hand, or say that it is right.";
      this.question.textContent = `Frame ${item.frame}, track ${item.track}: ${item.reason}. ${proposal}`;
    }

    async show(item) {
      this.item = item;
      this.tell();
      await this.page.review(item);
      if (this.item === item) {
        await this.compare(item);
        this.prefetch();
      }
    }

    close() {
      this.item = null;
      this.page.state.mark = null;
      this.tell();
      this.page.player.drawOutlines();
    }

    // Pictures and cells of the questions that come next.
    prefetch() {
      const { queue, player, frames, state, tracks } = this.page;
      for (const item of queue.shown.slice(queue.at + 1, queue.at + 1 + PREFETCHED)) {
        for (const frame of framesOf(item, cellsOf(item, tracks), this.page.lastFrame)) {
          player.load(frame, state.channel);
          frames.load(frame, frame).catch((error) => console.info(error.message));
        }
      }
    }

    accept() {
      return this.item && this.item.proposal ? this.answer(C.changesOf(this.item.proposal)) : null;
    }

    deny() {
      return this.item && this.item.right ? this.answer(C.changesOf(this.item.right)) : null;
    }

    async answer(changes) {
      const { queue } = this.page;
      const at = queue.at;
      if (this.saving.busy || !(await this.saving.save(changes, this.saving.version, "review: " + this.item.reason))) {
        return;
      }
      // What was answered has left the queue, so that the next item is now in its place.
      if (queue.shown.length) {
        queue.show(Math.min(at, queue.shown.length - 1));
      } else {
        this.close();
      }
    }

    // Pictures of now and of what is proposed, side by side.
    async compare(item) {
      const { tracks, player, frames, state } = this.page;
      const cells = cellsOf(item, tracks);
      const shown = framesOf(item, cells, this.page.lastFrame);
      await Promise.all(shown.map((frame) => frames.load(frame, frame)));
      const images = await Promise.all(
        shown.map(async (frame) => {
          const image = player.load(frame, state.channel);
          return image && (await image.done) ? image : null;
        }),
      );
      if (this.item !== item) {
        return;
      }
      const lines = item.proposal ? C.linesOf(item.proposal, tracks) : { before: new Map(cells.map((cell) => [C.cellKey(cell), 0])), after: null };
      const window = this.windowOf(item, cells);
      const row = (figure, caption, numbers) => {
        const crops = shown.map((frame, i) => this.crop(images[i], frame, window, numbers));
        figure.replaceChildren(C.el("figcaption", {}, caption), C.el("div", { class: "crops" }, crops));
        figure.hidden = numbers === null;
      };
      row(this.before, "now", lines.before);
      row(this.after, "proposed", lines.after);
    }

    // The square around all cells of a question.
    windowOf(item, cells) {
      const there = cells.map((cell) => this.page.frames.cells(cell.frame).get(cell.track)).filter((cell) => cell);
      const points = there.flatMap((cell) => cell.rings.flatMap((ring) => [[ring[0], ring[1]], [ring[ring.length >> 2 << 1], ring[(ring.length >> 2 << 1) + 1]]]));
      points.push([item.x, item.y]);
      const xs = points.map((point) => point[0]);
      const ys = points.map((point) => point[1]);
      const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
      const extent = (values) => Math.max(...values) - Math.min(...values);
      const side = Math.max(48, 1.3 * Math.max(extent(xs), extent(ys)) + 24);
      const { width, height } = this.page.movie;
      const within = (from, size) => Math.max(0, Math.min(Math.max(0, size - side), from));
      return { x: within(middle(xs) - side / 2, width), y: within(middle(ys) - side / 2, height), side };
    }

    crop(image, frame, window, numbers) {
      const { movie } = this.page;
      const sharp = globalThis.devicePixelRatio || 1;
      const size = Math.round(CROP * sharp);
      const layer = (name) => C.el("canvas", { width: size, height: size, class: name, "aria-hidden": "true" });
      const picture = layer("picture");
      const context = picture.getContext("2d");
      context.fillStyle = "#000";
      context.fillRect(0, 0, size, size);
      const scale = size / window.side;
      if (image) {
        context.drawImage(image, -window.x * scale, -window.y * scale, movie.width * scale, movie.height * scale);
      }
      picture.style.filter = "url(#contrast)";
      const outlines = layer("outlines");
      this.drawCrop(outlines.getContext("2d"), frame, window, scale, numbers || new Map(), sharp);
      return C.el("div", { class: "crop" }, picture, outlines, C.el("span", { class: "crop-frame" }, "frame " + frame));
    }

    drawCrop(context, frame, window, scale, numbers, sharp) {
      const placeX = (x) => (x - window.x + 0.5) * scale;
      const placeY = (y) => (y - window.y + 0.5) * scale;
      context.font = `${11 * sharp}px sans-serif`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      for (const cell of this.page.frames.cells(frame).values()) {
        const number = numbers.get(frame + "/" + cell.track);
        context.beginPath();
        for (const ring of cell.rings) {
          for (let i = 0; i < ring.length; i += 2) {
            context[i ? "lineTo" : "moveTo"](placeX(ring[i]), placeY(ring[i + 1]));
          }
          context.closePath();
        }
        context.lineWidth = (number === undefined ? 1 : 2.5) * sharp;
        context.strokeStyle = number === undefined ? "#8a8a8a" : number < 0 ? "#ffffff" : C.distinctColour(number);
        context.setLineDash(number < 0 ? [3 * sharp, 3 * sharp] : []);
        context.stroke();
        if (number !== undefined) {
          // The letter says the same as the colour.
          const text = number < 0 ? "✕" : String.fromCharCode(65 + number);
          context.lineWidth = 3 * sharp;
          context.setLineDash([]);
          context.strokeStyle = "#000";
          context.strokeText(text, placeX(cell.x), placeY(cell.y));
          context.fillStyle = number >= 0 ? C.distinctColour(number) : "#fff";
          context.fillText(text, placeX(cell.x), placeY(cell.y));
        }
      }
    }

    // Over the movie: links that go are dashed and crossed, links that come are arrows.
    draw(context, place, thin) {
      const { item } = this;
      const { frames, tracks, state } = this.page;
      if (!item || !item.proposal) {
        return;
      }
      const effect = C.effectOf(item.proposal, tracks);
      const cellAt = (cell) => frames.cells(cell.frame).get(cell.track);
      const near = (link) => link.some((cell) => cell.frame === state.frame);
      context.save();
      for (const [links, isNew] of [
        [effect.removed, false],
        [effect.added, true],
      ]) {
        for (const link of links.filter(near)) {
          const [from, to] = link.map(cellAt);
          if (from && to) {
            drawLink(context, [place(from.x), place(from.y)], [place(to.x), place(to.y)], isNew, thin);
          }
        }
      }
      for (const cell of effect.gone.filter((one) => one.frame === state.frame)) {
        const there = cellAt(cell);
        if (there) {
          drawCross(context, place(there.x), place(there.y), 10 * thin, thin);
        }
      }
      context.restore();
    }
  };

  function drawCross(context, x, y, size, thin) {
    context.setLineDash([]);
    for (const [colour, width] of [
      ["#000", 4.5],
      ["#fff", 2.5],
    ]) {
      context.strokeStyle = colour;
      context.lineWidth = width * thin;
      context.beginPath();
      context.moveTo(x - size, y - size);
      context.lineTo(x + size, y + size);
      context.moveTo(x - size, y + size);
      context.lineTo(x + size, y - size);
      context.stroke();
    }
  }

  function drawLink(context, [x1, y1], [x2, y2], isNew, thin) {
    const angle = Math.atan2(y2 - y1, x2 - x1);
    const length = Math.hypot(x2 - x1, y2 - y1);
    for (const [colour, width] of [
      ["#000", 4.5],
      [isNew ? "#56b4e9" : "#ff7f3f", 2.5],
    ]) {
      context.strokeStyle = colour;
      context.lineWidth = width * thin;
      context.setLineDash(isNew ? [] : [5 * thin, 4 * thin]);
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      if (isNew) {
        const head = Math.min(10 * thin, Math.max(5 * thin, length / 2));
        for (const turn of [2.6, -2.6]) {
          context.moveTo(x2, y2);
          context.lineTo(x2 + head * Math.cos(angle + turn), y2 + head * Math.sin(angle + turn));
        }
      }
      context.stroke();
    }
    if (!isNew) {
      drawCross(context, (x1 + x2) / 2, (y1 + y2) / 2, 5 * thin, thin);
    }
  }
})((window.Cellineage = window.Cellineage || {}));
