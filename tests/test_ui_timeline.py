"""Marks on the bar of an episode: none over another, each as near to its place as can be."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import Answer, Citation
from tests.asking import quotes
from tests.fakes import small_corpus
from ui.german import GERMAN
from ui.timeline import ROOM, spread, timelines

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
    assert re.findall(r'href="#beleg-1-(\d)"', drawn) == ["1", "2", "3"]
    assert drawn.count('class="pointer"') >= 2
