"""The view in which questions of an eval set are confirmed, if the operator names its file."""

from pathlib import Path

import gradio as gr
from markupsafe import Markup

from corpus import NachgefragtError
from rag.batch import read_batch
from rag.types import Scope, Span
from ui.html.labelling import Labelling, labelling
from ui.html.trouble import attempted, drawn
from ui.state.conversation import Current, Show
from ui.state.events import read
from ui.state.labelling import Labelled, Line, decide, turned_to
from ui.texts.labelling import labelling_words
from ui.texts.language import language_for, words_in
from ui.texts.wording import Wording

FOUND = 5  # passages


def add_labelling(current: Current, file: Path, scripts: Path) -> None:
    """Add the view to the window that is being built; the address "?label=" opens it.

    Raises QuestionError where the file cannot be read.
    """
    _read(file)

    def act(event: gr.EventData, request: gr.Request) -> str:
        words = words_in(language_for(request.cookies, request.headers))
        return str(drawn(words, "reload", labelled, current(), file, read(Labelled, event), words))

    with gr.Column(elem_id="label-view", elem_classes="view"):
        part = gr.HTML(
            elem_id="label",
            apply_default_css=False,
            padding=False,
            js_on_load=(scripts / "labelling.js").read_text(encoding="utf-8"),
        )
    part.select(
        act,
        None,
        part,
        queue=False,
        show_progress="hidden",
        api_visibility="private",
        trigger_mode="always_last",
    )


def labelled(show: Show, file: Path, event: Labelled, words: Wording) -> Markup:
    """Do what somebody wants with a question, and draw what comes next, or why it cannot be."""
    problem, decided = "", event.act in ("save", "unsaid", "skip")
    if decided:
        try:
            decide(file, show.corpus, event)
        except NachgefragtError as error:
            problem = error.in_language(words.code)
        except OSError as error:
            problem = labelling_words(words.code).unsaved.format(reason=error.strerror)
    lines = _read(file)
    now = event.model_copy(update={"act": "find"}) if problem else event
    at = turned_to(lines, now)
    if at is not None and str(lines[at].get("id")) != event.id:
        now = Labelled(id=str(lines[at].get("id")))
    sought = "" if at is None else now.words or now.question or lines[at]["question"]
    found = attempted(_found, show, sought) or ()
    return labelling(
        show.corpus, Labelling(lines, at, now, found, problem, decided and not problem), file, words
    )


def _read(file: Path) -> list[Line]:
    return read_batch(file) if file.exists() else []


def _found(show: Show, sought: str) -> list[Span]:
    try:
        return [hit.chunk for hit in show.search(sought, FOUND, Scope())] if sought else []
    except NachgefragtError:
        return []  # nothing that can be looked for, such as one word too long
