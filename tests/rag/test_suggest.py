"""Suggestions lead to chapters and words that are there."""

from rag.suggestions import follow_ups, uncited
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


def test_a_word_of_the_question_that_no_quote_contains():
    found = follow_ups(answer("Ist Esche besser als Schrauben?", ESCHE), HITS)
    assert found[0] == "Und was ist mit „Schrauben“?"


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


def test_what_a_question_opens_with_is_no_topic():
    hits = [Hit(Chunk(FIRST, 4, 0, 60, GLUE), 0.4)]
    for opening in ("Schrauben", "Also: Schrauben", "Gut. Schrauben"):
        found = follow_ups(answer(f"{opening} sie hier Esche an?", ESCHE), hits)
        assert not any("Schrauben“" in text for text in found)
