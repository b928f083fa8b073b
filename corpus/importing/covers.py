"""Fetch the pictures of a podcast and its episodes, each address once, a few at once.

They are the last that an import fetches, and nothing else suffers if one cannot be had.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import get_ident
from typing import TypeVar

from tqdm import tqdm

from corpus.errors import ImportFailed, unforeseen
from corpus.fetching.download import Fetcher, Limits
from corpus.fetching.pictures import MOST_BYTES, as_kept
from corpus.fetching.workers import side_by_side
from corpus.formats.document import web_address
from corpus.gathered import Gathered
from corpus.importing.linked import is_address, linked, read_bytes
from corpus.types import Episode, Podcast

T = TypeVar("T", Podcast, Episode)
AT_ONCE = 4
EACH = Limits(bytes=MOST_BYTES, seconds=30.0)
ALL_SECONDS = 300.0  # of one import; a next one goes on
LATER = "there was no more time for it; a next import goes on"


def with_covers(gathered: Gathered, source: str, fetcher: Fetcher) -> Gathered:
    """Fetch every picture that is announced; those that cannot be had are one line of repairs."""
    newest = [one.episode for one in reversed(gathered.found)]
    things: list[Podcast | Episode] = [gathered.podcast, *newest]
    wanted = list(dict.fromkeys(thing.image_url for thing in things if thing.image_url))
    fetch = partial(_fetched, source, fetcher, time.monotonic() + ALL_SECONDS)
    results = side_by_side(fetch, wanted, AT_ONCE)
    bar = tqdm(results, "Pictures", len(wanted), delay=2, disable=None)
    had = dict(zip(wanted, bar, strict=True))
    files = {url: file for url, file in had.items() if isinstance(file, Path)}
    names = {url: file.name for url, file in files.items()}
    reasons = [why for why in had.values() if isinstance(why, str)]
    what = "a picture was" if len(reasons) == 1 else f"{len(reasons)} pictures were"
    left_out = [f"{what} left out: {reasons[0]}"] if reasons else []
    return replace(
        gathered,
        podcast=_named(gathered.podcast, source, names),
        found=tuple(
            replace(one, episode=_named(one.episode, source, names)) for one in gathered.found
        ),
        pictures={file.name: file for file in files.values()},
        repairs=(*gathered.repairs, *left_out),
    )


def _named(thing: T, source: str, names: Mapping[str, str]) -> T:
    """Name the file of a picture, and the address that it came from if it has one."""
    if not thing.image_url:
        return thing
    try:
        address = web_address(linked(source, thing.image_url))
    except ImportFailed:  # as it is written, if that is an address at all
        address = web_address(thing.image_url)
    return replace(thing, image_url=address, image=names.get(thing.image_url))


def _fetched(source: str, fetcher: Fetcher, until: float, url: str) -> Path | str:
    """Return the file with a picture as a corpus keeps it, or why there is none."""
    try:
        if time.monotonic() > until:
            return LATER
        place = linked(source, url)
        if not is_address(place):
            return _stored(as_kept(read_bytes(place, fetcher)), fetcher.folder)
        body = fetcher.file(place, EACH)
        data = body.read_bytes()
        if (known := _file(data, fetcher.folder)).exists():
            return known
        kept = as_kept(data)
        stored = _stored(kept, fetcher.folder)
        _write(body, kept)  # in place of the download, which is far larger
        return stored
    except OSError:  # the disk is full, and so for all
        raise
    except Exception as error:
        told = str(error) if isinstance(error, ImportFailed) else unforeseen(error)
        return told if url[:200] in told else f"{url[:200]}: {told}"


def _stored(kept: bytes, folder: Path) -> Path:
    file = _file(kept, folder)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, kept)
    return file


def _file(data: bytes, folder: Path) -> Path:
    """Name a picture by its content: the same on every page is one file."""
    return folder / "pictures" / f"{sha256(data).hexdigest()[:24]}.jpg"


def _write(file: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    new = file.with_name(f"{file.name}.{get_ident()}.new")
    new.write_bytes(data)
    new.replace(file)
