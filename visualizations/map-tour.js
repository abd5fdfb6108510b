"use strict";
// The guided tour: #tour=3 is its third stop. Its picture is the focus of a thing, in which what the section does
// not speak of stands back.
(function () {
  const { data, element } = painkg;
  const stops = data.tour;
  if (!stops.length) return;
  const stopOf = ({ tour }) => tour && stops[tour - 1];
  const near = ({ about }, slug) => data.things[slug].said.some((index) => about.includes(index));
  const focused = (state) => ({ ...state, tour: "", focus: stopOf(state).thing });

  painkg.places.push({ key: "tour", read: (text) => (/^[1-9]\d*$/.test(text) && text <= stops.length ? text : ""), more: ["more"] });
  painkg.pictures.unshift({ when: stopOf, view: (state, layout) => painkg.pictureOf(focused(state), layout) });
  painkg.panels.push({ when: stopOf, parts });

  const chosen = painkg.chosen;
  painkg.chosen = (state) => (stopOf(state) ? [stopOf(state).thing] : chosen(state));
  const leftOut = painkg.leftOut;
  painkg.leftOut = (state) => leftOut(stopOf(state) ? focused(state) : state);

  function go(step) {
    const next = Number(painkg.state.tour) + step;
    if (next < 1 || next > stops.length) return;
    painkg.go({ tour: String(next) });
    painkg.arrive();
  }

  function button(words, step, { tour }) {
    const made = element("button", { type: "button", textContent: words, disabled: !stops[tour - 1 + step] });
    made.addEventListener("click", () => go(step));
    return made;
  }

  function claims(words, indexes, focus) {
    if (!indexes.length) return [];
    return [element("h3", { textContent: `${words} (${indexes.length})` }), element("ul", {}, ...indexes.map((index) => painkg.claim(index, focus)))];
  }

  function parts(state) {
    const { title, document: text, thing, look, about, aside = [], left_out: left } = stopOf(state);
    const made = [
      element("h2", { tabIndex: -1, dir: "auto", textContent: title }),
      element("p", { className: "soft", dir: "auto", textContent: [`Stop ${state.tour} of ${stops.length}`, text].filter(Boolean).join(" · ") }),
      element("p", { className: "turns" }, button("Previous", -1, state), button("Next", 1, state)),
      element("p", { textContent: look }),
      element("p", { className: "soft", textContent: "Grey boxes are of other sections. The arrow keys go on and back." }),
      ...claims("What this section says of it", about, thing),
      ...claims("What it says besides", aside, ""),
    ];
    if (left) made.push(element("p", { className: "soft", textContent: `${left} more stand in the table of every claim.` }));
    if (Number(state.tour) === stops.length && data.exercises.length) {
      const href = painkg.address({ exercise: `${data.exercises[0].id}-1` });
      made.push(element("p", {}, "This was the last stop. ", element("a", { href, textContent: "On to the exercises" })));
    }
    return made;
  }

  document.getElementById("panel").addEventListener("keydown", (event) => {
    if (!painkg.state.tour || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // elsewhere these keys lead from the heading into the picture
    go(step);
  });

  const draw = painkg.draw;
  painkg.draw = function () {
    draw();
    const stop = stopOf(painkg.state);
    if (!stop || !painkg.shown) return;
    const [border, quiet] = ["--rule", "--soft"].map(painkg.variable);
    const far = painkg.nodes.get().filter(({ id, shape }) => shape === "box" && painkg.has(data.things, id) && !near(stop, id));
    painkg.nodes.update(far.map(({ id, font, color: { background } }) => {
      const colour = { background, border };
      return { id, font: { ...font, color: quiet }, color: { ...colour, hover: colour, highlight: colour } };
    }));
  };
})();
