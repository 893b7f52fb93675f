// Corrections on the page of a movie: tools, review, saving.
(function (C) {
  "use strict";

  class Editor {
    constructor(page) {
      this.page = page;
      this.pointer = new C.Pointer(page);
      this.tools = new C.Tools(page, this.pointer);
      this.saving = new C.Saving(page, (changed) => this.changed(changed));
      this.review = new C.Review(page, this.saving);
      page.queue.draw();
      this.addKeys();
      this.build();
      const select = page.player.pick;
      page.player.pick = (track, point) => this.pointer.taken(track, point) || select(track);
      page.keys.first = (name) => this.firstKey(name);
      C.every(5, () => this.saving.look());
    }

    addKeys() {
      const { keys } = this.page;
      keys.add("Cells", [[["g"], "choose a cell with the arrows", () => this.run(() => this.tools.choose())]]);
      keys.add("Review queue", [
        [["y"], "accept the proposal", () => this.review.accept()],
        [["n"], "it is right as it is", () => this.review.deny()],
      ]);
      for (const [group, rows] of Object.entries(this.tools.table())) {
        keys.add(group, rows.map(([names, words, run, what]) => [names, `${words}: ${what}`, () => this.run(run)]));
      }
      keys.add("Correcting", [
        [["f"], "this frame only, or from here on", () => this.toggleScope()],
        [["["], "smaller brush", () => this.tools.resize(-1)],
        [["]"], "larger brush", () => this.tools.resize(1)],
        [["Ctrl+z"], "undo", () => this.saving.undo()],
        [["Ctrl+Z", "Ctrl+y"], "redo", () => this.saving.redo()],
      ]);
    }

    // While one draws, two keys have another meaning; keys that answer questions come before all others.
    firstKey(name) {
      if (this.tools.drawing && (name === "b" || name === "e")) {
        this.tools.ink = name === "b" ? 1 : 0;
        return true;
      }
      if (!this.pointer.isAsking && name === "Escape" && this.review.item) {
        this.review.close();
        return true;
      }
      return this.pointer.key(name);
    }

    // Runs a tool and saves the change that it returns.
    async run(tool) {
      this.pointer.cancel();
      await this.saving.line;
      this.saving.clear();
      const seen = this.saving.version;
      try {
        const change = await tool();
        if (change) {
          const at = this.placeOf(change);
          const saved = await this.saving.save([change], seen, "");
          if (!saved) {
            this.pin(at);
          }
        }
      } catch (error) {
        if (error instanceof C.Hint) {
          this.saving.refuse({ problem: error.message });
          this.pin(null);
        } else if (error !== C.CANCELLED) {
          this.saving.refuse(error);
        }
      }
    }

    // Where in the picture a change is.
    placeOf(change) {
      const cells = C.cellsOf(change, this.page.tracks).filter((cell) => cell.frame === this.page.state.frame);
      const cell = cells.length ? this.page.frames.cells(this.page.state.frame).get(cells[0].track) : null;
      return cell ? { x: cell.x / this.page.movie.width, y: cell.y / this.page.movie.height } : null;
    }

    // Puts what the server says beside the thing that it is about.
    pin(at) {
      const { style } = this.saving.alert;
      style.left = at ? Math.min(60, Math.max(0, 100 * at.x + 4)) + "%" : "1%";
      style.top = at ? Math.min(80, Math.max(1, 100 * at.y + 4)) + "%" : "1%";
    }

    toggleScope() {
      this.setScope(this.tools.scope === "FROM_HERE" ? "THIS_FRAME" : "FROM_HERE");
    }

    setScope(scope) {
      this.tools.scope = scope;
      this.scopes.forEach((input) => (input.checked = input.value === scope));
    }

    scopeChoice() {
      const option = (value, text) => {
        const input = C.el("input", { type: "radio", name: "scope", value, checked: value === this.tools.scope });
        input.addEventListener("change", () => this.setScope(value));
        return [input, C.el("label", { class: "scope" }, input, " ", text)];
      };
      const both = [option("FROM_HERE", "from here on"), option("THIS_FRAME", "this frame only")];
      this.scopes = both.map(([input]) => input);
      return C.el("fieldset", { class: "tool-group" }, C.el("legend", {}, "Swap, remove and merge ", C.el("kbd", {}, "f")), both.map(([, label]) => label));
    }

    toolbar() {
      const groups = Object.entries(this.tools.table()).map(([group, rows]) =>
        C.el(
          "fieldset",
          { class: "tool-group" },
          C.el("legend", {}, group),
          rows.map(([names, words, run, what]) =>
            C.el("button", { type: "button", title: what, "aria-keyshortcuts": C.Keys.shortcuts(names), onclick: () => this.run(run) }, words, " ", C.Keys.shown(names)),
          ),
        ),
      );
      const { undoButton, redoButton, authorButton, why, state } = this.saving;
      const note = C.el("label", { class: "scope" }, "Why (optional) ", why);
      const history = C.el("fieldset", { class: "tool-group" }, C.el("legend", {}, "Corrections"), undoButton, redoButton, authorButton, note);
      return C.el("section", { class: "tools", "aria-label": "Corrections" }, groups, this.scopeChoice(), history, state);
    }

    build() {
      const { player, queue } = this.page;
      const left = player.element.parentElement;
      const right = queue.element.parentElement;
      left.parentElement.before(this.saving.banner);
      const place = C.el("div", { class: "stage-place" });
      player.element.replaceWith(place);
      place.append(player.element, this.pointer.prompt);
      place.nextElementSibling.after(this.toolbar());
      player.sheet.append(this.saving.alert);
      this.pin(null);
      right.prepend(this.review.element);
      right.append(this.history());
    }

    // The corrections of this movie, read when somebody looks.
    history() {
      const list = C.el("div", {});
      const details = C.el("details", { id: "history" }, C.el("summary", {}, "All corrections of this movie"), list);
      this.readHistory = async () => {
        const edits = await C.source.edits(this.page.folder);
        const rows = edits.map((one) => [one.number, one.what, one.author, new Date(one.at).toLocaleString(), one.why, one.state]);
        list.replaceChildren(C.table(`${edits.length} corrections, the newest first`, ["number", "correction", "author", "when", "why", "state"], rows));
      };
      details.addEventListener("toggle", () => details.open && this.readHistory().catch((error) => this.saving.refuse(error)));
      this.details = details;
      return details;
    }

    // Thousands of trees take long to draw: the next question comes first.
    redrawTree() {
      if (!this.redrawing) {
        this.redrawing = true;
        C.whenIdle(() => {
          this.redrawing = false;
          this.page.tree.draw();
        });
      }
    }

    // Shows the lineage as it has become: what has changed of it, or all of it.
    async changed(changed) {
      const { page } = this;
      const { state, tracks, frames } = page;
      // A question that is open was about cells that may have other tracks now.
      this.pointer.cancel();
      const cell = frames.cells(state.frame).get(state.track);
      if (changed.movie) {
        Object.assign(page.movie, changed.movie);
        tracks.clear();
        C.readTracks(changed.movie).forEach((track, id) => tracks.set(id, track));
        frames.forgetAll();
      } else {
        changed.tracks.removed.forEach((id) => tracks.delete(id));
        changed.tracks.changed.forEach((row) => tracks.set(row[0], C.readTrack(row)));
        C.setDaughters(tracks);
        frames.forget(changed.blocks);
      }
      await frames.load(state.frame, state.frame);
      // The selected cell may have another track now.
      const now = cell ? page.player.cellAt(cell.x, cell.y, 2) : null;
      state.track = now !== null ? now : tracks.has(state.track) ? state.track : null;
      page.queue.replace(changed.queue);
      this.review.item = null;
      state.mark = null;
      this.review.tell();
      this.redrawTree();
      await page.select(state.track, state.frame);
      if (this.details.open) {
        await this.readHistory();
      }
    }
  }

  C.editing = Editor;

  C.additions.push(function (name, { page }) {
    if (name === "movie" && page.movie.edits && page.movie.step) {
      C.editor = new Editor(page);
    }
  });
})((window.Cellineage = window.Cellineage || {}));
