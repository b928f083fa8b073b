"""Gather the content of a source: an address, a file or a folder, recognised by content."""

import mimetypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from tqdm import tqdm

from corpus.errors import ImportFailed, unforeseen
from corpus.fetching.download import Fetcher
from corpus.files import PODCAST_FILE
from corpus.formats.feeds.feed import Feed
from corpus.formats.pages.show_page import slug
from corpus.gathered import Failure, Found, Gathered
from corpus.importing.accounts import unknown_speakers
from corpus.importing.beside import Read, completed
from corpus.importing.covers import with_covers
from corpus.importing.feed_episodes import gather_feed
from corpus.importing.folders import (
    Told,
    episode_of,
    grouped,
    is_about_the_folder,
    name_of,
    natural,
    spoken_in,
    stem,
)
from corpus.importing.linked import is_address, read_bytes, read_document, read_named
from corpus.importing.tidy import cleaned, tidied
from corpus.types import Corpus, Podcast

NO_FEED = (
    "is no feed and no show page, so transcripts beside it belong to no episode; name the feed, "
    "then its transcripts, or the folder of transcripts alone"
)
# A folder's own picture, as players look for it.
COVERS = tuple(
    f"{stem}.{ending}"
    for stem in ("cover", "folder", "podcast")
    for ending in ("jpg", "jpeg", "png", "webp")
)
_FEED = re.compile(rb"(\xef\xbb\xbf)?\s*<(.*<)?(rss|feed)[\s>]", re.DOTALL)


def gather(source: str, fetcher: Fetcher, transcripts: Sequence[str] = ()) -> Gathered:
    """Read the podcast and its episodes, at least one, from a source.

    `transcripts` are files and folders for the episodes of a feed that links to none. Raises
    ImportFailed, naming the source, where there is no episode, or no feed for the transcripts.
    """
    if transcripts and not is_address(source) and Path(source).is_dir():
        feeds = [one for one in transcripts if is_address(one) or _begins_like_a_feed(Path(one))]
        if len(feeds) == 1:  # the feed was named behind the folder
            others = (one for one in transcripts if one != feeds[0])
            source, transcripts = feeds[0], (source, *others)
    gathered = _gather(source, fetcher)
    if transcripts:
        if not gathered.described:
            raise ImportFailed(f"{source}: {NO_FEED}")
        groups = _groups_of(transcripts, source)
        gathered = completed(gathered, groups, _reader(fetcher), named=True)
    found = tuple(map(tidied, gathered.found))
    gathered = replace(gathered, podcast=cleaned(gathered.podcast), found=found)
    if not gathered.found:
        why = f": {gathered.failures[0]}" if gathered.failures else ""
        raise ImportFailed(f"{source}: holds no episode that can be imported{why}")
    return gathered


def _groups_of(places: Sequence[str], feed: str) -> dict[str, list[Path]]:
    """Group the files of some folders, and single files, by episode; the feed is none of them."""
    files: dict[Path, list[Path]] = {}
    for place in map(Path, places):
        if not place.exists():
            raise ImportFailed(f"{place}: is neither a file nor a folder with transcripts")
        folder = place if place.is_dir() else place.parent
        files.setdefault(folder, []).extend(_own_files(place)[0] if place == folder else [place])
    own = None if is_address(feed) else Path(feed).resolve()
    groups: dict[str, list[Path]] = {}
    for folder, found in files.items():
        kept = (f for f in found if f.resolve() != own and not is_about_the_folder(name_of(f)))
        for name, group in grouped(kept, folder).items():
            groups.setdefault(name, []).extend(group)
    return groups


def _own_files(folder: Path) -> tuple[list[Path], list[Path]]:
    """List the files of a folder in the order of people, and links that lead out of it.

    Those to hidden files are counted among the latter.
    """
    try:
        texts = sorted(_text_files(folder), key=lambda file: [*map(natural, file.parts)])
        here, inside = folder.resolve(), dict[Path, Path]()
        real = {file: file.resolve() for file in texts}
        outside = [
            file
            for file in texts
            if not real[file].is_relative_to(here)
            or any(part.startswith(".") for part in real[file].relative_to(here).parts)
        ]
        # Of a file and the links to it, the one with the shortest path is kept.
        for file in sorted(set(texts) - set(outside), key=lambda file: len(file.parts)):
            inside.setdefault(real[file], file)
        kept = set(inside.values())
        return [file for file in texts if file in kept], outside
    except OSError as error:
        raise ImportFailed(f"{folder}: cannot be read ({error.strerror})") from error


def _reader(fetcher: Fetcher) -> Read:
    return lambda name, files: _read_files(name, files, fetcher)


def _gather(source: str, fetcher: Fetcher) -> Gathered:
    if not is_address(source) and Path(source).is_dir():
        return _gather_folder(Path(source), fetcher)
    name = name_of(Path(urlsplit(source).path if is_address(source) else source)) or source
    what, repairs = read_named(read_bytes(source, fetcher), source)
    mended = tuple(f"{name}: {repair}" for repair in repairs)
    if isinstance(what, Feed):
        gathered = replace(gather_feed(what, source, fetcher), repairs=mended)
    elif isinstance(what, Corpus):
        found = (Found(one, one.number, name, tuple(unknown_speakers(one.turns))) for one in what)
        gathered = Gathered(what.podcast, True, tuple(found), repairs=mended)
    else:
        one = episode_of(stem(name), [Told(name, what, repairs)])
        gathered = _undescribed([one], what.show or one.episode.title, [])
    return with_covers(gathered, source, fetcher)


def _gather_folder(folder: Path, fetcher: Fetcher) -> Gathered:
    """Read a folder's feed if it has one; else files of one name are one episode."""
    if (folder / PODCAST_FILE).exists():
        raise ImportFailed(f"{folder}: is a corpus already; import what it was made from")
    inside, outside = _own_files(folder)
    failures = [
        Failure(name_of(file), "is a link that leads out of the folder") for file in outside
    ]
    feeds = [file for file in inside if file.parent == folder and _begins_like_a_feed(file)]
    files = [file for file in inside if not is_about_the_folder(name_of(file))]
    if len(feeds) == 1:
        through = _gather(str(feeds[0]), fetcher)
        through = replace(through, failures=(*through.failures, *failures))
        groups = grouped((file for file in files if file != feeds[0]), folder)
        return completed(through, groups, _reader(fetcher))
    groups = grouped(files, folder)
    read = {}
    for name, found in tqdm(groups.items(), "Reading", unit="episode", delay=2, disable=None):
        read[name], reasons = _read_files(name, found, fetcher)
        if not read[name]:
            failures.append(Failure(name, "; ".join(reasons)))
    spoken = spoken_in(one for told in read.values() for one in told)
    episodes = []
    for name, told in read.items():
        try:
            episodes += [episode_of(name, told, spoken)] if told else []
        except ImportFailed as error:
            failures.append(Failure(name, str(error)))
    gathered = _undescribed(episodes, name_of(folder.resolve()), failures)
    cover = next((name for name in COVERS if (folder / name).is_file()), None)
    podcast = replace(gathered.podcast, image_url=cover)
    return with_covers(replace(gathered, podcast=podcast), str(folder / PODCAST_FILE), fetcher)


def _read_files(name: str, files: list[Path], fetcher: Fetcher) -> tuple[list[Told], list[str]]:
    """Read the files of an episode; also report the unreadable ones."""
    told: list[Told] = []
    reasons: list[str] = []
    for file in files:
        try:
            told.append(
                Told(name_of(file), *read_document(read_bytes(str(file), fetcher), name_of(file)))
            )
        except ImportFailed as error:
            reasons.append(str(error))
        except Exception as error:  # whatever is odd about one file, the others are read
            reasons.append(unforeseen(error))
    if told and reasons:
        left = (
            f"{why}, so it was left out; move it away if it is no transcript" for why in reasons
        )
        told[0] = replace(told[0], repairs=(*told[0].repairs, *left))
    return told, reasons


def _text_files(folder: Path) -> Iterator[Path]:
    """List the files of a folder and below that may be text; not those of a corpus, or hidden."""
    folders = [folder]
    for here in folders:  # which grow
        for file in here.iterdir():
            if file.name.startswith("."):
                continue
            if file.is_dir():
                if not file.is_symlink() and not (file / PODCAST_FILE).exists():
                    folders.append(file)
            elif file.is_file():
                # Subtitles (.ass) have the ending of a kind of audio.
                captions = file.name.lower().endswith(".ass")
                kind = None if captions else mimetypes.guess_type(file.name)[0]
                if (kind or "text").partition("/")[0] not in ("audio", "video", "image"):
                    yield file


def _begins_like_a_feed(file: Path) -> bool:
    """Return whether a file may be the folder's feed; reading it will tell for sure."""
    try:
        with file.open("rb") as opened:
            return _FEED.match(opened.read(2000)) is not None
    except OSError:
        return False


def _undescribed(found: list[Found], title: str, failures: list[Failure]) -> Gathered:
    """Make the result for a source that does not describe the podcast."""
    languages = [one.episode.language for one in found]
    commonest = max(languages, key=languages.count, default=None)
    podcast = Podcast(slug(title), title, language=commonest)
    return Gathered(podcast, False, tuple(found), tuple(failures))
