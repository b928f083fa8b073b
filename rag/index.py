"""The index: chunks as vectors in Chroma, as terms in BM25, and the corpus they were cut from.

Three levels of chunks are kept, from windows to single sentences: each sentence is judged by
itself and by what stands around it. Chroma and LangChain's vector store appear only here.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import chromadb
import chromadb.config
import numpy as np
from chromadb import Collection
from chromadb.api import ClientAPI
from chromadb.errors import ChromaError
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from tqdm import tqdm

from corpus import (
    Corpus,
    NachgefragtError,
    load_corpus,
    load_podcast,
)
from rag.cohort import COHORT
from rag.embedding import Embedder, Vectors
from rag.errors import StoreError
from rag.lexical import LexicalIndex, Scores
from rag.near import Neighbours
from rag.plan import CUTS, Plan, plan_for, write_generation
from rag.remembered import FILE as MEMORY
from rag.remembered import Remembered, remembered
from rag.settings import Settings
from rag.store import (
    REBUILD,
    Around,
    Manifest,
    Rows,
    check_fit,
    digest,
    locked,
    manifest_to_update,
    new_generation,
    read_corpus,
    read_manifest,
    read_rows,
    remove_left_overs,
    store_folder,
    vectors_folder,
    write_manifest,
)
from rag.types import Chunk, Scope

BATCH = 256  # chunks embedded and stored at a time
FAULTS = (ChromaError, sqlite3.Error, LookupError, TypeError, ValueError, OSError)
MAKE_ROOM = f"Free some space if the disk is full, else run: {REBUILD}"


@dataclass(frozen=True)
class Level:
    """One granularity of chunks with all that finds them; a row is a chunk's position in it."""

    rows: Rows
    lexical: LexicalIndex
    vectors: Collection

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """The chunks in the order of their rows."""
        return self.rows.chunks

    def cosines(self, vector: Sequence[float], k: int, scope: Scope) -> Scores:
        """Cosine similarities of all n rows to a question's vector: shape (n,).

        Those of the k nearest within the scope are exact; all others are at best as near as the
        farthest of these, and count as that.
        """
        with _readable():
            rows, near = self._neighbours.near(vector, k, scope)
        cosines = np.full(len(self.chunks), near.min(initial=1.0), dtype=np.float32)
        cosines[rows] = near
        return cosines

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours(self.rows, self.vectors)

    def bm25(self, text: str) -> Scores:
        """BM25 scores of all n rows for a question: shape (n,)."""
        return self.lexical.scores(text)


@dataclass(frozen=True)
class Index:
    """A corpus that can be searched; `cohort`: shape (m, dimension), see rag.cohort."""

    corpus: Corpus
    windows: Level
    passages: Level
    sentences: Level
    cohort: Vectors
    embedder: Embedder

    @cached_property
    def around_windows(self) -> Around:
        """The windows that each sentence lies in."""
        return self.windows.rows.around(self.sentences.rows)

    @cached_property
    def around_passages(self) -> Around:
        """The passages that each sentence lies in."""
        return self.passages.rows.around(self.sentences.rows)


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did, in chunks of all levels."""

    embedded: int
    kept: int
    removed: int


def open_index(settings: Settings, embedder: Embedder) -> Index:
    """Open the index as it is on disk.

    Raises IndexMissing, StoreError, or IndexMismatch if it was made with another model, other
    chunks or from another podcast; each names the command to run.
    """
    store = store_folder(settings)
    manifest = read_manifest(store)
    check_fit(store, manifest, load_podcast(settings.corpus).slug, embedder.name, settings.chunking)
    generation = store / manifest.generation
    corpus = read_corpus(generation / "corpus")
    with _readable():
        client = _existing_client(store / manifest.vectors)
        levels = {name: _open_level(generation, name, corpus, client) for name in CUTS}
        found = client.get_collection("cohort").get(include=["embeddings"])
        cohort = np.array(found["embeddings"], dtype=np.float32)
    return Index(corpus, levels["window"], levels["passage"], levels["sentence"], cohort, embedder)


def update_index(settings: Settings, embedder: Embedder, rebuild: bool = False) -> Update:
    """Make the index fit the corpus and the settings; only what is new is embedded.

    Until the last step the old index stays the one that is read, so a kill loses nothing. What
    was embedded before a kill is found again by the next run. With `rebuild` nothing is reused.
    Raises CorpusError, IndexMismatch for the index of another podcast, StoreError, ModelError.
    """
    corpus = load_corpus(settings.corpus)
    store = store_folder(settings)
    plan = plan_for(corpus, settings.chunking)
    old = None if rebuild else manifest_to_update(store, corpus.podcast.slug)
    vectors = vectors_folder(embedder.name, old, rebuild)
    new = Manifest(
        podcast=corpus.podcast.slug,
        model=embedder.name,
        chunking=settings.chunking,
        generation=plan.generation(vectors),
        vectors=vectors,
    )
    if old == new:
        return Update(0, plan.size, 0)
    with _readable(MAKE_ROOM), locked(store):
        if rebuild:
            (store / MEMORY).unlink(missing_ok=True)
        with remembered(embedder, store) as memory:
            return _write(store, plan, new, memory)


def ensure_index(settings: Settings, embedder: Embedder) -> Index:
    """Open the index after bringing it up to date."""
    update_index(settings, embedder)
    return open_index(settings, embedder)


def _write(store: Path, plan: Plan, manifest: Manifest, embedder: Remembered) -> Update:
    client = _client(store / manifest.vectors)
    vectors = {name: _collection(client, name, embedder) for name in CUTS}
    known = {name: set(vectors[name].get(include=[])["ids"]) for name in CUTS}
    _embed_cohort(_collection(client, "cohort", embedder))
    embedded = _embed_missing(plan, vectors, known)
    with new_generation(store / manifest.generation) as folder:
        write_generation(folder, plan)
    write_manifest(store, manifest)
    # From here on the new index is read; what follows only tidies up.
    removed = sum(_remove(vectors[name], known[name] - set(plan.rows[name].ids)) for name in CUTS)
    remove_left_overs(store, manifest)
    embedder.forget(2 * (plan.size + len(COHORT)))  # those of other lengths of chunks, too
    return Update(embedded, plan.size - embedded, removed)


def _embed_missing(plan: Plan, vectors: dict[str, Chroma], known: dict[str, set[str]]) -> int:
    missing = [
        (name, row_id, chunk)
        for name, rows in plan.rows.items()
        for row_id, chunk in dict(zip(rows.ids, rows.chunks, strict=True)).items()
        if row_id not in known[name]
    ]
    with tqdm(total=len(missing), desc="Indexing", unit="chunk", delay=2, disable=None) as bar:
        for name, (_, text) in CUTS.items():
            rows = [(row_id, chunk) for level, row_id, chunk in missing if level == name]
            for start in range(0, len(rows), BATCH):
                batch = rows[start : start + BATCH]
                vectors[name].add_texts(
                    [text(chunk) for _, chunk in batch],
                    [_metadata(chunk) for _, chunk in batch],
                    [row_id for row_id, _ in batch],
                )
                bar.update(len(batch))
    return len(missing)


def _embed_cohort(vectors: Chroma) -> None:
    ids = {digest(text): text for text in COHORT}
    known = set(vectors.get(include=[])["ids"])
    if missing := sorted(ids.keys() - known):
        vectors.add_texts([ids[name] for name in missing], ids=missing)
    if gone := sorted(known - ids.keys()):
        vectors.delete(gone)


def _metadata(chunk: Chunk) -> dict[str, str | int]:
    return {"episode": chunk.episode.number, "speaker": chunk.speaker or ""}


def _remove(vectors: Chroma, ids: set[str]) -> int:
    if ids:
        vectors.delete(sorted(ids))
    return len(ids)


def _open_level(generation: Path, name: str, corpus: Corpus, client: ClientAPI) -> Level:
    rows = read_rows(generation / f"{name}.json", corpus)
    lexical = LexicalIndex.load(generation / f"{name}-lexical")
    vectors = client.get_collection(name)
    if lexical.size != max(1, len(rows.ids)) or vectors.count() < len(rows.numbers):
        raise ValueError(f"parts of its {name}s are missing")
    return Level(rows, lexical, vectors)


def _existing_client(folder: Path) -> ClientAPI:
    file = folder / "chroma.sqlite3"
    if not file.is_file():
        raise StoreError(f"The vectors of the index in {folder.parent} are missing. Run: {REBUILD}")
    if not (os.access(folder, os.W_OK) and os.access(file, os.W_OK)):
        raise StoreError(
            f"{folder} is read-only, but Chroma has to write there even to read. "
            "Make it writable, or choose another folder with --store."
        )
    # Chroma would put its tables into another program's database, or panic over what is there.
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
        database.execute("SELECT dir, version FROM migrations").fetchone()
    return _client(folder)


def _client(folder: Path) -> ClientAPI:
    settings = chromadb.config.Settings(anonymized_telemetry=False)
    return chromadb.PersistentClient(str(folder), settings=settings)


def _collection(client: ClientAPI, name: str, embedder: Embeddings) -> Chroma:
    return Chroma(
        name,
        embedder,
        client=client,
        collection_configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
    )


@contextmanager
def _readable(remedy: str = f"Run: {REBUILD}") -> Iterator[None]:
    # Chroma and SQLite speak of their inside; a user needs to hear what to do.
    try:
        yield
    except NachgefragtError:
        raise
    except BaseException as error:
        # A panic in Chroma's Rust code comes as a BaseException without an importable type.
        if not isinstance(error, FAULTS) and type(error).__name__ != "PanicException":
            raise
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise StoreError(f"The index cannot be used ({reason[0][:200]}). {remedy}") from error
