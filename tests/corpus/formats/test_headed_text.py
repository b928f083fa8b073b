"""Texts in which lines of their own say who speaks and when, and roles behind names."""

import pytest
from hypothesis import given

from corpus import ImportFailed, Person
from corpus.decoding.encodings import decoded
from corpus.formats.document import Document
from corpus.formats.texts.roles import without_roles
from corpus.importing.recognise import read
from tests.corpus.formats.test_speech_json import as_said, conversations, read_back, shown
from tests.support import written
from tests.support.written import BEES, HEADED, Said, headed

CHAPTERS = "00:00 Vorspann\n\n05:10 Bienen\n\n12:00 Wespen\n\n20:15 Schluss"


@pytest.mark.parametrize("name", HEADED)
@given(turns=conversations())
def test_what_is_written_is_read_back(name, turns):
    if name == "teams, old" and len(turns) < 3:
        return  # two times with two lines below each are SubRip without numbers
    assert shown(read_back(headed(HEADED[name])(turns))[1]) == as_said(turns)


@pytest.mark.parametrize("name", HEADED)
def test_windows_and_byte_order_marks(name):
    text = headed(HEADED[name])(BEES).replace("\n", "\r\n")
    assert shown(read_back(decoded(text.encode("utf-8-sig"))[0])[1]) == as_said(BEES)


@pytest.mark.parametrize(
    "speaker",
    ["mara", "SPEAKER_00", "Speaker 1", "Dr. Mara v. Kühn", "Mara K.", "Unknown Speaker", "MK"],
)
@pytest.mark.parametrize("name", ["otter", "happy scribe", "teams", "name line", "time line"])
def test_all_kinds_of_names(name, speaker):
    turns = [Said(speaker if n % 2 else "Ole", f"Satz {n}.", 1000 * n, 1000 * n) for n in range(6)]
    assert shown(read_back(headed(HEADED[name])(turns))[1]) == as_said(turns)


def test_what_stands_above_is_the_title_and_the_description():
    text = "# Bienen\n\nMara spricht mit Ole.\n\n## Transkript\n\n" + headed(HEADED["own line"])(
        BEES
    )
    document, turns = read_back(text)
    told = document.episode
    assert (told.title, told.description) == ("Bienen", "Mara spricht mit Ole.")
    assert shown(turns) == as_said(BEES)


def test_paragraphs_stay_and_times_in_them_are_marks():
    text = headed(HEADED["own line"])(BEES).replace("Heute geht", "[00:00:03] Heute geht", 1)
    text = text.replace("mehr.", "mehr.\n\nViel mehr.\n\nTranscribed by https://otter.ai", 1)
    _, turns = read_back(text)
    assert turns[0].text == BEES[0].text and turns[0].marks == ((20, 3.0),)
    assert turns[1].text == BEES[1].text + "\n\nViel mehr."


def test_headings_between_are_not_said():
    text = headed(HEADED["own line"])(BEES).replace("\n\n", "\n\n## Kapitel 2\n\n")
    assert shown(read_back(text)[1]) == as_said(BEES)


def test_a_page_of_such_lines():
    lines = headed(HEADED["own line"])(BEES).split("\n\n")
    paragraphs = "".join(f"<p>{line.replace(chr(10), '<br>')}</p>" for line in lines)
    assert shown(read_back(f"<html><body>{paragraphs}</body></html>")[1]) == as_said(BEES)


@pytest.mark.parametrize(
    "text",
    [
        CHAPTERS,
        CHAPTERS.replace("\n\n", "\nDarum geht es hier.\n\n") + "\nUnd aus.",
        "00:00:01 Heute der und der.\n\n00:00:03 Da war er.\n\n00:00:05 Heute der und der.\n\nJa.",
        "00:00:01\nHeute der und der.\n\n00:00:03\nDa war er.\n\n00:00:05\nHeute der und der.",
        "Um 12:30 Uhr kam Ole\nDann ging er.\n\nUm 14:30 Uhr kam Mara\nSie blieb.",
    ],
    ids=[
        "chapters",
        "chapters with a line below each",
        "times before lines",
        "times above lines",
        "times of day",
    ],
)
def test_what_is_no_transcript(text):
    try:
        what = read(text)
    except ImportFailed:
        return
    assert isinstance(what, Document) and not any(cue.speaker for cue in what.cues)


def test_subrip_stays_subrip():
    """Its first lines are no names, though they look like some."""
    text = written.srt(
        [Said("", "Guten Morgen\nliebe Leute", n * 1000, n * 1000 + 900) for n in range(4)]
    )
    _, turns = read_back(text.replace(": Guten", "Guten"))
    assert [turn.speaker for turn in turns] == [None]


def test_roles_become_those_of_people():
    text = "Mara Kühn (Moderation): Hallo.\n\nOle Brandt (Gast): Tag.\n\nMara Kühn: Gut (ja): nein."
    document, turns = read_back(text)
    assert document.episode.people == (
        Person("Mara Kühn", "Moderation"),
        Person("Ole Brandt", "Gast"),
    )
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("Mara Kühn", "Hallo."),
        ("Ole Brandt", "Tag."),
        ("Mara Kühn", "Gut (ja): nein."),
    ]


def test_asides_behind_a_name_are_said():
    text = "Mara: Hallo.\n\nOle (lacht): Tag.\n\nMara: Gut.\n\nOle: Ja."
    _, turns = read_back(text)
    assert [turn.text for turn in turns] == ["Hallo.", "(lacht) Tag.", "Gut.", "Ja."]


@pytest.mark.parametrize(
    "text",
    [
        "Das Volk (Substantiv): viele Leute.\nUnd sonst nichts.",
        "Ein Text (Anfang) ohne Namen.",
        "",
        "(A): b",
    ],
)
def test_definitions_are_no_roles(text):
    assert without_roles(text) == (text, ())
