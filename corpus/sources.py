"""Gather what a source holds: an address, a file or a folder; its content says what it is."""

import mimetypes
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tqdm import tqdm

from corpus.download import Fetcher
from corpus.errors import ImportFailed, unforeseen
from corpus.feed_import import gather_feed
from corpus.files import PODCAST_FILE
from corpus.formats.document import Document
from corpus.formats.feed import Feed
from corpus.gathered import Failure, Found, Gathered
from corpus.joining import joined
from corpus.linked import is_address, read_bytes, read_document, read_named
from corpus.showpage import language, slug
from corpus.tidy import cleaned, tidied
from corpus.types import Corpus, Episode, Podcast

_FEED = re.compile(rb"(\xef\xbb\xbf)?\s*<(.*<)?(rss|feed)[\s>]", re.DOTALL)
# Fields of an episode that any of its files may tell.
TOLD = (
    *("title", "published", "duration", "language", "audio_url", "page_url", "description"),
    *("people", "links", "chapters"),
)


def gather(source: str, fetcher: Fetcher) -> Gathered:
    """The podcast and the episodes that a source tells of, at least one.

    Raises ImportFailed, naming the source, where there is none.
    """
    gathered = _tidied(_gather(source, fetcher))
    if not gathered.found:
        why = f": {gathered.failures[0]}" if gathered.failures else ""
        raise ImportFailed(f"{source}: holds no episode that can be imported{why}")
    return gathered


def _tidied(gathered: Gathered) -> Gathered:
    found = tuple(map(tidied, gathered.found))
    return replace(gathered, podcast=cleaned(gathered.podcast), found=found)


def _gather(source: str, fetcher: Fetcher) -> Gathered:
    if not is_address(source) and Path(source).is_dir():
        return _gather_folder(Path(source), fetcher)
    name = _name(Path(urlsplit(source).path if is_address(source) else source)) or source
    what, repairs = read_named(read_bytes(source, fetcher), source)
    mended = tuple(f"{name}: {repair}" for repair in repairs)
    if isinstance(what, Feed):
        return replace(gather_feed(what, source, fetcher), repairs=mended)
    if isinstance(what, Corpus):
        found = (Found(episode, episode.number, name) for episode in what)
        return Gathered(what.podcast, True, tuple(found), repairs=mended)
    one = _found(_stem(name), [(what, repairs)], name)
    return _untold([one], what.show or one.episode.title, [])


def _gather_folder(folder: Path, fetcher: Fetcher) -> Gathered:
    """Through its feed if it holds one; else files of one name, up to the first dot, are one."""
    try:
        if (folder / PODCAST_FILE).exists():
            raise ImportFailed(f"{folder}: is a corpus already; import what it was made from")
        texts = sorted(filter(_may_be_text, folder.iterdir()), key=_natural)
        inside, outside = _parted(texts, folder)
    except OSError as error:
        raise ImportFailed(f"{folder}: cannot be read ({error.strerror})") from error
    failures = [Failure(_name(file), "is a link that leads out of the folder") for file in outside]
    feeds = [file for file in inside if _begins_like_a_feed(file)]
    if len(feeds) == 1:
        through = _gather(str(feeds[0]), fetcher)
        return replace(through, failures=(*through.failures, *failures))
    groups: dict[str, list[Path]] = {}
    for file in inside:
        groups.setdefault(_stem(_name(file)), []).append(file)
    found: list[Found] = []
    for stem, files in tqdm(groups.items(), "Reading", unit="episode", delay=2, disable=None):
        try:
            told = [read_document(read_bytes(str(file), fetcher), _name(file)) for file in files]
            found.append(_found(stem, told, _name(files[0])))
        except ImportFailed as error:
            failures.append(Failure(stem, str(error)))
        except Exception as error:  # whatever is odd about one file, the others are read
            failures.append(Failure(stem, unforeseen(error)))
    return _untold(found, _name(folder.resolve()), failures)


def _parted(files: list[Path], folder: Path) -> tuple[list[Path], list[Path]]:
    """The files of a folder, and the links in it that lead out of it or to what is hidden."""
    here = folder.resolve()
    inside = {file: _is_inside(file.resolve(), here) for file in files}
    return [file for file in files if inside[file]], [file for file in files if not inside[file]]


def _is_inside(file: Path, folder: Path) -> bool:
    if not file.is_relative_to(folder):
        return False
    return not any(part.startswith(".") for part in file.relative_to(folder).parts)


def _begins_like_a_feed(file: Path) -> bool:
    """Whether to read a file of a folder as its feed; reading it will tell for sure."""
    try:
        with file.open("rb") as opened:
            return _FEED.match(opened.read(2000)) is not None
    except OSError:
        return False


def _untold(found: list[Found], title: str, failures: list[Failure]) -> Gathered:
    """What was found in a source that does not describe the podcast."""
    languages = [one.episode.language for one in found]
    commonest = max(languages, key=languages.count, default=None)
    podcast = Podcast(slug(title), title, language=commonest)
    return Gathered(podcast, False, tuple(found), tuple(failures))


def _found(stem: str, documents: list[tuple[Document, tuple[str, ...]]], place: str) -> Found:
    """One episode from all the files that tell of it."""
    said = [document.episode for document, _ in documents]
    episode = replace(said[0], **{field: _first(said, field) for field in TOLD})
    names = {key: name for document, _ in documents for key, name in document.names}
    cues = max((document.cues for document, _ in documents), key=len)
    turns, repairs = joined(
        [replace(c, speaker=names.get(c.speaker or "", c.speaker)) for c in cues]
    )
    spoken = episode.language or language(" ".join(turn.text for turn in turns[:200]))
    whole = replace(episode, id=stem, title=episode.title or stem, turns=turns, language=spoken)
    mended = [repair for _, found in documents for repair in found]
    told = next((one.number for one in said if one.number), None)
    return Found(whole, told or _number(stem), place, (*mended, *repairs))


def _first(said: list[Episode], field: str) -> Any:  # noqa: ANN401
    """What the first file says that says something of a field."""
    values = [getattr(episode, field) for episode in said]
    return next(filter(None, values), values[0])


def _may_be_text(file: Path) -> bool:
    # Subtitles (.ass) have the ending of a kind of audio.
    told = None if file.name.lower().endswith(".ass") else mimetypes.guess_type(file.name)[0]
    kind = (told or "text").partition("/")[0]
    return (
        file.is_file() and not file.name.startswith(".") and kind not in ("audio", "video", "image")
    )


def _stem(name: str) -> str:
    return name.partition(".")[0] or name


def _number(stem: str) -> int | None:
    """The only number in a name; a date has several."""
    numbers = re.findall(r"[0-9]+", stem)
    return int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) <= 5 else None


def _natural(file: Path) -> list[tuple[int, str]]:
    """Names in the order that people give them: 2 before 10."""
    parts = enumerate(re.split(r"([0-9]+)", file.name))
    return [(int(part) if index % 2 else 0, part) for index, part in parts]


def _name(file: Path) -> str:
    """The name of a file as text, also where it is none in the encoding of the system."""
    try:
        file.name.encode()
    except UnicodeEncodeError:
        return os.fsencode(file.name).decode("cp1252", errors="replace")
    return file.name
