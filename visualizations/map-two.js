"use strict";
// Two things: the shortest paths between them, or what is said of one beside what is said of the other.
(function () {
  const { data, element, has, near, before } = painkg;
  const MOST = 12; // paths in words
  const MANY = 500; // of more, none is looked for
  const name = (slug) => data.things[slug].label;

  function pair(text) {
    const [one, other, ...rest] = text.split(",");
    return one !== other && !rest.length && has(data.things, one) && has(data.things, other || "") ? text : "";
  }
  function alike(text) {
    const kinds = pair(text) && new Set(text.split(",").map((slug) => data.things[slug].kind));
    return kinds.size === 1 ? text : "";
  }
  painkg.places.push({ key: "between", read: pair, more: ["more"] }, { key: "compare", read: alike, more: ["more"] });

  // The only pair that leads nowhere is one to compare.
  const { refusal } = painkg;
  painkg.refusal = function (text) {
    if (!pair(text)) return refusal(text);
    const [one, other] = text.split(",").map(painkg.thingLink);
    return ["Only things of one kind can be compared, such as two procedures, not ", one, " and ", other, "."];
  };

  const two = (state) => (state.between || state.compare).split(",");
  const chosen = painkg.chosen;
  painkg.chosen = (state) => (state.between || state.compare ? two(state) : chosen(state));

  // As `kg path` counts: a step that a claim states is 1, one that the vocabulary takes for granted 2; groups are no
  // way from one thing to another.
  function distances(start, end) {
    const reached = new Map([[start, 0]]);
    const waiting = [[start], []];
    for (let at = 0; at < waiting.length; at += 1) {
      for (const from of waiting[at]) {
        if (reached.get(from) < at) continue;
        for (const [to, link] of near.get(from)) {
          const length = data.links[link][6];
          if (!length || (data.things[to].group && to !== end) || (reached.has(to) && reached.get(to) <= at + length)) continue;
          reached.set(to, at + length);
          while (waiting.length <= at + length) waiting.push([]);
          waiting[at + length].push(to);
        }
      }
    }
    return reached;
  }

  // All shortest paths as steps: for each thing on one, what comes next.
  function shortest(start, end) {
    const [ahead, back] = [distances(start, end), distances(end, start)];
    const length = ahead.get(end);
    const next = new Map();
    const open = length === undefined ? [] : [start];
    for (const from of open) {
      if (next.has(from)) continue;
      next.set(from, new Map());
      for (const [to, link] of near.get(from)) {
        const step = data.links[link][6];
        if (!step || ahead.get(from) + step !== ahead.get(to) || ahead.get(to) + back.get(to) !== length) continue;
        next.get(from).set(to, [...(next.get(from).get(to) || []), link]);
        open.push(to);
      }
    }
    return { next, ahead };
  }

  function pathsPlan({ between }) {
    const [start, end] = between.split(",");
    const { next, ahead } = shortest(start, end);
    const levels = [...new Set([...next.keys()].map((id) => ahead.get(id)))].sort((one, other) => one - other);
    const columns = [];
    for (const level of levels) {
      const found = [...next.keys()].filter((id) => ahead.get(id) === level);
      columns.push(painkg.column("", found, columns.at(-1)?.ids || []));
    }
    if (!columns.length) columns.push({ title: "", ids: [start], left: [] }, { title: "", ids: [end], left: [] });
    const shown = new Set(columns.flatMap(({ ids }) => ids));
    const edges = columns.flatMap(({ ids }) => ids).flatMap((from) => [...(next.get(from) || [])]
      .filter(([to]) => shown.has(to)).flatMap(([to, links]) => links.map((link) => [link, from, to])));
    return { columns, edges, roots: [start, end] };
  }

  // What both are linked to stands between them, what is linked to one alone on its own side.
  function comparePlan({ compare }) {
    const [one, other] = compare.split(",");
    const ends = (slug) => [...new Set(near.get(slug).map(([to]) => to))].filter((to) => to !== one && to !== other);
    const [first, second] = [ends(one), new Set(ends(other))];
    const both = first.filter((to) => second.has(to));
    const alone = (all) => [...all].filter((to) => !both.includes(to));
    const columns = [
      { ...painkg.column("this alone", alone(first), [one]), parents: [one] },
      { title: "", ids: [one], left: [] },
      { ...painkg.column("both", both, [one, other]), parents: [one, other] },
      { title: "", ids: [other], left: [] },
      { ...painkg.column("this alone", alone(second), [other]), parents: [other] },
    ];
    const from = (slug, { ids }) => ids.flatMap((id) => near.get(slug).filter(([to]) => to === id).map(([, link]) => [link, slug, id]));
    const [left, , middle, , right] = columns;
    return { columns, edges: [...from(one, middle), ...from(one, left), ...from(other, middle), ...from(other, right)], roots: [one, other] };
  }
  painkg.plans.push({ when: (state) => state.between, plan: pathsPlan }, { when: (state) => state.compare, plan: comparePlan });

  const indexes = (one, other) => painkg.between(one, other).flatMap((link) => link[3]);
  const claims = (all, slug) => element("ul", {}, ...all.map((index) => painkg.claim(index, slug)));

  // The paths in words, those through less connected things first, since they say more.
  function walks(start, end) {
    const { next } = shortest(start, end);
    const found = [];
    const open = [[start]];
    while (open.length && found.length < MANY) {
      const path = open.pop();
      if (path.at(-1) === end) found.push(path);
      else for (const to of [...(next.get(path.at(-1))?.keys() || [])].sort(before).reverse()) open.push([...path, to]);
    }
    const weight = (path) => path.slice(1, -1).reduce((sum, slug) => sum + near.get(slug).length, 0);
    return found.sort((one, other) => weight(one) - weight(other) || before(String(one), String(other)));
  }

  function ofPaths({ between }) {
    const [start, end] = between.split(",");
    const found = walks(start, end);
    const steps = new Map();
    const lines = found.slice(0, MOST).map((path) => {
      const line = element("li", { dir: "auto" }, painkg.thingLink(start));
      path.slice(1).forEach((to, at) => {
        steps.set(`${path[at]},${to}`, [path[at], to]);
        line.append(element("span", { className: "soft", textContent: ` ${painkg.told(path[at], to)} → ` }), painkg.thingLink(to));
      });
      return line;
    });
    const few = found.length > MOST ? `The first ${MOST} of ${found.length < MANY ? found.length : `more than ${MANY}`} shortest paths.` : `${found.length} shortest ${found.length === 1 ? "path" : "paths"}.`;
    const parts = [
      element("h2", { tabIndex: -1, dir: "auto", textContent: `${name(start)} to ${name(end)}` }),
      element("p", { className: "soft", textContent: found.length ? few : "Nothing that the text affirms without a condition connects the two." }),
      element("ol", { className: "paths" }, ...lines),
    ];
    for (const [from, to] of steps.values()) {
      parts.push(element("h3", { dir: "auto", textContent: `${name(from)} and ${name(to)}` }), claims(indexes(from, to), ""));
    }
    const beside = indexes(start, end).filter((index) => !["stated", "indirect", "definition"].includes(data.statements[index].truth));
    if (beside.length) parts.push(element("h3", { textContent: "Said of the two, but no path" }), claims(beside, ""));
    return parts;
  }

  // A cell of the comparison: what a relation leads to from one of the two, what it leads to from both marked, and
  // whatever is not plainly stated.
  function cell(slug, other, words) {
    const said = (of) => painkg.said(of, painkg.relation).find(([relation]) => relation === words)?.[1] || [];
    const ends = (index, of) => data.statements[index].ends.find((end) => end !== of) || data.statements[index].words;
    const isDenied = (index) => data.statements[index].truth === "denied";
    const theirs = new Map(said(other).map((index) => [ends(index, other), isDenied(index)]));
    const found = new Map();
    for (const index of said(slug)) found.set(ends(index, slug), [...(found.get(ends(index, slug)) || []), index]);
    const rows = [...found].map(([end, all]) => {
      const label = has(data.things, end) ? name(end) : end;
      const truths = new Set(all.map((index) => data.statements[index].truth));
      const badges = [...truths].filter((truth) => !["stated", "definition"].includes(truth)).map((truth) => badge(truth, `${data.truths[truth].mark} ${data.truths[truth].label}`));
      if (theirs.get(end) === all.some(isDenied)) badges.unshift(badge("both", "both"));
      return element("details", {}, element("summary", { dir: "auto" }, label, ...badges), claims(all, slug));
    });
    return element("td", {}, ...(rows.length ? rows : [element("span", { className: "soft", textContent: "not stated" })]));
  }

  const badge = (className, textContent) => element("span", { className: `badge ${className}`, textContent: textContent.trim() });

  function ofComparison({ compare }) {
    const [one, other] = compare.split(",");
    const relations = [...new Set([one, other].flatMap((slug) => painkg.said(slug, painkg.relation)).map(([words]) => words))];
    const heading = (textContent) => element("th", { scope: "col", dir: "auto", textContent });
    const head = element("tr", {}, heading("Relation"), heading(name(one)), heading(name(other)));
    const rows = relations.map((words) => element("tr", {}, element("th", { scope: "row", textContent: words }), cell(one, other, words), cell(other, one, words)));
    return [
      element("h2", { tabIndex: -1, dir: "auto", textContent: `${name(one)} beside ${name(other)}` }),
      element("p", { className: "soft", textContent: "Open an entry for its claims. “Not stated” is no “no”: the text is silent." }),
      element("div", { className: "scroll", tabIndex: 0, role: "group", ariaLabel: "Comparison" }, element("table", { className: "two" }, element("thead", {}, head), element("tbody", {}, ...rows))),
    ];
  }
  painkg.panels.push({ when: (state) => state.between, parts: ofPaths }, { when: (state) => state.compare, parts: ofComparison });

  // Choosing the second of two: until then, every box, entry and line of the legend leads to the pair.
  painkg.parameter("pick", (text) => (["between", "compare"].includes(text) ? text : ""));
  painkg.places.find(({ key }) => key === "focus").more.unshift("pick");
  const target = painkg.target;
  painkg.target = function (slug) {
    const { focus, pick, hide } = painkg.state;
    return pick && slug !== focus ? { [pick]: `${focus},${slug}`, hide } : target(slug);
  };
})();
