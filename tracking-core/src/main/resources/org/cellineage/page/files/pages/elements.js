// Makes elements. Text only ever becomes a text node or an attribute value, so that names cannot be markup.
(function (C) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) {
        element.addEventListener(name.slice(2), value);
      } else if (value === true) {
        element.setAttribute(name, "");
      } else if (value !== false && value !== null && value !== undefined) {
        element.setAttribute(name, value);
      }
    }
    for (const child of children.flat()) {
      if (child !== null && child !== undefined) {
        element.append(child);
      }
    }
    return element;
  }

  // C.el("button", { type: "button", onclick: f }, "Text", anotherElement)
  C.el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

  C.svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

  // A labelled choice; options are [value, text].
  C.choice = function (label, options, value, onchange) {
    const select = C.el("select", { onchange: () => onchange(select.value) });
    options.forEach(([key, text]) => select.append(C.el("option", { value: key, selected: key === value }, text)));
    return C.el("label", { class: "control" }, C.el("span", {}, label), select);
  };

  C.table = function (caption, columns, rows) {
    const head = C.el("tr", {}, columns.map((name) => C.el("th", { scope: "col" }, name)));
    const body = rows.map((row) => C.el("tr", {}, row.map((value) => C.el("td", {}, value))));
    const table = C.el("table", {}, C.el("caption", {}, caption), C.el("thead", {}, head), C.el("tbody", {}, body));
    return C.el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, table);
  };

  // Names of columns for people: growth_rate_per_frame becomes "growth rate per frame".
  C.words = (name) => name.replace(/_/g, " ").replace(/ px\b/, " (px)").replace(/ um2\b/, " (µm²)").replace(/ s$/, " (s)");

  C.number = function (value) {
    if (value === null || value === undefined || typeof value !== "number") {
      return value === null || value === undefined ? "–" : String(value);
    }
    if (Number.isInteger(value)) {
      return value.toLocaleString("en");
    }
    return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
  };

  C.bytes = (count) => (count < 1e5 ? (count / 1e3).toFixed(1) + " kB" : (count / 1e6).toFixed(1) + " MB");

  C.duration = function (seconds) {
    const minutes = Math.round(seconds / 60);
    return minutes < 60 ? minutes + " min" : Math.floor(minutes / 60) + " h " + String(minutes % 60).padStart(2, "0") + " min";
  };

  C.say = function (text) {
    const message = document.getElementById("message");
    message.textContent = text;
    message.hidden = text === "";
  };

  // Runs the main function of a page; what fails is said on it.
  C.start = function (main) {
    main().catch((error) => C.say("This page cannot be shown: " + error.message));
  };

  // What the browser remembers between visits; nothing where it does not let pages remember.
  C.remembered = function (name) {
    try {
      return localStorage.getItem("cellineage-" + name);
    } catch (error) {
      return null;
    }
  };

  C.remember = function (name, value) {
    try {
      localStorage.setItem("cellineage-" + name, value);
    } catch (error) {
      console.info("not remembered: " + error.message);
    }
  };

  // What a server adds to the pages: functions that get the name of a page and what it shows, once it is built.
  C.additions = [];

  C.built = (page, shown) => Promise.all(C.additions.map((add) => add(page, shown)));
})((window.Cellineage = window.Cellineage || {}));
