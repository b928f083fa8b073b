"""Quote what is said in a chapter, or before or behind it, and where advertising is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from corpus import Chapter, Episode
from rag.question.episode_names import without_episode
from rag.question.how_many import number_asked
from rag.requests.count import quote_around
from rag.requests.places import capital, episode_meant
from rag.requests.request import Request, Told
from rag.requests.spoken import beginning_of, joined, rows_of
from rag.retrieval.central import best_quotes
from rag.retrieval.exact import places
from rag.retrieval.hybrid import nearest_chapter
from rag.text.analyzer import Analyzer
from rag.text.numbers import figure
from rag.text.quoted import outermost, quoted
from rag.types import Quote, Scope
from rag.wording.formats import listed, place
from rag.wording.languages import words_in

MOST_QUOTES = 4  # of one chapter
WORDS = 450  # of a chapter that is to be read as a whole
NAMED = 8  # episodes, where it is asked which is meant
MOST_CHAPTERS = 3  # of the same title that are quoted, of more is asked which
SHARED = 0.5  # of the words of a question and a title together, from which on it is meant
_PART = r"(?:kapitel|kapittel|abschnitte?s?|abschnits|teil|part|chapter|section|segment|block)"
_NUMBERED = re.compile(rf"\b{_PART}\s(?:nr\.?\s|nummer\s|number\s)?(\w{{1,20}})\b")
_ORDINAL = re.compile(rf"\b(\w{{1,20}}\.?)\s{_PART}\b")
_SAYS_PART = re.compile(rf"\b{_PART}\b")
_LAST = frozenset(("letzten", "letzte", "letztes", "lezten", "last", "final"))
_BEHIND = re.compile(r"\b(?:nach|hinter|folgt auf|after|following|follows|past|behind)\b")
_AHEAD = re.compile(
    r"\b(?:vor(?=\s+(?:de[mnr]|diese[mnr]|kapitel|teil|\W))|vorm|before|ahead of)\b"
)
_WHOLE = re.compile(
    r"\b(?:wortlaut|wörtlich|ganz|ganze[nrs]?|alles|komplett|vorlesen|verbatim|everything|"
    r"all of it|in full|wording|read)\b"
)
_ASKING = frozenset(
    "kapitel kapittel abschnitt abschnitte abschnitts abschnits teil rubrik segment block chapter "  # noqa: SIM905
    "chpater section sectoin segmnet part titel titled überschrift punkt sektion inhalt content "
    "contents gesagt sagen besprochen worum geht gehts said say discussed talk about covered "
    "bitte please zeig show zusammenfassung summary fasse zusammen zusammenfassen summarize".split()
)
# What may stand around the title of a chapter when nothing else is asked than what it says.
_AROUND = _ASKING | frozenset(
    "was wird werden wurde zu zum zur im in dem der das um es über und what is was about on in "  # noqa: SIM905
    "the there of and".split()
)


# Titles of chapters with advertising.
_ADVERTISES = re.compile(
    r"\b(?:werbung|werbe\w{0,20}|anzeigen?|reklame|sponsor\w{0,8}|ads?|advert\w{0,12}|promo)\b"
)
AD_WORDS = 60  # that are quoted of each
# What names a sponsor where no chapter does.
_SPONSORED = (
    *("sponsored by", "brought to you by", "our sponsor", "our sponsors", "promo code"),
    *("gesponsert von", "unser Sponsor", "Werbepartner", "Rabattcode", "Werbung in eigener Sache"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter of an episode."""

    episode: Episode
    chapter: Chapter


def chapter_content(request: Request) -> Told | None:
    """Quote the best sentences of the chapter that is named; None where none is.

    Or of that before or behind it, where a question asks for this and there is one.
    """
    around = _outside_quotes(request.understood.question.text)
    parts: list[Part] = []
    for part in chapters_meant(request):
        chapters = part.episode.chapters
        at = chapters.index(part.chapter)
        if _BEHIND.search(around) and at + 1 < len(chapters):
            at += 1
        elif _AHEAD.search(around) and at > 0:
            at -= 1
        parts.append(Part(part.episode, chapters[at]))
    return _told(request, parts)


def quoted_chapter(request: Request) -> Told | None:
    """Quote the chapter whose title a question puts into quotation marks; None where none is.

    Only where it asks nothing else of it: "Was wird zu „Leim oder Schrauben?“ gesagt?".
    """
    title, around = outermost(request.understood.question.text)
    words = re.findall(r"[\w-]+", without_episode(around.lower()))
    # Whom a title names is not asked; a filter is.
    asked = request.understood.question.scope.speaker
    if not title or asked or not _AROUND.issuperset(words):
        return None
    episode = episode_meant(request)
    parts = _parts([episode] if episode else request.index.corpus.episodes)
    wanted = _plain(title)
    return _told(request, [part for part in parts if _plain(part.chapter.title) == wanted])


def sponsors(request: Request) -> Told | None:
    """Quote how the newest chapters with advertising begin, or else where sponsors are named.

    None where neither is: it may be said in other words.
    """
    scope, chunks = Scope(request.understood.scope.episode), request.index.sentences.chunks
    parts = _parts([one for one in request.index.corpus if scope.episode in (None, one.number)])
    kept = [part for part in parts if _ADVERTISES.search(part.chapter.title.lower())]
    quotes: list[Quote] = []
    for part in kept[-MOST_QUOTES:]:
        said = [chunks[row] for row in _rows(request, part)]
        quotes += joined(beginning_of(said, AD_WORDS, 1)) if said else []
    if not quotes:
        named = (place for each in _SPONSORED for place in places(request.index, each, scope))
        found = (quote_around(request, place) for place in named)
        quotes = list(islice(dict.fromkeys(found), MOST_QUOTES))
    told = words_in(request.understood.language).requests.advertised
    return Told(told, tuple(quotes)) if quotes else None


def titled_chapter(request: Request) -> Told | None:
    """Quote the chapters that are called what a question asks about, and nothing else."""
    terms = set(Analyzer().terms(_left(request.understood.question.text)))
    scope = request.understood.scope
    parts = _parts([e for e in request.index.corpus if scope.episode in (None, e.number)])
    same = [part for part in parts if terms and set(Analyzer().terms(part.chapter.title)) == terms]
    return _told(request, same) if scope.speaker is None else None


def _plain(title: str) -> str:
    return " ".join(title.casefold().split()).rstrip(" .")


def _told(request: Request, parts: Sequence[Part]) -> Told | None:
    if not parts:
        return None
    language = request.understood.language
    words = words_in(language)
    if len(parts) > MOST_CHAPTERS:
        # Which of them is meant is asked.
        numbers = dict.fromkeys(part.episode.number for part in parts)
        named = [words.answers.in_episode.format(number=number) for number in numbers]
        known = listed(named[:NAMED] + ["…"] * (len(named) > NAMED), language)
        title = parts[0].chapter.title
        return Told(words.requests.which_chapter.format(title=title, episodes=known))
    quotes = [quote for part in parts for quote in _quotes(request, part)]
    if not quotes:
        return None
    names = [place(part.episode, part.chapter.title, None, language) for part in parts]
    told = words.requests.in_chapter.format(chapter=listed(names, language))
    return Told(capital(told), tuple(quotes))


def says_chapter(text: str) -> bool:
    """Return whether a question speaks of a chapter."""
    return _SAYS_PART.search(without_episode(text).lower()) is not None


def chapters_meant(request: Request) -> list[Part]:
    """Return the chapters that a question names by number or title: the best of those there are."""
    text = request.understood.question.text
    episode = episode_meant(request)
    parts = _parts([episode] if episode else request.index.corpus.episodes)
    # "Fass das dritte zusammen" behind the chapters is completed where it is understood.
    said = text if says_chapter(text) else request.understood.meant
    if episode and (number := _numbered(said, len(parts))) is not None:
        return parts[number : number + 1]
    (wanted,) = quoted(text)[:1] or [_left(text)]
    titled = _titled(parts, wanted)
    if not titled and episode:
        titled = _titled(_parts(request.index.corpus.episodes), wanted)
    if titled or not Analyzer().terms(wanted):
        return titled
    # Else the one whose title means most nearly what is wanted, if one is near.
    near = nearest_chapter(request.index, wanted, Scope(episode.number if episode else None))
    return [Part(near.episode, near.chapter)] if near and near.chapter else []


def _parts(episodes: Sequence[Episode]) -> list[Part]:
    return [Part(episode, chapter) for episode in episodes for chapter in episode.chapters]


def _titled(parts: Sequence[Part], wanted: str) -> list[Part]:
    """Return the parts whose titles share most words with what is wanted.

    That is at least half of those of both; or else the title has all of them.
    """
    analyzer = Analyzer()
    terms = set(analyzer.terms(wanted))
    titles = [set(analyzer.terms(part.chapter.title)) for part in parts] if terms else []
    shared = [len(terms & title) / len(terms | title) for title in titles]
    if max(shared, default=0.0) < SHARED:
        shared = [share * (terms <= title) for share, title in zip(shared, titles, strict=True)]
    best = max(shared, default=0.0)
    return [part for part, share in zip(parts, shared, strict=False) if share == best > 0]


def _numbered(text: str, count: int) -> int | None:
    """Return the place, from 0, of a chapter that is named by number: "Kapitel 3", "the last"."""
    lowered = without_episode(text).lower()
    if (behind := _NUMBERED.search(lowered)) and (named := figure(behind[1])) and not named[1]:
        return max(named[0] - 1, 0)
    for before in _ORDINAL.finditer(lowered):
        if before[1] in _LAST:
            return max(count - 1, 0)
        if (named := figure(before[1])) and named[1]:
            return max(named[0] - 1, 0)
    return None


def _left(text: str) -> str:
    """Return the words of a question that may be a chapter's title."""
    words = re.findall(r"[\w-]+", without_episode(text).lower())
    return " ".join(word for word in words if word not in _ASKING)


def _outside_quotes(text: str) -> str:
    for words in quoted(text):
        text = text.replace(words, " ")
    return text.lower()


def _rows(request: Request, part: Part) -> list[int]:
    chunks = request.index.sentences.chunks
    inside = rows_of(request.index, Scope(part.episode.number))
    return [row for row in inside if chunks[row].chapter == part.chapter]


def _quotes(request: Request, part: Part) -> list[Quote]:
    """Quote the best sentences of a part in their order, or all of it from its beginning."""
    sentences, rows = request.index.sentences.chunks, _rows(request, part)
    text = request.understood.question.text
    if _WHOLE.search(_outside_quotes(text)):
        return joined(beginning_of([sentences[row] for row in rows], WORDS, 2 * MOST_QUOTES))
    most = min(number_asked(text) or MOST_QUOTES, 2 * MOST_QUOTES)
    return best_quotes(request.index, rows, most)
