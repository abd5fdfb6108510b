"use strict";
// The picture: boxes and lines are vis-network's, lanes and captions are drawn beneath and over them.
(function () {
  const { data, element } = painkg;
  const FACE = '"Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", "DejaVu Sans", sans-serif';
  const LAYOUTS = ["wide", "middle", "narrow"];
  const LEAST = 12; // pixels: no layout is drawn so small that its labels are under this, but the last
  // What fits on A4 and on Letter, the least size of a label there, and how much finer than on a screen it is drawn.
  const PAPER = { width: 680, height: 860, least: 10, sharp: 2 };
  const frame = document.getElementById("frame");
  const holder = document.getElementById("map");
  const list = document.getElementById("boxes");
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  let view = null;
  let scale = 1;
  let layout = "wide";

  const network = new vis.Network(holder, { nodes, edges }, painkg.options);
  Object.assign(painkg, { network, nodes, edges, face: FACE });
  holder.querySelector(".vis-network").tabIndex = -1; // the links over the boxes are what keys reach
  network.on("beforeDrawing", (context) => view && drawLanes(context));
  network.on("afterDrawing", (context) => view && drawCaptions(context));

  // Where the reader's own colours are forced upon a page, a canvas has to take them up by itself: ink on paper alone.
  const forced = window.matchMedia("(forced-colors: active)");
  forced.addEventListener("change", () => painkg.apply());
  const probe = document.createElement("span");
  document.body.append(probe);
  function variable(name) {
    const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    if (!forced.matches || name === "color-scheme") return value;
    Object.assign(probe.style, { color: value, forcedColorAdjust: "none" }); // the name of a colour, such as CanvasText
    return getComputedStyle(probe).color;
  }
  painkg.dark = () => variable("color-scheme") === "dark";
  painkg.tone = (style) => (forced.matches ? variable("--ink") : painkg.dark() ? style.dark : style.light);
  // The ground of a lane.
  painkg.ground = (lane) => (forced.matches ? variable("--paper") : lane ? painkg.tone(lane) : variable("--panel"));
  painkg.variable = variable;

  function laneOf(id) {
    return data.lanes.find((lane) => lane.id === id);
  }

  function kindOf(id) {
    if (painkg.has(data.things, id)) return data.kinds[data.things[id].kind];
    return { radius: 8, light: variable("--edge"), dark: variable("--edge") }; // a box “+n more”
  }

  function drawLanes(context) {
    for (const [id, x, y, w, h, empty, title = ""] of view.bands) {
      const lane = laneOf(id);
      context.fillStyle = painkg.ground(lane);
      context.strokeStyle = variable("--rule");
      context.beginPath();
      context.roundRect(x, y, w, h, 8);
      context.fill();
      if (forced.matches) context.stroke();
      context.fillStyle = variable("--ink");
      context.textAlign = "left";
      context.textBaseline = "middle";
      context.font = `bold ${layoutFont() + 1}px ${FACE}`;
      context.fillText(painkg.heading([id, , , w, , , title], layoutFont()), x + 12, y + 20);
      if (empty) {
        context.fillStyle = variable("--soft");
        context.font = `${layoutFont() - 1}px ${FACE}`;
        context.fillText("nothing said", x + 12, y + 46);
      }
    }
  }

  function drawCaptions(context) {
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.font = `italic ${layoutFont() - 1}px ${FACE}`;
    context.fillStyle = variable("--soft");
    for (const [words, x, y, ids] of view.captions) {
      if (painkg.isSeen(ids)) context.fillText(words, x + 2, y + 2);
    }
  }

  // The heading of a lane, or of a column of its own.
  painkg.heading = function ([id, , , w, , , title = ""], font) {
    const lane = laneOf(id);
    return lane ? `${lane.glyph} ${lane.title}` : fitted(title, `bold ${font + 1}`, w - 20);
  };

  // Words over boxes stand as long as one of these is there, words of a line as long as both of its ends are.
  painkg.isSeen = (ids) => (view.lined ? !ids.some(hiddenKind) : !ids.length || !ids.every(hiddenKind));

  const layoutFont = () => data.layouts[layout].font;

  // Lines were broken for a wide font; a script or font that is wider still loses its last letters, not the layout.
  const ruler = document.createElement("canvas").getContext("2d");
  painkg.measured = function (words, size) {
    ruler.font = `${size} ${FACE}`;
    return ruler.measureText(words).width;
  };
  function fitted(label, size, room) {
    return label.split("\n").map((line) => {
      const letters = [...line];
      let shown = line;
      while (letters.length && painkg.measured(shown, `${size}px`) > room) {
        letters.pop();
        shown = letters.join("") + "…";
      }
      return shown;
    }).join("\n");
  }

  const isChosen = (id) => painkg.chosen(painkg.state).includes(id);

  function boxNode([id, x, y, w, h, label]) {
    const kind = kindOf(id);
    const chosen = isChosen(id);
    const dark = chosen ? variable("--ink") : variable("--paper");
    const size = chosen && !view.layered ? data.focusFont : layoutFont();
    const border = chosen ? variable("--ink") : painkg.tone(kind);
    const colour = { background: dark, border };
    return {
      id, x, y,
      hidden: !chosen && hiddenKind(id),
      label: fitted(label, size, w - 12),
      shape: "box",
      margin: { top: 4, right: 6, bottom: 4, left: 6 },
      widthConstraint: { minimum: w - 12 },
      heightConstraint: { minimum: h - 8, valign: "middle" },
      borderWidth: 2,
      color: { ...colour, hover: colour, highlight: colour },
      font: { size, face: FACE, color: chosen ? variable("--paper") : variable("--ink") },
      shapeProperties: { borderRadius: Math.min(kind.radius, h / 2 - 1) },
    };
  }

  // Lines end at points of no size on the sides of boxes, so that they never run over a label.
  function port(id, x, y) {
    return { id, x, y, shape: "dot", size: 0, borderWidth: 0, label: undefined, color: "rgba(0,0,0,0)" };
  }

  const SMOOTH = {
    s: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.65 },
    turn: { enabled: true, type: "vertical", roundness: 1 },
    line: { enabled: false, type: "continuous", roundness: 0 },
  };

  function lineEdge(curve, at, hidden, marked) {
    const [link, , , , , bend, tail, head, last] = curve;
    const style = data.truths[data.links[link][2]];
    const arrow = { enabled: true, scaleFactor: layout === "narrow" ? 0.42 : 0.55, type: "arrow" };
    // In an outline many lines share a rail: plain, it leads to the part that shows the style.
    const rail = view.rails && !last;
    const colour = rail ? variable("--edge") : painkg.tone(style);
    return {
      id: "line " + at, from: " from " + at, to: " to " + at, link, hidden,
      smooth: SMOOTH[bend],
      arrows: { to: { ...arrow, enabled: Boolean(head) }, from: { ...arrow, enabled: Boolean(tail) } },
      arrowStrikethrough: false,
      dashes: style.dashes.length && !rail ? style.dashes : false,
      width: (rail ? 1.5 : style.width) + (marked ? 2 : 0),
      color: { color: colour, hover: colour, highlight: colour, inherit: false },
      hoverWidth: rail ? 0 : 1.5,
      label: style.mark && last ? style.mark : undefined,
      font: { size: 20, face: FACE, color: colour, strokeWidth: 5, strokeColor: variable("--paper"), align: "horizontal" },
    };
  }

  const hiddenKind = (id) => painkg.has(data.things, id) && painkg.state.hide.includes(data.things[id].kind);

  function fill() {
    nodes.clear();
    edges.clear();
    const made = view.boxes.map(boxNode);
    const lines = [];
    view.curves.forEach((curve, at) => {
      const [link, x1, y1, x2, y2] = curve;
      const ends = data.links[link];
      const hidden = ends.slice(0, 2).some((id) => !isChosen(id) && hiddenKind(id));
      made.push(port(" from " + at, x1, y1), port(" to " + at, x2, y2));
      const chosen = painkg.state.with && ends.includes(painkg.state.with) && (!painkg.state.as || painkg.state.as === ends[2]);
      lines.push(lineEdge(curve, at, hidden, chosen));
    });
    nodes.add(made);
    edges.add(lines);
  }

  const pictureOf = (name) => painkg.pictureOf(painkg.state, name);

  // The first layout whose labels can be read, as wide as there is room for, unless it would then be too tall
  // to see at once.
  function onScreen() {
    const room = frame.clientWidth;
    const letters = (name) => (room / pictureOf(name).size[0]) * data.layouts[name].font;
    const name = LAYOUTS.find((each) => pictureOf(each) && letters(each) >= LEAST) || "narrow";
    const [width, height] = pictureOf(name).size;
    const tall = (window.innerHeight - 190) / height;
    const most = name === "narrow" ? 1.5 : Math.max(1, tall, (room / width) * 0.8);
    return { name, room, scale: Math.min(room / width, most) };
  }

  // The first layout that can be read on a page, else the largest there; the style sheet takes it down to its size.
  function onPaper() {
    const fits = LAYOUTS.filter(pictureOf).map((name) => {
      const [width, height] = pictureOf(name).size;
      return { name, scale: Math.min(PAPER.width / width, PAPER.height / height) };
    });
    const letters = ({ name, scale }) => scale * data.layouts[name].font;
    const largest = fits.reduce((one, other) => (letters(other) > letters(one) ? other : one));
    const best = fits.find((each) => letters(each) >= PAPER.least) || largest;
    const scale = best.scale * PAPER.sharp;
    return { ...best, room: Math.ceil(pictureOf(best.name).size[0] * scale), scale };
  }

  function fit() {
    if (!frame.clientWidth) return; // not laid out, as in a hidden tab or frame; the next change of width draws it
    const { name, room, ...rest } = painkg.printing ? onPaper() : onScreen();
    layout = name;
    scale = rest.scale;
    view = pictureOf(layout);
    const [width, height] = view.size;
    const high = Math.ceil(height * scale) + 4;
    holder.style.height = high + "px";
    network.setSize(room + "px", high + "px");
    fill();
    network.moveTo({ position: { x: width / 2, y: height / 2 }, scale });
    network.redraw();
    links(room, high);
    painkg.shown = { layout, scale, view, room, high };
  }

  // Each box is a link in the page as well: for keyboards, screen readers, taps and new tabs.
  function links(room, high) {
    const [width, height] = view.size;
    const left = room / 2 - (width / 2) * scale;
    const top = high / 2 - (height / 2) * scale;
    const held = list.contains(document.activeElement) && document.activeElement.dataset.id;
    list.replaceChildren();
    for (const [id, x, y, w, h] of view.boxes) {
      const thing = painkg.has(data.things, id) && data.things[id];
      if (id === painkg.state.focus || (thing && painkg.state.hide.includes(thing.kind))) continue;
      const target = thing ? painkg.target(id) : { ...painkg.state, with: "", as: "", more: id.slice(5) };
      const link = element("a", { href: painkg.address(target) });
      link.dataset.id = id;
      link.append(element("span", { className: "unseen", textContent: thing ? `${thing.label}, ${data.kinds[thing.kind].name}` : boxLabel(id) }));
      Object.assign(link.style, {
        left: left + (x - w / 2) * scale + "px", top: top + (y - h / 2) * scale + "px",
        width: w * scale + "px", height: h * scale + "px",
      });
      list.append(element("li", {}, link));
    }
    if (held) linkOf(held)?.focus({ preventScroll: true });
  }

  const linkOf = (id) => [...list.children].map((row) => row.firstChild).find((link) => link.dataset.id === id);

  // Where the keyboard goes on after a step back: at the box one came from, else at the first, else at the top.
  painkg.rest = (id) => (linkOf(id) || list.querySelector("a") || document.querySelector("h1")).focus();

  const boxLabel = (id) => `${view.boxes.find((box) => box[0] === id)[5]}: ${painkg.leftOut(painkg.state)[id.slice(5)].title}`;

  // The lines of all boxes at once would hide each other: the overview has none. There, pointing at a box draws its
  // own, beneath the boxes, and dims what it is not linked to.
  function light(id) {
    if (view.layered) return lightLines(id);
    if (painkg.place(painkg.state)) return;
    const shown = (painkg.near.get(id) || []).filter(([other]) => nodes.get(other) && !hiddenKind(other));
    const near = new Set([id, ...shown.map(([other]) => other)]);
    const own = shown.map(([, at]) => {
      const [from, to, , , tail, head] = data.links[at];
      return { ...lineEdge([at, 0, 0, 0, 0, "s", tail, head, 1], at, false, false), from, to };
    });
    edges.clear();
    edges.add(own);
    nodes.update(view.boxes.map((box) => {
      const made = boxNode(box);
      if (!id || near.has(box[0])) return made;
      const colour = { background: variable("--paper"), border: variable("--rule") };
      return { ...made, color: { ...colour, hover: colour, highlight: colour }, font: { ...made.font, color: variable("--soft") } };
    }));
  }

  // Where steps lead on from step to step, pointing at a box takes back all lines but its own.
  function lightLines(id) {
    const quiet = variable("--rule");
    edges.update(view.curves.map((curve, at) => {
      const ends = data.links[curve[0]];
      const made = lineEdge(curve, at, edges.get("line " + at).hidden, false);
      return !id || ends[0] === id || ends[1] === id ? made : { ...made, color: { color: quiet, hover: quiet, highlight: quiet, inherit: false } };
    }));
  }

  painkg.draw = fit;
  const pointed = (event) => event.target.closest("a")?.dataset.id || "";
  list.addEventListener("pointerover", (event) => event.pointerType === "mouse" && light(pointed(event)));
  list.addEventListener("pointerout", (event) => event.pointerType === "mouse" && light(""));
  list.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && light(pointed(event)));
  list.addEventListener("focusout", () => light(""));
  network.on("hoverEdge", () => { holder.style.cursor = "pointer"; });
  network.on("blurEdge", () => { holder.style.cursor = ""; });
  network.on("click", (event) => {
    const line = network.getEdgeAt(event.pointer.DOM);
    if (!line) return;
    // Lines that do not touch what is in focus lead to one of their ends.
    const [first, second, truth] = data.links[edges.get(line).link];
    const focus = second === painkg.state.focus ? second : first;
    painkg.go({ focus, with: first === focus ? second : first, as: truth });
  });
})();
