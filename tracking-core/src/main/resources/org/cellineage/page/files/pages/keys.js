// What keys do, and the table that says so.
(function (C) {
  "use strict";

  const SHOWN = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", " ": "Space", Escape: "Esc", "-": "−" };
  const LETTERS = "letter-keys";

  // "x", "X" with Shift, "Ctrl+z", "Shift+ArrowLeft". The command key of a Mac counts as Ctrl.
  function nameOf(event) {
    const isLetter = event.key.length === 1 && event.key.toLowerCase() !== event.key.toUpperCase();
    const key = isLetter ? (event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase()) : event.key;
    const shift = event.shiftKey && event.key.length > 1 ? "Shift+" : "";
    return (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + shift + key;
  }

  function shownName(name) {
    const parts = name.length > 1 ? name.split("+").filter((part) => part !== "") : [name];
    const key = parts.pop() || "+";
    const upper = key.length === 1 && key !== key.toLowerCase();
    return [...parts, ...(upper ? ["Shift"] : []), SHOWN[key] || key.toLowerCase().replace(/^(home|end|enter)$/, (word) => word[0].toUpperCase() + word.slice(1))];
  }

  // The keys of a page.
  C.Keys = class {
    constructor() {
      this.groups = new Map();
      this.actions = new Map();
      // A function that gets events first and returns whether it used them.
      this.first = () => false;
      this.letters = C.remembered(LETTERS) !== "off";
      this.button = C.el("button", { type: "button", "aria-haspopup": "dialog", onclick: () => this.show() }, "Keys");
      this.add("Help", [[["?"], "this table", () => this.show()]]);
    }

    // Adds rows: [names of keys, what they do, function].
    add(group, rows) {
      this.groups.set(group, (this.groups.get(group) || []).concat(rows));
      rows.forEach(([names, , run]) => names.forEach((name) => this.actions.set(name, run)));
    }

    handle(event) {
      const inControl = event.target.closest("select, input:not([type=range]):not([type=checkbox]), textarea, dialog");
      const name = nameOf(event);
      if (inControl || event.altKey || event.isComposing || (name.length === 1 && name !== " " && !this.letters)) {
        return;
      }
      // Space and Enter press the button that has the focus; sliders other than that of the frame keep their arrows.
      const presses = (name === " " || name === "Enter") && event.target.closest("button, summary, a, input");
      if (presses || event.target.closest(".levels")) {
        return;
      }
      if (this.first(name, event)) {
        event.preventDefault();
        return;
      }
      const run = this.actions.get(name);
      if (run) {
        event.preventDefault();
        run();
      }
    }

    // The names of keys as the value of aria-keyshortcuts.
    static shortcuts(names) {
      return names
        .map((name) => (name.length === 1 && name !== name.toLowerCase() ? "Shift+" + name : name).replace(/^Ctrl\+/, "Control+"))
        .join(" ");
    }

    static shown(names) {
      return names.map((name, i) => [i ? ", " : "", ...shownName(name).map((part, n) => [n ? " + " : "", C.el("kbd", {}, part)]).flat()]).flat();
    }

    show() {
      if (!this.dialog) {
        this.dialog = this.build();
        document.body.append(this.dialog);
      }
      this.dialog.showModal();
    }

    build() {
      const bodies = [...this.groups].map(([group, rows]) =>
        C.el(
          "tbody",
          {},
          C.el("tr", {}, C.el("th", { colspan: 2, scope: "rowgroup" }, group)),
          rows.map(([names, what]) => C.el("tr", {}, C.el("td", {}, C.Keys.shown(names)), C.el("td", {}, what))),
        ),
      );
      const letters = C.el("input", { type: "checkbox", checked: this.letters });
      letters.addEventListener("change", () => {
        this.letters = letters.checked;
        C.remember(LETTERS, this.letters ? "on" : "off");
      });
      const close = C.el("button", { type: "button", onclick: () => this.dialog.close() }, "Close");
      return C.el(
        "dialog",
        { class: "keys-dialog", "aria-labelledby": "keys-title" },
        C.el("h2", { id: "keys-title" }, "Keys"),
        C.el("div", { class: "keys-columns" }, C.el("table", {}, bodies)),
        C.el("p", {}, C.el("label", {}, letters, " Single characters are keys (switch them off if you speak to your computer)")),
        close,
      );
    }
  };
})((window.Cellineage = window.Cellineage || {}));
