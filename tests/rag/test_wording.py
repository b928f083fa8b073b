"""What the answers say around the quotes."""

import string
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import get_args

import pytest

from corpus import Moment, NachgefragtError
from rag.errors import Reason
from rag.question.scope import no_such_podcast
from rag.wording.formats import (
    in_minutes,
    language_name,
    long_date,
    long_time,
    notice,
    place,
    short_date,
)
from rag.wording.languages import LANGUAGES, counted, words_in
from rag.wording.words import Counted, Notices
from tests.support.fakes import small_corpus

EPISODE = small_corpus().episodes[1]


def sentences(words: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence of a dataclass of words, with the names that lead to it."""
    if isinstance(words, str):
        yield name, words
    elif isinstance(words, Mapping):
        for key, text in words.items():
            yield from sentences(text, f"{name}.{key}")
    elif words is not None:
        for field in fields(words):  # type: ignore[arg-type]
            yield from sentences(getattr(words, field.name), f"{name}.{field.name}")


def filled_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_all_languages_fill_in_the_same():
    """That none lacks a sentence the type check knows."""
    german, *others = [dict(sentences(words_in(language))) for language in LANGUAGES]
    assert len(german) > 60 and all(german.values())
    for other in others:
        assert {name: filled_in(text) for name, text in german.items()} == {
            name: filled_in(text) for name, text in other.items()
        }


def test_every_reason_has_a_notice():
    assert {field.name for field in fields(Notices)} == set(get_args(Reason))
    assert notice("timeout", "en").startswith("The language model was silent")


def test_an_error_speaks_the_language_of_its_reader():
    error = no_such_podcast("nix", ["gartenfunk"])
    assert error.in_language("de") == "Den Podcast „nix“ gibt es hier nicht. Vorhanden: gartenfunk"
    assert error.in_language("en") == "There is no podcast “nix” here. There are: gartenfunk"
    # A log, and a language that nobody has translated it into.
    assert str(error) == error.in_language("fr") == error.in_language("en")
    assert NachgefragtError("Only for operators.").in_language("de") == "Only for operators."


def test_forms_for_numbers():
    days = Counted(one="ein Tag", other="{count} Tage")
    assert [counted(days, count, "de") for count in (0, 1, 2)] == [
        "{count} Tage",
        "ein Tag",
        "{count} Tage",
    ]


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


def test_lengths_in_minutes():
    assert (in_minutes(2141.0, "de"), in_minutes(2141.0, "en")) == ("36 Min.", "36 min")


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
