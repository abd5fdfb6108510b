"use strict";
// What is shown lives in the address: #focus=SLUG&with=SLUG&as=TRUTH&more=LANE&hide=KIND,KIND
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const given = JSON.parse(document.getElementById("network").textContent);
  const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
  const painkg = (window.painkg = { data, given, options: JSON.parse(given.options), has, state: {} });

  painkg.read = function () {
    const parts = new URLSearchParams(location.hash.slice(1));
    const asked = parts.get("focus") || "";
    const focus = has(data.things, asked) ? asked : "";
    const other = parts.get("with") || "";
    const lanes = data.lanes.map((lane) => lane.id);
    return {
      focus,
      unknown: asked && !focus ? asked : "",
      with: focus && has(data.things, other) ? other : "",
      as: has(data.truths, parts.get("as") || "") ? parts.get("as") : "",
      more: lanes.includes(parts.get("more")) ? parts.get("more") : "",
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
