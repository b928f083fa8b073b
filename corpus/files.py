"""Read and write the corpus format: a folder with podcast.json and one JSON file per episode.

Unknown values are null or left out, times are seconds, text is UTF-8 and verbatim. What is read
is checked; an error names the file and the field. What is written is written whole or not at all.
"""

import dataclasses
import json
import os
import tempfile
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import TypeAdapter, ValidationError

from corpus.errors import CorpusError
from corpus.types import Corpus, Episode, Podcast

T = TypeVar("T", Episode, Podcast)
PODCAST_FILE = "podcast.json"


def load_corpus(folder: Path) -> Corpus:
    """Read a whole corpus, episodes ordered by number.

    Raises CorpusError where the folder, podcast.json or every episode is missing, where a file
    is damaged, and where two episodes have the same number or id.
    """
    podcast_file = folder / PODCAST_FILE
    if not podcast_file.is_file():
        raise CorpusError(
            f"No corpus in {folder}: {PODCAST_FILE} is missing. "
            "Make one with: python -m corpus import SOURCE --into DIR"
        )
    podcast = _decode(Podcast, podcast_file)
    files = {file: load_episode(file) for file in episode_files(folder)}
    if not files:
        raise CorpusError(f"No episode files (like 001.json) beside {podcast_file}")
    ordered = sorted(files.items(), key=lambda item: item[1].number)
    for (file, episode), (other_file, other) in pairwise(ordered):
        if episode.number == other.number:
            raise CorpusError(f"{other_file}: number {other.number} is taken by {file.name}")
    _check_ids(files)
    return Corpus(podcast, tuple(episode for _, episode in ordered))


def episode_files(folder: Path) -> list[Path]:
    """The episode files of a corpus folder, in the order of their names."""
    return sorted(file for file in folder.glob("*.json") if file.name != PODCAST_FILE)


def load_episode(file: Path) -> Episode:
    """Read one episode. Raises CorpusError naming the file and the field that is wrong."""
    episode = _decode(Episode, file)
    _check_times(episode, file)
    return episode


def save_corpus(corpus: Corpus, folder: Path) -> list[Path]:
    """Write podcast.json and 001.json, 002.json … into `folder`; returns the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / PODCAST_FILE]
    _write_whole(written[0], to_json(corpus.podcast))
    for episode in corpus:
        written.append(folder / f"{episode.number:03}.json")
        _write_whole(written[-1], to_json(episode))
    return written


def to_json(thing: Episode | Podcast) -> str:
    """The file's text: indented, umlauts as they are, keys in the order of the dataclass."""
    return json.dumps(dataclasses.asdict(thing), indent=1, ensure_ascii=False, default=str) + "\n"


def _decode(kind: type[T], file: Path) -> T:
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"), parse_constant=_no_constant)
        if isinstance(data, dict) and isinstance(data.get("published"), str):
            # Dates in the wild carry a time of day; the day is what the format keeps.
            data["published"] = data["published"][:10]
        adapter: TypeAdapter[T] = _adapter(kind)
        return adapter.validate_python(data)
    except OSError as error:
        raise CorpusError(f"{file}: cannot be read ({error.strerror})") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise CorpusError(f"{file}: {_field(first['loc'])}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{file}: not valid JSON in UTF-8 ({error})") from error


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _field(location: tuple[int | str, ...]) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return path.removeprefix(".") or "file"


def _check_ids(files: dict[Path, Episode]) -> None:
    seen: dict[str, Path] = {}
    for file, episode in files.items():
        if episode.id in seen:
            raise CorpusError(f"{file}: id {episode.id!r} is taken by {seen[episode.id].name}")
        seen[episode.id] = file


def _check_times(episode: Episode, file: Path) -> None:
    times: list[tuple[str, float | None]] = [("duration", episode.duration)]
    for index, chapter in enumerate(episode.chapters):
        times.append((f"chapters[{index}].start", chapter.start))
    for index, turn in enumerate(episode.turns):
        for name in ("start", "end", "uncertainty"):
            times.append((f"turns[{index}].{name}", getattr(turn, name)))
        if turn.start is not None and turn.end is not None and turn.end < turn.start:
            raise CorpusError(f"{file}: turns[{index}].end: lies before the turn's start")
    for field, seconds in times:
        if seconds is not None and seconds < 0:
            raise CorpusError(f"{file}: {field}: a time cannot be negative ({seconds})")


def _write_whole(file: Path, text: str) -> None:
    # A rename within one folder is atomic: a reader sees the old file or the new one.
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(name, 0o644)
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise
