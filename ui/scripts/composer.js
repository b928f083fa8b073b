// Where a question is written: sends it, stops it, edits an earlier one, saves and deletes.

const form = () => element.querySelector("form");
const field = () => element.querySelector("textarea");
const small = matchMedia("(max-width: 860px)");
let insteadOf = null;
let leaning = [];
let arrived = false;
let asking = false;
let serial = 0;
let sent = "";
let typed = "";
const UNSENT = "nachgefragt-unsent";

const grow = () => {
  const area = field();
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 180)}px`;
};
const setAsking = (now) => {
  asking = now;
  form()?.classList.toggle("asking", now);
};
const edit = (number, question, after = []) => {
  insteadOf = number;
  leaning = after;
  const hint = element.querySelector(".editing");
  hint.hidden = !number;
  hint.querySelector("span").textContent = hint.dataset.template.replace("{number}", number);
  field().value = typed = question;
  grow();
  field().focus();
};
const choose = (name, value) => {
  const select = form().elements[name];
  select.value = value ?? "";
  select.dispatchEvent(new Event("change", { bubbles: true }));
};

const ask = (asked) => {
  if (asking || !asked.question.trim()) return;
  const podcast = asked.podcast ?? document.body.dataset.podcast ?? "";
  setAsking(true);
  serial += 1;
  sent = asked.question;
  trigger("submit", { ...asked, podcast, serial });
  // The address names the question only if it brought it here.
  const query = new URLSearchParams(location.search);
  if (query.get("question") !== asked.question) {
    const chosen = document.body.dataset.podcast;
    const search = chosen ? `?${new URLSearchParams({ podcast: chosen })}` : "";
    history.replaceState(null, "", location.pathname + search);
  }
};
const submit = () => {
  const data = Object.fromEntries(new FormData(form()));
  if (!data.question.trim() || asking) return field().focus();
  ask({ ...data, instead_of: insteadOf, after: leaning });
  edit(null, "");
};

element.addEventListener("input", (event) => {
  if (event.target !== field()) return;
  typed = field().value;
  grow();
});
// Drawn anew for another podcast: what was written stays.
watch("value", () =>
  requestAnimationFrame(() => {
    if (!field() || field().value === typed) return;
    field().value = typed;
    grow();
  }),
);
element.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
element.addEventListener("keydown", (event) => {
  if (event.target === field() && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape" && insteadOf) {
    edit(null, "");
  }
});

const markdown = () => {
  const exchanges = [...document.querySelectorAll("#ask-view .exchange")];
  return nachgefragt.absolute(exchanges.map((one) => one.dataset.markdown).join("\n"));
};
const save = () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([markdown()], { type: "text/markdown" }));
  link.download = `${document.title.replace(/[^\p{L}\d]+/gu, "-")}.md`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
document.addEventListener("nachgefragt:save", save);
const clear = (button) => nachgefragt.sure(button) && trigger("clear");
const stop = () => {
  trigger("stop", { serial });
  // Others are answered first: nobody has to wait for that to stop it.
  if (!document.querySelector("#latest .exchange:not(.settled)")) setAsking(false);
};
const acts = {
  stop,
  keep: () => edit(null, ""),
  save,
  clear,
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  acts[button?.dataset.act]?.(button);
});

const on = (what, act) =>
  document.addEventListener(`nachgefragt:${what}`, (event) => act(event.detail));
on("ask", (asked) => {
  const chosen = { episode: form().elements.episode.value, speaker: form().elements.speaker.value };
  ask({ ...chosen, ...asked });
});
on("edit", ({ number, question, episode, speaker, podcast, after }) => {
  document.dispatchEvent(new CustomEvent("nachgefragt:choose", { detail: podcast }));
  choose("episode", episode);
  choose("speaker", speaker);
  edit(number, question, after);
});
on("answered", () => setAsking(false));
const broken = () => {
  setAsking(false);
  const exchange = document.querySelector("#latest .exchange:not(.settled)");
  exchange?.classList.add("broken");
  return exchange;
};
// What never reached the server goes back to where it was written.
const unsent = () => {
  const question = asking ? sent : "";
  if (broken() || !question) return "";
  edit(null, question);
  return question;
};
on("broken", unsent);
// Also after the page is reloaded, which it is as soon as the server answers.
on("offline", () => {
  const question = unsent();
  if (question) sessionStorage.setItem(UNSENT, question);
});
on("arrived", () => {
  arrived = true;
  const kept = sessionStorage.getItem(UNSENT);
  if (kept) edit(null, kept);
  sessionStorage.removeItem(UNSENT);
  // A keyboard that slides in over a phone's first screen is no welcome.
  if (!small.matches && document.body.dataset.view === "ask") {
    field()?.focus({ preventScroll: true });
  }
});
// ?question=… asks on load, once: after a reload the answer is still there. after=… are the
// questions that it leans on, the oldest first.
const MOST_AFTER = 8;
on("went", ({ query }) => {
  const question = query.get("question");
  if (!arrived && document.documentElement.classList.contains("arrived")) arrived = true;
  if (!question || !arrived || !form()) return;
  const all = document.querySelectorAll("#ask-view .exchange");
  const after = query.getAll("after").slice(-MOST_AFTER);
  const last = all[all.length - 1]?.dataset;
  const same = () => JSON.parse(last.after).join("\n") === after.join("\n");
  if (last?.question === question && (!after.length || same())) return;
  choose("episode", query.get("in"));
  choose("speaker", query.get("by"));
  const podcast = query.get("podcast") ?? undefined;
  ask({ question, episode: query.get("in"), speaker: query.get("by"), podcast, after });
});
