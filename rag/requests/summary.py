"""Sum up an episode, all of them, or somebody's words, in the best sentences that were said."""

import re
from collections.abc import Sequence
from itertools import groupby

from corpus import Episode
from rag.index.index import Index
from rag.question.how_many import number_asked
from rag.requests.chapters import chapter_content, says_chapter
from rag.requests.places import capital, episode_meant, named, speakers_meant
from rag.requests.request import Request, Told
from rag.requests.spoken import rows_of
from rag.retrieval.central import best_quote, best_quotes, in_order, telling
from rag.show.patterns import topic_of
from rag.text.names import without_names
from rag.types import Quote, Scope
from rag.wording.formats import listed, whole_number
from rag.wording.languages import words_in
from rag.wording.words import Requests

MOST_QUOTES = 8  # of one answer
STRETCHES = 6  # that an episode without chapters is shared out to
STATEMENTS = 5  # where no number is asked for
FEW_EPISODES = 2  # are summed up together, each as a whole
SMALL = 0.15  # of an episode's sentences: what is said before the first chapter is less, mostly
MOST_READ = 5000  # sentences of somebody that are compared, the newest
_ALL = re.compile(
    r"\b(?:alle[rn]?|bisherigen?|sämtliche[rn]?|podcasts?|staffel|all|every|whole show|entire show|"
    r"so far|series|season)\b"
)

_ON_TOPIC = re.compile(r"\b(?:über|about)\s+(\S.*)$")  # what somebody is to say something about


def summary(request: Request) -> Told | None:
    """Quote the best sentence of each chapter of an episode, or of each of the newest episodes."""
    text, understood = request.understood.question.text, request.understood
    if says_chapter(text) and (told := chapter_content(request)):
        return told
    of_all = understood.scope.episode is None and _ALL.search(text.lower()) is not None
    episode = None if of_all else episode_meant(request)
    if episode is not None:
        return _told(request, [episode], _words(request).summary)
    episodes = request.index.corpus.episodes
    if len(episodes) <= FEW_EPISODES:
        return _told(request, episodes, _words(request).summary)
    if of_all or understood.intent == "about":
        return _of_each(request, episodes[-MOST_QUOTES:])
    return _told(request, episodes[-1:], _words(request).summary_of_newest)


def statements(request: Request) -> Told | None:
    """Quote what somebody says most of; None where nobody is named, or a topic is."""
    about = _ON_TOPIC.search(request.understood.question.text)
    topic = without_names(about[1], request.index.corpus.speakers) if about else ""
    people = () if topic_of(topic) else speakers_meant(request)
    episode, index = request.understood.scope.episode, request.index
    texts = (request.understood.question.text, request.understood.meant)  # "Noch eins"
    count = min(next(filter(None, map(number_asked, texts)), STATEMENTS), MOST_QUOTES)
    rows = sorted(row for name in people for row in rows_of(index, Scope(episode, name)))
    stretches, more = _by_chapter(index, rows[-MOST_READ:]), request.understood.leaning.more
    shown = _best(index, stretches, count * more) if more else []
    best = _best(index, stretches, count * (more + 1))
    quotes = [quote for quote in best if not any(map(quote.overlaps, shown))]
    if best and not quotes:
        return Told(words_in(request.understood.language).answers.no_more)
    if not quotes:
        return None
    language = request.understood.language
    told = _words(request).statements.format(speaker=listed(people, language))
    return Told(told, tuple(quotes))


def key_sentences(index: Index, episode: Episode, most: int) -> list[Quote]:
    """Quote the best of each chapter of an episode, of the longest if there are more than `most`.

    In their order; an episode without chapters is shared out evenly.
    """
    rows = rows_of(index, Scope(episode.number))
    parts = _by_chapter(index, rows)
    if len(parts) > 1 and len(parts[0]) < SMALL * len(rows):
        opens = index.sentences.chunks[parts[0][0]].chapter is None
        parts = parts[1:] if opens else parts
    if len(parts) < 2:
        size = max(-(-len(rows) // STRETCHES), 1)
        parts = [rows[at : at + size] for at in range(0, len(rows), size)]
    return _best(index, parts, most)


def _told(request: Request, episodes: Sequence[Episode], form: str) -> Told | None:
    """Sum up each of a few episodes, with as many quotes as they share."""
    asked = number_asked(request.understood.question.text) or MOST_QUOTES
    most = max(min(asked, MOST_QUOTES) // len(episodes), 1)
    quotes = [
        quote for episode in episodes for quote in key_sentences(request.index, episode, most)
    ]
    names = listed([named(episode, request) for episode in episodes], request.understood.language)
    # For another: the first there is, whatever its number.
    other = request.index.corpus.episodes[0].number
    told = capital(form.format(episode=names, number=other)) if episodes else ""
    return Told(told, tuple(quotes)) if quotes else None


def _of_each(request: Request, episodes: Sequence[Episode]) -> Told | None:
    """Quote the best of each of several episodes, the newest."""
    rows = [rows_of(request.index, Scope(episode.number)) for episode in episodes]
    found = map(best_quote, telling(request.index, rows))
    quotes = tuple(quote for quote in found if quote is not None)
    language, count = request.understood.language, len(request.index.corpus.episodes)
    told = _words(request).summary_of_each.format(
        shown=whole_number(len(quotes), language),
        count=whole_number(count, language),
        number=episodes[-1].number,
    )
    return Told(told, quotes) if quotes else None


def _by_chapter(index: Index, rows: Sequence[int]) -> list[list[int]]:
    """Put together the rows of one chapter of one episode."""
    chunks = index.sentences.chunks

    def chapter(row: int) -> object:
        return chunks[row].episode.id, chunks[row].chapter

    return [list(group) for _, group in groupby(rows, chapter)]


def _best(index: Index, stretches: Sequence[Sequence[int]], most: int) -> list[Quote]:
    """Quote the best of each of the longest stretches, in their order; more of one if it is all."""
    if len(stretches) == 1:
        return best_quotes(index, stretches[0], most)
    ranked = telling(index, stretches)
    longest = sorted(range(len(stretches)), key=lambda n: -len(stretches[n]))
    quotes: list[Quote] = []
    for number in longest:
        quote = best_quote(ranked[number]) if len(quotes) < most else None
        quotes += [quote] if quote else []
    return in_order(quotes)


def _words(request: Request) -> Requests:
    return words_in(request.understood.language).requests
