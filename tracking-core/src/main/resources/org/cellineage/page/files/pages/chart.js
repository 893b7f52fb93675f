// Line charts in SVG.
(function (C) {
  "use strict";

  const LEFT = 64;
  const RIGHT = 16;
  const TOP = 12;
  const BOTTOM = 44;

  // About five round numbers between two others.
  function ticks(low, high) {
    const rough = (high - low) / 5 || 1;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) || power;
    const all = [];
    for (let n = Math.ceil(low / step); n * step <= high + step * 1e-9; n++) {
      all.push(Number((n * step).toPrecision(12)));
    }
    return all;
  }

  function logTicks(low, high) {
    const all = [];
    for (let power = Math.floor(low); power <= Math.ceil(high); power++) {
      for (const n of high - low > 2 ? [1] : [1, 2, 5]) {
        const at = power + Math.log10(n);
        if (at >= low - 1e-9 && at <= high + 1e-9) {
          all.push(n * 10 ** power);
        }
      }
    }
    return all;
  }

  function axis(values, log, size, flip) {
    const of = (value) => (log ? Math.log10(value) : value);
    const known = values.filter((value) => Number.isFinite(value) && (!log || value > 0)).map(of);
    let low = Math.min(...known);
    let high = Math.max(...known);
    if (!known.length) {
      [low, high] = [0, 1];
    } else if (low === high) {
      [low, high] = [low - 0.5, high + 0.5];
    }
    const place = (value) => {
      const share = (of(value) - low) / (high - low);
      return (flip ? 1 - share : share) * size;
    };
    return { place, ticks: log ? logTicks(low, high) : ticks(low, high) };
  }

  // chart({ title, x, y, xLog, yLog, width, height, series: [{ name, colour, points: [[x, y]], band: [[x, low, high]],
  // dots, faint, onclick }], marker }) returns an SVG element. Names of series appear in a legend below if they are few.
  C.chart = function (options) {
    const width = (options.width || 640) - LEFT - RIGHT;
    const height = (options.height || 280) - TOP - BOTTOM;
    const xs = [];
    const ys = [];
    for (const one of options.series) {
      one.points.forEach(([x, y]) => (xs.push(x), ys.push(y)));
      (one.band || []).forEach(([x, low, high]) => (xs.push(x), ys.push(low, high)));
    }
    const spread = (values) => values.reduce((all, v) => [Math.min(all[0], v), Math.max(all[1], v)], [Infinity, -Infinity]);
    const usable = (values, log) => spread(values.filter((v) => Number.isFinite(v) && (!log || v > 0)));
    const x = axis(usable(xs, options.xLog), options.xLog, width, false);
    const y = axis(options.yLog ? usable(ys, true) : [0, ...usable(ys)], options.yLog, height, true);
    const plot = C.svg("g", { transform: `translate(${LEFT},${TOP})` });
    drawAxes(plot, x, y, width, height, options);
    const isShown = ([a, b]) => Number.isFinite(a) && Number.isFinite(b) && (!options.xLog || a > 0) && (!options.yLog || b > 0);
    for (const one of options.series) {
      const points = one.points.filter(isShown).map(([a, b]) => [x.place(a), y.place(b)]);
      const text = points.map((point) => point.map((v) => v.toFixed(1)).join(",")).join(" ");
      const group = C.svg("g", { opacity: one.faint ? 0.35 : 1 }, C.svg("title", {}, one.name));
      if (one.band && one.band.length > 1) {
        const there = one.band.filter((b) => isShown([b[0], b[1]]) && isShown([b[0], b[2]]));
        const outline = there.map((b) => [b[0], b[2]]).concat(there.map((b) => [b[0], b[1]]).reverse());
        const corners = outline.map(([a, b]) => x.place(a).toFixed(1) + "," + y.place(b).toFixed(1)).join(" ");
        group.append(C.svg("polygon", { points: corners, fill: one.colour, "fill-opacity": 0.18, stroke: "none" }));
      }
      if (!one.dots) {
        group.append(C.svg("polyline", { points: text, fill: "none", stroke: one.colour, "stroke-width": one.faint ? 1 : 2 }));
      }
      if (one.dots || points.length === 1) {
        points.forEach(([a, b]) => group.append(C.svg("circle", { cx: a, cy: b, r: 3, fill: one.colour })));
      }
      plot.append(group);
    }
    if (options.marker !== undefined && isShown([options.marker, 1])) {
      const at = x.place(options.marker);
      plot.append(C.svg("line", { class: "marker", x1: at, x2: at, y1: 0, y2: height, stroke: "#b00020", "stroke-dasharray": "4 3" }));
    }
    const svg = C.svg(
      "svg",
      { class: "chart", viewBox: `0 0 ${width + LEFT + RIGHT} ${height + TOP + BOTTOM}`, role: "img", "aria-label": options.title },
      plot,
    );
    return C.el("figure", {}, svg, C.el("figcaption", {}, options.title), keys(options.series));
  };

  function drawAxes(plot, x, y, width, height, options) {
    const text = { "font-size": 12, fill: "#333" };
    for (const tick of x.ticks) {
      const at = x.place(tick);
      plot.append(C.svg("line", { x1: at, x2: at, y1: 0, y2: height, stroke: "#e4e4e4" }));
      plot.append(C.svg("text", { ...text, x: at, y: height + 16, "text-anchor": "middle" }, C.number(tick)));
    }
    for (const tick of y.ticks) {
      const at = y.place(tick);
      plot.append(C.svg("line", { x1: 0, x2: width, y1: at, y2: at, stroke: "#e4e4e4" }));
      plot.append(C.svg("text", { ...text, x: -6, y: at + 4, "text-anchor": "end" }, C.number(tick)));
    }
    plot.append(C.svg("text", { ...text, x: width / 2, y: height + 36, "text-anchor": "middle" }, options.x));
    const turned = `translate(${-LEFT + 14},${height / 2}) rotate(-90)`;
    plot.append(C.svg("text", { ...text, transform: turned, "text-anchor": "middle" }, options.y));
    plot.append(C.svg("path", { d: `M0,0V${height}H${width}`, fill: "none", stroke: "#555" }));
  }

  function keys(series) {
    const named = series.filter((one) => !one.faint && one.name);
    if (!named.length || named.length > 16) {
      return null;
    }
    return C.el(
      "ul",
      { class: "keys" },
      named.map((one) => {
        const square = C.svg("svg", { width: 12, height: 12, "aria-hidden": "true" }, C.svg("rect", { width: 12, height: 12, fill: one.colour }));
        return C.el("li", {}, square, " ", one.name);
      }),
    );
  }
})((window.Cellineage = window.Cellineage || {}));
