"""What the answers say around the quotes."""

import string
from datetime import date

import pytest

from corpus import Moment
from rag.wording import ANSWERS, NOTICES, long_date, place, short_date
from tests.fakes import small_corpus

EPISODE = small_corpus().episodes[1]


def test_both_languages_say_the_same_things():
    def fields(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for words in (ANSWERS, NOTICES):
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
