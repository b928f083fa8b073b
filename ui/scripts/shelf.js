// The list of episodes: narrowed down to those that have all the words that are typed.

const sift = () => {
  const field = element.querySelector("#sift");
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  element.querySelectorAll(".shelf li").forEach((item) => {
    const text = item.textContent.toLowerCase();
    item.hidden = !words.every((word) => text.includes(word));
    if (!item.hidden) left += 1;
  });
  const output = element.querySelector(".sift .hits");
  output.textContent = words.length ? output.dataset.left.replace("%1", left) : "";
};
element.addEventListener("input", sift);
element.addEventListener("submit", (event) => {
  event.preventDefault();
  element.querySelector(".shelf li:not([hidden]) a")?.click();
});
