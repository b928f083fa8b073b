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
// A thumb counts at once; what is said of it afterwards is the same rating, by its id.
const send = (form) => {
  const { value: rating } = form.querySelector("[aria-pressed=true]");
  const right = [...form.querySelectorAll("[name=right]:checked")].map((box) => Number(box.value));
  const { number } = about(form);
  form.classList.add("sent");
  trigger("like", { number, rating, comment: form.elements.comment.value, right, id: form.dataset.id });
};
const offerQuotes = (form) => {
  const right = form.querySelector(".right");
  if (right.childElementCount) return;
  const cards = form.closest(".exchange").querySelectorAll(".card[id^=citation-]");
  const boxes = [...cards].map((card) => {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), {
      type: "checkbox", name: "right", value: card.id.split("-")[2],
    });
    label.append(box, ` [${box.value}]`);
    return label;
  });
  if (boxes.length) right.append(`${right.dataset.label}: `, ...boxes);
};
const rate = (button) => {
  const form = button.closest(".rating");
  form.querySelectorAll("[data-act=rate]").forEach((other) => {
    other.setAttribute("aria-pressed", String(other === button));
  });
  form.dataset.id ??= [...crypto.getRandomValues(new Uint32Array(3))]
    .map((part) => part.toString(36)).join("");
  offerQuotes(form);
  form.querySelector(".comment").hidden = false;
  send(form);
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
  send(form);
  form.querySelectorAll("button, .comment").forEach((part) => {
    part.hidden = true;
  });
});
// Whether it was written down is known when the server says so.
const rated = (text) => () => {
  document.querySelectorAll(".rating.sent").forEach((form) => {
    form.classList.remove("sent");
    const thanks = form.querySelector(".thanks");
    thanks.textContent = thanks.dataset[text];
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
