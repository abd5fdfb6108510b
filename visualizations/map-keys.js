"use strict";
// Keys in the picture: arrows lead to the nearest box in their direction, Home and End to the first and the last,
// Space opens the claims of the line to a box. From the panel's heading, left and right lead into the picture.
(function () {
  const list = document.getElementById("boxes");
  const panel = document.getElementById("panel");
  const ASIDE = 3; // how much farther off a box seems that lies to the side than one that lies ahead
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const links = () => [...list.querySelectorAll("a")];
  const boxOf = (id) => painkg.shown.view.boxes.find((box) => box[0] === id);

  // The gap between two spans, nothing where they overlap.
  const gap = (one, size, other, otherSize) => Math.max(0, Math.abs(one - other) - (size + otherSize) / 2);

  // The nearest box ahead: one whose centre lies beyond the edge of this.
  function next([, x, y, w, h], [dx, dy]) {
    let best = null;
    let least = Infinity;
    for (const link of links()) {
      const [, otherX, otherY, otherW, otherH] = boxOf(link.dataset.id);
      const ahead = dx * (otherX - x) + dy * (otherY - y);
      const aside = dx ? gap(y, h, otherY, otherH) : gap(x, w, otherX, otherW);
      const far = ahead + ASIDE * aside + Math.abs(dx ? otherY - y : otherX - x) / 100;
      if (ahead > (dx ? w : h) / 2 && far < least) [best, least] = [link, far];
    }
    return best;
  }

  function move(event, link) {
    if (!link) return;
    event.preventDefault();
    link.focus();
  }

  // The claims of the line between what is in focus and a box.
  function openLine(event, id) {
    const { focus } = painkg.state;
    if (!focus || !painkg.between(focus, id).length) return;
    event.preventDefault();
    painkg.go({ ...painkg.state, more: "", with: id, as: "" });
    painkg.arrive();
  }

  const plain = (event) => !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);

  list.addEventListener("keydown", (event) => {
    const link = event.target.closest("a");
    if (!link || !plain(event)) return;
    if (painkg.has(WAYS, event.key)) move(event, next(boxOf(link.dataset.id), WAYS[event.key]) || link);
    else if (event.key === "Home") move(event, links()[0]);
    else if (event.key === "End") move(event, links().at(-1));
    else if (event.key === " ") openLine(event, link.dataset.id);
  });

  panel.addEventListener("keydown", (event) => {
    if (!event.target.matches("h2") || !plain(event) || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const chosen = painkg.chosen(painkg.state).map(boxOf).find(Boolean);
    move(event, (chosen && next(chosen, WAYS[event.key])) || links()[0]);
  });
})();
