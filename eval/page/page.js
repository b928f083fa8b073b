// Sifts the failures: by words and by what they are, some at a time; what is chosen stands in the
// address, so that it can be kept. Without this script all of them are there.
const STEP = 40;
const form = document.querySelector(".sift");
const more = document.querySelector(".more-of-them");
const all = [...document.querySelectorAll(".failure")];
const texts = all.map((one) => one.textContent.toLowerCase());
let shown = STEP;

const chosen = () => [...new FormData(form)].filter(([, value]) => value.trim());
const fits = (one, at, wanted) =>
  wanted.every(([name, value]) =>
    name === "text"
      ? value.toLowerCase().split(/\s+/).every((word) => texts[at].includes(word))
      : one.dataset[name] === value,
  );
const sift = () => {
  const wanted = chosen();
  const found = all.filter((one, at) => fits(one, at, wanted));
  const visible = new Set(found.slice(0, shown));
  all.forEach((one) => {
    one.hidden = !visible.has(one);
  });
  more.hidden = found.length <= shown;
  more.textContent = `Show ${Math.min(STEP, found.length - shown)} more`;
  form.querySelector("output").textContent =
    found.length === all.length ? `${all.length} failures` : `${found.length} of ${all.length}`;
  form.querySelector("[type=reset]").disabled = !wanted.length;
};
const keep = () => {
  shown = STEP;
  const query = new URLSearchParams(chosen()).toString();
  history.replaceState(null, "", query ? `#${query}` : "#failures");
  sift();
};
const recall = () => {
  if (!location.hash.includes("=")) return;
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  document.getElementById("failures").scrollIntoView();
};

if (form) {
  form.hidden = false;
  recall();
  sift();
  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => requestAnimationFrame(keep));
  more.addEventListener("click", () => {
    const next = all.filter((one) => !one.hidden).at(-1);
    shown += STEP;
    sift();
    // Reading goes on where it stopped, also without a mouse.
    const heading = all[all.indexOf(next) + 1]?.querySelector("h3");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  });
  addEventListener("beforeprint", () => {
    shown = Infinity;
    sift();
  });
}
