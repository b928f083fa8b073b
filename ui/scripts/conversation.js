// The conversation: from [n] to its card and back, and what can be done with an answer.
// Clicks are caught on the document, because answers are drawn anew while they grow.

const small = matchMedia("(max-width: 860px)");
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

const cardOf = (link) => document.getElementById(link.getAttribute("href").slice(1));

// On a phone a card is a sheet over the page, which goes with a tap beside it.
const showCard = (link) => {
  const card = cardOf(link);
  if (!card) return;
  hidePeek();
  unmark();
  mark(card);
  cites(card).forEach(mark);
  card.focus({ preventScroll: true });
  scrollTo(card, "nearest");
};
// A card → the [n] that it belongs to, so that reading goes on where it stopped.
const showAnswer = (card) => {
  const link = [...cites(card)].find((cite) => !cite.closest("svg")) ?? card;
  unmark();
  link.focus({ preventScroll: true });
  scrollTo(link, "center");
};
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.cite, a.back");
  if (!link) {
    if (small.matches && !event.target.closest?.(".card, .player")) unmark();
    return;
  }
  event.preventDefault();
  if (link.matches(".back")) showAnswer(link.closest(".card"));
  else showCard(link);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  hidePeek();
  const open = small.matches && document.querySelector(".cited .card.current");
  if (open) showAnswer(open);
});

// [n] within a sentence says on the spot who is quoted, and plays it.
const peek = document.createElement("div");
peek.className = "peek";
peek.hidden = true;
let leaving = 0;
const hidePeek = () => {
  clearTimeout(leaving);
  peek.hidden = true;
};
const showPeek = (link) => {
  clearTimeout(leaving);
  const card = cardOf(link);
  const parts = card ? [...card.querySelectorAll(".name, .time, .episode, .listen")] : [];
  if (!parts.length) return;
  const copies = parts.map((part) => {
    const copy = part.cloneNode(true);
    if (!part.matches(".name")) return copy;
    const name = document.createElement("b");
    name.textContent = part.textContent;
    return name;
  });
  peek.replaceChildren(...copies);
  link.after(peek);
  peek.hidden = false;
  placePeek();
};
const placePeek = () => {
  const place = peek.previousElementSibling.getBoundingClientRect();
  const room = document.documentElement.clientWidth - peek.offsetWidth - 8;
  peek.style.left = `${Math.max(8, Math.min(place.left, room))}px`;
  const above = place.top - peek.offsetHeight - 6;
  peek.style.top = `${above > 80 ? above : place.bottom + 6}px`;
};
const wordy = (event) => event.target.closest?.(".answer p a.cite");
const hovers = matchMedia("(hover: hover)");
document.addEventListener("pointerover", (event) => {
  const link = wordy(event);
  if (link && hovers.matches) showPeek(link);
  else if (event.target.closest?.(".peek")) clearTimeout(leaving);
  else if (!peek.hidden && !peek.contains(document.activeElement)) {
    clearTimeout(leaving);
    leaving = setTimeout(hidePeek, 250);
  }
});
document.addEventListener("focusin", (event) => {
  const link = wordy(event);
  if (link?.matches(":focus-visible")) showPeek(link);
  else if (!event.target.closest?.(".peek")) hidePeek();
});
const followLink = () => {
  if (!peek.hidden && peek.isConnected) placePeek();
};
addEventListener("scroll", followLink, { passive: true });

// A part of the timeline says what it is: when it is hovered or focused, on a phone when tapped;
// a second tap opens it.
const label = (event) => event.target.closest?.(".timeline a");
const sayPart = (link) => {
  const said = link.closest(".where").querySelector(".told");
  const fresh = said.textContent !== link.querySelector("title").textContent;
  said.textContent = link.querySelector("title").textContent;
  return fresh;
};
document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "touch" && label(event)) sayPart(label(event));
});
document.addEventListener("focusin", (event) => {
  if (label(event)?.matches(":focus-visible")) sayPart(label(event));
});
document.addEventListener(
  "click",
  (event) => {
    const link = label(event);
    if (event.pointerType !== "touch" || !link?.matches(".segment") || !sayPart(link)) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

const about = (button) => {
  const { number, question, episode, speaker, podcast, after } =
    button.closest(".exchange").dataset;
  return { number, question, episode, speaker, podcast, after: JSON.parse(after) };
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
  const cards = form.closest(".exchange").querySelectorAll(".card[id^=citation-]:has(.take)");
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
  "ask-all": (button) => {
    const { question, podcast, after } = about(button);
    tell("ask", { question, podcast, after, episode: "", speaker: "" });
  },
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
    // What is said of the conversation before this one is read first.
    const told = document.querySelector("#earlier .notice:not(.exchange *)");
    requestAnimationFrame(() => (told ?? exchange).scrollIntoView({ block: "start" }));
  }
  shown = now;
  if (exchange?.matches(".settled")) tell("answered");
});
// After a reload, where the conversation stopped.
document.addEventListener("nachgefragt:arrived", () => {
  const all = document.querySelectorAll("#earlier .exchange");
  if (all.length) requestAnimationFrame(() => all[all.length - 1].scrollIntoView());
});
