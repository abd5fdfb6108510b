"use strict";
// The search field, the legend that filters, the buttons and keys.
(function () {
  const { data, element } = painkg;
  const field = document.getElementById("search");
  const found = document.getElementById("found");
  const status = document.getElementById("status");
  const MOST = 8;
  let matches = [];
  let at = -1;

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[\s-]+/g, " ").trim();
  const index = Object.entries(data.things).flatMap(([slug, thing]) =>
    [thing.label, ...thing.names].map((name) => ({ slug, name, key: plain(name), label: thing.label })));

  // The whole name first, then its start, then the start of a word, then any part.
  function rank(key, wanted) {
    if (key === wanted) return 0;
    if (key.startsWith(wanted)) return 1;
    if (key.includes(" " + wanted)) return 2;
    return key.includes(wanted) ? 3 : 9;
  }

  function search(text) {
    const wanted = plain(text);
    if (!wanted) return [];
    const ranked = index.map((entry) => ({ ...entry, rank: rank(entry.key, wanted) })).filter((entry) => entry.rank < 9);
    ranked.sort((a, b) => a.rank - b.rank || a.key.length - b.key.length || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const seen = new Set();
    return ranked.filter((entry) => !seen.has(entry.slug) && seen.add(entry.slug)).slice(0, MOST);
  }

  function show() {
    matches = search(field.value);
    at = matches.length ? 0 : -1;
    const rows = matches.map((match, number) => {
      const words = match.name === match.label ? match.label : `${match.name}: ${match.label}`;
      const row = element("li", { id: "found-" + number, role: "option", dir: "auto", textContent: words });
      row.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(number); });
      return row;
    });
    status.textContent = !rows.length && plain(field.value) ? "Nothing by that name" : "";
    found.replaceChildren(...rows);
    found.hidden = !rows.length;
    field.setAttribute("aria-expanded", String(rows.length > 0));
    mark();
  }

  function mark() {
    matches.forEach((_, number) => found.children[number].setAttribute("aria-selected", String(number === at)));
    if (at >= 0) field.setAttribute("aria-activedescendant", "found-" + at);
    else field.removeAttribute("aria-activedescendant");
  }

  function close() {
    found.hidden = true;
    status.textContent = "";
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    const { slug } = matches[number];
    field.value = "";
    close();
    painkg.go(painkg.target(slug));
    painkg.arrive();
  }

  field.addEventListener("input", show);
  field.addEventListener("focus", show);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (field.value || !found.hidden)) {
      field.value = "";
      close();
      event.stopPropagation();
    } else if (event.key === "Enter" && at >= 0 && !found.hidden) {
      event.preventDefault();
      choose(at);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && matches.length) {
      event.preventDefault();
      if (found.hidden) return show();
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + matches.length) % matches.length;
      mark();
    }
  });

  document.getElementById("home").addEventListener("click", () => {
    painkg.go({});
    painkg.rest("");
  });
  // One step out: from a line or a lane to its focus, from there to the overview.
  document.addEventListener("keydown", (event) => {
    const { with: other, more, pick, unknown } = painkg.state;
    const place = painkg.place(painkg.state);
    if (event.key !== "Escape" || !(place || more || unknown)) return;
    painkg.go(other || more || pick ? { ...painkg.state, with: "", as: "", more: "", pick: "" } : {});
    if (place) painkg.arrive();
  });

  const boxes = [...document.querySelectorAll("input[data-kind]")];
  for (const box of boxes) {
    box.addEventListener("change", () => {
      const hide = boxes.filter((each) => !each.checked).map((each) => each.dataset.kind);
      painkg.go({ ...painkg.state, hide }, true);
    });
  }

  const theme = document.getElementById("theme");
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = painkg.dark() ? "light" : "dark";
    painkg.apply();
  });

  painkg.updates.push(function (state) {
    for (const box of boxes) box.checked = !state.hide.includes(box.dataset.kind);
    for (const glyph of document.querySelectorAll("[data-glyph]")) {
      glyph.style.color = painkg.tone(data.kinds[glyph.dataset.glyph]);
    }
    theme.textContent = painkg.dark() ? "Light" : "Dark";
    document.getElementById("home").disabled = !painkg.place(state) && !state.more && !state.unknown;
    document.getElementById("hint").hidden = Boolean(painkg.place(state));
    document.getElementById("reading").hidden = !state.focus;
    document.getElementById("lines").hidden = !painkg.pictureOf(state, "wide")?.curves.length;
  });
})();
