"""The folder of an index on disk, apart from the vectors.

    manifest.json        names the two folders below; it is replaced last and at once, so that
                         whoever reads it sees a whole index: the old one or the new one
    generation-<hash>/   the corpus as it was indexed, its chunks, the lexical indexes
    vectors-<hash>/      the Chroma database; vectors that the generation does not name are
                         left-overs of an update that was cut off: never shown, used by the next

Quotes are cut from the corpus kept here, so an edited transcript cannot shift them.
"""

import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from corpus import Corpus, CorpusError, load_corpus, load_podcast
from corpus.files import write_whole
from rag.chunks import Chunking
from rag.errors import IndexMismatch, IndexMissing, StoreError
from rag.settings import CHECKOUT, Settings
from rag.types import Chunk, Scope

Places = np.ndarray[Any, np.dtype[np.int64]]
# For each of n inner rows the outer rows that it lies in, first to last (half open).
Around = tuple[Places, Places]
FORMAT = 2
BUILD = "python -m rag index"
REBUILD = "python -m rag index --rebuild"


class OtherFormat(IndexMismatch):
    """The index was written by another version of this program."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made from and where its parts lie."""

    podcast: str
    model: str
    chunking: Chunking
    generation: str
    vectors: str
    format: int = FORMAT


@dataclass(frozen=True)
class Rows:
    """Chunks in the order of their lexical index; `ids[i]` names the vector of `chunks[i]`."""

    ids: tuple[str, ...]
    chunks: tuple[Chunk, ...]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """From the id of a vector to its row number."""
        return {row_id: number for number, row_id in enumerate(self.ids)}

    def allowed(self, scope: Scope) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which of the n rows a scope lets through: shape (n,)."""
        every = np.ones(len(self.chunks), dtype=np.bool_)
        if scope.episode is not None:
            every &= self._episodes == scope.episode
        if scope.speaker is not None:
            codes, speakers = self._speakers
            every &= speakers == codes.get(scope.speaker, -1)
        return every

    @cached_property
    def _episodes(self) -> np.ndarray[Any, Any]:
        return np.array([chunk.episode.number for chunk in self.chunks])

    @cached_property
    def _speakers(self) -> tuple[dict[str | None, int], np.ndarray[Any, Any]]:
        # Numbers compare far faster than names.
        codes: dict[str | None, int] = {}
        numbers = [codes.setdefault(chunk.speaker, len(codes)) for chunk in self.chunks]
        return codes, np.array(numbers, dtype=np.int32)

    @cached_property
    def places(self) -> tuple[Places, Places]:
        """First and last character of each row, counted so that rows compare across levels."""
        # Wide enough apart for any turn and any episode.
        numbers = {e: n for n, e in enumerate(dict.fromkeys(c.episode.id for c in self.chunks))}
        bases = [
            (numbers[chunk.episode.id] << 44) + (chunk.turn_index << 24) for chunk in self.chunks
        ]
        base = np.array(bases, dtype=np.int64)
        starts = np.array([chunk.start for chunk in self.chunks], dtype=np.int64)
        ends = np.array([chunk.end for chunk in self.chunks], dtype=np.int64)
        return base + starts, base + ends

    def around(self, inner: "Rows") -> Around:
        """For each of n inner rows those of these rows that it lies in."""
        starts, ends = inner.places
        outer_starts, outer_ends = self.places
        lasts = np.searchsorted(outer_starts, starts, side="right")
        # Short sentences that were joined may lie in none: then the last that they begin in.
        firsts = np.minimum(np.searchsorted(outer_ends, ends), lasts - 1)
        return firsts, lasts


def store_folder(settings: Settings) -> Path:
    """Where the index lies: as set, or a folder per podcast in the checkout."""
    if settings.store:
        return settings.store
    return CHECKOUT / ".nachgefragt" / load_podcast(settings.corpus).slug


def is_stale(settings: Settings) -> bool:
    """Whether a corpus file was written after the index."""
    written = (store_folder(settings) / "manifest.json").stat().st_mtime
    return any(file.stat().st_mtime > written for file in settings.corpus.glob("*.json"))


def read_manifest(store: Path) -> Manifest:
    """The manifest of an index. Raises IndexMissing where there is none, StoreError if damaged."""
    try:
        data = json.loads((store / "manifest.json").read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise OtherFormat(f"The index in {store} is of another version. Run: {BUILD}")
        for folder in ("generation", "vectors"):
            if not re.fullmatch(r"[\w-]+", data[folder]):
                raise ValueError(f"not a folder's name: {folder}")
        return Manifest(**{**data, "chunking": Chunking(**data["chunking"])})
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(f"There is no index in {store} yet. Run: {BUILD}") from error
    except OSError as error:
        raise StoreError(
            f"The index in {store} cannot be read ({error.strerror}). "
            "Check its permissions, or choose another folder with --store."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"The manifest of the index in {store} is damaged. Run: {REBUILD}"
        ) from error


def write_manifest(store: Path, manifest: Manifest) -> None:
    """Make a finished index the one that is read from now on."""
    write_whole(store / "manifest.json", json.dumps(asdict(manifest), indent=1) + "\n")


def manifest_to_update(store: Path, podcast: str) -> Manifest | None:
    """The manifest of an index that may be updated to hold this podcast, None if there is none.

    One of another version of this program counts as none: it is built anew.

    Raises IndexMismatch for another podcast's, StoreError for a damaged one.
    """
    try:
        manifest = read_manifest(store)
    except (IndexMissing, OtherFormat):
        return None
    if manifest.podcast != podcast:
        raise IndexMismatch(
            f"{store} holds the index of another podcast ({manifest.podcast!r}). "
            f"Choose another folder with --store, or replace it: {REBUILD}"
        )
    return manifest


def check_fit(store: Path, manifest: Manifest, podcast: str, model: str, cut: Chunking) -> None:
    """Raise IndexMismatch if an index was made of another podcast, model or length of chunks."""
    if manifest.podcast != podcast:
        raise IndexMismatch(
            f"{store} holds the index of {manifest.podcast!r}, not of {podcast!r}. "
            "Choose the right folder with --store or --corpus."
        )
    if manifest.model != model:
        raise IndexMismatch(
            f"The index in {store} was made with the embedding model {manifest.model!r}, "
            f"now it is {model!r}. Run: {BUILD}"
        )
    if manifest.chunking != cut:
        raise IndexMismatch(f"The index in {store} has chunks of other lengths. Run: {BUILD}")


def vectors_folder(model: str, old: Manifest | None, rebuild: bool) -> str:
    """The folder for a model's vectors: found again after a kill, fresh for a rebuild."""
    if old is not None and old.model == model:
        return old.vectors
    name = f"vectors-{digest(model)[:12]}"
    return f"{name}-{uuid.uuid4().hex[:6]}" if rebuild else name


def digest(*parts: str) -> str:
    """A short name for a content."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


@contextmanager
def new_generation(folder: Path) -> Iterator[Path]:
    """A draft folder to fill; it gets its name, whole, when the block ends without an error."""
    draft = folder.with_name(f".{folder.name}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    yield draft
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(draft, folder)


def write_rows(file: Path, corpus: Corpus, rows: Rows) -> None:
    """Write chunks as positions in the corpus."""
    episodes = {episode.id: number for number, episode in enumerate(corpus)}
    table = [
        [
            row_id,
            episodes[chunk.episode.id],
            chunk.turn_index,
            chunk.start,
            chunk.end,
            _chapter(chunk),
        ]
        for row_id, chunk in zip(rows.ids, rows.chunks, strict=True)
    ]
    file.write_text(json.dumps(table), encoding="utf-8")


def read_rows(file: Path, corpus: Corpus) -> Rows:
    """Read chunks back; raises LookupError, TypeError or ValueError where the file is damaged."""
    table = json.loads(file.read_text(encoding="utf-8"))
    return Rows(tuple(row[0] for row in table), tuple(_chunk(corpus, *row[1:]) for row in table))


def read_corpus(folder: Path) -> Corpus:
    """The corpus as it was indexed. Raises StoreError where it is damaged."""
    try:
        return load_corpus(folder)
    except CorpusError as error:
        raise StoreError(f"The index in {folder} is damaged ({error}). Run: {REBUILD}") from error


def remove_left_overs(store: Path, manifest: Manifest) -> None:
    """Delete the generations and vectors that the manifest no longer names."""
    for folder in [*store.glob("*generation-*"), *store.glob("vectors-*")]:
        if folder.name not in (manifest.generation, manifest.vectors):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Keep other processes from writing to the store. Raises StoreError if one does."""
    try:
        store.mkdir(parents=True, exist_ok=True)
        with FileLock(store / "lock", timeout=0):
            yield
    except Timeout as error:
        raise StoreError(f"Another process is indexing into {store}: wait for it.") from error
    except OSError as error:
        raise StoreError(
            f"The index in {store} cannot be written ({error.strerror or error}). "
            "Free some space or choose another folder with --store."
        ) from error


def _chapter(chunk: Chunk) -> int | None:
    return None if chunk.chapter is None else chunk.episode.chapters.index(chunk.chapter)


def _chunk(
    corpus: Corpus, episode: int, turn: int, start: int, end: int, chapter: int | None
) -> Chunk:
    inside = corpus.episodes[episode]
    return Chunk(inside, turn, start, end, None if chapter is None else inside.chapters[chapter])
