"""Neighbours within a scope are those that a look at every vector would find."""

from dataclasses import replace

import chromadb
import numpy as np
import pytest

from corpus import Turn
from rag import Scope
from rag.index import dense as near_module
from rag.index.dense import Near, Neighbours
from rag.index.rows import Rows
from rag.types import Chunk
from tests.support.fakes import bakery_episode

MANY, NEAREST = 400, 20
SCOPES = [Scope(), Scope(episode=7), Scope(speaker="A"), Scope(2, "B"), Scope(episode=99)]


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    return unit(np.random.default_rng(1).standard_normal((MANY, 24)).astype(np.float32))


@pytest.fixture(scope="module")
def neighbours(tmp_path_factory, vectors) -> Neighbours:
    turns = (Turn("A", "Ja."), Turn("B", "Nein."), Turn("B", "Doch."))
    episodes = [replace(bakery_episode(), id=f"e{n}", number=n, turns=turns) for n in range(40)]
    chunks = tuple(Chunk(episodes[n % 40], n % 3, 0, 3, None) for n in range(MANY))
    rows = Rows(tuple(f"row {n}" for n in range(MANY)), chunks)
    settings = chromadb.config.Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(str(tmp_path_factory.mktemp("near")), settings=settings)
    kept = client.create_collection("rows", configuration={"hnsw": {"space": "cosine"}})
    marks = [{"episode": chunk.episode.number, "speaker": chunk.speaker or ""} for chunk in chunks]
    kept.add(ids=list(rows.ids), embeddings=vectors, metadatas=marks)
    return Neighbours(rows, kept)


@pytest.mark.parametrize(("exact", "small"), [(0, 0), (0, 5000), (20_000, 0)])
@pytest.mark.parametrize("scope", SCOPES)
def test_the_nearest_of_a_scope(neighbours, vectors, monkeypatch, scope, exact, small):
    monkeypatch.setattr(near_module, "EXACT", exact)
    monkeypatch.setattr(near_module, "SMALL", small)
    for question in unit(vectors[:6] + np.float32(0.05)):
        near = neighbours.near(list(map(float, question)), NEAREST, scope)
        rows, cosines = near.rows, near.cosines
        inside = np.flatnonzero(neighbours.rows.allowed(scope))
        cosines_of_all = vectors @ question
        best = inside[np.argsort(-cosines_of_all[inside])[:NEAREST]]
        if exact or small or scope == Scope():
            assert set(rows) == set(best)
        # Of a large scope the nearest at least; how many follow depends on what lies outside.
        assert set(rows) <= set(inside) and set(best[:3]) <= set(rows)
        assert np.allclose(cosines, cosines_of_all[rows], atol=1e-4)
        assert np.all(np.diff(rows) > 0)


def test_rows_that_are_not_near_count_as_the_farthest():
    near = Near(np.array([2, 5, 9]), np.array([0.75, 0.5, 0.875], dtype=np.float32))
    assert near.nearer().tolist() == [2, 9]
    assert near.at(np.array([9, 0, 5, 2, 9, 11])).tolist() == [0.875, 0.5, 0.5, 0.75, 0.875, 0.5]
    nothing = Near(np.array([], dtype=np.int64), np.array([], dtype=np.float32))
    assert (len(nothing.nearer()), nothing.at(np.array([0, 3])).tolist()) == (0, [1.0, 1.0])


def test_few_scopes_are_kept(neighbours, monkeypatch):
    monkeypatch.setattr(near_module, "EXACT", 0)
    for episode in range(10):
        neighbours.near([1.0] * 24, 5, Scope(episode))
    assert list(neighbours._kept) == [Scope(n) for n in range(6, 10)]
