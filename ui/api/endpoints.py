"""The functions that other programs may call: ask, search, episodes and podcasts.

The same four functions are called through Gradio's endpoints, as MCP tools and as plain HTTP.

`calls` has checked the arguments against the types below before they come here, and turns errors
into a line in the language of whoever called.
"""

from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

from gradio.events import api

from corpus import Corpus
from rag.bounds import MOST_PASSAGES, asked_for, earlier
from rag.errors import QuestionError
from rag.question.scope import no_such_podcast
from rag.settings import Reach
from rag.types import Question, Scope
from ui.api.addresses import Addresses
from ui.api.calls import BadCall, Offered
from ui.api.schemas import AnswerResult, EpisodeResult, PassageResult, PodcastResult
from ui.state.cancellation import hung_up, until
from ui.state.conversation import Current, Show, answers
from ui.state.queue import RequestQueue
from ui.texts.language import in_each

T = TypeVar("T")


def offer_api(current: Current, line: RequestQueue, reach: Reach) -> Offered:
    """Add the four endpoints to the window that is being built; return them for other doors."""
    calls = _Calls(line, current, Addresses(reach.public_url))
    # Only what is queued can grow, and only of that it is known whether anybody listens still.
    api(calls.ask, api_name="ask")
    api(calls.search, api_name="search")
    api(calls.episodes, api_name="episodes", queue=False)
    api(calls.podcasts, api_name="podcasts", queue=False)
    offered = (calls.ask, calls.search, calls.episodes, calls.podcasts)
    return Offered({call.__name__: call for call in offered}, current)


@dataclass(frozen=True, slots=True)
class _Calls:
    """The four functions, each with the podcasts of its moment."""

    line: RequestQueue
    current: Current
    addresses: Addresses

    async def ask(
        self,
        question: str,
        history: list[str] | None = None,
        episode: int | None = None,
        speaker: str | None = None,
        podcast: str | None = None,
    ) -> AsyncGenerator[AnswerResult, None]:
        """Ask the podcast a question: the answer with verbatim quotes and where they stand.

        Args:
            question: The question, in German or English.
            history: Earlier questions of the conversation, oldest first.
            episode: Number of the only episode to look in; nothing for all.
            speaker: Name of the only speaker to quote, or a part of it; nothing for all.
            podcast: Slug of the only podcast to ask, where there are several; nothing for all.

        """
        context = earlier(history or [])
        scope = Scope(episode, speaker, podcast)
        asked = Question(asked_for(question), context, scope)
        steps = _in_turn(self.line, answers(self.current().pipeline, asked))
        async with aclosing(until(hung_up(), steps)) as growing:
            async for answer in growing:
                if not isinstance(answer, int):
                    yield self.addresses.answer(answer)

    # What Gradio describes is each result, not what yields them.
    ask.__annotations__["return"] = AnswerResult

    async def search(
        self,
        query: str,
        k: int = 10,
        episode: int | None = None,
        speaker: str | None = None,
        podcast: str | None = None,
    ) -> list[PassageResult]:
        """Find the passages of the podcast that fit some words, best first.

        Args:
            query: What to look for, in German or English.
            k: How many passages, from 1 to 50.
            episode: Number of the only episode to look in; nothing for all.
            speaker: Name of the only speaker, or a part of it; nothing for all.
            podcast: Slug of the only podcast, where there are several; nothing for all.

        """
        if not 0 < k <= MOST_PASSAGES:
            raise BadCall("k", f"1–{MOST_PASSAGES}")
        scope = Scope(episode, speaker, podcast)
        looking = map(self.current().search, [asked_for(query)], [k], [scope])
        async with aclosing(until(hung_up(), _in_turn(self.line, looking))) as steps:
            # Nothing is left of it only where nobody waits for it any more.
            found = [step async for step in steps if not isinstance(step, int)]
        return self.addresses.passages(found[0]) if found else []

    def episodes(
        self, number: int | None = None, podcast: str | None = None
    ) -> list[EpisodeResult]:
        """List the episodes with date, people, links and chapters; one with its transcript.

        Args:
            number: Number of one episode, to get its whole transcript too; nothing for the list.
            podcast: Slug of the only podcast, where there are several; nothing for all.

        """
        show = self.current()
        corpora = show.corpora if podcast is None else (podcast_of(show, podcast),)
        found = [
            (corpus, episode)
            for corpus in corpora
            for episode in corpus
            if number in (None, episode.number)
        ]
        if not found and number is not None:
            raise no_such_episode(number)
        whole = number is not None
        return [
            self.addresses.episode(episode, corpus.podcast if show.more else None, whole)
            for corpus, episode in found
        ]

    def podcasts(self) -> list[PodcastResult]:
        """List the podcasts that can be asked, with their slugs, people and episode counts."""
        show = self.current()
        return [self.addresses.podcast(corpus, bool(show.more)) for corpus in show.corpora]


def _in_turn(line: RequestQueue, steps: Iterator[T]) -> Generator[T | int, None, None]:
    """Yield how many are ahead while it waits, then the steps, of which none is taken before."""
    with line.place() as turn:
        yield from turn
        yield from steps


def podcast_of(show: Show, slug: str) -> Corpus:
    """Return the podcast with that slug. Raises QuestionError where there is none."""
    found = show.of(slug)
    if found is None:
        raise no_such_podcast(slug, [corpus.podcast.slug for corpus in show.corpora])
    return found


def no_such_episode(number: int) -> QuestionError:
    """Make the error for an episode that does not exist."""
    return QuestionError(in_each(lambda words: f"{words.no_episode}: {number}"))
