"""Read and write the corpus format: a folder with podcast.json and one JSON file per episode.

Unknown values are null or left out, times are seconds, text is UTF-8 and verbatim. What is read
is checked; an error names the file and the field. What is written is written whole or not at all.
"""

import dataclasses
import json
import math
import os
import re
import tempfile
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeVar

from pydantic import TypeAdapter, ValidationError

from corpus.errors import CorpusError
from corpus.text.names import folded, unified
from corpus.text.printing import printable
from corpus.types import Corpus, Episode, Podcast

T = TypeVar("T", Episode, Podcast)
Change = Literal["added", "updated", "unchanged"]
PODCAST_FILE = "podcast.json"
IMAGES = "images"  # the folder of a corpus that its pictures lie in
# The list behind the key; within a JSON string a quotation mark is escaped.
_MARKS = re.compile(r'(?<=\n   "marks": )\[[\d\s.,\[\]]+\](?=\n)')
_STAGED = re.compile(r"\..+\.json\.[a-z0-9_]{8}")  # as mkstemp names it
_IF_KNOWN = frozenset(
    {"marks", "aliases", "spellings", "episodes", "feed", "guid", "image_url", "image"}
)
_IMAGE = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,99}\.(jpe?g|png|webp)", re.IGNORECASE)
_EPISODES = '{"12": ["A"]}'
# What pydantic calls by their Python names.
IN_JSON = {
    "tuple_type": "Input should be a list",
    "dataclass_type": "Input should be an object in braces",
    "dict_type": "Input should be an object in braces",
    "int_parsing": "Input should be a whole number",
}


def load_corpus(folder: Path) -> Corpus:
    """Read a whole corpus, episodes ordered by number, each in the language that is told.

    Names are unified by the podcast's aliases. Raises CorpusError where the folder, podcast.json or
    every episode is missing, where a file is damaged, and where two episodes have the same number
    or id.
    """
    podcast = load_podcast(folder)
    episodes = tuple(episode.of(podcast) for episode in load_episodes(folder).values())
    return unified(Corpus(podcast, episodes, folder))


def load_podcast(folder: Path) -> Podcast:
    """Read podcast.json alone. Raises CorpusError where it is missing or damaged."""
    file = folder / PODCAST_FILE
    if not os.path.lexists(file):
        raise CorpusError(
            f"No corpus in {folder}: {PODCAST_FILE} is missing. "
            "Make one with: python -m corpus import SOURCE --into DIR"
        )
    podcast = _decode(Podcast, file)
    if not re.fullmatch(r"\w[\w.-]{0,99}", podcast.slug):
        # It names folders of the index.
        raise _damaged(file, "slug: only letters, digits and . - _ may stand there")
    _check_image(podcast, file)
    _check_aliases(podcast, file)
    return podcast


def load_episodes(folder: Path) -> dict[Path, Episode]:
    """Read the episodes of a corpus folder with their files, ordered by number.

    Raises CorpusError where there is none, where a file is damaged, and where two have the same
    number or id.
    """
    files = {file: load_episode(file) for file in episode_files(folder)}
    if not files:
        raise CorpusError(f"{folder}: no episode files (like 001.json) beside {PODCAST_FILE}")
    numbers: dict[int, Path] = {}
    ids: dict[str, Path] = {}
    for file, episode in files.items():
        if (taken := numbers.setdefault(episode.number, file)) != file:
            raise _damaged(file, f"number: {episode.number} is taken by {taken.name}")
        if (taken := ids.setdefault(episode.id, file)) != file:
            raise _damaged(file, f"id: {_short(episode.id)} is taken by {taken.name}")
    return dict(sorted(files.items(), key=lambda item: item[1].number))


def episode_files(folder: Path) -> list[Path]:
    """List the episode files of a corpus folder, ordered by name."""
    return sorted(file for file in folder.glob("*.json") if file.name != PODCAST_FILE)


def load_episode(file: Path) -> Episode:
    """Read one episode. Raises CorpusError naming the file and the field that is wrong."""
    episode = _decode(Episode, file)
    if episode.number < 0:
        raise _damaged(file, f"number: cannot be negative ({episode.number})")
    _check_image(episode, file)
    times: list[tuple[str, float | None]] = [("duration", episode.duration)]
    for index, chapter in enumerate(episode.chapters):
        times.append((f"chapters[{index}].start", chapter.start))
    for index, turn in enumerate(episode.turns):
        where = f"turns[{index}]"
        for name in ("start", "end", "uncertainty"):
            times.append((f"{where}.{name}", getattr(turn, name)))
        if turn.start is not None and turn.end is not None and turn.end < turn.start:
            raise _damaged(file, f"{where}.end: lies before the turn's start")
        begin = turn.start if turn.measured and turn.start is not None else 0.0
        end = math.inf if turn.end is None or turn.uncertainty else turn.end
        points = [(0, begin), *turn.marks, (len(turn.text), end)]
        rising = all(a < c and b <= d for (a, b), (c, d) in pairwise(points))
        if turn.marks and not rising:
            raise _damaged(file, f"{where}.marks: offset and seconds must rise inside the turn")
    for field, seconds in times:
        if seconds is not None and not 0 <= seconds < math.inf:
            raise _damaged(file, f"{field}: a time cannot be negative or endless ({seconds})")
    return episode


def save_corpus(corpus: Corpus, folder: Path) -> dict[Path, Change]:
    """Write podcast.json and 001.json, 002.json … into `folder`; return what changed per file.

    A file that already holds the same is not touched; files of other episodes stay. Raises
    OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = {folder / PODCAST_FILE: to_json(corpus.podcast)}
    texts |= {folder / f"{episode.number:03}.json": to_json(episode) for episode in corpus}
    changes: dict[Path, Change] = {}
    for file, text in texts.items():
        same = file.exists() and file.read_bytes() == text.encode()
        changes[file] = "unchanged" if same else "updated" if file.exists() else "added"
    write_all({file: texts[file] for file, change in changes.items() if change != "unchanged"})
    return changes


def to_json(thing: Episode | Podcast) -> str:
    """Serialise to the file's text: indented, umlauts unescaped, keys in the dataclass's order.

    Marks, aliases and what identifies a feed are written only when not empty, marks on one line.
    Control characters are escaped, also those that JSON permits.
    """
    fields = dataclasses.asdict(
        thing,
        dict_factory=lambda fields: {
            name: value for name, value in fields if value or name not in _IF_KNOWN
        },
    )
    text = json.dumps(fields, indent=1, ensure_ascii=False, default=str) + "\n"
    flat = _MARKS.sub(lambda marks: re.sub(r"\s+", "", marks[0]).replace(",", ", "), text)
    return printable(flat)


@cache
def _adapters() -> dict[type, TypeAdapter[Any]]:
    return {kind: TypeAdapter(kind) for kind in (Episode, Podcast)}


def _decode(kind: type[T], file: Path) -> T:
    try:
        text = file.read_text(encoding="utf-8-sig")
        data = json.loads(text, parse_constant=_no_constant)
        if "\\ud" in text.lower():  # half an escaped character could never be written again
            json.dumps(data, ensure_ascii=False).encode()
        if isinstance(data, dict) and data.get("published") is not None:
            # Dates in the wild carry a time of day; the day is what the format keeps.
            if not isinstance(data["published"], str):
                raise _damaged(file, 'published: Input should be a day like "2021-03-02"')
            data["published"] = data["published"][:10]
        read: T = _adapters()[kind].validate_python(data)
        return read
    except OSError as error:
        raise CorpusError(f"{file}: cannot be read ({error.strerror})") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        message = IN_JSON.get(first["type"], first["msg"])
        parts = (f"[{at}]" if isinstance(at, int) else f".{at}" for at in first["loc"])
        field = "".join(parts).removeprefix(".").removesuffix(".[key]") or "file"
        raise _damaged(file, f"{field}: {_short(message)}") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(file, f"is not valid JSON in UTF-8 ({_short(error)})") from error


def _damaged(file: Path, what: str) -> CorpusError:
    return CorpusError(f"{file}: {what}. Correct the file, or move it away and import again")


def _short(message: object) -> str:
    """Shorten a message that may repeat what it complains about to one line."""
    line = " ".join(str(message).split())
    return line if len(line) <= 200 else line[:199] + "…"


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _check_image(thing: Episode | Podcast, file: Path) -> None:
    if thing.image is not None and not _IMAGE.fullmatch(thing.image):
        raise _damaged(file, f"image: must name a file in {IMAGES}/ like cover.jpg, .png or .webp")


def _check_aliases(podcast: Podcast, file: Path) -> None:
    """Each alias names somebody and says who that is; a label of an episode is one person's."""
    taken: dict[tuple[int, str], str] = {}
    for index, alias in enumerate(podcast.aliases):
        field = f"aliases[{index}]"
        if not alias.name.strip():
            raise _damaged(file, f"{field}.name: is blank")
        if not alias.spellings and not any(alias.episodes.values()):
            raise _damaged(file, f"{field}: needs spellings, or episodes like {_EPISODES}")
        for number, labels in alias.episodes.items():
            where = f"{field}.episodes.{number}"
            if number < 0:
                raise _damaged(file, f"{where}: no episode has a negative number")
            for label in map(folded, labels):
                if not label:
                    raise _damaged(file, f"{where}: a speaker's label cannot be blank")
                if (name := taken.setdefault((number, label), alias.name)) != alias.name:
                    raise _damaged(file, f"{where}: {_short(label)} is {_short(name)} already")


def write_whole(file: Path, text: str) -> None:
    """Write a file so that a reader sees the old text or the new one, never a part."""
    write_all({file: text})


def write_all(texts: Mapping[Path, str]) -> None:
    """Write several files, each atomically, and none unless there is room for all of them."""
    staged: dict[Path, str] = {}
    try:
        for file, text in texts.items():
            handle, staged[file] = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            os.chmod(staged[file], 0o644)
        for file in texts:
            # A rename within one folder is atomic.
            os.replace(staged[file], file)
            del staged[file]
    finally:
        for name in staged.values():
            os.unlink(name)


def remove_leftovers(folder: Path) -> None:
    """Remove temporary files of killed processes; call this while no other process writes."""
    for file in folder.glob(".*.json.*"):
        if _STAGED.fullmatch(file.name):
            file.unlink(missing_ok=True)
