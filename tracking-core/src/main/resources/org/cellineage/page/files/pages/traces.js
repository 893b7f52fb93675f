// A measure over time of the selected cell and its family.
(function (C) {
  "use strict";

  // More lines cannot be told apart.
  const MOST = 100;

  // The cell, its sister, its ancestors and its descendants, the nearest first, with what each is to the cell.
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
    return family.slice(0, MOST);
  };

  // Promises a map from track to [[frame, step of the first measure, step of the second, …]].
  async function stepsOf(movie, frames, family) {
    const ids = family.map((one) => one.track.id);
    const kept = frames.traces.get(ids.join());
    if (kept) {
      return kept;
    }
    const steps = await readSteps(movie, frames, family, ids);
    frames.traces.set(ids.join(), steps);
    return steps;
  }

  async function readSteps(movie, frames, family, ids) {
    if (C.source.traces) {
      return new Map(Object.entries(await C.source.traces(frames.folder, ids)).map(([id, rows]) => [Number(id), rows]));
    }
    const steps = new Map(ids.map((id) => [id, []]));
    const first = Math.min(...family.map((one) => one.track.first));
    const last = Math.max(...family.map((one) => one.track.last));
    for (let frame = Math.ceil(first / movie.step) * movie.step; frame <= last; frame += movie.step) {
      await frames.load(frame, frame);
      const cells = frames.cells(frame);
      ids.filter((id) => cells.has(id)).forEach((id) => steps.get(id).push([frame, ...cells.get(id).steps]));
    }
    return steps;
  }

  // The chart of one measure; promises an element.
  C.traceChart = async function (movie, frames, tracks, state) {
    const measure = movie.measures[state.measure];
    const family = C.familyOf(tracks, state.track);
    const steps = await stepsOf(movie, frames, family);
    const series = family.map(({ track, relation }, i) => {
      const points = [];
      for (const row of steps.get(track.id) || []) {
        const value = C.valueOf(measure, row[state.measure + 1]);
        if (value !== null) {
          points.push([row[0], value]);
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
