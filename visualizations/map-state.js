"use strict";
// What is shown lives in the address: #focus=SLUG&with=SLUG&as=TRUTH&more=LANE&hide=KIND,KIND, or another place,
// such as #view=ID. Each script adds the places, pictures and panels that it knows of.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const given = JSON.parse(document.getElementById("network").textContent);
  const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
  // The boxes of the first picture are those that pyvis holds.
  data.layouts.wide.overview.boxes = given.nodes.map((node) => [
    node.id, node.x, node.y, node.widthConstraint, node.heightConstraint, node.label,
  ]);
  // Of `places`, `pictures` and `panels`, the first that fits decides.
  const painkg = (window.painkg = { data, options: JSON.parse(given.options), has, state: {}, places: [], pictures: [], panels: [] });

  // The links between two things.
  painkg.between = (one, other) =>
    data.links.filter(([first, second]) => (first === one && second === other) || (first === other && second === one));

  // A place: `read` returns what is valid of its value in the address, or nothing; `more` are parameters that go with it.
  painkg.places.push({ key: "focus", read: (text) => (has(data.things, text) ? text : ""), more: ["with", "as", "more"] });

  const readers = {
    with: (text, { focus }) => (painkg.between(focus, text).length ? text : ""),
    as: (text, { focus, with: other }) => (painkg.between(focus, other).some((link) => link[2] === text) ? text : ""),
    more: (text, { focus }) => (has(data.left, focus) && has(data.left[focus], text) ? text : ""),
  };
  painkg.parameter = (key, read) => { readers[key] = read; };

  // Only what fits is kept of an address: a line that there is, a lane that leaves something out.
  painkg.read = function () {
    const parts = new URLSearchParams(location.hash.slice(1));
    const given = (key) => parts.get(key) || "";
    const state = { unknown: "", hide: given("hide").split(",").filter((kind) => has(data.kinds, kind)) };
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
    return "#" + parts.join("&");
  };

  // Which picture a state is of, whatever line or lane of it is chosen; nothing stands for the overview.
  painkg.place = (state) => written(state, keys().filter((key) => !["with", "as", "more"].includes(key))).join("&");

  // The things that a state is about: the one in focus, or those that are compared.
  painkg.chosen = (state) => (state.focus ? [state.focus] : []);

  painkg.pictures.push({ when: (state) => state.focus, view: ({ focus }, layout) => has(data.layouts[layout].focus, focus) && data.layouts[layout].focus[focus] });
  painkg.pictureOf = function (state, layout) {
    const picture = painkg.pictures.find(({ when }) => when(state));
    return picture ? picture.view(state, layout) : data.layouts[layout].overview;
  };

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
