// Reading along: the sentence that is heard is marked and followed, a click on one plays it.
// Sentences are ranges of the text, not elements: 3,000 turns have some 30,000 of them.

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const page = () => document.querySelector("#episode .turns[data-src]");
const button = () => element.querySelector(".follow");
const known = new WeakMap(); // of a transcript: its sentences by time
let follows = true;
let marked = null;

const sentencesOf = (paragraph) => {
  const starts = (paragraph.dataset.heard ?? "").split(" ").filter(Boolean);
  return starts.map((start) => {
    const [place, at] = start.split(":").map(Number);
    return { paragraph, place, at };
  });
};
const sentences = () => {
  const turns = page();
  if (!turns) return [];
  if (!known.has(turns)) {
    const all = [...turns.querySelectorAll(".p[data-heard]")].flatMap(sentencesOf);
    known.set(turns, all.sort((one, other) => one.at - other.at));
  }
  return known.get(turns);
};
document.addEventListener("nachgefragt:filled", () => page() && known.delete(page()));
const lastBefore = (all, seconds) => {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle].at <= seconds) low = middle + 1;
    else high = middle;
  }
  return all[low - 1];
};
const rangeOf = ({ paragraph, place }) => {
  const text = paragraph.querySelector("p");
  const later = sentencesOf(paragraph).find((other) => other.place > place);
  const range = document.createRange();
  range.selectNodeContents(text);
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let passed = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const next = passed + node.length;
    if (place >= passed && place < next) range.setStart(node, place - passed);
    if (later && later.place > passed && later.place <= next) {
      // Without the space before the next one.
      range.setEnd(node, node.data.slice(0, later.place - passed).trimEnd().length);
    }
    passed = next;
  }
  return range;
};

// Marked and followed ----------------------------------------------------------------------------
const forget = () => {
  marked = null;
  CSS.highlights?.delete("heard");
  document.querySelectorAll(".p.heard").forEach((one) => one.classList.remove("heard"));
  button().hidden = true;
};
const mark = (sentence) => {
  if (marked === sentence) return;
  forget();
  marked = sentence;
  sentence.paragraph.classList.add("heard");
  if (globalThis.Highlight) CSS.highlights.set("heard", new Highlight(rangeOf(sentence)));
  if (follows) bring();
};
const bring = () => {
  // Only as far as needed: what is in sight stays where it is.
  const { top, bottom } = rangeOf(marked).getBoundingClientRect();
  if (top > innerHeight * 0.25 && bottom < innerHeight * 0.7) return;
  const by = top - innerHeight * 0.35;
  scrollBy({ top: by, behavior: calm.matches || Math.abs(by) > 3000 ? "auto" : "smooth" });
};
document.addEventListener("nachgefragt:heard", ({ detail }) => {
  const turns = page();
  const here = detail && turns?.dataset.src === detail.src && turns.checkVisibility?.() !== false;
  const sentence = here ? lastBefore(sentences(), detail.at + 0.05) : undefined;
  if (!sentence) return forget();
  mark(sentence);
  button().hidden = follows;
});
// Whoever scrolls reads somewhere else; a button brings them back.
const away = (event) => {
  if (event.target.closest?.("#player")) return;
  const reads = ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", " "];
  if (event.type === "keydown" && !reads.includes(event.key)) return;
  follows = false;
  if (marked) button().hidden = false;
};
for (const own of ["wheel", "touchmove", "keydown"]) {
  addEventListener(own, away, { passive: true, capture: true });
}
const followAgain = () => {
  follows = true;
  button().hidden = true;
  if (marked) bring();
};
element.addEventListener("click", (event) => {
  if (event.target.closest("[data-act=follow]")) followAgain();
});

// A click on a sentence plays it -----------------------------------------------------------------
const placeAt = (x, y) => {
  if (document.caretPositionFromPoint) {
    const found = document.caretPositionFromPoint(x, y);
    return found && [found.offsetNode, found.offset];
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range && [range.startContainer, range.startOffset];
};
const sentenceAt = (paragraph, x, y) => {
  const [node, offset] = placeAt(x, y) ?? [];
  const before = document.createRange();
  const all = sentencesOf(paragraph);
  if (!node || !paragraph.contains(node)) return all[0];
  before.setStart(paragraph.querySelector("p"), 0);
  before.setEnd(node, offset);
  const place = before.toString().length;
  return all.findLast((one) => one.place <= place) ?? all[0];
};
const play = (sentence) => {
  if (!sentence) return;
  follows = true;
  const detail = { ...page().dataset, at: sentence.at };
  document.dispatchEvent(new CustomEvent("nachgefragt:listen", { detail }));
};
document.addEventListener("click", (event) => {
  const paragraph = event.target.closest?.(".turns[data-src] .p[data-heard]");
  if (!paragraph || !getSelection().isCollapsed) return;
  if (event.target.closest("[data-act=hear]")) return play(sentencesOf(paragraph)[0]);
  if (event.target.closest("a, button") || !event.target.closest("p")) return;
  play(sentenceAt(paragraph, event.clientX, event.clientY));
});
