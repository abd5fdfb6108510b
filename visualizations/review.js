"use strict";
// A reviewer's verdicts and notes, kept in this browser; and the words of a claim, lit up in its passage.
(function () {
  const { document: iri, sha256 } = document.body.dataset;
  const key = `painkg-review:${sha256}`;
  const verdicts = ["", "agree", "wrong", "missing"];
  const groups = [...document.querySelectorAll("[data-judge]")];
  const byId = new Map(groups.map((group) => [group.dataset.judge, group]));
  const select = (group) => group.querySelector("select");
  const note = (group) => group.querySelector("input");
  const at = (id) => document.getElementById(`review-${id}`);
  const say = (message) => { at("status").textContent = message; };
  let entries = new Map();

  // What a file or the browser's memory holds is taken only where it has the shape of a review of this document.
  function read(text) {
    const found = JSON.parse(text);
    if (!found || found.sha256 !== sha256) throw new Error("it is a review of another document");
    if (!Array.isArray(found.reviewed)) throw new Error("it is no review");
    return found.reviewed.filter((each) => each && typeof each.id === "string" && typeof each.note === "string"
      && typeof each.version === "string" && verdicts.includes(each.verdict));
  }

  // In the order of the page; after these, what belongs to claims that are no longer there.
  function written() {
    const ids = [...groups.map((group) => group.dataset.judge), ...entries.keys()];
    const reviewed = [...new Set(ids)].filter((id) => entries.has(id)).map((id) => {
      const sentence = document.getElementById(id)?.querySelector(":scope > .sentence")?.firstChild.textContent;
      return { ...entries.get(id), ...(sentence && { claim: sentence }) };
    });
    return JSON.stringify({ document: iri, sha256, reviewed }, null, 1);
  }

  function keep() {
    try {
      localStorage.setItem(key, written());
    } catch {
      say("This browser keeps no notes for this page: download them before you close it.");
    }
  }

  const current = (group) => entries.get(group.dataset.judge)?.version === group.dataset.version;
  const done = (group) => select(group).value !== "" && current(group);

  function count() {
    const ready = groups.filter(done);
    const of = (verdict) => ready.filter((group) => select(group).value === verdict).length;
    at("count").textContent = `${ready.length} of ${groups.length} reviewed`
      + (ready.length ? `: ${of("agree")} agree, ${of("wrong")} wrong, ${of("missing")} missing` : "");
    at("next").disabled = ready.length === groups.length;
  }

  function show() {
    for (const group of groups) {
      const entry = entries.get(group.dataset.judge);
      select(group).value = entry?.verdict ?? "";
      note(group).value = entry?.note ?? "";
      mark(group);
    }
    count();
  }

  function mark(group) {
    group.dataset.verdict = select(group).value;
    group.querySelector(".changed").hidden = !entries.has(group.dataset.judge) || current(group);
  }

  function take(reviewed) {
    for (const { id, verdict, note: text, version } of reviewed) entries.set(id, { id, verdict, note: text, version });
    show();
  }

  function judged(event) {
    const group = event.target.closest("[data-judge]");
    if (!group) return;
    const { judge: id, version } = group.dataset;
    const verdict = select(group).value;
    const text = note(group).value;
    if (verdict || text) entries.set(id, { id, verdict, note: text, version });
    else entries.delete(id);
    mark(group);
    count();
    keep();
  }

  function next() {
    const here = document.activeElement.closest?.("[data-judge]") ?? last;
    const from = groups.indexOf(here) + 1;
    const group = [...groups.slice(from), ...groups.slice(0, from)].find((each) => !done(each));
    if (!group) return;
    select(group).focus({ preventScroll: true });
    group.closest(".claim, .row").scrollIntoView({ block: "center" });
  }

  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([written() + "\n"], { type: "application/json" }));
    link.download = `${iri.split("/").filter(Boolean).pop()}-review.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    say(`Downloaded ${link.download}.`);
  }

  async function load(event) {
    const [file] = event.target.files;
    if (!file) return;
    try {
      const reviewed = read(await file.text());
      take(reviewed);
      keep();
      const known = reviewed.filter((each) => byId.has(each.id)).length;
      say(`Loaded ${reviewed.length} from ${file.name}`
        + (known < reviewed.length ? `; ${reviewed.length - known} of them are on claims that are no longer here.` : "."));
    } catch (error) {
      say(`${file.name} was not loaded: ${error instanceof SyntaxError ? "it is not JSON" : error.message}.`);
    }
    event.target.value = "";
  }

  // A claim lights its words, a word its claims.
  function light(event) {
    for (const each of document.querySelectorAll(".lit")) each.classList.remove("lit");
    const here = event.target.closest?.(".claim, mark[data-for]");
    const row = here?.closest(".row");
    if (!row) return;
    const places = (here.dataset.place ?? here.dataset.for).split(" ");
    for (const word of row.querySelectorAll("mark")) {
      if (here === word || (here.dataset.place && word.dataset.for.split(" ").includes(places[0]))) word.classList.add("lit");
    }
    for (const claim of row.querySelectorAll(".claim")) claim.classList.toggle("lit", places.includes(claim.dataset.place));
  }

  let last = null;
  document.addEventListener("focusin", (event) => {
    last = event.target.closest("[data-judge]") ?? last;
    light(event);
  });
  document.addEventListener("pointerover", light);
  document.addEventListener("input", judged);
  for (const button of document.querySelectorAll(".changed")) button.addEventListener("click", judged);
  at("next").addEventListener("click", next);
  at("save").addEventListener("click", download);
  at("load").addEventListener("click", () => at("file").click());
  at("file").addEventListener("change", load);

  document.documentElement.classList.add("ready");
  show();
  try {
    const kept = localStorage.getItem(key);
    if (kept) take(read(kept));
  } catch {
    say("What this browser kept of an earlier review cannot be read.");
  }
})();
