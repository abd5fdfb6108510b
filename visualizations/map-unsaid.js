"use strict";
// What the text does not say stands in the page without any script; #view=unsaid leads to it.
(function () {
  const section = document.getElementById("unsaid");
  if (!section) return;
  const ID = "unsaid";
  const heading = section.querySelector("h2");
  let before = "";

  const place = painkg.places.find(({ key }) => key === "view");
  const { read } = place;
  place.read = (text) => (text === ID ? ID : read(text));
  const isHere = ({ view }) => view === ID;
  painkg.panels.unshift({ when: isHere, parts: () => [] });

  painkg.updates.push(function (state) {
    const arrived = isHere(state) && before !== ID;
    before = state.view || "";
    document.documentElement.classList.toggle("silence", isHere(state)); // the table in the place of the picture
    if (arrived) requestAnimationFrame(arrive);
  });

  function arrive() {
    section.scrollIntoView();
    heading.focus({ preventScroll: true });
    document.title = `${heading.textContent} · ${document.title}`;
    document.getElementById("choice").textContent = `Chosen: ${heading.textContent}`;
  }
})();
