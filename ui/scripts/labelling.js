// Confirming questions: sentences are chosen here, everything else the server decides and draws.
// What was typed and chosen goes along with each event, so that nothing of it is lost.

const view = () => element.querySelector(".labelling");
const pressed = () => [
  ...new Set(
    [...element.querySelectorAll(".sentence[aria-pressed=true]")].map((one) => one.dataset.key),
  ),
];
const newest = latest();
const tell = (data) => trigger("select", newest(data));
const send = (act) =>
  tell({
    act,
    id: view()?.dataset.id ?? "",
    question: element.querySelector("#label-question")?.value ?? "",
    words: element.querySelector("#label-words")?.value ?? "",
    sentences: pressed().map((key) => key.split("-").map(Number)),
  });
// Another question begins with what its own line says.
const turn = (act) => tell({ act, id: view()?.dataset.id ?? "" });

const count = () => {
  const output = element.querySelector(".count");
  if (output) output.textContent = output.dataset.text.replace("%1", pressed().length);
};
const STEP = 5;
const read = (extract, where) => {
  const all = [...extract.querySelectorAll(".said")];
  const shown = all.filter((one) => !one.hidden);
  const hidden =
    where === "earlier"
      ? all.slice(0, all.indexOf(shown[0])).slice(-STEP)
      : all.slice(all.indexOf(shown.at(-1)) + 1).slice(0, STEP);
  hidden.forEach((one) => {
    one.hidden = false;
  });
  edges(extract);
  hidden.at(where === "earlier" ? -1 : 0)?.querySelector("button").focus();
};
const edges = (extract) => {
  const all = [...extract.querySelectorAll(".said")];
  extract.querySelector("[data-read=earlier]").hidden = !all[0]?.hidden;
  extract.querySelector("[data-read=later]").hidden = !all.at(-1)?.hidden;
  // Who speaks has to be told where a passage begins, too.
  const first = all.find((one) => !one.hidden);
  all.forEach((one) => one.classList.toggle("first", one === first));
};

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { label, read: where, key } = button.dataset;
  if (["save", "unsaid"].includes(label)) send(label);
  else if (label) turn(label);
  else if (where) read(button.closest(".extract"), where);
  else if (key) {
    const on = String(button.getAttribute("aria-pressed") !== "true");
    element.querySelectorAll(`.sentence[data-key="${key}"]`).forEach((one) => {
      one.setAttribute("aria-pressed", on);
    });
    count();
  }
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  send("find");
});
element.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    send("save");
    return;
  }
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step || !event.target.matches(".sentence")) return;
  event.preventDefault();
  const all = [...element.querySelectorAll(".said:not([hidden]) .sentence")];
  all[all.indexOf(event.target) + step]?.focus();
});

let shown = "";
watch("value", () =>
  requestAnimationFrame(() => {
    element.querySelectorAll(".extract").forEach(edges);
    count();
    // A new question is read from its beginning; the same one stays where it was.
    const id = view()?.dataset.id ?? "";
    const fault = element.querySelector(".problem");
    if (id !== shown) {
      // What was typed for another question stays in the field, whatever is drawn into it.
      element.querySelectorAll("textarea, input").forEach((field) => {
        field.value = field.defaultValue;
      });
    }
    if (id !== shown || fault) {
      scrollTo(0, 0);
      const question = element.querySelector("#label-question");
      (question && !question.value ? question : element.querySelector("h2"))?.focus({
        preventScroll: true,
      });
    } else element.querySelector("#label-words")?.focus({ preventScroll: true });
    shown = id;
  }),
);
const open = (query) => {
  if (!query.has("label") || !document.documentElement.classList.contains("arrived")) return;
  if (!view() || query.get("label")) tell({ act: "show", id: query.get("label") });
};
document.addEventListener("nachgefragt:went", ({ detail: { query } }) => open(query));
// The address may have been read before this part was there to hear of it.
open(new URLSearchParams(location.search));
