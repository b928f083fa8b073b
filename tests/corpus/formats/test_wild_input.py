"""Mutated files of every format: read, or refused in words; never another exception, never slow."""

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import ImportFailed, NachgefragtError, load_episode, to_json
from corpus.decoding.encodings import decoded
from corpus.formats.document import Document
from corpus.formats.feeds.feed import Feed
from corpus.importing.recognise import read
from corpus.importing.turns import joined
from tests.support.effort import often
from tests.support.feeds import feed, item
from tests.support.places import PUBLISHED, SHOW_PAGE
from tests.support.written import BEES, EVERY

FILES = {
    **{file.name: file.read_bytes() for file in sorted(PUBLISHED.iterdir())},
    **{name: write(BEES).encode() for name, write in EVERY.items()},
    "werkstatt.txt": SHOW_PAGE.read_bytes(),
    "feed.rss": feed(*(item(n, (f"https://example.org/{n}", "text/vtt")) for n in range(3))),
}
SAMPLES = list(FILES.values())
HOSTILE = [
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", "\u2028\u202e\ufeff".encode(), b"\r", b"\n\n", b"<", b">",
    b"&",
    b"<![CDATA[", b"]]>", b"<!--", b"<!ENTITY a 'b'>", b"&#0;", b"&a;", b"<script>", b"<v ",
    b"</v>",
    b" --> ", b"00:00:99.999", b"-00:01", b"99999999999:00:00.000", b"1e999", b"NaN", b"null",
    b"[]",
    b"{}", b'"', b"\\", b"\\ud800", b"[" * 2000, b'{"a":' * 2000, b"**", b"**A:** ", b"A: ",
    b"[00:01]", b"---\n", b"{b: ", b"&a ", b"*a ",
    b"____", b"TRANSKRIPT", "• 31.02.2024\n".encode(), b"<podcast:person>", b"<item>", b"</item>",
    b"WEBVTT\n\n", b"NOTE\n", b"x" * 5000, b" " * 3000, b"9" * 5000, b":" * 3000, b"<p>" * 1000,
]  # fmt: skip
SECONDS = 5.0  # what is quadratic takes longer; a slow machine, other tests beside it, takes two


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail where the block takes more CPU time than that (others may share the machine)."""

    def stop(*_: object) -> None:
        raise AssertionError(f"more than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@st.composite
def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 3, 20, 200])))
        kind = draw(st.sampled_from(["drop", "put", "double", "end", "mix", "flip"]))
        if kind == "drop":
            data = data[:start] + data[end:]
        elif kind == "put":
            data = data[:start] + draw(st.sampled_from(HOSTILE)) + data[start:]
        elif kind == "double":
            data = data[:end] + data[start:end] * draw(st.sampled_from([1, 50])) + data[end:]
        elif kind == "end":
            data = data[:start]
        elif kind == "mix":
            data = data[:start] + draw(st.sampled_from(SAMPLES))[start:]
        else:
            data = data[:start] + bytes([draw(st.integers(0, 255))]) + data[start + 1 :]
    return data


def read_all(data: bytes, file: Path) -> None:
    """All that happens to a file until it is one of a corpus, here `file`, that can be read."""
    try:
        what = read(decoded(data)[0])
        turns = joined(what.cues)[0] if isinstance(what, Document) else ()
    except ImportFailed as error:
        assert "\n" not in str(error)[:20]
        return
    assert all(turn.text.strip() for turn in turns)
    assert all(turn.end is None or 0 <= (turn.start or 0) <= turn.end for turn in turns)
    if isinstance(what, Document):
        episodes = [replace(what.episode, id="a", title=what.episode.title or "a", turns=turns)]
    elif isinstance(what, Feed):
        episodes = [item.episode for item in what.items]
    else:
        episodes = list(what)
    for episode in episodes:
        file.write_text(to_json(episode), encoding="utf-8")
        assert load_episode(file) == episode


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_mutated_files(name, tmp_path):
    examples = often(30, 1000)

    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=[*HealthCheck]
    )
    @given(mutated(FILES[name]))
    def is_read_or_refused(data: bytes) -> None:
        with at_most(SECONDS):
            read_all(data, tmp_path / "001.json")

    is_read_or_refused()


HEADS = [
    b"", b"WEBVTT\n\n", b"1\n00:00:01,000 --> 00:00:02,000\n", b"A: ", b"**A:** ",
    b"<cite>A</cite>",
    b"<rss><channel>", b"[", b'{"segments": [', b"<p>", b"\xe2\x80\xa2 01.02.2024\nT\n",
]  # fmt: skip
TOKENS = [
    b"a", b" ", b"\n", b"A: b\n", b"**A:** b\n", b"<v A>", b"<v ", b"<", b"</", b"<!--", b"<p>",
    b"<?", b"<!-- a -->\n", b"<?a b?>", b"____PERSONEN\n", b"A-", b".deA",
    b"&amp;", b"[00:01] ", b"[", b"{", b'{"', b'"', b"\\", b"-->", b"1\n", b"NOTE\n\n",
    b"00:00:01,000 --> 00:00:02,000\n", b"Zeit. ", b"z.B. ", b"...", b"Von ", b"Ein Wort ", b"____",
    b"http://", b"<a ", b"<![CDATA[", b"1:1:1:", b"A", b": ", b"(", b"a-", "„".encode(),
    b"<cite>A</cite><p>b", b'{"text":"a"},', b"<item><title>a</title></item>",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("head", HEADS)
def test_much_of_anything(head, tmp_path):
    length = often(50_000, 250_000)
    for token in TOKENS:
        with at_most(SECONDS):
            read_all(head + token * (length // len(token)), tmp_path / "001.json")


def test_nonsense(tmp_path):
    chaos = random.Random(3)
    for length in (0, 1, 10, 1000, 100_000):
        with at_most(SECONDS):
            read_all(chaos.randbytes(length), tmp_path / "001.json")
            text = bytes(chaos.randrange(9, 127) for _ in range(length))
            read_all(text, tmp_path / "001.json")


def test_the_whole_import_of_a_wild_folder(tmp_path):
    """Whatever the files, the command ends with what could be read, or one line."""
    from corpus.fetching.download import Fetcher
    from corpus.importing.sources import gather
    from corpus.merging.update import update

    chaos = random.Random(5)
    for number, sample in enumerate(SAMPLES * 3):
        data = bytearray(sample)
        for _ in range(5):
            data[chaos.randrange(len(data))] = chaos.randrange(256)
        folder = tmp_path / f"wild-{number % 3}"
        folder.mkdir(exist_ok=True)
        (folder / f"folge-{number}.txt").write_bytes(bytes(data))
    for number in range(3):
        with Fetcher(tmp_path / "downloads") as fetcher:
            try:
                gathered = gather(str(tmp_path / f"wild-{number}"), fetcher)
                update(gathered, tmp_path / "corpus")
            except NachgefragtError as error:
                assert str(error)
