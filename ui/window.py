"""The page: what stands where, and what happens when somebody asks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import api
from markupsafe import Markup
from pydantic import TypeAdapter, ValidationError

from corpus import Corpus, NachgefragtError
from rag import answer_json
from rag.errors import QuestionError
from rag.types import Question
from ui import wording
from ui.cards import panel
from ui.conversation import Conversation, Exchange, Pipeline, ask, settle
from ui.messages import Message, messages

SCRIPT = Path(__file__).resolve().parent / "window.js"
# Far above what is answered, so that a long question gets a friendly message instead of being
# cut without a word; only there to bound what is sent.
INPUT_CHARACTERS = 20_000
ASKED_AT_ONCE = 4
# What the browser shows of a conversation: state, messages, cards.
View = tuple[Conversation, list[Message], str]


def build_window(corpus: Corpus, pipeline: Pipeline) -> gr.Blocks:
    """The chat window for one podcast, with the API endpoint /ask; launch() opens it.

    Launch it with `ui.launch_options()`, else it has neither style nor system fonts.
    """
    title = wording.PAGE_TITLE.format(podcast=corpus.podcast.title)
    window: gr.Blocks = gr.Blocks(title=title, analytics_enabled=False, fill_width=True)
    with window:
        conversation = gr.State(())
        with gr.Row(elem_id="masthead"):
            gr.HTML(_masthead(corpus), js_on_load=None, apply_default_css=False)
            restart = gr.Button(wording.NEW_CONVERSATION, elem_id="restart", size="sm")
        with gr.Row(elem_id="desk"):
            chatbot = _chatbot(corpus)
            sources = gr.HTML(
                str(panel(())),
                elem_id="sources",
                apply_default_css=False,
                js_on_load=SCRIPT.read_text(encoding="utf-8"),
            )
            question = _question_box()
        view = [conversation, chatbot, sources]
        _on_ask(pipeline, question, chatbot, view)
        restart.click(lambda: _view(()), None, view, queue=False, api_visibility="private")
        _offer_api(pipeline)
    window.queue(default_concurrency_limit=ASKED_AT_ONCE)
    return window


def example_questions(corpus: Corpus) -> tuple[str, ...]:
    """Four questions that this podcast can be asked."""
    latest = corpus.episodes[-1].number
    templates = wording.EXAMPLES_BY_PODCAST.get(corpus.podcast.slug, wording.EXAMPLES)
    return tuple(template.format(episode=latest) for template in templates)


def _masthead(corpus: Corpus) -> str:
    tagline = wording.TAGLINE.format(podcast=corpus.podcast.title)
    return str(Markup("<h1>{}</h1><p>{}</p>").format(wording.TITLE, tagline))


def _chatbot(corpus: Corpus) -> gr.Chatbot:
    welcome = Markup('<h2 class="welcome">{}</h2><p class="welcome-more">{}</p>')
    return gr.Chatbot(
        elem_id="conversation",
        label=wording.CONVERSATION,
        show_label=False,
        height="100%",
        layout="bubble",
        buttons=[],
        latex_delimiters=[],
        allow_tags=False,
        feedback_options=None,
        placeholder=str(welcome.format(wording.WELCOME, wording.WELCOME_MORE)),
        examples=[{"text": example} for example in example_questions(corpus)],
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label=wording.QUESTION,
        show_label=False,
        placeholder=wording.PLACEHOLDER,
        max_lines=6,
        max_length=INPUT_CHARACTERS,
        submit_btn=wording.ASK,
    )


def _view(conversation: Conversation) -> View:
    return conversation, messages(conversation), str(panel(conversation))


def _on_ask(pipeline: Pipeline, question: gr.Textbox, chatbot: gr.Chatbot, view: list[Any]) -> None:
    def reply(text: str | None, earlier: Conversation) -> Iterator[tuple[Any, ...]]:
        # A lone surrogate cannot be sent back to the browser.
        clean = (text or "").encode(errors="replace").decode()
        waiting = (*earlier, Exchange(clean))
        yield "", *_view(waiting)
        yield gr.skip(), *_view(settle(pipeline, waiting))

    def picked(event: gr.SelectData) -> str:
        return str(event.value["text"])

    inputs, outputs = [question, view[0]], [question, *view]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    limit: dict[str, Any] = {"concurrency_id": "ask", "concurrency_limit": ASKED_AT_ONCE}
    question.submit(reply, inputs, outputs, **quiet, **limit)
    chatbot.example_select(picked, None, question, **quiet, queue=False).then(
        reply, inputs, outputs, **quiet, **limit
    )


def _offer_api(pipeline: Pipeline) -> None:
    def answer(
        question: str,
        history: list[str] | None = None,
        episode: int | None = None,
        speaker: str | None = None,
    ) -> dict[str, Any]:
        """Ask the podcast a question: answer, citations with speaker, chapter and time."""
        scope = {"episode": episode, "speaker": speaker}
        raw = {"text": question, "history": history or (), "scope": scope}
        try:
            return answer_json(ask(pipeline, _question(raw)))
        except NachgefragtError as error:
            raise gr.Error(str(error), print_exception=False) from error

    # Past the queue: an answer is quicker than the queue's two more round trips.
    api(answer, api_name="ask", queue=False)


def _question(raw: dict[str, Any]) -> Question:
    try:
        return TypeAdapter(Question).validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        message = wording.BAD_REQUEST.format(field=field, problem=first["msg"])
        raise QuestionError(message) from error
