"""BM25 over stems: the rare words, however they are spelled."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.index.bm25 import LexicalIndex
from rag.text.analyzer import Analyzer

TEXTS = [
    "Außen fächern, innen bündeln: so nennen wir das.",
    "Die Größe der Müller-Straße hat Qualität.",
    "Der Geschirrspüler zeigt Fehlercode 202.",
    "We automate complaints, but never the angry ones.",
    "",
]


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


def best(index: LexicalIndex, text: str) -> int | None:
    scores = index.scores(text)
    assert scores.shape == (len(TEXTS),)
    return int(scores.argmax()) if scores.any() else None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("aussen faechern innen buendeln", 0),
        ("AUSSEN FÄCHERN", 0),
        ("Außen fachern", 0),
        ("Groesse der Mueller Strasse", 1),
        ("qualitaet", 1),
        ("fa\u0308cher", 0),  # decomposed
        ("fehlercodes", 2),
        ("Code 202", 2),
        ("２０２", 2),
        ("Geschirrspueler", 2),
        ("complaint", 3),
        ("automating or automated", None),  # another stem: the vectors find it
        ("der die das und the of", None),
        ("Sauerteig", None),
        ("🎧 ?!", None),
        ("", None),
        ("\0", None),
    ],
)
def test_finds(index, question, expected):
    assert best(index, question) == expected


def test_transcribed_umlauts_are_folded_on_both_sides():
    written = LexicalIndex.build(["Aussen faechern", "Groesse", "Brot"])
    assert written.scores("außen fächern").argmax() == 0
    assert written.scores("Größe").argmax() == 1


def test_rare_words_count_more_than_common_ones():
    index = LexicalIndex.build(["Brot Brot Hefe", "Brot Mehl", "Brot Salz", "Brot Wasser Mehl"])
    scores = index.scores("Brot mit Salz")
    assert scores.argmax() == 2
    assert scores[1] > 0


def test_saved_and_loaded_it_scores_the_same(index, tmp_path):
    index.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    assert loaded.size == index.size == len(TEXTS)
    for text in [*TEXTS, "fächern und 202"]:
        assert np.array_equal(loaded.scores(text), index.scores(text))


@pytest.mark.parametrize("texts", [[], [""], ["", "der die das"], ["🎧"]])
def test_an_index_of_nothing(texts, tmp_path):
    index = LexicalIndex.build(texts)
    index.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    for question in ("", "Brot", "der"):
        assert not index.scores(question).any()
        assert not loaded.scores(question).any()
    assert loaded.size == max(1, len(texts))


@given(st.text(max_size=60))
def test_any_text_is_found_by_itself(text):
    index = LexicalIndex.build(["Brot und Salz", text])
    scores = index.scores(text)
    assert np.isfinite(scores).all()
    if Analyzer().terms(text):
        assert scores[1] > 0
        assert scores[1] >= scores[0]
