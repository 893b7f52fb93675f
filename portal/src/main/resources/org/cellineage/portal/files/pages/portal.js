// What all pages of the portal share.
(function (C) {
  "use strict";

  // A problem in words, with its place and its fix.
  C.problem = function ({ problem, where, fix }) {
    const parts = [C.el("strong", {}, problem)];
    if (where) {
      parts.push(C.el("span", { class: "where" }, where));
    }
    if (fix) {
      parts.push(C.el("span", {}, fix));
    }
    return C.el("div", { class: "problem" }, parts);
  };

  // Any error as a problem.
  C.asProblem = (error) => (error.problem ? error : { problem: error.message });

  // Calls a function now and then, as long as somebody looks.
  C.every = function (seconds, run) {
    const again = async () => {
      if (!document.hidden) {
        await run();
      }
      setTimeout(again, seconds * 1000);
    };
    setTimeout(again, seconds * 1000);
    document.addEventListener("visibilitychange", () => document.hidden || run());
  };

  // Calls a function soon, when nothing else is to be done. Not all browsers tell.
  C.whenIdle = (run) => (window.requestIdleCallback ? requestIdleCallback(run, { timeout: 500 }) : setTimeout(run, 100));

  const here = location.pathname.split("/").pop() || "index.html";
  for (const link of document.querySelectorAll("#nav a")) {
    if (link.getAttribute("href") === here) {
      link.setAttribute("aria-current", "page");
    }
  }
})((window.Cellineage = window.Cellineage || {}));
