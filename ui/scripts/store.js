// What this browser keeps: conversations, each in a place of its own, and saved quotes.
// No tab writes over what another has written: whoever finds that goes on in a copy.
const nachgefragt = (() => {
  const MOST = 40; // questions of one conversation, as ui/state/browser_storage.py has it
  const fresh = () =>
    [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join("");
  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const write = (name, value) => {
    try {
      localStorage.setItem(name, JSON.stringify(value));
      return true;
    } catch {
      return false; // it is full, or not allowed
    }
  };

  let show = ""; // whose conversations these are
  let id = ""; // the one in this tab
  let seen = null; // its version when this tab last read or wrote it
  const place = (one) => `${show}/${one}`;
  const goTo = (one) => {
    id = one;
    sessionStorage.setItem(`${show}/open`, one);
  };

  const conversations = () =>
    Object.keys(localStorage)
      .filter((name) => name.startsWith(`${show}/`))
      .map((name) => ({ id: name.slice(show.length + 1), ...read(name) }))
      .filter((one) => Array.isArray(one.rows) && one.rows.length)
      .sort((one, other) => other.at - one.at);
  const recall = (key) => {
    show = key;
    goTo(sessionStorage.getItem(`${show}/open`) ?? conversations()[0]?.id ?? fresh());
    const stored = read(place(id));
    seen = stored?.version ?? null;
    return Array.isArray(stored?.rows) ? stored.rows : [];
  };
  const keep = (rows) => {
    const stored = read(place(id));
    if (JSON.stringify(stored?.rows ?? []) === JSON.stringify(rows)) return true;
    if (!rows.length) {
      forget(id);
      return true;
    }
    const written = (stored?.version ?? null) !== seen; // by another tab
    const full = rows.length === 1 && stored?.rows.length >= MOST; // so this is the next one
    if (written || full) goTo(fresh());
    const version = fresh();
    const title = String(rows[0].question ?? "").trim().slice(0, 200);
    if (!write(place(id), { title, at: Date.now(), version, rows })) return false;
    seen = version;
    return true;
  };
  const forget = (one) => {
    localStorage.removeItem(place(one));
    if (one === id) seen = null;
  };

  const QUOTES = "nachgefragt-quotes";
  const quotes = () => {
    const found = read(QUOTES);
    return Array.isArray(found) ? found.filter((one) => one && typeof one === "object") : [];
  };
  const saveQuote = (quote) => {
    const others = quotes().filter((one) => one.link !== quote.link || one.text !== quote.text);
    return write(QUOTES, [{ ...quote, at: Date.now() }, ...others]);
  };
  const dropQuote = (at) => write(QUOTES, quotes().filter((one) => one.at !== at));

  // What the page says of itself, as for a link's preview.
  const podcast = () => document.querySelector('meta[property="og:site_name"]')?.content ?? "";
  const cover = () =>
    document.querySelector('meta[property="og:image"]')?.content.replace(/^.*\/(?=cover\/)/, "");
  const here = () => location.origin + location.pathname;
  // Links of a Markdown of ours are relative; what somebody wrote has a backslash before its "]".
  const absolute = (markdown) => markdown.replace(/(?<!\\)\]\(\?/g, () => `](${here()}?`);

  return {
    podcast, cover, here, absolute,
    conversations, recall, keep, forget, quotes, saveQuote, dropQuote,
    open: goTo,
    begin: () => goTo(fresh()),
    current: () => id,
  };
})();
