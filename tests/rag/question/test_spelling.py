"""Names as people type them are those of the show, and nothing else is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus, Person
from rag.question.spelling import spelled, unshouted
from tests.support.fakes import small_corpus

SMALL = small_corpus()


def show(*names: str) -> Corpus:
    """The made-up show with these people in its notes."""
    people = tuple(Person(name, "Gast") for name in names)
    first, *others = SMALL.episodes
    return Corpus(SMALL.podcast, (replace(first, people=people), *others))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Harald Henn", "Herald"),
        ("Harald Henn", "harlad"),
        ("Harald Henn", "Hen"),
        ("Andy Grote", "Andi"),
        ("Michael Kästner", "Micha"),
        ("Michael Kästner", "Kaestner"),
        ("Michael Kästner", "Kastner"),
        ("Alexander Thal", "Alex"),
        ("Matthias Thal", "Mathias"),
        ("Catherine Wood", "Katherine"),
        ("Marcus Reed", "Markus"),
        ("Sigrid Löwe", "Siegrid"),
    ],
)
def test_a_name_one_letter_off_or_cut_short(name, typed):
    known = {part.casefold() for part in name.split()}
    [found] = spelled(typed, show(name), lambda _: False).split()
    assert found.casefold() in known


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Michael Kästner", "Michaela"),
        ("Kurt Thal", "court"),
        ("Andreas Thal", "Andrea"),
        ("Christian Thal", "Christina"),
        ("Mario Thal", "Maria"),
        ("Simone Thal", "Simon"),
        ("Jan Fischer", "Fische"),
        ("Jan Vetter", "Wetter"),
        ("Ada Winter", "Kinder"),
        ("Uwe Groß", "Große"),
    ],
)
def test_another_name_or_word_stays(name, typed):
    assert spelled(typed, show(name), lambda _: False) == typed


@pytest.mark.parametrize(("name", "typed"), [("Andy Grote", "andi"), ("Stephan Thal", "Stefan")])
def test_a_first_name_sounds_the_same_however_transcripts_write_it(name, typed):
    assert spelled(typed, show(name), lambda _: True) == name.split()[0]
    assert spelled("Tom", show("Thom Reed"), lambda _: True) == "Tom"  # too short to be sure


def test_what_somebody_says_or_is_called_is_no_misspelt_name():
    assert spelled("Herald", show("Harald Henn"), lambda term: term == "herald") == "Herald"
    assert spelled("Harold", show("Harald Henn", "Harold Ross"), lambda _: False) == "Harold"
    # Of two that it may be nobody knows which.
    assert spelled("Marka", show("Marta Thal", "Marla Reed"), lambda _: False) == "Marka"


def test_the_rest_of_a_question_stays():
    asked = "Was sagt Siegrids Bäckerei zu „Brot“, #2?"
    assert spelled(asked, SMALL, lambda _: False) == asked.replace("Siegrids", "Sigrids")


@given(st.text(max_size=60))
def test_any_text_keeps_its_other_characters(text):
    found = spelled(text, SMALL, lambda _: True)
    assert found == text or len(found) > 0


def test_a_question_in_capitals_is_read_in_small_letters():
    assert unshouted("WAS IST EIN GUTER LEIM?") == "was ist ein guter leim?"
    assert unshouted("BESCHWERDEN") == "beschwerden"
    assert unshouted("NPS?") == "NPS?"
    assert unshouted("Was ist NPS?") == "Was ist NPS?"
