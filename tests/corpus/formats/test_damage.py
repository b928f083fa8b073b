"""Damaged files of every format: cut off, bytes flipped, lines put in or doubled.

What comes out is a transcript, or a refusal in one line that names the file, and no other
exception. What is hostile beyond that, and slow, is in test_wild_input.
"""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import ImportFailed
from corpus.formats.document import Document
from corpus.formats.feeds.feed import Feed
from corpus.gathered import Found
from corpus.importing.accounts import turns_of
from corpus.importing.linked import read_named
from corpus.importing.tidy import tidied
from tests.corpus.decoding.test_documents import pdf, word
from tests.corpus.formats.test_forms import PAGES, TABLES
from tests.corpus.formats.test_wild_input import FILES
from tests.support.written import BEES, HEADED, headed

EXAMPLES = 20  # of each format: all of them take less than 20 s of one core
CHAPTERS = {
    "mp4chaps": "00:00:00.000 Vorspann\n00:01:02.000 Winter\n00:02:03.000 Schluss\n",
    "audacity": "0.000000\t0.000000\tVorspann\n62.000000\t62.000000\tWinter\n",
    "ffmetadata": ";FFMETADATA1\ntitle=Bienen\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\ntitle=Eins\n",
    "ogm": "CHAPTER01=00:00:00.000\nCHAPTER01NAME=Vorspann\n",
    "hindenburg": '<Session><Markers><Marker Time="0" Name="Vorspann"/></Markers></Session>',
    "description": "00:00 Vorspann\n01:02 Winter\n62:03 Schluss\n",
    "markers": "Name\tStart\tDuration\nVorspann\t0:00.000\t0:00.000\n",
    "WebVTT": "WEBVTT\n\n00:00.000 --> 05:00.000\nVorspann\n\n05:00.000 --> 20:00.000\nWinter\n",
}
ALL: dict[str, bytes] = {
    **FILES,
    **{f"chapters, {name}": text.encode() for name, text in CHAPTERS.items()},
    **{f"page {number}": text.encode() for number, text in enumerate(PAGES)},
    **{f"table {number}": text.encode() for number, text in enumerate(TABLES)},
    "word": word(headed(HEADED["otter"])(BEES)),
    "pdf": pdf(headed(HEADED["otter"])(BEES).split("\n")),
}
LINES = [
    b"", b"\xff\xfe\x00", b"00:00:99,999 --> 00:00:01,000", b"Mara: Ja.", b"| a | b |", b"[0:1",
    b"</p>", b"{", b"]]>", b"10:03:12 PM", b"**", b"#0:00:01-1#", b"9999999:59:59", b"\x85\xc2",
]  # fmt: skip


def cut_off(data: bytes, choose: st.DataObject) -> bytes:
    return data[: choose.draw(st.integers(0, len(data)))]


def flipped(data: bytes, choose: st.DataObject) -> bytes:
    changed = bytearray(data)
    for _ in range(choose.draw(st.integers(1, 8))):
        changed[choose.draw(st.integers(0, len(data) - 1))] ^= 1 << choose.draw(st.integers(0, 7))
    return bytes(changed)


def put_in(data: bytes, choose: st.DataObject) -> bytes:
    lines = data.split(b"\n")
    place = choose.draw(st.integers(0, len(lines)))
    return b"\n".join([*lines[:place], choose.draw(st.sampled_from(LINES)), *lines[place:]])


def doubled(data: bytes, choose: st.DataObject) -> bytes:
    lines = data.split(b"\n")
    first = choose.draw(st.integers(0, len(lines) - 1))
    last = choose.draw(st.integers(first, min(first + 8, len(lines))))
    times = choose.draw(st.sampled_from([1, 2, 20]))
    return b"\n".join([*lines[:last], *lines[first:last] * times, *lines[last:]])


DAMAGE: list[Callable[[bytes, st.DataObject], bytes]] = [cut_off, flipped, put_in, doubled]


@pytest.mark.parametrize("name", ALL)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
)
@given(choose=st.data())
def test_a_damaged_file_is_read_or_refused(name, choose):
    data = ALL[name]
    for damage in choose.draw(st.lists(st.sampled_from(DAMAGE), min_size=1, max_size=2)):
        data = damage(data, choose) or b" "
    try:
        what, repairs = read_named(data, "12.xyz")
        told = turns_of(what, "12.xyz") if isinstance(what, Document) else ((), repairs)
    except ImportFailed as error:
        assert str(error).startswith("12.xyz: ") and "\n" not in str(error)
        return
    assert all(turn.text.strip() for turn in told[0])
    assert all("\n" not in line for line in told[1])
    if isinstance(what, Feed):
        assert all(tidied(Found(item.episode, None, "")) for item in what.items)
