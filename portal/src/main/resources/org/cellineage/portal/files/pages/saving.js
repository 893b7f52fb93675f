// Sends corrections to the server and shows what has become of them.
(function (C) {
  "use strict";

  const AUTHOR = "author";

  // Asks for the name that corrections are signed with, once for a browser.
  function askAuthor() {
    const input = C.el("input", { id: "author-name", required: true, maxlength: 100, autocomplete: "name" });
    const dialog = C.el(
      "dialog",
      { "aria-labelledby": "author-title" },
      C.el(
        "form",
        { method: "dialog" },
        C.el("h2", { id: "author-title" }, "Who are you?"),
        C.el("p", {}, "Each correction is signed with a name. This browser remembers it."),
        C.el("p", {}, C.el("label", { for: "author-name" }, "Your name "), input),
        C.el("button", { value: "ok" }, "Go on"),
        " ",
        C.el("button", { value: "cancel", formnovalidate: true }, "Cancel"),
      ),
    );
    document.body.append(dialog);
    input.value = C.remembered(AUTHOR) || "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        dialog.remove();
        const name = dialog.returnValue === "ok" ? input.value.trim() : "";
        if (name) {
          C.remember(AUTHOR, name);
        }
        resolve(name || null);
      });
    });
  }

  // new C.Saving(page, update): update(changed, reloaded) is called when the lineage has changed.
  C.Saving = class {
    constructor(page, update) {
      this.page = page;
      this.update = update;
      // What is being sent or loaded, and the promise that all of it is done.
      this.pending = 0;
      this.line = Promise.resolve();
      this.version = page.movie.version;
      this.state = C.el("p", { id: "saving", role: "status" });
      this.undoButton = C.el("button", { type: "button", "aria-keyshortcuts": "Control+z", onclick: () => this.undo() }, "Undo");
      this.redoButton = C.el("button", { type: "button", "aria-keyshortcuts": "Control+y", onclick: () => this.redo() }, "Redo");
      this.authorButton = C.el("button", { type: "button", onclick: () => askAuthor().then(() => this.showAuthor()) });
      this.applyButton = C.el("button", { type: "button", id: "apply", onclick: () => this.apply() }, "Apply to the tables");
      this.why = C.el("input", { id: "why", maxlength: 500, size: 18 });
      this.waiting = C.el("span", {});
      this.progress = C.el("progress", { "aria-label": "Applying corrections", hidden: true });
      this.banner = C.el("div", { id: "waiting", class: "banner" }, this.waiting, this.applyButton, this.progress);
      this.alert = C.el("div", { id: "refusal", role: "alert" });
      this.told = page.movie.edits;
      window.addEventListener("beforeunload", (event) => this.busy && event.preventDefault());
      this.show(page.movie.edits);
      this.showAuthor();
    }

    get busy() {
      return this.pending > 0;
    }

    show({ waiting, undo, redo }) {
      this.told = { waiting, undo, redo };
      this.undoButton.disabled = !undo;
      this.undoButton.title = undo ? "Undo: " + undo : "";
      this.redoButton.disabled = !redo;
      this.redoButton.title = redo ? "Redo: " + redo : "";
      this.banner.hidden = !waiting && !this.job;
      this.applyButton.hidden = Boolean(this.job);
      this.progress.hidden = !this.job;
      const count = `${waiting} ${waiting === 1 ? "correction is" : "corrections are"} saved, but not yet in the tables.`;
      this.waiting.textContent = this.job ? "Corrections are being applied to the tables." : count;
    }

    showAuthor() {
      const author = C.remembered(AUTHOR);
      this.authorButton.textContent = author ? "Signed as " + author : "Sign as …";
    }

    say(text) {
      this.state.textContent = text;
    }

    // Says in words why something is not done.
    refuse(error) {
      this.alert.replaceChildren(C.problem(C.asProblem(error)), C.el("button", { type: "button", onclick: () => this.clear() }, "Close"));
    }

    clear() {
      this.alert.replaceChildren();
    }

    // Saves changes, which are one answer; promises whether they were taken. Seen is the version in which their cells
    // were chosen: in a later one, the same names may be those of others.
    save(changes, seen, why) {
      const body = changes.length === 1 ? { change: changes[0] } : { changes };
      return this.send("edits", { version: seen, why: this.why.value.trim() || why, ...body }, "Saved: " + C.changeWords(changes) + ".");
    }

    undo() {
      return this.send("undo", {}, `Undone: ${this.told.undo}.`);
    }

    redo() {
      return this.send("redo", {}, `Done again: ${this.told.redo}.`);
    }

    // One after the other, in the order in which they were asked for.
    send(path, body, done) {
      this.pending++;
      const sent = this.line.then(() => this.sendNow(path, body, done)).finally(() => this.pending--);
      this.line = sent;
      return sent;
    }

    async sendNow(path, body, done) {
      try {
        const author = C.remembered(AUTHOR) || (await askAuthor());
        this.showAuthor();
        if (!author) {
          return false;
        }
        this.clear();
        this.say("Saving …");
        const changed = await C.source.change(this.page.folder, path, { version: this.version, author, ...body });
        this.version = changed.version;
        this.why.value = "";
        this.show(changed.edits);
        await this.update(changed);
        this.say(done);
        return true;
      } catch (error) {
        await this.failed(error).catch((worse) => this.refuse(worse));
        return false;
      }
    }

    async failed(error) {
      if (error.status === 409) {
        await this.reload();
        this.refuse({
          problem: "Somebody else corrected this movie at the same time. It has been loaded again.",
          fix: "Your last correction was not saved: look again, and repeat it if it is still needed.",
        });
      } else {
        this.refuse(error);
      }
      this.say("Not saved.");
    }

    // Loads the movie again as it is now. Nothing is saved meanwhile.
    async reload() {
      this.pending++;
      try {
        const [movie, queue] = await Promise.all([C.source.movie(this.page.folder), C.source.queue(this.page.folder)]);
        this.version = movie.version;
        this.show(movie.edits);
        await this.update({ movie, queue });
      } finally {
        this.pending--;
      }
    }

    // Looks whether somebody else has changed the movie.
    async look() {
      if (this.busy) {
        return;
      }
      try {
        const now = await C.source.version(this.page.folder);
        if (!this.busy && now.version !== this.version) {
          await this.reload();
          this.say("This movie was changed elsewhere, and has been loaded again.");
        }
      } catch (error) {
        this.say(error.message);
      }
    }

    async apply() {
      const author = C.remembered(AUTHOR) || (await askAuthor());
      this.showAuthor();
      if (!author) {
        return;
      }
      try {
        const { job } = await C.source.change(this.page.folder, "apply", { version: this.version, author });
        this.job = job;
        this.show(this.told);
        await this.follow(job);
      } catch (error) {
        this.refuse(error);
      }
      this.job = null;
      this.show(this.told);
    }

    // Waits until a job is done.
    async follow(id) {
      for (;;) {
        const job = (await C.source.jobs()).find((one) => one.id === id);
        if (!job || (job.state !== "waiting" && job.state !== "running")) {
          this.job = null;
          await this.reload();
          const failure = job && (job.failures || [])[0];
          if (failure) {
            this.refuse(failure);
          }
          this.say(!job || job.state === "done" ? "The corrections are in the tables." : `Applying them ${job.state === "failed" ? "failed" : "was cancelled"}.`);
          return;
        }
        if (job.total) {
          this.progress.value = job.done / job.total;
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  };
})((window.Cellineage = window.Cellineage || {}));
