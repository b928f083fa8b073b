"""Downloads against a real server on this machine that does everything wrong."""

import gzip
import random
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from corpus.addresses import check_address, is_public
from corpus.download import Fetcher, Limits, unpacked
from corpus.errors import ImportFailed
from tests.site import Page

QUICK = Limits(seconds=5.0, first_wait=0.01)


@pytest.fixture
def fetcher(tmp_path):
    client = httpx.Client(timeout=1.0, trust_env=False)
    with Fetcher(tmp_path / "downloads", True, QUICK, client) as fetcher:
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
    assert {file.suffix for file in fetcher.folder.iterdir()} == {".body", ".json"}


def test_a_download_goes_on_in_the_next_import(site, fetcher):
    site.pages["/a"] = Page(b"x" * 5000, cut=1000, plain=True)
    site.pages["/b"] = Page(b"y" * 5000, etag=False, cut=1000, plain=True)
    limits = replace(QUICK, seconds=0.0)
    for path in ("/a", "/b"):
        with pytest.raises(ImportFailed, match=path):
            fetcher.file(f"{site.url}{path}", limits)
    assert fetcher.text(f"{site.url}/a") == b"x" * 5000
    assert fetcher.text(f"{site.url}/b") == b"y" * 5000  # nothing proves that the part still fits


def test_a_part_that_is_packed_otherwise_is_dropped(site, fetcher):
    site.pages["/a"] = Page(b"x" * 5000, cut=1000, plain=True)
    with pytest.raises(ImportFailed):
        fetcher.file(f"{site.url}/a", replace(QUICK, seconds=0.0))
    site.pages["/a"].plain = False
    assert fetcher.text(f"{site.url}/a") == b"x" * 5000
    assert site.statuses("/a") == [200, 206, 200]


def test_a_part_of_something_else_is_dropped(site, fetcher):
    site.pages["/a"] = Page(b"x" * 5000, cut=1000, plain=True)
    with pytest.raises(ImportFailed):
        fetcher.file(f"{site.url}/a", replace(QUICK, seconds=0.0))
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
def test_a_busy_server_says_when(site, fetcher, monkeypatch, said, wait):
    slept: list[float] = []
    monkeypatch.setattr("corpus.download.time.sleep", slept.append)  # the site's too, which is 0
    site.pages["/a"] = Page(b"da", busy=1, headers={"Retry-After": said})
    limits = replace(QUICK, seconds=1e6)
    assert fetcher.file(f"{site.url}/a", limits).read_bytes() == b"da"
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
    site.pages["/a"] = Page(status=302, headers={"Location": f"{site.url}/geheim"})
    site.pages["/geheim"] = Page(b"Passwort")
    with Fetcher(tmp_path, limits=QUICK) as fetcher:
        with pytest.raises(ImportFailed, match=r"private address \(127.0.0.1\).*--allow-private"):
            fetcher.text(f"{site.url}/a")
        assert site.log == []
        monkeypatch.setattr("corpus.download.check_address", lambda *_: None)
        with pytest.raises(ImportFailed, match="private address"):
            fetcher.text(f"{site.url}/geheim")  # the peer of the connection tells


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1%eth0",
     "::ffff:10.0.0.1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1", "fd00::1"],
)  # fmt: skip
def test_private(address):
    assert not is_public(address)


def test_public():
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1::1")


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/", "file:///etc/passwd", "http://", "http://[::1/", "javascript:1",
     "http://localhost/", "http://127.1/", "http://[::ffff:127.0.0.1]/", "http://x:99999/"],
)  # fmt: skip
def test_refused_addresses(url):
    with pytest.raises(ImportFailed):
        check_address(url, allow_private=False)


def test_unpacked_raw_deflate():
    packer = zlib.compressobj(wbits=-15)
    assert unpacked(packer.compress(b"hallo") + packer.flush(), 10) == b"hallo"
