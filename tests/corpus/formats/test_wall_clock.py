"""Times of the day become times of the recording, or are left out, and a line says so."""

import pytest

from corpus.formats.document import Cue, Document
from corpus.formats.texts.timed_lines import plain_lines
from corpus.formats.wall_clock import in_recording
from corpus.importing.accounts import turns_of
from corpus.importing.recognise import read
from tests.support.written import BEES, HEADED, Said, clock, headed, vtt

MORNING = 36_180_000  # 10:03:00 in milliseconds
FIRST = BEES[0].start


def later(by: int) -> list[Said]:
    return [Said(one.speaker, one.text, one.start + by, one.end + by) for one in BEES]


def placed(text: str, lasts: float | None = None) -> tuple[list[float | None], str]:
    """The starts of the turns, and what is told."""
    document = read(text)
    assert isinstance(document, Document)
    turns, told = turns_of(document, "", lasts)
    return [turn.start for turn in turns], " ".join(told)


def from_first(turns: list[Said]) -> list[float]:
    return [(one.start - FIRST) / 1000 for one in turns]


def named(turns: list[Said]) -> str:
    return "\n".join(f"{clock(one.start, '')} {one.speaker}: {one.text}" for one in turns)


WRITERS = {
    "zoom": headed(HEADED["zoom"]),
    "name line": headed(HEADED["name line"]),
    "WebVTT": vtt,
    "named": named,
}


@pytest.mark.parametrize("lasts", [None, 3800.0])
@pytest.mark.parametrize("kind", WRITERS)
def test_times_of_the_day_are_counted_from_the_first(kind, lasts):
    starts, told = placed(WRITERS[kind](later(MORNING)), lasts)
    assert starts == from_first(list(BEES))
    assert "its times are those of the day, from 10:03:01 on" in told


def test_midnight_is_passed():
    before = Said("Mara Kühn", "Noch heute.", 86_390_000, 86_391_000)
    after = Said("Ole Brandt", "Schon morgen.", 5_000, 6_000)
    starts, told = placed(headed(HEADED["zoom"])([before, after]))
    assert starts == [0.0, 15.0] and "from 23:59:50 on" in told


def test_a_header_tells_the_time_of_the_day():
    """At half past one at night, which could be an offset."""
    night = headed(HEADED["zoom"])(later(5_410_000))
    starts, told = placed(f"# Bienen\n\n12. Mai 2024, 01:30\n\n{night}")
    assert starts == from_first(list(BEES)) and "from 1:30:11 on" in told
    assert placed(night)[0][0] == 5411.0  # nothing says so


def test_times_beyond_the_recording_are_left_out():
    starts, told = placed(vtt(later(7_200_000)), 3800.0)
    assert (
        starts == [None] * 4 and "from 2:00:01 to 3:02:03, are no times of this recording" in told
    )


@pytest.mark.parametrize(
    ("by", "lasts"), [(0, None), (0, 30.0), (MORNING, 50_000.0), (60_000, 30.0)]
)
def test_what_may_be_offsets_stays(by, lasts):
    starts, told = placed(vtt(later(by)), lasts)
    assert starts == [one.start / 1000 for one in later(by)] and "of the day" not in told


def test_one_wrong_first_time_moves_nothing():
    cues = (Cue("Eins.", None, 20_000.0), *(Cue("Zwei.", None, float(n)) for n in range(5)))
    assert in_recording(Document(cues=cues), None) == (Document(cues=cues), None)


@pytest.mark.parametrize(
    ("line", "usual"),
    [
        ("Lena  1:18:09 PM", "Lena  13:18:09"), ("Lena  12:00:01 a.m.", "Lena  00:00:01"),
        ("[2024-05-12 10:03:12] Lena: Ja", "[10:03:12] Lena: Ja"),
        ("[12.05.24, 10:03:12] Lena: Ja", "[10:03:12] Lena: Ja"),
        ("00:00:03:12 Lena: Ja", "00:00:03 Lena: Ja"), ("00:00:03;12", "00:00:03"),
        ("00:00:03:12 00:00:07:03", "00:00:03 - 00:00:07"),
        ("**Lena** [0:03](https://example.org/1?t=3)", "**Lena** [0:03]"),
        ("[01m23s] Lena: Ja", "[01:23] Lena: Ja"), ("Lena (62'03)", "Lena (62:03)"),
        ("[1h02m03s]", "[1:02:03]"), ("* * *", ""), ("-----", ""), ("Ja<br>nein", "Ja nein"),
        ("Um 10:30 PM kam er.", "Um 10:30 PM kam er."), ("1 < 2 und 3", "1 < 2 und 3"),
        ("Lena\u202f: Ja\xa0da", "Lena : Ja da"),
    ],
)  # fmt: skip
def test_times_in_their_usual_form(line, usual):
    assert plain_lines(line) == [usual]
