"""Match transcripts to the episodes of a feed that does not link to them.

They are files of its folder, or files and folders that the user names beside it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from corpus.errors import ImportFailed
from corpus.formats.document import words
from corpus.formats.pages.show_page import slug
from corpus.gathered import Found, Gathered
from corpus.importing.folders import Told, episode_of, name_of, stem
from corpus.merging.numbering import day_in, number_of_file

LONG_TITLE = 8  # characters of a title that are enough to know it by
MOST_LINES = 20  # of a kind, before one that only counts
Read = Callable[[str, list[Path]], tuple[list[Told], list[str]]]
NO_EPISODE = (
    "no episode of the feed has this number, day or title; rename the file if it is a transcript"
)
NO_FILE = "no file has its number, day, title or recording in the name, so it has no transcript"


def completed(
    gathered: Gathered, groups: Mapping[str, list[Path]], read: Read, named: bool = False
) -> Gathered:
    """Add transcripts from files to the episodes that have none.

    A file belongs to an episode if it has the name of its recording, its number, its day or its
    title, and if it fits no other episode. Files without an episode are reported if a transcript is
    missing. Of files that the user `named`, all that are not used are reported, and the episodes
    that stay without.
    """
    found = list(gathered.found)
    if not named and all(one.episode.turns for one in found):
        return gathered
    unmatched: list[str] = []
    unused: dict[int, list[str]] = {}
    for name, files in groups.items():
        index = _index_of_episode(name, found)
        if index is None:
            unmatched.append(", ".join(map(name_of, files)))
        elif not found[index].episode.turns:
            found[index], why = _with_transcript(found[index], name, *read(name, files))
            unused.setdefault(index, []).extend(why)
        elif named and _differs(found[index], name, read(name, files)[0]):
            line = f"{name}: was left out, for {found[index].place} has a transcript already"
            unused.setdefault(index, []).append(line)
    silent = [index for index, one in enumerate(found) if not one.episode.turns]
    places = [found[index].place for index in silent if index not in unused]
    told = [
        *_lines(unmatched if named or silent else [], NO_EPISODE),
        *chain.from_iterable(unused.values()),
        *_lines(places if named else [], NO_FILE),
    ]
    return replace(gathered, found=tuple(found), repairs=(*gathered.repairs, *told))


def _lines(places: Sequence[str], what: str) -> Iterator[str]:
    yield from (f"{place}: {what}" for place in places[:MOST_LINES])
    if len(places) > MOST_LINES:
        yield f"and {len(places) - MOST_LINES} more: {what}"


def _with_transcript(
    one: Found, name: str, told: Sequence[Told], reasons: Sequence[str]
) -> tuple[Found, list[str]]:
    """Complete an episode by what its files say; return also why they could not be used."""
    try:
        beside = episode_of(name, told, lasts=one.episode.duration) if told else None
    except ImportFailed as error:
        beside, reasons = None, [str(error)]
    if beside is None or not beside.episode.turns:
        return one, list(reasons) or [f"{name}: holds no transcript"]
    episode = replace(
        one.episode,
        turns=beside.episode.turns,
        chapters=one.episode.chapters or beside.episode.chapters,
        duration=one.episode.duration or beside.episode.duration,
    )
    return replace(one, episode=episode, failed=None, repairs=(*one.repairs, *beside.repairs)), []


def _differs(one: Found, name: str, told: Sequence[Told]) -> bool:
    """Return whether files hold another transcript than the episode has already."""
    try:
        turns = episode_of(name, told).episode.turns if told else ()
    except ImportFailed:
        return True
    counts = [sum(words(turn.text) for turn in each) for each in (turns, one.episode.turns)]
    return bool(turns) and counts[0] != counts[1]


def _index_of_episode(name: str, found: Sequence[Found]) -> int | None:
    """Find the only episode that a file's name fits, by the first criterion that fits any."""
    base = name.rpartition("/")[2]
    number, day, title = number_of_file(base), day_in(base), slug(base)
    fits: tuple[Callable[[Found], bool], ...] = (
        lambda one: (  # the id, or the name of the recording without its ending
            base
            in (
                one.episode.id,
                stem(PurePosixPath(unquote((one.episode.audio_url or "").partition("?")[0])).name),
            )
        ),
        lambda one: day is not None and one.episode.published == day,
        lambda one: (
            (other := slug(one.episode.title)) == title
            or (min(len(other), len(title)) >= LONG_TITLE and (title in other or other in title))
        ),
        lambda one: number is not None and one.announced == number,
    )
    for fit in fits:
        indexes = [index for index, one in enumerate(found) if fit(one)]
        if len(indexes) == 1:
            return indexes[0]
    return None
