"""The baselines find, and what they find is mapped back to its place in the transcript."""

from corpus import Corpus
from eval.quality.baselines import BETWEEN, LENGTH, bm25_alone, langchain_recipe, place, split
from rag import Index
from tests.support.fakes import small_corpus
from tests.support.made_up import bakery


def test_a_chunk_of_the_recipe_is_what_its_spans_say():
    episode, _ = bakery()
    corpus = Corpus(small_corpus().podcast, (episode,))
    documents = split(corpus)
    assert len(documents) > 20
    for document in documents:
        assert len(document.page_content) <= LENGTH
        spans = place(corpus, document)
        said = BETWEEN.join(span.text for span in spans)
        assert said.split() == document.page_content.split()


def test_the_recipe_finds_and_embeds_only_once(small_index: Index, tmp_path):
    search = langchain_recipe(small_index, tmp_path)
    found = search("Welches Holz, Esche?")
    assert any(span.episode.number == 1 and "Esche" in span.text for span in found[0])
    before = len(small_index.embedder.embedded)
    assert langchain_recipe(small_index, tmp_path)("Welches Holz, Esche?") == found
    assert len(small_index.embedder.embedded) == before


def test_bm25_lists_only_what_shares_a_word(small_index: Index):
    search = bm25_alone(small_index)
    assert "Hermann" in search("Hermann")[0][0].text
    assert search("Quantenphysik") == []
