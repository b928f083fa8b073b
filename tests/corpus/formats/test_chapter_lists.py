"""Chapters as times in a description, and files of chapters alone."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Chapter, ImportFailed
from corpus.formats.chapters.described import described_chapters
from corpus.formats.document import Document
from corpus.importing.recognise import read
from tests.support.feeds import feed
from tests.support.written import clock

TITLES = st.sampled_from(
    ["Vorspann", "Über Bienen", "Was frisst sie?", "Teil 2: Honig", "3 Tipps", "Ende"]
)
KNOWN = st.lists(st.tuples(st.integers(1, 300), TITLES), min_size=3, max_size=12).map(
    lambda gaps: chapters_of(gaps)
)


def chapters_of(gaps: list[tuple[int, str]]) -> tuple[Chapter, ...]:
    found, start = [], -gaps[0][0]
    for gap, title in gaps:
        start += gap
        found.append(Chapter(float(start), title))
    return tuple(found)


def short(seconds: float) -> str:
    return clock(int(seconds) * 1000, "")[3 if seconds < 3600 else 1 :]


def long(seconds: float) -> str:
    return clock(int(seconds) * 1000, "")


LISTED = {
    "plain": lambda c: f"{short(c.start)} {c.title}",
    "dash": lambda c: f"{long(c.start)} - {c.title}",
    "round": lambda c: f"({long(c.start)}) {c.title}",
    "square": lambda c: f"[{long(c.start)[1:]}] - {c.title}",
    "bullet": lambda c: f"• {short(c.start)} {c.title}",
    "picture": lambda c: f"🐝 {short(c.start)} | {c.title}",
    "from": lambda c: f"ab {short(c.start)}: {c.title}",
    "behind, round": lambda c: f"{c.title} ({short(c.start)})",
    "behind, dash": lambda c: f"- {c.title} – {short(c.start)}",
}


@pytest.mark.parametrize("way", LISTED)
@given(known=KNOWN)
def test_a_list_in_a_description(way, known):
    text = "In dieser Folge geht es um Bienen.\n\n" + "\n".join(map(LISTED[way], known))
    assert described_chapters([text + "\n\nViel Spaß!"], None) == known


@pytest.mark.parametrize(
    "text",
    [
        "Live am 05.10. um 12:30 Uhr im Park.\nUm 13:30 Uhr Kaffee.\nUm 14:30 Uhr Schluss.",
        "12:30 Uhr Ankunft\n13:30 Uhr Kaffee\n14:40 Uhr Schluss",
        "18:30 Einlass\n19:00 Beginn\n22:15 Ende",
        "Montag: 10:00\nDienstag: 11:00\nMittwoch: 12:30",
        "Am 05.10.2020 ging es los.\n2020-10-06\n07.10.",
        "01:30 Stunden Bienen\n02:30 Stunden Honig\n03:10 Stunden Wachs",
        "05:10 Bienen\n12:30 Wespen",
        "Der Zug fuhr um 10:12\nDer nächste um 11:13\nDer letzte um 12:14",
        "10:11 Bienen\n05:12 Wespen\n03:13 Hummeln",
        "Dauer: 45:30\nhttps://example.org/10:20\nVerhältnis 3:16",
        "99:10:10 Bienen\n99:10:11 Wespen\n99:10:12 Hummeln",
    ],
)
def test_times_that_are_no_chapters(text):
    assert described_chapters([text], 3600.0) == ()


@pytest.mark.parametrize("between", [" ", " | ", ", ", " – "])
def test_a_list_that_lost_its_line_breaks(between):
    text = "Über Bienen. " + between.join(["00:00 Vorspann", "(05:10) Bienen", "1:02:30 Schluss"])
    found = described_chapters([text], 3800.0)
    assert [(one.start, one.title) for one in found] == [
        (0, "Vorspann"),
        (310, "Bienen"),
        (3750, "Schluss"),
    ]


def test_two_chapters_are_a_list_where_the_first_is_the_beginning():
    assert len(described_chapters(["0:00 Vorspann\n5:10 Bienen"], 3600.0)) == 2


def test_a_chapter_beyond_the_end_is_left_out():
    text = "00:00 Vorspann\n05:10 Bienen\n12:30 Wespen\n59:59 Werbung der nächsten Folge"
    assert [chapter.start for chapter in described_chapters([text], 1800.0)] == [0, 310, 750]


def test_the_item_of_a_feed_has_the_chapters_of_its_description():
    """Where the feed has chapters of its own, those count."""
    notes = "<p>Über Bienen.</p><ul><li>00:00 Vorspann</li><li>05:10 Bienen &amp; mehr</li></ul>"
    listed = (
        f"<description><![CDATA[{notes}]]></description><itunes:duration>62 min</itunes:duration>"
    )
    own = '<psc:chapters><psc:chapter start="0" title="Anfang"/></psc:chapters>'
    items = f"<item><title>A</title>{listed}</item><item><title>B</title>{listed}{own}</item>"
    first, second = read(feed(items).decode()).items
    assert first.episode.chapters == (Chapter(0.0, "Vorspann"), Chapter(310.0, "Bienen & mehr"))
    assert first.episode.duration == 3720
    assert second.episode.chapters == (Chapter(0.0, "Anfang"),)


def escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "=;#\\" else sign for sign in text)


HEAD = ";FFMETADATA1\ntitle=Bienen\n"
FILES = {
    "MP4chaps": lambda c, n: f"{clock(int(c.start) * 1000)} {c.title} <https://example.org/{n}>",
    "Audacity": lambda c, n: f"{c.start:.6f}\t{c.start + 1:.6f}\t{c.title}",
    "Audacity, German": lambda c, n: f"{c.start:.6f}\t{c.start:.6f}\t{c.title}".replace(".", ","),
    "OGM": lambda c, n: f"CHAPTER{n:02}={clock(int(c.start) * 1000)}\nCHAPTER{n:02}NAME={c.title}",
    "YouTube": lambda c, n: f"{short(c.start)} {c.title}",
    "ffmetadata": lambda c, n: (
        f"{'' if n else HEAD}[CHAPTER]\nTIMEBASE=1/1000\nSTART={int(c.start) * 1000}\n"
        f"END={int(c.start) * 1000 + 1}\ntitle={escaped(c.title)}"
    ),
}


@pytest.mark.parametrize("name", FILES)
@given(known=KNOWN)
def test_a_file_of_chapters(name, known):
    document = read("\n".join(FILES[name](chapter, n) for n, chapter in enumerate(known)))
    assert isinstance(document, Document)
    assert (document.episode.chapters, document.cues) == (known, ())
    assert document.episode.title == ("Bienen" if name == "ffmetadata" else "")


HINDENBURG = "<Session><Markers>{}</Markers></Session>"
MATROSKA = (
    "<?xml version='1.0'?><!DOCTYPE Chapters SYSTEM 'matroskachapters.dtd'>"
    "<Chapters><EditionEntry>{}</EditionEntry></Chapters>"
)


def test_markers_in_xml():
    known = (Chapter(0.0, "Vorspann"), Chapter(140.5, "Bienen"))
    markers = "".join(
        f'<Marker Id="{n}" Name="{c.title}" Time="{clock(int(c.start * 1000))}" Type="Chapter"/>'
        for n, c in enumerate(known)
    )
    markers += '<Marker Id="9" Name="Schnitt" Time="00:01:00.000" Type="Edit"/>'
    atoms = "".join(
        f"<ChapterAtom><ChapterTimeStart>{clock(int(c.start * 1000))}000000</ChapterTimeStart>"
        f"<ChapterDisplay><ChapterString>{c.title}</ChapterString></ChapterDisplay></ChapterAtom>"
        for c in known
    )
    assert read(HINDENBURG.format(markers)).episode.chapters == known
    assert read(MATROSKA.format(atoms)).episode.chapters == known


def test_what_is_said_line_by_line_is_no_list_of_chapters():
    text = "00:00:01.000 Hallo, Ole.\n00:00:03.000 Guten Tag!\n00:00:05.000 Es geht um Bienen."
    with suppress(ImportFailed):  # nobody is named
        assert read(text).episode.chapters == ()
