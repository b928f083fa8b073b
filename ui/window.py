"""The page: what stands where, and what happens when somebody asks, searches or opens an episode.

Each part is a gr.HTML with a script of its own, which sends what was done as an event of that
part. The conversation is kept by the browser, not here: each event brings it along.
"""

from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr
from anyio import to_thread
from markupsafe import Markup

from corpus import Corpus
from rag.reach import LOCAL, Reach
from rag.types import Scope
from ui import episodes, frame
from ui.api import offer_api
from ui.clients import asking, questions
from ui.conversation import Conversation, Exchange, Pipeline, Search, in_turn, replies, stopped_at
from ui.events import Asked, Opened, Rated, Searched, Stopped, read
from ui.feedback import candidate, write_down
from ui.language import WORDINGS, language_for
from ui.line import Line
from ui.memory import kept, recalled
from ui.messages import conversation, exchange
from ui.passages import find
from ui.stopping import Stops, until
from ui.wording import Wording

SCRIPTS = Path(__file__).resolve().parent / "scripts"
ASKED_AT_ONCE = 4
WAITING = 60
# It hides nothing: it only has to be the same after a restart, or the browser forgets.
MEMORY_SECRET = "nachgefragt"
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}


class Parts(NamedTuple):
    """What the page is made of."""

    masthead: gr.HTML
    earlier: gr.HTML
    latest: gr.HTML
    composer: gr.HTML
    finder: gr.HTML
    passages: gr.HTML
    shelf: gr.HTML
    folge: gr.HTML
    player: gr.HTML
    memory: gr.BrowserState
    stops: gr.State


def build_window(
    corpus: Corpus,
    pipeline: Pipeline,
    search: Search,
    feedback: Path | None = None,
    waiting: int = WAITING,
    reach: Reach = LOCAL,
) -> gr.Blocks:
    """The window for one podcast with its API; `ui.open_door` shows it.

    With `feedback`, readers can rate answers, and each rating is a line of that file. At most
    `waiting` questions wait for those before them; more are asked to come back,
    and whoever asks more than `reach` allows.
    """
    line = Line(ASKED_AT_ONCE, waiting, asking(reach), questions(reach))
    title = f"Nachgefragt · {corpus.podcast.title}"
    window: gr.Blocks = gr.Blocks(title=title, analytics_enabled=False, fill_width=True)
    with window:
        parts = _lay_out(corpus, WORDINGS["de"])
        _on_arrival(window, corpus, parts, rated=feedback is not None)
        _on_ask(corpus, line, pipeline, search, parts, rated=feedback is not None)
        _on_search(search, parts)
        _on_open(corpus, parts)
        if feedback:
            _on_rating(corpus, feedback, parts)
        offer_api(corpus, line, pipeline, search)
    # Whoever waits stands in our line and hears how long it is. Past the queue an answer that
    # grows would end with its first words.
    window.queue(default_concurrency_limit=None, api_open=False)
    return window


def _lay_out(corpus: Corpus, words: Wording) -> Parts:
    masthead = _part("masthead", frame.masthead(corpus, words), "page")
    with gr.Column(elem_id="fragen", elem_classes="view"):
        earlier = _part("earlier", frame.welcome(corpus, words))
        latest = _part("latest", Markup(""), "conversation")
        composer = _part("composer", frame.composer(corpus, words), "composer")
    with gr.Column(elem_id="suchen", elem_classes="view"):
        finder = _part("finder", frame.search_form(corpus, words), "finder")
        passages = _part("passages", Markup(""))
    with gr.Row(elem_id="folgen", elem_classes="view"):
        shelf = _part("shelf", episodes.shelf(corpus, words), "shelf")
        folge = _part("folge", episodes.nothing_open(words), "episodes")
    return Parts(
        *(masthead, earlier, latest, composer, finder, passages, shelf, folge),
        player=_part("player", frame.player(words), "player"),
        memory=gr.BrowserState(
            [], storage_key=f"nachgefragt-{corpus.podcast.slug}", secret=MEMORY_SECRET
        ),
        stops=gr.State(Stops()),
    )


def _part(name: str, value: Markup, script: str | None = None) -> gr.HTML:
    source = (SCRIPTS / f"{script}.js").read_text(encoding="utf-8") if script else None
    return gr.HTML(
        str(value), elem_id=name, apply_default_css=False, padding=False, js_on_load=source
    )


def _words(request: gr.Request) -> Wording:
    return WORDINGS[language_for(request.cookies, request.headers)]


def _earlier(corpus: Corpus, past: Conversation, words: Wording, rated: bool) -> str:
    """What stands above the latest exchange; one that never got its answer was stopped."""
    settled = tuple(one if one.settled else stopped_at(one) for one in past)
    return str(conversation(settled, words, rated=rated) if past else frame.welcome(corpus, words))


def _on_arrival(window: gr.Blocks, corpus: Corpus, parts: Parts, *, rated: bool) -> None:
    def arrive(memory: object, request: gr.Request) -> list[str]:
        words = _words(request)
        return [
            str(frame.masthead(corpus, words)),
            _earlier(corpus, recalled(corpus, memory), words, rated),
            str(frame.composer(corpus, words)),
            str(frame.search_form(corpus, words)),
            str(episodes.shelf(corpus, words)),
            str(episodes.nothing_open(words)),
            str(frame.player(words)),
        ]

    def forget(request: gr.Request) -> tuple[str, str, list[Any]]:
        return str(frame.welcome(corpus, _words(request))), "", []

    shown = [
        *(parts.masthead, parts.earlier, parts.composer, parts.finder),
        *(parts.shelf, parts.folge, parts.player),
    ]
    window.load(arrive, parts.memory, shown, **AT_ONCE).then(fn=None, js=_announce("arrived"))
    cleared = [parts.earlier, parts.latest, parts.memory]
    parts.composer.clear(forget, None, cleared, **AT_ONCE)


def _on_ask(
    corpus: Corpus, line: Line, pipeline: Pipeline, search: Search, parts: Parts, *, rated: bool
) -> None:
    async def reply(
        event: gr.EventData, memory: object, stops: Stops, request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        words, asked = _words(request), read(Asked, event)
        past = await to_thread.run_sync(recalled, corpus, memory)
        past = past[: asked.instead_of - 1] if asked.instead_of else past
        latest = Exchange(asked.question, Scope(asked.episode, asked.speaker))
        show = partial(_latest, past, words, rated)
        above = _earlier(corpus, past, words, rated) if past else ""
        yield above, *show(latest)
        answering = replies(pipeline, search, past, latest, words)
        waiting = in_turn(line, latest, words, answering)
        growing = until(stops.of(asked.serial or 0), waiting)
        async with aclosing(growing):
            async for latest in growing:
                yield gr.skip(), *(await to_thread.run_sync(show, latest))
        if not latest.settled:
            yield gr.skip(), *show(stopped_at(latest))

    async def stop(event: gr.EventData, stops: Stops) -> None:
        stops.stop(read(Stopped, event).serial or 0)

    asking = parts.composer.submit(
        reply,
        [parts.memory, parts.stops],
        [parts.earlier, parts.latest, parts.memory],
        trigger_mode="multiple",
        **QUIET,
    )
    asking.failure(fn=None, js=_announce("broken"))
    parts.composer.stop(stop, [parts.stops], None, **AT_ONCE)


def _latest(past: Conversation, words: Wording, rated: bool, one: Exchange) -> tuple[Any, Any]:
    """The exchange that is going on, and what the browser is to remember of it all.

    While an answer grows it remembers the question alone.
    """
    shown = exchange(len(past) + 1, one, words, rated=rated)
    new = one.settled or one.reply is None
    return str(shown), kept((*past, one)) if new else gr.skip()


def _on_search(search: Search, parts: Parts) -> None:
    def look(event: gr.EventData, request: gr.Request) -> str:
        return str(find(search, read(Searched, event), _words(request)))

    parts.finder.submit(look, None, parts.passages, **AT_ONCE)


def _on_open(corpus: Corpus, parts: Parts) -> None:
    def open_episode(event: gr.EventData, request: gr.Request) -> str:
        wanted, words = read(Opened, event), _words(request)
        if wanted.number is None:
            return str(episodes.nothing_open(words))
        episode = corpus.episode(wanted.number)
        if episode is None:
            return str(episodes.no_such_episode(words))
        return str(episodes.episode_page(episode, wanted.place, words))

    parts.folge.select(open_episode, None, parts.folge, trigger_mode="always_last", **AT_ONCE)


def _on_rating(corpus: Corpus, file: Path, parts: Parts) -> None:
    def rate(event: gr.EventData, memory: object) -> None:
        rated = read(Rated, event)
        line = candidate(recalled(corpus, memory), rated.number or 0, rated.rating, rated.comment)
        if line:
            write_down(file, line)

    parts.latest.like(rate, parts.memory, None, **AT_ONCE)


def _announce(what: str) -> str:
    return f'() => {{ document.dispatchEvent(new Event("nachgefragt:{what}")); }}'
