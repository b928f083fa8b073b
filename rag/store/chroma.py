"""Store vectors in a Chroma folder of the store, or in a Chroma server.

A folder belongs to one index, and one process writes to it. In a server the collections of many
indexes are kept apart by names made from what their vectors are made of, so that several
processes that index and answer the same podcast share them. A row's id is made from its content:
writing it again changes nothing.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import chromadb
import chromadb.config
import httpx
from chromadb import Collection
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.errors import ChromaError, NotFoundError

from corpus import NachgefragtError
from rag.errors import StoreError, first_line
from rag.settings import Settings
from rag.store.chroma_files import DATABASE
from rag.store.manifest import REBUILD, Manifest
from rag.wording.languages import in_each
from rag.wording.words import Errors

FAULTS = (ChromaError, sqlite3.Error, LookupError, TypeError, ValueError, EOFError, OSError)
FULL = ("disk is full", "No space left on device", "File too large")
SERVER_TIMEOUT = 60.0  # seconds that a server may think before it counts as gone


@dataclass(frozen=True, slots=True)
class Database:
    """The collections of one index; `prefix` keeps them apart from those of others."""

    client: ClientAPI
    prefix: str

    def read(self, name: str) -> Collection:
        """Open a collection; raises ChromaError where it does not exist."""
        return self.client.get_collection(self.prefix + name)

    def write(self, name: str) -> Collection:
        """Open a collection to fill, made if need be."""
        return self.client.get_or_create_collection(
            self.prefix + name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
        )

    def close(self) -> None:
        """Close its files; its collections cannot be used any more."""
        cast(Client, self.client).close()

    def drop(self, vectors: str, names: Iterable[str]) -> None:
        """Delete the collections of other vectors in the same server, where they exist."""
        for name in names:
            with suppress(NotFoundError):
                self.client.delete_collection(f"{vectors}-{name}")


def open_database(settings: Settings, generation: Path, manifest: Manifest) -> Database:
    """Open the database of a whole generation. Raises StoreError where a server is away."""
    if settings.chroma_url:
        return _on_server(settings.chroma_url, manifest.vectors)
    return Database(_folder(generation / manifest.vectors), "")


def make_database(settings: Settings, draft: Path, vectors: str) -> Database:
    """Open the database `vectors` to fill it. Raises StoreError where a server is away."""
    if settings.chroma_url:
        return _on_server(settings.chroma_url, vectors)
    return Database(_folder(draft / vectors), "")


def check_writable(folder: Path) -> None:
    """Raise StoreError where Chroma may not write, which it has to do even to read."""
    there = (place for place in (folder, folder / DATABASE) if place.exists())
    if not all(os.access(place, os.W_OK) for place in there):
        raise StoreError(
            f"{folder} is read-only, but Chroma has to write there even to read. "
            "Make it writable, or choose another folder with --store."
        )


@contextmanager
def readable(remedy: str | None = None) -> Iterator[None]:
    """Turn errors of Chroma and SQLite into a StoreError that says what to do."""
    try:
        yield
    except NachgefragtError:
        raise
    except BaseException as error:
        # What a server answers without naming a reason, Chroma's client raises as a bare Exception.
        cause = error.__context__ or error if type(error) is Exception else error
        if isinstance(cause, (httpx.TransportError, httpx.HTTPStatusError)):
            raise _away(str(cause.request.url.copy_with(raw_path=b"/")), cause) from error
        # A panic in Chroma's Rust code comes as a BaseException without an importable type.
        if not isinstance(error, FAULTS) and type(error).__name__ != "PanicException":
            raise
        raise StoreError(in_each(partial(_unusable, first_line(error), remedy))) from error


def _unusable(reason: str, remedy: str | None, words: Errors) -> str:
    if any(full in reason for full in FULL):
        remedy = words.free_space
    remedy = remedy or words.run.format(command=REBUILD)
    return words.index_unusable.format(reason=reason, remedy=remedy)


def _away(url: str, error: Exception) -> StoreError:
    reason = first_line(error)
    return StoreError(in_each(lambda words: words.server_away.format(url=url, reason=reason)))


def _on_server(url: str, vectors: str) -> Database:
    try:
        client = chromadb.HttpClient(url, settings=_quiet())
    except (ValueError, httpx.HTTPError) as error:
        raise _away(url, error) from error
    # Chroma's client would wait for ever: one that hangs takes every asker's place.
    client._server._session.timeout = SERVER_TIMEOUT  # type: ignore[attr-defined]
    return Database(client, f"{vectors}-")


def _folder(folder: Path) -> ClientAPI:
    return chromadb.PersistentClient(str(folder), settings=_quiet())


def _quiet() -> chromadb.config.Settings:
    return chromadb.config.Settings(anonymized_telemetry=False)
