// Growth curves and dose–response of a plate.
(function (C) {
  "use strict";

  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

  // Standard deviation of a sample; 0 of a single value.
  function spread(values) {
    const middle = mean(values);
    return values.length < 2 ? 0 : Math.sqrt(values.reduce((sum, v) => sum + (v - middle) ** 2, 0) / (values.length - 1));
  }

  function grouped(items, key) {
    const groups = new Map();
    for (const item of items) {
      const name = key(item);
      groups.set(name, (groups.get(name) || []).concat([item]));
    }
    return groups;
  }

  // Cells per frame; wells alone, or the mean of the wells of a condition with their standard deviation.
  C.growthChart = function (plate, model) {
    const shown = Object.keys(plate.growth).filter(model.matches).sort();
    const interval = (plate.wells.find((row) => row.frame_interval_s) || {}).frame_interval_s;
    const time = (frame) => (interval ? (frame * interval) / 3600 : frame);
    const axes = { x: interval ? "time (h)" : "frame", y: "cells per movie", yLog: model.logGrowth };
    let series;
    if (model.group === "well") {
      series = shown.map((well, i) => ({
        name: well,
        colour: C.lineColour(i),
        faint: model.selected.size > 0 && !model.selected.has(well),
        points: plate.growth[well].map(([frame, cells]) => [time(frame), cells]),
      }));
    } else {
      const groups = grouped(shown, (well) => model.conditionText(well, model.group));
      series = [...groups.entries()].map(([name, wells], i) => ({ ...curveOf(plate, wells, time), name: `${name} (${wells.length} ${wells.length === 1 ? "well" : "wells"})`, colour: C.lineColour(i) }));
    }
    const about = model.group === "well" ? "each well" : `mean and standard deviation of wells, by ${C.words(model.group)}`;
    return C.chart({ ...axes, title: "Growth: " + about, series });
  };

  function curveOf(plate, wells, time) {
    const points = wells.flatMap((well) => plate.growth[well].map(([frame, cells]) => ({ frame, cells })));
    const frames = [...grouped(points, (point) => point.frame).entries()].sort((a, b) => a[0] - b[0]);
    const at = frames.map(([frame, all]) => ({ x: time(frame), values: all.map((point) => point.cells) }));
    return {
      points: at.map(({ x, values }) => [x, mean(values)]),
      band: at.map(({ x, values }) => [x, mean(values) - spread(values), mean(values) + spread(values)]),
    };
  }

  // The chosen figure over the dose, one line per compound; null where no well has a dose.
  C.doseChart = function (plate, model) {
    const wells = plate.conditions
      .filter((row) => typeof row.dose === "number" && model.matches(row.well))
      .map((row) => ({ ...row, value: (plate.wells.find((well) => well.well === row.well) || {})[model.figure] }))
      .filter((row) => typeof row.value === "number");
    if (!wells.length) {
      return null;
    }
    const positive = wells.map((row) => row.dose).filter((dose) => dose > 0);
    // A dose of nothing has no place on a logarithmic axis; it is drawn a step below the smallest.
    const none = positive.length ? Math.min(...positive) / 10 : 1;
    const x = (dose) => (dose > 0 ? dose : none);
    const series = [...grouped(wells, (row) => row.compound || "no compound").entries()].flatMap(([name, rows], i) => {
      const doses = [...grouped(rows, (row) => x(row.dose)).entries()].sort((a, b) => a[0] - b[0]);
      const at = doses.map(([dose, all]) => ({ dose, values: all.map((row) => row.value) }));
      const colour = C.lineColour(i);
      return [
        {
          name,
          colour,
          points: at.map(({ dose, values }) => [dose, mean(values)]),
          band: at.map(({ dose, values }) => [dose, mean(values) - spread(values), mean(values) + spread(values)]),
        },
        { name: "", colour, dots: true, points: rows.map((row) => [x(row.dose), row.value]) },
      ];
    });
    const zero = wells.some((row) => row.dose === 0) && positive.length ? `; dose 0 is drawn at ${C.number(none)}` : "";
    return C.chart({
      title: `Dose–response: ${C.words(model.figure)}, wells, their mean and standard deviation${zero}`,
      x: "dose",
      y: C.words(model.figure),
      xLog: positive.length > 0,
      series,
    });
  };
})((window.Cellineage = window.Cellineage || {}));
