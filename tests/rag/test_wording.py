"""What the answers say around the quotes."""

import string
from datetime import date

import pytest

from corpus import Moment
from rag.wording import (
    ANSWERS,
    NOTICES,
    ROLES,
    language_name,
    long_date,
    long_time,
    place,
    short_date,
)
from tests.support.fakes import small_corpus

EPISODE = small_corpus().episodes[1]


def test_both_languages_say_the_same_things():
    def fields(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for words in (ANSWERS, NOTICES, ROLES):
        german, english = words["de"], words["en"]
        assert german.keys() == english.keys()
        assert {key: fields(text) for key, text in german.items()} == {
            key: fields(text) for key, text in english.items()
        }


@pytest.mark.parametrize(
    ("language", "chapter", "when", "expected"),
    [
        ("de", "Teig", Moment(65.0, 5.0), "Folge 2, Kapitel „Teig“, bei ≈ 1:05"),
        ("en", "Teig", Moment(65.0, 5.0), "episode 2, chapter “Teig”, at ≈ 1:05"),
        ("de", None, Moment(3665.0), "Folge 2, bei 1:01:05"),
        ("en", None, None, "episode 2"),
        ("de", "{chapter} {0} %s", None, "Folge 2, Kapitel „{chapter} {0} %s“"),
    ],
)
def test_place(language, chapter, when, expected):
    assert place(EPISODE, chapter, when, language) == expected


def test_dates():
    assert long_date(date(2021, 3, 2), "de") == "2. März 2021"
    assert long_date(date(2021, 3, 2), "en") == "March 2, 2021"
    assert long_date(date(2021, 12, 31), "de") == "31. Dezember 2021"
    assert short_date(date(2021, 3, 2)) == "02.03.2021"


@pytest.mark.parametrize(
    ("seconds", "german", "english"),
    [
        (0, "0 Sekunden", "0 seconds"),
        (1, "1 Sekunde", "1 second"),
        (60, "1 Minute", "1 minute"),
        (2141.9, "35 Minuten und 41 Sekunden", "35 minutes and 41 seconds"),
        (3600, "1 Stunde", "1 hour"),
        (6103, "1 Stunde und 41 Minuten", "1 hour and 41 minutes"),
        (7205, "2 Stunden", "2 hours"),
    ],
)
def test_lengths(seconds, german, english):
    assert long_time(seconds, "de") == german
    assert long_time(seconds, "en") == english


@pytest.mark.parametrize(
    ("code", "german", "english"),
    [
        ("de", "Deutsch", "German"),
        ("de-AT", "Deutsch", "German"),
        ("en_US", "Englisch", "English"),
        ("pl", "Polnisch", "Polish"),
        ("xx", "xx", "xx"),
        ("klingon!", "klingon!", "klingon!"),
        ("", "", ""),
    ],
)
def test_names_of_languages(code, german, english):
    assert (language_name(code, "de"), language_name(code, "en")) == (german, english)
