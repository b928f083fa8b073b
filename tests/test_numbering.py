"""Numbers of episodes: published ones, those of last time, and free ones."""

from corpus import Episode
from corpus.numbering import numbered


def numbers(announced, known=None) -> list[int]:
    """The numbers of episodes a, b, c …, oldest first."""
    episodes = [Episode(chr(97 + index), 0, "x") for index in range(len(announced))]
    given = {episode.id: episode.number for episode in numbered(episodes, announced, known or {})}
    return [given[episode.id] for episode in episodes]


def test_published_numbers_count():
    assert numbers([1, 2, 3]) == [1, 2, 3]
    assert numbers([5, 9]) == [5, 9]


def test_without_numbers_they_are_counted_from_the_oldest():
    assert numbers([None, None, None]) == [1, 2, 3]


def test_seasons_go_on_counting():
    assert numbers([1, 2, 3, 1, 2, 3, 4]) == [1, 2, 3, 5, 6, 7, 4]


def test_a_trailer_comes_before_number_1_and_a_bonus_takes_a_free_number():
    assert numbers([None, 1, 2]) == [0, 1, 2]
    assert numbers([1, None, 2]) == [1, 3, 2]


def test_numbers_of_last_time_stay():
    assert numbers([None, None, None], {"a": 7, "b": 3}) == [7, 3, 8]
    assert numbers([1, 2, 3], {"a": 2}) == [2, 4, 3]


def test_they_come_in_their_order():
    episodes = [Episode("a", 0, "x"), Episode("b", 0, "x")]
    assert [episode.id for episode in numbered(episodes, [2, 1], {})] == ["b", "a"]
