// A measure over time of the selected cell and its family.
(function (C) {
  "use strict";

  // The cell, its ancestors, its sister and its descendants, with what each is to the cell.
  C.familyOf = function (tracks, id) {
    const track = tracks.get(id);
    const family = [{ track, relation: "selected" }];
    let mother = tracks.get(track.parent);
    if (mother) {
      mother.daughters.filter((sister) => sister !== track).forEach((sister) => family.push({ track: sister, relation: "sister" }));
    }
    for (let name = "mother"; mother; name = "ancestor") {
      family.push({ track: mother, relation: name });
      mother = tracks.get(mother.parent);
    }
    const open = track.daughters.map((daughter) => ({ track: daughter, relation: "daughter" }));
    while (open.length) {
      const one = open.shift();
      family.push(one);
      one.track.daughters.forEach((daughter) => open.push({ track: daughter, relation: "descendant" }));
    }
    return family;
  };

  // The chart of one measure; promises an element.
  C.traceChart = async function (movie, frames, tracks, state) {
    const measure = movie.measures[state.measure];
    const family = C.familyOf(tracks, state.track);
    const first = Math.min(...family.map((one) => one.track.first));
    const last = Math.max(...family.map((one) => one.track.last));
    await frames.load(first, last);
    const series = family.map(({ track, relation }, i) => {
      const points = [];
      for (let frame = Math.ceil(track.first / movie.step) * movie.step; frame <= track.last; frame += movie.step) {
        const cell = frames.cells(frame).get(track.id);
        const value = cell ? C.valueOf(measure, cell.steps[state.measure]) : null;
        if (value !== null) {
          points.push([frame, value]);
        }
      }
      return { name: `${track.id} (${relation})`, colour: C.lineColour(i), faint: relation === "descendant" || relation === "ancestor", points };
    });
    return C.chart({
      title: `${measure.name} of track ${state.track} and its family`,
      x: "frame",
      y: measure.name,
      height: 220,
      marker: state.frame,
      series: series.reverse(),
    });
  };
})((window.Cellineage = window.Cellineage || {}));
