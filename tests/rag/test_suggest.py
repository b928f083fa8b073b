"""Suggestions lead to chapters and words that are there."""

from dataclasses import replace

import pytest

from corpus import Chapter
from rag.suggestions import follow_ups, is_topic, uncited
from rag.types import Answer, Chunk, Citation, Hit, Quote
from tests.support.fakes import small_corpus

FIRST, SECOND = small_corpus()
WOOD, GLUE = FIRST.chapters
_, DOUGH = SECOND.chapters
ESCHE = Quote(FIRST, 2, 0, 23, WOOD)
HITS = [
    Hit(Chunk(FIRST, 2, 0, 60, WOOD), 0.9),
    Hit(Chunk(SECOND, 3, 0, 40, DOUGH), 0.5),
    Hit(Chunk(FIRST, 4, 0, 60, GLUE), 0.4),
]


def answer(question: str, *quotes: Quote, language: str = "de") -> Answer:
    citations = tuple(Citation(number, quote) for number, quote in enumerate(quotes, 1))
    return Answer(question, question, language, "…", bool(quotes), "x", citations)  # type: ignore[arg-type]


def test_what_a_citation_overlaps_is_not_offered_again():
    assert uncited(answer("?", ESCHE), HITS) == tuple(HITS[1:])
    assert uncited(answer("?"), HITS) == tuple(HITS)


def test_chapters_of_what_was_found_and_of_what_follows():
    found = follow_ups(answer("Warum Esche?", ESCHE), HITS)
    assert found == ("Was wird zu „Der Sauerteig“ gesagt?", "Leim oder Schrauben?")


def test_a_refusal_offers_what_comes_nearest():
    found = follow_ups(answer("Mond?"), HITS)
    assert found[0] == "Was wird zu „Das richtige Holz“ gesagt?"
    assert len(found) == 3


def test_english_questions_get_english_suggestions():
    found = follow_ups(answer("Why ash?", ESCHE, language="en"), HITS)
    assert found[0] == "What is said about “Der Sauerteig”?"


def test_never_the_question_itself():
    assert "Leim oder Schrauben?" not in follow_ups(answer("Leim oder Schrauben?", ESCHE), HITS)
    assert follow_ups(answer("Mond?"), []) == ()


@pytest.mark.parametrize(
    ("title", "is_one"),
    [("Info/Werbung", False), ("Intro", False), ("Outro und Verabschiedung", False), ("…", False)]
    + [("00:12", False), ("Kapitel 3", False), ("Werbung im Podcast verkaufen", True)]
    + [("Leim oder Schrauben?", True), ("Ende der Kohle", True), ("AI", True)],
)
def test_what_says_nothing_of_the_show_is_no_topic(title, is_one):
    assert is_topic(title) == is_one
    chapters = (WOOD, Chapter(WOOD.start + 1, title), GLUE)
    quote = replace(ESCHE, episode=replace(FIRST, chapters=chapters))
    offered = follow_ups(answer("Warum Esche?", quote), [])
    assert any(title.rstrip(".") in text for text in offered) == is_one
