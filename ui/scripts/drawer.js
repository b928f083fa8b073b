// What this browser keeps, to look at: conversations to go back to, quotes to take along.

const dialog = () => element.querySelector("dialog");
const part = (name) => element.querySelector(name);
const filled = (blank, fields) => {
  const item = part(`.blanks .${blank}`).cloneNode(true);
  for (const [name, text] of Object.entries(fields)) {
    item.querySelector(`.${name}`).textContent = text;
  }
  return item;
};
const day = (at) =>
  new Date(at).toLocaleDateString(document.documentElement.lang, { dateStyle: "medium" });

const conversationItem = (one) => {
  const questions = part("ul.conversations").dataset.count.replace("%1", one.rows.length);
  const item = filled("conversation", { title: one.title || "…", facts: `${day(one.at)} · ${questions}` });
  item.dataset.id = one.id;
  if (one.id === nachgefragt.current()) item.querySelector("button").setAttribute("aria-current", "true");
  return item;
};
const quoteItem = (one) => {
  const item = filled("quote", { words: one.text, facts: one.who });
  item.dataset.at = one.at;
  // Only to places of this window, whatever somebody has written into the storage.
  if (/^\?[\w=&:,.%+-]*$/.test(one.link ?? "")) item.querySelector("a").href = one.link;
  return item;
};
const draw = () => {
  if (!dialog()) return;
  part("ul.conversations").replaceChildren(...nachgefragt.conversations().map(conversationItem));
  const quotes = nachgefragt.quotes();
  part("ul.quotes").replaceChildren(...quotes.map(quoteItem));
  part(".none").hidden = quotes.length > 0;
  part("[data-act=export-quotes]").hidden = !quotes.length;
};
const leave = () => location.assign(location.pathname);

// As Markdown every sign stands for itself.
const plain = (text) => String(text).replace(/[\\`*_{}[\]<>#|~$&!]/g, "\\$&");
const asMarkdown = (one) => {
  const link = location.origin + location.pathname + one.link;
  return `> ${plain(one.text).replace(/\s+/g, " ")}\n>\n> — ${plain(one.who)}\n> <${link}>\n`;
};
const download = (name, type, text) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

const acts = {
  kept: () => {
    draw();
    dialog().showModal();
  },
  begin: () => {
    nachgefragt.begin();
    leave();
  },
  "save-conversation": () => document.dispatchEvent(new CustomEvent("nachgefragt:save")),
  "open-conversation": (button) => {
    nachgefragt.open(button.closest("li").dataset.id);
    leave();
  },
  "forget-conversation": (button) => {
    if (!nachgefragt.sure(button)) return;
    const { id } = button.closest("li").dataset;
    nachgefragt.forget(id);
    if (id === nachgefragt.current()) acts.begin();
    else draw();
  },
  "drop-quote": (button) => {
    nachgefragt.dropQuote(Number(button.closest("li").dataset.at));
    draw();
  },
  "export-quotes": () =>
    download("nachgefragt.md", "text/markdown", nachgefragt.quotes().map(asMarkdown).join("\n")),
};
// Also the button that opens it, which stands elsewhere on the page.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-act]");
  acts[button?.dataset.act]?.(button);
  if (element.contains(event.target) && event.target.closest("a")) dialog().close();
});
// Another tab may have asked meanwhile.
addEventListener("storage", () => dialog()?.open && draw());
document.addEventListener("nachgefragt:kept", ({ detail: { kept } }) => {
  const notice = document.querySelector(".storage-full");
  if (notice) notice.hidden = kept;
});
