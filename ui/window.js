// Runs once, when the panel of cards (`element`) is on the page. Clicks are caught on the
// document because answers and cards are drawn anew each time; what to do stands in the href.

const conversation = () => document.getElementById("conversation");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const stacked = matchMedia("(max-width: 860px)");

// Gradio's page says "en", and reads each message's raw source to screen readers.
document.documentElement.lang = "de";
const nameParts = () => {
  const log = conversation()?.querySelector("[role=log]");
  log?.setAttribute("aria-label", "Gespräch");
  log?.querySelectorAll("[data-testid=user], [data-testid=bot]").forEach((message) => {
    message.removeAttribute("aria-label");
  });
  log?.querySelectorAll(".example").forEach((example) => example.removeAttribute("aria-label"));
};

const scrollTo = (target, block) =>
  target.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block });

const unmark = () =>
  document.querySelectorAll(".card.current, .cite.current").forEach((marked) => {
    marked.classList.remove("current");
    marked.removeAttribute("aria-current");
  });

const mark = (thing) => {
  thing.classList.add("current");
  thing.setAttribute("aria-current", "true");
};

// [n] → its card: show the cards of that answer, mark this one, bring it into view.
const showCard = (link) => {
  const card = element.querySelector(link.hash);
  if (!card) return;
  const section = card.closest("section");
  element.querySelectorAll("section").forEach((other) => {
    other.hidden = other !== section;
  });
  unmark();
  mark(card);
  mark(link);
  card.focus({ preventScroll: true });
  scrollTo(card, "start");
};

// A card → the [n] that it belongs to, so that reading goes on where it stopped.
const showAnswer = (card) => {
  const link = conversation()?.querySelector(`a[href="#${card.id}"]`);
  link?.focus({ preventScroll: true });
  if (link) scrollTo(link, "center");
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  if (!link) return;
  const back = link.matches(".back");
  if (!back && !link.matches(".cite")) return;
  event.preventDefault();
  if (back) showAnswer(link.closest(".card"));
  else showCard(link);
});

// Newest cards first; on a phone the page itself scrolls: the newest question to the top.
const showNewest = () => {
  unmark();
  const questions = conversation()?.querySelectorAll(".user-row");
  if (stacked.matches && questions?.length) scrollTo(questions[questions.length - 1], "start");
  document.getElementById("sources").scrollTop = 0;
};

watch("value", () => requestAnimationFrame(showNewest));
new MutationObserver(nameParts).observe(conversation() ?? element, {
  childList: true,
  subtree: true,
});
nameParts();

// A keyboard that slides in over a phone's first screen is no welcome.
const ready = () => document.querySelector("#question textarea")?.focus();
if (!stacked.matches) requestAnimationFrame(ready);
