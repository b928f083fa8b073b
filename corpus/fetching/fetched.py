"""Fetched addresses as files: complete, or the part that arrived before the connection broke."""

import gzip
import io
import json
import re
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ImportFailed

_PACKINGS = ("gzip", "x-gzip", "deflate")
_VALIDATORS = ("etag", "last-modified", "content-encoding")


class Again(Exception):
    """Worth another try, after so many seconds if the server says so."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer: its headers by their names in small letters, its body not yet read."""

    status: int
    headers: dict[str, str]
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Entry:
    """The files of one address: .body, its validators .json, and an unfinished .part with its own.

    A part is kept as it came over the line, compressed or not, because ranges count these bytes.
    Only one thread may use an entry at a time.
    """

    stem: Path

    @property
    def body(self) -> Path:
        """Return the whole content, unpacked."""
        return self.stem.with_suffix(".body")

    @property
    def part(self) -> Path:
        """Return what has arrived so far."""
        return self.stem.with_suffix(".part")

    def headers(self) -> dict[str, str]:
        """Make request headers for the rest of a part, or for what changed since the last time."""
        known = _read(self._known) if self.body.exists() else {}
        part = _read(self._known_of_part) if self.part.exists() else {}
        headers = {"Accept-Encoding": "gzip"}
        # A part still fits if a strong ETag, or else the time of the last change, is the same.
        etag = part.get("etag", "")
        is_strong = etag and not etag.startswith("W/")
        if validator := etag if is_strong else part.get("last-modified"):
            headers["Range"] = f"bytes={self._size()}-"
            headers["If-Range"] = validator
        elif known:
            if known.get("etag"):
                headers["If-None-Match"] = known["etag"]
            if known.get("last-modified"):
                headers["If-Modified-Since"] = known["last-modified"]
        return headers

    def receive(
        self, answer: Answer, most: int, deadline: float, progress: Callable[[int], object]
    ) -> None:
        """Append to the part, or start over if the server sends everything."""
        packing = _packing(answer.headers)
        if packing and packing not in _PACKINGS:
            raise ImportFailed(f"comes packed as {packing[:50]}, which was not asked for")
        here = (self._size(), _packing(_read(self._known_of_part)))
        begins = re.match(r"bytes ([0-9]{1,15})-", answer.headers.get("content-range", ""))
        sent = (int(begins[1]) if begins else None, packing)
        goes_on = answer.status == 206 and here[0] > 0 and sent == here
        if answer.status == 206 and not goes_on:
            self.forget_part()
            raise Again("the server sent another part than the one asked for")
        if not goes_on:
            told = {name: answer.headers[name] for name in _VALIDATORS if name in answer.headers}
            _write(self._known_of_part, json.dumps(told).encode())
        size = self._size() if goes_on else 0
        with self.part.open("ab" if goes_on else "wb") as out:
            for chunk in answer.chunks:
                size += len(chunk)
                if size > most:
                    out.close()
                    self.forget_part()
                    raise ImportFailed(f"is larger than {most / 1e6:.0f} MB")
                if time.monotonic() > deadline:
                    raise ImportFailed("takes too long; a next import goes on there")
                out.write(chunk)
                progress(len(chunk))

    def finish(self, most: int) -> None:
        """Unpack the part into the body, then note the validators."""
        validators = _read(self._known_of_part)
        if _packing(validators):
            try:
                _write(self.body, unpacked(self.part.read_bytes(), most))
            except ImportFailed:
                self.forget_part()
                raise
        else:
            self.part.replace(self.body)
        _write(self._known, json.dumps(validators).encode())
        self.forget_part()

    def sweep(self) -> None:
        """Remove temporary files of an import that was killed."""
        for file in (self.body, self._known, self._known_of_part):
            _new(file).unlink(missing_ok=True)

    def forget_part(self) -> None:
        """Remove the part, so that the next download starts over."""
        self.part.unlink(missing_ok=True)
        self._known_of_part.unlink(missing_ok=True)

    @property
    def _known(self) -> Path:
        return self.stem.with_suffix(".json")

    @property
    def _known_of_part(self) -> Path:
        return self.stem.with_suffix(".part.json")

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0


def is_conditional(headers: dict[str, str]) -> bool:
    """Return whether "304 Not Modified" can be the answer to such headers."""
    return "If-None-Match" in headers or "If-Modified-Since" in headers


def unpacked(data: bytes, most: int) -> bytes:
    """Decompress gzip (one or several members) or deflate.

    Raises ImportFailed for more than `most` bytes or damage.
    """
    try:
        found = _gunzipped(data, most) if data[:3] == b"\x1f\x8b\x08" else _inflated(data, most)
    except EOFError as error:
        raise ImportFailed("its packed content is cut off") from error
    except zlib.error as error:
        raise ImportFailed("its packed content is damaged") from error
    if len(found) > most:
        raise ImportFailed(f"unpacks to more than {most / 1e6:.0f} MB")
    return found


def _gunzipped(data: bytes, most: int) -> bytes:
    pieces, size = [], 0
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
        try:
            while size <= most and (piece := file.read1(most + 1 - size)):
                pieces.append(piece)
                size += len(piece)
        except gzip.BadGzipFile as error:
            if not pieces or "Not a gzipped file" not in str(error):  # else what follows is none
                raise zlib.error(str(error)) from error
    return b"".join(pieces)


def _inflated(data: bytes, most: int) -> bytes:
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):  # with a header, and without
        packer = zlib.decompressobj(bits)
        try:
            found = packer.decompress(data, most + 1)
        except zlib.error:
            continue
        if not packer.eof and len(found) <= most:
            raise EOFError
        return found
    raise zlib.error


def _packing(headers: dict[str, str]) -> str:
    packing = headers.get("content-encoding", "").strip().lower()
    return "" if packing == "identity" else packing


def _read(file: Path) -> dict[str, str]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(file: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    _new(file).write_bytes(data)
    _new(file).replace(file)


def _new(file: Path) -> Path:
    return file.with_name(f"{file.name}.new")
