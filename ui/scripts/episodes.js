// An episode: opened by its address, searched in, and where in it the reader is.

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const page = () => element.querySelector(".episode-page");
// "29:28", "1768", "29m28s": as ui/state/events.py reads them.
const seconds = (time) => {
  const units = /^(?:(\d+)h)?(?:(\d+)m(?:in)?)?(?:(\d+(?:\.\d+)?)s?)?$/i.exec(time);
  const parts = units ? units.slice(1).map((part) => part ?? 0) : time.split(":");
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
};
const bring = (target, block = "center") => {
  // What is far away has no size yet: one jump lays it out, the next one hits.
  target.scrollIntoView({ block });
  requestAnimationFrame(() => target.scrollIntoView({ block }));
};

// Opening ------------------------------------------------------------------------------------
let wanted = null;
const newest = latest();
const goTo = async (time) => {
  await nachgefragt.around(time);
  const stops = [...element.querySelectorAll(".turns [data-at]")].filter((stop) => stop.dataset.at);
  const stop = stops.findLast((one) => Number(one.dataset.at) < time + 1) ?? stops[0];
  element.querySelectorAll(".here").forEach((one) => one.classList.remove("here"));
  if (!stop) return;
  stop.classList.add("here");
  pinned = stop;
  bring(stop, "start");
  requestAnimationFrame(mark);
};
const follow = (query, local) => {
  if (!["episode", "person", "topic"].some((name) => query.has(name))) return;
  // Before the page has arrived nothing reaches the server; then the address is followed anyway.
  if (!document.documentElement.classList.contains("arrived")) return;
  // An address of old names no podcast: then it is the chosen one, else the first.
  const podcast = query.get("podcast") ?? document.body.dataset.podcast ?? "";
  const given = (name) => query.get(name) ?? "";
  const asked = { podcast, number: given("episode"), t: given("t"), turn: query.get("turn") };
  if (!asked.number) Object.assign(asked, { person: given("person"), topic: given("topic") });
  const key = JSON.stringify(asked);
  if (key === wanted) return;
  wanted = key;
  const same = !podcast || page()?.dataset.podcast === podcast;
  const open = same && page()?.dataset.number === asked.number;
  if (local && open && asked.t && !asked.turn) return goTo(seconds(asked.t.split(",")[0].trim()));
  if (local && open && !asked.turn) return;
  trigger("select", newest(asked));
};
document.addEventListener("nachgefragt:went", ({ detail: { query, local } }) =>
  follow(query, local),
);
const opened = () => {
  pinned = element.querySelector("#linked");
  mark();
  const left = document.querySelector(".volume[aria-current]");
  document.querySelectorAll(".volume").forEach((volume) => {
    const { number, podcast } = page()?.dataset ?? {};
    const open = volume.dataset.number === number && volume.dataset.podcast === podcast;
    if (open) volume.setAttribute("aria-current", "true");
    else volume.removeAttribute("aria-current");
  });
  // The list scrolls by itself: what is open stands in its middle.
  const current = document.querySelector(".volume[aria-current]");
  const shelf = document.getElementById("shelf");
  if (current) shelf.scrollTop = current.offsetTop - shelf.offsetTop - shelf.clientHeight / 2;
  // Back from an episode to the list of a phone, which goes on where it was left.
  if (!page() && left) {
    left.scrollIntoView({ block: "center" });
    left.focus({ preventScroll: true });
  }
  clear();
  document.dispatchEvent(new CustomEvent("nachgefragt:opened"));
  const place = element.querySelector("#linked");
  if (place) {
    bring(place);
    place.focus({ preventScroll: true });
  } else if (page()) {
    scrollTo(0, 0);
    page().focus({ preventScroll: true });
  }
};
watch("value", () => requestAnimationFrame(opened));

// Where the reader is ------------------------------------------------------------------------
let waiting = false;
// What an address points at counts until the reader scrolls: it may stand far down the screen.
let pinned = null;
for (const own of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  addEventListener(own, () => (pinned = null), { passive: true, capture: true });
}
const mark = () => {
  waiting = false;
  const titles = [...element.querySelectorAll(".turns h4[data-at]")];
  const heard = element.querySelector(".p.heard");
  const followed = heard && document.querySelector("#player .follow")?.hidden;
  const place = pinned ?? (followed ? heard : null);
  const before = (title) =>
    place
      ? title.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING || title === place
      : title.getBoundingClientRect().top < innerHeight * 0.55;
  const passed = titles.findLast(before);
  const now = element.querySelector(".now");
  if (now) now.hidden = !passed;
  if (now && passed) now.querySelector("b").textContent = passed.textContent;
  element.querySelectorAll(".chapters a[data-at]").forEach((link) => {
    if (passed && link.dataset.at === passed.dataset.at) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
};
for (const moved of ["filled", "heard"]) {
  document.addEventListener(`nachgefragt:${moved}`, () => page() && mark());
}
addEventListener(
  "scroll",
  () => {
    if (waiting || document.body.dataset.view !== "episodes") return;
    waiting = true;
    requestAnimationFrame(mark);
  },
  { passive: true },
);

// Searching in the transcript ----------------------------------------------------------------
const SHOWN = 2000; // marked at once; all are counted
let found = [];
let at = -1;
const clear = () => {
  found = [];
  at = -1;
  CSS.highlights?.delete("found");
  CSS.highlights?.delete("found-now");
  tellHits();
};
const tellHits = () => {
  const output = element.querySelector(".within .hits");
  if (!output) return;
  const searched = element.querySelector("#within").value.trim().length > 1;
  const counted = output.dataset.hits.replace("%1", at + 1).replace("%2", found.length);
  output.textContent = !searched ? "" : found.length ? counted : output.dataset.none;
  element.querySelectorAll(".within button").forEach((button) => {
    button.disabled = !found.length;
  });
};
const rangeOf = ({ paragraph, start, end }) => {
  const range = document.createRange();
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let passed = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const next = passed + node.length;
    if (start >= passed && start < next) range.setStart(node, start - passed);
    if (end > passed && end <= next) range.setEnd(node, end - passed);
    passed = next;
  }
  return range;
};
const search = async (text) => {
  clear();
  const needle = text.trim().toLowerCase();
  if (needle.length < 2) return tellHits();
  await nachgefragt.whole();
  if (element.querySelector("#within")?.value !== text) return;
  element.querySelectorAll(".turns .p p").forEach((paragraph) => {
    const said = paragraph.textContent.toLowerCase();
    for (let start = said.indexOf(needle); start >= 0; start = said.indexOf(needle, start + 1)) {
      found.push({ paragraph, start, end: start + needle.length });
    }
  });
  const ranges = found.slice(0, SHOWN).map(rangeOf);
  if (globalThis.Highlight) CSS.highlights.set("found", new Highlight(...ranges));
  step(1);
};
const step = (by) => {
  if (found.length) {
    at = (at + by + found.length) % found.length;
    const range = rangeOf(found[at]);
    if (globalThis.Highlight) CSS.highlights.set("found-now", new Highlight(range));
    bring(found[at].paragraph);
  }
  tellHits();
};
let typing = 0;
element.addEventListener("input", (event) => {
  if (event.target.id !== "within") return;
  clearTimeout(typing);
  typing = setTimeout(() => search(event.target.value), 150);
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.matches(".within")) step(1);
  else lookUp(event.target.elements.topic.value.trim());
});

// A person or a topic over all episodes ----------------------------------------------------------
const lookUp = (topic) => {
  const { person, podcast } = page().dataset;
  const query = new URLSearchParams(Object.entries({ podcast, person, topic }).filter(([, it]) => it));
  document.dispatchEvent(new CustomEvent("nachgefragt:go", { detail: `?${query}` }));
};
element.addEventListener("click", (event) => {
  const column = event.target.closest(".spread a");
  if (!column) return;
  event.preventDefault();
  bring(document.getElementById(column.getAttribute("href").slice(1)), "start");
});
element.addEventListener("keydown", (event) => {
  if (event.target.id !== "within" || event.key !== "Enter" || !event.shiftKey) return;
  event.preventDefault();
  step(-1);
});
element.addEventListener("click", (event) => {
  if (event.target.closest("[data-act=previous]")) step(-1);
});
// The address may have changed before this part was there to hear of it.
if (document.documentElement.classList.contains("arrived")) {
  follow(new URLSearchParams(location.search));
}
