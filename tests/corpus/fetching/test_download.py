"""Downloads against a real server on this machine that does everything wrong."""

import gzip
import random
import socket
import threading
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from corpus.errors import ImportFailed
from corpus.fetching.download import WHOLE, Fetcher, Limits
from corpus.fetching.fetched import unpacked
from tests.support.site import Page

QUICK = Limits(seconds=5.0, silence=1.0, first_wait=0.01)
ONE_TRY = replace(QUICK, first_wait=99.0)  # no time is left for a second


@pytest.fixture
def fetcher(tmp_path):
    with Fetcher(tmp_path / "downloads", True, QUICK) as fetcher:
        yield fetcher


def test_what_did_not_change_is_not_sent_again(site, fetcher):
    site.pages["/a"] = Page(b"eins " * 100)
    assert fetcher.text(f"{site.url}/a") == b"eins " * 100
    assert fetcher.text(f"{site.url}/a") == b"eins " * 100
    assert site.statuses("/a") == [200, 304]
    site.pages["/a"] = Page(b"zwei")
    assert fetcher.text(f"{site.url}/a") == b"zwei"
    assert site.statuses("/a") == [200, 304, 200]


def test_a_download_that_was_cut_off_goes_on(site, fetcher):
    body = random.Random(7).randbytes(5000)
    for path, plain in (("/a", True), ("/b", False)):
        site.pages[path] = Page(body, cut=1000, plain=plain)
        assert fetcher.text(f"{site.url}{path}") == body
        assert site.statuses(path) == [200, 206]
        assert site.log[-1][2]["Range"] == "bytes=1000-"
    assert {file.suffix for file in fetcher.folder.iterdir()} == {".body", ".json", ".lock"}


def test_a_download_goes_on_in_the_next_import(site, fetcher):
    site.pages["/a"] = Page(b"x" * 5000, cut=1000, plain=True)
    site.pages["/b"] = Page(b"y" * 5000, etag=False, cut=1000, plain=True)
    limits = ONE_TRY
    for path in ("/a", "/b"):
        with pytest.raises(ImportFailed, match=path):
            fetcher.file(f"{site.url}{path}", limits)
    assert fetcher.text(f"{site.url}/a") == b"x" * 5000
    assert fetcher.text(f"{site.url}/b") == b"y" * 5000  # nothing proves that the part still fits


def test_a_part_that_is_packed_otherwise_is_dropped(site, fetcher):
    site.pages["/a"] = Page(b"x" * 5000, cut=1000, plain=True)
    with pytest.raises(ImportFailed):
        fetcher.file(f"{site.url}/a", ONE_TRY)
    site.pages["/a"].plain = False
    assert fetcher.text(f"{site.url}/a") == b"x" * 5000
    assert site.statuses("/a") == [200, 206, 200]


def test_a_part_of_something_else_is_dropped(site, fetcher):
    site.pages["/a"] = Page(b"x" * 5000, cut=1000, plain=True)
    with pytest.raises(ImportFailed):
        fetcher.file(f"{site.url}/a", ONE_TRY)
    site.pages["/a"] = Page(b"z" * 3000)
    assert fetcher.text(f"{site.url}/a") == b"z" * 3000


def test_a_busy_server_is_asked_again_a_little_later(site, fetcher):
    site.pages["/a"] = Page(b"da", busy=2)
    assert fetcher.text(f"{site.url}/a") == b"da"
    site.pages["/b"] = Page(b"da", busy=3)
    with pytest.raises(ImportFailed, match="HTTP 503"):
        fetcher.text(f"{site.url}/b")
    assert site.statuses("/b") == [503] * 3


TOMORROW = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)


@pytest.mark.parametrize(
    ("said", "wait"),
    [("3", 3), pytest.param(TOMORROW, 30, id="tomorrow"),
     ("Mon, 01 Jan 2001 00:00:00 GMT", 0.01), ("bald", 0.01), ("9" * 400, 0.01)],
)  # fmt: skip
def test_a_busy_server_says_when(site, tmp_path, monkeypatch, said, wait):
    slept: list[float] = []
    monkeypatch.setattr(
        "corpus.fetching.download.time.sleep", slept.append
    )  # the site's too, which is 0
    site.pages["/a"] = Page(b"da", busy=1, headers={"Retry-After": said})
    limits = replace(QUICK, seconds=1e6)
    with Fetcher(tmp_path, True, limits, whole=replace(WHOLE, seconds=1e6)) as fetcher:
        assert fetcher.text(f"{site.url}/a") == b"da"
    assert sum(slept) == wait


def test_what_is_gone_is_not_asked_for_again(site, fetcher):
    with pytest.raises(ImportFailed, match="/weg: HTTP 404"):
        fetcher.text(f"{site.url}/weg")
    assert site.statuses("/weg") == [404]


def test_endless_and_silent_servers_are_left(site, fetcher):
    site.pages["/endless"] = Page(endless=True)
    with pytest.raises(ImportFailed, match="larger than 1 MB"):
        fetcher.file(f"{site.url}/endless", replace(QUICK, bytes=1_000_000))
    site.pages["/slow"] = Page(b"x", delay=1.5)
    with pytest.raises(ImportFailed, match="does not answer in time"):
        fetcher.file(f"{site.url}/slow", replace(QUICK, seconds=1.2))


def test_a_bomb_is_not_unpacked(site, fetcher):
    bomb = gzip.compress(b"\0" * 60_000_000)
    assert len(bomb) < 100_000
    site.pages["/bomb"] = Page(b"", packed=bomb)
    with pytest.raises(ImportFailed, match="unpacks to more than 50 MB"):
        fetcher.text(f"{site.url}/bomb")
    site.pages["/kaputt"] = Page(b"", packed=b"\x1f\x8b nichts")
    with pytest.raises(ImportFailed, match="damaged"):
        fetcher.text(f"{site.url}/kaputt")
    site.pages["/ab"] = Page(b"", packed=gzip.compress(b"x" * 1000)[:-10])
    with pytest.raises(ImportFailed, match="cut off"):
        fetcher.text(f"{site.url}/ab")
    site.pages["/br"] = Page(b"x", headers={"Content-Encoding": "br"})
    with pytest.raises(ImportFailed, match="packed as br"):
        fetcher.text(f"{site.url}/br")
    assert not list(fetcher.folder.glob("*.body"))


def test_redirects_are_followed_a_few_times(site, fetcher):
    site.pages["/a"] = Page(status=302, headers={"Location": "/b"})
    site.pages["/b"] = Page(b"hier")
    assert fetcher.text(f"{site.url}/a") == b"hier"
    site.pages["/kreis"] = Page(status=301, headers={"Location": "/kreis"})
    with pytest.raises(ImportFailed, match="redirected more than 5 times"):
        fetcher.text(f"{site.url}/kreis")
    site.pages["/datei"] = Page(status=302, headers={"Location": "file:///etc/passwd"})
    with pytest.raises(ImportFailed, match="no web address"):
        fetcher.text(f"{site.url}/datei")


def test_private_addresses_are_refused_after_a_redirect_too(site, tmp_path, monkeypatch):
    """The outer address counts as public here, as if its name led there."""
    site.pages["/a"] = Page(status=302, headers={"Location": "http://localhost:1/geheim"})
    with Fetcher(tmp_path, limits=QUICK) as fetcher:
        with pytest.raises(ImportFailed, match=r"private address \(127.0.0.1\).*--allow-private"):
            fetcher.text(f"{site.url}/a")
        assert site.log == []
        public = "corpus.fetching.private_networks.is_public"
        monkeypatch.setattr(
            public, lambda address: f"http://{address}:" in site.url and not site.log
        )
        with pytest.raises(ImportFailed, match="localhost leads to a private address"):
            fetcher.text(f"{site.url}/a")
    assert site.statuses("/a") == [302]


def test_unpacked_raw_deflate():
    packer = zlib.compressobj(wbits=-15)
    assert unpacked(packer.compress(b"hallo") + packer.flush(), 10) == b"hallo"


def test_what_is_packed_in_several_pieces_is_read_whole():
    pieces = gzip.compress(b"eins ") + gzip.compress(b"zwei ") + gzip.compress(b"drei")
    assert unpacked(pieces, 100) == b"eins zwei drei"
    assert unpacked(pieces + bytes(20), 100) == b"eins zwei drei"
    assert unpacked(pieces + b"noch etwas", 100) == b"eins zwei drei"
    with pytest.raises(ImportFailed, match="cut off"):
        unpacked(pieces[:-3], 100)
    with pytest.raises(ImportFailed, match="damaged"):
        unpacked(pieces[:-5] + b"x" + pieces[-4:], 100)
    with pytest.raises(ImportFailed, match="unpacks to more than"):
        unpacked(gzip.compress(bytes(60)) * 2, 100)


def test_the_same_address_is_fetched_by_one_thread_at_a_time(site, fetcher):
    site.pages["/t"] = Page(random.Random(7).randbytes(200_000), plain=True)
    found: list[bytes] = []

    def fetch() -> None:
        found.append(fetcher.text(f"{site.url}/t"))

    for _ in range(5):
        threads = [threading.Thread(target=fetch) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [site.pages["/t"].body] * 40
    assert site.statuses("/t") == [200] + [304] * 39


def test_not_modified_without_having_asked(site, fetcher):
    site.pages["/t"] = Page(status=304, etag=False)
    with pytest.raises(ImportFailed, match="/t: HTTP 304, which does not fit what was asked"):
        fetcher.text(f"{site.url}/t")
    site.pages["/t"] = Page(b"da")
    assert fetcher.text(f"{site.url}/t") == b"da"


@pytest.mark.parametrize(
    "status", [201, 203, 204, 205, 206, 208, 226, 299, 300, 305, 306, 399, 499]
)
def test_odd_statuses(site, fetcher, status):
    """A text or one line; and the next time what is there then."""
    site.pages["/t"] = Page(b"da", status=status)
    try:
        assert fetcher.text(f"{site.url}/t") == b"da"
    except ImportFailed as error:
        assert str(error).startswith(f"{site.url}/t: ") and "\n" not in str(error)
        assert "cannot be written" not in str(error)
    site.pages["/t"] = Page(b"wieder da")
    assert fetcher.text(f"{site.url}/t") == b"wieder da"


@pytest.mark.parametrize(
    "said", ["bytes " + "9" * 5000 + "-", "bytes -1-", "bytes ٣-", "", "bytes 0-1/2", "x" * 60_000]
)
def test_odd_ranges(site, fetcher, said):
    said = said.encode("utf-8").decode("latin-1")
    site.pages["/t"] = Page(b"x" * 5000, cut=1000, plain=True)
    with pytest.raises(ImportFailed):
        fetcher.file(f"{site.url}/t", ONE_TRY)
    site.pages["/t"] = Page(b"y" * 90, status=206, headers={"Content-Range": said})
    with pytest.raises(ImportFailed, match="/t: the server sent another part"):
        fetcher.text(f"{site.url}/t")


def test_all_downloads_together_are_bounded(site, tmp_path):
    for number in range(9):
        site.pages[f"/{number}"] = Page(random.Random(number).randbytes(10_000), plain=True)
    with Fetcher(tmp_path, True, QUICK, Limits(bytes=35_000, seconds=60.0)) as fetcher:
        for number in range(3):
            fetcher.text(f"{site.url}/{number}")
        for number in range(3, 9):
            with pytest.raises(ImportFailed, match=f"/{number}: this import fetched too much"):
                fetcher.text(f"{site.url}/{number}")
    assert len(site.log) == 4  # nobody is asked any more
    with (
        Fetcher(tmp_path, True, QUICK, Limits(seconds=-1.0)) as late,
        pytest.raises(ImportFailed, match="too long; a next one goes on"),
    ):
        late.text(f"{site.url}/0")


DRIPS = {
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
    "one header": (b"HTTP/1.1 200 OK\r\nX-A: ", b"b"),
    "processing": (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    "continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body": (b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n", b"b"),
    "chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nb\r\n"),
}


@pytest.fixture
def dripping():
    """Answers every connection with a beginning and then, without an end, one more piece."""
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve(first: bytes, again: bytes, pause: float) -> str:
        def drip(line: socket.socket) -> None:
            with line:
                try:
                    line.recv(9999)
                    line.sendall(first)
                    while not over.wait(pause):
                        line.sendall(again)
                except OSError:
                    return

        def listen() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=drip, args=(line,), daemon=True).start()

        threading.Thread(target=listen, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/"

    yield serve
    over.set()
    server.shutdown(socket.SHUT_RDWR)
    server.close()


@pytest.mark.parametrize("kind", DRIPS)
@pytest.mark.parametrize("pause", [0.05, 0.0])
def test_a_server_that_never_comes_to_an_end(dripping, fetcher, kind, pause):
    url = dripping(*DRIPS[kind], pause)
    began = time.monotonic()
    with pytest.raises(ImportFailed):
        fetcher.file(url, replace(QUICK, seconds=1.0, bytes=10_000_000))
    assert time.monotonic() - began < 15  # not for ever


def test_headers_have_a_deadline_of_their_own(dripping, fetcher, monkeypatch):
    monkeypatch.setattr("corpus.fetching.download.HEADERS_SECONDS", 0.3)
    url = dripping(*DRIPS["headers"], 0.05)
    began = time.monotonic()
    with pytest.raises(ImportFailed, match="does not answer in time"):
        fetcher.file(url, replace(QUICK, seconds=60.0))
    assert time.monotonic() - began < 20


def test_a_name_and_a_password_are_told_to_their_host_alone(site, fetcher):
    site.pages["/a"] = Page(status=302, headers={"Location": f"{site.url}/b"})
    site.pages["/b"] = Page(b"da")
    assert fetcher.text(site.url.replace("//", "//jana:br%C3%B6t@") + "/a#teil") == b"da"
    (first, _, asked), (second, _, then) = site.log
    assert (first, asked["Authorization"]) == ("/a", "Basic amFuYTpicsO2dA==")
    assert (second, then.get("Authorization")) == ("/b", None)


def test_what_is_packed_is_never_half_unpacked(site, fetcher, monkeypatch):
    """A process that dies while it unpacks leaves a part that still fits."""
    site.pages["/t"] = Page(b"eins " * 1000)

    def die(data: bytes, most: int) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("corpus.fetching.fetched.unpacked", die)
    with pytest.raises(KeyboardInterrupt):
        fetcher.text(f"{site.url}/t")
    monkeypatch.undo()
    site.pages["/t"].body = b"zwei " * 1000
    assert fetcher.text(f"{site.url}/t") == b"zwei " * 1000
