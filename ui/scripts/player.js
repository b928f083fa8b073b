// The player: one audio element for the whole page, which goes on while you read. Others ask it to
// play by the event "nachgefragt:listen"; where it is, "nachgefragt:heard" says.

const part = (name) => element.querySelector(name);
const audio = part("audio");
const bar = part("input[type=range]");
const SPEED = "nachgefragt-speed";
let heard = {}; // what is being played: src, title, number, podcast, cover

const clock = (seconds) => {
  const [h, m, s] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  const two = (number) => String(number).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};
const length = () => (Number.isFinite(audio.duration) ? audio.duration : 0);
const query = (more) => {
  const named = heard.podcast ? { podcast: heard.podcast } : {};
  return `?${new URLSearchParams({ ...named, ...more })}`;
};

// Playing --------------------------------------------------------------------------------------
const play = async (wanted) => {
  part("section").hidden = false;
  document.body.classList.add("listening");
  part(".trouble").textContent = "";
  if (wanted.src !== heard.src) load(wanted);
  seek(Number(wanted.at));
  setSpeed();
  try {
    await audio.play();
  } catch (error) {
    // Another click came before this one could start.
    if (error.name !== "AbortError") complain();
  }
};
const load = ({ src, title, number, podcast, cover, unsure }) => {
  heard = { src, title, number, podcast, cover };
  audio.src = src;
  bar.max = 1;
  part(".playing a").textContent = title;
  part(".length").textContent = "";
  tellOnce(unsure);
  drawMarks();
  tellDevice();
};
const complain = () => {
  const trouble = part(".trouble");
  if (heard.src) trouble.textContent = trouble.dataset.text;
};
const seek = (seconds) => {
  const end = length();
  audio.currentTime = Math.max(end ? Math.min(seconds, end - 0.2) : seconds, 0);
  tell();
};
const silence = () => {
  audio.pause();
  part("section").hidden = true;
  document.body.classList.remove("listening");
  document.dispatchEvent(new CustomEvent("nachgefragt:heard", { detail: null }));
};
const toggle = () => (audio.paused ? play({ ...heard, at: audio.currentTime }) : audio.pause());
const acts = {
  listen: (button) => play(button.dataset),
  toggle,
  back: () => seek(audio.currentTime - 15),
  on: () => seek(audio.currentTime + 30),
  silence,
};
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-act]");
  acts[button?.dataset.act]?.(button);
});
document.addEventListener("nachgefragt:listen", (event) => play(event.detail));

// Speed stays as it was chosen.
const setSpeed = () => {
  audio.defaultPlaybackRate = audio.playbackRate = Number(part("select").value);
};
part("select").value = localStorage.getItem(SPEED) ?? "1";
if (!part("select").value) part("select").value = "1";
part("select").addEventListener("change", (event) => {
  localStorage.setItem(SPEED, event.target.value);
  setSpeed();
});

// Where it is ----------------------------------------------------------------------------------
const tell = () => {
  const at = audio.currentTime;
  part(".at").textContent = clock(at);
  // Before its length is known it has no place on the line.
  bar.value = length() ? at : 0;
  bar.setAttribute("aria-valuetext", clock(at));
  bar.style.setProperty("--heard", `${length() ? (100 * at) / length() : 0}%`);
  if (heard.number) part(".playing a").href = query({ episode: heard.number, t: clock(at) });
  const detail = { ...heard, at, playing: !audio.paused };
  document.dispatchEvent(new CustomEvent("nachgefragt:heard", { detail }));
};
const tellState = () => {
  const button = part(".play");
  button.classList.toggle("playing-now", !audio.paused);
  button.setAttribute("aria-label", audio.paused ? button.dataset.play : button.dataset.pause);
  tell();
};
audio.addEventListener("timeupdate", tell);
for (const change of ["play", "pause", "ended"]) audio.addEventListener(change, tellState);
audio.addEventListener("error", complain);
audio.addEventListener("durationchange", () => {
  bar.max = Math.max(Math.floor(length()), 1);
  part(".length").textContent = length() ? ` / ${clock(length())}` : "";
  placeMarks();
  tell();
});
bar.addEventListener("input", () => seek(Number(bar.value)));
// That times are estimated is said once for each recording, and not for long.
const told = new Set();
const tellOnce = (unsure) => {
  const line = part(".estimated");
  line.textContent = unsure && !told.has(heard.src) ? line.dataset.text : "";
  if (unsure) told.add(heard.src);
  setTimeout(() => {
    line.textContent = "";
  }, 8000);
};

// Marks: where chapters begin, and what is quoted on this page -----------------------------------
let chapters = [];
const drawMarks = async () => {
  chapters = [];
  placeMarks();
  const { src, number, podcast } = heard;
  if (!number) return;
  const named = podcast ? `?${new URLSearchParams({ podcast })}` : "";
  try {
    const answer = await fetch(`api/episodes/${number}/chapters.json${named}`);
    if (answer.ok && heard.src === src) ({ chapters } = await answer.json());
  } catch {
    // Without them it plays as well.
  }
  placeMarks();
};
const quoted = () =>
  [...document.querySelectorAll(".exchange [data-act=listen]")]
    .filter((button) => button.dataset.src === heard.src)
    .map((button) => ({ at: Number(button.dataset.at), kind: "quote" }));
const placeMarks = () => {
  const begun = chapters.map((chapter) => ({ at: chapter.startTime, kind: "chapter" }));
  const marks = [...begun, ...quoted()].filter(({ at }) => at > 0 && at < length());
  part(".marks").replaceChildren(
    ...marks.map(({ at, kind }) => {
      const mark = document.createElement("i");
      mark.className = kind;
      mark.style.left = `${(100 * at) / length()}%`;
      return mark;
    }),
  );
};
document.addEventListener("nachgefragt:answered", placeMarks);
const chapterFrom = (step) => {
  const starts = [0, ...chapters.map((chapter) => chapter.startTime), length()];
  const now = audio.currentTime;
  const next = step > 0 ? starts.find((at) => at > now + 1) : starts.findLast((at) => at < now - 3);
  if (next !== undefined) seek(next);
};

// Keys: of the player while it has the focus, of the keyboard's media keys always ----------------
const keys = {
  k: toggle,
  j: acts.back,
  l: acts.on,
  ArrowLeft: () => seek(audio.currentTime - 5),
  ArrowRight: () => seek(audio.currentTime + 5),
  PageUp: () => chapterFrom(1),
  PageDown: () => chapterFrom(-1),
};
element.addEventListener("keydown", (event) => {
  const act = keys[event.key];
  if (!act || event.target.matches("select") || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});
const device = navigator.mediaSession;
const tellDevice = () => {
  if (!device || !globalThis.MediaMetadata) return;
  const artist = document.title.replace(/^Nachgefragt · /, "");
  const cover = heard.cover || nachgefragt.cover();
  const artwork = cover ? [{ src: new URL(cover, nachgefragt.here()).href }] : [];
  device.metadata = new MediaMetadata({ title: heard.title, artist, artwork });
};
const onDevice = {
  play: toggle,
  pause: toggle,
  stop: silence,
  seekbackward: acts.back,
  seekforward: acts.on,
  seekto: ({ seekTime }) => seek(seekTime),
  previoustrack: () => chapterFrom(-1),
  nexttrack: () => chapterFrom(1),
};
for (const [name, act] of Object.entries(device ? onDevice : {})) {
  try {
    device.setActionHandler(name, act);
  } catch {
    // Not every browser knows every key.
  }
}
