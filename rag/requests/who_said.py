"""Look up who said a sentence: found exactly, nearly, or "so nicht gesagt", with the nearest.

And who speaks at all, and who somebody is of whom the notes know no more than a role: in the
words of the show.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

import numpy as np

from corpus import Person
from rag.question.episode_names import without_episode
from rag.requests.count import counted_words, quote_around
from rag.requests.places import episode_meant, named, speakers_meant
from rag.requests.request import Request, Told
from rag.requests.spoken import beginning_of, quote_of, sentences_of
from rag.requests.topics import topic_asked
from rag.retrieval.answerability import how_likely, is_answer
from rag.retrieval.exact import Place, places
from rag.retrieval.hybrid import retrieve
from rag.retrieval.quotes import MOST_WORDS, choose_quotes
from rag.text.analyzer import Analyzer
from rag.text.quoted import quoted
from rag.types import Quote, Scope, ShowNote
from rag.wording.formats import listed, percent
from rag.wording.languages import words_in
from rag.wording.people import person_line

FEW_WORDS = 2  # are a word that is counted rather than a sentence
ENOUGH_WORDS = 4  # of a sentence that is not quoted, to be looked up
MOST_SHOWN = 3
MOST_PEOPLE, MOST_LISTED = 3, 40  # that are introduced, and that are listed
MOST_EPISODES = 3  # in which somebody is
CANDIDATES = 40  # windows that may nearly say it
ALIKE = 0.75  # how alike (difflib) what is nearly said is
# What leads up to words that are not in quotation marks.
_LEADS = re.compile(r":\s|\b(?:dass|daß|that|gesagt|sagte|said|says|meinte|behauptet|claimed)\b")
_WORD = re.compile(r"\w+")
# What asks for the place or the speaker of what was just quoted.
_ASKING = frozenset(
    "wer wann wo woher wem wen wie genau exakt sagt sagte gesagt sagen erzählt erzählte meint "  # noqa: SIM905
    "meinte behauptet zitat zitats satz aussage stelle stellen minute sekunde zeit zeitpunkt "
    "zeitstempel uhr folge episode ausgabe kapitel quelle beleg teil person mensch typ name "
    "namens podcast nochmal nochmals eigentlich bitte ungefähr etwa kommt kam steht stand "
    "mund who when where which what exactly precisely said says say told quote line sentence "
    "place spot time timestamp source chapter guy again please about roughly come came whose "
    "words word".split()
)


@dataclass(frozen=True, slots=True)
class _Alike:
    """What is nearly said, and how alike it is, 0 to 1."""

    place: Place
    ratio: float


def who_said(request: Request) -> Told | None:
    """Say who said the words that are quoted; None where none are, nor are said so."""
    text = request.understood.question.text
    marked = max(quoted(text), key=len, default=None)
    if marked is None:
        # What may be quoted without marks, the shortest first.
        leads = reversed(list(_LEADS.finditer(text)))
        trailing = (text[lead.end() :].strip(' ,?!.„“"') for lead in leads)
        enough = (words for words in trailing if len(_WORD.findall(words)) >= ENOUGH_WORDS)
        found = (_said(request, words) for words in enough)
        return next(filter(None, found), None) or where_said(request)
    if len(_WORD.findall(marked)) <= FEW_WORDS:
        return counted_words(request, [marked])
    return _said(request, marked) or _unsaid(request, marked)


def where_said(request: Request) -> Told | None:
    """Cite once more what the answer before quoted: "Wer hat das gesagt?", "Wann genau?"."""
    # "Wer hat das mit dem Handy erzählt?" says what is meant.
    words = _WORD.findall(without_episode(request.understood.question.text).lower())
    if Analyzer().terms(" ".join(word for word in words if word not in _ASKING)):
        return None
    quotes = [one for one in request.before() if isinstance(one, Quote)][:MOST_SHOWN]
    if not quotes:
        return None
    language = request.understood.language
    say = words_in(language)
    names = dict.fromkeys(quote.speaker or say.answers.someone for quote in quotes)
    return Told(say.requests.said_by.format(speakers=listed(list(names), language)), tuple(quotes))


def _said(request: Request, words: str) -> Told | None:
    """Return who said words exactly, or else nearly."""
    say = words_in(request.understood.language).requests
    scope = Scope(request.understood.scope.episode)
    if found := list(places(request.index, words, scope)):
        return _told(request, say.said_by, found)
    alike = max(_alike(request, words, scope), key=lambda one: one.ratio, default=None)
    if alike is None or alike.ratio < ALIKE:
        return None
    return _told(request, say.nearly_said_by, [alike.place])


def _told(request: Request, form: str, found: Sequence[Place]) -> Told:
    language = request.understood.language
    someone = words_in(language).answers.someone
    names = list(dict.fromkeys(place.speaker or someone for place in found))[:MOST_SHOWN]
    quotes = dict.fromkeys(quote_around(request, place) for place in found[:MOST_SHOWN])
    return Told(form.format(speakers=listed(names, language)), tuple(quotes))


def _unsaid(request: Request, words: str) -> Told:
    """Say that nobody said so, with the nearest that was said, if that is near at all."""
    found = retrieve(request.index, request.understood, request.second_look)
    quotes = choose_quotes(found.ranked)[:1]
    likely = how_likely(request.understood, found.nearness, quotes)
    nearest = tuple(quotes) if is_answer(likely) else ()
    say = words_in(request.understood.language).requests
    sentence = say.not_said.format(words=words)
    return Told(f"{sentence} {say.nearest}" if nearest else sentence, nearest)


def _alike(request: Request, words: str, scope: Scope) -> Iterator[_Alike]:
    """Yield for the windows that share most words with what is looked for how alike they are."""
    level = request.index.windows
    scores = np.where(level.rows.allowed(scope), level.bm25(words), 0.0)
    wanted = [word.casefold() for word in _WORD.findall(words)]
    for row in np.argsort(-scores, kind="stable")[:CANDIDATES].tolist():
        chunk = level.chunks[row]
        said = [(m.group().casefold(), *m.span()) for m in _WORD.finditer(chunk.text)]
        if scores[row] <= 0 or not said:
            continue
        first, last, ratio = _aligned([word for word, _, _ in said], wanted)
        begins, ends = chunk.start + said[first][1], chunk.start + said[last][2]
        yield _Alike(Place(chunk.episode, chunk.turn_index, begins, ends), ratio)


def _aligned(said: Sequence[str], wanted: Sequence[str]) -> tuple[int, int, float]:
    """Lay wanted words beside what is said where most of them fit: first, last, likeness."""
    matcher = SequenceMatcher(None, said, wanted, autojunk=False)
    block = matcher.find_longest_match()
    first = max(block.a - block.b, 0)
    beside = said[first : first + len(wanted)]
    blocks = SequenceMatcher(None, beside, wanted, autojunk=False).get_matching_blocks()
    length = max((one.a + one.size for one in blocks if one.size), default=1)
    together = " ".join(beside[:length])
    ratio = SequenceMatcher(None, together, " ".join(wanted), autojunk=False).ratio()
    return first, first + length - 1, ratio


def speakers(request: Request) -> Told | None:
    """List who speaks in an episode, or in the whole podcast, and how much, who says most first."""
    episode, corpus = episode_meant(request), request.index.corpus
    language, words = request.understood.language, words_in(request.understood.language)
    episodes = (episode,) if episode else corpus.episodes
    said = Counter[str]()
    for turn in chain.from_iterable(one.turns for one in episodes):
        said[turn.speaker or ""] += len(turn.text)
    del said[""]
    if not said:
        return None
    published = (person for one in episodes for person in one.people)
    known = {person.name: person for person in (*corpus.podcast.people, *published)}
    most = said.most_common(MOST_LISTED)
    people = (known.get(name, Person(name)) for name, _ in most)
    notes = [ShowNote(episode, person_line(person, language)) for person in people]
    parts = [percent(share / said.total(), language) for _, share in most]
    lines = [
        words.requests.voice.format(person=note.text.strip(), number=number, share=share)
        for number, (note, share) in enumerate(zip(notes, parts, strict=True), 1)
    ]
    form = words.requests.voices if episode else words.requests.all_voices
    left = len(said) - len(most)
    more = [words.requests.more.format(count=left)] if left else []
    heading = form.format(episode=named(episode, request) if episode else "")
    return Told("\n\n".join([heading, *lines, *more]), tuple(notes), len(notes))


def introduction(request: Request) -> Told | None:
    """Quote where others name those who are meant first; None where nobody is, or does.

    Of somebody who does not speak, where anybody does.
    """
    people = speakers_meant(request)[:MOST_PEOPLE]
    if not people:
        return _first_named(request)
    quotes = list(dict.fromkeys(quote for name in people for quote in _named_first(request, name)))
    if not quotes:
        return None
    language = request.understood.language
    form = words_in(language).requests.introduced
    return Told(form.format(speaker=listed(people, language)), tuple(quotes))


def _first_named(request: Request) -> Told | None:
    """Quote where somebody is named first who does not speak: "Wer ist Paula?"."""
    scope, index = request.understood.scope, request.index
    name = topic_asked(index, request.understood) or ""
    place = next(places(index, name, Scope(scope.episode)), None)
    if place is None or not place.text[:1].isupper():
        return None
    told = words_in(request.understood.language).requests.first_named.format(name=place.text)
    return Told(told, (_from(request, place),))


def _from(request: Request, place: Place) -> Quote:
    """Quote from a place on in its turn, as far as a quote goes."""
    start = quote_around(request, place).start
    sentences = sentences_of(request.index, Scope(place.episode.number))
    behind = [s for s in sentences if s.turn_index == place.turn_index and s.end > start]
    kept = beginning_of(behind, MOST_WORDS, 1)
    return quote_of(kept[0], kept[-1])


def _named_first(request: Request, name: str) -> Iterator[Quote]:
    """Yield the first place in each of somebody's episodes at which others name them."""
    number = request.understood.scope.episode
    theirs = [e for e in request.index.corpus if name in e.speakers and number in (None, e.number)]
    for scope in (Scope(episode.number) for episode in theirs[-MOST_EPISODES:]):
        # By the whole name, or else by a part of it.
        found = (places(request.index, words, scope) for words in (name, *reversed(name.split())))
        place = next((one for one in chain.from_iterable(found) if one.speaker != name), None)
        if place is not None:  # who somebody is often follows the name
            yield _from(request, place)
