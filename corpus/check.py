"""Check a corpus before trusting it: a summary, warnings, errors."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CorpusError
from corpus.files import IMAGES, load_episodes, load_podcast
from corpus.formats.texts.speakers import names_nobody
from corpus.text.clock import clock
from corpus.text.names import alike, renamed
from corpus.timing.usable_chapters import chapter_warnings, known_duration
from corpus.types import Episode, Podcast

NAMED = 3  # places that a warning names before it only counts
SHORT = 200  # characters: a line after which nobody speaks again is rarely shorter
ROUNDED = 1.0  # seconds: a duration is published without its fraction


@dataclass(frozen=True, slots=True)
class Finding:
    """One episode's file with what is odd about it, though it can be used."""

    file: Path
    episode: Episode
    warnings: tuple[str, ...]


def check_corpus(folder: Path) -> tuple[Podcast, tuple[Finding, ...]]:
    """Read a whole corpus strictly; return a finding per episode, in the order of their numbers.

    Raises CorpusError naming file and field for what `load_corpus` refuses and for a turn whose
    text is blank, which loading accepts because automatic transcripts have such turns.
    """
    podcast = load_podcast(folder)
    episodes = load_episodes(folder)
    for file, episode in episodes.items():
        for index, turn in enumerate(episode.turns):
            if not turn.text.strip():
                raise CorpusError(f"{file}: turns[{index}].text: is blank; remove the turn")
    named = zip(episodes, renamed(episodes.values(), podcast), strict=True)
    return podcast, tuple(
        Finding(file, episode, (*warnings(episode), *_missing_picture(folder, episode)))
        for file, episode in named
    )


def _missing_picture(folder: Path, thing: Podcast | Episode) -> Iterator[str]:
    """Return a line if the picture is not there that a podcast or an episode names."""
    if thing.image and not (folder / IMAGES / thing.image).is_file():
        yield f"image: {IMAGES}/{thing.image} is missing; lay it there, or import again"


def podcast_warnings(podcast: Podcast, episodes: Sequence[Episode], folder: Path) -> Iterator[str]:
    """Return a line for each oddity in the names of all episodes, which are unified already.

    And one if the podcast's picture is missing in its folder.
    """
    named = {
        episode.number: (*episode.speakers, *(person.name for person in episode.people))
        for episode in episodes
    }
    for spellings in alike(name for names in named.values() for name in names):
        spelled = ", ".join(spellings)
        yield f"{spelled}: if that is one person, add it to aliases in podcast.json"
    for index, alias in enumerate(podcast.aliases):
        for number, labels in alias.episodes.items():
            where = f"aliases[{index}].episodes.{number} in podcast.json"
            if number not in named:
                yield f"{where}: there is no episode {number}; correct the number"
            elif alias.name not in named[number]:
                called = ", ".join(map(repr, labels))
                yield f"{where}: nobody is called {called} there; correct the label"
    yield from _missing_picture(folder, podcast)


def summary(episode: Episode) -> str:
    """Summarise in one line: turns, chapters, length, speakers."""
    duration = "duration unknown" if episode.duration is None else clock(episode.duration)
    counts = f"{len(episode.turns)} turns, {len(episode.chapters)} chapters, {duration}"
    return ", ".join([counts, *episode.speakers])


def warnings(episode: Episode) -> Iterator[str]:
    """List what is odd in one episode, a line per kind (per chapter for ignored chapters)."""
    if not episode.turns:
        yield "turns: there is no transcript"
    yield from chapter_warnings(episode)
    yield from _odd_speakers(episode)
    odd: list[tuple[str, int]] = []
    end = (known_duration(episode) or math.inf) + ROUNDED
    before = 0.0
    for index, turn in enumerate(episode.turns):
        if not (turn.speaker or "").strip():
            odd.append(("has no speaker", index))
        if turn.start is not None and turn.start < before:
            odd.append(("starts before the turn above it; correct the times", index))
        if max(turn.start or 0.0, turn.end or 0.0) > end:
            what = "is spoken after the end of the recording; correct duration or times"
            odd.append((what, index))
        before = before if turn.start is None else turn.start
    for oddity in dict.fromkeys(what for what, _ in odd):
        found = [f"turns[{index}]" for what, index in odd if what == oddity]
        more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
        yield f"{', '.join(found[:NAMED])}{more}: {oddity}"


def _odd_speakers(episode: Episode) -> Iterator[str]:
    """Warn of speakers that are no names, and of doubtful names with one short line."""
    counts = Counter(turn.speaker for turn in episode.turns if turn.speaker)
    nobody = [name for name in counts if names_nobody(name)]
    if nobody:
        yield (
            f"{_listed(nobody)}: is called a speaker and is no name; correct speaker and text of "
            "these turns"
        )
    lines = {turn.speaker: turn.text for turn in episode.turns}
    once = [
        name
        for name, count in counts.items()
        if count == 1 and name not in nobody and len(lines[name]) <= SHORT and " " not in name
    ]
    known = {part for person in episode.people for part in (person.name, *person.name.split())}
    once = [name for name in once if name not in known]
    if once and len(counts) - len(once) > 1:
        yield f"{_listed(once)}: says one short line; if that is no name, correct the turn"


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"speaker {', '.join(map(repr, names[:NAMED]))}{more}"
