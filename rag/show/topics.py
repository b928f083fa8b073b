"""Find the episodes, chapters and times at which a topic comes up, by the show notes."""

import re
from itertools import zip_longest

from corpus import Chapter, Episode, clock, sentence_spans
from corpus.text.clock import CLOCK, parse_clock
from corpus.timing.speech import stemmed
from rag.question.people import person_line
from rag.question.scope import without_episode
from rag.show.descriptions import own_slices, repeated
from rag.show.patterns import topic_of
from rag.show.query import Asked, Facts, joined
from rag.text.analyzer import Analyzer
from rag.text.names import without_speakers
from rag.types import ShowNote

MOST_EPISODES = 10  # that an answer lists
LONG = 7  # letters of a word that may be written as two
_COUNTED = re.compile(r"\b\d{1,3} (kapitel|chapters)\b|\b(kapitel|chapter) \d{1,3}\b(?![:.]\d)")
ENOUGH_OF_A_TITLE = 3  # words of a chapter's title that a question has to share


def chapters(asked: Asked) -> Facts:
    """List the chapter that a question quotes, or all of them."""
    if found := _chapters_meant(asked):
        return Facts(asked.words.chapter, found)
    sentences = [
        asked.counted(asked.words.chapters, len(e.chapters), episode=asked.named(e))
        for e in asked.episodes
    ]
    if len(sentences) > 1 and asked.for_total:
        total = sum(len(episode.chapters) for episode in asked.every or asked.episodes)
        sentences.append(asked.words.total.format(sum=total))
    notes = tuple(
        ShowNote(e, "\n".join(f"{clock(c.start)} {c.title}" for c in e.chapters))
        for e in asked.episodes
        if e.chapters
    )
    return Facts(joined(sentences).removesuffix(".") + ":", notes)


def moment(asked: Asked) -> Facts:
    """Find the place in an episode, if a chapter's title tells; else the transcript may."""
    return Facts(asked.words.chapter, _chapters_meant(asked))


def chapter_note(episode: Episode, chapter: Chapter) -> ShowNote:
    """Make a note of a chapter and its beginning, as the show notes list it."""
    return ShowNote(episode, f"{clock(chapter.start)} {chapter.title}")


def _chapters_meant(asked: Asked) -> tuple[ShowNote, ...]:
    """Find the chapters around a time that the question names, or whose title it quotes.

    It quotes a title if that has its words, three of them where there are many.
    """
    every = [
        (chapter_note(episode, chapter), chapter, after)
        for episode in asked.episodes
        for chapter, after in zip_longest(episode.chapters, episode.chapters[1:])
    ]
    times = [parse_clock(time) for time in re.findall(rf"\b{CLOCK}\b", asked.text)]
    if times:
        return tuple(
            note
            for note, chapter, after in every
            if any(chapter.start <= t and (after is None or t < after.start) for t in times)
        )
    terms = Analyzer().terms
    told = set(terms(without_speakers(" ".join(_topic(asked)), asked.corpus)))
    shared = [_shared(told, terms(chapter.title)) for _, chapter, _ in every]
    best = max(shared, default=0)
    if best < min(len(told) or 1, ENOUGH_OF_A_TITLE):
        return ()
    return tuple(note for (note, *_), count in zip(every, shared, strict=True) if count == best)


def _topic(asked: Asked) -> list[str]:
    """Return the words for the topic, without "2" of "Folge 2" or "12" of "12 Kapitel"."""
    return topic_of(_COUNTED.sub(" ", without_episode(asked.text)))


def _shared(told: set[str], title: list[str]) -> int:
    # "Homeoffice" and "Home Office" are the same.
    together = "".join(title)
    return sum(term in title or (len(term) > LONG and term in together) for term in told)


def topic(asked: Asked) -> Facts:
    """List the episodes whose notes name the topic, those that name it most first."""
    words = _topic(asked)
    common = repeated(asked.corpus)
    found = [
        (episode, lines) for episode in asked.episodes if (lines := _naming(episode, words, common))
    ]
    found.sort(key=lambda one: (len(one[1]), one[0].number), reverse=True)
    best = found[:MOST_EPISODES]
    named = ", ".join(asked.inside(episode) for episode, _ in best)
    notes = tuple(
        ShowNote(episode, "\n".join(dict.fromkeys([episode.title, *lines])))
        for episode, lines in best
    )
    return Facts(asked.words.topic.format(episodes=named), notes)


def _naming(episode: Episode, words: list[str], common: frozenset[str]) -> list[str]:
    """Return the lines of an episode's notes with words of the topic; none unless all occur."""
    wanted = set(stemmed(" ".join(words), episode.language))
    about = own_slices(episode.description or "", common)
    lines = [
        *(episode.title, *(f"{clock(c.start)} {c.title}" for c in episode.chapters)),
        *(part[start:end].strip() for part in about for start, end in sentence_spans(part)),
        *(person_line(person) for person in episode.people),
    ]
    said = [(line, set(stemmed(line, episode.language)) & wanted) for line in lines]
    if not wanted or set().union(*(stems for _, stems in said)) != wanted:
        return []
    return [line for line, stems in said if stems]
