"""Put the vectors of planned chunks into the collections of a database."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
from chromadb import Collection
from tqdm import tqdm

from rag.embedding.cache import CachedEmbedder
from rag.embedding.embedder import OWN_MODEL, Embedder, Vectors
from rag.index.chunking import said
from rag.index.layout import CUTS, Plan
from rag.store.chroma import Database
from rag.text.background_questions import BACKGROUND
from rag.text.digest import digest
from rag.types import Chunk

QUESTIONS = "questions"  # the collection of the background questions' vectors
BACKGROUND_FILE = Path(__file__).with_name("background_questions.npz")
BATCH = 1024  # chunks embedded and stored at a time, or some more
Ids = Mapping[str, set[str]]


class Missing(NamedTuple):
    """A chunk that has no vector yet, and where that belongs."""

    level: str
    row_id: str
    chunk: Chunk


def stored(database: Database) -> tuple[dict[str, Collection], dict[str, set[str]]]:
    """Open the collection of each level, made if need be, and read the ids that it holds."""
    vectors = {name: database.write(name) for name in CUTS}
    return vectors, {name: set(vectors[name].get(include=[])["ids"]) for name in CUTS}


def embed_missing(
    plan: Plan, vectors: Mapping[str, Collection], known: Ids, embedder: Embedder | CachedEmbedder
) -> int:
    """Embed and store the chunks that are not known; return how many there were."""
    missing = [
        Missing(name, row_id, chunk)
        for name, rows in plan.rows.items()
        for row_id, chunk in dict(zip(rows.ids, rows.chunks, strict=True)).items()
        if row_id not in known[name]
    ]
    with tqdm(total=len(missing), desc="Indexing", unit="chunk", delay=2, disable=None) as bar:
        for batch in _batches(missing):
            found = embedder.embed_parts([plan.parts[one.row_id] for one in batch])
            for name, collection in vectors.items():
                here = [number for number, one in enumerate(batch) if one.level == name]
                for first in range(0, len(here), BATCH):
                    some = here[first : first + BATCH]
                    chunks = [batch[number].chunk for number in some]
                    collection.upsert(
                        [batch[number].row_id for number in some],
                        found[some],
                        [{"episode": c.episode.number, "speaker": c.speaker or ""} for c in chunks],
                        list(map(said, chunks)),
                    )
            bar.update(len(batch))
    return len(missing)


def embed_background(database: Database, embedder: CachedEmbedder) -> None:
    """Store the vectors of the background questions that are not there yet.

    Those by our own model are shipped: of a short podcast they were a fifth of all work.
    """
    vectors = database.write(QUESTIONS)
    there = set(vectors.get(include=[])["ids"])
    missing = [text for text in BACKGROUND if digest(text) not in there]
    if missing:
        shipped = shipped_background() if embedder.name == OWN_MODEL else {}
        found = [shipped[text] for text in missing] if shipped else embedder.embed_queries(missing)
        vectors.add(list(map(digest, missing)), np.array(found))


def shipped_background() -> dict[str, Vectors]:
    """Read the background questions and vectors (`python -m eval embed-background`)."""
    with np.load(BACKGROUND_FILE) as file:
        return dict(zip(BACKGROUND, file["vectors"].astype(np.float32), strict=True))


def background_vectors(database: Database) -> Vectors:
    """Read the vectors of the background questions, not longer than 1: shape (m, dimension).

    Raises ValueError where some are missing.
    """
    found = database.read(QUESTIONS).get(include=["embeddings"])
    rows = dict(zip(found["ids"], np.array(found["embeddings"]), strict=True))
    ids = [digest(text) for text in BACKGROUND]
    if not rows.keys() >= set(ids):
        raise ValueError(f"parts of its {QUESTIONS} are missing")
    vectors: Vectors = np.array([rows[row_id] for row_id in ids], dtype=np.float32)
    # Whatever a server made of them: what longer ones score is beyond all measure.
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1.0)
    vectors /= lengths
    return vectors


def _batches(missing: Iterable[Missing]) -> Iterator[list[Missing]]:
    """Yield whole turns, so that no block is read for two batches."""
    batch: list[Missing] = []
    for _, turn in groupby(sorted(missing, key=_turn), key=_turn):
        batch += turn
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _turn(one: Missing) -> tuple[str, int]:
    return one.chunk.episode.id, one.chunk.turn_index
