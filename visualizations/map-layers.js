"use strict";
// Pictures of what is chosen freely: the things up to three steps from one, in a column for each step, or, on a
// phone, as an outline. The same rule places the same things at the same spots; nothing moves by itself.
(function () {
  const { data, has, near, before } = painkg;
  const MOST = 18; // boxes of a column
  const ALL = 59; // boxes of an outline of one step
  const GAP = 10;
  const HEADING = 36;
  const LINE = 16; // of a caption
  const PAD = 10;
  const ROOM = { least: 64, most: 130, width: 912 }; // between columns; the whole picture where few columns are
  const LOWEST = 240; // where a short column starts at most, so that its boxes are seen at once
  const INDENT = 28;
  const NARROW = 350;
  const rank = new Map(data.lanes.map((lane, at) => [lane.id, at]));
  const laneOf = (id) => data.kinds[data.things[id].kind].lane;
  painkg.column = column;

  const box = (id, width, font) => {
    const label = has(data.things, id) ? data.labels(width, id) : id;
    return { label, height: Math.round(label.split("\n").length * font * 1.2) + 18 };
  };

  // What one thing is to another, in words: “used for (can)”.
  painkg.told = function (from, to) {
    const hedges = new Map();
    for (const link of painkg.between(from, to)) {
      for (const index of link[3]) {
        const each = data.statements[index];
        const words = painkg.caption(each, from);
        hedges.set(words, (hedges.get(words) || new Set()).add(each.hedge));
      }
    }
    return [...hedges].map(([words, all]) => (all.has("") ? words : `${words} (${[...all].sort().join(" or ")})`)).join(", ");
  };

  function wrapped(words, width, font) {
    const most = Math.floor(width / (font * 0.56));
    const lines = [""];
    for (const word of words.split(" ")) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (longer.length <= most || !lines.at(-1)) lines.splice(-1, 1, longer);
      else lines.push(word);
    }
    return lines.slice(0, 4);
  }

  // The boxes of a column, those that are linked most to the column before it; the rest are left out.
  function column(title, candidates, previous, most = MOST) {
    const place = new Map(previous.map((id, at) => [id, at]));
    const links = (id) => near.get(id).filter(([other]) => place.has(other));
    const weight = (id) => [links(id).length, data.things[id].said.length];
    const heaviest = [...candidates].sort((one, other) => {
      const [a, b] = [weight(one), weight(other)];
      return b[0] - a[0] || b[1] - a[1] || before(one, other);
    });
    const kept = heaviest.length > most ? heaviest.slice(0, most - 1) : heaviest;
    const centre = (id) => {
      const places = links(id).map(([other]) => place.get(other));
      return places.reduce((sum, each) => sum + each, 0) / Math.max(1, places.length);
    };
    kept.sort((one, other) => rank.get(laneOf(one)) - rank.get(laneOf(other)) || centre(one) - centre(other)
      || before(data.things[one].label, data.things[other].label) || before(one, other));
    return { title, ids: kept, left: heaviest.slice(kept.length).sort(before) };
  }

  // Steps lead on from a thing unless it stands for many, or is linked by what the text denies, holds only under a
  // condition, or leaves contested.
  function steps(focus, count) {
    const columns = [{ title: "", ids: [focus], left: [] }];
    const seen = new Set([focus]);
    let open = [focus];
    for (let step = 1; step <= count; step += 1) {
      const found = new Map();
      for (const from of open) {
        for (const [to, at] of near.get(from)) {
          if (!seen.has(to)) found.set(to, found.get(to) || (data.links[at][6] > 0 && !data.things[to].group));
        }
      }
      if (!found.size) break;
      const title = step === 1 ? "1 step" : `${step} steps`;
      columns.push(column(title, found.keys(), columns.at(-1).ids, count === 1 && painkg.isReady(focus) ? ALL : MOST));
      for (const id of found.keys()) seen.add(id);
      open = columns.at(-1).ids.filter((id) => found.get(id));
    }
    return { columns, edges: adjacent(columns) };
  }

  // The links between each column and the next, from the top of both: [link, from, to].
  function adjacent(columns) {
    return columns.slice(1).flatMap(({ ids }, at) => {
      const next = new Map(ids.map((id, place) => [id, place]));
      return columns[at].ids.flatMap((id) => near.get(id).filter(([other]) => next.has(other))
        .sort(([one], [other]) => next.get(one) - next.get(other)).map(([other, link]) => [link, id, other]));
    });
  }

  // A label over boxes for each way in which their parent leads to them, or all their parents alike.
  function groups(parents, ids) {
    const found = new Map();
    for (const id of ids) {
      const told = new Set(parents.map((parent) => painkg.told(parent, id)));
      const words = told.size > 1 ? "differs" : [...told][0] || "";
      found.set(words, [...(found.get(words) || []), id]);
    }
    return [...found];
  }

  function curve(link, from, x1, y1, x2, y2, bend) {
    const [first, , , , atFirst, atSecond] = data.links[link];
    const [tail, head] = first === from ? [atFirst, atSecond] : [atSecond, atFirst];
    return [link, x1, y1, x2, y2, bend, tail, head, 1];
  }

  // Links between the same two boxes arrive side by side.
  function apart(edges) {
    const pairs = new Map();
    for (const edge of edges) {
      const key = `${edge[1]} ${edge[2]}`;
      pairs.set(key, [...(pairs.get(key) || []), edge]);
    }
    return [...pairs.values()].flatMap((several) => several.map((edge, at) => [...edge, (at - (several.length - 1) / 2) * 12]));
  }

  function inColumns({ columns, edges }, { font, step: width }) {
    const view = { size: [0, 0], boxes: [], bands: [], captions: [], curves: [], layered: true };
    const wide = width + 2 * PAD;
    const room = Math.min(ROOM.most, Math.max(ROOM.least, Math.floor((ROOM.width - columns.length * wide) / Math.max(1, columns.length - 1))));
    const first = columns[0].ids;
    const stacks = columns.map(({ ids, left, parents, title }, at) => {
      const rows = [];
      for (const [words, members] of groups(parents || (at === 1 && first.length === 1 ? first : []), ids)) {
        if (words) rows.push({ words: wrapped(words, width, font - 1), members });
        for (const id of members) rows.push({ id, ...box(id, width, font) });
      }
      if (left.length) rows.push({ id: `more ${at}`, label: `+${left.length} more`, height: box("+", width, font).height });
      const height = rows.reduce((sum, row) => sum + (row.words ? row.words.length * LINE + 6 : row.height + GAP), 0);
      return { rows, height, title, x: at * (wide + room) };
    });
    const high = Math.max(...stacks.map(({ height }) => height)) + HEADING + PAD;
    const spots = new Map();
    for (const { rows, height, title, x } of stacks) {
      view.bands.push(["", x, 0, wide, high, rows.length ? 0 : 1, title]);
      let y = HEADING + Math.min(LOWEST, Math.floor((high - HEADING - height) / 2));
      for (const row of rows) {
        if (row.words) {
          row.words.forEach((words, line) => view.captions.push([words, x + PAD, y + LINE * line + LINE / 2, row.members]));
          y += row.words.length * LINE + 6;
          continue;
        }
        const spot = { x: x + PAD, y: y + Math.floor(row.height / 2) };
        spots.set(row.id, spot);
        view.boxes.push([row.id, x + PAD + width / 2, spot.y, width, row.height, row.label]);
        y += row.height + GAP;
      }
    }
    for (const [link, parent, child, aside] of apart(edges)) {
      const [from, to] = spots.get(parent).x < spots.get(child).x ? [parent, child] : [child, parent];
      const [one, other] = [spots.get(from), spots.get(to)];
      view.curves.push(curve(link, from, one.x + width, one.y + aside, other.x, other.y + aside, "s"));
    }
    view.size = [stacks.at(-1).x + wide, high];
    return view;
  }

  // An outline: each thing stands under the first that leads to it. A root that is reached from above, such as the
  // second of two things, has a rail at the right.
  function inOutline({ columns, edges, roots = columns[0].ids }, { font, step: width }) {
    const view = { size: [NARROW, 0], boxes: [], bands: [], captions: [], curves: [], layered: true, rails: true };
    const under = new Map(); // thing -> thing under it -> edges
    const rails = [];
    const known = new Set(roots);
    for (const edge of edges) {
      const [link, parent, child] = edge;
      if (roots.includes(child)) rails.push(edge);
      else if (known.has(child) && !under.get(parent)?.has(child)) {
        if (roots.includes(parent)) rails.push([link, child, parent]);
      } else {
        known.add(child);
        if (!under.has(parent)) under.set(parent, new Map());
        under.get(parent).set(child, [...(under.get(parent).get(child) || []), edge]);
      }
    }
    const spots = new Map();
    let y = PAD;
    function put(id, label, height, depth) {
      const spot = { left: PAD + INDENT * Math.min(depth, 3), y: y + Math.floor(height / 2), bottom: y + height };
      spots.set(id, spot);
      view.boxes.push([id, spot.left + width / 2, spot.y, width, height, label]);
      y += height + GAP;
      return spot;
    }
    function branch(id, depth) {
      const { label, height } = box(id, width, font);
      const own = put(id, label, height, depth);
      for (const [words, members] of groups([id], [...(under.get(id)?.keys() || [])])) {
        const lines = wrapped(words, width, font - 1);
        lines.forEach((line, at) => view.captions.push([line, PAD + INDENT * (depth + 1), y + LINE * at + LINE / 2, members]));
        y += lines.length * LINE + 6;
        for (const member of members) {
          branch(member, depth + 1);
          const { left, y: level } = spots.get(member);
          const x = own.left + 8;
          for (const [link, from, , aside] of apart(under.get(id).get(member))) {
            view.curves.push([link, x, own.bottom, x, level + aside, "line", 0, 0, 0], curve(link, from, x, level + aside, left, level + aside, "line"));
          }
        }
      }
    }
    for (const root of roots) branch(root, 0);
    columns.forEach(({ left }, at) => {
      if (left.length) put(`more ${at}`, `+${left.length} more`, box("+", width, font).height, 1);
    });
    for (const [link, from, to, aside] of apart(rails)) {
      const [one, other] = [spots.get(from), spots.get(to)];
      const x = NARROW - 4;
      const [start, end] = [one.y + aside, other.y + aside];
      const [, , , , , , tail, head] = curve(link, from);
      view.curves.push([link, one.left + width, start, x, start, "line", tail, 0, 1], [link, x, start, x, end, "line", 0, 0, 0],
        [link, x, end, other.left + width, end, "line", 0, head, 0]);
    }
    view.size[1] = y;
    view.bands.push(["", 0, 0, NARROW, y, 0, ""]);
    return view;
  }

  // A plan says which things stand in which column and which links are drawn; a layout makes a picture of it.
  painkg.isReady = (focus) => Boolean(data.layouts.wide.focus(focus));
  painkg.plans = [{
    when: (state) => state.focus,
    plan: ({ focus, steps: count }) => steps(focus, Number(count) || 1),
    ready: ({ focus, steps: count }, layout) => !count && data.layouts[layout].focus(focus),
  }];
  let last = { key: null };
  function planned(state) {
    const key = painkg.place({ ...state, hide: [] });
    if (last.key !== key) last = { key, plan: painkg.plans.find(({ when }) => when(state)).plan(state) };
    return last.plan;
  }
  painkg.pictures.push({
    when: (state) => painkg.plans.some(({ when }) => when(state)),
    view: function (state, layout) {
      const { ready } = painkg.plans.find(({ when }) => when(state));
      const made = ready && ready(state, layout);
      if (made || !data.layouts[layout].step) return made;
      return layout === "wide" ? inColumns(planned(state), data.layouts[layout]) : inOutline(planned(state), data.layouts[layout]);
    },
  });

  const ready = painkg.leftOut;
  painkg.leftOut = function (state) {
    const columns = painkg.plans.some(({ when }) => when(state)) ? planned(state).columns : [];
    const lists = columns.map(({ title, left }, at) => [String(at), { title, slugs: left }]);
    return { ...ready(state), ...Object.fromEntries(lists.filter(([, { slugs }]) => slugs.length)) };
  };
})();
