"""From a question to chunks: fused, filtered, and usable from other LangChain programs."""

import re
import zlib
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus, Turn, save_corpus
from rag import Index, PodcastRetriever, Question, Scope, Settings, ensure_index, search
from rag.retrieval import hybrid as retrieve_module
from rag.retrieval import scoring as evidence_module
from rag.retrieval.hybrid import retrieve, together
from rag.retrieval.scoring import Evidence, Sought, highest, search_for
from rag.text.language import detect
from rag.types import Found
from rag.understand import understand
from tests.support.fakes import FakeEmbedder, fake_embedder, small_corpus

SPEAKERS = ("Uwe Groß", "Jana Öztürk", "Sigrid Löwe")


class Blind(FakeEmbedder):
    """Sees no difference between texts: what ranks is the lexical side."""

    def _vector(self, text: str) -> list[float]:
        return [1.0, 0.0]


def index_with(settings: Settings, embedder: FakeEmbedder) -> Index:
    return ensure_index(settings, embedder)


def weighed(index: Index, text: str, scope: Scope, alone: str | None = None) -> Evidence:
    """The evidence for every sentence, whatever is near."""
    vectors = [index.embedder.embed_query(each) for each in (text, alone) if each is not None]
    sought = Sought(text, together(vectors), detect(text, "de"))
    return search_for(index, sought, scope).evidence(np.arange(len(index.sentences.chunks)))


def find(index: Index, text: str, scope: Scope) -> Found:
    return retrieve(index, understand(index, Question(text, (), scope)))


def test_best_first(small_index):
    hits = search(small_index, "Warum ist Esche zäh und bricht nicht wie Fichte?", 3)
    assert "Esche ist zäh" in hits[0].chunk.text
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_umlauts_written_out_find_the_same(small_index):
    for spelled in ("Sauerteig füttern heißt", "Sauerteig fuettern heisst"):
        assert any("füttere" in hit.chunk.text for hit in search(small_index, spelled, 2))


def test_words_alone_find_what_vectors_do_not_see(settings):
    index = index_with(settings, Blind("blind"))
    assert "Fichte" in search(index, "Fichte", 1)[0].chunk.text
    assert "Hermann" in search(index, "hermann", 1)[0].chunk.text


def test_vectors_alone_find_what_shares_no_word(small_index, monkeypatch):
    monkeypatch.setattr(
        type(small_index.windows), "bm25", lambda level, _: np.zeros(len(level.chunks))
    )
    assert "Esche ist zäh" in search(small_index, "Bricht Esche wie Fichte?", 1)[0].chunk.text


def test_a_row_beyond_the_nearest_is_found_by_its_words(settings, monkeypatch):
    monkeypatch.setattr(retrieve_module, "DEPTH", 1)
    monkeypatch.setattr(evidence_module, "DEPTH", 1)
    index = index_with(settings, Blind("blind"))
    texts = [search(index, word, 1)[0].chunk.text for word in ("Fichte", "Hermann", "Zapfen")]
    assert ["Fichte" in texts[0], "Hermann" in texts[1], "Zapfen" in texts[2]] == [True] * 3


@pytest.mark.parametrize("episode", [None, 1, 2])
@pytest.mark.parametrize("speaker", [None, *SPEAKERS])
def test_filters(small_index, episode, speaker):
    scope = Scope(episode, speaker)
    found = find(small_index, "Esche, Brot, Leim und Sauerteig", scope)
    for level, hits in (
        (small_index.windows, found.windows),
        (small_index.sentences, found.sentences),
    ):
        expected = {
            chunk
            for chunk in level.chunks
            if episode in (None, chunk.episode.number) and speaker in (None, chunk.speaker)
        }
        # So small a podcast is found whole, and nothing twice.
        assert {hit.chunk for hit in hits} == expected
        assert len(hits) == len(expected)


def test_a_filter_that_leaves_nothing(small_index):
    scope = Scope(2, "Uwe Groß")
    assert search(small_index, "Esche", 5, scope) == []
    found = find(small_index, "Esche", scope)
    assert (found.windows, found.sentences) == ((), ())


def test_more_than_there_is(small_index):
    assert len(search(small_index, "Esche", 10_000)) == len(small_index.windows.chunks)


class Scattered(FakeEmbedder):
    """Texts lie anywhere, a sentence far from the passage that it stands in."""

    def _vector(self, text: str) -> list[float]:
        return list(np.random.default_rng(zlib.crc32(text.encode())).standard_normal(8))


@pytest.mark.parametrize("kind", [FakeEmbedder, Scattered])
def test_the_best_are_those_of_all_sentences(settings, monkeypatch, kind):
    podcast, (first, *others) = small_corpus().podcast, small_corpus()
    long = Turn("Uwe Groß", " ".join(f"Dann kommt Brett {number} dran." for number in range(90)))
    longer = replace(first, turns=(*first.turns, long))
    save_corpus(Corpus(podcast, (longer, *others)), settings.corpus)
    index = index_with(settings, kind("any"))
    rows = np.arange(len(index.sentences.chunks))
    scopes = (Scope(), Scope(2), Scope(None, "Uwe Groß"), Scope(1, "Jana Öztürk"))
    texts = ("Bricht Esche wie Fichte?", "Brot, Leim", "ja", *map(str, range(1000, 1005)))
    for depth, scope, text in product((2, 5, 100), scopes, texts):
        monkeypatch.setattr(retrieve_module, "DEPTH", depth)
        monkeypatch.setattr(evidence_module, "DEPTH", depth)
        scores = weighed(index, text, scope).fused()
        allowed = rows[index.sentences.rows.allowed(scope)]
        best = allowed[np.argsort(-scores[allowed], kind="stable")][:depth]
        # Those beside them follow.
        hits = find(index, text, scope).sentences[: len(best)]
        assert [hit.chunk for hit in hits] == [index.sentences.chunks[row] for row in best]
        assert [hit.score for hit in hits] == scores[best].tolist()
        assert scores.dtype == np.float32


SCORES = st.sampled_from([0.0, 0.5, 1.0, 2.0, -np.inf])


@given(st.lists(SCORES, max_size=120), st.integers(1, 4))
def test_the_highest(scores, k):
    found = highest(np.array(scores, dtype=np.float32), k)
    assert found.tolist() == sorted(range(len(scores)), key=lambda row: -scores[row])[:k]


def test_a_follow_up_counts_by_itself_as_well(small_index):
    asked, before = "Und Fichte?", "Was ist mit dem Sauerteig, Hermann und dem Brot?"
    both = f"{asked} {before}"
    rows = np.arange(len(small_index.sentences.chunks))
    spruce = next(row for row in rows if "Fichte" in small_index.sentences.chunks[row].text)
    without = weighed(small_index, both, Scope())
    with_it = weighed(small_index, both, Scope(), asked)
    assert with_it.sentence[spruce] > without.sentence[spruce]
    assert with_it.sentence_bm25.tolist() == without.sentence_bm25.tolist()
    once = understand(small_index, Question(asked))
    twice = replace(once, vectors=once.vectors * 2)
    assert retrieve(small_index, once) == retrieve(small_index, twice)


def test_no_sentence_is_judged_by_a_window_that_it_is_not_in(small_index):
    found = find(small_index, "Hermann", Scope())
    assert found.sentences[0].chunk.text.strip() == "Er ist elf Jahre alt und heißt Hermann."


def test_an_index_without_a_word(settings):
    first, second = small_corpus()
    silent = [replace(episode, turns=()) for episode in (first, second)]
    save_corpus(Corpus(small_corpus().podcast, tuple(silent)), settings.corpus)
    index = index_with(settings, fake_embedder())
    assert search(index, "Esche") == []
    assert find(index, "Esche", Scope(1)).sentences == ()


@given(st.text(max_size=50).filter(lambda text: re.search(r"\w", text) and text.isprintable()))
def test_any_text_can_be_searched(text):
    index = any_text_index[0]
    hits = search(index, text, 3)
    assert len(hits) == 3
    assert all(np.isfinite(hit.score) for hit in hits)


any_text_index: list[Index] = []


@pytest.fixture(autouse=True, scope="module")
def _kept(small_index):
    any_text_index.append(small_index)


def test_as_a_langchain_retriever(small_index):
    retriever = PodcastRetriever(index=small_index, k=2)
    documents = retriever.invoke("Bricht Esche wie Fichte?")
    assert len(documents) == 2
    first = documents[0]
    assert first.page_content == small_corpus().episodes[0].turns[2].text
    assert first.metadata | {"score": 0, "end": 0} == {
        "rank": 1,
        "score": 0,
        "episode": 1,
        "turn": 2,
        "speaker": "Uwe Groß",
        "chapter": "Das richtige Holz",
        "start": 26.0,
        "end": 0,
    }
    assert first.metadata["end"] == pytest.approx(70, abs=1)
    composed = retriever | (lambda documents: [document.page_content for document in documents])
    assert composed.invoke("Bricht Esche wie Fichte?")[0] == first.page_content
    assert [len(found) for found in retriever.batch(["Esche", "Brot"])] == [2, 2]


def test_a_retriever_with_a_scope(small_index):
    only = PodcastRetriever(index=small_index, scope=Scope(2, "Sigrid Löwe"))
    assert {document.metadata["speaker"] for document in only.invoke("Esche")} == {"Sigrid Löwe"}
    nothing = PodcastRetriever(index=small_index, scope=Scope(2, "Uwe Groß"))
    assert nothing.invoke("Esche") == []


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("aussen faechern innen buendeln", "Innen bündeln"),
        ("Fehlercode 202", "202"),
        ("What should never be automated?", "automatisieren"),
    ],
)
def test_the_shipped_podcast(shipped_index, question, words):
    assert any(words in hit.chunk.text for hit in search(shipped_index, question, 5))
