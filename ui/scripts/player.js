// The one audio element of the page: seeks within what it has, keeps playing while you read.

const part = (name) => element.querySelector(name);
const audio = part("audio");
let source = "";

const play = async ({ src, at, title }) => {
  part("section").hidden = false;
  document.body.classList.add("listening");
  part(".trouble").textContent = "";
  part(".playing").textContent = title;
  if (src !== source) {
    source = src;
    audio.src = src;
  }
  audio.currentTime = Number(at);
  setSpeed();
  try {
    await audio.play();
  } catch (error) {
    // Another click came before this one could start.
    if (error.name !== "AbortError") complain();
  }
};
const complain = () => {
  const trouble = part(".trouble");
  if (source) trouble.textContent = trouble.dataset.text;
};
const setSpeed = () => {
  audio.defaultPlaybackRate = audio.playbackRate = Number(part("select").value);
};
const silence = () => {
  audio.pause();
  part("section").hidden = true;
  document.body.classList.remove("listening");
};

audio.addEventListener("error", complain);
element.addEventListener("change", setSpeed);
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-act]");
  if (button?.dataset.act === "listen") play(button.dataset);
  if (button?.dataset.act === "silence") silence();
});
