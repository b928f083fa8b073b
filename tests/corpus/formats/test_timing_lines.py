"""Captions: no word is lost for the form of its time, nothing is quoted that is shown again."""

import pytest

from corpus import ImportFailed, Turn, align
from corpus.formats.captions.rolling import unrolled
from corpus.formats.captions.timing_lines import read_captions
from corpus.formats.document import Document
from corpus.importing.accounts import turns_of
from corpus.importing.recognise import read
from corpus.types import Episode


def turns(text: str) -> list[tuple[str | None, float | None, str]]:
    document = read(text)
    assert isinstance(document, Document)
    return [(turn.speaker, turn.start, turn.text) for turn in turns_of(document, "")[0]]


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("0.860 --> 7.380", 0.86, 7.38),
        ("1:01.460 --> 1:05.820", 61.46, 65.82),
        ("00:00:01,500 -> 00:00:04,000", 1.5, 4.0),
        ("00:00:01.500\xa0-->\xa000:00:04.000", 1.5, 4.0),
        ("00:00:01,500-->00:00:04,000", 1.5, 4.0),
        ("00:00:01 --> 00:00:04", 1.0, 4.0),
        ("00: 00: 01,500 --> 00: 00: 04,000", 1.5, 4.0),
        ("00:00:01:500 --> 00:00:04:000", 1.5, 4.0),
        ("00:00:01:12 --> 00:00:04:24", 1.0, 4.0),
        ("00:00:01.500 &ndash; 00:00:04.000".replace("&ndash;", "–"), 1.5, 4.0),
        ("00:00:01.500 → 00:00:04.000", 1.5, 4.0),
        ("00:00:01.500 --&gt; 00:00:04.000", 1.5, 4.0),
        ("00:00:01.500 --> 00:00:04.000 align:start position:0%", 1.5, 4.0),
        ("00:00:01,500 --> 00:00:04,000  X1:10 X2:20", 1.5, 4.0),
        ("[00:00:01.500 --> 00:00:04.000]", 1.5, 4.0),
        ("00:00:01.500 -->", 1.5, None),
    ],
)
def test_forms_of_times(line, start, end):
    (caption,) = read_captions(f"{line}\nDer Igel schläft.\n").captions
    assert (caption.lines, caption.start, caption.end) == (("Der Igel schläft.",), start, end)


def test_lines_that_are_no_times_are_not_said():
    text = "1\n00:00:01,000 --> 00:00:02,000\nJa.\n\n2\n00:00:03,000\nNein.\n\n"
    text += "3\nhh:mm:ss,ttt --> 00:00:06,000\nDoch.\n"
    assert turns(text) == [(None, 1.0, "Ja. Nein. Doch.")]


def test_words_in_the_line_of_the_time():
    text = "00:00:01,000 --> 00:00:02,000 Der Igel\n\n[00:03.000 --> 00:04.000] schläft.\n"
    assert turns(text) == [(None, 1.0, "Der Igel schläft.")]


def test_numbers_are_no_words_and_words_no_numbers():
    numbered = "1\n00:01.000 --> 00:02.000\nWie viele?\n42\n\n3\n00:03.000 --> 00:04.000\nGut.\n"
    assert turns(numbered)[0][2] == "Wie viele? 42 Gut."
    unnumbered = "00:01.000 --> 00:02.000\nWie viele?\n\n00:03.000 --> 00:04.000\n42\n"
    assert turns(unnumbered)[0][2] == "Wie viele? 42"
    named = (
        "WEBVTT\n\nerste\n00:01.000 --> 00:02.000\nJa.\n\nzweite\n00:03.000 --> 00:04.000\nNein.\n"
    )
    assert turns(named)[0][2] == "Ja. Nein."
    close = "WEBVTT\n\n00:01.000 --> 00:02.000\nJa.\n00:03.000 --> 00:04.000\nNein.\n"
    assert turns(close)[0][2] == "Ja. Nein."


def test_notes_and_styles_are_not_said():
    text = "WEBVTT\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE\nvon uns\n\n"
    text += "00:01.000 --> 00:02.000\nJa.\n\nNOTE noch eine\n\n00:03.000 --> 00:04.000\nNein.\n"
    assert turns(text) == [(None, 1.0, "Ja. Nein.")]


def test_two_names_in_one_caption():
    text = "1\n00:00:01,000 --> 00:00:05,000\nLena: Magst du\nIgel?\nTariq: Ja.\n\n"
    text += "2\n00:00:06,000 --> 00:00:07,000\nTariq: Sehr.\nLena: Gut.\n"
    assert turns(text) == [
        ("Lena", 1.0, "Magst du Igel?"), ("Tariq", None, "Ja. Sehr."), ("Lena", None, "Gut."),
    ]  # fmt: skip


def test_a_second_voice_is_between_the_ends_of_its_caption():
    text = "WEBVTT\n\n00:01.000 --> 00:05.000\n<v A>Magst du Igel?</v> <v B>Ja, sehr.</v>\n\n"
    text += "05:00.000 --> 05:03.000\n<v B>Nach der Musik.\n"
    document = read(text)
    made, _ = turns_of(document, "")
    assert [(turn.start, turn.end) for turn in made] == [(1, None), (None, 5), (300, 303)]
    timed = align(Episode("a", 1, "a", turns=made)).turns
    assert 1 <= timed[1].start <= timed[1].end <= 5
    assert timed[1].uncertainty is not None
    assert timed[2] == Turn("B", "Nach der Musik.", 300, 303)


ROLLING = [["a"], ["a"], ["a", "b"], ["b"], ["b", "c"], ["c"], ["c", "d"]]


def test_what_rolls_is_said_once():
    assert unrolled(ROLLING) == [["a"], [], ["b"], [], ["c"], [], ["d"]]
    three = [["a", "b", "c"], ["b", "c", "d"], ["c", "d", "e"]]
    assert unrolled(three) == [["a", "b", "c"], ["d"], ["e"]]
    growing = [["Das"], ["Das ist"], ["Das ist gut"], ["Ja"]]
    assert unrolled(growing) == [["Das"], ["ist"], ["gut"], ["Ja"]]


@pytest.mark.parametrize(
    "captions",
    [
        [["Ja."], ["Ja."], ["Ja."], ["Ja."]],  # a refrain
        [["Ja."], ["Ja.", "Doch."], ["Nein."], ["Gut."], ["So."], ["Ach."]],  # by chance
        [["Ja."], ["Ja.", "Doch."]],
        [],
        [[], [], []],
    ],
)
def test_what_was_said_twice_stays(captions):
    assert unrolled(captions) == captions


def test_somebody_else_speaks_though_nobody_says_who():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nLena: Ja.\nTariq: Nein.\n\n"
    text += "00:03.000 --> 00:04.000\n&gt;&gt; Doch.\n\n00:05.000 --> 00:06.000\nLena: Gut.\n"
    text += "Tariq: So.\n"
    assert [(name, said) for name, _, said in turns(text)] == [
        ("Lena", "Ja."), ("Tariq", "Nein."), (None, "Doch."), ("Lena", "Gut."), ("Tariq", "So."),
    ]  # fmt: skip


def test_a_recognisers_voice_that_an_editor_named():
    text = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v S00>Lena:\n\n00:01.000 --> 00:04.000\n"
    text += "<v S00>[00:00:01]\n\n00:01.000 --> 00:04.000\n<v S00>Hallo: du.\n\n"
    text += "00:05.000 --> 00:06.000\n<v S01>Tariq: [00:00:05] Ja.\n\n"
    text += "00:07.000 --> 00:08.000\n<v S00>Gut.\n"
    assert [(name, said) for name, _, said in turns(text)] == [
        ("Lena", "Hallo: du."), ("Tariq", "Ja."), ("Lena", "Gut."),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["WEBVTT", "WEBVTT\n\nJa", "WEBVTT\n\n00:01.000 --> 00:02.000\n"])
def test_nothing_said_is_an_error(text):
    with pytest.raises(ImportFailed, match="holds no cue"):
        read(text)
