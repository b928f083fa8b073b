// The filter by episode: a list that is searched, the latest first. It is that of the shelf, so that
// a thousand episodes are sent once; a page of them is drawn at a time.

const PAGE = 100;
const dialog = () => document.querySelector("dialog.picker");
const field = () => dialog().querySelector("input");
const list = () => dialog().querySelector("ul");
let filter = null; // the fieldset whose episode is being chosen
let found = [];

const episodes = () =>
  [...element.querySelectorAll(".volume")].map((volume) => ({
    number: volume.dataset.number,
    kicker: volume.querySelector("b").textContent,
    title: volume.querySelector("strong")?.textContent ?? "", // not every episode has one
    facts: volume.querySelector("span").textContent,
    text: volume.textContent.toLowerCase(),
  }));
const hidden = (fieldset) => fieldset.querySelector("[name=episode]");
const option = ({ number, kicker, title, facts }, at) => {
  const item = document.createElement("li");
  const parts = [["b", kicker], ["strong", title], ["span", facts]];
  item.role = "option";
  item.id = `picker-${at}`;
  item.dataset.number = number;
  item.append(
    ...parts.map(([tag, text]) => {
      const part = document.createElement(tag);
      part.textContent = text;
      if (tag === "strong") part.dir = "auto";
      return part;
    }),
  );
  item.setAttribute("aria-selected", String(number === hidden(filter).value));
  return item;
};
const more = () => {
  const drawn = list().children.length;
  list().append(...found.slice(drawn, drawn + PAGE).map((one, at) => option(one, drawn + at)));
};
const draw = () => {
  const words = field().value.toLowerCase().split(/\s+/).filter(Boolean);
  const every = { number: "", kicker: filter.querySelector(".pick").dataset.every, title: "", facts: "" };
  const those = episodes().filter(({ text }) => words.every((word) => text.includes(word)));
  found = words.length ? those : [every, ...those];
  list().replaceChildren();
  list().scrollTop = 0;
  more();
  point(words.length ? list().firstElementChild : list().querySelector("[aria-selected=true]"));
  const said = dialog().querySelector(".hits");
  said.textContent = found.length ? "" : said.dataset.none;
};
const pointed = () => list().querySelector(".pointed");
const point = (item) => {
  pointed()?.classList.remove("pointed");
  item?.classList.add("pointed");
  field().setAttribute("aria-activedescendant", item?.id ?? "");
  item?.scrollIntoView({ block: "nearest" });
};
const choose = (item) => {
  if (!item) return;
  const input = hidden(filter);
  input.value = item.dataset.number;
  dialog().close();
  input.dispatchEvent(new Event("change", { bubbles: true }));
};
const open = (button) => {
  filter = button.closest(".filters");
  // The view of the list may be out of sight, the dialog must not be.
  const fresh = element.querySelector("dialog.picker");
  if (fresh) {
    document.querySelectorAll("dialog.picker").forEach((old) => old !== fresh && old.remove());
    document.querySelector(".main.app").append(fresh);
    listen(fresh);
  }
  field().value = "";
  dialog().showModal();
  draw();
  field().focus();
};
const keys = {
  ArrowDown: () => point(pointed()?.nextElementSibling ?? list().firstElementChild),
  ArrowUp: () => point(pointed()?.previousElementSibling ?? list().lastElementChild),
  Enter: () => choose(pointed()),
};
const listen = (made) => {
  made.addEventListener("input", draw);
  made.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.target !== field()) return;
    event.preventDefault();
    keys[event.key]();
  });
  made.addEventListener("click", (event) => {
    // The dialog itself is hit only beside what is in it.
    if (event.target === made || event.target.closest("[data-act=close]")) made.close();
    else choose(event.target.closest("li"));
  });
  made.querySelector("ul").addEventListener(
    "scroll",
    ({ target }) => {
      if (target.scrollTop + target.clientHeight > target.scrollHeight - 400) more();
    },
    { passive: true },
  );
};
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-act=pick]");
  if (button) open(button);
});

// What is chosen stands on the button, however it was chosen.
const tell = (fieldset) => {
  const button = fieldset.querySelector(".pick");
  const number = hidden(fieldset).value;
  const { every, one, label } = button.dataset;
  const known = number && element.querySelector(`.volume[data-number="${CSS.escape(number)}"] strong`);
  const named = known ? `${one.replace("%1", number)} · ${known.textContent}` : one.replace("%1", number);
  button.textContent = number ? named : every;
  button.setAttribute("aria-label", `${label}: ${button.textContent}`);
  button.classList.toggle("set", Boolean(number));
};
document.addEventListener("change", (event) => {
  const fieldset = event.target.closest?.(".filters");
  if (fieldset) tell(fieldset);
});
