"""Update a corpus folder with what an import gathered, only where it changed.

Episodes are matched by their id, or else by title and day unless they are clearly two broadcasts;
they keep their number and file. Files that were edited by hand stay. Nothing is written before
everything is ready to be.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from tqdm import tqdm

from corpus.files import (
    PODCAST_FILE,
    episode_files,
    load_episode,
    load_episodes,
    load_podcast,
    to_json,
)
from corpus.gathered import Found, Gathered
from corpus.merging.edits import Ledger, alone, digest, read_ledger, write_as_ours, write_ledger
from corpus.merging.numbering import numbered
from corpus.merging.pictures import write_pictures
from corpus.timing.align import align
from corpus.timing.usable_chapters import known_duration
from corpus.types import Episode, Podcast

MOVED = 3  # episodes whose ids are all new, as after a move to another host
Change = Literal["added", "updated", "unchanged", "kept"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one file; `kept`: it was edited by hand and differs from the source.

    `found` is the imported episode; None for the podcast itself.
    """

    change: Change
    file: Path
    thing: Episode | Podcast
    found: Found | None = None


def update(gathered: Gathered, folder: Path, overwrite: bool = False) -> list[Outcome]:
    """Write podcast.json and an episode per file; files of other episodes stay.

    With `overwrite` the source replaces what was edited by hand. Raises CorpusError where the
    folder holds a damaged file, ImportFailed where another import takes long to change it,
    OSError where it cannot be written; then no file was changed.
    """
    with alone(folder):
        old = load_episodes(folder) if folder.is_dir() and episode_files(folder) else {}
        found = {one.episode.id: one for one in _with_known_ids(gathered, old)}
        placed = dict(_assign_files(found, folder, old))
        things: dict[Path, Episode | Podcast] = {
            folder / PODCAST_FILE: _podcast(gathered, folder),
            **{file: one.episode for file, one in placed.items()},
        }
        ledger = read_ledger(folder)
        texts = {file: to_json(thing) for file, thing in things.items()}
        outcomes = []
        for file, thing in things.items():
            change = _change(file, thing, texts[file], ledger, overwrite)
            outcomes.append(Outcome(change, file, thing, placed.get(file)))
        shown = [load_podcast(folder)] if (folder / PODCAST_FILE).exists() else []
        write_pictures(gathered.pictures, folder, [*things.values(), *old.values(), *shown])
        folder.mkdir(parents=True, exist_ok=True)
        new = {o.file: texts[o.file] for o in outcomes if o.change in ("added", "updated")}
        write_as_ours(folder, new)
        same = {o.file.name: texts[o.file] for o in outcomes if o.change == "unchanged"}
        if any(digest(text) not in ledger.get(name, []) for name, text in same.items()):
            write_ledger(folder, same)
        return outcomes


def _podcast(gathered: Gathered, folder: Path) -> Podcast:
    if not (folder / PODCAST_FILE).exists():
        return gathered.podcast
    old = load_podcast(folder)
    if not gathered.described:
        return old
    # The slug names the index; aliases are the editor's.
    new = replace(gathered.podcast, slug=old.slug, aliases=old.aliases)
    return replace(
        new, feed=new.feed or old.feed, guid=new.guid or old.guid, image=_image(new, old)
    )


def _image(new: Podcast | Episode, old: Podcast | Episode) -> str | None:
    """Keep a picture that could not be had this time; not one that is not announced any more."""
    return new.image or (old.image if new.image_url else None)


def _with_known_ids(gathered: Gathered, old: dict[Path, Episode]) -> Iterator[Found]:
    """Give each found episode the id that it already has in the corpus, if any."""
    by_id = {episode.id: episode for episode in old.values()}
    by_title = {(episode.title, episode.published): episode for episode in old.values()}
    ids = {one.episode.id for one in gathered.found}
    again = [
        known
        for one in gathered.found
        if one.episode.published
        and (known := by_title.get((one.episode.title, one.episode.published)))
    ]
    moved = not by_id.keys() & ids and len(again) >= MOVED and 2 * len(again) > len(ids)
    taken = by_id.keys() & ids
    for one in gathered.found:
        known = by_id.get(one.episode.id)
        if known is None and one.episode.published:
            known = by_title.get((one.episode.title, one.episode.published))
            if known and (known.id in taken or not (moved or _may_be_same(one.episode, known))):
                known = None
        if known:
            taken.add(known.id)
            new = one.episode
            # Old data stays where the source lacks it by now.
            turns, chapters = new.turns or known.turns, new.chapters or known.chapters
            image = _image(new, known)
            new = replace(new, id=known.id, turns=turns, chapters=chapters, image=image)
            one = replace(one, episode=new)
        yield one


def _may_be_same(new: Episode, old: Episode) -> bool:
    """Return whether two ids with one title and day may be one episode: not two recordings.

    A station sends several broadcasts a day under one title.
    """
    if new.audio_url and old.audio_url:
        (host, path), (other, moved) = _host_and_path(old.audio_url), _host_and_path(new.audio_url)
        return path == moved if host == other else path.name == moved.name
    return new.description == old.description or not (new.description and old.description)


def _host_and_path(address: str) -> tuple[str, PurePosixPath]:
    """Split an address into host and path; the host is empty where it is not an address."""
    try:
        parts = urlsplit(address)
    except ValueError:  # "http://[", which editors and feeds may hold
        return "", PurePosixPath(address)
    return parts.netloc, PurePosixPath(parts.path)


def _assign_files(
    found: dict[str, Found], folder: Path, old: dict[Path, Episode]
) -> Iterator[tuple[Path, Found]]:
    """Yield each file with what was found for it, its episode numbered and timed."""
    files = {episode.id: file for file, episode in old.items()}
    known = {episode.id: episode.number for episode in old.values()}
    episodes = [one.episode for one in found.values()]
    new = numbered(episodes, [one.announced for one in found.values()], known)
    taken = set(old)
    for episode in tqdm(new, "Timing", unit="episode", delay=2, disable=None):
        file = files.get(episode.id)
        if file is None:
            file, more = folder / f"{episode.number:03}.json", 1
            while file in taken:
                more += 1
                file = folder / f"{episode.number:03}-{more}.json"
        taken.add(file)
        yield file, _timed(replace(found[episode.id], episode=episode), old.get(file))


def _timed(one: Found, old: Episode | None) -> Found:
    """Estimate times where none were measured; reuse the last estimates if they fit."""
    episode = one.episode
    try:
        unmeasured = all(turn.start is None for turn in episode.turns)
        if old and unmeasured and _timing_input(old) == _timing_input(episode):
            return replace(one, episode=replace(episode, turns=old.turns))
        measured = any(turn.measured or turn.marks for turn in episode.turns)
        whole = all(turn.start is not None for turn in episode.turns)
        if whole or not (measured or known_duration(episode)):
            return one
        return replace(one, episode=align(episode))
    except Exception as error:  # whatever is odd about one episode, the others are written
        told = f"its times cannot be estimated ({type(error).__name__}: {str(error)[:200]})"
        return replace(one, repairs=(*one.repairs, told))


def _timing_input(episode: Episode) -> tuple[object, ...]:
    said = tuple((turn.speaker, turn.text, turn.marks) for turn in episode.turns)
    return said, episode.chapters, episode.duration, episode.language


def _change(
    file: Path, thing: Episode | Podcast, text: str, ledger: Ledger, overwrite: bool
) -> Change:
    if not file.exists():
        return "added"
    present = file.read_bytes().decode("utf-8", errors="replace")
    if present == text:
        return "unchanged"
    old = load_podcast(file.parent) if file.name == PODCAST_FILE else load_episode(file)
    if old == thing:
        return "unchanged"
    edited = digest(present) not in ledger.get(file.name, [])
    if isinstance(thing, Podcast) and isinstance(old, Podcast):
        # No editor minds where only the feed's identification or the cover is new.
        told = {name: getattr(thing, name) for name in ("feed", "guid", "image_url", "image")}
        edited = edited and replace(old, **told) != thing
    return "kept" if edited and not overwrite else "updated"
