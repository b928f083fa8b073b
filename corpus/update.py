"""Bring a corpus folder up to date with what an import gathered, and only where it changed.

Episodes are known again by their id, or else by title and day; they keep their number and file.
What an editor changed stays. Nothing is written before everything is ready to be.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from tqdm import tqdm

from corpus.align import align
from corpus.chapters import known_duration
from corpus.files import (
    PODCAST_FILE,
    episode_files,
    load_episode,
    load_episodes,
    load_podcast,
    to_json,
)
from corpus.gathered import Gathered
from corpus.ledger import Ledger, digest, read_ledger, write_as_ours, write_ledger
from corpus.numbering import numbered
from corpus.types import Episode, Podcast

Change = Literal["added", "updated", "unchanged", "kept"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file; `kept`: it was edited by hand and differs from the source."""

    change: Change
    file: Path
    thing: Episode | Podcast


def update(gathered: Gathered, folder: Path, overwrite: bool = False) -> list[Outcome]:
    """Write podcast.json and an episode per file; files of other episodes stay.

    With `overwrite` the source replaces what was edited by hand. Raises CorpusError where the
    folder holds a damaged file, OSError where it cannot be written; then no file was changed.
    """
    old = load_episodes(folder) if folder.is_dir() and episode_files(folder) else {}
    things: dict[Path, Episode | Podcast] = {
        folder / PODCAST_FILE: _podcast(gathered, folder),
        **_episodes(gathered, folder, old),
    }
    ledger = read_ledger(folder)
    texts = {file: to_json(thing) for file, thing in things.items()}
    outcomes = [
        Outcome(_change(file, thing, texts[file], ledger, overwrite), file, thing)
        for file, thing in things.items()
    ]
    _write(folder, outcomes, texts, ledger)
    return outcomes


def _podcast(gathered: Gathered, folder: Path) -> Podcast:
    if not (folder / PODCAST_FILE).exists():
        return gathered.podcast
    old = load_podcast(folder)
    if not gathered.described:
        return old
    # The slug names the index; aliases are the editor's.
    return replace(gathered.podcast, slug=old.slug, aliases=old.aliases)


def _episodes(gathered: Gathered, folder: Path, old: dict[Path, Episode]) -> dict[Path, Episode]:
    by_id = {episode.id: file for file, episode in old.items()}
    by_title = {(e.title, e.published): file for file, e in old.items()}
    files: dict[str, Path] = {}
    new: list[Episode] = []
    for one in gathered.found:
        episode = one.episode
        file = by_id.get(episode.id)
        if file is None and episode.published:
            file = by_title.get((episode.title, episode.published))
        if file and old[file].id not in files:
            files[old[file].id] = file
            episode = _merged(episode, old[file])
        new.append(episode)
    announced = [one.announced for one in gathered.found]
    known = {episode.id: episode.number for episode in old.values()}
    taken = set(old)
    placed: dict[Path, Episode] = {}
    bar = tqdm(numbered(new, announced, known), "Timing", unit="episode", delay=2, disable=None)
    for episode in bar:
        file = files.get(episode.id) or _free(folder, episode.number, taken)
        taken.add(file)
        placed[file] = _timed(episode, old.get(file))
    return placed


def _merged(new: Episode, old: Episode) -> Episode:
    """The new episode under its old id, with what the source says nothing of (any more)."""
    return replace(
        new, id=old.id, turns=new.turns or old.turns, chapters=new.chapters or old.chapters
    )


def _free(folder: Path, number: int, taken: set[Path]) -> Path:
    file, more = folder / f"{number:03}.json", 1
    while file in taken:
        more += 1
        file = folder / f"{number:03}-{more}.json"
    return file


def _timed(episode: Episode, old: Episode | None) -> Episode:
    """The episode with estimates where nothing was measured; those of last time if they fit."""
    if old and _untimed(old) == _untimed(episode) and all(t.start is None for t in episode.turns):
        return replace(episode, turns=old.turns)
    measured = any(turn.measured or turn.marks for turn in episode.turns)
    whole = all(turn.start is not None for turn in episode.turns)
    if whole or not (measured or known_duration(episode)):
        return episode
    return align(episode)


def _untimed(episode: Episode) -> tuple[object, ...]:
    said = tuple((turn.speaker, turn.text, turn.marks) for turn in episode.turns)
    return said, episode.chapters, episode.duration, episode.language


def _change(
    file: Path, thing: Episode | Podcast, text: str, ledger: Ledger, overwrite: bool
) -> Change:
    if not file.exists():
        return "added"
    present = file.read_bytes().decode("utf-8", errors="replace")
    if present == text or _read(file) == thing:
        return "unchanged"
    edited = digest(present) not in ledger.get(file.name, [])
    return "kept" if edited and not overwrite else "updated"


def _read(file: Path) -> Episode | Podcast:
    return load_podcast(file.parent) if file.name == PODCAST_FILE else load_episode(file)


def _write(folder: Path, outcomes: list[Outcome], texts: dict[Path, str], ledger: Ledger) -> None:
    changed = {one.file: texts[one.file] for one in outcomes if one.change in ("added", "updated")}
    folder.mkdir(parents=True, exist_ok=True)
    write_as_ours(folder, changed)
    same = {one.file.name: texts[one.file] for one in outcomes if one.change == "unchanged"}
    if any(digest(text) not in ledger.get(name, []) for name, text in same.items()):
        write_ledger(folder, same)
