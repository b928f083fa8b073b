// A quote to take along: kept in this browser, or as a picture that is painted here.

(() => {
  const SIZE = 1200;
  const EDGE = 96;
  const quoteOf = (button) => ({ ...button.closest("[data-words]").dataset });

  const broken = (pen, text, width) => {
    const lines = [];
    for (const word of text.split(/\s+/)) {
      const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
      if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  };
  // The largest letters that fit; what is too long even for small ones ends with "…".
  const set = (pen, text, font, width, height) => {
    for (let size = 92; size > 24; size -= 2) {
      pen.font = `${size}px ${font}`;
      const lines = broken(pen, text, width);
      if (lines.length * size * 1.4 <= height) return { size, lines };
    }
    const lines = broken(pen, text, width).slice(0, Math.floor(height / (26 * 1.4)));
    return { size: 26, lines: [...lines.slice(0, -1), `${lines[lines.length - 1]} …`] };
  };
  const loaded = (src) =>
    new Promise((done) => {
      const image = new Image();
      image.onload = () => done(image);
      image.onerror = () => done(null);
      image.src = src;
    });
  const short = (pen, text, width) => {
    let shown = text;
    while (shown && pen.measureText(shown).width > width) shown = `${shown.slice(0, -2).trimEnd()}…`;
    return shown;
  };

  const paint = async ({ words, who, place, time, cover }) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIZE;
    const pen = canvas.getContext("2d");
    const colour = (name, otherwise) =>
      getComputedStyle(document.querySelector(".gradio-container") ?? document.body)
        .getPropertyValue(name).trim() || otherwise;
    const serif = colour("--serif", "Georgia, serif");
    const sans = getComputedStyle(document.querySelector(".main.app") ?? document.body).fontFamily;
    await document.fonts.ready;
    pen.fillStyle = colour("--body-background-fill", "#faf8f4");
    pen.fillRect(0, 0, SIZE, SIZE);
    pen.fillStyle = colour("--accent", "#0f625d");
    pen.fillRect(0, 0, 20, SIZE);
    pen.textBaseline = "top";
    const width = SIZE - 2 * EDGE;
    const { size, lines } = set(pen, words, serif, width, SIZE - 2 * EDGE - 250);
    pen.fillStyle = colour("--body-text-color", "#211e1a");
    pen.font = `${size}px ${serif}`;
    // In the middle of what is left above who says it.
    const top = EDGE + (SIZE - 2 * EDGE - 250 - lines.length * size * 1.4) / 2;
    lines.forEach((line, at) => pen.fillText(line, EDGE, top + at * size * 1.4));
    const face = cover || nachgefragt.cover();
    const image = face ? await loaded(face) : null;
    const foot = SIZE - EDGE - 130;
    const left = image ? EDGE + 160 : EDGE;
    if (image) pen.drawImage(image, EDGE, foot, 130, 130);
    const room = SIZE - EDGE - left;
    // However long the title is, the time behind it stays.
    const then = time && ` · ${time}`;
    [[34, "600", who], [27, "400", place, then], [27, "400", nachgefragt.podcast()]].forEach(
      ([height, weight, text, end = ""], at) => {
        pen.font = `${weight} ${height}px ${sans}`;
        const fits = room - pen.measureText(end).width;
        pen.fillText(short(pen, text, fits) + end, left, foot + at * 46);
      },
    );
    return canvas;
  };
  const download = async (quote) => {
    const canvas = await paint(quote);
    canvas.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = `${quote.who.replace(/[^\p{L}\d]+/gu, "-").slice(0, 60) || "quote"}.png`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-act=save-quote], [data-act=as-image]");
    if (!button) return;
    const quote = quoteOf(button);
    if (button.dataset.act === "as-image") return download(quote);
    const { words: text, who, place, time, link } = quote;
    const said = [`${who}, ${place}`, time].filter(Boolean).join("\u00a0· ");
    if (!nachgefragt.saveQuote({ text, who: said, link })) return;
    nachgefragt.say(button, button.dataset.done);
  });
})();
