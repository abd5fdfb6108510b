"use strict";
// Exercises, one item at a time: #exercise=hedge-3 is the third of its kind, #exercise=sheet lists all with answers.
// They take the place of the picture, which would give the answers away.
(function () {
  const { data, element } = painkg;
  if (!data.exercises.length) return;
  const exercises = data.exercises.map(({ items, ...exercise }) => ({ ...exercise, items: items.map((item) => unpacked(item, exercise)) }));
  const SHEET = "sheet";
  const answered = new Map(); // the place of the option that was chosen, by item; it lasts as long as the page
  const ids = exercises.flatMap(({ id, items }) => items.map((_, at) => `${id}-${at + 1}`));

  // A number alone counts through all of them.
  painkg.places.push({ key: "exercise", read: (text) => (text === SHEET || ids.includes(text) ? text : ids[text - 1] || ""), more: [] });
  painkg.panels.push({ when: ({ exercise }) => exercise === SHEET, parts: sheet }, { when: ({ exercise }) => exercise, parts: one });

  painkg.updates.push(({ exercise }) => document.documentElement.classList.toggle("exercising", Boolean(exercise)));

  // An option: its words, whether it is right, and what is to say of it.
  function unpacked({ options, right, notes = {}, told = "", claims = [], ...item }, exercise) {
    const words = (options || exercise.options).map((each, at) => [each, right.includes(at), notes[at] || ""]);
    return { ...item, told, claims, question: exercise.question, options: words };
  }

  function itemOf(id) {
    const [, kind, number] = id.match(/^(.*)-(\d+)$/);
    const exercise = exercises.find((each) => each.id === kind);
    return { exercise, number: Number(number), item: exercise.items[number - 1] };
  }

  const link = (id, textContent) => element("a", { href: painkg.address({ exercise: id }), textContent });
  const isRight = (id) => itemOf(id).item.options[answered.get(id)][1];
  const rightOnes = ({ options }) => options.filter(([, right]) => right).map(([words]) => words).join(" or ");
  const list = (indexes) => element("ul", {}, ...indexes.map((index) => painkg.claim(index, "")));

  function count() {
    const done = [...answered.keys()];
    return `${done.filter(isRight).length} right of ${done.length} answered so far.`;
  }

  function verdict(item, at) {
    const [words, right, note] = item.options[at];
    const answer = right ? `✓ Right: ${words}.` : `✗ Not right: ${words}. ${note ? note + " " : ""}Right is: ${rightOnes(item)}.`;
    return `${answer} ${count()} ${item.told}`.trim();
  }

  // What stands after the answer; empty before it, so that a screen reader hears it come.
  function after(id, item, status, rest) {
    if (!answered.has(id)) return;
    status.textContent = verdict(item, answered.get(id));
    status.className = isRight(id) ? "right" : "wrong";
    if (item.claims.length) rest.replaceChildren(list(item.claims));
  }

  function choices(id, item, told) {
    const buttons = item.options.map(([words], at) => {
      const button = element("button", { type: "button", textContent: words, dir: "auto" });
      button.addEventListener("click", () => {
        if (answered.has(id)) return;
        answered.set(id, at);
        mark();
        told();
      });
      return button;
    });
    function mark() {
      if (!answered.has(id)) return;
      buttons.forEach((button, at) => {
        const [words, right] = item.options[at];
        const own = at === answered.get(id);
        button.ariaPressed = String(own);
        button.disabled = !own;
        button.textContent = right ? `✓ ${words}` : own ? `✗ ${words}` : words;
      });
    }
    mark();
    return buttons;
  }

  function one({ exercise: id }) {
    const { exercise, number, item } = itemOf(id);
    const status = element("p", { role: "status", dir: "auto" });
    const rest = element("div");
    const told = () => after(id, item, status, rest);
    const question = element("legend", {}, element("span", { className: "about", dir: "auto", textContent: item.about }), " ", item.question);
    const made = [
      element("h2", { tabIndex: -1, textContent: `${exercise.title} · ${number} of ${exercise.items.length}` }),
      element("p", { className: "soft", textContent: exercise.lead }),
      element("fieldset", {}, question, ...choices(id, item, told)),
      status,
      rest,
      turns(id),
      element("h3", { textContent: "All exercises" }),
      element("ul", { className: "plain" }, ...exercises.map((each) => element("li", {}, link(`${each.id}-1`, each.title), ` (${each.items.length})`)),
        element("li", {}, link(SHEET, "Teacher’s sheet"), " (all answers)")),
    ];
    told();
    return made;
  }

  function turns(id) {
    const at = ids.indexOf(id);
    const line = element("p", { className: "turns" });
    if (at > 0) line.append(link(ids[at - 1], "Previous"), " ");
    line.append(at + 1 < ids.length ? link(ids[at + 1], "Next") : link(SHEET, "All answers"));
    return line;
  }

  function sheet() {
    const made = [
      element("h2", { tabIndex: -1, textContent: "Exercises with answers" }),
      element("p", { className: "soft", textContent: "For teachers: each item with its answer and the claims that it rests on. It prints with the page." }),
      element("p", { className: "turns" }, link(ids[0], "To the exercises")),
    ];
    for (const { title, lead, items } of exercises) {
      made.push(element("h3", { textContent: title }), element("p", { className: "soft", textContent: lead }));
      made.push(element("ol", { className: "sheet" }, ...items.map((item) => element("li", {},
        element("p", {}, element("span", { className: "about", dir: "auto", textContent: item.about }), " ", item.question),
        element("p", { className: "soft", dir: "auto", textContent: item.options.map(([words]) => words).join(" · ") }),
        element("p", { className: "answer", dir: "auto", textContent: `Answer: ${rightOnes(item)}. ${item.told}`.trim() }),
        list(item.claims)))));
    }
    return made;
  }
})();
