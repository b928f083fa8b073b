// The list of episodes: narrowed down to those that have all the words that are typed.
// The same part holds the dialog to pick an episode from, which has a form of its own.

const sift = ({ target: field }) => {
  if (field.id !== "sift") return;
  const shelf = field.closest(".shelf");
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  shelf.querySelectorAll("li").forEach((item) => {
    const text = item.textContent.toLowerCase();
    item.hidden = !words.every((word) => text.includes(word));
    if (!item.hidden) left += 1;
  });
  const output = shelf.querySelector(".hits");
  output.textContent = words.length ? output.dataset.left.replace("%1", left) : "";
};
element.addEventListener("input", sift);
element.addEventListener("submit", (event) => {
  if (!event.target.matches(".sift")) return;
  event.preventDefault();
  element.querySelector(".shelf li:not([hidden]) a")?.click();
});
