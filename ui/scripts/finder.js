// Searching instead of asking; the address carries what was searched for.

const form = () => element.querySelector("form");
let looked = null;

const look = () => {
  // Before the page has arrived nothing reaches the server; then the address is searched anyway.
  if (!document.documentElement.classList.contains("arrived")) return;
  const data = Object.fromEntries(new FormData(form()));
  looked = data.question;
  trigger("submit", data);
};
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = new URLSearchParams({ suche: form().elements.question.value });
  history.replaceState(null, "", `${location.pathname}?${query}`);
  look();
});
element.addEventListener("change", (event) => {
  if (event.target.closest(".filters") && looked) look();
});
element.addEventListener("click", (event) => {
  if (event.target.closest("[data-act=reset]") && looked) setTimeout(look);
});
document.addEventListener("nachgefragt:went", ({ detail: { query } }) => {
  const wanted = query.get("suche");
  if (!query.has("suche") || query.has("folge")) return;
  if (wanted && wanted !== looked && form()) {
    form().elements.question.value = wanted;
    look();
  }
});
