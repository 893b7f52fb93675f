// The page of all plates.
(function (C) {
  "use strict";

  C.start(async function () {
    const report = await C.source.report();
    const plates = report.plates;
    if (plates.length === 1 && !C.source.live) {
      location.replace("plate.html?plate=" + plates[0].id);
      return;
    }
    C.say(plates.length ? "" : "There are no plates yet.");
    const rows = plates.map((plate) => [
      C.el("a", { href: "plate.html?plate=" + plate.id }, plate.plate),
      C.number(plate.wells),
      C.number(plate.movies),
      C.number(plate.failures),
    ]);
    const about = `Lineages in ${report.lineage}, written by Cellineage ${report.version}.`;
    document.getElementById("main").append(C.el("p", {}, about), C.table("Plates", ["plate", "wells", "movies", "failures"], rows));
    C.built("plates", { report });
  });
})((window.Cellineage = window.Cellineage || {}));
