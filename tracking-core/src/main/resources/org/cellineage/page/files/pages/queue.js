// The review queue: what is most likely wrong, the most suspicious first.
(function (C) {
  "use strict";

  // new C.Queue(items): go(item) is called with the item to look at.
  C.Queue = class {
    constructor(items) {
      this.kind = "";
      this.list = C.el("ol", { class: "queue", "aria-label": "Review queue" });
      this.choice = C.choice("Show", [], "", (kind) => {
        this.kind = kind;
        this.at = -1;
        this.draw();
      });
      this.element = C.el("div", {}, this.choice, this.list);
      this.replace(items);
    }

    // Shows these items instead.
    replace(items) {
      this.items = items;
      this.at = -1;
      const kinds = [...new Set(items.map((item) => item.kind))].sort();
      if (!kinds.includes(this.kind)) {
        this.kind = "";
      }
      const options = ["", ...kinds].map((kind) => C.el("option", { value: kind, selected: kind === this.kind }, kind || "all"));
      this.choice.querySelector("select").replaceChildren(...options);
      this.draw();
    }

    draw() {
      this.shown = this.items.filter((item) => !this.kind || item.kind === this.kind);
      this.buttons = this.shown.map((item, i) =>
        C.el(
          "button",
          { type: "button", onclick: () => this.show(i) },
          C.el("span", {}, item.suspicion.toFixed(2)),
          C.el("span", {}, item.kind),
          C.el("span", {}, `frame ${item.frame}, track ${item.track}: ${item.reason}` + (C.proposalText ? C.proposalText(item) : "")),
        ),
      );
      const rows = this.buttons.map((button) => C.el("li", {}, button));
      this.list.replaceChildren(...(rows.length ? rows : [C.el("li", { class: "small" }, "Nothing to review.")]));
    }

    show(i) {
      this.at = Math.max(0, Math.min(this.shown.length - 1, i));
      this.buttons.forEach((button, n) => button.setAttribute("aria-current", String(n === this.at)));
      this.buttons[this.at].scrollIntoView({ block: "nearest" });
      this.go(this.shown[this.at]);
    }

    // The next item, or with -1 the one before.
    step(by) {
      if (this.shown.length) {
        this.show(this.at + by);
      }
    }
  };
})((window.Cellineage = window.Cellineage || {}));
