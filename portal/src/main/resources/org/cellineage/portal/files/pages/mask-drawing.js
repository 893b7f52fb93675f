// The pixels of a cell while they are drawn, and the run lengths in which a correction holds them.
(function (C) {
  "use strict";

  // Runs of outside and inside pixels of the box in turn, beginning outside, each as an unsigned LEB128 number.
  function decode(text, box, width, paint) {
    const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
    const boxWidth = box.max_x - box.min_x;
    let at = 0;
    let inside = false;
    for (let i = 0; i < bytes.length; ) {
      let run = 0;
      let shift = 0;
      let byte;
      do {
        byte = bytes[i++];
        run += (byte & 127) * 2 ** shift;
        shift += 7;
      } while (byte & 128);
      for (let left = inside ? run : 0, p = at; left > 0; left--, p++) {
        paint((box.min_y + Math.floor(p / boxWidth)) * width + box.min_x + (p % boxWidth));
      }
      at += run;
      inside = !inside;
    }
  }

  function encode(pixels, box, width) {
    const bytes = [];
    let run = 0;
    let inside = 0;
    const put = () => {
      let rest = run;
      while (rest >= 128) {
        bytes.push((rest % 128) | 128);
        rest = Math.floor(rest / 128);
      }
      bytes.push(rest);
    };
    for (let y = box.min_y; y < box.max_y; y++) {
      for (let x = box.min_x; x < box.max_x; x++) {
        if (pixels[y * width + x] !== inside) {
          put();
          run = 0;
          inside = 1 - inside;
        }
        run++;
      }
    }
    if (inside) {
      put();
    }
    return btoa(String.fromCharCode(...bytes));
  }

  // A sheet of the size of the frame.
  C.MaskDrawing = class {
    constructor(width, height) {
      this.width = width;
      this.height = height;
      this.pixels = new Uint8Array(width * height);
      this.sheet = C.el("canvas", { width, height });
    }

    // Begins with the pixels of a cell, as C.source.mask gives them.
    begin({ box, mask }) {
      decode(mask, box, this.width, (p) => (this.pixels[p] = 1));
      this.refresh(box.min_x, box.min_y, box.max_x, box.max_y);
    }

    // Draws with 1 or erases with 0 in a circle.
    paint(centreX, centreY, radius, value) {
      const x1 = Math.max(0, Math.ceil(centreX - radius));
      const y1 = Math.max(0, Math.ceil(centreY - radius));
      const x2 = Math.min(this.width - 1, Math.floor(centreX + radius));
      const y2 = Math.min(this.height - 1, Math.floor(centreY + radius));
      for (let y = y1; y <= y2; y++) {
        for (let x = x1; x <= x2; x++) {
          if ((x - centreX) ** 2 + (y - centreY) ** 2 <= radius ** 2) {
            this.pixels[y * this.width + x] = value;
          }
        }
      }
      this.refresh(x1, y1, x2 + 1, y2 + 1);
    }

    // Shows the pixels of a rectangle on the sheet.
    refresh(x1, y1, x2, y2) {
      if (x2 <= x1 || y2 <= y1) {
        return;
      }
      const context = this.sheet.getContext("2d");
      const image = context.createImageData(x2 - x1, y2 - y1);
      for (let y = y1, at = 0; y < y2; y++) {
        for (let x = x1; x < x2; x++, at += 4) {
          image.data.set([86, 180, 233, this.pixels[y * this.width + x] ? 130 : 0], at);
        }
      }
      context.putImageData(image, x1, y1);
    }

    // { box, mask } for a correction; null if nothing is drawn.
    result() {
      const box = { min_y: this.height, min_x: this.width, max_y: 0, max_x: 0 };
      for (let y = 0, p = 0; y < this.height; y++) {
        for (let x = 0; x < this.width; x++, p++) {
          if (this.pixels[p]) {
            box.min_y = Math.min(box.min_y, y);
            box.min_x = Math.min(box.min_x, x);
            box.max_y = y + 1;
            box.max_x = Math.max(box.max_x, x + 1);
          }
        }
      }
      return box.max_y === 0 ? null : { box, mask: encode(this.pixels, box, this.width) };
    }

    draw(context, canvasWidth, canvasHeight) {
      context.imageSmoothingEnabled = false;
      context.drawImage(this.sheet, 0, 0, canvasWidth, canvasHeight);
    }
  };
})((window.Cellineage = window.Cellineage || {}));
