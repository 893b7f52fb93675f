// The lineage trees of a movie over time, in SVG.
(function (C) {
  "use strict";

  const ROW = 14;
  const LEFT = 12;
  const TOP = 26;
  const LABEL = 28;

  // The roots to show, the largest families first.
  function rootsOf(tracks, choice, picked) {
    const sizes = new Map();
    const ends = new Map();
    for (const track of tracks.values()) {
      const top = topOf(tracks, track).id;
      sizes.set(top, (sizes.get(top) || 0) + 1);
      ends.set(top, Math.max(ends.get(top) || 0, track.last));
    }
    let roots = [...tracks.values()].filter((track) => topOf(tracks, track) === track);
    if (choice === "picked") {
      const only = picked === null ? null : topOf(tracks, tracks.get(picked));
      roots = roots.filter((root) => root === only);
    } else if (choice === "dividing") {
      roots = roots.filter((root) => sizes.get(root.id) > 1);
    }
    return roots.sort((a, b) => sizes.get(b.id) - sizes.get(a.id) || a.first - b.first || a.id - b.id);
  }

  function topOf(tracks, track) {
    let top = track;
    while (tracks.has(top.parent)) {
      top = tracks.get(top.parent);
    }
    return top;
  }
  C.topOf = topOf;

  // Rows of the tracks: leaves one below the other, mothers between their daughters. Without recursion, because a family
  // may be deep.
  function rowsOf(roots) {
    const rows = new Map();
    let next = 0;
    for (const root of roots) {
      const open = [root];
      const order = [];
      while (open.length) {
        const track = open.pop();
        order.push(track);
        open.push(...[...track.daughters].sort((a, b) => b.id - a.id));
      }
      for (const track of order) {
        if (!track.daughters.length) {
          rows.set(track.id, next++);
        }
      }
      for (const track of order.reverse()) {
        if (track.daughters.length) {
          const of = track.daughters.map((daughter) => rows.get(daughter.id));
          rows.set(track.id, (Math.min(...of) + Math.max(...of)) / 2);
        }
      }
      next += 0.5;
    }
    return { rows, count: next };
  }

  // new C.Tree(movie, tracks, state): state has frame, track, colouring and treeChoice; pick(track, frame) is called when a
  // life is clicked.
  C.Tree = class {
    constructor(movie, tracks, state) {
      Object.assign(this, { movie, tracks, state });
      this.element = C.el("div", { class: "tree", tabindex: "0", role: "region", "aria-label": "Lineage trees over time" });
      this.lives = new Map();
      this.element.addEventListener("click", (event) => this.click(event));
    }

    x(frame) {
      return LEFT + frame * this.scale;
    }

    // Draws the trees anew: after the choice of trees or of colours has changed.
    draw() {
      const { treeChoice, track } = this.state;
      const roots = rootsOf(this.tracks, treeChoice, track);
      const { rows, count } = rowsOf(roots);
      const room = Math.max(240, this.element.clientWidth - 70);
      this.scale = Math.max(2, room / Math.max(1, this.movie.frames));
      const width = this.x(this.movie.frames) + 44;
      const height = TOP + count * ROW + 10;
      const svg = C.svg("svg", { width, height, role: "img", "aria-label": `Lineage trees of ${roots.length} cells` });
      this.axis(svg, height);
      this.lives.clear();
      for (const id of rows.keys()) {
        svg.append(this.life(this.tracks.get(id), rows));
      }
      this.cursor = C.svg("line", { class: "cursor", y1: TOP - 8, y2: height, stroke: "#b00020", "stroke-width": 1 });
      svg.append(this.cursor);
      this.svg = svg;
      this.element.replaceChildren(rows.size ? svg : C.el("p", { class: "small" }, "No lineage to show: choose a cell, or another set of lineages."));
      this.update();
    }

    axis(svg, height) {
      const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((n) => n * this.scale >= 36) || 5000;
      for (let frame = 0; frame <= this.movie.frames; frame += step) {
        const x = this.x(frame);
        svg.append(C.svg("line", { x1: x, x2: x, y1: TOP - 8, y2: height, stroke: "#ececec" }));
        svg.append(C.svg("text", { x, y: 12, "text-anchor": "middle", "font-size": 9, "font-family": "sans-serif", fill: "#222" }, String(frame)));
      }
    }

    life(track, rows) {
      const y = TOP + rows.get(track.id) * ROW;
      const x1 = this.x(track.first);
      const x2 = this.x(track.last + 1);
      const colour = this.state.colouring.colour(track, track.steps);
      const group = C.svg("g", { class: "life", "data-track": track.id });
      group.append(C.svg("title", {}, `track ${track.id}, frames ${track.first} to ${track.last}, ${track.origin} to ${track.fate}`));
      if (track.daughters.length) {
        const ways = track.daughters.map((one) => `M${x2},${y}V${TOP + rows.get(one.id) * ROW}H${this.x(one.first)}`);
        group.append(C.svg("path", { d: ways.join(""), fill: "none", stroke: "#555", "stroke-width": 1 }));
      }
      const box = { x: x1, width: x2 - x1, y: y - 2.5, height: 5 };
      const line = C.svg("rect", { class: "life-line", ...box, fill: colour, stroke: "#333", "stroke-width": 0.7 });
      group.append(line);
      if (track.fate === "lost" || track.fate === "left") {
        group.append(C.svg("path", { d: `M${x2 - 3},${y - 4}l6,8m0,-8l-6,8`, stroke: "#333", "stroke-width": 1 }));
      }
      const label = track.daughters.length ? { x: x1 + 2, y: y - 4 } : { x: x2 + 5, y: y + 3 };
      if (!track.daughters.length || x2 - x1 > 20) {
        group.append(C.svg("text", { ...label, "font-size": 9, "font-family": "sans-serif", fill: "#222" }, String(track.id)));
      }
      this.lives.set(track.id, { group, line, y, x1, x2 });
      return group;
    }

    // Moves the line of the frame and marks the selected cell.
    update() {
      const x = this.x(this.state.frame + 0.5);
      if (this.cursor) {
        this.cursor.setAttribute("x1", x);
        this.cursor.setAttribute("x2", x);
      }
      if (this.marked) {
        this.marked.group.classList.remove("picked");
        this.marked.line.setAttribute("stroke-width", 0.7);
      }
      this.marked = this.lives.get(this.state.track);
      if (this.marked) {
        this.marked.group.classList.add("picked");
        this.marked.line.setAttribute("stroke-width", 3);
      }
    }

    // Scrolls the selected cell into view.
    reveal() {
      const life = this.lives.get(this.state.track);
      if (life) {
        const top = this.element.scrollTop;
        const high = this.element.clientHeight;
        if (life.y < top + TOP || life.y > top + high - ROW) {
          this.element.scrollTop = life.y - high / 2;
        }
      }
    }

    click(event) {
      if (!this.lives.size) {
        return;
      }
      const box = this.svg.getBoundingClientRect();
      const x = event.clientX - box.left;
      const y = event.clientY - box.top;
      // The whole row is easier to hit than the thin line in it.
      for (const [id, life] of this.lives) {
        if (Math.abs(y - life.y) <= ROW / 2 && x >= life.x1 - 2 && x <= life.x2 + LABEL) {
          this.pick(id, Math.floor((x - LEFT) / this.scale));
          return;
        }
      }
    }

    // The trees as the text of an SVG file.
    text() {
      const copy = this.svg.cloneNode(true);
      copy.querySelector(".cursor").remove();
      copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
      return new XMLSerializer().serializeToString(copy);
    }

    save(name) {
      const url = URL.createObjectURL(new Blob([this.text()], { type: "image/svg+xml" }));
      const link = C.el("a", { href: url, download: name });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    }
  };
})((window.Cellineage = window.Cellineage || {}));
