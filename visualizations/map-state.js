"use strict";
// What is shown lives in the address: #focus=SLUG&with=SLUG&as=TRUTH&more=LANE&hide=KIND,KIND
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const given = JSON.parse(document.getElementById("network").textContent);
  const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
  // The boxes of the first picture are those that pyvis holds.
  data.layouts.wide.overview.boxes = given.nodes.map((node) => [
    node.id, node.x, node.y, node.widthConstraint, node.heightConstraint, node.label,
  ]);
  const painkg = (window.painkg = { data, options: JSON.parse(given.options), has, state: {} });

  // The links between two things.
  painkg.between = (one, other) =>
    data.links.filter(([first, second]) => (first === one && second === other) || (first === other && second === one));

  // Only what fits is kept of an address: a line that there is, a lane that leaves something out.
  painkg.read = function () {
    const parts = new URLSearchParams(location.hash.slice(1));
    const asked = parts.get("focus") || "";
    const focus = has(data.things, asked) ? asked : "";
    const links = painkg.between(focus, parts.get("with") || "");
    const truth = parts.get("as") || "";
    const more = parts.get("more") || "";
    return {
      focus,
      unknown: asked && !focus ? asked : "",
      with: links.length ? parts.get("with") : "",
      as: links.some((link) => link[2] === truth) ? truth : "",
      more: has(data.left, focus) && has(data.left[focus], more) ? more : "",
      hide: (parts.get("hide") || "").split(",").filter((kind) => has(data.kinds, kind)),
    };
  };

  painkg.address = function (state) {
    const parts = [];
    for (const key of ["focus", "with", "as", "more"]) {
      if (state[key]) parts.push(key + "=" + encodeURIComponent(state[key]));
    }
    if (state.hide && state.hide.length) parts.push("hide=" + state.hide.join(","));
    return "#" + parts.join("&");
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
