"use strict";
// Start, and whatever makes the picture change.
(function () {
  let byKey = false;
  let applied = null;
  const root = document.documentElement;
  const stage = document.getElementById("stage");

  painkg.apply = function () {
    const before = painkg.state;
    painkg.state = painkg.read();
    applied = location.hash;
    painkg.describe(painkg.state);
    painkg.updateControls(painkg.state);
    painkg.draw();
    if (painkg.state.more && !painkg.state.focus) document.getElementById("panel").scrollIntoView({ block: "nearest" });
    if (byKey) painkg.arrive();
    byKey = false;
    const label = painkg.state.focus && painkg.data.things[painkg.state.focus].label;
    document.title = (label ? label + " · " : "") + "Map of interventional pain procedures";
    if (before.focus !== painkg.state.focus && stage.getBoundingClientRect().top < 0) stage.scrollIntoView();
  };

  // After a choice by keyboard or link: read on from the panel.
  painkg.arrive = () => document.querySelector("#panel h2")?.focus({ preventScroll: true });

  root.classList.add("ready");
  painkg.apply();
  let width = stage.clientWidth;
  window.addEventListener("resize", () => {
    // A phone changes the height while it scrolls; only the width decides.
    if (stage.clientWidth !== width) painkg.draw();
    width = stage.clientWidth;
  });
  // Both events tell of most steps; the second has nothing new to tell.
  const step = () => location.hash !== applied && painkg.apply();
  window.addEventListener("hashchange", step);
  window.addEventListener("popstate", step);
  document.addEventListener("click", (event) => {
    // The address changes after this event; a click without a pointer is a key.
    if (event.target.closest("a[href^='#focus']")) byKey = event.detail === 0;
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", painkg.apply);
  let worn;
  window.addEventListener("beforeprint", () => {
    worn = root.dataset.theme;
    root.dataset.theme = "light";
    painkg.draw();
  });
  window.addEventListener("afterprint", () => {
    if (worn) root.dataset.theme = worn;
    else delete root.dataset.theme;
    painkg.apply();
  });
})();
