"""Match transcripts in the folder of a feed to episodes that do not link to one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from corpus.errors import ImportFailed
from corpus.formats.pages.show_page import slug
from corpus.gathered import Found, Gathered
from corpus.importing.folders import Told, episode_of, stem
from corpus.merging.numbering import day_in, number_of_file

LONG_TITLE = 8  # characters of a title that are enough to know it by
NAMED = 3  # files that a line names before it only counts
Read = Callable[[str, list[Path]], list[Told]]


def completed(gathered: Gathered, groups: Mapping[str, list[Path]], read: Read) -> Gathered:
    """Add transcripts from the feed's folder to the episodes that have none.

    A file belongs to an episode if it has the name of its recording, its number, its day or its
    title, and if it fits no other episode. Files without an episode are reported if a transcript is
    missing.
    """
    if all(one.episode.turns for one in gathered.found):
        return gathered
    found = list(gathered.found)
    unmatched: list[str] = []
    for name, files in groups.items():
        index = _index_of_episode(name, found)
        if index is None:
            unmatched.append(name)
        elif not found[index].episode.turns:
            found[index] = _with_transcript(found[index], name, read(name, files))
    told = list(gathered.repairs)
    if unmatched and not all(one.episode.turns for one in found):
        more = f" and {len(unmatched) - NAMED} more" if len(unmatched) > NAMED else ""
        told.append(
            f"{', '.join(unmatched[:NAMED])}{more}: no episode of the feed has this number, day or "
            "title; rename the file if it is a transcript"
        )
    return replace(gathered, found=tuple(found), repairs=tuple(told))


def _with_transcript(one: Found, name: str, told: Sequence[Told]) -> Found:
    try:
        beside = episode_of(name, told) if told else None
    except ImportFailed:
        beside = None
    if beside is None or not beside.episode.turns:
        return one
    episode = replace(
        one.episode,
        turns=beside.episode.turns,
        chapters=one.episode.chapters or beside.episode.chapters,
        duration=one.episode.duration or beside.episode.duration,
    )
    return replace(one, episode=episode, failed=None, repairs=(*one.repairs, *beside.repairs))


def _index_of_episode(name: str, found: Sequence[Found]) -> int | None:
    """Find the only episode that a file's name fits, by the first criterion that fits any."""
    base = name.rpartition("/")[2]
    number, day, title = number_of_file(base), day_in(base), slug(base)
    fits: tuple[Callable[[Found], bool], ...] = (
        lambda one: base in (one.episode.id, _recording_name(one)),
        lambda one: day is not None and one.episode.published == day,
        lambda one: _is_same_title(title, slug(one.episode.title)),
        lambda one: number is not None and one.announced == number,
    )
    for fit in fits:
        indexes = [index for index, one in enumerate(found) if fit(one)]
        if len(indexes) == 1:
            return indexes[0]
    return None


def _recording_name(one: Found) -> str | None:
    """Return the name of the recording's file without its ending."""
    address = (one.episode.audio_url or "").partition("?")[0]
    return stem(PurePosixPath(unquote(address)).name) if address else None


def _is_same_title(name: str, title: str) -> bool:
    if min(len(name), len(title)) < LONG_TITLE:
        return name == title
    return name in title or title in name
