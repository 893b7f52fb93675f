// Colours that people with any colour vision can tell apart.
(function (C) {
  "use strict";

  // Dark to bright in even steps, from blue over green to yellow.
  const SCALE = ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"].map(
    (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)),
  );

  // Hues that differ in brightness as well, all bright enough to be seen on a dark image.
  const DISTINCT = ["#e69f00", "#56b4e9", "#2fc99a", "#f0e442", "#5b9cff", "#ff7f3f", "#e58ac0", "#d0d0d0"];

  C.UNKNOWN = "#9a9a9a";

  // The colour of a share from 0 to 1.
  C.scaleColour = function (share) {
    if (share === null || Number.isNaN(share)) {
      return C.UNKNOWN;
    }
    const at = Math.max(0, Math.min(1, share)) * (SCALE.length - 1);
    const low = Math.min(SCALE.length - 2, Math.floor(at));
    const part = at - low;
    const mixed = SCALE[low].map((value, i) => Math.round(value + (SCALE[low + 1][i] - value) * part));
    return "rgb(" + mixed.join(",") + ")";
  };

  // The upper part of the scale, which shows on a dark image.
  C.brightColour = (share) => (share === null ? C.UNKNOWN : C.scaleColour(0.25 + 0.75 * share));

  C.distinctColour = (number) => DISTINCT[((number % DISTINCT.length) + DISTINCT.length) % DISTINCT.length];

  // Colours of lines on a white ground.
  const ON_WHITE = ["#0072b2", "#d55e00", "#007a5a", "#a3457d", "#7a5c00", "#3f3f9f", "#1c7c9c", "#444444"];
  C.lineColour = (number) => ON_WHITE[number % ON_WHITE.length];

  // The choices of what colours show, and a function (track, steps) to colour for each. Steps are those of a cell, or
  // the means of a track.
  C.colourings = function (movie, tracks) {
    let most = 1;
    tracks.forEach((track) => (most = Math.max(most, track.generation)));
    const choices = [
      { key: "lineage", name: "lineage", colour: (track) => C.distinctColour(track.root) },
      { key: "track", name: "track", colour: (track) => C.distinctColour(track.id) },
      { key: "generation", name: "generation", colour: (track) => C.brightColour(track.generation / most), low: 0, high: most },
    ];
    movie.measures.forEach((measure, m) => {
      if (measure.low !== undefined) {
        const colour = (track, steps) => C.brightColour(steps[m] < 0 ? null : steps[m] / 4095);
        choices.push({ key: "m" + m, name: measure.name, colour, low: measure.low, high: measure.high });
      }
    });
    return choices;
  };

  // A legend of the scale with its ends.
  C.legend = function (low, high, bright) {
    const bar = C.el("span", { class: bright ? "scale bright" : "scale", "aria-hidden": "true" });
    return C.el("span", { class: "legend" }, C.number(low), bar, C.number(high));
  };
})((window.Cellineage = window.Cellineage || {}));
