"""Facts over many episodes: which are meant, and lists that are complete or say what is missing."""

from dataclasses import replace
from datetime import date

import pytest

from corpus import Corpus, Person, Turn
from rag.show.facts import facts_of
from rag.show.selection import select_episodes
from tests.support.fakes import small_corpus

FIRST, SECOND = small_corpus().episodes
TOPICS = ("Fortran", "Hummeln", "Wärmepumpen", "Schlafmangel")


def episode(number: int):
    guests = (Person(f"Vera{number} Zander{number}", "Gast"),) if number % 4 else ()
    return replace(
        FIRST,
        id=str(number),
        number=number,
        title=f"{TOPICS[number % 4]} im Alltag" if number < 5 else f"Gespräch {number}",
        published=date(2015 + number // 12, 1 + number % 12, 5),
        duration=600.0 + (number * 37 % 60) * 60,
        description=None,
        people=guests,
        chapters=(),
        links=(),
    )


MANY = Corpus(small_corpus().podcast, tuple(episode(number) for number in range(1, 61)))


def chosen(text: str) -> list[int]:
    return [e.number for e in select_episodes(text, MANY, None).episodes]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Wie lange dauert die Folge über Hummeln?", [1]),
        ("Wann kam die Folge zum Thema Wärmepumpen heraus?", [2]),
        ("When did the Schlafmangel episode come out?", [3]),
        ("Wie lange geht die Folge mit Vera7 Zander7?", [7]),
        ("Was ist die neueste Folge?", [60]),
        ("Was war die älteste Folge?", [1]),
        ("Which is the longest episode?", [47]),
        ("kürzeste folge", [60]),
        ("Welche Folgen kamen im März 2016 raus?", [14]),
        ("Welche Folgen erschienen vor März 2015?", [1]),
        ("episodes after November 2019", [59, 60]),
        ("Welche Folgen haben keinen Gast aus 2015?", [4, 8]),
    ],
)
def test_which_episodes_are_meant(text, numbers):
    assert chosen(text) == numbers


def test_all_are_meant_where_nothing_narrows_them():
    assert len(chosen("Wer war zu Gast?")) == 60
    assert len(chosen("Welche Folgen kamen 2016?")) == 12
    assert chosen("Welche Folgen sind aus 1999?") == []
    assert len(chosen("Welche Folgen haben keinen Gast?")) == 15


def told(kind: str, text: str, corpus: Corpus = MANY) -> str:
    facts = facts_of([kind], text, corpus, None, "de")
    assert facts is not None
    return facts.sentence


def test_the_longest_is_named_with_its_length():
    said = told("duration", "Welche Folge ist am längsten?")
    assert said.startswith("Die längste ist Folge 47, „Gespräch 47“, mit 1 Stunde und 9 Minuten")


def test_the_longest_has_most_words_where_no_length_is_known():
    spoken = [
        replace(one, duration=None, turns=(Turn("Uwe", "wort " * (7 * one.number)),))
        for one in MANY.episodes[:3]
    ]
    said = told("duration", "Welche Folge ist am längsten?", Corpus(MANY.podcast, tuple(spoken)))
    assert said.endswith(
        "Nach Wörtern gezählt ist die längste Folge 3, „Schlafmangel im Alltag“: 21 [1]."
    )
    said = told("episodes", "Und die kürzeste?", Corpus(MANY.podcast, tuple(spoken)))
    assert said.startswith("Die Shownotes nennen keine Länge.") and "Folge 1" in said


def test_guests_are_all_named_or_it_is_said_how_many_more():
    said = told("guest", "Wer war alles zu Gast?")
    assert "In 45 von 60 Folgen ist jemand zu Gast, zusammen 45 Personen" in said
    assert said.endswith("und 5 weiteren.")
    few = told("guest", "Wer war 2016 zu Gast?")
    assert few.count("[") == 9


def test_the_episodes_of_a_person():
    both = replace(MANY.episodes[9], people=(Person("Vera7 Zander7", "Gast"),))
    corpus = Corpus(MANY.podcast, (*MANY.episodes[:9], both))
    said = told("person_episodes", "In welchen Folgen war Vera7 Zander7?", corpus)
    assert said == "Vera7 Zander7 ist in 2 Folgen dabei: Folge 7 [1] und Folge 10 [2]."


def test_counts_are_of_what_is_meant():
    assert told("episodes", "Wie viele Folgen kamen 2016?").startswith("Das trifft auf 12 von 60")
    assert "auf keine Folge" in told("episodes", "Folgen aus 1999")


def test_what_the_notes_lack_is_said():
    bare = replace(MANY.episodes[0], people=(), published=None, duration=None)
    corpus = Corpus(MANY.podcast, (bare,))
    assert told("guest", "Wer ist zu Gast?", corpus) == (
        "Die Shownotes zu Folge 1 nennen keinen Gast. Zu hören: Jana Öztürk und Uwe Groß [1]."
    )
    assert told("chapters", "Welche Kapitel gibt es?", corpus).endswith("nennen keine Kapitel.")
    assert told("date", "Wann erschien sie?", corpus).endswith("nennen kein Datum.")
    assert told("duration", "Wie lang ist sie?", corpus).endswith("nennen keine Länge.")


@pytest.mark.parametrize(
    ("text", "extreme"),
    [
        ("und die kürzeste welche ist die längste folge", "shortest"),
        ("And the longest? Which is the shortest episode?", "longest"),
        ("und die älteste? was ist die neueste?", "oldest"),
    ],
)
def test_a_follow_up_that_stands_first_says_which_end_is_meant(text, extreme):
    assert select_episodes(text, MANY, None).extreme == extreme
