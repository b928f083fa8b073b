"""Everything that a source can get wrong, through the real command: one line each that names it.

What single parsers make of bad text is tested beside them, and downloads in test_download.
"""

import gzip
import random
from pathlib import Path

import pytest

from corpus import __main__ as commands
from corpus import load_corpus
from corpus.formats.feeds import feed as feeds
from tests.support.feeds import feed, item, vtt
from tests.support.site import Page, Site

GOOD = vtt(("Jana", "Wie war der Teig?"), ("Uwe", "Gut."))
BOMB = '<!DOCTYPE c [\n<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<chapters>&b;</chapters>'
OUTSIDE = '\n\n<!DOCTYPE c [<!ENTITY a SYSTEM "file:///etc/passwd">]><chapters>&a;</chapters>'
BACKWARDS = "WEBVTT\n\n" + "".join(
    f"00:{second:02}.000 --> 00:{second + 1:02}.000\n<v Jana>Satz {second}.\n\n"
    for second in (1, 2, 40, 3, 4)
)
NEGATIVE = '{"segments": [{"startTime": 1, "body": "Ja."}, {"startTime": -9, "body": "Nein."}]}'
LATE = "1\n00:00:01,000 --> 00:00:02,000\nJa.\n\n2\n00:09:00,000 --> 00:09:01,000\nNein.\n"
# The transcript at /t/N, and what is said of it. {url} is its address.
TRANSCRIPTS = {
    1: (Page(GOOD), "added      001.json  2 turns"),
    2: (
        Page(BOMB.encode()),
        "failed     002.json  {url}: is XML that declares entities, in line 2",
    ),
    3: (
        Page(OUTSIDE.encode()),
        "failed     003.json  {url}: is XML that declares entities, in line",
    ),
    4: (
        Page(packed=gzip.compress(bytes(60_000_000))),
        "failed     004.json  {url}: unpacks to more than 50 MB",
    ),
    5: (Page(endless=True), "failed     005.json  {url}: is larger than 50 MB"),
    6: (Page(GOOD, headers={"Content-Type": "image/png"}), "added      006.json  2 turns"),
    7: (
        Page(GOOD.replace(b"Gut.", "Für gut.".encode("cp1252"))),
        "Warning: 007.json: {url}: is not UTF-8 (the first in line 7); read as Windows-1252",
    ),
    8: (Page(GOOD + b"\nUw\xff \xc3\xa4\xc3\xb6\xc3\xbc"), "8.json: {url}: 1 broken characters"),
    9: (
        Page(BACKWARDS.encode()),
        "Warning: 009.json: {url}: times out of order were dropped: 1, the first in cue 3 (0:40)",
    ),
    10: (
        Page(NEGATIVE.encode()),
        "Warning: 010.json: {url}: times out of order were dropped: 1, the first in cue 2 (-9.0)",
    ),
    11: (Page(LATE.encode()), "Warning: episode 11: turns[0]: is spoken after the end"),
    12: (
        Page(b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"ja " * 3_500_000),
        "failed     012.json  {url}: cue 1 has 10499999 characters, which is no speech",
    ),
    13: (
        Page(random.Random(7).randbytes(5000), cut=900),
        "failed     013.json  {url}: is not text",
    ),
    14: (Page(b"<html><h1>404</h1>"), "failed     014.json  {url}: is an HTML page, but not"),
    15: (Page(b'{"segments": [\n{"body": '), "failed     015.json  {url}: is no valid JSON"),
    16: (Page(b"", 403), "failed     016.json  {url}: HTTP 403"),
}
ITEMS = [
    *(item(number, (f"/t/{number}", "text/vtt")) for number in TRANSCRIPTS),
    item(17).replace("Brot", "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;Salz&lt;/b&gt;"),
    item(18).replace("GMT", "irgendwann im Mai").replace("Fri, ", "am "),
    item(19).replace("00:01:00", "-1:00"),
    item(20, ("http://[::1", "text/vtt"), ("javascript:alert(1)", "text/html")),
    item(21, guid="ep-1"),
]
OF_THE_FEED = [
    "Warning: 018.json: pubDate: ",
    "Warning: 019.json: itunes:duration: '-1:00' is no length",
    "failed     020.json  http://[::1 leads nowhere",
    "failed     item 21 (Folge 21: Brot): has the same guid as item 1 (Folge 1: Brot)",
]


def run(site: Site, into: Path) -> int:
    address = f"{site.url}/feed.xml"
    return commands.main(["import", address, "--into", str(into), "--allow-private"])


@pytest.mark.slow
def test_each_is_refused_or_repaired_with_a_line(site, into, capsys):
    site.pages = {f"/t/{number}": page for number, (page, _) in TRANSCRIPTS.items()}
    site.pages["/feed.xml"] = Page(feed(*ITEMS))
    assert run(site, into) == 0
    captured = capsys.readouterr()
    lines = [*captured.out.splitlines(), *captured.err.splitlines()]
    expected = [
        line.format(url=f"{site.url}/t/{number}") for number, (_, line) in TRANSCRIPTS.items()
    ]
    for part in (*expected, *OF_THE_FEED):
        assert sum(part in line for line in lines) == 1, "\n".join([part, *lines])
    assert all(len(line) < 600 for line in lines)
    assert site.statuses("/t/13") == [200, 206]  # went on where it was cut off
    corpus = load_corpus(into)
    assert len(corpus.episodes) == 20
    assert corpus.episode(17).title == "Folge 17: Salz"
    assert corpus.episode(7).turns[-1].text == "Für gut."
    assert "root:" not in (into / "003.json").read_text(encoding="utf-8")


def test_a_feed_with_endless_pages(site, into, capsys, monkeypatch):
    monkeypatch.setattr("corpus.importing.feed_episodes.MOST_PAGES", 3)
    for number in range(9):
        more = f'<atom:link rel="next" href="/{number + 1}"/>'
        site.pages[f"/{number}"] = Page(feed(item(20 - number), channel=more))
    site.pages["/feed.xml"] = site.pages["/0"]
    assert run(site, into) == 0
    out = capsys.readouterr().out
    assert "failed     page 4 of the feed: after 3 older pages no more are read" in out
    assert out.endswith("4 added, 1 failed\n")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (Page(endless=True), "/feed.xml: is larger than 50 MB"),
        (Page(b"<rss><channel>\n<item></channel>"), "/feed.xml: is not well-formed XML: "),
        (Page(b"<rss><channel>" + b"<item/>" * 11 + b"</channel></rss>"), "lists 11 items"),
        (Page(BOMB.encode()), "/feed.xml: is XML that declares entities, in line 2"),
    ],
)
def test_a_feed_that_is_refused(site, into, capsys, monkeypatch, page, words):
    monkeypatch.setattr(feeds, "MOST_ITEMS", 10)
    site.pages["/feed.xml"] = page
    assert run(site, into) == 1
    err = capsys.readouterr().err
    assert err.startswith("Error: ") and words in err and err.count("\n") == 1
    assert not into.exists()


def test_a_disk_that_is_full_while_fetching(site, into, capsys, monkeypatch):
    site.pages["/t/1"] = Page(GOOD)
    site.pages["/feed.xml"] = Page(feed(item(1, ("/t/1", "text/vtt"))))
    assert run(site, into) == 0
    before = {file.name: file.read_bytes() for file in into.iterdir()}
    site.pages["/t/1"] = Page(GOOD.replace(b"Gut", b"Sehr gut"))
    unlimited = Path.open

    def full(file: Path, mode: str = "r", *more, **options):
        if file.suffix == ".part" and mode in ("wb", "ab"):
            raise OSError(28, "No space left on device", str(file))
        return unlimited(file, mode, *more, **options)

    monkeypatch.setattr(Path, "open", full)
    capsys.readouterr()
    assert run(site, into) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "cannot be written (No space left on device). Make room" in err
    assert {file.name: file.read_bytes() for file in into.iterdir()} == before
    monkeypatch.undo()
    assert run(site, into) == 0
    assert capsys.readouterr().out.endswith("1 updated\n")
