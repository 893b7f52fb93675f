// The page of a plate.
(function (C) {
  "use strict";

  const NO_FIGURE = new Set(["well", "frame_interval_s", "first_frame", "last_frame"]);

  function figuresOf(plate) {
    const names = new Set();
    plate.wells.forEach((row) => Object.keys(row).forEach((name) => typeof row[name] === "number" && names.add(name)));
    return [...names].filter((name) => !NO_FIGURE.has(name));
  }

  function conditionColumns(plate) {
    const names = new Set();
    plate.conditions.forEach((row) => Object.keys(row).forEach((name) => name !== "well" && names.add(name)));
    return [...names];
  }

  // What is chosen on the page.
  function modelOf(plate) {
    const conditions = new Map(plate.conditions.map((row) => [row.well, row]));
    const figures = figuresOf(plate);
    const text = (well, column) => {
      const value = (conditions.get(well) || {})[column];
      return value === undefined ? "none" : String(value);
    };
    const model = {
      figure: figures.includes("cells") ? "cells" : figures[0],
      figures,
      columns: conditionColumns(plate),
      filter: new Map(),
      selected: new Set(),
      group: "well",
      logGrowth: false,
      conditionText: text,
      matches: (well) => [...model.filter].every(([column, value]) => value === "" || text(well, column) === value),
    };
    return model;
  }

  function controls(plate, model) {
    const row = C.el("div", { class: "controls" });
    const change = (set) => (value) => {
      set(value);
      model.onchange();
    };
    const figures = model.figures.map((name) => [name, C.words(name)]);
    row.append(C.choice("Heat map of", figures, model.figure, change((value) => (model.figure = value))));
    for (const column of model.columns) {
      const values = [...new Set(plate.conditions.map((one) => model.conditionText(one.well, column)))];
      values.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
      const options = [["", "all"]].concat(values.map((value) => [value, value]));
      row.append(C.choice("Only " + C.words(column), options, "", change((value) => model.filter.set(column, value))));
    }
    const clear = () => {
      model.selected.clear();
      model.onchange();
    };
    row.append(C.el("button", { type: "button", onclick: clear }, "Select none"));
    return row;
  }

  function detailText(movie) {
    if (movie.problem) {
      return "not shown: " + movie.problem;
    }
    if (!movie.folder) {
      return movie.status === "failed" ? "failed: see below" : "not part of this report";
    }
    if (!movie.step) {
      return "tracks only";
    }
    const pictures = movie.noPictures ? "no images" : movie.fullSize ? "full size" : `reduced to ${movie.longSide} pixels`;
    return pictures + (movie.step === 1 ? ", every frame" : `, one frame in ${movie.step}`);
  }

  function movieCard(movie) {
    const name = movie.movie_id.split("/").pop();
    const figures = `${C.number(movie.cells)} cells, ${C.number(movie.tracks)} tracks, ${C.number(movie.divisions)} divisions`;
    const link = movie.folder
      ? C.el("a", { href: "movie.html?movie=" + encodeURIComponent(movie.folder) }, `Site ${name}`)
      : C.el("span", {}, `Site ${name}`);
    const image = movie.folder && movie.step ? C.el("img", { src: C.source.thumbnail(movie.folder), alt: "", loading: "lazy" }) : null;
    return C.el("li", {}, image, link, C.el("span", { class: "small" }, figures), C.el("span", { class: "small" }, detailText(movie)));
  }

  function wellCard(plate, model, well) {
    const row = plate.wells.find((one) => one.well === well) || {};
    const conditions = model.columns.map((column) => [C.words(column), model.conditionText(well, column)]);
    const figures = model.figures.map((name) => [C.words(name), C.number(row[name])]);
    const list = conditions.concat(figures).map(([name, value]) => C.el("div", {}, C.el("dt", {}, name), C.el("dd", {}, value)));
    const movies = plate.movies.filter((movie) => movie.well === well).map(movieCard);
    return C.el("section", { class: "card", "aria-label": "Well " + well }, C.el("h2", {}, "Well " + well), C.el("ul", { class: "movies" }, movies), C.el("dl", {}, list));
  }

  function failures(plate) {
    const count = (plate.failureCount[0] || {}).count || 0;
    if (!count) {
      return C.el("p", {}, "None.");
    }
    const rows = plate.failures.map((one) => [
      one.movie_id || "the input",
      one.frame === undefined ? "whole movie" : String(one.frame),
      one.stage,
      one.cause,
      one.remedy,
      one.where,
    ]);
    const caption = count > rows.length ? `The first ${rows.length} of ${count} failures` : `${count} failures`;
    return C.table(caption, ["movie", "frame", "stage", "what is wrong", "how to fix it", "where"], rows);
  }

  function provenance(plate, report) {
    const columns = ["movies", "processed_run_id", "software_version", "segmentation", "model_hash", "linking", "link_model_hash", "input", "layout", "config_hash"];
    const rows = plate.provenance.map((row) => columns.map((name) => (row[name] === undefined ? "–" : String(row[name]))));
    const settings = Object.entries(plate.settings).map(([run, values]) =>
      C.el("details", {}, C.el("summary", {}, "Settings of run " + run), C.el("pre", { tabindex: "0", "aria-label": "Settings of run " + run }, JSON.stringify(values, null, 2))),
    );
    const size = report.budget ? ` This report takes ${C.bytes(report.bytes)} of at most ${C.bytes(report.budget)}.` : "";
    const about = `Lineages in ${report.lineage}, shown by Cellineage ${report.version}.${size}`;
    return [C.el("p", {}, about), C.table("How the movies were processed", columns.map(C.words), rows), ...settings];
  }

  // How much of the movies is shown, in one sentence per degree of detail.
  function details(plate) {
    const counts = new Map();
    plate.movies.forEach((movie) => counts.set(detailText(movie), (counts.get(detailText(movie)) || 0) + 1));
    return [...counts].map(([text, count]) => C.el("li", {}, `${count} ${count === 1 ? "movie" : "movies"}: ${text}`));
  }

  C.start(async function () {
    const id = new URLSearchParams(location.search).get("plate") || "";
    const [report, plate] = await Promise.all([C.source.report(), C.source.plate(id)]);
    document.title = "Plate " + plate.plate;
    document.getElementById("title").textContent = "Plate " + plate.plate;
    const model = modelOf(plate);
    const map = new C.WellMap(plate, model);
    const compared = C.el("div", { class: "cards", id: "compared", "aria-live": "polite" });
    const growth = C.el("div", { id: "growth" });
    const dose = C.el("div", { id: "dose" });
    model.onchange = function () {
      map.update();
      const wells = plate.wells.map((row) => row.well).filter((well) => model.selected.has(well));
      compared.replaceChildren(...wells.map((well) => wellCard(plate, model, well)));
      growth.replaceChildren(C.growthChart(plate, model));
      dose.replaceChildren(C.doseChart(plate, model) || C.el("p", {}, "No well has a dose: give --plate-map to 'run'."));
    };
    const groups = [["well", "well"]].concat(model.columns.map((name) => [name, C.words(name)]));
    const groupChoice = C.choice("Curves by", groups, "well", (value) => ((model.group = value), model.onchange()));
    const scales = [["linear", "linear"], ["log", "logarithmic"]];
    const scaleChoice = C.choice("Scale", scales, "linear", (value) => ((model.logGrowth = value === "log"), model.onchange()));
    C.say("");
    document.getElementById("main").append(
      C.el("section", { "aria-label": "Map of wells" }, controls(plate, model), map.legend, map.element, C.el("p", { class: "small" }, "Choose wells to compare them side by side and to open their movies. Pictures are the middle frame of the first movie, with the outlines of its cells.")),
      compared,
      C.el("section", {}, C.el("h2", {}, "Growth"), C.el("div", { class: "controls" }, groupChoice, scaleChoice), growth),
      C.el("section", {}, C.el("h2", {}, "Dose–response"), dose),
      C.el("section", {}, C.el("h2", {}, "Failures"), failures(plate)),
      C.el("section", {}, C.el("h2", {}, "What is shown"), C.el("ul", {}, details(plate))),
      C.el("section", {}, C.el("h2", {}, "Provenance"), ...provenance(plate, report)),
    );
    model.onchange();
    C.built("plate", { id, plate, report });
  });
})((window.Cellineage = window.Cellineage || {}));
