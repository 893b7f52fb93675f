// The page of uploads: files are sent one after the other, checked, and processed when somebody agrees.
(function (C) {
  "use strict";

  // Sends a file; promises what the server found in it. XMLHttpRequest, because fetch does not tell how far it is.
  function send(file, request, onprogress) {
    return new Promise((resolve, reject) => {
      request.open("POST", C.source.uploadUrl(file.name));
      request.setRequestHeader("X-Cellineage", "1");
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => onprogress(event.loaded, event.total));
      request.addEventListener("load", () => {
        const body = request.response || {};
        if (request.status === 401) {
          location.assign("login.html");
        } else if (request.status >= 200 && request.status < 300) {
          resolve(body);
        } else {
          reject(new C.Refusal(request.status, body));
        }
      });
      request.addEventListener("error", () => reject(new C.Refusal(0, { problem: "The upload was cut off.", fix: "Check the connection and upload the file again." })));
      request.addEventListener("abort", () => reject(new C.Refusal(0, { problem: "The upload was cancelled." })));
      request.send(file);
    });
  }

  // One file, from sending to processing.
  class Upload {
    constructor(name) {
      this.name = name;
      this.progress = C.el("progress", { max: 1, value: 0, "aria-label": "Upload of " + name });
      this.state = C.el("p", { role: "status" }, "waiting");
      this.result = C.el("div", {});
      this.buttons = C.el("div", { class: "controls" });
      this.element = C.el("li", { class: "upload", "data-name": name }, C.el("h2", {}, name), this.progress, this.state, this.result, this.buttons);
    }

    async send(file) {
      const request = new XMLHttpRequest();
      this.buttons.replaceChildren(this.button("Cancel the upload of", () => request.abort()));
      this.state.textContent = "uploading";
      try {
        const found = await send(file, request, (done, total) => {
          this.progress.value = total ? done / total : 0;
          this.state.textContent = done < total ? `${C.bytes(done)} of ${C.bytes(total)}` : "checking";
        });
        this.checked(found);
      } catch (error) {
        this.refused(error);
      }
    }

    button(text, run) {
      return C.el("button", { type: "button", "aria-label": text + " " + this.name, onclick: run }, text.replace(/ the upload of$| $/, ""));
    }

    refused(error) {
      this.progress.hidden = true;
      this.state.textContent = "not accepted";
      this.result.replaceChildren(C.problem(C.asProblem(error)));
      this.buttons.replaceChildren();
    }

    // Shows what was found in the file before anything is done with it.
    checked(found) {
      this.progress.hidden = true;
      const findings = (found.findings || []).map((one) => C.el("div", { class: one.level }, C.el("span", { class: "level" }, one.level), C.problem(one)));
      const movies = found.movies || [];
      const rows = movies.map((one) => [one.movie, C.number(one.frames), `${one.width} × ${one.height}`, (one.channels || []).join(", ")]);
      this.result.replaceChildren(...findings, ...(rows.length ? [C.table(`What ${this.name} contains`, ["movie", "frames", "pixels", "channels"], rows)] : []));
      const count = `${movies.length} ${movies.length === 1 ? "movie" : "movies"}, ${C.bytes(found.bytes)}`;
      this.state.textContent = movies.length ? `${count}: checked, not yet processed` : "There is no movie in it that can be processed.";
      const discard = this.button("Discard", () => this.settle(found.id, false));
      this.buttons.replaceChildren(...(movies.length ? [this.button("Process", () => this.settle(found.id, true))] : []), discard);
    }

    async settle(id, accept) {
      this.buttons.replaceChildren();
      try {
        await (accept ? C.source.accept(id) : C.source.discard(id));
        this.state.replaceChildren(...(accept ? ["handed over: see ", C.el("a", { href: "jobs.html" }, "the jobs")] : ["discarded"]));
        this.result.replaceChildren();
      } catch (error) {
        this.refused(error);
      }
    }
  }

  function form(list) {
    let line = Promise.resolve();
    const add = (files) => {
      for (const file of files) {
        const upload = new Upload(file.name);
        list.append(upload.element);
        line = line.then(() => upload.send(file));
      }
    };
    const input = C.el("input", { type: "file", id: "files", multiple: true, accept: ".tif,.tiff,.zip" });
    input.addEventListener("change", () => {
      add(input.files);
      input.value = "";
    });
    const area = C.el(
      "div",
      { class: "drop" },
      C.el("label", { for: "files" }, "TIFF, OME-TIFF, or zip archives of them"),
      input,
      C.el("p", { class: "small" }, "You can also drop files here. Each is checked first and processed when you agree; its name becomes that of the plate."),
    );
    area.addEventListener("dragover", (event) => event.preventDefault());
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      add(event.dataTransfer.files);
    });
    return area;
  }

  C.start(async function () {
    const report = await C.source.report();
    const main = document.getElementById("main");
    if (report.readOnly || !report.inbox) {
      C.say(report.readOnly ? "This portal only shows: it takes no uploads." : "This portal takes no uploads: it was started without --inbox.");
      return;
    }
    const list = C.el("ul", { class: "uploads" });
    for (const found of await C.source.uploads()) {
      const upload = new Upload(found.name);
      upload.checked(found);
      list.append(upload.element);
    }
    C.say("");
    main.append(form(list), list);
  });
})((window.Cellineage = window.Cellineage || {}));
