"""The index: chunks as vectors in Chroma, as terms in BM25, and the corpus they were cut from.

Three levels of chunks are kept, from windows to single sentences: each sentence is judged by
itself and by what stands around it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from chromadb import Collection

from corpus import Corpus, load_corpus, load_podcast
from rag.cohort import COHORT
from rag.embedding import Embedder, Vectors
from rag.errors import StoreError
from rag.fill import QUESTIONS, cohort_vectors, embed_cohort, embed_missing, stored
from rag.lexical import LexicalIndex, Scores
from rag.near import Near, Neighbours
from rag.plan import CUTS, Plan, plan_for, write_generation
from rag.remembered import FILE as MEMORY
from rag.remembered import Remembered, remembered
from rag.rerank import Reranker, reranker
from rag.rows import Around, Rows, read_rows
from rag.settings import Settings
from rag.store import (
    REBUILD,
    Manifest,
    check_fit,
    is_shared,
    locked,
    manifest_to_update,
    new_generation,
    read_corpus,
    read_manifest,
    remove_left_overs,
    shared_vectors,
    store_folder,
    vectors_folder,
    write_manifest,
)
from rag.superseded import Superseded, note, noted
from rag.types import Chunk, Scope
from rag.vectors import make_database, open_database, readable

MAKE_ROOM = f"Free some space if the disk is full, else run: {REBUILD}"
NO_PARTS = (
    "Only a Chroma server takes parts from several processes: set NACHGEFRAGT_CHROMA_URL. "
    "Without one, a single process uses all cores: leave out --part."
)


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
        """The k rows of a scope nearest to a question's vector."""
        with readable():
            return self._neighbours.near(vector, k, scope)

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
    chapters: Level
    cohort: Vectors
    embedder: Embedder
    reranker: Reranker | None = None

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
    check_fit(store, manifest, settings, load_podcast(settings.corpus).slug, embedder.name)
    generation = store / manifest.generation
    corpus = read_corpus(generation / "corpus")
    with readable():
        database = open_database(settings, store, manifest)
        levels = {name: _open_level(generation, name, corpus, database.read) for name in CUTS}
        cohort = cohort_vectors(database)
    cuts = levels["window"], levels["passage"], levels["sentence"], levels["chapter"]
    return Index(corpus, *cuts, cohort, embedder, reranker(settings.reranker))


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
    vectors = _vectors_name(settings, corpus, embedder, old, rebuild)
    new = Manifest(
        podcast=corpus.podcast.slug,
        model=embedder.name,
        chunking=settings.chunking,
        generation=plan.generation(vectors),
        vectors=vectors,
    )
    if old == new:
        return Update(0, plan.size, 0)
    with readable(MAKE_ROOM), locked(store):
        if rebuild:
            (store / MEMORY).unlink(missing_ok=True)
        with remembered(embedder, store) as memory:
            return _write(settings, plan, old, new, memory, rebuild)


def embed_part(settings: Settings, embedder: Embedder, number: int, of: int) -> Update:
    """Put one of several parts of the vectors into a Chroma server; `update_index` finds them.

    Writes no file, so that the parts (1 to `of`) can be embedded by as many processes at once, on
    any machine. Raises CorpusError, StoreError (also where there is no server), ModelError.
    """
    if not settings.chroma_url:
        raise StoreError(NO_PARTS)
    corpus = load_corpus(settings.corpus)
    plan = plan_for(corpus, settings.chunking).part(number, of)
    name = _vectors_name(settings, corpus, embedder, None, False)
    with readable():
        database = make_database(settings, store_folder(settings), name)
        vectors, there = stored(database)
        embedded = embed_missing(plan, vectors, there, embedder)
    return Update(embedded, plan.size - embedded, 0)


def ensure_index(settings: Settings, embedder: Embedder) -> Index:
    """Open the index after bringing it up to date."""
    update_index(settings, embedder)
    return open_index(settings, embedder)


def _vectors_name(
    settings: Settings, corpus: Corpus, embedder: Embedder, old: Manifest | None, rebuild: bool
) -> str:
    if settings.chroma_url:
        return shared_vectors(corpus.podcast.slug, embedder.name, settings.chunking)
    return vectors_folder(embedder.name, old, rebuild)


def _write(
    settings: Settings,
    plan: Plan,
    old: Manifest | None,
    new: Manifest,
    embedder: Remembered,
    rebuild: bool,
) -> Update:
    store = store_folder(settings)
    database = make_database(settings, store, new.vectors)
    vectors, there = stored(database)
    known = {name: set[str]() for name in CUTS} if rebuild else there
    embedded = embed_missing(plan, vectors, known, embedder)
    embed_cohort(database, embedder)
    gone = {name: there[name] - set(plan.rows[name].ids) for name in CUTS}
    before = noted(store / old.generation) if old else Superseded()
    with new_generation(store / new.generation) as folder:
        write_generation(folder, plan)
        if is_shared(new.vectors):
            note(folder, gone, old.vectors if old and is_shared(old.vectors) else None)
    write_manifest(store, new)
    # From here on the new index is read; what follows only tidies up.
    if is_shared(new.vectors) and not rebuild:
        gone = {name: gone[name] & before.rows.get(name, set()) for name in CUTS}
        if before.vectors and before.vectors not in (new.vectors, old and old.vectors):
            database.drop(before.vectors, [*CUTS, QUESTIONS])
    removed = sum(_remove(vectors[name], gone[name]) for name in CUTS)
    remove_left_overs(store, new)
    # Those of other lengths of chunks, too.
    embedder.forget(2 * plan.size + len(COHORT))
    return Update(embedded, plan.size - embedded, removed)


def _remove(vectors: Collection, ids: set[str]) -> int:
    if ids:
        vectors.delete(sorted(ids))
    return len(ids)


def _open_level(
    generation: Path, name: str, corpus: Corpus, read: Callable[[str], Collection]
) -> Level:
    rows = read_rows(generation / f"{name}.json", corpus)
    lexical = LexicalIndex.load(generation / f"{name}-lexical")
    vectors = read(name)
    if lexical.size != max(1, len(rows.ids)) or vectors.count() < len(rows.numbers):
        raise ValueError(f"parts of its {name}s are missing")
    return Level(rows, lexical, vectors)
