"""The page: its layout, and its events: ask, search, open an episode, rate.

Each part is a gr.HTML with a script of its own, which sends what was done as an event of that
part. The conversation is kept by the browser, not here: each event brings it along.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec

import gradio as gr
from anyio import to_thread
from markupsafe import Markup

from rag.settings import LOCAL, Reach
from rag.types import Scope
from ui.api.calls import Window
from ui.api.endpoints import offer_api
from ui.door.clients import asking, questions
from ui.html import frame
from ui.html.answer.exchange import conversation, exchange
from ui.html.chooser import shelf
from ui.html.face import face
from ui.html.search_results import find
from ui.html.templates import rendered
from ui.html.trouble import attempted, drawn, trouble
from ui.labelling import add_labelling
from ui.logs import keep_questions_out
from ui.pages.episode import nothing_open
from ui.pages.opened import opened
from ui.parts import SCRIPTS, announce, memory_part, part_of, recall
from ui.state.browser_storage import MOST, kept, recalled
from ui.state.cancellation import Stops, hung_up, until
from ui.state.conversation import (
    Conversation,
    Current,
    Exchange,
    Show,
    in_turn,
    replies,
    stopped_at,
)
from ui.state.events import Asked, Chosen, Opened, Rated, Searched, Stopped, read
from ui.state.feedback import Judged, candidate, write_down
from ui.state.queue import RequestQueue
from ui.texts.language import language_for, language_of, words_in
from ui.texts.wording import Wording

ASKED_AT_ONCE = 4
WAITING = 60
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}
LAST: dict[str, Any] = {"trigger_mode": "always_last"}
EACH: dict[str, Any] = {"trigger_mode": "multiple"}
P = ParamSpec("P")


class Parts(NamedTuple):
    """The parts of the page."""

    masthead: gr.HTML
    earlier: gr.HTML
    latest: gr.HTML
    composer: gr.HTML
    face: gr.HTML
    finder: gr.HTML
    passages: gr.HTML
    shelf: gr.HTML
    episode: gr.HTML
    player: gr.HTML
    drawer: gr.HTML
    memory: gr.HTML
    stops: gr.State


def build_window(
    current: Current,
    feedback: Path | None = None,
    waiting: int = WAITING,
    reach: Reach = LOCAL,
    labelling: Path | None = None,
) -> Window:
    """Build the window for a podcast, or several, with its API; `ui.open_door` shows it.

    Each event asks `current` for them once and stays with that. With `feedback`, readers can
    rate answers, and each rating is a line of that file. At most `waiting` questions wait for those
    before them; more are asked to come back, and whoever asks more than `reach` allows. With
    `labelling`, the questions of that eval set can be confirmed.
    """
    keep_questions_out()
    line = RequestQueue(ASKED_AT_ONCE, waiting, asking(reach), questions(reach))
    show = current()
    # Of several, the page says which one is chosen.
    title = "Nachgefragt" if show.more else f"Nachgefragt · {show.corpus.podcast.title}"
    window = Window(title=title, analytics_enabled=False, fill_width=True)
    with window:
        parts = _lay_out(show, words_in(language_of(show.corpora)))
        _Events(current, line, feedback, labelling is not None).wire(window, parts)
        if labelling:
            add_labelling(current, labelling, SCRIPTS)
        window.offered = offer_api(current, line, reach)
    # Whoever waits stands in our line and hears how long it is. Past the queue an answer that
    # grows would end with its first words.
    window.queue(default_concurrency_limit=None, api_open=False)
    return window


def _lay_out(show: Show, words: Wording) -> Parts:
    def part(draw: Callable[P, Markup], *given: P.args, **named: P.kwargs) -> Markup:
        return drawn(words, "reload", draw, *given, **named)

    masthead = part_of("masthead", part(frame.masthead, show.corpora, words), "page")
    with gr.Column(elem_id="ask-view", elem_classes="view"):
        earlier = part_of("earlier", part(frame.welcome, show.corpora, words))
        latest = part_of("latest", Markup(""), "conversation")
        composer = part_of("composer", part(frame.composer, show.of(None), words), "composer")
        first = part_of("face", part(face, show.corpora, words, topics=show.topics))
    with gr.Column(elem_id="search-view", elem_classes="view"):
        finder = part_of("finder", part(frame.search_form, show.of(None), words), "finder")
        passages = part_of("passages", Markup(""), "found")
    with gr.Row(elem_id="episodes-view", elem_classes="view"):
        drawn_shelf = part(shelf, show.corpora, words, named=bool(show.more))
        shelves = part_of("shelf", drawn_shelf, "shelf", "picker")
        episode = part_of("episode", part(nothing_open, words), "pieces", "episodes")
    return Parts(
        *(masthead, earlier, latest, composer, first, finder, passages, shelves, episode),
        player=part_of("player", part(frame.player, words), "player", "reading"),
        drawer=part_of("drawer", part(frame.drawer, words), "drawer"),
        memory=memory_part(),
        stops=gr.State(Stops()),
    )


def _words(request: gr.Request, show: Show) -> Wording:
    return words_in(language_for(request.cookies, request.headers, language_of(show.corpora)))


def _earlier(show: Show, past: Conversation, words: Wording, rated: bool) -> str:
    """Draw the exchanges above the latest; one that never got its answer was stopped."""
    if not past:
        return str(drawn(words, "reload", frame.welcome, show.corpora, words))
    settled = tuple(one if one.settled else stopped_at(one) for one in past)
    return str(drawn(words, "reload", conversation, settled, words, rated=rated))


def _chosen(show: Show, slug: str | None, words: Wording) -> list[str]:
    """Draw both forms, face and list of episodes, of one podcast or of all."""
    corpus, named = show.of(slug), bool(show.more)
    corpora = [corpus] if corpus else show.corpora
    return [
        str(drawn(words, "reload", frame.composer, corpus, words)),
        str(drawn(words, "reload", face, corpora, words, named=named, topics=show.topics)),
        str(drawn(words, "reload", frame.search_form, corpus, words)),
        str(drawn(words, "reload", shelf, corpora, words, named=named)),
    ]


def _latest(past: Conversation, words: Wording, rated: bool, one: Exchange) -> tuple[Any, Any]:
    """Draw the current exchange, and return what the browser is to remember of it all.

    While an answer grows it remembers the question alone.
    """
    shown = exchange(len(past) + 1, one, words, rated=rated)
    if one.reply is not None and not one.settled:
        return str(shown), gr.skip()
    memory = attempted(kept, (*past, one))
    if memory is None:
        return str(shown + trouble(words, "reload")), gr.skip()
    return str(shown), memory


@dataclass(frozen=True, slots=True)
class _Events:
    """The functions that the parts of the page call, each with the podcasts of its moment."""

    current: Current
    line: RequestQueue
    feedback: Path | None
    labelled: bool

    def wire(self, window: gr.Blocks, parts: Parts) -> None:
        """Let the parts of the page call these functions."""
        forms = [parts.composer, parts.face, parts.finder, parts.shelf]
        asked = [parts.earlier, parts.latest, parts.memory]
        shown = [parts.masthead, parts.earlier, *forms, parts.episode, parts.player, parts.drawer]
        arriving = window.load(
            self.arrive, parts.memory, [*shown, parts.memory], js=recall(self.current()), **AT_ONCE
        )
        arriving.then(fn=None, js=announce("arrived"))
        parts.composer.clear(self.forget, None, asked, **AT_ONCE)
        parts.masthead.select(self.choose, None, forms, **LAST, **AT_ONCE)
        asking = parts.composer.submit(
            self.reply, [parts.memory, parts.stops], asked, **EACH, **QUIET
        )
        asking.failure(fn=None, js=announce("broken"))
        parts.composer.stop(self.stop, [parts.stops], None, **AT_ONCE)
        # Of what is looked for one after the other, only the last is waited for.
        parts.finder.submit(self.look, None, parts.passages, **LAST, **QUIET)
        parts.episode.select(self.open_page, None, parts.episode, **LAST, **AT_ONCE)
        if self.feedback:
            # What is said of a thumb may follow before the thumb is written.
            rating = parts.latest.like(self.rate, parts.memory, None, **EACH, **AT_ONCE)
            rating.success(fn=None, js=announce("rated"))
            rating.failure(fn=None, js=announce("unrated"))

    def arrive(self, memory: object, request: gr.Request) -> list[Any]:
        words = _words(request, show := self.current())
        past = attempted(recalled, show.corpus, memory, show.more)
        lost = str(trouble(words, "reload")) if past is None else ""
        rated, labelled = self.feedback is not None, self.labelled
        return [
            str(drawn(words, "reload", frame.masthead, show.corpora, words, labelled=labelled)),
            lost + _earlier(show, past or (), words, rated),
            *_chosen(show, None, words),
            str(drawn(words, "reload", nothing_open, words)),
            str(drawn(words, "reload", frame.player, words)),
            str(drawn(words, "reload", frame.drawer, words)),
            memory,
        ]

    def forget(self, request: gr.Request) -> tuple[str, str, list[Any]]:
        words = _words(request, show := self.current())
        return _earlier(show, (), words, rated=False), "", []

    def choose(self, event: gr.EventData, request: gr.Request) -> list[str]:
        show = self.current()
        return _chosen(show, read(Chosen, event).podcast, _words(request, show))

    async def reply(
        self, event: gr.EventData, memory: object, stops: Stops, request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        asked, now, rated = read(Asked, event), self.current(), self.feedback is not None
        words = _words(request, now)
        # One that cannot be read is shown as such on arrival; to go on without it is all right.
        past = await to_thread.run_sync(attempted, recalled, now.corpus, memory, now.more) or ()
        past = past[: asked.instead_of - 1] if asked.instead_of else past
        scope = Scope(asked.episode, asked.speaker, asked.podcast)
        latest = Exchange(asked.question, scope, after=tuple(asked.after))
        # A full one stays as it is; what follows leans on it, and is a conversation of its own.
        shown = past if len(past) < MOST else ()
        show = partial(_latest, shown, words, rated)
        above = _earlier(now, shown, words, rated) if shown else ""
        if past and not shown:
            full = words.full_conversation.format(count=len(past))
            above = str(rendered("notice", message=full))
        yield above, *show(latest)
        answering = replies(now.pipeline, now.search, past, latest, words)
        waiting = in_turn(self.line, latest, words, answering)
        growing = until(stops.of(asked.serial or 0), waiting)
        async with aclosing(growing):
            async for latest in growing:
                yield gr.skip(), *(await to_thread.run_sync(show, latest))
        if not latest.settled:
            yield gr.skip(), *show(stopped_at(latest))

    async def stop(self, event: gr.EventData, stops: Stops) -> None:
        stops.stop(read(Stopped, event).serial or 0)

    async def look(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[str]:
        show = self.current()
        looking = find(self.line, show.search, read(Searched, event), _words(request, show))
        async with aclosing(until(hung_up(), looking)) as growing:
            async for shown in growing:
                yield str(shown)

    def open_page(self, event: gr.EventData, request: gr.Request) -> str:
        wanted, show = read(Opened, event), self.current()
        return str(opened(self.line, show, wanted, _words(request, show)))

    def rate(self, event: gr.EventData, memory: object) -> None:
        rated, show = read(Rated, event), self.current()
        past = recalled(show.corpus, memory, show.more)
        judged = Judged(rated.rating, rated.comment, rated.right, rated.id)
        line = candidate(past, rated.number or 0, judged)
        if not self.feedback or not line or not write_down(self.feedback, line):
            raise gr.Error(print_exception=False, visible=False)
