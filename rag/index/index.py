"""The index: chunks as vectors in Chroma, as terms in BM25, and the corpus they were cut from.

Three levels of chunks are kept, from windows to single sentences: each sentence is judged by
itself and by its context.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import get_args

import numpy as np
from chromadb import Collection

from corpus import Corpus, load_podcast
from corpus.people import interviewers
from rag.embedding.embedder import Embedder, Vectors
from rag.index.background import Background, read_background
from rag.index.bm25 import LexicalIndex, Scores
from rag.index.dense import Near, Neighbours
from rag.index.embed_missing import background_vectors
from rag.index.layout import CUTS
from rag.index.rows import Around, Floats, Places, Rows, read_rows
from rag.question.intents import Learned, intents_beside
from rag.settings import Settings
from rag.store.chroma import Database, check_writable, open_database, readable
from rag.store.chroma_files import settle
from rag.store.digests import check_seal
from rag.store.generations import Hold, held
from rag.store.manifest import Manifest, check_fit, is_shared, read_corpus, store_folder
from rag.text.analyzer import Analyzer
from rag.text.background_questions import languages
from rag.types import Chunk, Language, Scope

UNMEASURED = Background(level=0.0, spread=1.0, title=1.0, typical={})


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

    def near(self, vector: Sequence[float], k: int, scope: Scope) -> Near:
        """Find the k rows of a scope nearest to a question's vector."""
        with readable():
            return self._neighbours.near(vector, k, scope)

    def vectors_of(self, rows: Places) -> Floats:
        """Return the vectors of n rows, of length 1: shape (n, dimension)."""
        with readable():
            return self._neighbours.vectors_of(rows)

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours(self.rows, self.vectors)

    def bm25(self, text: str) -> Scores:
        """Compute the BM25 scores of all n rows for a question: shape (n,)."""
        return self.lexical.scores(text)


@dataclass(frozen=True)
class Index:
    """A corpus that can be searched.

    `background_vectors`: shape (m, dimension), the vectors of rag.text.background_questions.

    `background` says what its questions reach here, `intents` how to tell what a question wants
    by their vectors. `generation` is its name. `close` closes its files; it cannot be searched
    after that.
    """

    corpus: Corpus
    windows: Level
    passages: Level
    sentences: Level
    chapters: Level
    background_vectors: Vectors
    background: Background
    embedder: Embedder
    intents: Learned | None = None
    generation: str = ""
    close: Callable[[], None] = field(default=lambda: None, repr=False)

    @cached_property
    def centres(self) -> dict[Language, Vectors]:
        """The mean of the background questions in each language: shape (dimension,)."""
        spoken = np.array(languages())
        return {
            each: self.background_vectors[spoken == each].mean(axis=0)
            for each in get_args(Language)
        }

    @cached_property
    def interviewers(self) -> dict[str, frozenset[str]]:
        """The people who interview a guest, by the id of each episode."""
        return {episode.id: interviewers(self.corpus, episode) for episode in self.corpus}

    def episodes_saying(self, words: str) -> list[int]:
        """Return the number of an episode for each of its sentences that has all these words."""
        lexical, chunks = self.sentences.lexical, self.sentences.chunks
        said = [lexical.scores_of([term]) > 0 for term in Analyzer().terms(words)]
        rows = np.flatnonzero(np.all(said, axis=0)).tolist() if said else []
        return [chunks[row].episode.number for row in rows]

    @cached_property
    def around_windows(self) -> Around:
        """The windows around each sentence."""
        return self.windows.rows.around(self.sentences.rows)

    @cached_property
    def around_passages(self) -> Around:
        """The passages around each sentence."""
        return self.passages.rows.around(self.sentences.rows)


def open_index(settings: Settings, embedder: Embedder) -> Index:
    """Open the index as it is on disk.

    Raises IndexMissing, StoreError, or IndexMismatch if it was made with another model, other
    chunks or from another podcast; each names the command to run.
    """
    store = store_folder(settings)
    manifest, hold = held(store)
    check_fit(store, manifest, settings, load_podcast(settings.corpus).slug, embedder.name)
    generation = store / manifest.generation
    if not is_shared(manifest.vectors):
        check_writable(generation / manifest.vectors)
    check_whole(generation, manifest)
    # Its words are those that were indexed; its pictures stay where they are.
    corpus = replace(read_corpus(generation / "corpus"), folder=settings.corpus)
    with readable():
        database = open_database(settings, generation, manifest)
        index = read_index(generation, corpus, database, embedder)
        background = read_background(generation)
        intents = intents_beside(generation, embedder.name)
    return replace(
        index,
        background=background,
        intents=intents,
        generation=manifest.generation,
        close=partial(_close, database, hold),
    )


def read_index(folder: Path, corpus: Corpus, database: Database, embedder: Embedder) -> Index:
    """Open the index in a folder, whose background is not measured yet."""
    levels: dict[str, Level] = {}
    for name in CUTS:
        rows = read_rows(folder / f"{name}.json", corpus)
        lexical = LexicalIndex.load(folder / f"{name}-lexical")
        vectors = database.read(name)
        if lexical.size != max(1, len(rows.ids)) or vectors.count() < len(rows.numbers):
            raise ValueError(f"parts of its {name}s are missing")
        levels[name] = Level(rows, lexical, vectors)
    cuts = levels["window"], levels["passage"], levels["sentence"], levels["chapter"]
    return Index(corpus, *cuts, background_vectors(database), UNMEASURED, embedder)


def _close(database: Database, hold: Hold) -> None:
    database.close()
    hold.release()


def check_whole(generation: Path, manifest: Manifest) -> int:
    """Check an index; return how many of its bytes were found to be what was written.

    Raises StoreError where one is not.
    """
    if not is_shared(manifest.vectors):
        settle(generation / manifest.vectors)
    return check_seal(generation, manifest.seal)
