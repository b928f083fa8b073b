import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings

from corpus import Chapter, Episode, Turn, align, chapter_spans, load_episode
from corpus.places import SHIPPED
from corpus.timing.usable_chapters import chapter_warnings, usable_chapters
from tests.support.made_up import bakery, episodes


def test_chapters_are_found_in_the_text_and_their_starts_given_to_it() -> None:
    episode, _ = bakery()
    openings = [i for i, turn in enumerate(episode.turns) if turn.text.startswith("Kommen")]
    starts = [align(episode).turns[index].start for index in openings[1:]]
    assert starts == pytest.approx([c.start for c in episode.chapters[1:]], abs=10)


def test_better_than_counting_characters_and_truth_lies_within_the_uncertainty() -> None:
    episode, true = bakery()
    aligned = align(episode).turns
    length = sum(len(turn.text) for turn in aligned)
    position, linear, ours, held = 0, 0.0, 0.0, 0
    for turn, start in zip(aligned, true, strict=True):
        assert turn.start is not None and turn.uncertainty is not None
        linear += abs(position / length * (episode.duration or 0) - start)
        ours += abs(turn.start - start)
        held += abs(turn.start - start) <= turn.uncertainty
        position += len(turn.text)
    assert ours < linear / 2
    assert held / len(true) >= 0.8


def test_uncertainty_is_narrow_at_an_anchor_and_wide_between_two() -> None:
    episode, _ = bakery()
    turns = align(episode).turns
    mill = next(i for i, turn in enumerate(turns) if "Mühle" in turn.text)
    at_anchor, between = turns[mill].uncertainty, turns[mill + 5].uncertainty
    assert at_anchor is not None and between is not None and at_anchor < between


def test_titles_that_say_nothing_do_no_harm() -> None:
    episode, _ = bakery()
    nameless = tuple(Chapter(chapter.start, "") for chapter in episode.chapters)
    _assert_sound(replace(episode, chapters=nameless))


def test_music_at_the_end_does_not_stretch_the_speech() -> None:
    episode, _ = bakery()
    longer = replace(episode, duration=(episode.duration or 0) + 150)
    end = align(longer).turns[-1].end
    assert end is not None and end < (episode.duration or 0) + 100


def test_without_a_duration_times_are_never_invented() -> None:
    episode, _ = bakery()
    for duration in (None, 0.0, math.inf, math.nan):
        turns = align(replace(episode, duration=duration)).turns
        assert all(turn.start is turn.end is turn.uncertainty is None for turn in turns)


def test_without_a_duration_only_turns_between_measured_ones_are_timed() -> None:
    turns = (Turn("A", "eins " * 9), *_measured("zwei", 20), Turn("A", "drei " * 9),
             *_measured("vier", 50), Turn("A", "fünf"))  # fmt: skip
    starts = [turn.start for turn in align(Episode("x", 1, "x", turns=turns)).turns]
    assert starts == [None, 20.0, 24.0, 50.0, None]


def test_a_measured_end_at_the_duration_leaves_room_for_what_follows() -> None:
    turns = (Turn("A", "eins", 10.0, 20.4), Turn("B", "zwei"), Turn("A", "drei"))
    _, second, third = align(Episode("x", 1, "x", duration=20.0, turns=turns)).turns
    assert second.start is not None and third.start is not None
    assert 10 < second.start < third.start < 20


def test_after_a_duration_that_measured_times_contradict_nothing_is_timed() -> None:
    turns = (Turn("A", "eins"), *_measured("zwei", 20), Turn("A", "drei"))
    starts = [turn.start for turn in align(Episode("x", 1, "x", duration=9.0, turns=turns)).turns]
    assert starts[1:] == [20.0, None]
    assert starts[0] is not None and 0 <= starts[0] < 20


def test_measured_times_stay_and_the_others_lie_between() -> None:
    episode, true = bakery()
    turns = tuple(
        replace(turn, start=true[i], end=true[i] + 7) if i % 4 == 1 else turn
        for i, turn in enumerate(episode.turns)
    )
    aligned = _assert_sound(replace(episode, turns=turns))
    errors = [abs((turn.start or 0) - start) for turn, start in zip(aligned, true, strict=True)]
    assert max(errors) < 8


def test_turns_rise_where_measured_ones_leave_no_room_or_hardly_any() -> None:
    between = [Turn("B", text) for text in ("Ja.", "", "", "Nein.")]
    turns = (Turn("A", "Na?", 10.0, 20.0), *between, Turn("A", "Gut.", 20.0, 21.0))
    _assert_sound(Episode("x", 1, "x", duration=21.5, turns=turns))
    _assert_sound(Episode("x", 1, "x", duration=0.5, turns=tuple(between * 100)))
    chapters = (Chapter(5.0, "Eins"), Chapter(5.001, "Zwei"))
    crowded = tuple(Turn("A", "Was ist Eins? Was ist Zwei?") for _ in range(500))
    _assert_sound(Episode("x", 1, "x", duration=60.0, chapters=chapters, turns=crowded))


def test_aligning_twice_changes_nothing() -> None:
    once = align(bakery()[0])
    assert align(once) == once


def test_one_single_turn_and_none() -> None:
    assert align(Episode("x", 1, "x", duration=60.0)).turns == ()
    whole = " ".join(turn.text for turn in bakery()[0].turns)
    (turn,) = _assert_sound(replace(bakery()[0], turns=(Turn(None, whole),)))
    assert turn.start is not None and turn.start < 5


def test_wild_chapters_are_ignored_with_a_warning() -> None:
    episode, _ = bakery()
    wild = (
        Chapter(60.0, "Die Mühle"),
        Chapter(20.0, "Früher"),
        Chapter(20.0, "Noch einmal"),
        Chapter(90.0, " "),
        Chapter(math.inf, "Nie"),
        Chapter(99999.0, "Zu spät"),
    )
    broken = replace(episode, chapters=wild)
    assert [chapter.start for chapter in usable_chapters(broken)] == [20.0, 60.0, 90.0]
    lines = chapter_warnings(broken)
    parts = ("out of order", "another chapter", "no title", "no time", "beyond the end")
    assert len(lines) == len(parts)
    assert all(part in line for part, line in zip(parts, lines, strict=True))
    assert chapter_warnings(episode) == []
    _assert_sound(broken)


def test_a_missing_duration_is_warned_of() -> None:
    (line,) = chapter_warnings(Episode("x", 1, "x", turns=(Turn("A", "Hallo."),)))
    assert line.startswith("duration: unknown")


def _measured(text: str, start: float) -> tuple[Turn, ...]:
    return (Turn("B", text, start, start + 4),)


def _assert_sound(episode: Episode) -> tuple[Turn, ...]:
    aligned = align(episode).turns
    assert len(aligned) == len(episode.turns)
    for before, after in zip(episode.turns, aligned, strict=True):
        assert (after.text, after.speaker) == (before.text, before.speaker)
        if before.measured:
            assert after == before
    starts = [turn.start for turn in aligned if turn.start is not None]
    assert all(first < second for first, second in zip(starts, starts[1:], strict=False))
    for turn in aligned:
        if turn.uncertainty is not None:
            assert turn.start is not None and turn.end is not None
            assert 0 <= turn.start <= turn.end
            assert episode.duration is None or turn.end <= episode.duration
            assert turn.uncertainty > 0
    return aligned


def _silent(*times: tuple[float | None, float | None], duration: float) -> Episode:
    """Turns of no words, with a start and an end as given."""
    turns = tuple(Turn("A", "", start, end) for start, end in times)
    return Episode("x", 1, "x", duration=duration, turns=turns)


UNKNOWN = (None, None)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(episodes())
# A measured end that leaves no room for what is said after it.
@example(_silent(UNKNOWN, (14.0, 15.0), UNKNOWN, UNKNOWN, duration=15.0))
@example(_silent(UNKNOWN, (6.0, None), (8.0, 10.0), UNKNOWN, duration=9.0))
def test_whatever_comes_times_rise_within_the_duration(episode: Episode) -> None:
    _assert_sound(episode)
    chapter_warnings(episode)


# Each sentence stands in the chapter named beside it: located by reading, not by the program.
READ = (
    # The host's first question to Steven: how he came to customer service.
    (1, "Jeder startet ja irgendwie seine berufliche Laufbahn.", 63.0),
    # The question for the best experience, which Steven answers with his "Wow".
    (1, "Was war jetzt zum Beispiel deine beste Kundenservice Erfahrung", 180.0),
    # "demselben Unternehmen": the very point of the title.
    (1, "Die schlimmste Erfahrung habe ich tatsächlich mit demselben", 319.0),
    # Steven says the title's "nicht immer alles perfekt" himself.
    (1, "Auch ich als Kunde, wenn ich das jetzt von der anderen Seite betrachte", 448.0),
    # The computers go through Berlin in a hired van.
    (1, "Wir haben uns dann wirklich einen leeren VW-Bus gemietet", 632.0),
    # In the middle of the longest turn: from the drawbacks to the advantages.
    (1, "Du hast ja auch gefragt, was denn so Vorteile sein könnten.", 1376.0),
    # The last question, near the end of a turn that begins in the chapter before.
    (1, "Wird es da langfristig Homeoffice geben?", 1506.0),
    # The question that the title repeats, at the end of a long turn.
    (2, "Warum ist es deiner Meinung nach notwendig, jetzt eine Digital", 300.0),
    # The touch points that come before the first with the company.
    (2, "Sehr viele Studien zeigen, dass Kunden, bevor sie zum ersten Mal", 430.0),
    # The title's "Selbstverständlichkeit" closes this turn; the touch points opened it.
    (2, "Das ist heute, denke ich mir, schon fast überall zu einer", 484.0),
    # Comparable products: the experience decides who buys where.
    (2, "Wenn ich zwei vergleichbare Produkte habe, ich nehme mal das", 556.0),
    # Bad shops send customers back to Amazon, later in the same turn.
    (2, "Das mach ich ein- bis zweimal mit als Kunde und dann sage ich", 646.0),
    # Simplicity and reliability are the two factors of trust.
    (2, "Einfachheit und Zuverlässigkeit schafft Vertrauen bei Kunden.", 690.0),
    # The strategy is to play the customer's journey oneself.
    (2, "Ein Aha-Erlebnis für Führungskräfte ist, wenn sie eine Kundenreise", 861.0),
    # Says "beste Marktforschung" in so many words.
    (2, "Das ist die beste Marktforschung im Kundenservice", 1052.0),
    # Says "drei- bis vierfach höheren Kosten".
    (2, "Die vermeintliche Kosteneinsparung endet oft in drei- bis", 1107.0),
    # The rule of the title.
    (2, "Dann gibt es eine einfache Regel, die heißt: Außen fächern", 1305.0),
    # The method by which to choose what to digitise.
    (2, "Das ist eine Strategie, die man auf keinen Fall umsetzen sollte.", 1509.0),
    # The answer to the title's question.
    (2, "Was man auf keinen Fall automatisieren sollte, sind Beschwerden", 1768.0),
)


@pytest.mark.skipif(not SHIPPED.is_dir(), reason="the shipped corpus has not been imported")
@pytest.mark.parametrize(("number", "sentence", "start"), READ)
def test_sentences_of_the_shipped_episodes_lie_in_their_chapters(
    number: int, sentence: str, start: float
) -> None:
    episode = load_episode(SHIPPED / f"{number:03}.json")
    turn = next(i for i, turn in enumerate(episode.turns) if sentence in turn.text)
    offset = episode.turns[turn].text.index(sentence)
    (span,) = [
        span
        for span in chapter_spans(episode)
        if span.turn == turn and span.start <= offset < span.end
    ]
    assert span.chapter is not None
    assert span.chapter.start == start


@pytest.mark.skipif(not SHIPPED.is_dir(), reason="the shipped corpus has not been imported")
@pytest.mark.parametrize("number", [1, 2])
def test_the_shipped_episodes_carry_the_times_of_this_model(number: int) -> None:
    episode = load_episode(SHIPPED / f"{number:03}.json")
    again = [turn.start for turn in align(episode).turns]
    assert [turn.start for turn in episode.turns] == pytest.approx(again, abs=1.0)
