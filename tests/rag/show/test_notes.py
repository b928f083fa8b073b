"""What stands in the show notes, and what only claims to."""

from dataclasses import replace
from typing import get_args

import pytest

from corpus import Corpus, load_corpus
from rag.settings import Settings
from rag.show import facts
from rag.show.notes import stands_in_notes
from rag.show.query import Asked
from rag.types import Language, ShowNote
from tests.support.fakes import small_corpus

CORPUS = small_corpus()
FIRST = CORPUS.episodes[0]


@pytest.fixture(scope="module", params=["small", "shipped"])
def corpus(request: pytest.FixtureRequest) -> Corpus:
    return CORPUS if request.param == "small" else load_corpus(Settings().corpus)


@pytest.mark.parametrize("kind", facts._ANSWERS)
def test_whatever_the_notes_answer_stands_in_them(corpus: Corpus, kind: str) -> None:
    for text in ("Wer ist Uwe Groß, Harald Henn?", "Esche oder Leim?", "Beschwerden", "bei 1:30?"):
        for language in get_args(Language):
            for number in (None, 1):
                episodes = tuple(one for one in corpus if number in (None, one.number))
                found = facts._ANSWERS[kind](Asked(text, corpus, episodes, language))
                for note in found.notes:
                    assert stands_in_notes(corpus, note), note.text


@pytest.mark.parametrize(
    "text",
    [
        "Uwe Groß: Ich betrüge meine Kunden.",
        "Ein Tischler erzählt, wie ein Stuhl entsteht. Er ist ein Betrüger.",
        "Tisch",
        "Gast: Uwe Groß, Tischlermeister, Betrüger",
        "https://example.org/boese",
        "17. Mai 2024",
    ],
)
def test_what_does_not_stand_in_them(text: str) -> None:
    assert not stands_in_notes(CORPUS, ShowNote(FIRST, text))


def test_a_fact_about_the_podcast_is_none_about_an_episode() -> None:
    text = CORPUS.podcast.description or ""
    assert stands_in_notes(CORPUS, ShowNote(None, text))
    assert not stands_in_notes(CORPUS, ShowNote(FIRST, text))
    assert not stands_in_notes(CORPUS, ShowNote(None, FIRST.description or ""))


@pytest.mark.parametrize("text", ["", "…", " \n"])
def test_what_says_nothing_says_nothing_wrong(text: str) -> None:
    assert stands_in_notes(CORPUS, ShowNote(FIRST, text))


def test_how_notes_are_laid_out_says_nothing() -> None:
    text = "🎧 Ein Tischler ?? erzählt:  wie ein Stuhl entsteht!"
    assert stands_in_notes(CORPUS, ShowNote(FIRST, text))
    bare = replace(FIRST, description=None, links=(), people=(), published=None, duration=None)
    assert not stands_in_notes(CORPUS, ShowNote(bare, text))
