// Runs before Gradio.
// Addresses had German words once; they go on to work, as the same in English.
(() => {
  const words = { frage: "question", von: "by", suche: "search", folge: "episode", zug: "turn", thema: "topic" };
  const search = location.search.replace(
    /([?&])(frage|von|suche|folge|zug|thema)(?=[=&]|$)/g,
    (_, before, word) => before + words[word],
  );
  if (search !== location.search) {
    history.replaceState(history.state, "", location.pathname + search + location.hash);
  }
})();
// Which language this page speaks, as ui/texts/language.py decides it too; LANGUAGES are ours,
// OTHERWISE is the podcast's.
(() => {
  const switched = document.cookie.match(/(?:^|; )nachgefragt_language=([a-z]+)(?:;|$)/)?.[1];
  const preferred = navigator.languages.map((code) => code.slice(0, 2).toLowerCase());
  const wanted = [switched, ...preferred];
  const language = wanted.find((code) => LANGUAGES.includes(code)) ?? OTHERWISE;
  const root = document.documentElement;
  root.lang = language;
  // Gradio may set it to the browser's when it has started.
  new MutationObserver(() => {
    if (root.lang !== language) root.lang = language;
  }).observe(root, { attributeFilter: ["lang"] });
  root.classList.toggle("as-sent", language === OTHERWISE);
  // What Gradio itself says follows the browser's language, and so also the switch.
  Object.defineProperty(navigator, "language", { get: () => language });
  Object.defineProperty(navigator, "languages", { get: () => [language] });
})();
// In a frame of another site a browser may allow no storage; then the page remembers for itself.
(() => {
  class Kept {
    getItem(name) {
      return Object.hasOwn(this, name) ? this[name] : null;
    }
    setItem(name, value) {
      this[name] = String(value);
    }
    removeItem(name) {
      delete this[name];
    }
  }
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].getItem("");
    } catch {
      Object.defineProperty(window, name, { value: new Kept() });
    }
  }
})();
// Compact in a frame (docs/publishers.md), also when the address has changed since.
(() => {
  const framed = self !== top && sessionStorage.getItem("nachgefragt-embed");
  if (new URLSearchParams(location.search).get("embed") !== "1" && !framed) return;
  sessionStorage.setItem("nachgefragt-embed", "1");
  document.documentElement.classList.add("embed");
})();
