"""Downloads: conditional, resumable, bounded in size and time, polite.

What was fetched lies in a folder with the validators that the server gave for it (ETag,
Last-Modified), so that asking again costs a "304 Not Modified". A download that was cut off goes
on where it stopped. Each hop of a redirect is checked (`corpus.addresses`).
"""

import hashlib
import json
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from urllib.parse import urljoin

import httpx

from corpus.addresses import ALLOW, check_address, is_public
from corpus.errors import ImportFailed
from corpus.files import write_whole

AGENT = "Nachgefragt/0.1 (podcast importer)"
TEXT_BYTES, TEXT_SECONDS = 50_000_000, 120.0
TRIES, HOPS = 3, 5
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds before the second try, and at most
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
Progress = Callable[[int], object]  # is told how many bytes arrived


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a download may take, and how patient its server must be."""

    bytes: int = TEXT_BYTES
    seconds: float = TEXT_SECONDS
    silence: float = 20.0
    first_wait: float = FIRST_WAIT


class _Again(Exception):
    """Worth another try, after so many seconds if the server says so."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches addresses through one connection pool; safe to share between threads."""

    folder: Path
    allow_private: bool = False
    limits: Limits = field(default_factory=Limits)
    client: httpx.Client = field(default_factory=lambda: _client(Limits()))

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.client.close()

    def text(self, url: str) -> bytes:
        """What lies at an address, unpacked. Raises ImportFailed as `file` does."""
        return self.file(url, self.limits).read_bytes()

    def file(self, url: str, limits: Limits, progress: Progress = int) -> Path:
        """The file that holds what lies at an address, fetched if it changed.

        Raises ImportFailed, naming the address, where it cannot be had within the limits.
        """
        entry = _Entry(self.folder / hashlib.sha256(url.encode()).hexdigest()[:32])
        self.folder.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + limits.seconds
        wait = limits.first_wait
        for attempt in range(1, TRIES + 1):
            try:
                self._fetch(url, entry, limits, deadline, progress)
                return entry.body
            except (httpx.HTTPError, httpx.InvalidURL, _Again) as error:
                asked = getattr(error, "wait", None) or wait
                if attempt == TRIES or time.monotonic() + asked > deadline:
                    raise ImportFailed(f"{url[:200]}: {_reason(error)}") from error
                time.sleep(min(asked, LONGEST_WAIT))
                wait *= 2
        raise AssertionError("the last try returns or raises")

    def _fetch(
        self, url: str, entry: "_Entry", limits: Limits, deadline: float, progress: Progress
    ) -> None:
        with self._answer(url, entry.headers()) as answer:
            if answer.status_code == 304:
                return
            if answer.status_code == 416:
                entry.forget_part()
                raise _Again("the part that was fetched does not fit any more", limits.first_wait)
            if answer.status_code in _LATER:
                raise _Again(f"HTTP {answer.status_code}", _retry_after(answer))
            if answer.status_code not in (200, 206):
                raise ImportFailed(f"{url[:200]}: HTTP {answer.status_code}")
            packed = answer.headers.get("content-encoding", "identity").lower()
            if packed not in ("identity", "gzip", "x-gzip", "deflate", ""):
                raise ImportFailed(
                    f"{url[:200]}: comes packed as {packed}, which was not asked for"
                )
            entry.receive(answer, limits.bytes, deadline, progress)
        entry.finish(packed not in ("identity", ""), limits.bytes, answer)

    @contextmanager
    def _answer(self, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """The answer behind all redirects, its body not yet read."""
        here = url
        for _ in range(HOPS + 1):
            check_address(here, self.allow_private)
            with self.client.stream("GET", here, headers=headers) as answer:
                self._check_peer(here, answer)
                if answer.status_code not in _MOVED or "location" not in answer.headers:
                    yield answer
                    return
                here = urljoin(here, answer.headers["location"])
        raise ImportFailed(f"{url[:200]}: is redirected more than {HOPS} times")

    def _check_peer(self, url: str, answer: httpx.Response) -> None:
        # A name may lead elsewhere between the check and the connection.
        stream = answer.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream else None
        if peer and not self.allow_private and not is_public(str(peer[0])):
            raise ImportFailed(f"{url[:200]} leads to a private address ({peer[0]}); {ALLOW}")


@dataclass(frozen=True, slots=True)
class _Entry:
    """The files of one address: .body, its validators .json, and an unfinished .part with its own.

    A part is kept as it came over the line, packed or not: that is what a range counts in.
    """

    stem: Path

    @property
    def body(self) -> Path:
        return self.stem.with_suffix(".body")

    @property
    def part(self) -> Path:
        return self.stem.with_suffix(".part")

    def headers(self) -> dict[str, str]:
        known = _read(self.stem.with_suffix(".json")) if self.body.exists() else {}
        part = _read(self.stem.with_suffix(".part.json")) if self.part.exists() else {}
        headers = {"Accept-Encoding": "gzip"}
        if validator := _strong(part):
            headers["Range"] = f"bytes={self.part.stat().st_size}-"
            headers["If-Range"] = validator
        elif known:
            if known.get("etag"):
                headers["If-None-Match"] = known["etag"]
            if known.get("last-modified"):
                headers["If-Modified-Since"] = known["last-modified"]
        return headers

    def receive(
        self, answer: httpx.Response, most: int, deadline: float, progress: Progress
    ) -> None:
        """Append to the part, or begin it anew where the server sends everything."""
        packing = _read(self.stem.with_suffix(".part.json")).get("content-encoding")
        fits = (_range_start(answer), answer.headers.get("content-encoding"))
        goes_on = answer.status_code == 206 and fits == (self._size(), packing)
        if answer.status_code == 206 and not goes_on:
            self.forget_part()
            raise _Again("the server sent another part than the one asked for")
        if not goes_on:
            write_whole(self.stem.with_suffix(".part.json"), json.dumps(_validators(answer)))
        size = self._size() if goes_on else 0
        with self.part.open("ab" if goes_on else "wb") as out:
            for chunk in answer.iter_raw():
                size += len(chunk)
                if size > most:
                    out.close()
                    self.forget_part()
                    raise ImportFailed(f"{answer.url}: is larger than {most / 1e6:.0f} MB")
                if time.monotonic() > deadline:
                    raise ImportFailed(f"{answer.url}: takes too long; a next import goes on there")
                out.write(chunk)
                progress(len(chunk))

    def finish(self, packed: bool, most: int, answer: httpx.Response) -> None:
        """Unpack the part into the body, then note the validators."""
        validators = _read(self.stem.with_suffix(".part.json"))
        if packed:
            try:
                data = unpacked(self.part.read_bytes(), most)
            except ImportFailed as error:
                self.forget_part()
                raise ImportFailed(f"{answer.url}: {error}") from error
            self.part.write_bytes(data)
        self.part.replace(self.body)
        write_whole(self.stem.with_suffix(".json"), json.dumps(validators))
        self.forget_part()

    def forget_part(self) -> None:
        self.part.unlink(missing_ok=True)
        self.stem.with_suffix(".part.json").unlink(missing_ok=True)

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0


def unpacked(data: bytes, most: int) -> bytes:
    """What gzip or deflate packed. Raises ImportFailed for more than `most` bytes or damage."""
    for bits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):  # with a header, and without
        packer = zlib.decompressobj(bits)
        try:
            found = packer.decompress(data, most + 1)
        except zlib.error:
            continue
        if len(found) > most:
            raise ImportFailed(f"unpacks to more than {most / 1e6:.0f} MB")
        if not packer.eof:
            raise ImportFailed("its packed content is cut off")
        return found
    raise ImportFailed("its packed content is damaged")


def _client(limits: Limits) -> httpx.Client:
    # No proxy from the environment: then nobody could say where a request ends.
    return httpx.Client(headers={"User-Agent": AGENT}, timeout=limits.silence, trust_env=False)


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "the server does not answer in time"
    return str(error) or type(error).__name__


def _validators(answer: httpx.Response) -> dict[str, str]:
    kept = ("etag", "last-modified", "content-encoding")
    return {name: answer.headers[name] for name in kept if name in answer.headers}


def _strong(part: dict[str, str]) -> str | None:
    """What proves that a part still fits: a strong ETag, or the time of the last change."""
    etag = part.get("etag", "")
    return etag if etag and not etag.startswith("W/") else part.get("last-modified")


def _range_start(answer: httpx.Response) -> int | None:
    text = answer.headers.get("content-range", "").removeprefix("bytes ").partition("-")[0]
    return int(text) if text.isdecimal() else None


def _retry_after(answer: httpx.Response) -> float | None:
    """The seconds that a server asks for, as a number or as a date."""
    said = answer.headers.get("retry-after", "")
    if said.isdecimal() and len(said) < 10:
        return float(said)
    try:
        return max(parsedate_to_datetime(said).timestamp() - time.time(), 0.0)
    except (ValueError, OverflowError):
        return None


def _read(file: Path) -> dict[str, str]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
