// Plays a movie: pictures with outlines and tails.
(function (C) {
  "use strict";

  // Pictures that are kept, decoded: four bytes a pixel.
  const KEPT_PICTURES = 80;
  const KEPT_PIXELS = 48e6;
  const NEAR = 12;

  // How a share of the brightness range is shown; pictures hold its square root.
  const SCALES = {
    linear: (root) => root * root,
    "square root": (root) => root,
    logarithmic: (root) => Math.log1p(1000 * root * root) / Math.log1p(1000),
  };
  C.SCALES = Object.keys(SCALES);

  // An SVG filter that maps the levels of a picture to what is shown, which also works on pictures that a page must not
  // read because they come from a disk.
  function contrastFilter() {
    const functions = ["R", "G", "B"].map((one) => C.svg("feFunc" + one, { type: "table", tableValues: "0 1" }));
    const transfer = C.svg("feComponentTransfer", {}, functions);
    const filter = C.svg("filter", { id: "contrast", "color-interpolation-filters": "sRGB" }, transfer);
    const svg = C.svg("svg", { width: 0, height: 0, "aria-hidden": "true", class: "defs" }, filter);
    return { svg, functions };
  }

  // new C.Player(folder, movie, frames, tracks, state): state has frame, track, channel, scale, dark, bright, colouring,
  // tail, outlines, zoom and mark; pick(track, point) is called when the picture is clicked: the cell there or
  // near there, or null, and where.
  C.Player = class {
    constructor(folder, movie, frames, tracks, state) {
      Object.assign(this, { folder, movie, frames, tracks, state });
      const pixels = (movie.width * movie.height) / movie.shrunk ** 2;
      this.pictures = new C.Kept(Math.max(12, Math.min(KEPT_PICTURES, Math.floor(KEPT_PIXELS / pixels))));
      // Functions that draw over the outlines, with (context, place of a coordinate on the canvas, width of a thin line).
      this.layers = [];
      this.contrast = contrastFilter();
      this.picture = C.el("canvas", { class: "picture", "aria-hidden": "true" });
      this.outlines = C.el("canvas", { class: "outlines", role: "img", "aria-label": "The frame with outlines of cells" });
      this.outlines.addEventListener("click", (event) => this.click(event));
      this.sheet = C.el("div", { class: "sheet" }, this.picture, this.outlines);
      this.element = C.el("div", { class: "stage", tabindex: "0", role: "group", "aria-label": "Movie" }, this.sheet, this.contrast.svg);
      this.picture.style.filter = "url(#contrast)";
      this.picture.width = Math.max(1, Math.round(movie.width / movie.shrunk));
      this.picture.height = Math.max(1, Math.round(movie.height / movie.shrunk));
      // Changing sizes while the browser reports them would be reported again.
      new ResizeObserver(() => requestAnimationFrame(() => this.resize())).observe(this.element);
    }

    // The picture of a frame, loading or loaded; null if the frame has none.
    load(frame, channel) {
      const missing = !this.movie.channels.length || this.movie.channels[channel].missing.includes(frame);
      if (missing || frame < 0 || frame >= this.movie.frames) {
        return null;
      }
      const url = C.source.picture(this.folder, channel, frame);
      let image = this.pictures.get(url);
      if (!image) {
        image = new Image();
        image.src = url;
        image.done = image.decode().then(
          () => true,
          () => false,
        );
      }
      this.pictures.set(url, image);
      return image;
    }

    // Shows the state; promises that the frame is drawn.
    async show() {
      const { frame, channel, tail } = this.state;
      const step = this.movie.step;
      const image = this.load(frame, channel);
      const there = image ? await image.done : false;
      if (this.element.dataset.picture === undefined) {
        // The first picture does not wait for the outlines.
        this.drawPicture(there ? image : null);
      }
      await this.frames.load(frame - tail * step, frame);
      if (frame !== this.state.frame || channel !== this.state.channel) {
        return;
      }
      this.drawPicture(there ? image : null);
      this.drawOutlines();
      for (let ahead = 1; ahead <= 4; ahead++) {
        this.load(frame + ahead * step, channel);
      }
      const next = Math.min(frame + this.movie.chunk * step, this.movie.frames - 1);
      this.frames.load(next, next).catch((error) => C.say(error.message));
    }

    drawPicture(image) {
      const context = this.picture.getContext("2d");
      context.fillStyle = "#000";
      context.fillRect(0, 0, this.picture.width, this.picture.height);
      if (image) {
        context.drawImage(image, 0, 0, this.picture.width, this.picture.height);
      }
      this.element.dataset.picture = image ? "shown" : "none";
    }

    setContrast() {
      const { scale, dark, bright } = this.state;
      const curve = SCALES[scale];
      const low = curve(dark / 255);
      const high = Math.max(low + 1e-3, curve(bright / 255));
      const values = [];
      for (let i = 0; i <= 128; i++) {
        values.push(Math.max(0, Math.min(1, (curve(i / 128) - low) / (high - low))).toFixed(4));
      }
      this.contrast.functions.forEach((one) => one.setAttribute("tableValues", values.join(" ")));
    }

    resize() {
      const room = this.element.clientWidth;
      const ratio = this.movie.height / this.movie.width;
      const fit = Math.min(room, (window.innerHeight * 0.75) / ratio);
      const width = Math.max(100, fit * this.state.zoom);
      this.sheet.style.width = width + "px";
      this.sheet.style.height = width * ratio + "px";
      const sharp = window.devicePixelRatio || 1;
      const pixels = [Math.round(width * sharp), Math.round(width * ratio * sharp)];
      if (this.outlines.width !== pixels[0] || this.outlines.height !== pixels[1]) {
        [this.outlines.width, this.outlines.height] = pixels;
      }
      this.drawOutlines();
    }

    drawOutlines() {
      const context = this.outlines.getContext("2d");
      const { frame, track: picked, colouring, tail, outlines, mark } = this.state;
      const scale = this.outlines.width / this.movie.width;
      context.clearRect(0, 0, this.outlines.width, this.outlines.height);
      const cells = this.frames.cells(frame);
      const thin = Math.max(1, (window.devicePixelRatio || 1) * 1.4);
      // The centre of a pixel is at a whole number.
      const place = (value) => (value + 0.5) * scale;
      context.lineJoin = "round";
      for (const cell of cells.values()) {
        const track = this.tracks.get(cell.track);
        context.strokeStyle = track ? colouring.colour(track, cell.steps) : C.UNKNOWN;
        context.lineWidth = thin;
        if (tail > 0) {
          this.drawTail(context, cell.track, place);
        }
        if (outlines || cell.track === picked) {
          this.drawRings(context, cell, place, cell.track === picked, thin);
        }
      }
      if (mark && Math.abs(mark.frame - frame) < this.movie.step) {
        context.strokeStyle = "#fff";
        context.setLineDash([6, 4]);
        context.lineWidth = 2 * thin;
        context.beginPath();
        context.arc(place(mark.x), place(mark.y), 26 * (window.devicePixelRatio || 1), 0, 2 * Math.PI);
        context.stroke();
        context.setLineDash([]);
      }
      this.layers.forEach((layer) => layer(context, place, thin));
      const text = `Frame ${frame}, ${cells.size} cells` + (this.element.dataset.picture === "none" ? ", no picture" : "");
      this.outlines.setAttribute("aria-label", text);
    }

    drawTail(context, track, place) {
      const { frame, tail } = this.state;
      context.beginPath();
      let started = false;
      for (let back = tail; back >= 0; back--) {
        const cell = this.frames.cells(frame - back * this.movie.step).get(track);
        if (cell) {
          context[started ? "lineTo" : "moveTo"](place(cell.x), place(cell.y));
          started = true;
        }
      }
      context.stroke();
    }

    drawRings(context, cell, place, picked, thin) {
      context.beginPath();
      for (const ring of cell.rings) {
        for (let i = 0; i < ring.length; i += 2) {
          context[i ? "lineTo" : "moveTo"](place(ring[i]), place(ring[i + 1]));
        }
        context.closePath();
      }
      if (picked) {
        const colour = context.strokeStyle;
        context.strokeStyle = "#000";
        context.lineWidth = 5 * thin;
        context.stroke();
        context.strokeStyle = "#fff";
        context.lineWidth = 3.4 * thin;
        context.stroke();
        context.strokeStyle = colour;
      }
      context.lineWidth = picked ? 1.6 * thin : thin;
      context.stroke();
    }

    // Where in the frame a mouse is: { x, y, near: how far away something may be to be meant }
    pointOf(event) {
      const box = this.outlines.getBoundingClientRect();
      const scale = this.movie.width / box.width;
      return { x: (event.clientX - box.left) * scale - 0.5, y: (event.clientY - box.top) * scale - 0.5, near: NEAR * scale };
    }

    click(event) {
      const point = this.pointOf(event);
      this.pick(this.cellAt(point.x, point.y, point.near), point);
    }

    // The track of the cell at a point, or of the nearest within a distance; null if there is none.
    cellAt(x, y, distance) {
      let nearest = null;
      let least = distance;
      for (const cell of this.frames.cells(this.state.frame).values()) {
        if (cell.rings.some((ring) => isInside(ring, x, y))) {
          return cell.track;
        }
        const away = Math.hypot(cell.x - x, cell.y - y);
        if (away < least) {
          least = away;
          nearest = cell.track;
        }
      }
      return nearest;
    }

    // Scrolls a point of the frame into the middle, if the movie is larger than its place.
    centre(x, y) {
      const scale = this.sheet.clientWidth / this.movie.width;
      this.element.scrollTo(x * scale - this.element.clientWidth / 2, y * scale - this.element.clientHeight / 2);
    }
  };

  function isInside(ring, x, y) {
    let inside = false;
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const crosses = ring[i + 1] > y !== ring[j + 1] > y;
      if (crosses && x < ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) {
        inside = !inside;
      }
    }
    return inside;
  }
})((window.Cellineage = window.Cellineage || {}));
