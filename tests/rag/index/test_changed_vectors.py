"""A Chroma server whose rows somebody changed: quotes stay what was said, at worst others come.

What is quoted is cut from the corpus in the store, whose digests are looked at; of a server only
ids and vectors are read, never its texts.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import chromadb
import numpy as np
import pytest
from chromadb import Collection

from rag import (
    Question,
    Settings,
    StoreError,
    answer_json,
    answer_pipeline,
    open_index,
    search,
    update_index,
)
from rag.index import dense as near
from rag.index.index import Index
from rag.index.layout import CUTS
from tests.support.chroma_server import ChromaServer
from tests.support.fakes import fake_embedder, small_corpus

pytestmark = pytest.mark.slow
ASKED = ("Ist Esche zäh?", "Wie lange ruht der Sauerteig?", "Was sagt Jana über Leim?")
LIE = "Das hat niemand gesagt."
REMEDY = "Run: python -m rag index --rebuild"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    server = ChromaServer(tmp_path_factory.mktemp("server"))
    yield server
    server.kill()


@pytest.fixture
def shared(settings: Settings, server: ChromaServer) -> Settings:
    """The made-up podcast, indexed in an otherwise empty server."""
    client = chromadb.HttpClient(server.url)
    for collection in client.list_collections():
        client.delete_collection(collection.name)
    shared = replace(settings, chroma_url=server.url)
    update_index(shared, fake_embedder())
    return shared


@pytest.fixture(params=[near.EXACT, 0], ids=["compared here", "asked there"])
def largest(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many rows are fetched and compared here, not by the server."""
    monkeypatch.setattr(near, "EXACT", request.param)
    return int(request.param)


def collections(settings: Settings) -> list[Collection]:
    client = chromadb.HttpClient(str(settings.chroma_url))
    names = [collection.name for collection in client.list_collections()]
    return [client.get_collection(name, embedding_function=None) for name in names]


def level(settings: Settings, name: str) -> Collection:
    (found,) = (one for one in collections(settings) if one.name.endswith(f"-{name}"))
    return found


def answers(index: Index) -> list[dict[str, object]]:
    pipeline = answer_pipeline(index)
    found = [answer_json(pipeline.invoke(Question(question))) for question in ASKED]
    found += [{"hits": [hit.chunk.text for hit in search(index, one, 50)]} for one in ASKED]
    return [{**one, "timings": None} for one in found]


def told_as_it_was_said(found: list[dict[str, object]]) -> None:
    said = [turn.text for episode in small_corpus() for turn in episode.turns]
    for answer in found:
        assert LIE not in str(answer)
        for citation in answer.get("citations", []):  # type: ignore[attr-defined]
            if citation["kind"] == "transcript":
                turn = small_corpus().episode(citation["episode"]).turns[citation["turn"]]
                assert citation["quote"] in turn.text and citation["speaker"] == turn.speaker
        assert all(any(hit in turn for turn in said) for hit in answer.get("hits", []))  # type: ignore[attr-defined]


def lies(one: Collection) -> None:
    rows = one.get(include=["embeddings"])
    one.update(rows["ids"], rows["embeddings"], documents=[LIE] * len(rows["ids"]))


def other_places(one: Collection) -> None:
    ids = one.get()["ids"]
    one.update(ids, metadatas=[{"episode": 77, "speaker": "Niemand"}] * len(ids))


def strangers(one: Collection) -> None:
    vectors = np.array(one.get(include=["embeddings"])["embeddings"])
    names = [f"fremd-{number}" for number in range(len(vectors))]
    one.add(names, vectors, [{"episode": 1, "speaker": ""}] * len(names), [LIE] * len(names))


@pytest.mark.parametrize("change", [lies, other_places, strangers])
def test_texts_and_places_are_not_read_from_a_server(shared, change, largest):
    before = answers(open_index(shared, fake_embedder()))
    for one in collections(shared):
        change(one)
    found = answers(open_index(shared, fake_embedder()))
    told_as_it_was_said(found)
    if not (change is strangers and largest == 0):  # there they may push others out
        assert found == before


def shuffled(vectors: np.ndarray) -> np.ndarray:
    return np.random.default_rng(1).permutation(vectors)


def noise(vectors: np.ndarray) -> np.ndarray:
    return np.random.default_rng(2).normal(size=vectors.shape)


def flipped(vectors: np.ndarray) -> np.ndarray:
    """A bit of each, wherever in it."""
    bits = vectors.astype(np.float32).view(np.uint32)
    chance = np.random.default_rng(3)
    places = chance.integers(0, bits.shape[1], len(bits))
    bits[np.arange(len(bits)), places] ^= 1 << chance.integers(0, 31, len(bits)).astype(np.uint32)
    return np.nan_to_num(bits.view(np.float32), nan=1e30, posinf=1e30, neginf=-1e30)


def nothing(vectors: np.ndarray) -> np.ndarray:
    return vectors * 0.0


def huge(vectors: np.ndarray) -> np.ndarray:
    return vectors * 1e30


def test_other_vectors_bring_up_others_but_say_what_was_said(shared, largest):
    """Those of one level or of all; after each change come the true ones again."""
    true = {name: level(shared, name).get(include=["embeddings"]) for name in (*CUTS, "questions")}
    before = answers(open_index(shared, fake_embedder()))
    for names in (*((name,) for name in CUTS), tuple(true)):
        for change in (shuffled, noise, flipped, nothing, huge):
            for name in names:
                vectors = change(np.array(true[name]["embeddings"]))
                level(shared, name).update(true[name]["ids"], vectors)
            found = or_one_line(lambda: answers(open_index(shared, fake_embedder())))
            told_as_it_was_said(found or [])
            assert found or change in (nothing, huge, flipped), (names, change)
            for name in names:
                level(shared, name).update(true[name]["ids"], true[name]["embeddings"])
    assert answers(open_index(shared, fake_embedder())) == before


def or_one_line(attempt: Callable[[], list[dict[str, object]]]) -> list[dict[str, object]] | None:
    try:
        return attempt()
    except StoreError as error:
        assert REMEDY in str(error) and "\n" not in str(error)
        return None


@pytest.mark.parametrize("name", [*CUTS, "questions"])
def test_what_is_missing_is_one_line(shared, name):
    one = level(shared, name)
    one.delete(one.get(limit=1)["ids"])
    with pytest.raises(StoreError, match=f"parts of its {name}s? are missing.*{REMEDY}"):
        open_index(shared, fake_embedder())
    chromadb.HttpClient(shared.chroma_url).delete_collection(one.name)
    with pytest.raises(StoreError, match=REMEDY):
        open_index(shared, fake_embedder())
    before = update_index(shared, fake_embedder(), rebuild=True)
    assert before.embedded > 0
    told_as_it_was_said(answers(open_index(shared, fake_embedder())))


@pytest.mark.parametrize("instead", [False, True])
def test_what_goes_missing_while_it_is_asked(shared, instead, largest):
    """Some rows, with or without others in their place, then whole collections."""
    index, chance = open_index(shared, fake_embedder()), random.Random(4)
    for one in collections(shared):
        ids = one.get()["ids"]
        if instead:
            strangers(one)
        one.delete(chance.sample(ids, len(ids) // 2))
    told_as_it_was_said(or_one_line(lambda: answers(index)) or [])
    if instead and largest:
        found = or_one_line(lambda: answers(open_index(shared, fake_embedder())))
        told_as_it_was_said(found or [])
    for one in collections(shared):
        chromadb.HttpClient(shared.chroma_url).delete_collection(one.name)
    told_as_it_was_said(or_one_line(lambda: answers(index)) or [])
