"""How the window looks: theme, style, script and icon, for light and dark, nothing from afar."""

from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gradio as gr
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus import Corpus
from ui.calls import UNREADABLE, refuse

HERE = Path(__file__).resolve().parent
SYSTEM_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
MONOSPACE = ("ui-monospace", "Consolas", "monospace")
# Gradio needs inline code and eval; what the browser shall refuse is any other host.
OWN_HOST_ONLY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)


def launch_options(corpus: Corpus) -> dict[str, Any]:
    """What Gradio's launch() takes for the look, and for keeping everything on this machine."""
    return {
        "theme": theme(),
        "head": head(),
        "favicon_path": str(HERE / "icon.svg"),
        "footer_links": [],
        "app_kwargs": {
            "middleware": [Middleware(_own_host_only, policy(corpus))],
            "exception_handlers": dict.fromkeys(UNREADABLE, refuse),
        },
        # Also how many events Gradio works on at once, and whoever waits in line is one of them.
        "max_threads": 100,
        # Gradio keeps up to 100 kB for every page and call that ever came; all that we need of it
        # is what a question that is being answered has shown so far.
        "state_session_capacity": 250,
        "mcp_server": True,
        "share": False,
        "ssr_mode": False,
        "run_history": False,
        "enable_monitoring": False,
        "quiet": True,
    }


def head() -> str:
    """Style and first script of the page.

    Not as launch()'s `css`: Gradio rewrites its selectors and loses what stands in media queries.
    """
    style = (HERE / "style.css").read_text(encoding="utf-8")
    script = (HERE / "scripts" / "head.js").read_text(encoding="utf-8")
    return f"<script>{script}</script><style>{style}</style>"


def policy(corpus: Corpus) -> str:
    """The content security policy: this host alone, but audio from anywhere if episodes have it.

    Podcast hosts send a player on, past those who count, to hosts that nobody can know before.
    Only what somebody plays is fetched, and encrypted unless the feed itself says http.
    """
    heard = {urlsplit(episode.audio_url).scheme for episode in corpus if episode.audio_url}
    schemes = ("https:", "http:") if "http" in heard else ("https:",)
    return " ".join([f"{OWN_HOST_ONLY}; media-src 'self'", *(schemes if heard else ())])


def theme() -> gr.themes.Base:
    """Warm paper by day, warm charcoal by night, one calm green; only fonts that are there."""
    base = gr.themes.Base(font=SYSTEM_FONTS, font_mono=MONOSPACE, radius_size="lg")
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


def _own_host_only(app: ASGIApp, policy: str) -> ASGIApp:
    """Middleware: tell the browser to load nothing from any other host, whatever the page says."""
    return partial(_with_policy, app, policy.encode("ascii"))


async def _with_policy(
    app: ASGIApp, policy: bytes, scope: Scope, receive: Receive, send: Send
) -> None:
    async def send_with_policy(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                *message.get("headers", []),
                (b"content-security-policy", policy),
                (b"referrer-policy", b"no-referrer"),
            ]
        await send(message)

    await app(scope, receive, send_with_policy if scope["type"] == "http" else send)
