// What a correction means: in words, and as links that go and come.
(function (C) {
  "use strict";

  const name = (cell) => `track ${cell.track} (frame ${cell.frame})`;
  const scope = (change) => (change.scope === "FROM_HERE" ? " from here on" : " in this frame");

  const isOne = ({ from, to }) => from.track === to.track;

  const WORDS = {
    link: (c) => (isOne(c) ? `track ${c.to.track} goes on from frame ${c.from.frame} to ${c.to.frame}` : `link ${name(c.from)} to ${name(c.to)}`),
    cut: (c) => (isOne(c) ? `cut track ${c.to.track} before frame ${c.to.frame}` : `cut ${name(c.to)} from ${name(c.from)}`),
    swap: (c) => `swap tracks ${c.after_first.track} and ${c.after_second.track}${scope(c)}`,
    add_division: (c) => `${name(c.mother)} divides into ${c.first.track} and ${c.second.track}`,
    remove_division: (c) => `${name(c.mother)} does not divide`,
    remove_cell: (c) => `remove ${name(c.cell)}${scope(c)}`,
    merge_cells: (c) => `merge track ${c.merged.track} into ${name(c.kept)}${scope(c)}`,
    split_by_line: (c) => `split ${name(c.cell)} by a line`,
    split_by_seeds: (c) => `split ${name(c.cell)} by ${c.seeds.length} seeds`,
    replace_mask: (c) => `redraw ${name(c.cell)}`,
    new_cell: (c) => `new cell in frame ${c.frame}`,
    mark_right: (c) => `${{ CELL: "the cell", BEGINNING: "the beginning", END: "the end" }[c.subject]} of ${name(c.cell)} is right`,
  };

  // A proposal is one change, or several that are one answer.
  C.changesOf = (proposal) => (proposal ? [proposal].flat() : []);

  C.changeWords = (proposal) => C.changesOf(proposal).map((change) => WORDS[change.what](change)).join(", then ");

  C.proposalText = (item) => (item.proposal ? ` – ${C.changeWords(item.proposal)}?` : "");

  // Links that go and come, and cells that go: { removed: [[cell, cell]], added: [[cell, cell]], gone: [cell] }.
  function effectOf(change, tracks) {
    const effect = { removed: [], added: [], gone: [] };
    if (change.what === "link") {
      effect.added.push([change.from, change.to]);
    } else if (change.what === "cut") {
      effect.removed.push([change.from, change.to]);
    } else if (change.what === "swap") {
      effect.removed.push([change.first, change.after_first], [change.second, change.after_second]);
      effect.added.push([change.first, change.after_second], [change.second, change.after_first]);
    } else if (change.what === "add_division") {
      effect.added.push([change.mother, change.first], [change.mother, change.second]);
    } else if (change.what === "remove_division") {
      const mother = tracks.get(change.mother.track);
      (mother ? mother.daughters : []).forEach((one) => effect.removed.push([change.mother, { frame: one.first, track: one.id }]));
    } else if (change.what === "remove_cell") {
      effect.gone.push(change.cell);
    } else if (change.what === "merge_cells") {
      effect.gone.push(change.merged);
    }
    return effect;
  }

  const keyOf = (cell) => cell.frame + "/" + cell.track;
  C.cellKey = keyOf;

  // What a proposal does, all its changes together; a link that goes and comes again is neither.
  C.effectOf = function (proposal, tracks) {
    const effects = C.changesOf(proposal).map((change) => effectOf(change, tracks));
    const all = (field) => effects.flatMap((effect) => effect[field]);
    const linkKey = (link) => link.map(keyOf).join(" ");
    const added = new Set(all("added").map(linkKey));
    const removed = new Set(all("removed").map(linkKey));
    return {
      removed: all("removed").filter((link) => !added.has(linkKey(link))),
      added: all("added").filter((link) => !removed.has(linkKey(link))),
      gone: all("gone"),
    };
  };

  // The cells that a proposal names or touches, each once.
  C.cellsOf = function (proposal, tracks) {
    const cells = new Map();
    const add = (cell) => cells.set(keyOf(cell), cell);
    for (const change of C.changesOf(proposal)) {
      Object.values(change).filter((value) => value && typeof value === "object" && value.track !== undefined).forEach(add);
    }
    C.effectOf(proposal, tracks).removed.flat().forEach(add);
    return [...cells.values()];
  };

  // A number per cell, before and after: cells of one number are one family line. -1: there is no cell any more.
  C.linesOf = function (proposal, tracks) {
    const cells = C.cellsOf(proposal, tracks);
    const ofTrack = [...new Set(cells.map((cell) => topOf(tracks, cell.track)))];
    const before = new Map(cells.map((cell) => [keyOf(cell), ofTrack.indexOf(topOf(tracks, cell.track))]));
    const after = new Map(before);
    const effect = C.effectOf(proposal, tracks);
    let next = ofTrack.length;
    effect.removed.forEach(([, to]) => after.set(keyOf(to), next++));
    effect.added.forEach(([from, to]) => after.set(keyOf(to), before.get(keyOf(from))));
    effect.gone.forEach((cell) => after.set(keyOf(cell), -1));
    return { before, after };
  };

  function topOf(tracks, id) {
    const track = tracks.get(id);
    return track ? C.topOf(tracks, track).id : id;
  }
})((window.Cellineage = window.Cellineage || {}));
