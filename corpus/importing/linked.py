"""Read addresses and files, and the links in them.

A feed is a stranger's text. A feed at an address may link to other addresses; a feed in a file may
also link to files in its own folder and below, and to nothing else on the disk.
"""

import os
import re
import stat
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from corpus.decoding.encodings import decoded
from corpus.errors import ImportFailed
from corpus.fetching.download import TEXT_BYTES, Fetcher
from corpus.formats.document import Document
from corpus.formats.exports import with_export
from corpus.formats.feeds.feed import Feed
from corpus.importing.recognise import read
from corpus.types import Corpus

MOST_BYTES = 2 * TEXT_BYTES


def is_address(place: str) -> bool:
    """Return whether this is an address, not a file or a folder."""
    return re.match(r"https?:/", place, re.IGNORECASE) is not None


def linked(base: str, link: str) -> str:
    """Resolve a link in `base`, itself an address or a file, to an address or a file.

    Raises ImportFailed where a link in a file leads outside its folder.
    """
    try:
        parts = urlsplit(link)
        if is_address(base) or parts.scheme or parts.netloc:
            url = urljoin(base, link)
            if not is_address(url):
                raise ImportFailed(f"{url[:200]} is no web address (http or https)")
            return url
        folder = Path(base).parent.resolve()
        file = (folder / unquote(parts.path)).resolve()
        there = file.is_file()
    except (OSError, RuntimeError, ValueError) as error:  # too long, a circle of links, a NUL
        raise ImportFailed(f"{link[:200]} leads nowhere ({str(error)[:100]})") from error
    inside = file.relative_to(folder).parts if file.is_relative_to(folder) else (".",)
    if any(part.startswith(".") for part in inside):
        raise ImportFailed(f"{link[:200]} leads out of the folder of {Path(base).name}")
    if not there:
        raise ImportFailed(f"{link[:200]} is not beside {Path(base).name}")
    return str(file)


def read_bytes(place: str, fetcher: Fetcher) -> bytes:
    """Read an address or a file. Raises ImportFailed, naming it, if that is not possible."""
    if is_address(place):
        return fetcher.text(place)
    try:
        with open(place, "rb", opener=_open_regular_file) as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise ImportFailed(f"{place}: cannot be read ({error.strerror})") from error
    if len(data) > MOST_BYTES:
        raise ImportFailed(f"{place}: is larger than {MOST_BYTES / 1e6:.0f} MB")
    return data


def _open_regular_file(place: str, flags: int) -> int:
    """Open a file; pipes and devices, which may never end, are refused."""
    handle = os.open(place, flags | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ImportFailed(f"{place}: is no file; save what it yields in one, and import that")
    return handle


def read_named(data: bytes, name: str) -> tuple[Corpus | Feed | Document, tuple[str, ...]]:
    """Decode and read some bytes; return also what was mended. Errors begin with the name."""
    try:
        text, repair = decoded(data)
    except ImportFailed as error:  # a document may say inside which program wrote it
        told = with_export(str(error), data.decode("latin-1"))
        raise ImportFailed(f"{name}: {told}") from error
    try:
        return read(text), (repair,) if repair else ()
    except ImportFailed as error:
        raise ImportFailed(f"{name}: {error}") from error


def read_document(data: bytes, name: str) -> tuple[Document, tuple[str, ...]]:
    """Read one file about one episode, and what was mended in it; both carry its name."""
    document, repairs = read_named(data, name)
    if not isinstance(document, Document):
        raise ImportFailed(f"{name}: is a whole podcast, not one episode; import it alone")
    return document, tuple(f"{name}: {repair}" for repair in repairs)
