"use strict";
// The buttons over the picture: how many steps, the second of two things, and what can be taken away.
(function () {
  const told = document.getElementById("told");
  const steps = [...document.querySelectorAll("[data-steps]")];
  const picks = [...document.querySelectorAll("[data-pick]")];
  const take = document.getElementById("take");
  const kind = ({ focus }) => painkg.data.kinds[painkg.data.things[focus].kind].name.toLowerCase();
  const PICKING = {
    between: () => "Paths: choose the other end, by its box, by a link, or by finding it. Esc leaves.",
    compare: (state) => `Comparison: choose the other ${kind(state)}, by its box, by a link, or by finding it. Esc leaves.`,
  };

  for (const button of steps) button.addEventListener("click", () => painkg.go({ ...painkg.state, more: "", steps: button.dataset.steps }));
  for (const button of picks) {
    const { pick } = button.dataset;
    button.addEventListener("click", () => painkg.go({ ...painkg.state, pick: painkg.state.pick === pick ? "" : pick }));
  }

  // The address of what is shown; embedded, it leaves out all that surrounds the picture.
  const address = (embed = painkg.state.embed) => location.href.split("#")[0] + painkg.address({ ...painkg.state, embed });
  function embedding() {
    const source = address("1");
    const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
    return `<iframe src="${quoted(source)}" title="${quoted(document.title)}" width="960" height="720" loading="lazy"></iframe>`;
  }

  async function copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      told.textContent = done;
    } catch {
      // Where a page may not write to the clipboard, the words stand ready to be copied by hand.
      const field = painkg.element("textarea", { value: text, readOnly: true, rows: 3, ariaLabel: "To copy" });
      told.replaceChildren("Copy this: ", field);
      field.select();
    }
  }

  const actions = {
    png: () => painkg.saveImage(),
    svg: () => painkg.saveDrawing(),
    print: () => window.print(),
    link: () => copy(address(), "The link is copied."),
    embed: () => copy(embedding(), "The code is copied; the map’s file must lie where its address says."),
  };
  for (const [id, act] of Object.entries(actions)) {
    document.getElementById(id).addEventListener("click", () => {
      take.open = false;
      told.textContent = "";
      act();
    });
  }
  take.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !take.open) return;
    take.open = false;
    take.querySelector("summary").focus();
    event.stopPropagation();
  });

  painkg.updates.push(function (state) {
    for (const button of steps) {
      button.ariaPressed = String(button.dataset.steps === state.steps);
      button.parentElement.hidden = !state.focus;
    }
    for (const button of picks) {
      button.ariaPressed = String(button.dataset.pick === state.pick);
      button.hidden = !state.focus;
    }
    told.replaceChildren(...(state.unknown ? painkg.refusal(state.unknown) : state.pick ? [PICKING[state.pick](state)] : []));
    document.documentElement.classList.toggle("embedded", Boolean(state.embed));
    document.getElementById("whole").href = address("");
  });
})();
