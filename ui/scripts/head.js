// Runs before Gradio: which language this page speaks, as ui/texts/language.py decides it too.
(() => {
  const switched = document.cookie.match(/(?:^|; )nachgefragt_language=(de|en)(?:;|$)/)?.[1];
  const preferred = navigator.languages.map((code) => code.slice(0, 2).toLowerCase());
  const language = switched ?? preferred.find((code) => code === "de" || code === "en") ?? "de";
  document.documentElement.lang = language;
  // What Gradio itself says follows the browser's language, and so also the switch.
  Object.defineProperty(navigator, "language", { get: () => language });
  Object.defineProperty(navigator, "languages", { get: () => [language] });
})();
