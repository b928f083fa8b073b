"""A cache of vectors by what they are made of, so that nothing is embedded twice.

A short turn is both a passage and a sentence, and other lengths of chunks leave most sentences as
they are. The cache is an SQLite file next to the index, safe against a kill at any moment. It is
not part of the index: without it everything is embedded again. Each vector has a checksum, so that
a damaged one is embedded again, too.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np

from rag.embedding.embedder import Embedder, Vectors
from rag.embedding.spans import Parts

FILE = "embeddings.sqlite3"
AT_ONCE = 500  # SQLite takes no more names in a question everywhere
Text = TypeVar("Text", str, Parts)
TABLE = """CREATE TABLE IF NOT EXISTS vectors
(name BLOB PRIMARY KEY, vector BLOB, run INTEGER, sum BLOB)"""


class CachedEmbedder:
    """An embedder that looks in the cache first; vectors are stored as they are."""

    def __init__(self, embedder: Embedder, database: sqlite3.Connection) -> None:
        self.embedder = embedder
        self._database = database
        (self._run,) = database.execute("SELECT coalesce(max(run), 0) + 1 FROM vectors").fetchone()

    @property
    def name(self) -> str:
        """The name of the model."""
        return self.embedder.name

    def embed_parts(self, items: Sequence[Parts]) -> Vectors:
        """Embed n parts of texts: shape (n, dimension)."""
        by_source = {self.embedder.source(parts): parts for parts in items}
        vectors = self._vectors(
            {self._name("", text): parts for text, parts in by_source.items()},
            self.embedder.embed_parts,
        )
        rows = dict(zip(by_source, vectors, strict=True))
        return np.array([rows[self.embedder.source(parts)] for parts in items])

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed n different questions: shape (n, dimension)."""
        return self._vectors(
            {self._name("query", text): text for text in texts}, self.embedder.embed_queries
        )

    def _vectors(
        self, named: Mapping[bytes, Text], embed: Callable[[list[Text]], Vectors]
    ) -> Vectors:
        """Return the vectors of these names; embed and store those that are missing."""
        known = self._known(list(named))
        if missing := {name: text for name, text in named.items() if name not in known}:
            vectors = embed(list(missing.values())).astype(np.float32)
            new = {name: row.tobytes() for name, row in zip(missing, vectors, strict=True)}
            with self._database:
                rows = [
                    (name, vector, self._run, _checksum(name, vector))
                    for name, vector in new.items()
                ]
                self._database.executemany(
                    "INSERT OR REPLACE INTO vectors (name, vector, run, sum) VALUES (?, ?, ?, ?)",
                    rows,
                )
            known |= new
        return np.array([np.frombuffer(known[name], dtype=np.float32) for name in named])

    def forget(self, most: int) -> None:
        """Keep so many vectors, those that were needed last."""
        with self._database:
            self._database.execute(
                "DELETE FROM vectors WHERE name IN "
                "(SELECT name FROM vectors ORDER BY run DESC LIMIT -1 OFFSET ?)",
                (most,),
            )

    def _known(self, names: Sequence[bytes]) -> dict[bytes, bytes]:
        known: dict[bytes, bytes] = {}
        for first in range(0, len(names), AT_ONCE):
            some = names[first : first + AT_ONCE]
            marks = ", ".join("?" * len(some))
            with self._database:
                self._database.execute(
                    f"UPDATE vectors SET run = ? WHERE name IN ({marks})", (self._run, *some)
                )
            found = self._database.execute(
                f"SELECT name, vector, sum FROM vectors WHERE name IN ({marks})", some
            )
            # Until format 5 there were no sums.
            known |= {
                n: vector for n, vector, sum_ in found if sum_ in (None, _checksum(n, vector))
            }
        return known

    def _name(self, kind: str, text: str) -> bytes:
        return hashlib.sha256(f"{self.embedder.name}\0{kind}\0{text}".encode()).digest()[:20]


@contextmanager
def cached_embedder(embedder: Embedder, folder: Path) -> Iterator[CachedEmbedder]:
    """Open an embedder with a cache in a folder; a damaged cache is replaced by an empty one."""
    file = folder / FILE
    database = sqlite3.connect(file)
    try:
        _prepare(database)
    except sqlite3.OperationalError:  # a full disk, no permission: the user can mend it
        raise
    except sqlite3.DatabaseError:
        database.close()
        file.unlink()
        database = sqlite3.connect(file)
        _prepare(database)
    with closing(database):
        yield CachedEmbedder(embedder, database)


def _prepare(database: sqlite3.Connection) -> None:
    database.execute(TABLE)
    if "sum" not in [column for _, column, *_ in database.execute("PRAGMA table_info(vectors)")]:
        database.execute("ALTER TABLE vectors ADD COLUMN sum BLOB")
    database.execute("SELECT name, vector, run FROM vectors").fetchone()
    ((said,), *_) = database.execute("PRAGMA quick_check(1)").fetchall()
    if said != "ok":
        raise sqlite3.DatabaseError(said)


def _checksum(name: bytes, vector: bytes) -> bytes:
    return hashlib.blake2b(vector, digest_size=8, key=name).digest()
