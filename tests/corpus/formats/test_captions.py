"""Subtitles beside WebVTT and SubRip, and tables: SBV, SubStation Alpha, LRC, TTML, TSV, CSV."""

import pytest
from hypothesis import given

from corpus import Chapter, ImportFailed
from corpus.importing.recognise import read
from tests.corpus.formats.test_speech_json import as_said, conversations, read_back, shown
from tests.corpus.importing.test_sources import gathered
from tests.support import written

FORMATS = ("TTML", "SubStation Alpha", "SBV", "LRC", "CSV")


@pytest.mark.parametrize("name", FORMATS)
@given(turns=conversations())
def test_what_is_written_is_read_back(name, turns):
    assert shown(read_back(written.NAMED[name](turns))[1]) == as_said(turns)


@pytest.mark.parametrize("name", FORMATS)
def test_ends_are_read_where_they_are_written(name):
    _, turns = read_back(written.NAMED[name](written.BEES))
    ends = [None] * 4 if name == "LRC" else [5.0, 10.0, 63.0, 3726.0]
    assert [turn.end for turn in turns] == ends


def test_a_folder_has_all_of_them(tmp_path):
    """Also those whose ending is that of a kind of audio (.ass)."""
    endings = {"TTML": "ttml", "SubStation Alpha": "ass", "SBV": "sbv", "LRC": "lrc", "CSV": "csv"}
    for name, ending in endings.items():
        (tmp_path / f"{ending}.{ending}").write_text(written.NAMED[name](written.BEES), "utf-8")
    assert len(gathered(tmp_path).found) == len(FORMATS)


def test_lyrics_move_by_their_offset_and_repeat_by_their_stamps():
    text = "[ti:Bienen]\n[al:Am Zaun]\n[offset:+500]\n"
    text += "[00:02.50][00:10.50]Summ.\n[00:04.00]<00:04.00>Ja."
    document, turns = read_back(text)
    assert (document.episode.title, document.show) == ("Bienen", "Am Zaun")
    assert [turn.text for turn in turns] == ["Summ. Ja. Summ."]
    assert (turns[0].start, turns[0].marks) == (2.0, ((6, 3.5), (10, 10.0)))


def test_substation_without_names_takes_those_before_a_colon():
    text = written.ass(written.BEES).replace(",Default,Mara Kühn,", ",Default,,{\\b1}Mara Kühn: ")
    text = text.replace(",Default,Ole Brandt,", ",Default,,Ole Brandt: ")
    text = text.replace(": 0,0,0,,{\\i1}", ": ").replace(": 0,0,0,,", ": ")
    lines = [
        line.replace(",,{\\b1}Mara", ",,0,0,0,,Mara").replace(",,Ole", ",,0,0,0,,Ole")
        for line in text.splitlines()
    ]
    _, turns = read_back("\n".join(lines))
    assert [turn.speaker for turn in turns] == ["Mara Kühn", "Ole Brandt"] * 2


def test_comments_and_drawings_of_substation_are_not_said():
    text = written.ass(written.BEES[:2])
    text += "\nComment: 0,0:00:20.00,0:00:21.00,Default,Mara Kühn,0,0,0,,Weg damit."
    text += "\nDialogue: 0,0:00:22.00,0:00:23.00,Default,Mara Kühn,0,0,0,,{\\p1}m 0 0 l 1 1{\\p0}"
    _, turns = read_back(text)
    assert shown(turns) == as_said(written.BEES[:2])


@pytest.mark.parametrize("style", ["[V4 Styles]\nFormat: Name\n", "[V4+ Styles]\nFormat: Name\n"])
def test_both_ages_of_substation(style):
    text = written.ass(written.BEES).replace("[Events]", style + "\n[Events]")
    if "[V4 " in style:
        text = text.replace("Layer", "Marked").replace("Dialogue: 0", "Dialogue: Marked=0")
    assert shown(read_back(text)[1]) == as_said(written.BEES)


TTML = (
    '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" '
    'ttp:frameRate="25" ttp:tickRate="1000"><body><div{div}>{paragraphs}</div></body></tt>'
)


@pytest.mark.parametrize(
    ("time", "seconds"),
    [("00:00:12.5", 12.5), ("00:00:12:05", 12.2), ("12.5s", 12.5), ("300f", 12), ("12500t", 12.5),
     ("12500ms", 12.5), ("0.5m", 30), ("1h", 3600), ("12.5", 12.5)],
)  # fmt: skip
def test_the_times_of_ttml(time, seconds):
    paragraph = f'<p begin="{time}">Es<br/>summt</p>'
    _, turns = read_back(TTML.format(div="", paragraphs=paragraph))
    assert shown(turns) == [(None, "Es summt", seconds)]


@pytest.mark.parametrize("first", ["2s", "12s"])
def test_times_inside_ttml_count_from_the_parent_unless_they_cannot(first):
    last = "4s" if first == "2s" else "14s"
    both = f'<p begin="{first}" dur="1s">Eins.</p><p begin="{last}" end="{last}">Zwei.</p>'
    _, turns = read_back(TTML.format(div=' begin="10s"', paragraphs=both))
    assert (turns[0].start, turns[0].marks) == (12.0, ((6, 14.0),))


def test_ttml_without_agents_takes_the_names_before_a_colon():
    paragraphs = "".join(
        f'<p begin="{said.start}ms" end="{said.end}ms">{written.named(said)}</p>'
        for said in written.BEES
    )
    _, turns = read_back(TTML.format(div="", paragraphs=paragraphs))
    assert shown(turns) == as_said(written.BEES)


def test_ttml_that_says_nothing_is_refused():
    with pytest.raises(ImportFailed, match="TTML without a paragraph"):
        read(TTML.format(div="", paragraphs="<p/>"))


@pytest.mark.parametrize(
    ("rows", "start"),
    [
        ("3000\t6500\tJa.", 3.0),
        ("3\t6\tJa.", 3.0),
        ("3.0\t6.5\tJa.", 3.0),
        ("00:03\t00:06\tJa.", 3.0),
    ],
)
def test_a_table_tells_thousandths_from_seconds(rows, start):
    _, turns = read_back(f"start\tend\ttext\n{rows}\n")
    assert shown(turns) == [(None, "Ja.", start)]


@pytest.mark.parametrize(
    "table",
    [
        "#,Name,Start,End,Length\nM1,Vorspann,0:00.000,,\nM2,Bienen,1:05.500,,",
        "Name\tStart\tDuration\tTime Format\tType\nVorspann\t0:00.000\t0\tdecimal\tCue\n"
        "Bienen\t1:05.500\t0\tdecimal\tCue",
    ],
    ids=["Reaper", "Audition"],
)
def test_the_markers_of_audio_programs_are_chapters(table):
    document, turns = read_back(table)
    assert document.episode.chapters == (Chapter(0.0, "Vorspann"), Chapter(65.5, "Bienen"))
    assert turns == ()
