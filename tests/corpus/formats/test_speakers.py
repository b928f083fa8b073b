"""Who is a speaker where "Word:" stands before what is said, and who is none."""

import pytest

from corpus.formats.document import Document
from corpus.formats.texts.speakers import is_credit, names_among, names_nobody
from corpus.importing.recognise import read

LENA, TARIQ = "Lena Brömme", "Tariq Weiß"


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        ([LENA, TARIQ, LENA, TARIQ, "Rasenmäher"], {LENA, TARIQ}),
        ([None, LENA, TARIQ, LENA, TARIQ, LENA, "Mähzeiten", "Mähzeiten"], {LENA, TARIQ}),
        ([LENA, None, "Grundsatz", None], {LENA}),
        (["LB", "TW", "LB", "Grundsatz", "TW"], {"LB", "TW"}),
        (["Speaker 1", "Speaker 2", "Speaker 1", "Speaker 2"], {"Speaker 1", "Speaker 2"}),
        ([LENA, "Speaker 2", LENA, "Speaker 2"], {LENA, "Speaker 2"}),
        (["Jana", "Uwe", "Jana", "Peter"], {"Jana", "Uwe", "Peter"}),
        ([LENA, TARIQ, LENA, TARIQ, "Mia Kranz"], {LENA, TARIQ, "Mia Kranz"}),
        ([LENA, "Sprecherin", "Sprecherin", LENA, "Sprecherin"], {LENA, "Sprecherin"}),
        (["Folge 12", None, None], set()),
        (["Gartenfunk", None, None], set()),
        ([LENA, None, None], {LENA}),
        (["Folge 12", LENA, TARIQ, LENA, TARIQ, "Termine", "Termine"], {LENA, TARIQ}),
        ([None, None], set()),
    ],
)
def test_names(labels, names):
    assert names_among(labels) == names


@pytest.mark.parametrize(
    "label",
    ["Folge 12", "Folge #12", "Episode 3", "Wichtig", "Untertitel", "Unser Tipp", "12", "Kapitel 2",
     "Erste Regel", "The Rule", "zum Beispiel", "Teil 1"],
)  # fmt: skip
def test_nobody(label):
    assert names_nobody(label)


@pytest.mark.parametrize("label", ["Speaker 1", LENA, "Mia", "Sprecher 2", "S01", "Moderation"])
def test_somebody(label):
    assert not names_nobody(label)


def test_credits():
    for line in ("Transcribed by https://otter.ai", "Untertitel im Auftrag des ZDF, 2020",
                 "Untertitelung von der Amara.org-Community", "Subtitles: @somebody"):  # fmt: skip
        assert is_credit(line), line
    for line in ("Wir haben das transkribiert.", "Der Igel frisst von allem."):
        assert not is_credit(line), line


def test_a_title_above_a_text_is_its_title():
    document = read("Rasen Spezial: Der Mai\n\nHeute wird gemäht, und zwar früh. Und wie!\n")
    assert isinstance(document, Document)
    assert document.episode.title == "Rasen Spezial: Der Mai"
    assert [(c.speaker, c.text[:5]) for c in document.cues] == [(None, "Heute")]


def test_a_first_line_without_a_full_stop_is_said_where_others_are_named():
    document = read("Lena: Guten Abend\n\nTariq: Hallo\n\nLena: Also los\n\nTariq: Ja\n")
    assert [cue.speaker for cue in document.cues] == ["Lena", "Tariq", "Lena", "Tariq"]
