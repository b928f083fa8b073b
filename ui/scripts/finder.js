// Searching instead of asking; the address carries what was searched for.

const form = () => element.querySelector("form");
let looked = null;
const newest = latest();

const look = () => {
  // Before the page has arrived nothing reaches the server; then the address is searched anyway.
  if (!document.documentElement.classList.contains("arrived")) return;
  const podcast = document.body.dataset.podcast ?? "";
  const data = { ...Object.fromEntries(new FormData(form())), podcast };
  looked = data.question;
  trigger("submit", newest(data));
};
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = new URLSearchParams({ search: form().elements.question.value });
  const podcast = document.body.dataset.podcast;
  if (podcast) query.set("podcast", podcast);
  history.replaceState(null, "", `${location.pathname}?${query}`);
  look();
});
element.addEventListener("change", (event) => {
  if (event.target.closest(".filters") && looked) look();
});
element.addEventListener("click", (event) => {
  if (event.target.closest("[data-act=reset]") && looked) setTimeout(look);
});
// Of another podcast: the form is drawn anew, what was looked for is looked for there.
watch("value", () =>
  requestAnimationFrame(() => {
    if (looked && form()) form().elements.question.value = looked;
  }),
);
document.addEventListener("nachgefragt:chosen", () => {
  if (!looked || !form()) return;
  form().querySelectorAll("select, [name=episode]").forEach((select) => {
    select.value = "";
  });
  look();
});
document.addEventListener("nachgefragt:went", ({ detail: { query } }) => {
  const wanted = query.get("search");
  if (!query.has("search") || query.has("episode")) return;
  if (wanted && wanted !== looked && form()) {
    form().elements.question.value = wanted;
    look();
  }
});
