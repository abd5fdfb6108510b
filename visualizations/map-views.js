"use strict";
// The ready views, and the menu of all that the map can show.
(function () {
  const { data, element, has } = painkg;
  const LISTS = [["by mechanism", "Mechanism"], ["by condition", "Condition"], ["by procedure", "Procedure"]];
  const MOST = 200; // things in a list of the menu; finding leads to all
  const menu = document.getElementById("menu");

  painkg.places.push({ key: "view", read: (text) => (has(data.views, text) ? text : ""), more: ["more"] });
  painkg.pictures.push({ when: ({ view }) => has(data.views, view), view: ({ view }, layout) => data.views[view].layouts[layout] });
  const leftOut = painkg.leftOut;
  painkg.leftOut = (state) => (has(data.views, state.view) ? data.views[state.view].left : leftOut(state));

  // The claims behind a view, by what they say.
  function claims(indexes) {
    const groups = new Map();
    for (const index of indexes) {
      const words = painkg.caption(data.statements[index], data.statements[index].ends[0]);
      groups.set(words, [...(groups.get(words) || []), index]);
    }
    return [...groups].flatMap(([words, all]) => [
      element("h3", { textContent: `${words} (${all.length})` }),
      element("ul", {}, ...all.map((index) => painkg.claim(index, ""))),
    ]);
  }

  painkg.panels.push({
    when: ({ view }) => view,
    parts: function ({ view }) {
      const { title, summary, statements } = data.views[view];
      return [
        element("h2", { tabIndex: -1, textContent: title }),
        element("p", { textContent: summary }),
        ...claims(statements),
      ];
    },
  });

  function list([title, kind]) {
    const slugs = Object.keys(data.things).filter((slug) => data.things[slug].kind === kind);
    if (!slugs.length) return [];
    const compare = new Intl.Collator("en").compare;
    slugs.sort((one, other) => compare(data.things[one].label, data.things[other].label));
    const rows = slugs.slice(0, MOST).map((slug) => element("li", {}, painkg.thingLink(slug)));
    if (slugs.length > MOST) rows.push(element("li", { className: "soft", textContent: `and ${slugs.length - MOST} more: find them by name` }));
    const lines = element("details", {}, element("summary", { textContent: `${title} (${slugs.length})` }), element("ul", {}, ...rows));
    return [element("li", {}, lines)];
  }
  document.getElementById("views").append(...LISTS.flatMap(list));

  const close = () => { menu.open = false; };
  const overview = menu.querySelector("a");
  overview.href = painkg.address({});
  const isView = (link) => (painkg.state.view ? link.hash === `#view=${painkg.state.view}` : link === overview && !painkg.place(painkg.state));
  menu.addEventListener("toggle", () => {
    for (const link of menu.querySelectorAll("a")) {
      if (isView(link)) link.ariaCurrent = "page";
      else link.removeAttribute("aria-current");
    }
  });
  menu.addEventListener("click", (event) => event.target.closest("a") && close());
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    menu.querySelector("summary").focus();
    event.stopPropagation();
  });
  document.addEventListener("pointerdown", (event) => menu.contains(event.target) || close());
})();
