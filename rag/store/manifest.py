"""The manifest of an index: what it was made from, and where its parts are.

    manifest.json        names the folder below; it is replaced last and at once, so that
                         a reader always sees a whole index: the old one or the new one
    generation-<hash>/   the corpus as it was indexed, its chunks, the lexical indexes, and the
                         Chroma database, unless the vectors are in a server
                         (rag.store.chroma); rag.store.digests checks that it is still what was
                         written
    embeddings.sqlite3   every vector by what it is made of (rag.embedding.cache)

Quotes are cut from the corpus kept here, so an edited transcript cannot shift them.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from corpus import Corpus, CorpusError, load_corpus, load_podcast
from corpus.files import write_whole
from corpus.places import indexes_folder
from rag.errors import IndexMismatch, IndexMissing, StoreError
from rag.settings import Settings
from rag.store.code_version import FORMAT, recipe
from rag.text.digest import digest
from rag.types import Chunking

INSIDE = "vectors"
SHARED = "nachgefragt-"
BUILD = "python -m rag index"
REBUILD = "python -m rag index --rebuild"


class OtherFormat(IndexMismatch):
    """The index was written by another version of this program."""


class BeingWritten(StoreError):
    """Another process is writing into the store."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The origin of an index, and the places of its parts.

    `recipe` identifies the code that made it (rag.store.code_version), `content` for the corpus as
    it was cut, `seal` for the files of the generation as they were written (rag.store.digests).
    `vectors` are called so in a Chroma server, or else in the generation.
    """

    podcast: str
    model: str
    chunking: Chunking
    recipe: str
    content: str
    generation: str
    vectors: str
    seal: str = ""
    format: int = FORMAT

    def same(self, other: "Manifest") -> bool:
        """Return whether an index by another manifest would hold the same."""
        return self == replace(other, generation=self.generation, seal=self.seal)


def store_folder(settings: Settings) -> Path:
    """Return the folder of the index: the one set, or one per podcast among all indexes."""
    if settings.store:
        return settings.store
    return indexes_folder() / load_podcast(settings.corpus).slug


def is_stale(settings: Settings) -> bool:
    """Return whether a corpus file was written after the index."""
    written = (store_folder(settings) / "manifest.json").stat().st_mtime
    return any(file.stat().st_mtime > written for file in settings.corpus.glob("*.json"))


def read_manifest(store: Path) -> Manifest:
    """Read the manifest. Raises IndexMissing where there is none, StoreError if damaged."""
    try:
        data = json.loads((store / "manifest.json").read_text(encoding="utf-8"))
        if data["format"] == FORMAT and data.pop("digest") != _digest(data):
            raise ValueError("not what was written")
        if data["format"] != FORMAT or data["recipe"] != recipe():
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
    data = asdict(manifest)
    text = json.dumps(data | {"digest": _digest(data)}, indent=1)
    write_whole(store / "manifest.json", text + "\n")


def _digest(data: dict[str, object]) -> str:
    return digest(json.dumps(data, sort_keys=True))


def manifest_to_update(store: Path, podcast: str) -> Manifest | None:
    """Read the manifest if its index may be updated for this podcast; None without one.

    One of another version of this program counts as none: it is rebuilt.

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


def check_fit(
    store: Path, manifest: Manifest, settings: Settings, podcast: str, model: str
) -> None:
    """Raise IndexMismatch if an index was made of another podcast, model or length of chunks.

    Or if its vectors are in a Chroma server and it is opened without one, or the other way round.
    """
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
    if manifest.chunking != settings.chunking:
        raise IndexMismatch(f"The index in {store} has chunks of other lengths. Run: {BUILD}")
    if is_shared(manifest.vectors) != bool(settings.chroma_url):
        where = "in a Chroma server" if is_shared(manifest.vectors) else "beside it"
        now = "set" if settings.chroma_url else "not set"
        raise IndexMismatch(
            f"The index in {store} has its vectors {where}, but NACHGEFRAGT_CHROMA_URL is {now}. "
            f"Change that, or run: {BUILD}"
        )


def shared_vectors(podcast: str, model: str, cut: Chunking) -> str:
    """Name vectors in a Chroma server: the same for all processes that need the same."""
    return f"{SHARED}{digest(str(FORMAT), podcast, model, json.dumps(asdict(cut)))[:12]}"


def is_shared(vectors: str) -> bool:
    """Return whether vectors of this name are in a Chroma server."""
    return vectors.startswith(SHARED)


def read_corpus(folder: Path) -> Corpus:
    """Read the corpus as it was indexed. Raises StoreError where it is damaged."""
    try:
        return load_corpus(folder)
    except CorpusError as error:
        raise StoreError(f"The index in {folder} is damaged ({error}). Run: {BUILD}") from error


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Keep other processes from writing to the store. Raises StoreError if one does."""
    try:
        store.mkdir(parents=True, exist_ok=True)
        with FileLock(store / "lock", timeout=0):
            yield
    except Timeout as error:
        raise BeingWritten(f"Another process is indexing into {store}: wait for it.") from error
    except OSError as error:
        raise StoreError(
            f"The index in {store} cannot be written ({error.strerror or error}). "
            "Free some space or choose another folder with --store."
        ) from error
