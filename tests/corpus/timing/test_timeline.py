from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from corpus import (
    Chapter,
    Corpus,
    Episode,
    Turn,
    align,
    chapter_spans,
    load_corpus,
    moment,
    save_corpus,
)
from tests.support.fakes import bakery_episode, small_corpus
from tests.support.made_up import bakery, episodes


def _one_turn() -> tuple[Episode, list[tuple[int, float]]]:
    """The bakery as a single monologue: where its turns were, and when."""
    episode, starts = bakery()
    offsets, text = [], ""
    for turn in episode.turns:
        offsets.append(len(text))
        text += turn.text
    return replace(episode, turns=(Turn("A", text),)), list(zip(offsets, starts, strict=True))


def test_inside_a_monologue_every_sentence_gets_its_own_good_time() -> None:
    episode, truth = _one_turn()
    aligned = align(episode)
    errors, held = [], 0
    for offset, true in truth:
        found = moment(aligned, 0, offset)
        assert found is not None and found.uncertainty is not None
        errors.append(abs(found.seconds - true))
        held += errors[-1] <= found.uncertainty
    assert sorted(errors)[len(errors) // 2] < 14  # evenly over the whole it is 28
    assert held / len(errors) >= 0.8


def test_inside_a_monologue_a_chapter_opens_with_its_sentence() -> None:
    aligned = align(_one_turn()[0])
    text = aligned.turns[0].text
    spans = chapter_spans(aligned)
    assert [span.chapter for span in spans] == list(aligned.chapters)
    names = [span.chapter.title for span in spans if span.chapter is not None]
    openings = [text.index(f"Kommen wir zum Thema {name}") for name in names]
    # A sentence nearby may be taken for the first one; sentences have about 30 characters.
    close = [
        abs(span.start - opening) <= 160 for span, opening in zip(spans, openings, strict=True)
    ]
    assert sum(close) >= 3


def test_the_moment_of_an_opening_is_its_chapters_start() -> None:
    aligned = align(_one_turn()[0])
    for span in chapter_spans(aligned):
        found = moment(aligned, 0, span.start)
        assert found is not None and span.chapter is not None
        assert found.seconds == pytest.approx(span.chapter.start, abs=8)


def test_saved_and_loaded_it_says_the_same(tmp_path) -> None:
    aligned = align(replace(_one_turn()[0], number=1, published=None))
    save_corpus(Corpus(small_corpus().podcast, (aligned,)), tmp_path)
    (loaded,) = load_corpus(tmp_path)
    assert chapter_spans(loaded) == chapter_spans(aligned)
    assert moment(loaded, 0, 9000) == moment(aligned, 0, 9000)


def test_uncertainty_grows_towards_the_middle_of_a_turn() -> None:
    turn = Turn("A", "So ist das. " * 200, 100.0, 300.0, 5.0)
    episode = Episode(
        "x", 1, "x", duration=400.0, turns=(turn, Turn("B", "Ja.", 300.0, 301.0, 5.0))
    )
    found = [moment(episode, 0, offset) for offset in (1, 600, 1200, 1800, 2399)]
    widths = [each.uncertainty for each in found if each is not None]
    assert widths[0] < widths[1] < widths[2] > widths[3] > widths[4]


def test_a_measured_turn_is_exact_at_its_start_and_where_a_clock_cannot_tell() -> None:
    episode = bakery_episode()
    assert str(moment(episode, 3, 0)) == "0:34"
    assert str(moment(episode, 2, 4)) == "0:30"


def test_inside_a_long_measured_turn_the_time_is_an_estimate() -> None:
    middle = moment(bakery_episode(), 3, 40)
    assert middle is not None and middle.uncertainty is not None
    assert 34 < middle.seconds < 90
    assert 1 < middle.uncertainty < 15


def test_a_turn_without_a_time_has_no_moment_and_no_chapter() -> None:
    turns = (Turn("A", "Hallo."), Turn("B", "Tag.", 10.0, 12.0))
    episode = Episode("x", 1, "x", chapters=(Chapter(0.0, "Gruß"),), turns=turns)
    assert moment(episode, 0, 3) is None
    assert [span.chapter for span in chapter_spans(episode)] == [None, Chapter(0.0, "Gruß")]


def test_a_chapter_that_starts_between_two_turns_opens_with_the_second() -> None:
    turns = (Turn("A", "Hallo. Na?", 0.0, 4.0), Turn("B", "Der Teig.", 30.0, 34.0))
    chapters = (Chapter(0.0, "Gruß"), Chapter(12.0, "Teig"))
    episode = Episode("x", 1, "x", duration=40.0, chapters=chapters, turns=turns)
    assert [span.chapter for span in chapter_spans(episode)] == list(chapters)


def test_before_the_first_chapter_there_is_none() -> None:
    turns = (Turn("A", "Hallo.", 0.0, 4.0), Turn("B", "Der Teig.", 4.0, 8.0))
    episode = Episode("x", 1, "x", duration=9.0, chapters=(Chapter(4.0, "Teig"),), turns=turns)
    assert [span.chapter for span in chapter_spans(episode)] == [None, Chapter(4.0, "Teig")]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(episodes())
def test_spans_cover_the_text_and_moments_rise_within_the_turn(episode: Episode) -> None:
    aligned = align(episode)
    spans = chapter_spans(aligned)
    for index, turn in enumerate(aligned.turns):
        mine = [span for span in spans if span.turn == index]
        assert "".join(turn.text[span.start : span.end] for span in mine) == turn.text
        assert all(span.start < span.end for span in mine)
        found = [moment(aligned, index, offset) for offset in range(0, len(turn.text) + 1, 30)]
        if turn.start is None:
            assert found == [None] * len(found)
            continue
        seconds = [each.seconds for each in found if each is not None]
        assert len(seconds) == len(found) and seconds[0] == turn.start
        assert all(first <= second for first, second in pairwise(seconds))
    chapters = [span.chapter.start for span in spans if span.chapter is not None]
    assert chapters == sorted(chapters)
