"""Cues become turns: what is joined, what is kept, and what wrong times cost."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Episode, ImportFailed, Moment, Turn, align, chapter_spans, moment
from corpus.formats.document import Cue
from corpus.importing.turns import LONG, LONGEST, joined
from corpus.types import Chapter

# Time is no matter here: others may share the machine.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_neighbours_of_one_speaker_are_joined_and_others_not():
    cues = [Cue("Ja.", "A", 0, 1), Cue("Nein.", "A", 1, 2), Cue("Doch.", "B", 2, 3), Cue("Ach.")]
    turns, repairs = joined(cues)
    assert [(t.speaker, t.text, t.start, t.end) for t in turns] == [
        ("A", "Ja. Nein.", 0, 2), ("B", "Doch.", 2, 3), (None, "Ach.", None, None),
    ]  # fmt: skip
    assert turns[0].marks == ((4, 1),)
    assert repairs == ()


def test_a_long_turn_is_cut_at_a_sentence_and_after_a_pause():
    cues = [Cue("Das ist so ein Satz.", "A", float(n), n + 1.0) for n in range(200)]
    turns, _ = joined(cues)
    assert all(LONG <= len(turn.text) <= LONG + 40 for turn in turns[:-1])
    endless = [Cue("und dann und dann und", None, float(n), n + 1.0) for n in range(1000)]
    turns, _ = joined(endless)
    assert all(LONGEST <= len(turn.text) <= LONGEST + 40 for turn in turns[:-1])
    assert max(b - a for a, b in pairwise(m[0] for m in turns[0].marks)) <= 230
    paused = [Cue("Ein Satz. " * 30, "A", 0, 10), Cue("Noch einer.", "A", 20, 21)]
    assert len(joined(paused)[0]) == 2


def test_times_out_of_order_are_dropped_and_told():
    cues = [Cue(f"Satz {n}.", str(n), float(n * 10)) for n in range(10)]
    cues[4] = Cue("Satz 4.", "4", 2.0)
    cues[7] = Cue("Satz 7.", "7", 7000.0)
    cues[8] = Cue("Satz 8.", "8", -1.0, 5.0)
    turns, repairs = joined(cues)
    assert [t.start for t in turns] == [0, 10, 20, 30, None, 50, 60, None, None, 90]
    assert repairs == ("times out of order were dropped: 3, the first in cue 5 (0:02)",)


def test_overlaps_and_missing_ends():
    cues = [
        Cue("Eins.", "A", 0, 50), Cue("Zwei.", "A", 10, 20), Cue("Drei.", "B", 15, 12),
        Cue("Vier.", "B", 30, None),
    ]  # fmt: skip
    first, second = joined(cues)[0]
    assert (first.start, first.end, first.marks) == (0, 50, ((6, 10),))
    assert (second.start, second.end, second.marks) == (15, None, ((6, 30),))


def test_a_cue_that_is_no_speech_is_refused():
    with pytest.raises(ImportFailed, match="cue 2 has 600000 characters"):
        joined([Cue("Ja."), Cue("x" * 600_000)])


def test_a_moment_at_a_mark_is_measured():
    words = "Der erste Satz ist so lang wie der zweite. "
    cues = [Cue(words, "A", 100.0 * n, 100.0 * n + 100) for n in range(3)]
    (turn,) = joined(cues)[0]
    episode = Episode(
        "x", 1, "x", duration=300.0, chapters=(Chapter(199.0, "Zwei"),), turns=(turn,)
    )
    begin = turn.text.index("Der", 10)
    assert str(moment(episode, 0, begin)) == "1:40"
    assert moment(episode, 0, begin).uncertainty is None
    between = moment(episode, 0, begin + 20)
    assert 100 < between.seconds < 200
    assert between.uncertainty > 1
    assert moment(episode, 0, len(turn.text)).seconds == pytest.approx(300.0, abs=5)
    spans = chapter_spans(episode)
    assert [span.turn for span in spans] == [0, 0]
    assert spans[0].end == spans[1].start
    assert spans[1].end == len(turn.text)
    assert abs(spans[1].start - turn.text.rindex("Der")) < 45


TIMES = st.none() | st.floats(-10, 100) | st.integers(0, 50).map(float)
CUES = st.builds(
    Cue,
    st.sampled_from(["", " ", "Ja.", "und", ",", "Ein Satz. Noch einer.", "…", "é " * 100, "\n\n"]),
    st.sampled_from([None, "A", "B"]),
    TIMES,
    TIMES,
    st.lists(st.tuples(st.integers(1, 12), st.floats(0, 100)), max_size=3).map(
        lambda marks: tuple(sorted(marks))
    ),
)


@PATIENT
@given(st.lists(CUES, max_size=40))
def test_whatever_the_cues_nothing_is_lost_and_times_fit(cues):
    turns, _ = joined(cues)
    words = ["".join("".join(thing.text for thing in things).split()) for things in (cues, turns)]
    assert words[0] == words[1]
    latest = 0.0
    for turn in turns:
        times = [t for t in (turn.start, *(mark[1] for mark in turn.marks)) if t is not None]
        assert times == sorted(times)
        assert all(time >= latest for time in times)
        assert turn.end is None or turn.end >= max(times, default=0.0)
        assert all(0 < offset < len(turn.text) for offset, _ in turn.marks)
        latest = max([latest, *times])


@st.composite
def marked_episodes(draw: st.DrawFn) -> Episode:
    """Turns with marks, estimated or measured, and chapters anywhere."""
    turns, clock = [], 0.0
    for _ in range(draw(st.integers(1, 5))):
        text = draw(st.sampled_from(["Ein Satz. Noch einer. Und ein dritter.", "Ja.", "und " * 60]))
        offsets = sorted(draw(st.sets(st.integers(1, len(text) - 1), max_size=4)))
        start, marks = clock, []
        for offset in offsets:
            clock += draw(st.floats(0.1, 50))
            marks.append((offset, clock))
        clock += draw(st.floats(0.1, 50))
        uncertainty = draw(st.none() | st.just(5.0))
        turns.append(Turn("A", text, start, clock, uncertainty, tuple(marks)))
    starts = draw(st.lists(st.floats(0, clock), max_size=4))
    chapters = tuple(Chapter(start, f"Kapitel {start}") for start in starts)
    return Episode("x", 1, "x", duration=clock, chapters=chapters, turns=tuple(turns))


@PATIENT
@given(marked_episodes())
def test_marks_are_measured_and_chapters_leave_no_gap(episode):
    for number, turn in enumerate(episode.turns):
        for offset, seconds in turn.marks:
            assert moment(episode, number, offset) == Moment(seconds)
        for offset in range(0, len(turn.text) + 1, 7):
            assert turn.start <= moment(episode, number, offset).seconds <= turn.end
    spans = chapter_spans(episode)
    assert "".join(episode.turns[s.turn].text[s.start : s.end] for s in spans) == "".join(
        turn.text for turn in episode.turns
    )
    assert align(episode).turns == episode.turns or any(turn.uncertainty for turn in episode.turns)


def test_marks_time_the_turns_around_them():
    """A turn whose beginning nobody knows is held by the mark inside it."""
    texts = ["Vorher war es so. ", "Hier ist die Mitte. Und hier ist die Uhr. ", "Nachher. "]
    turns = [Turn("A", text * 3) for text in texts]
    offset = turns[1].text.index("Und")
    turns[1] = Turn("B", turns[1].text, marks=((offset, 100.0),))
    timed = align(Episode("x", 1, "x", duration=150.0, turns=tuple(turns)))
    assert timed.turns[1].marks == ((offset, 100.0),)
    assert timed.turns[1].start < 100.0 < timed.turns[2].start
    assert moment(timed, 1, offset) == Moment(100.0)
