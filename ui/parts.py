"""The parts of the page: each is a gr.HTML with a script of its own."""

import json
from pathlib import Path

import gradio as gr
from markupsafe import Markup

from ui.state.conversation import Show

SCRIPTS = Path(__file__).resolve().parent / "scripts"


def part_of(name: str, value: Markup, *scripts: str) -> gr.HTML:
    """Make the part of that name, with its first HTML and its scripts."""
    sources = ((SCRIPTS / f"{script}.js").read_text(encoding="utf-8") for script in scripts)
    # Each in a block of its own: none sees the names of another.
    source = "\n".join(f"{{\n{script}}}" for script in sources) or None
    return gr.HTML(
        str(value), elem_id=name, apply_default_css=False, padding=False, js_on_load=source
    )


def memory_part() -> gr.HTML:
    """Make the part that shows nothing: its value is the conversation, as plain values."""
    script = (SCRIPTS / "memory.js").read_text(encoding="utf-8")
    return gr.HTML("", html_template="<i hidden></i>", elem_id="memory", js_on_load=script)


def recall(show: Show) -> str:
    """Return the script that reads this tab's conversation out of the browser's storage."""
    whose = "library" if show.more else show.corpus.podcast.slug
    return f"() => [nachgefragt.recall({json.dumps(f'nachgefragt-{whose}')})]"


def announce(what: str) -> str:
    """Return the script that tells the parts of the page what has happened."""
    return f'() => {{ document.dispatchEvent(new Event("nachgefragt:{what}")); }}'
