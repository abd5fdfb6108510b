"use strict";
// The picture as a drawing (SVG, with real text) and as an image (PNG, three times as fine as on the screen).
(function () {
  const FINE = 3;
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

  // What the canvas shows, element by element, in the colours of the moment.
  painkg.drawing = function () {
    const { view, layout } = painkg.shown;
    const [width, height] = view.size;
    const font = painkg.data.layouts[layout].font;
    const tone = painkg.variable;
    const drawing = make("svg", { xmlns: NAMESPACE, viewBox: `0 0 ${width} ${height}`, width, height, "font-family": painkg.face }, make("title", {}, document.title));
    drawing.append(make("rect", { width, height, fill: tone("--paper") }));
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
    return new XMLSerializer().serializeToString(drawing);
  };

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
