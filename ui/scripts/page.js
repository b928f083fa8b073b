// The page as a whole: its three views and their addresses, the language, the filters, copying.
// Parts speak to each other through events on the document, all named "nachgefragt:…".

const tell = (what, detail) =>
  document.dispatchEvent(new CustomEvent(`nachgefragt:${what}`, { detail }));
const address = () => new URLSearchParams(location.search);
const viewOf = (query) => {
  if (query.has("label")) return "label";
  if (["episode", "person", "topic"].some((name) => query.has(name))) return "episodes";
  return query.has("search") ? "search" : "ask";
};

let view = "";
// The title says what is open: a view, an episode, a person, a topic; of asking the podcast alone.
const named = document.title;
const entitle = () => {
  const link = element.querySelector(`nav a[data-view="${view}"]`);
  const open = view === "episodes" && document.querySelector(".episode-page h2");
  const chosen = chooser()?.value && chooser().selectedOptions[0].textContent;
  const place = view === "ask" ? "" : open ? open.lastChild.textContent : link?.textContent;
  document.title = [place, named, chosen].map((one) => one?.trim()).filter(Boolean).join(" · ");
};
document.addEventListener("nachgefragt:opened", () => entitle());
const scrolled = {};
const show = (next) => {
  if (view && view !== next) scrolled[view] = scrollY;
  const changed = view !== next;
  view = next;
  document.body.dataset.view = view;
  entitle();
  element.querySelectorAll("nav a").forEach((link) => {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
  // Each view stays where its reader left it.
  if (changed) scrollTo(0, scrolled[view] ?? 0);
};
const route = (local) => {
  show(viewOf(address()));
  tell("went", { query: address(), local });
};
const go = (search, local) => {
  history.pushState(null, "", location.pathname + search);
  route(local);
};
// One podcast of several -----------------------------------------------------------------------
// The choice is that of this tab. An address with `podcast` sets it, unless it opens an episode.
const CHOSEN = "nachgefragt-podcast";
const chooser = () => element.querySelector("#chosen-podcast");
const newest = latest();
const choose = (podcast) => {
  const select = chooser();
  const known = select && [...select.options].some((option) => option.value === podcast);
  const slug = known ? podcast : "";
  const before = document.body.dataset.podcast ?? "";
  document.body.dataset.podcast = slug;
  if (!select) return;
  select.value = slug;
  select.classList.toggle("set", Boolean(slug));
  sessionStorage.setItem(CHOSEN, slug);
  entitle();
  if (slug !== before) trigger("select", newest({ podcast: slug }));
};
element.addEventListener("change", (event) => {
  if (event.target !== chooser()) return;
  choose(event.target.value);
  const query = address();
  query.delete("podcast");
  if (event.target.value && viewOf(query) !== "episodes") query.set("podcast", event.target.value);
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  tell("chosen");
});
document.addEventListener("nachgefragt:choose", (event) => choose(event.detail ?? ""));
document.addEventListener("nachgefragt:arrived", () => {
  const query = address();
  const wanted = viewOf(query) === "episodes" ? null : query.get("podcast");
  choose(wanted ?? sessionStorage.getItem(CHOSEN) ?? "");
  document.documentElement.classList.add("arrived");
  route();
});

// The view links lead back to what was open in that view.
const last = { ask: "?", search: "?search=", episodes: "?episode=", label: "?label=" };
const remember = () => {
  last[viewOf(address())] = location.search || "?";
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const href = link.getAttribute("href");
  if (link.matches(".skip")) {
    event.preventDefault();
    document.getElementById(view === "search" ? "search" : "question")?.focus();
  } else if (link.matches("nav a[data-view]")) {
    event.preventDefault();
    remember();
    go(last[link.dataset.view], true);
  } else if (link.matches(".choose")) {
    event.preventDefault();
    choose(link.dataset.podcast);
    tell("chosen");
    document.getElementById("question")?.focus({ preventScroll: true });
  } else if (link.matches(".open, .when")) {
    event.preventDefault();
    remember();
    go(href, Boolean(link.closest(".episode-page")));
  }
});
addEventListener("popstate", () => route());
document.addEventListener("nachgefragt:go", (event) => go(event.detail));
watch("value", () => show(view || viewOf(address())));
show(viewOf(address()));

// That the server cannot be reached Gradio says in English. It goes on trying, then loads the page
// anew; until then nothing can be sent.
const offline = () => {
  const said = document.querySelector(".toast-wrap")?.textContent ?? "";
  if (!said.includes("Connection to the server was lost")) return;
  notes.disconnect();
  document.documentElement.classList.add("offline");
  const notice = element.querySelector(".offline");
  notice.textContent = notice.dataset.text;
  tell("offline");
};
const notes = new MutationObserver(offline);
document.addEventListener("nachgefragt:arrived", () => {
  const wrap = document.querySelector(".toast-wrap");
  if (wrap) notes.observe(wrap, { childList: true, subtree: true });
});

// Where a part of the page could not be drawn: the address and the memory bring back the rest.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-act=reload]")) location.reload();
});

// Language: the choice is kept in a cookie, which the server reads too.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-act=language]");
  if (!button) return;
  const year = 365 * 24 * 3600;
  document.cookie =
    `nachgefragt_language=${button.dataset.language}; path=/; max-age=${year}; SameSite=Lax`;
  location.reload();
});

// Filters, of asking and of searching alike.
const note = (filters) => {
  const selects = [...filters.querySelectorAll("select, [name=episode]")];
  filters.querySelector(".reset").hidden = selects.every((select) => !select.value);
  selects.forEach((select) => select.classList.toggle("set", Boolean(select.value)));
};
document.addEventListener("change", (event) => {
  const filters = event.target.closest?.(".filters");
  if (filters) note(filters);
});
document.addEventListener("click", (event) => {
  const filters = event.target.closest?.("[data-act=reset]")?.closest(".filters");
  if (!filters) return;
  filters.querySelectorAll("select, [name=episode]").forEach((select) => {
    select.value = "";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  filters.querySelector(":is(.pick, select):not([hidden])").focus();
});

// Copying, also where the page is not served over https.
const copyByHand = (text) => {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
};
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text);
  }
};
const absolute = (search) => location.origin + location.pathname + search;
const questionLink = ({ question, episode, speaker, podcast, after }) => {
  const query = new URLSearchParams({ question });
  JSON.parse(after).forEach((earlier) => query.append("after", earlier));
  if (podcast) query.set("podcast", podcast);
  if (episode) query.set("in", episode);
  if (speaker) query.set("by", speaker);
  return `?${query}`;
};
// For a moment a button says what it has done; those beside it stay where they are.
nachgefragt.say = (button, done) => {
  const before = (button.dataset.before ??= button.textContent);
  button.style.minWidth = `${button.getBoundingClientRect().width}px`;
  button.textContent = done;
  setTimeout(() => {
    button.textContent = before;
    button.style.minWidth = "";
  }, 1600);
};
// Deleting asks first, in its own place.
nachgefragt.sure = (button) => {
  if (button.classList.contains("sure")) return true;
  const said = button.textContent;
  button.textContent = button.dataset.question;
  button.classList.add("sure");
  setTimeout(() => {
    button.textContent = said;
    button.classList.remove("sure");
  }, 4000);
  return false;
};
const cited = (link) =>
  link && [nachgefragt.podcast(), absolute(link)].filter(Boolean).join(": ");
const texts = {
  copy: (button) => [button.dataset.copy, cited(button.dataset.link)].filter(Boolean).join("\n"),
  "copy-link": (button) => absolute(button.dataset.link),
  "copy-answer": (button) => nachgefragt.absolute(button.closest(".exchange").dataset.markdown),
  "copy-question": (button) => absolute(questionLink(button.closest(".exchange").dataset)),
};
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-act]");
  const text = button && texts[button.dataset.act]?.(button);
  if (text === null || text === undefined) return;
  const focused = document.activeElement;
  const { copied, refused } = element.querySelector(".masthead").dataset;
  nachgefragt.say(button, (await copy(text)) ? copied : refused);
  focused?.focus({ preventScroll: true });
});

// One stop for the Tab key in each timeline; the arrows go through its marks and chapters.
document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.(".timeline a");
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!link || !step) return;
  event.preventDefault();
  const left = (stop) => stop.getBoundingClientRect().left;
  const stops = [...link.closest("svg").querySelectorAll("a")].sort((a, b) => left(a) - left(b));
  stops[(stops.indexOf(link) + step + stops.length) % stops.length].focus();
});
