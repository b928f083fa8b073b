"""Find the episodes, chapters and times at which a topic comes up, by the show notes."""

import re
from itertools import zip_longest

from corpus import Chapter, Episode, clock
from corpus.text.clock import CLOCK, parse_clock
from rag.question.episode_names import without_episode
from rag.show.patterns import topic_of
from rag.show.people import person_episodes
from rag.show.query import MOST_EPISODES, Asked, Facts, joined
from rag.show.selection import naming
from rag.text.analyzer import Analyzer
from rag.text.names import without_names, without_speakers
from rag.types import ShowNote

LONG = 7  # letters of a word that may be written as two
_COUNTED = re.compile(r"\b\d{1,3} (kapitel|chapters)\b|\b(kapitel|chapter) \d{1,3}\b(?![:.]\d)")
ENOUGH_OF_A_TITLE = 3  # words of a chapter's title that a question has to share


def chapters(asked: Asked) -> Facts:
    """List the chapter that a question quotes, or all of them."""
    if found := _chapters_meant(asked):
        return Facts(asked.words.chapter, found)
    if not any(episode.chapters for episode in asked.episodes):
        return asked.unknown(asked.words.no_chapters)
    shown = asked.episodes[-MOST_EPISODES:]
    sentences = [
        asked.counted(asked.words.chapters, len(e.chapters), episode=asked.named(e)) for e in shown
    ]
    if len(sentences) > 1 and asked.for_total:
        total = sum(len(episode.chapters) for episode in asked.episodes)
        sentences.append(asked.words.total.format(sum=total))
    if len(shown) < len(asked.episodes):
        of_all = {"shown": len(shown), "count": len(asked.episodes)}
        sentences.insert(0, asked.words.newest.format(**of_all))
    notes = tuple(
        ShowNote(e, "\n".join(f"{clock(c.start)} {c.title}" for c in e.chapters))
        for e in shown
        if e.chapters
    )
    return Facts(joined(sentences).removesuffix(".") + ":", notes)


def moment(asked: Asked) -> Facts:
    """Find the place in an episode, if a chapter's title tells; else the transcript may."""
    found = _chapters_meant(asked)
    return Facts(asked.words.chapter if found else "", found)


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
    # "Homeoffice" and "Home Office" are the same.
    shared = [
        sum(term in title or (len(term) > LONG and term in "".join(title)) for term in told)
        for title in (terms(chapter.title) for _, chapter, _ in every)
    ]
    best = max(shared, default=0)
    if best < min(len(told) or 1, ENOUGH_OF_A_TITLE):
        return ()
    return tuple(note for (note, *_), count in zip(every, shared, strict=True) if count == best)


def _topic(asked: Asked) -> list[str]:
    """Return the words for the topic, without "2" of "Folge 2" or "12" of "12 Kapitel"."""
    return topic_of(_COUNTED.sub(" ", without_episode(asked.text.lower())))


def topic(asked: Asked) -> Facts:
    """List the episodes whose notes name the topic, those that name it most first."""
    found = naming(asked.corpus, asked.episodes, _topic(asked))
    shown = found[:MOST_EPISODES]
    if not shown:
        beside_people = topic_of(without_names(" ".join(_topic(asked)), asked.corpus.speakers))
        return Facts("", ()) if beside_people else person_episodes(asked)
    told = [asked.inside(episode) for episode, _ in shown]
    named = asked.and_more(told, len(found) - len(shown))
    notes = tuple(
        ShowNote(episode, "\n".join(dict.fromkeys([episode.title, *lines])))
        for episode, lines in shown
    )
    return Facts(asked.words.topic.format(episodes=named), notes)
