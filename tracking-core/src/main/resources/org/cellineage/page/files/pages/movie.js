// The page of a movie: joins player, trees, traces and queue over one state.
(function (C) {
  "use strict";

  class Page {
    constructor(folder, movie) {
      this.movie = movie;
      this.folder = folder;
      this.row = {};
      this.tracks = C.readTracks(movie);
      this.frames = new C.Frames(folder, movie);
      this.colourings = C.colourings(movie, this.tracks);
      const dividing = [...this.tracks.values()].some((track) => track.daughters.length);
      this.state = {
        frame: 0,
        track: null,
        channel: 0,
        scale: "square root",
        dark: 0,
        bright: 255,
        colouring: this.colourings[0],
        tail: 8,
        outlines: true,
        zoom: 1,
        mark: null,
        measure: 0,
        treeChoice: dividing ? "dividing" : "all",
      };
      this.player = new C.Player(folder, movie, this.frames, this.tracks, this.state);
      this.player.pick = (track) => this.select(track);
      this.tree = new C.Tree(movie, this.tracks, this.state);
      this.tree.pick = (track, frame) => this.select(track, frame);
      this.queue = new C.Queue([]);
      this.queue.go = (item) => this.review(item);
      // Without pictures and outlines, one still moves through all frames of the trees.
      this.step = movie.step || 1;
      this.info = C.el("p", { id: "selected", role: "status" });
      this.trace = C.el("div", { id: "traces" });
      this.keys = new C.Keys();
      this.addKeys();
    }

    addKeys() {
      this.keys.add("Movie", [
        [["ArrowLeft", ","], "previous frame", () => this.go(this.state.frame - this.step)],
        [["ArrowRight", "."], "next frame", () => this.go(this.state.frame + this.step)],
        [["Home"], "first frame", () => this.go(0)],
        [["End"], "last frame", () => this.go(this.lastFrame)],
        [[" "], "play, pause", () => this.play()],
        [["+"], "enlarge", () => this.zoom(1.4)],
        [["-"], "reduce", () => this.zoom(1 / 1.4)],
      ]);
      this.keys.add("Cells", [
        [["ArrowUp", "Ctrl+ArrowUp"], "mother of the selected cell", () => this.toMother()],
        [["ArrowDown", "Ctrl+ArrowDown"], "first daughter", () => this.toDaughter()],
        [["Shift+ArrowRight", "Ctrl+ArrowRight"], "sister", () => this.toSister()],
        [["Escape"], "select no cell", () => this.select(null)],
      ]);
      this.keys.add("Review queue", [
        [["j"], "next item", () => this.queue.step(1)],
        [["k"], "previous item", () => this.queue.step(-1)],
      ]);
    }

    get lastFrame() {
      return Math.floor((this.movie.frames - 1) / this.step) * this.step;
    }

    // The shown frame nearest below a frame.
    shown(frame) {
      return Math.max(0, Math.min(this.lastFrame, Math.floor(frame / this.step) * this.step));
    }

    async go(frame) {
      this.state.frame = this.shown(frame);
      this.tree.update();
      this.slider.value = this.state.frame;
      const interval = this.row.frame_interval_s;
      const text = `frame ${this.state.frame} of ${this.movie.frames - 1}` + (interval ? `, ${C.duration(this.state.frame * interval)}` : "");
      this.clock.textContent = text;
      this.slider.setAttribute("aria-valuetext", text);
      this.remember();
      if (this.movie.step) {
        await this.player.show();
      }
      const marker = this.trace.querySelector(".marker");
      if (marker && !this.playing) {
        this.drawTrace();
      }
    }

    // Selects a cell, or none with null, and goes to a frame in which it is there.
    select(track, frame) {
      const state = this.state;
      state.track = this.tracks.has(track) ? track : null;
      const one = this.tracks.get(state.track);
      const at = frame === undefined ? state.frame : frame;
      if (state.treeChoice === "picked" || (one && !this.tree.lives.has(one.id))) {
        state.treeChoice = one ? "picked" : state.treeChoice;
        this.treeSelect.querySelector("select").value = state.treeChoice;
        this.tree.draw();
      }
      this.tellSelected(one);
      this.tree.update();
      this.tree.reveal();
      this.drawTrace();
      return this.go(one ? Math.max(one.first, Math.min(one.last, at)) : at);
    }

    tellSelected(one) {
      if (!one) {
        this.info.replaceChildren("No cell is selected: click one in the movie or in the trees.");
        return;
      }
      const division = one.division === null || one.division === undefined ? "" : ` (probability ${one.division})`;
      const text = `Track ${one.id}, generation ${one.generation}, frames ${one.first} to ${one.last}; begins: ${one.origin}; ends: ${one.fate}${division}. `;
      const link = (name, track) => C.el("button", { type: "button", onclick: () => this.select(track.id, track.first) }, `${name} ${track.id}`);
      const mother = this.tracks.get(one.parent);
      const parts = [text];
      if (mother) {
        parts.push(link("mother", mother), " ");
      }
      one.daughters.forEach((daughter) => parts.push(link("daughter", daughter), " "));
      this.info.replaceChildren(...parts);
    }

    async drawTrace() {
      const { track, measure } = this.state;
      if (track === null || !this.movie.step) {
        this.trace.replaceChildren(C.el("p", { class: "small" }, "The traces of a selected cell and its family appear here."));
        return;
      }
      const chart = await C.traceChart(this.movie, this.frames, this.tracks, this.state);
      if (track === this.state.track && measure === this.state.measure) {
        this.trace.replaceChildren(chart);
      }
    }

    async review(item) {
      this.state.mark = item;
      await this.select(item.track, item.frame);
      await this.go(item.frame);
      this.player.centre(item.x, item.y);
    }

    remember() {
      const { frame, track } = this.state;
      history.replaceState(null, "", "#frame=" + frame + (track === null ? "" : "&track=" + track));
    }

    async play() {
      this.playing = !this.playing;
      this.playButton.textContent = this.playing ? "Pause" : "Play";
      while (this.playing) {
        const started = performance.now();
        await this.go(this.state.frame >= this.lastFrame ? 0 : this.state.frame + this.step);
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, 1000 / this.speed - (performance.now() - started))));
      }
    }

    toMother() {
      const one = this.tracks.get(this.state.track);
      const mother = one && this.tracks.get(one.parent);
      if (mother) {
        this.select(mother.id, mother.last);
      }
    }

    toDaughter() {
      const one = this.tracks.get(this.state.track);
      if (one && one.daughters.length) {
        this.select(one.daughters[0].id, one.daughters[0].first);
      }
    }

    toSister() {
      const one = this.tracks.get(this.state.track);
      const mother = one && this.tracks.get(one.parent);
      const sister = mother && mother.daughters.find((daughter) => daughter !== one);
      if (sister) {
        this.select(sister.id, this.state.frame);
      }
    }

    zoom(by) {
      this.state.zoom = Math.max(1, Math.min(8, this.state.zoom * by));
      this.player.resize();
    }

    timeRow() {
      this.playButton = C.el("button", { type: "button", id: "play", onclick: () => this.play() }, "Play");
      this.slider = C.el("input", { type: "range", min: 0, max: this.lastFrame, step: this.step, value: 0, "aria-label": "Frame" });
      this.slider.addEventListener("input", () => this.go(Number(this.slider.value)));
      this.clock = C.el("output", { id: "clock" });
      this.speed = 8;
      const speeds = ["2", "4", "8", "16", "24"].map((value) => [value, value]);
      const speed = C.choice("Frames per second", speeds, "8", (value) => (this.speed = Number(value)));
      return [C.el("div", { class: "time" }, this.playButton, this.slider, this.clock), speed];
    }

    pictureControls(speed) {
      const state = this.state;
      const controls = C.el("div", { class: "controls" }, speed);
      if (this.movie.channels.length) {
        const channels = this.movie.channels.map((channel, i) => [String(i), channel.name]);
        controls.append(C.choice("Channel", channels, "0", (value) => ((state.channel = Number(value)), this.player.show())));
        const scales = C.SCALES.map((name) => [name, name]);
        controls.append(C.choice("Brightness", scales, state.scale, (value) => ((state.scale = value), this.player.setContrast())));
        controls.append(this.level("Darkest", "dark"), this.level("Brightest", "bright"));
      }
      const tails = ["0", "4", "8", "16", "32"].map((value) => [value, value === "0" ? "none" : value + " frames"]);
      controls.append(C.choice("Tails", tails, "8", (value) => ((state.tail = Number(value)), this.player.show())));
      const outlines = [["yes", "shown"], ["no", "hidden"]];
      controls.append(C.choice("Outlines", outlines, "yes", (value) => ((state.outlines = value === "yes"), this.player.drawOutlines())));
      const colours = this.colourings.map((one) => [one.key, one.name]);
      controls.append(C.choice("Colour by", colours, "lineage", (value) => this.recolour(value)));
      this.legend = C.el("span", { class: "legends" });
      controls.append(this.legend);
      return controls;
    }

    level(name, key) {
      const input = C.el("input", { type: "range", min: 0, max: 255, value: this.state[key] });
      input.addEventListener("input", () => {
        this.state[key] = Number(input.value);
        this.player.setContrast();
      });
      return C.el("label", { class: "control levels" }, C.el("span", {}, name), input);
    }

    recolour(key) {
      this.state.colouring = this.colourings.find((one) => one.key === key);
      const { low, high } = this.state.colouring;
      this.legend.replaceChildren(low === undefined ? "" : C.legend(low, high, true));
      this.player.drawOutlines();
      this.tree.draw();
    }

    treeControls() {
      const sets = [["dividing", "that divide"], ["all", "all"], ["picked", "of the selected cell"]];
      this.treeSelect = C.choice("Lineages", sets, this.state.treeChoice, (value) => ((this.state.treeChoice = value), this.tree.draw()));
      const name = this.movie.id.replace(/[^A-Za-z0-9._-]+/g, "_") + "-lineages.svg";
      const save = C.el("button", { type: "button", onclick: () => this.tree.svg && this.tree.save(name) }, "Save as SVG");
      const number = C.el("input", { type: "number", min: 1, id: "track-number" });
      number.addEventListener("change", () => this.select(Number(number.value)));
      return C.el("div", { class: "controls" }, this.treeSelect, C.el("label", { class: "control" }, C.el("span", {}, "Select track"), number), save);
    }

    traceControls() {
      const measures = this.movie.measures.map((measure, i) => [String(i), measure.name]);
      return C.el("div", { class: "controls" }, C.choice("Measure", measures, "0", (value) => ((this.state.measure = Number(value)), this.drawTrace())));
    }

    notes() {
      const notes = [];
      if (this.movie.noPictures) {
        notes.push("There are no images, only outlines: " + this.movie.noPictures);
      }
      if (!this.movie.step) {
        notes.push("Only the tracks fit into this report: give a larger --budget.");
      } else if (this.movie.step > 1) {
        notes.push(`One frame in ${this.movie.step} is shown, so that the report stays within its budget.`);
      }
      if (this.movie.shrunk > 1.01 && this.movie.channels.length) {
        notes.push(`Pictures are reduced to 1/${this.movie.shrunk.toFixed(1)} of their width, so that the report stays within its budget.`);
      }
      const missing = this.movie.channels.reduce((most, channel) => Math.max(most, channel.missing.length), 0);
      if (missing) {
        notes.push(`${missing} ${missing === 1 ? "frame has" : "frames have"} no picture, because the image cannot be read.`);
      }
      return notes.map((text) => C.el("p", { class: "small note" }, text));
    }

    build(main) {
      const [time, speed] = this.timeRow();
      const left = C.el("div", {});
      if (this.movie.step) {
        left.append(this.player.element, time, this.pictureControls(speed));
      } else {
        this.pictureControls(speed);
      }
      left.append(this.info, C.el("h2", {}, "Traces"), this.traceControls(), this.trace);
      const right = C.el(
        "div",
        {},
        C.el("h2", {}, "Lineages"),
        this.treeControls(),
        this.tree.element,
        C.el("h2", {}, "Review queue"),
        this.queue.element,
        C.el("p", {}, this.keys.button),
      );
      main.append(...this.notes(), C.el("div", { class: "movie" }, left, right));
      document.addEventListener("keydown", (event) => this.keys.handle(event));
      this.player.setContrast();
      this.player.resize();
    }
  }

  C.start(async function () {
    const folder = new URLSearchParams(location.search).get("movie") || "";
    const movie = await C.source.movie(folder);
    document.title = "Movie " + movie.id;
    const title = (plate) => [C.el("a", { href: "plate.html?plate=" + folder.split("/")[0] }, plate), " · " + movie.id];
    document.getElementById("title").replaceChildren(...title("Plate"));
    const from = new URLSearchParams(location.hash.slice(1));
    const page = new Page(folder, movie);
    C.page = page;
    C.say("");
    page.build(document.getElementById("main"));
    const frame = Number(from.get("frame")) || 0;
    // What takes longer than the first picture comes after it: the trees of thousands of cells, the queue, the plate.
    await page.go(frame);
    page.tree.draw();
    const track = Number(from.get("track"));
    await page.select(page.tracks.has(track) ? track : null, frame);
    page.queue.replace(await C.source.queue(folder));
    await C.built("movie", { page });
    const plate = await C.source.plate(folder.split("/")[0]);
    document.getElementById("title").replaceChildren(...title("Plate " + plate.plate));
    page.row = plate.movies.find((one) => one.folder === folder) || {};
    await page.go(page.state.frame);
  });
})((window.Cellineage = window.Cellineage || {}));
