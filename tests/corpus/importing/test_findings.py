"""Files of kinds that were once read silently wrong: turns, speakers and starts as they must be.

They lie beside the checkout; the same kinds, in our own words, are in the tests of each module.
"""

from pathlib import Path

import pytest

from corpus import Episode
from corpus.fetching.download import Fetcher
from corpus.gathered import Gathered
from corpus.importing.sources import gather
from tests.support.places import SHARED

FOUND = SHARED / "findings" / "import"
LENA, TARIQ = "Lena Brömme", "Tariq Weiß"
SIX = [
    (LENA, 3, "Willkommen"), (TARIQ, 7, "Heute"), (LENA, 83, "Ein Igel"), (TARIQ, 124, "Sonst"),
    (LENA, 179, "Und er"), (TARIQ, 3723, "Das mag"),
]  # fmt: skip
FENCE = [(LENA, 3, "Willkommen"), (TARIQ, 7, "Heute")]
FOUR = [
    ("Lena", 1, "Der Igel schläft."), ("Tariq", 4.5, "Aber"), ("Lena", 9, "Nein, da"),
    ("Tariq", 13, "Gut."),
]  # fmt: skip
# Who speaks, when, and how it begins.
TURNS: dict[str, list[tuple[str | None, float | None, str]]] = {
    "r57-seconds-only.vtt": [
        (LENA, 0.86, "Willkommen"), (TARIQ, 10.1, "Heute"), (LENA, 61.46, "Ein Igel"),
        (TARIQ, 66, "Sonst"),
    ],
    "r16-fresh-number.srt": [("Mia Kranz", 0, "Wir mähen heute den Rasen. Es ist Mai. Und warm")],
    "r40-missing-one-number.srt": FOUR,
    "r36-mixed-comma.vtt": FOUR[:3],
    "r20-vtt-comma.vtt": [(None, 1, "Komma statt Punkt. Das schreiben viele")],
    "r03-blank-after-timing.vtt": [
        (None, 1, "Der Maulwurf steht unter Schutz. Man darf ihn nicht fangen, und töten"),
    ],
    "r42-arrow.srt": FOUR,
    "r38-double-spaced.srt": FOUR,
    "r39-crcrlf.srt": FOUR,
    "t15-bold-nocolon.md": SIX,
    "t15b-bold-paren.md": SIX,
    "t15d-bold-bracket.md": SIX,
    "t15e-bold-in.md": SIX,
    "t15f-bold-time-inside.md": SIX,
    "t15g-italic.md": [(name, None, text) for name, _, text in SIX],
    "r14-first-line-label.srt": [(None, 2.5, "Guten Morgen")],
    "r15-first-line-title.txt": [(None, None, "Guten Morgen"), (None, None, "Danach")],
    "t20-initials.txt": [
        ("LB", None, "Willkommen"), ("TW", None, "Heute"), ("LB", None, "Merke: Ein Igel"),
        ("TW", None, "Genau."),
    ],
    "t33-one-speaker.txt": [(LENA, None, "Willkommen")],
    "t34-quoted-colon.txt": [
        (None, None, "Intro Musik"), *((name, None, text) for name, _, text in SIX),
    ],
    "r55-srt-two-names-one-line.srt": [
        ("Lena", 1, "Magst du Igel?"), ("Tariq", None, "Ja, sehr."), ("Lena", 6, "Warum?"),
        ("Tariq", None, "Sie fressen Schnecken."),
    ],
    "t16-crlf-otter.txt": [(LENA, 3, "Will"), ("Unknown Speaker", 7, "Heute"), (LENA, 3743, "Ein")],
    "r01-rolling.vtt": [
        (None, 0.16, "willkommen am Gartenzaun heute reden wir über Kompost und warum er im Winter "
         "dampft"),
        (None, 8.48, "ja das ist die Wärme"),
    ],
    "r02-rolling.srt": [
        (None, 0.16, "willkommen am Gartenzaun heute reden wir über Kompost und warum er im Winter "
         "dampft ja das ist die Wärme"),
    ],
    "r35-two-voices-gap.vtt": [("Lena", 1, "Magst"), ("Tariq", None, "Ja"), ("Lena", 300, "Nach")],
    "j08-list-ms.json": [(None, 3, "Willkommen am Gartenzaun. Heute reden")],
    "j09-p20-carry.json": [(LENA, 0.8, "Guten"), (TARIQ, 1.91, "Morgen, sagt man hier immer im")],
    "r18-noscribe.vtt": [
        (None, 0, "(4 Sekunden Pause)"), ("Lena", 4.4, "Hallo, schön"), ("S01", 9.3, "Igel'n"),
    ],
    "t09-descript.txt": SIX,
    "t13-sonix.txt": SIX,
    "t05-bracket-whisper.txt": [(None, 0, "Willkommen am Gartenzaun, heute reden wir über Igel.")],
    "t06-bracket-time.txt": [(None, 4, "Willkommen am Gartenzaun.\nHeute reden wir über Igel.\n")],
    "t07-bracket-time.md": [(None, 4, "Willkommen"), (None, 9, "Heute")],
    "t27-p-only.html": [(None, None, "Willkommen"), (None, None, "Ein Igel")],
    "t28-time-p.html": [(None, 3, "Willkommen"), (None, 83, "Ein Igel")],
    "t01-plain.txt": [(None, None, "Will"), (None, None, "Ein Igel"), (None, None, "Bis nächste")],
}  # fmt: skip
# The episodes of whole folders: number, title or id, turns.
FOLDERS: dict[str, list[tuple[int | None, str, int]]] = {
    "d01-mix": [(12, "12", 2), (13, "13", 2), (14, "14", 2), (15, "15", 2)],
    "d03-langs": [(12, "12", 2)],
    "d04-dr": [(None, "Gespräch mit Dr. Meier", 2), (None, "Gespräch mit Dr. Schulz", 2)],
    "d05-datum": [(None, "05.10.2020 Igel", 2), (None, "05.11.2020 Maus", 2)],
    "f02-ns": [(7, "Folge 1", 0)],
    "f17-paged/feed.xml": [(n, f"Folge {n}", 0) for n in (1, 2, 3, 4)],
    "f31-folgen": [(15, "Folge 15: Die Maus", 2), (16, "Folge 16: Der Igel", 2)],
    "f37-titles": [
        (1, "Folge 1 - Der Zaun", 2), (2, "Folge 2 - Die Maus", 2), (None, "Bonus: Fragen", 1),
        (3, "Folge 3 - Der Igel", 1),
    ],
}  # fmt: skip


def gathered(name: str, tmp_path: Path) -> Gathered:
    if not FOUND.is_dir():
        pytest.skip("the files in ../shared/findings are absent")
    with Fetcher(tmp_path / "downloads") as fetcher:
        return gather(str(FOUND / name), fetcher)


def only(found: Gathered) -> Episode:
    (one,) = found.found
    return one.episode


@pytest.mark.parametrize("name", TURNS)
def test_turns(name, tmp_path):
    turns = only(gathered(name, tmp_path)).turns
    assert [(turn.speaker, turn.start) for turn in turns] == [
        (speaker, start) for speaker, start, _ in TURNS[name]
    ]
    for turn, (_, _, text) in zip(turns, TURNS[name], strict=True):
        assert turn.text.startswith(text)
        assert ">>" not in turn.text and "otter" not in turn.text


@pytest.mark.parametrize("name", FOLDERS)
def test_folders(name, tmp_path):
    found = gathered(name, tmp_path)
    assert [
        (one.announced, one.episode.title, len(one.episode.turns)) for one in found.found
    ] == FOLDERS[name]
    assert found.failures == ()


def test_what_differs_is_told(tmp_path):
    assert "line 8" in gathered("r03-blank-after-timing.vtt", tmp_path).found[0].repairs[0]
    assert "milliseconds" in gathered("j08-list-ms.json", tmp_path).found[0].repairs[0]
    assert "12.en.vtt: was left out" in gathered("d03-langs", tmp_path).found[0].repairs[0]
    told = [one.repairs for one in gathered("d01-mix", tmp_path).found]
    assert told[3] == ()
    assert "13.pdf" in told[1][0]


def test_a_namespace_spelled_otherwise(tmp_path):
    found = gathered("f02-ns", tmp_path)
    assert (only(found).duration, found.podcast.publisher) == (1200.0, "Gartenfunk")


def test_every_type_of_transcript(tmp_path):
    turns = [len(one.episode.turns) for one in gathered("f13-types", tmp_path).found]
    assert turns == [2, 2, 2, 2, 2, 2]
