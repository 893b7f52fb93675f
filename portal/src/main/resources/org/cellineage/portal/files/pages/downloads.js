// Links that download a plate or a movie.
(function (C) {
  "use strict";

  const FORMATS = [
    ["trk", ".trk", "for deepcell-tracking and DeepCell Label"],
    ["ctc", "CTC", "zip in the format of the Cell Tracking Challenge"],
    ["csv", "CSV", "zip of tables as text"],
    ["parquet", "Parquet", "zip of tables"],
  ];

  function links(path, of) {
    const items = FORMATS.map(([format, name, what]) =>
      C.el("li", {}, C.el("a", { href: C.source.downloadUrl(path, format), download: "", title: what }, name), C.el("span", { class: "small" }, " " + what)),
    );
    return C.el("section", { class: "downloads", "aria-label": "Download" }, C.el("h2", {}, "Download " + of), C.el("ul", {}, items));
  }

  C.additions.push(function (page, shown) {
    if (page === "plate") {
      document.getElementById("main").append(links(shown.id, "this plate"));
    }
    if (page === "movie") {
      document.getElementById("main").append(links(shown.page.folder, "this movie"));
    }
  });
})((window.Cellineage = window.Cellineage || {}));
