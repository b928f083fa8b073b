"""Bring the index on disk up to date with the corpus: a new generation next to the old one.

Until it is whole the old one is read, so a kill loses nothing but time; what was embedded before
it is kept in the cache.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import Corpus, NachgefragtError, load_corpus
from rag.embedding.cache import FILE as MEMORY
from rag.embedding.cache import CachedEmbedder, cached_embedder
from rag.embedding.embedder import Embedder
from rag.errors import StoreError
from rag.index.background import write_background
from rag.index.embed_missing import QUESTIONS, embed_background, embed_missing, stored
from rag.index.index import Index, check_whole, open_index, read_index
from rag.index.layout import CUTS, Plan, plan_for, write_generation
from rag.question.intents import learn_into
from rag.retrieval.calibration import measured
from rag.settings import Settings
from rag.store.chroma import Database, make_database, readable
from rag.store.chroma_files import copy
from rag.store.code_version import recipe
from rag.store.digests import seal
from rag.store.generations import new_generation, new_name, remove_left_overs
from rag.store.manifest import (
    INSIDE,
    REBUILD,
    BeingWritten,
    Manifest,
    is_shared,
    locked,
    manifest_to_update,
    shared_vectors,
    store_folder,
    write_manifest,
)
from rag.store.superseded import Superseded, note, noted
from rag.text.background_questions import BACKGROUND

MAKE_ROOM = f"Free some space if the disk is full, else run: {REBUILD}"
NO_PARTS = (
    "Only a Chroma server takes parts from several processes: set NACHGEFRAGT_CHROMA_URL. "
    "Without one, a single process uses all cores: leave out --part."
)


Ids = Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class Update:
    """The result of an update, in chunks of all levels."""

    embedded: int
    kept: int
    removed: int


def update_index(settings: Settings, embedder: Embedder, rebuild: bool = False) -> Update:
    """Make the index fit the corpus and the settings; only what is new is embedded.

    Until the last step the old index stays the one that is read, so a kill loses nothing. What
    was embedded before a kill is found again by the next run. With `rebuild` nothing is reused.
    Raises CorpusError, IndexMismatch for the index of another podcast, StoreError, ModelError.
    """
    corpus = load_corpus(settings.corpus)
    store = store_folder(settings)
    plan = plan_for(corpus, settings.chunking)
    content = plan.content()
    new = Manifest(
        podcast=corpus.podcast.slug,
        model=embedder.name,
        chunking=settings.chunking,
        recipe=recipe(),
        content=content,
        generation=new_name(content),
        vectors=_vectors_name(settings, corpus, embedder),
    )
    old = None if rebuild else _usable(store, new.podcast)
    if old and old.same(new):
        return Update(0, plan.size, 0)
    with readable(MAKE_ROOM), locked(store):
        if rebuild:
            (store / MEMORY).unlink(missing_ok=True)
        # It may have been replaced before it was our turn.
        old = None if rebuild else _usable(store, new.podcast)
        with cached_embedder(embedder, store) as memory:
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
    name = _vectors_name(settings, corpus, embedder)
    with readable():
        database = make_database(settings, store_folder(settings), name)
        vectors, there = stored(database)
        embedded = embed_missing(plan, vectors, there, embedder)
    return Update(embedded, plan.size - embedded, 0)


def ensure_index(settings: Settings, embedder: Embedder) -> Index:
    """Open the index after bringing it up to date, or as it is while another process does that."""
    try:
        update_index(settings, embedder)
    except BeingWritten as busy:
        try:
            return open_index(settings, embedder)
        except NachgefragtError:
            raise busy from None
    return open_index(settings, embedder)


def _usable(store: Path, podcast: str) -> Manifest | None:
    """Read the manifest of an index that may be built on: of this version, and whole."""
    manifest = manifest_to_update(store, podcast)
    if manifest:
        try:
            check_whole(store / manifest.generation, manifest)
        except StoreError:
            return None
    return manifest


def _vectors_name(settings: Settings, corpus: Corpus, embedder: Embedder) -> str:
    if settings.chroma_url:
        return shared_vectors(corpus.podcast.slug, embedder.name, settings.chunking)
    return INSIDE


@dataclass(frozen=True, slots=True)
class Changed:
    """The changes to the vectors: how many are new, which rows are not needed any more."""

    embedded: int
    gone: Ids


def _write(
    settings: Settings,
    plan: Plan,
    old: Manifest | None,
    new: Manifest,
    embedder: CachedEmbedder,
    rebuild: bool,
) -> Update:
    store = store_folder(settings)
    with new_generation(store / new.generation) as draft:
        if old and (old.model, old.vectors) == (new.model, INSIDE):
            copy(store / old.generation / INSIDE, draft / INSIDE)
        with closing(make_database(settings, draft, new.vectors)) as database:
            done = _fill(database, plan, embedder, rebuild)
            if not is_shared(new.vectors):
                _remove(database, done.gone)
            write_generation(draft, plan)
            index = read_index(draft, plan.corpus, database, embedder.embedder)
            write_background(draft, measured(index))
        learn_into(draft, embedder, store / old.generation if old else None)
        if is_shared(new.vectors):
            note(draft, done.gone, old.vectors if old and is_shared(old.vectors) else None)
        new = replace(new, seal=seal(draft))
    write_manifest(store, new)
    # From here on the new index is read; what follows only tidies up.
    gone = done.gone
    if is_shared(new.vectors):
        gone = _tidy_server(settings, old, new, gone, rebuild)
    remove_left_overs(store, new)
    # Those of other lengths of chunks, too.
    embedder.forget(2 * plan.size + len(BACKGROUND))
    return Update(done.embedded, plan.size - done.embedded, sum(map(len, gone.values())))


def _fill(database: Database, plan: Plan, embedder: CachedEmbedder, rebuild: bool) -> Changed:
    vectors, there = stored(database)
    known = {name: set[str]() for name in CUTS} if rebuild else there
    embedded = embed_missing(plan, vectors, known, embedder)
    embed_background(database, embedder)
    return Changed(embedded, {name: there[name] - set(plan.rows[name].ids) for name in CUTS})


def _tidy_server(
    settings: Settings, old: Manifest | None, new: Manifest, gone: Ids, rebuild: bool
) -> Ids:
    """Remove from a server what the update before did not need either; return those rows."""
    store = store_folder(settings)
    with closing(make_database(settings, store, new.vectors)) as database:
        if not rebuild:
            earlier = noted(store / old.generation) if old else Superseded()
            gone = {name: gone[name] & earlier.rows.get(name, set()) for name in CUTS}
            if earlier.vectors and earlier.vectors not in (new.vectors, old and old.vectors):
                database.drop(earlier.vectors, [*CUTS, QUESTIONS])
        _remove(database, gone)
    return gone


def _remove(database: Database, gone: Ids) -> None:
    for name, ids in gone.items():
        if ids:
            database.read(name).delete(sorted(ids))
