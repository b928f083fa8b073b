"""Numbers of episodes: published ones, those of last time, and free ones."""

from datetime import date

import pytest

from corpus import Episode
from corpus.merging.numbering import day_in, number_in, number_of_file, numbered, numbers_in


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


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Folge 16: Der Igel", 16), ("folge 016 – Der Igel", 16), ("#16 Der Igel", 16),
        ("Ep. 3 - Der Igel", 3), ("EP3: Der Igel", 3), ("Episode #12", 12), ("Nr. 7 Maus", 7),
        ("Ausgabe 7", 7), ("E16 | Igel", 16), ("S02E05 Der Igel", 5), ("Der Igel (Folge 16)", 16),
        ("Der Igel | #16", 16), ("Der Igel – Episode 16", 16), ("Rückblick auf Folge 3", None),
        ("24 Stunden im Garten", None), ("Die 5 besten Hecken", None), ("Folge 1.5", None),
        ("#Gartenglück", None), ("Bonus: Fragen", None), ("", None),
    ],
)  # fmt: skip
def test_the_number_in_a_title(title, number):
    assert number_in(title) == number


def test_numbers_that_most_titles_have():
    assert numbers_in(["016 Igel", "017: Maus", "Bonus"]) == [16, 17, None]
    assert numbers_in(["LNP412 Igel", "LNP413 Maus"]) == [412, 413]
    assert numbers_in(["Am Zaun #16: Igel", "Am Zaun #17: Maus", "Extra"]) == [16, 17, None]
    assert numbers_in(["24 Stunden", "Igel", "Maus"]) == [None, None, None]
    assert numbers_in(["2020: Rückblick", "2021: Rückblick"]) == [None, None]
    talk = ["Folge 3: Igel", "Folge 2: Maus", "Nachtrag zu Folge 3", "Folge 1: Zaun"]
    assert numbers_in(talk) == [3, 2, None, 1]
    assert numbers_in([]) == []


@pytest.mark.parametrize(
    ("name", "number", "day"),
    [
        ("12", 12, None), ("folge-12", 12, None), ("401-migrating-3-8m", 401, None),
        ("2021-03-02", None, date(2021, 3, 2)), ("05.10.2020 Igel", None, date(2020, 10, 5)),
        ("20210302 Folge 7", 7, date(2021, 3, 2)), ("2021-13-45", None, None),
        ("Die 3 und die 4", None, None), ("123456", None, None), ("Igel", None, None),
    ],
)  # fmt: skip
def test_number_and_day_in_the_name_of_a_file(name, number, day):
    assert (number_of_file(name), day_in(name)) == (number, day)
