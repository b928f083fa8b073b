"""The look of the window: theme, style, script and icon, light and dark, nothing from afar."""

import json
from pathlib import Path
from typing import Any

import gradio as gr

from rag.types import Language
from rag.wording.languages import LANGUAGES

HERE = Path(__file__).resolve().parent
FONTS = ("Inter", "Inter meanwhile", "system-ui", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
EARLY = ("inter-latin.woff2", "source-serif-latin.woff2")  # what the first screen is set in
MONOSPACE = ("ui-monospace", "Consolas", "monospace")


def page_options(otherwise: Language = "de") -> dict[str, Any]:
    """Return Gradio's options for the look of its page.

    `otherwise` is the language of a page for a browser that speaks none of ours.
    """
    return {
        "theme": theme(),
        "head": head(otherwise),
        "favicon_path": str(HERE / "icon.svg"),
        "footer_links": [],
    }


def head(otherwise: Language) -> str:
    """Return icon, style and first scripts of the page.

    Not as Gradio's `css`: Gradio rewrites its selectors and loses what stands in media queries.
    """
    files = (HERE / "scripts" / name for name in ("head.js", "latest.js", "store.js", "quote.js"))
    script = "\n".join(file.read_text(encoding="utf-8") for file in files)
    # Where the page is not at the root of its host, the browser has found no icon so far.
    icon = '<link rel="icon" href="./favicon.ico">'
    languages = f"const LANGUAGES = {json.dumps(LANGUAGES)}, OTHERWISE = {json.dumps(otherwise)};"
    fonts = "".join(
        f'<link rel="preload" href="fonts/{name}" as="font" type="font/woff2" crossorigin>'
        for name in EARLY
    )
    return f"{icon}{fonts}<script>{languages}{script}</script><style>{style()}</style>"


def style() -> str:
    """Join the sheets of styles/: the page's own first, then one for each part of the window."""
    sheets = sorted((HERE / "styles").glob("*.css"), key=lambda one: (one.stem != "page", one.stem))
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def theme() -> gr.themes.Base:
    """Build the theme: warm paper or charcoal, one calm green, fonts of our own."""
    base = gr.themes.Base(font=FONTS, font_mono=MONOSPACE, radius_size="lg")
    return base.set(
        body_background_fill="#faf8f4",
        body_background_fill_dark="#171614",
        body_text_color="#211e1a",
        body_text_color_dark="#ece8e1",
        body_text_color_subdued="#676057",
        body_text_color_subdued_dark="#aaa297",
        block_background_fill="#ffffff",
        block_background_fill_dark="#211f1c",
        background_fill_secondary="#f1ede6",
        background_fill_secondary_dark="#2a2724",
        border_color_primary="#e4ded4",
        border_color_primary_dark="#3a3632",
        color_accent="#0f625d",
        color_accent_soft="#e2efed",
        color_accent_soft_dark="#1c3a37",
        link_text_color="#0f625d",
        link_text_color_dark="#7accc3",
        input_background_fill="#ffffff",
        input_background_fill_dark="#211f1c",
        button_primary_background_fill="#0f625d",
        button_primary_background_fill_hover="#0b4f4b",
        button_primary_background_fill_dark="#7accc3",
        button_primary_background_fill_hover_dark="#98dbd3",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#10221f",
    )
