// A long transcript comes in pieces: that with the place that is opened stands in the page, the
// others are fetched after it, the nearest first. Whoever needs more of it waits for that here.

const pieces = () => [...element.querySelectorAll(".turns .piece")];
const filling = new WeakMap();

const fetched = async (piece) => {
  while (piece.isConnected) {
    try {
      const answer = await fetch(piece.dataset.from);
      if (answer.ok) return await answer.text();
    } catch {
      // The server is away; it may come back.
    }
    await new Promise((go) => setTimeout(go, 3000));
  }
  return "";
};
const draw = async (piece) => {
  const turns = await fetched(piece);
  piece.innerHTML = turns;
  piece.removeAttribute("data-from");
  piece.removeAttribute("style");
  document.dispatchEvent(new CustomEvent("nachgefragt:filled"));
};
const fill = (piece) => {
  if (piece?.dataset.from && !filling.has(piece)) filling.set(piece, draw(piece));
  return piece && filling.get(piece);
};
const fillAll = async () => {
  const all = pieces();
  const first = all.findIndex((piece) => !piece.dataset.from);
  const far = (piece) => Math.abs(all.indexOf(piece) - first);
  for (const piece of [...all].sort((one, other) => far(one) - far(other))) await fill(piece);
};
nachgefragt.whole = fillAll;
nachgefragt.around = (time) =>
  fill(pieces().findLast(({ dataset }) => dataset.begins && Number(dataset.begins) < time + 1));
// What is opened is shown first.
watch("value", () => requestAnimationFrame(() => setTimeout(fillAll)));
