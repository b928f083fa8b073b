"""Marks on the bar of an episode: none over another, each as near to its place as can be."""

import math
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Chapter
from rag.types import Answer, Citation, Quote
from tests.support.asking import quotes
from tests.support.fakes import small_corpus
from ui.html.answer.timeline import ROOM, spread, timelines
from ui.texts.german import GERMAN

QUOTES = [quote for quote in quotes(small_corpus()) if quote.episode.number == 1]


def test_marks_with_room_stay_where_they_are() -> None:
    assert spread([10.0, 40.0, 90.0]) == [10.0, 40.0, 90.0]
    assert spread([]) == []


def test_near_marks_give_way_to_both_sides_and_never_leave_the_bar() -> None:
    assert spread([50.0, 50.0, 50.0], 10) == pytest.approx([40, 50, 60])
    assert spread([2.0, 2.0], 10) == pytest.approx([2, 12])
    assert spread([97.0, 98.0], 10) == pytest.approx([88, 98])


@given(st.lists(st.floats(2, 98), max_size=40).map(sorted))
def test_however_many(places: list[float]) -> None:
    placed = spread(places)
    room = min(ROOM, 96 / max(len(places) - 1, 1))
    assert all(2 - 1e-6 <= place <= 98 + 1e-6 for place in placed)
    assert all(later - place >= room - 1e-6 for place, later in pairwise(placed))


def test_citations_of_one_moment_are_apart_on_the_bar() -> None:
    cited = tuple(Citation(number, QUOTES[0]) for number in (1, 2, 3))
    answer = Answer("F", "F", "de", "a [1] [2] [3]", True, "x", cited)
    drawn = str(timelines(1, answer, (), GERMAN))
    centres = [float(x) for x in re.findall(r'<circle cx="([\d.]+)%"', drawn)]
    assert [round(later - place, 1) for place, later in pairwise(centres)] == [ROOM, ROOM]
    assert re.findall(r'href="#citation-1-(\d)"', drawn) == ["1", "2", "3"]
    assert drawn.count('class="pointer"') >= 2


def test_further_passages_are_hit_with_a_finger_and_none_lies_under_a_number() -> None:
    answer = Answer("F", "F", "de", "a [1]", True, "x", (Citation(1, QUOTES[0]),))
    drawn = str(timelines(1, answer, (QUOTES[0], QUOTES[-1]), GERMAN))
    assert drawn.count('class="beside open"') == 1
    assert re.search(r'<circle class="touch" cx="[\d.]+%" cy="22" r="12"/>', drawn)


@pytest.mark.parametrize(
    ("starts", "length", "segments"),
    [
        ((), 120.0, 0),
        ((), None, 0),
        ((0.0,), 120.0, 1),
        ((0.0, 20.0), None, 2),
        ((20.0, 70.0), 120.0, 2),
        ((20.0, 500.0, 900.0), 120.0, 1),
        ((500.0, 900.0), 120.0, 0),
        ((math.inf,), 120.0, 0),
        ((0.0,), 0.0, 1),
        ((120.0,), 120.0, 0),
        ((70.0, 20.0), 120.0, 2),
    ],
)
def test_chapters_of_any_shape(
    starts: tuple[float, ...], length: float | None, segments: int
) -> None:
    first = QUOTES[0]
    chapters = tuple(Chapter(start, "Kapitel") for start in starts)
    episode = replace(first.episode, chapters=chapters, duration=length)
    quote = Quote(episode, first.turn_index, first.start, first.end, None)
    answer = Answer("F", "F", "de", "a [1]", True, "x", (Citation(1, quote),))
    drawn = str(timelines(1, answer, (), GERMAN))
    assert drawn.count('class="open segment"') == segments
    assert drawn.count('class="cited cite"') == 1
    places = [float(x) for x in re.findall(r' x="([-\d.]+)%" y="16"', drawn)]
    widths = [float(x) for x in re.findall(r'width="([-\d.]+)%" height="12"', drawn)]
    assert all(place + width <= 98.3 for place, width in zip(places, widths, strict=True))
