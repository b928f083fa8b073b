// The conversation: from [n] to its card and back, and what can be done with an answer.
// Clicks are caught on the document, because answers are drawn anew while they grow.

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const scrollTo = (target, block) =>
  target.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block });
const tell = (what, detail) =>
  document.dispatchEvent(new CustomEvent(`nachgefragt:${what}`, { detail }));

const mark = (thing) => {
  thing.classList.add("current");
  thing.setAttribute("aria-current", "true");
};
const unmark = () =>
  document.querySelectorAll(".card.current, .cite.current").forEach((marked) => {
    marked.classList.remove("current");
    marked.removeAttribute("aria-current");
  });
const cites = (card) => document.querySelectorAll(`a.cite[href="#${card.id}"]`);

const showCard = (link) => {
  const card = document.getElementById(link.getAttribute("href").slice(1));
  if (!card) return;
  unmark();
  mark(card);
  cites(card).forEach(mark);
  card.focus({ preventScroll: true });
  scrollTo(card, "nearest");
};
// A card → the [n] that it belongs to, so that reading goes on where it stopped.
const showAnswer = (card) => {
  const link = [...cites(card)].find((cite) => !cite.closest("svg")) ?? card;
  link.focus({ preventScroll: true });
  scrollTo(link, "center");
};
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.cite, a.back");
  if (!link) return;
  event.preventDefault();
  if (link.matches(".back")) showAnswer(link.closest(".card"));
  else showCard(link);
});

const about = (button) => {
  const { number, question, episode, speaker, podcast } = button.closest(".exchange").dataset;
  return { number, question, episode, speaker, podcast };
};
const rate = (button) => {
  const form = button.closest(".rating");
  form.querySelectorAll("[data-act=rate]").forEach((other) => {
    other.setAttribute("aria-pressed", String(other === button));
  });
  form.querySelector(".comment").hidden = false;
  form.querySelector("input").focus();
};
const acts = {
  ask: (button) => tell("ask", { question: button.dataset.question }),
  edit: (button) => tell("edit", about(button)),
  retry: (button) => {
    const { number, ...asked } = about(button);
    tell("ask", { ...asked, instead_of: number });
  },
  rate,
};
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-act]");
  acts[button?.dataset.act]?.(button);
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest?.(".rating");
  if (!form) return;
  event.preventDefault();
  const rating = form.querySelector("[aria-pressed=true]").value;
  trigger("like", { number: about(form).number, rating, comment: form.elements.comment.value });
  form.querySelectorAll("button, .comment").forEach((part) => {
    part.hidden = true;
  });
});
// Whether it was written down is known when the server says so.
const rated = (text) => () => {
  document.querySelectorAll(".rating .comment[hidden] ~ .thanks:empty").forEach((thanks) => {
    const sent = thanks.closest(".rating").querySelector("[aria-pressed=true]");
    if (sent) thanks.textContent = thanks.dataset[text];
  });
};
document.addEventListener("nachgefragt:rated", rated("thanks"));
document.addEventListener("nachgefragt:unrated", rated("sorry"));

// A new question goes to the top of the page; while its answer grows, nothing moves.
let shown = "";
watch("value", () => {
  const exchange = element.querySelector(".exchange");
  const now = exchange ? `${exchange.dataset.number} ${exchange.dataset.question}` : "";
  if (now && now !== shown) {
    unmark();
    requestAnimationFrame(() => exchange.scrollIntoView({ block: "start" }));
  }
  shown = now;
  if (exchange?.matches(".settled")) tell("answered");
});
// After a reload, where the conversation stopped.
document.addEventListener("nachgefragt:arrived", () => {
  const all = document.querySelectorAll("#earlier .exchange");
  if (all.length) requestAnimationFrame(() => all[all.length - 1].scrollIntoView());
});
