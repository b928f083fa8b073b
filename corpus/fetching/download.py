"""Downloads: conditional, resumable, bounded in size and time, polite.

Each download is kept in a folder with the validators that the server sent (ETag, Last-Modified), so
that asking again costs a "304 Not Modified". An interrupted download resumes where it stopped. An
address is fetched by one thread of one process at a time. Each hop of a redirect is checked
(`corpus.fetching.connections`).
"""

import base64
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from types import TracebackType
from urllib.parse import unquote, urljoin

import httpcore
import httpx
from filelock import FileLock, Timeout

from corpus.errors import ImportFailed
from corpus.fetching.connections import pool
from corpus.fetching.fetched import Again, Answer, Entry, is_conditional
from corpus.fetching.private_networks import check_address

AGENT = "Nachgefragt/0.1 (podcast importer)"
TEXT_BYTES, TEXT_SECONDS = 50_000_000, 120.0
IMPORT_BYTES, IMPORT_SECONDS = 2_000_000_000, 3600.0
TRIES, HOPS = 3, 5
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds before the second try, and at most
HEADERS_SECONDS = 30.0  # until an answer begins
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_BROKEN = (
    *(httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError),
    *(httpcore.UnsupportedProtocol, httpx.InvalidURL, Again),
)
Progress = Callable[[int], object]  # called with the number of bytes received


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a download may take, and how patient its server must be."""

    bytes: int = TEXT_BYTES
    seconds: float = TEXT_SECONDS
    silence: float = 20.0
    first_wait: float = FIRST_WAIT


WHOLE = Limits(IMPORT_BYTES, IMPORT_SECONDS)


class Fetcher:
    """Fetches addresses through one pool of connections; safe to share between threads.

    `limits` apply to one text, `whole` to all that is fetched together.
    """

    def __init__(
        self,
        folder: Path,
        allow_private: bool = False,
        limits: Limits | None = None,
        whole: Limits = WHOLE,
    ) -> None:
        self.folder, self.limits = folder, limits or Limits()
        self._until = time.monotonic() + whole.seconds
        self._bytes_left, self._counting = whole.bytes, Lock()
        self._pool = pool(allow_private, self.limits.silence, self._spend)

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.close()

    def text(self, url: str) -> bytes:
        """Fetch an address as unpacked bytes. Raises ImportFailed as `file` does."""
        return self.file(url, self.limits).read_bytes()

    def file(self, url: str, limits: Limits, progress: Progress = int) -> Path:
        """Return the file with the content of an address, fetched if it changed.

        Raises ImportFailed, naming the address, if it cannot be fetched within the limits.
        """
        name = sha256(url.encode(errors="replace")).hexdigest()[:32]
        self.folder.mkdir(parents=True, exist_ok=True)
        now = time.monotonic()
        deadline = min(now + limits.seconds, self._until)
        try:
            self._spend(0)
            with FileLock(self.folder / f"{name[:2]}.lock", timeout=max(deadline - now, 0)):
                return self._fetched(url, Entry(self.folder / name), limits, deadline, progress)
        except Timeout as error:
            raise ImportFailed(f"{url[:200]}: is being fetched by another import") from error
        except ImportFailed as error:
            raise ImportFailed(f"{url[:200]}: {error}") from error

    def _spend(self, count: int) -> None:
        """Count received bytes. Raises ImportFailed when the limit of all downloads is reached."""
        with self._counting:
            self._bytes_left -= count
            if self._bytes_left < 0 or time.monotonic() > self._until:
                raise ImportFailed("this import fetched too much or too long; a next one goes on")

    def _fetched(
        self, url: str, entry: Entry, limits: Limits, deadline: float, progress: Progress
    ) -> Path:
        """Fetch the body of an entry, with retries."""
        entry.sweep()
        wait = limits.first_wait
        for attempt in range(1, TRIES + 1):
            try:
                self._fetch(url, entry, limits, deadline, progress)
                return entry.body
            except _BROKEN as error:
                asked = getattr(error, "wait", None) or wait
                if attempt == TRIES or time.monotonic() + asked > deadline:
                    late = isinstance(error, httpcore.TimeoutException)
                    reason = "the server does not answer in time" if late else str(error)
                    raise ImportFailed(reason or type(error).__name__) from error
                time.sleep(min(asked, LONGEST_WAIT))
                wait *= 2
        raise AssertionError("the last try returns or raises")

    def _fetch(
        self, url: str, entry: Entry, limits: Limits, deadline: float, progress: Progress
    ) -> None:
        asked = entry.headers()
        with self._answer(url, asked, deadline) as answer:
            if answer.status == 304 and is_conditional(asked):
                return
            if answer.status in (304, 416):
                entry.forget_part()
                raise Again(f"HTTP {answer.status}, which does not fit what was asked")
            if answer.status in _LATER:
                raise Again(f"HTTP {answer.status}", _retry_after(answer))
            if answer.status not in (200, 206):
                raise ImportFailed(f"HTTP {answer.status}")
            entry.receive(answer, limits.bytes, deadline, progress)
        entry.finish(limits.bytes)

    @contextmanager
    def _answer(self, url: str, headers: dict[str, str], deadline: float) -> Iterator[Answer]:
        """Follow the redirects; yield the final answer, its body not yet read."""
        check_address(url)
        here = url
        for _ in range(HOPS + 1):
            soon = min(deadline, time.monotonic() + HEADERS_SECONDS)
            patience = {"connect": soon, "write": soon, "read": soon}
            address = httpx.URL(here)
            sent = {"User-Agent": AGENT}
            if address.userinfo:
                pair = f"{unquote(address.username)}:{unquote(address.password)}"
                sent["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
            sent |= headers
            with self._pool.stream(
                "GET",
                str(address.copy_with(userinfo=b"", fragment=None)),
                headers=[(name.encode(), sent[name].encode("latin-1", "replace")) for name in sent],
                extensions={"timeout": patience},
            ) as raw:
                patience["read"] = deadline  # httpcore looks it up again for the body
                pairs = ((key.decode("latin-1").lower(), value) for key, value in raw.headers)
                told = {name: value.decode("latin-1") for name, value in pairs}
                if raw.status not in _MOVED or "location" not in told:
                    yield Answer(raw.status, told, raw.iter_stream())
                    return
                try:
                    here = urljoin(here, told["location"])
                    check_address(here)
                except (ValueError, ImportFailed) as error:
                    to = told["location"][:200]
                    raise ImportFailed(f"is redirected to {to}: {error}") from error
        raise ImportFailed(f"is redirected more than {HOPS} times")


def _retry_after(answer: Answer) -> float | None:
    """Return the seconds that a server asks to wait, given as a number or as a date."""
    said = answer.headers.get("retry-after", "")
    if said.isdecimal() and len(said) < 10:
        return float(said)
    try:
        return max(parsedate_to_datetime(said).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError, ArithmeticError, OSError):
        return None
