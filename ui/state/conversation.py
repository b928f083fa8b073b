"""The conversation: questions with their replies, and the one way to ask."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from langchain_core.runnables import Runnable

from corpus import Corpus, Episode, NachgefragtError
from rag.suggestions import follow_ups, uncited
from rag.types import Answer, Hit, Question, Scope, Span
from ui.logs import log_failure, log_once
from ui.state.queue import Busy, RequestQueue
from ui.texts.language import in_each
from ui.texts.wording import Wording

Pipeline: TypeAlias = Runnable[Question, Answer]
Search: TypeAlias = Callable[[str, int, Scope], Sequence[Hit]]

# The sentences that tell most of an episode, in their order, by the slug of its podcast and its
# number; none where nobody knows them.
KeySentences: TypeAlias = Callable[[str, int], Sequence[Span]]

# What a podcast is about, in single words, by its slug.
Topics: TypeAlias = Callable[[str], Sequence[str]]

LOOKED_AT = 24  # passages that suggestions are taken from
MOST_AFTER = 8  # earlier questions that a link to a follow-up takes along
BESIDE = 4  # of these, how many are offered beside the citations


def no_topics(_slug: str) -> Sequence[str]:
    """Name nothing that a podcast is about."""
    return ()


def no_key_sentences(_slug: str, _number: int) -> Sequence[Span]:
    """Return none."""
    return ()


@dataclass(frozen=True, slots=True)
class Show:
    """A podcast at one moment, and how to ask it: taken once for each event, never mixed.

    Of a library `corpus` is the podcast that is meant where none is named, `more` are the others.
    """

    corpus: Corpus
    pipeline: Pipeline
    search: Search
    more: tuple[Corpus, ...] = ()
    key_sentences: KeySentences = no_key_sentences
    topics: Topics = no_topics

    @property
    def corpora(self) -> tuple[Corpus, ...]:
        """Return all podcasts."""
        return (self.corpus, *self.more)

    @property
    def episodes(self) -> Iterator[Episode]:
        """Return the episodes of all podcasts."""
        return chain.from_iterable(self.corpora)

    def of(self, slug: str | None) -> Corpus | None:
        """Return the podcast with that slug; None if unknown, or if none of several is chosen."""
        if slug is None:
            return None if self.more else self.corpus
        return next((one for one in self.corpora if one.podcast.slug == slug), None)


Current: TypeAlias = Callable[[], Show]


class AskFailed(NachgefragtError):
    """The pipeline broke in a way that the user cannot mend; the log says where."""


# Compared by identity: an answer carries a dict, and Gradio hashes what it keeps as state.
@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """A question and its reply: an answer, a message why there is none, or None while waiting.

    `beside` was found but not cited, `suggestions` are questions to go on with. `settled` says
    that nothing more will come, `stopped` that the reader wanted it so; `ahead` of it so many
    others wait. `after` are the earlier questions that it leans on, those of a copied link or of
    this conversation, oldest first.
    """

    question: str
    scope: Scope = Scope()
    reply: Answer | str | None = None
    beside: tuple[Span, ...] = ()
    suggestions: tuple[str, ...] = ()
    settled: bool = False
    stopped: bool = False
    ahead: int = 0
    after: tuple[str, ...] = ()


Conversation: TypeAlias = tuple[Exchange, ...]


def answers(pipeline: Pipeline, question: Question) -> Generator[Answer, None, None]:
    """Ask one question; each answer replaces the one before, the last is final.

    Closing the iterator stops the model. Raises NachgefragtError, whose message is meant for the
    user. Any other failure is logged with its place for the operator, raised as AskFailed.
    """
    stream = pipeline.stream(question)
    try:
        yield from stream
    except NachgefragtError:
        raise
    except Exception as error:
        log_failure("A question could not be answered", error)
        raise AskFailed(in_each(lambda words: words.broken)) from None


def in_turn(
    line: RequestQueue, asked: Exchange, words: Wording, growing: Generator[Exchange, None, None]
) -> Generator[Exchange, None, None]:
    """Yield an exchange while it waits in line, then its `replies`, or that there is no room."""
    try:
        with line.place() as turn:
            for ahead in turn:
                yield replace(asked, ahead=ahead)
            yield from growing
    except Busy as busy:
        yield replace(asked, reply=busy.in_language(words.code), settled=True)


def replies(
    pipeline: Pipeline, search: Search, earlier: Conversation, asked: Exchange, words: Wording
) -> Generator[Exchange, None, None]:
    """Yield the last question with its reply as that grows; the final one is settled.

    Earlier questions are its context, or those that a link brought along.
    """
    context = (asked.after, ()) if asked.after else (questions(earlier), before(earlier))
    question = Question(asked.question, context[0], asked.scope, context[1])
    exchange = asked
    try:
        with closing(answers(pipeline, question)) as growing:
            for answer in growing:
                after = asked.after or answer.leans_on[-MOST_AFTER:]
                exchange = replace(asked, reply=answer, after=after)
                yield exchange
    except NachgefragtError as error:
        exchange = replace(asked, reply=error.in_language(words.code))
    yield _settled(search, exchange)


def stopped_at(exchange: Exchange) -> Exchange:
    """Settle an exchange that the reader stopped, with the reply so far."""
    return replace(exchange, settled=True, stopped=True)


def questions(conversation: Sequence[Exchange]) -> tuple[str, ...]:
    """Return the questions that got an answer, oldest first; a mistyped one is no context.

    What a link brought along stands before its question.
    """
    asked: list[str] = []
    for exchange in conversation:
        if not isinstance(exchange.reply, Answer):
            continue
        after = list(exchange.after)
        asked += [] if asked[len(asked) - len(after) :] == after else after
        asked.append(exchange.question)
    return tuple(asked)


def before(conversation: Sequence[Exchange]) -> tuple[str, ...]:
    """Return the slugs of the podcasts that the last answer cites; none if there is only one."""
    answers = [one.reply for one in conversation if isinstance(one.reply, Answer)]
    cited = (citation.source.podcast for citation in answers[-1].citations) if answers else ()
    return tuple(dict.fromkeys(podcast.slug for podcast in cited if podcast))


def _settled(search: Search, exchange: Exchange) -> Exchange:
    answer = exchange.reply
    # To a greeting, or where nothing was searched for in vain, nothing comes near.
    if not isinstance(answer, Answer) or not (answer.grounded or answer.found):
        return replace(exchange, settled=True)
    try:
        # What came from the show notes needed no search, so it gets its own.
        hits = answer.found or search(answer.search_query, LOOKED_AT, exchange.scope)
        beside = tuple(hit.chunk for hit in uncited(answer, hits)[:BESIDE])
        return replace(exchange, beside=beside, suggestions=follow_ups(answer, hits), settled=True)
    except NachgefragtError:
        # The answer stands without them.
        pass
    except Exception as error:
        log_once("What else there is to read could not be found", error)
    return replace(exchange, settled=True)
