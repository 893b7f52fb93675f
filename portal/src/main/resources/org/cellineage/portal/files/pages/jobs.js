// The page of jobs: what the server processes, how far it is, and what failed.
(function (C) {
  "use strict";

  const KINDS = { run: "segment and track", correct: "apply corrections" };
  const OPEN = new Set(["waiting", "running"]);

  // One job; updated in place, so that the focus stays.
  class Row {
    constructor(job, page) {
      this.what = C.el("th", { scope: "row" });
      this.kind = C.el("td", {});
      this.stage = C.el("td", {});
      this.started = C.el("td", {});
      this.progress = C.el("progress", { max: 1 });
      this.state = C.el("span", { class: "state" });
      this.failures = C.el("td", {});
      this.cancel = C.el("button", { type: "button", onclick: () => page.cancel(job.id) }, "Cancel");
      this.element = C.el("tr", { "data-job": job.id }, this.what, this.kind, C.el("td", {}, this.state, " ", this.progress), this.stage, this.started, this.failures, C.el("td", {}, this.cancel));
    }

    update(job) {
      const open = OPEN.has(job.state);
      this.what.replaceChildren(job.plate ? C.el("a", { href: "plate.html?plate=" + encodeURIComponent(job.plate) }, job.what) : job.what);
      this.kind.textContent = KINDS[job.kind] || job.kind;
      this.state.textContent = job.state;
      this.state.dataset.state = job.state;
      this.progress.hidden = job.state !== "running";
      this.progress.setAttribute("aria-label", "Progress of " + job.what);
      if (job.total) {
        this.progress.value = job.done / job.total;
      } else {
        this.progress.removeAttribute("value");
      }
      this.stage.textContent = (job.stage || "") + (job.total ? `, ${C.number(job.done)} of ${C.number(job.total)}` : "");
      this.started.textContent = job.started_at ? new Date(job.started_at).toLocaleString() : "";
      this.cancel.hidden = !open;
      this.cancel.setAttribute("aria-label", "Cancel " + job.what);
      this.showFailures(job.failures || []);
    }

    showFailures(failures) {
      if (this.failures.childElementCount !== failures.length) {
        this.failures.replaceChildren(...failures.map(C.problem));
      }
    }
  }

  class Page {
    constructor(main) {
      this.rows = new Map();
      this.body = C.el("tbody", {});
      const columns = ["plate or movie", "work", "state", "stage", "started", "failures", "cancel"].map((name) => C.el("th", { scope: "col" }, name));
      const table = C.el("table", { class: "jobs" }, C.el("caption", {}, "The newest first"), C.el("thead", {}, C.el("tr", {}, columns)), this.body);
      this.none = C.el("p", {}, "There are no jobs. Uploads and corrections that are applied appear here.");
      this.note = C.el("div", { role: "alert" });
      this.scroll = C.el("div", { class: "scroll wide", tabindex: 0, role: "region", "aria-label": "Jobs" }, table);
      main.append(this.note, this.none, this.scroll);
    }

    async update() {
      try {
        const jobs = await C.source.jobs();
        this.note.replaceChildren();
        this.show(jobs);
      } catch (error) {
        this.note.replaceChildren(C.problem(C.asProblem(error)));
      }
    }

    show(jobs) {
      this.none.hidden = jobs.length > 0;
      this.scroll.hidden = jobs.length === 0;
      const ids = new Set(jobs.map((job) => job.id));
      for (const [id, row] of this.rows) {
        if (!ids.has(id)) {
          row.element.remove();
          this.rows.delete(id);
        }
      }
      jobs.forEach((job, i) => {
        let row = this.rows.get(job.id);
        if (!row) {
          row = new Row(job, this);
          this.rows.set(job.id, row);
          this.body.insertBefore(row.element, this.body.children[i] || null);
        }
        row.update(job);
      });
    }

    async cancel(id) {
      try {
        await C.source.cancel(id);
      } catch (error) {
        this.note.replaceChildren(C.problem(C.asProblem(error)));
        return;
      }
      await this.update();
    }
  }

  C.start(async function () {
    const page = new Page(document.getElementById("main"));
    await page.update();
    C.say("");
    C.every(2, () => page.update());
  });
})((window.Cellineage = window.Cellineage || {}));
