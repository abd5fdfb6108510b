"use strict";
// Start, and whatever makes the picture change.
(function () {
  const title = document.title;
  let chosen = ""; // how the link was chosen that the address changes for: by key or pointer
  let applied = null;
  const root = document.documentElement;
  const stage = document.getElementById("stage");

  painkg.apply = function () {
    const before = painkg.state;
    const held = onMap(document.activeElement); // before what held it goes
    painkg.state = painkg.read();
    painkg.describe(painkg.state);
    for (const update of painkg.updates) update(painkg.state);
    painkg.draw();
    const place = painkg.place(painkg.state);
    const moved = applied === null || painkg.place(before) !== place;
    if ((moved || chosen) && stage.getBoundingClientRect().top < 0) stage.scrollIntoView();
    if (painkg.state.more && !place) document.getElementById("panel").scrollIntoView({ block: "nearest" });
    if (chosen === "key") painkg.arrive();
    else if (!chosen && applied !== null && moved && held) before.focus ? painkg.rest(before.focus) : painkg.arrive();
    chosen = "";
    const label = place && document.querySelector("#panel h2")?.textContent;
    document.title = (label ? label + " · " : "") + title;
    if (applied !== null && moved) document.getElementById("choice").textContent = label ? `Chosen: ${label}` : "Overview";
    applied = location.hash;
  };

  const onMap = (active) => active === document.body || Boolean(active.closest("#frame, #panel"));

  // After a choice by keyboard or link: read on from the panel.
  painkg.arrive = () => document.querySelector("#panel h2")?.focus({ preventScroll: true });

  root.classList.add("ready");
  // Opened without an address, the page starts where it was made to.
  if (location.hash.length < 2 && painkg.data.start) history.replaceState(null, "", painkg.data.start);
  painkg.apply();
  let width = stage.clientWidth;
  window.addEventListener("resize", () => {
    // A phone changes the height while it scrolls; only the width decides.
    if (stage.clientWidth !== width && !painkg.printing) painkg.draw();
    width = stage.clientWidth;
  });
  // Both events tell of most steps; the second has nothing new to tell.
  const step = () => location.hash !== applied && painkg.apply();
  window.addEventListener("hashchange", step);
  window.addEventListener("popstate", step);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    // The address changes after this event, unless it is there already; a click without a pointer is a key.
    chosen = link.hash === location.hash ? "" : event.detail === 0 ? "key" : "pointer";
    if (chosen) return;
    stage.scrollIntoView();
    painkg.arrive();
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", painkg.apply);
  // A chosen picture is printed with its own claims: the text beside it tells them, but for what lies steps away.
  function beside() {
    const { data, state, shown } = painkg;
    const told = new Set(state.steps ? shown.view.curves.flatMap(([link]) => data.links[link][3]).map((index) => data.statements[index].id) : []);
    root.classList.toggle("part", Boolean(painkg.place(state)));
    for (const row of document.querySelectorAll("#claims tbody tr")) row.classList.toggle("aside", !told.has(row.id));
    root.classList.toggle("alone", !told.size);
  }

  let worn;
  window.addEventListener("beforeprint", () => {
    worn = root.dataset.theme;
    root.dataset.theme = "light";
    painkg.printing = true;
    painkg.apply();
    beside();
  });
  window.addEventListener("afterprint", () => {
    painkg.printing = false;
    if (worn) root.dataset.theme = worn;
    else delete root.dataset.theme;
    painkg.apply();
  });
})();
