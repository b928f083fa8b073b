"""The API over HTTP, /ask, /search, /episodes and /podcasts, and the same four as MCP tools.

`calls` has checked the arguments against the types below before they come here, and turns errors
into a line in the language of whoever called.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import aclosing, closing
from inspect import signature
from typing import cast

from gradio.events import api

from rag import answer_json, hit_json
from rag.errors import QuestionError
from rag.question.scope import no_such_podcast
from rag.serialize import episode_json, podcast_json
from rag.types import Question, Scope
from rag.understand import asked_for, earlier
from ui.api.calls import bad_request
from ui.api.schemas import AnswerResult, EpisodeResult, PassageResult, PodcastResult
from ui.state.cancellation import hung_up, until
from ui.state.conversation import Current, Pipeline, Search, answers
from ui.state.queue import RequestQueue
from ui.texts.language import in_each

MOST_PASSAGES = 50


def offer_api(current: Current, line: RequestQueue) -> None:
    """Add the four endpoints to the window that is being built."""
    # Only what is queued can grow, and only of that it is known whether anybody listens still.
    api(_ask(line, current), api_name="ask")
    api(_search(line, current), api_name="search")
    api(_episodes(current), api_name="episodes", queue=False)
    api(_podcasts(current), api_name="podcasts", queue=False)


def _ask(line: RequestQueue, current: Current) -> Callable[..., AsyncGenerator[AnswerResult, None]]:
    async def ask(
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
            speaker: Full name of the only speaker to quote; nothing for all.
            podcast: Slug of the only podcast to ask, where there are several; nothing for all.

        """
        context = earlier(history or [])
        scope = Scope(episode, speaker, podcast)
        asked = Question(asked_for(question), context, scope)
        async with aclosing(until(hung_up(), _growing(line, current().pipeline, asked))) as growing:
            async for answer in growing:
                if not isinstance(answer, int):
                    yield answer

    # What Gradio describes is each result, not what yields them.
    ask.__signature__ = signature(ask).replace(return_annotation=AnswerResult)  # type: ignore
    return ask


def _growing(
    line: RequestQueue, pipeline: Pipeline, asked: Question
) -> Generator[AnswerResult | int, None, None]:
    """Yield how many are ahead while it waits, then the answer each time it has grown."""
    with line.place() as turn:
        yield from turn
        with closing(answers(pipeline, asked)) as growing:
            for answer in growing:
                yield cast(AnswerResult, answer_json(answer))


def _search(line: RequestQueue, current: Current) -> Callable[..., Awaitable[list[PassageResult]]]:
    async def search_passages(
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
            speaker: Full name of the only speaker; nothing for all.
            podcast: Slug of the only podcast, where there are several; nothing for all.

        """
        if not 0 < k <= MOST_PASSAGES:
            raise bad_request("k", f"1–{MOST_PASSAGES}")
        scope = Scope(episode, speaker, podcast)
        looking = _found(line, current().search, asked_for(query), k, scope)
        async with aclosing(until(hung_up(), looking)) as steps:
            # Nothing is left of it only where nobody waits for it any more.
            rows = [step async for step in steps if not isinstance(step, int)]
        return rows[0] if rows else []

    search_passages.__name__ = "search"
    return search_passages


def _found(
    line: RequestQueue, search: Search, query: str, k: int, scope: Scope
) -> Generator[list[PassageResult] | int, None, None]:
    """Yield how many are ahead while it waits, then the passages that were found."""
    with line.place() as turn:
        yield from turn
        hits = search(query, k, scope)
        yield [cast(PassageResult, hit_json(hit, rank)) for rank, hit in enumerate(hits, start=1)]


def _episodes(current: Current) -> Callable[..., list[EpisodeResult]]:
    def episodes(number: int | None = None, podcast: str | None = None) -> list[EpisodeResult]:
        """List the episodes with date, people, links and chapters; one with its transcript.

        Args:
            number: Number of one episode, to get its whole transcript too; nothing for the list.
            podcast: Slug of the only podcast, where there are several; nothing for all.

        """
        show = current()
        one = show.of(podcast)
        if podcast is not None and one is None:
            raise no_such_podcast(podcast, [corpus.podcast.slug for corpus in show.corpora])
        corpora = show.corpora if one is None else (one,)
        found = [
            (corpus, episode)
            for corpus in corpora
            for episode in corpus
            if number in (None, episode.number)
        ]
        if not found and number is not None:
            raise QuestionError(in_each(lambda words: f"{words.no_episode}: {number}"))
        return [
            cast(
                EpisodeResult,
                episode_json(episode, with_turns=number is not None)
                | ({"podcast": corpus.podcast.slug} if show.more else {}),
            )
            for corpus, episode in found
        ]

    return episodes


def _podcasts(current: Current) -> Callable[[], list[PodcastResult]]:
    def podcasts() -> list[PodcastResult]:
        """List the podcasts that can be asked, with their slugs, people and episode counts."""
        return [cast(PodcastResult, podcast_json(corpus)) for corpus in current().corpora]

    return podcasts
