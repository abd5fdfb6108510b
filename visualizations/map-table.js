"use strict";
// The pages of a table that is too long to stand in the page as a whole.
(function () {
  const { data, element } = painkg;
  const pages = document.getElementById("pages");
  if (!pages) return;
  const body = document.querySelector("#claims tbody");
  const size = body.rows.length;
  const claims = data.statements.slice(0, data.told);
  const buttons = { earlier: document.getElementById("earlier"), later: document.getElementById("later") };
  const given = [...body.rows]; // the first page, with all that the page was made with
  let first = 0;

  function cell(slug, text) {
    return slug ? element("a", { href: painkg.address({ focus: slug }), textContent: data.things[slug].label }) : text;
  }

  function row(each) {
    const [subject, object] = each.ends;
    const head = element("th", { scope: "row" }, cell(subject, ""));
    const cells = [painkg.caption(each, subject), cell(object, each.name), each.words, each.source, [each.basis, ...each.flags].join(", ")];
    return element("tr", { id: each.id }, head, ...cells.map((content) => element("td", {}, content)));
  }

  function show() {
    const last = Math.min(first + size, claims.length);
    body.replaceChildren(...(first ? claims.slice(first, last).map(row) : given));
    pages.querySelector("span").textContent = `${first + 1} to ${last} of ${claims.length}`;
    buttons.earlier.disabled = first === 0;
    buttons.later.disabled = last === claims.length;
  }

  const turn = (step) => () => { first += step; show(); };
  buttons.earlier.addEventListener("click", turn(-size));
  buttons.later.addEventListener("click", turn(size));
  show();
})();
