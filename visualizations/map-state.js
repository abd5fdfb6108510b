"use strict";
// What is shown lives in the address: #focus=SLUG&with=SLUG&as=TRUTH&more=LANE&hide=KIND,KIND, or another place,
// such as #view=ID. Each script adds the places, pictures and panels that it knows of.
(function () {
  const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
  const OVERVIEW = "view=overview";
  const FLAGS = ["denied", "conditional", "contested"];
  const LINED = { layered: true, lined: true }; // all lines are drawn, and the words are of lines, not over groups of boxes
  const data = unpacked(JSON.parse(document.getElementById("data").textContent));
  const given = JSON.parse(document.getElementById("network").textContent);
  // The boxes of the first picture are those that pyvis holds.
  data.layouts.wide.overview.boxes = given.nodes.map((node) => [
    node.id, node.x, node.y, node.widthConstraint, node.heightConstraint, node.label,
  ]);

  // The page holds names once and numbers in their place (kg/maps/payload.py); here they become objects again.
  function unpacked(packed) {
    const slugs = packed.things.map(([slug]) => slug);
    const slug = (place) => (place < 0 ? "" : slugs[place]);
    const things = Object.create(null); // a thing may be called “__proto__”
    packed.things.forEach(([id, label, kind, definition, names, group]) => { things[id] = { label, kind, definition, names, group, said: [] }; });
    const table = document.querySelectorAll("#claims tbody tr");
    const statements = packed.statements.map((row, at) => {
      const [id, subject, object, words, relation, source, basis, truth, bits = 0, hedge = "", others = [], cues = [], opposites = []] = row;
      const isThing = typeof object === "number";
      const each = {
        id: id || table[at]?.id || "", words: words || table[at].cells[3].textContent, ends: [slug(subject), isThing ? slug(object) : ""],
        name: isThing ? "" : object, captions: packed.relations[relation], source: packed.sources[source],
        basis: packed.bases[basis], truth, flags: FLAGS.filter((_, at) => bits & (2 << at)), isName: bits & 1, hedge, cues, opposites,
      };
      for (const place of new Set([subject, object, ...others])) if (slugs[place]) things[slugs[place]].said.push(at);
      return each;
    });
    const links = packed.links.map(([one, other, truth, arrows, length, ...said]) => [slugs[one], slugs[other], truth, said, arrows & 1, arrows >> 1, length]);
    const label = (width, place) => {
      const [, words, kind] = packed.things[place];
      return packed.labels[width][place] || `${packed.kinds[kind].glyph} ${words}`;
    };
    const layouts = {};
    for (const [name, { focus, overview, ...layout }] of Object.entries(packed.layouts)) {
      layouts[name] = { ...layout, overview: { ...picture(overview, layout.width), ...(overview[4].length ? LINED : {}) }, focus: (id) => has(focus, id) && picture(focus[id], layout.box) };
    }
    const views = {};
    for (const [id, { layouts: drawn, ...view }] of Object.entries(packed.views)) {
      views[id] = { ...view, layouts: {} };
      for (const [name, [width, each]] of Object.entries(drawn)) views[id].layouts[name] = { ...picture(each, width), ...LINED };
    }
    function picture([size, boxes, bands, captions, curves], width) {
      const id = (place) => (typeof place === "number" ? slugs[place] : place);
      return {
        size,
        boxes: boxes.map(([place, x, y, h, w, words]) => [id(place), x, y, w || width, h, words || label(w || width, place)]),
        bands: bands.map(([lane, x, y, w, h, empty = 0, title = ""]) => [lane < 0 ? "" : packed.lanes[lane].id, x, y, w, h, empty, title]),
        captions: captions.map(([words, x, y, ...ids]) => [packed.words[words], x, y, ids.map(id)]),
        curves: curves.flatMap(parts),
      };
    }
    // A line is its link, which of its ends have an arrow or a mark, its start, and each part: how it runs, and to where.
    function parts([link, bits, x, y, ...runs]) {
      const made = [];
      for (let at = 0; at < runs.length; at += 3) {
        const [bend, x2, y2] = runs.slice(at, at + 3);
        const last = at + 3 === runs.length;
        made.push([link, x, y, x2, y2, packed.bends[bend], at ? 0 : bits & 1, last ? bits & 2 : 0, last ? bits & 4 : 0]);
        [x, y] = [x2, y2];
      }
      return made;
    }
    const places = new Map(slugs.map((each, place) => [each, place]));
    const labels = (width, id) => label(width, places.get(id));
    return { ...packed, things, statements, links, layouts, views, labels };
  }

  // Of `places`, `pictures` and `panels`, the first that fits decides; all `updates` are told each new state.
  const painkg = (window.painkg = { data, options: JSON.parse(given.options), has, state: {}, places: [], pictures: [], panels: [], updates: [] });

  // For each thing, what it is linked to: [other thing, link].
  const near = new Map(Object.keys(data.things).map((slug) => [slug, []]));
  data.links.forEach(([one, other], at) => {
    near.get(one).push([other, at]);
    near.get(other).push([one, at]);
  });
  painkg.near = near;

  // The links between two things.
  painkg.between = (one, other) => (near.get(one) || []).filter(([to]) => to === other).map(([, at]) => data.links[at]);

  painkg.before = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

  painkg.relation = ({ ends, captions }, slug) => (ends.includes(slug) ? captions[slug === ends[0] ? 0 : 1] : "also mentioned");

  // What a statement says its other end is to this one; of what is contested, neither that it is so nor that it is not.
  painkg.caption = function (statement, slug) {
    const { ends, truth } = statement;
    const words = painkg.relation(statement, slug);
    if (!ends.includes(slug)) return words;
    return truth === "contested" ? `${words} (contested)` : truth === "denied" ? `not ${words}` : words;
  };

  // All that is said of a thing by what it says, denials apart unless told by `relation`; other names come last.
  painkg.said = function (slug, told = painkg.caption) {
    const groups = new Map();
    for (const index of data.things[slug].said) {
      const words = told(data.statements[index], slug);
      groups.set(words, [...(groups.get(words) || []), index]);
    }
    const named = ([, indexes]) => indexes.every((index) => data.statements[index].isName);
    return [...groups].sort((one, other) => named(one) - named(other));
  };

  // A place: `read` returns what is valid of its value in the address, or nothing; `more` are parameters that go with it.
  painkg.places.push({ key: "focus", read: (text) => (has(data.things, text) ? text : ""), more: ["steps", "with", "as", "more"] });

  // What a picture has no box for, by what its box “+n more” is called: its heading, and the things.
  painkg.leftOut = function ({ focus }) {
    const lists = painkg.place(painkg.state) && !focus ? {} : has(data.left, focus) ? data.left[focus] : {};
    const title = (lane) => data.lanes.find(({ id }) => id === lane).title;
    return Object.fromEntries(Object.entries(lists).map(([lane, slugs]) => [lane, { title: title(lane), slugs }]));
  };

  const readers = {
    with: (text, { focus }) => (painkg.between(focus, text).length ? text : ""),
    as: (text, { focus, with: other }) => (painkg.between(focus, other).some((link) => link[2] === text) ? text : ""),
    steps: (text) => (["2", "3"].includes(text) ? text : ""),
    more: (text, state) => (has(painkg.leftOut(state), text) ? text : ""),
  };
  painkg.parameter = (key, read) => { readers[key] = read; };

  // Only what fits is kept of an address: a line that there is, a lane that leaves something out.
  painkg.read = function () {
    const parts = new URLSearchParams(location.hash.slice(1));
    const given = (key) => (location.hash === "#" + OVERVIEW ? "" : parts.get(key) || "");
    const state = { unknown: "", embed: given("embed") ? "1" : "", hide: given("hide").split(",").filter((kind) => has(data.kinds, kind)) };
    for (const { key } of painkg.places) state[key] = "";
    const place = painkg.places.find(({ key, read }) => (state[key] = read(given(key))));
    if (!place) state.unknown = painkg.places.map(({ key }) => given(key)).find(Boolean) || "";
    for (const key of Object.keys(readers)) state[key] = "";
    for (const key of place ? place.more : ["more"]) state[key] = readers[key](given(key), state);
    return state;
  };

  const keys = () => [...painkg.places.map(({ key }) => key), ...Object.keys(readers)];
  const written = (state, names) => names.filter((key) => state[key]).map((key) => `${key}=${encodeURIComponent(state[key]).replaceAll("%2C", ",")}`);

  painkg.address = function (state) {
    const parts = written(state, keys());
    if (state.hide && state.hide.length) parts.push("hide=" + state.hide.join(","));
    if (state.embed ?? painkg.state.embed) parts.push("embed=1");
    // A page that starts elsewhere has an address for its overview as well.
    if (!parts.length && data.start) parts.push(OVERVIEW);
    return "#" + parts.join("&");
  };

  // Which picture a state is of, whatever line or lane of it is chosen; nothing stands for the overview.
  painkg.place = (state) => written(state, keys().filter((key) => !["with", "as", "more", "pick"].includes(key))).join("&");

  // Why an address leads nowhere.
  painkg.refusal = (text) => [`The map has nothing called “${text.slice(0, 80)}”.`];

  // The things that a state is about: the one in focus, or those that are compared.
  painkg.chosen = (state) => (state.focus ? [state.focus] : []);

  painkg.pictureOf = function (state, layout) {
    const picture = painkg.pictures.find(({ when }) => when(state));
    return picture ? picture.view(state, layout) : data.layouts[layout].overview;
  };

  // Where choosing a thing leads to.
  painkg.target = (slug) => ({ focus: slug, hide: painkg.state.hide });

  // A change of what is hidden is no step to go back through.
  painkg.go = function (state, replace) {
    const next = Object.assign({ hide: painkg.state.hide || [] }, state);
    const hash = painkg.address(next);
    const url = hash === "#" ? location.href.split("#")[0] : hash;
    if (hash !== (location.hash || "#")) history[replace ? "replaceState" : "pushState"](null, "", url);
    painkg.apply();
  };

  painkg.element = function (name, properties, ...children) {
    const made = document.createElement(name);
    Object.assign(made, properties || {});
    made.append(...children);
    return made;
  };
})();
