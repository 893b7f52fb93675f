// The map of the wells of a plate: pictures, a heat map of any figure, and the wells to compare.
(function (C) {
  "use strict";

  const NAME = /^([A-Z]{1,2})0*([0-9]{1,2})$/;

  // { row, column } of "B02", counted from 0; null for other names.
  function place(well) {
    const parts = NAME.exec(well);
    if (!parts) {
      return null;
    }
    const row = [...parts[1]].reduce((all, letter) => all * 26 + letter.charCodeAt(0) - 64, 0) - 1;
    return { row, column: Number(parts[2]) - 1 };
  }

  function rowName(row) {
    return (row >= 26 ? String.fromCharCode(64 + Math.floor(row / 26)) : "") + String.fromCharCode(65 + (row % 26));
  }

  // Loads pictures one after the other, in the order of the wells, so that the first appear at once.
  class Loader {
    constructor() {
      this.waiting = [];
      this.busy = 0;
    }

    add(image, url) {
      this.waiting.push({ image, url });
      this.next();
    }

    next() {
      while (this.busy < 2 && this.waiting.length) {
        const { image, url } = this.waiting.shift();
        this.busy++;
        const done = () => {
          this.busy--;
          this.next();
        };
        image.addEventListener("load", done, { once: true });
        image.addEventListener("error", done, { once: true });
        image.src = url;
      }
    }
  }

  // new C.WellMap(plate, model): model has figure, matches(well), selected (a Set), and onchange().
  C.WellMap = class {
    constructor(plate, model) {
      this.plate = plate;
      this.model = model;
      this.buttons = new Map();
      this.loader = new Loader();
      this.element = C.el("div", { class: "wells", role: "group", "aria-label": "Wells" });
      this.legend = C.el("div", { class: "legends" });
      this.build();
    }

    build() {
      const places = this.plate.wells.map((row) => ({ well: row.well, at: place(row.well) }));
      const onGrid = places.filter((one) => one.at);
      const rows = onGrid.map((one) => one.at.row);
      const columns = onGrid.map((one) => one.at.column);
      if (onGrid.length) {
        this.grid(onGrid, Math.min(...rows), Math.max(...rows), Math.min(...columns), Math.max(...columns));
      }
      const others = places.filter((one) => !one.at);
      if (others.length) {
        const list = C.el("div", { class: "row" }, others.map((one) => this.button(one.well)));
        this.element.append(list);
      }
    }

    grid(places, firstRow, lastRow, firstColumn, lastColumn) {
      const count = lastColumn - firstColumn + 1;
      const grid = C.el("div", { class: "grid" });
      grid.style.gridTemplateColumns = `2rem repeat(${count}, minmax(3.5rem, ${count > 6 ? "1fr" : "10rem"}))`;
      grid.append(C.el("span", {}));
      for (let column = firstColumn; column <= lastColumn; column++) {
        grid.append(C.el("span", { class: "axis", "aria-hidden": "true" }, String(column + 1)));
      }
      for (let row = firstRow; row <= lastRow; row++) {
        grid.append(C.el("span", { class: "axis", "aria-hidden": "true" }, rowName(row)));
        for (let column = firstColumn; column <= lastColumn; column++) {
          const here = places.find((one) => one.at.row === row && one.at.column === column);
          grid.append(here ? this.button(here.well) : C.el("span", { class: "well empty", "aria-hidden": "true" }));
        }
      }
      this.element.append(grid);
    }

    button(well) {
      const movie = this.plate.movies.find((one) => one.well === well && one.folder && one.step > 0);
      const image = movie ? C.el("img", { alt: "", width: 160, height: 160 }) : C.el("span", { class: "no-image" });
      if (movie) {
        this.loader.add(image, C.source.thumbnail(movie.folder));
      }
      const value = C.el("span", { class: "value" });
      const button = C.el(
        "button",
        { type: "button", class: "well", "data-well": well, "aria-pressed": "false", onclick: () => this.toggle(well) },
        image,
        C.el("span", { class: "name" }, well),
        value,
      );
      this.buttons.set(well, { button, value });
      return button;
    }

    toggle(well) {
      const selected = this.model.selected;
      if (!selected.delete(well)) {
        selected.add(well);
      }
      this.model.onchange();
    }

    update() {
      const figure = this.model.figure;
      const values = this.plate.wells.map((row) => row[figure]).filter((value) => typeof value === "number");
      const low = Math.min(...values);
      const high = Math.max(...values);
      for (const row of this.plate.wells) {
        const { button, value } = this.buttons.get(row.well);
        const known = typeof row[figure] === "number";
        const share = known ? (high > low ? (row[figure] - low) / (high - low) : 0.5) : null;
        button.style.setProperty("--heat", C.scaleColour(share));
        value.textContent = C.number(row[figure]);
        const isIn = this.model.matches(row.well);
        button.classList.toggle("out", !isIn);
        button.setAttribute("aria-pressed", String(this.model.selected.has(row.well)));
        button.setAttribute("aria-label", `${row.well}, ${C.words(figure)} ${C.number(row[figure])}${isIn ? "" : ", filtered out"}`);
      }
      this.legend.replaceChildren(values.length ? C.legend(low, high, false) : "no well has this figure");
    }
  };
})((window.Cellineage = window.Cellineage || {}));
