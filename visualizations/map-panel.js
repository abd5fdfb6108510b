"use strict";
// What the text says of the chosen thing, line or lane, in words.
(function () {
  const { data, element } = painkg;
  const panel = document.getElementById("panel");

  painkg.thingLink = thingLink;
  painkg.claim = claim;

  function thingLink(slug) {
    const href = painkg.address(painkg.target(slug));
    return element("a", { href, dir: "auto", textContent: data.things[slug].label });
  }

  // Passages are there where the page was made with a text; marked are the words that this very claim rests on.
  const passages = new Map();
  for (const [indexes, pieces] of data.quotes) for (const index of indexes) passages.set(index, pieces);

  function passage(index) {
    const pieces = passages.get(index);
    if (!pieces.length) return element("p", { className: "meta", textContent: "The text at hand does not hold this passage." });
    const parts = pieces.map(([text, claims]) => (claims.includes(index) ? element("mark", { textContent: text }) : text));
    return element("blockquote", { dir: "auto" }, ...parts);
  }

  function claim(index, focus) {
    const each = data.statements[index];
    const meta = [each.source, each.basis === "definition" ? "by definition of the vocabulary" : each.basis];
    if (each.cues.length) meta.push("cue " + each.cues.map((cue) => `“${cue}”`).join(", "));
    const line = element("p", { className: "meta", dir: "auto", textContent: meta.filter(Boolean).join(" · ") });
    const others = each.ends.filter((slug) => slug && slug !== focus && painkg.has(data.things, slug));
    others.forEach((slug) => line.append(" · ", thingLink(slug)));
    const parts = [element("p", { dir: "auto", textContent: each.words }), line];
    if (each.opposites.length) {
      const textContent = `contested: ${each.opposites.join("; ")} ${each.opposites.length > 1 ? "say" : "says"} the opposite`;
      parts.push(element("p", { className: "meta contested", dir: "auto", textContent }));
    }
    if (passages.has(index)) parts.push(passage(index));
    return element("li", { className: each.truth }, ...parts);
  }

  function head(slug) {
    const thing = data.things[slug];
    const kind = data.kinds[thing.kind];
    const badge = element("span", { className: "kind", textContent: `${kind.glyph} ${kind.name}` });
    badge.style.color = painkg.tone(kind);
    return [element("h2", { tabIndex: -1, dir: "auto", textContent: thing.label }), badge];
  }

  function ofThing(slug) {
    const thing = data.things[slug];
    const parts = head(slug);
    if (thing.definition) parts.push(element("p", { dir: "auto", textContent: thing.definition }));
    if (thing.names.length) {
      parts.push(element("p", { className: "soft", dir: "auto", textContent: "Also called: " + thing.names.join("; ") }));
    }
    for (const [words, indexes] of painkg.said(slug)) {
      parts.push(element("h3", { textContent: `${words} (${indexes.length})` }));
      parts.push(element("ul", {}, ...indexes.map((index) => claim(index, slug))));
    }
    if (!thing.said.length) parts.push(element("p", { className: "soft", textContent: "No claim speaks of it." }));
    return parts;
  }

  function ofLine({ focus, with: other, as }) {
    const indexes = painkg.between(focus, other).filter((link) => !as || link[2] === as).flatMap((link) => link[3]);
    const all = element("a", { href: painkg.address({ focus, hide: painkg.state.hide }), textContent: "All about " + data.things[focus].label });
    return [
      element("h2", { tabIndex: -1, dir: "auto", textContent: `${data.things[focus].label} and ${data.things[other].label}` }),
      element("p", { className: "soft", textContent: as ? `Line: ${data.truths[as].label}` : "" }),
      element("ul", {}, ...indexes.map((index) => claim(index, ""))),
      element("p", {}, all),
    ];
  }

  function ofLane(state) {
    const { title, slugs } = painkg.leftOut(state)[state.more];
    return [
      element("h2", { tabIndex: -1, textContent: `${title}: ${slugs.length} more` }),
      element("ul", {}, ...slugs.map((slug) => element("li", {}, thingLink(slug)))),
    ];
  }

  painkg.panels.push(
    { when: (state) => state.more, parts: ofLane },
    { when: (state) => state.with, parts: ofLine },
    { when: (state) => state.focus, parts: ({ focus }) => ofThing(focus) },
  );

  painkg.describe = function (state) {
    const parts = painkg.panels.find(({ when }) => when(state))?.parts(state) || [];
    panel.replaceChildren(...parts);
    panel.hidden = !parts.length;
    panel.scrollTop = 0;
    // Beside a focus; beneath the overview, which needs the whole width.
    document.getElementById("stage").classList.toggle("open", Boolean(painkg.place(state)) && !state.compare);
  };
})();
