"use strict";
// The picture as a drawing (SVG, with real text) and as an image (PNG, three times as fine as on the screen).
(function () {
  const FINE = 3;
  const MARGIN = 16;
  const TITLE = 18; // sizes of words around the picture
  const SMALL = 13;
  const LEADING = 1.5;
  const NAMESPACE = "http://www.w3.org/2000/svg";

  function make(name, attributes, ...children) {
    const made = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== "") made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  const text = (words, x, y, size, fill, more = {}) => make("text", { x, y, fill, "font-size": size, "dominant-baseline": "central", ...more }, words);

  function paths({ x: x1, y: y1 }, { x: x2, y: y2 }, { type }) {
    if (type === "cubicBezier") return `M${x1} ${y1}C${x1 + 0.65 * (x2 - x1)} ${y1} ${x2 - 0.65 * (x2 - x1)} ${y2} ${x2} ${y2}`;
    return type === "vertical" ? `M${x1} ${y1}Q${x1} ${y2} ${x2} ${y2}` : `M${x1} ${y1}L${x2} ${y2}`;
  }

  // A line of the picture arrives level, but where it runs upright all the way, or leaves so.
  function arrow(at, other, bend, isEnd, fill, scale) {
    const upright = at.x === other.x || (bend === "vertical" && !isEnd);
    const [dx, dy] = upright ? [0, Math.sign(at.y - other.y)] : [Math.sign(at.x - other.x), 0];
    const [long, wide] = [18 * scale, 7 * scale];
    const back = [at.x - dx * long, at.y - dy * long];
    return make("path", { d: `M${at.x} ${at.y}L${back[0] - dy * wide} ${back[1] - dx * wide}L${back[0] + dy * wide} ${back[1] + dx * wide}Z`, fill });
  }

  // Where the mark of a line stands: half of its way.
  const middle = (one, other, bend) => (bend === "vertical" ? [0.75 * one.x + 0.25 * other.x, 0.25 * one.y + 0.75 * other.y] : [(one.x + other.x) / 2, (one.y + other.y) / 2]);

  function lineOf(edge) {
    const { from, to } = edge;
    const [start, end] = [painkg.nodes.get(from), painkg.nodes.get(to)];
    const stroke = edge.color.color;
    const bend = edge.smooth.enabled ? edge.smooth.type : "";
    const dashes = edge.dashes ? edge.dashes.join(" ") : "";
    const drawn = [make("path", { d: paths(start, end, edge.smooth.enabled ? edge.smooth : {}), fill: "none", stroke, "stroke-width": edge.width, "stroke-dasharray": dashes })];
    const { to: head, from: tail } = edge.arrows;
    if (head.enabled) drawn.push(arrow(end, start, bend, true, stroke, head.scaleFactor));
    if (tail.enabled) drawn.push(arrow(start, end, bend, false, stroke, tail.scaleFactor));
    if (edge.label) drawn.push(text(edge.label, ...middle(start, end, bend), 20, stroke, { "text-anchor": "middle", "paint-order": "stroke", stroke: edge.font.strokeColor, "stroke-width": 5 }));
    return drawn;
  }

  function boxOf([id, x, y, w, h]) {
    const node = painkg.nodes.get(id);
    const { size, color: fill } = node.font;
    const lines = node.label.split("\n");
    const words = make("text", { "text-anchor": "middle", "font-size": size, fill });
    lines.forEach((line, at) => words.append(make("tspan", { x, y: y + (at - (lines.length - 1) / 2) * size, "dominant-baseline": "central" }, line)));
    const radius = node.shapeProperties.borderRadius;
    return [make("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: radius, fill: node.color.background, stroke: node.color.border, "stroke-width": 2 }), words];
  }

  const inWords = (words, size) => painkg.measured(words, `${size}px`);

  // Words in lines, one under the other from a height; returns the height under them.
  function paragraph(drawing, words, y, size, width, more) {
    const lines = [""];
    for (const word of words.split(/\s+/)) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (!lines.at(-1) || inWords(longer, size) <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    lines.forEach((line, at) => drawing.append(text(line, 0, y + (at + 0.5) * size * LEADING, size, painkg.variable("--ink"), more)));
    return y + lines.length * size * LEADING;
  }

  // What the glyphs and the lines of the picture mean, side by side from a height; returns the height under them.
  function key(drawing, { boxes }, y, width) {
    const { data, nodes, edges, tone, variable } = painkg;
    const kinds = new Set(boxes.map(([id]) => (nodes.get(id).hidden ? "" : painkg.has(data.things, id) && data.things[id].kind)));
    const truths = new Set(edges.get().filter(({ hidden }) => !hidden).map(({ link }) => data.links[link][2]));
    const shown = (all, ids, legend) => legend.filter((id) => ids.has(id)).map((id) => all[id]);
    const legend = (each) => [...document.querySelectorAll(`#legend ${each}`)];
    const items = [
      ...shown(data.kinds, kinds, legend("[data-kind]").map((box) => box.dataset.kind)).map((kind) => ({ words: `${kind.glyph} ${kind.name}`, fill: tone(kind) })),
      ...shown(data.truths, truths, legend(".line").map((line) => line.classList[1])).map((truth) => ({ words: `${truth.mark} ${truth.label}`.trim(), fill: variable("--ink"), truth })),
    ];
    let x = 0;
    for (const { words, fill, truth } of items) {
      const wide = inWords(words, SMALL) + (truth ? 44 : 0);
      if (x && x + wide > width) [x, y] = [0, y + SMALL * LEADING];
      const middle = y + (SMALL * LEADING) / 2;
      if (truth) drawing.append(make("path", { d: `M${x} ${middle}h36`, stroke: tone(truth), "stroke-width": truth.width, "stroke-dasharray": truth.dashes.join(" ") }));
      drawing.append(text(words, x + (truth ? 44 : 0), middle, SMALL, fill));
      x += wide + 20;
    }
    return y + (items.length ? SMALL * LEADING : 0);
  }

  // What the canvas shows, element by element, in the colours of the moment, with what it is, how it reads, and whence.
  painkg.drawing = function () {
    const { view } = painkg.shown;
    const [width, height] = view.size;
    const ground = make("rect", { fill: painkg.variable("--paper") });
    const drawing = make("svg", { xmlns: NAMESPACE, "font-family": painkg.face }, make("title", {}, document.title), ground);
    const [shown, named] = [make("g", { class: "picture" }), make("g", {})];
    picture(shown, view);
    const over = Math.ceil(paragraph(named, document.title, 0, TITLE, width, { "font-weight": "bold" })) + MARGIN;
    named.setAttribute("transform", `translate(0 ${-over})`);
    drawing.append(shown, named);
    const under = paragraph(drawing, document.querySelector("footer p").textContent, key(drawing, view, height + MARGIN, width) + 4, SMALL, width);
    const [x, y, w, h] = [-MARGIN, -over - MARGIN, width + 2 * MARGIN, Math.ceil(under) + over + 2 * MARGIN];
    for (const [name, value] of Object.entries({ x, y, width: w, height: h })) ground.setAttribute(name, value);
    for (const [name, value] of Object.entries({ viewBox: `${x} ${y} ${w} ${h}`, width: w, height: h })) drawing.setAttribute(name, value);
    return new XMLSerializer().serializeToString(drawing);
  };

  function picture(drawing, view) {
    const font = painkg.data.layouts[painkg.shown.layout].font;
    const tone = painkg.variable;
    for (const band of view.bands) {
      const [id, x, y, w, h, empty] = band;
      const lane = painkg.data.lanes.find((each) => each.id === id);
      drawing.append(make("rect", { x, y, width: w, height: h, rx: 8, fill: painkg.ground(lane) }));
      drawing.append(text(painkg.heading(band, font), x + 12, y + 20, font + 1, tone("--ink"), { "font-weight": "bold" }));
      if (empty) drawing.append(text("nothing said", x + 12, y + 46, font - 1, tone("--soft")));
    }
    for (const edge of painkg.edges.get()) if (!edge.hidden) drawing.append(...lineOf(edge));
    for (const box of view.boxes) if (!painkg.nodes.get(box[0]).hidden) drawing.append(...boxOf(box));
    for (const [words, x, y, ids] of view.captions) {
      if (painkg.isSeen(ids)) drawing.append(text(words, x + 2, y + 2, font - 1, tone("--soft"), { "font-style": "italic" }));
    }
  }

  function save(blob, ending) {
    const name = document.title.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 80) || "map";
    const link = painkg.element("a", { href: URL.createObjectURL(blob), download: `${name}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  painkg.saveDrawing = () => save(new Blob([painkg.drawing()], { type: "image/svg+xml" }), "svg");

  painkg.saveImage = async function () {
    const image = new Image();
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(painkg.drawing());
    await image.decode();
    const canvas = painkg.element("canvas", { width: image.width * FINE, height: image.height * FINE });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, "png"), "image/png");
  };
})();
