"""Know what changes in the files of a Chroma folder, and which of them matter.

Chroma 1.5 writes into its database even to read: a row into a table that holds nothing else, one
for each opening. And a collection too small for files of its own has some nevertheless: they are
rewritten at each opening, from whatever memory holds, and never read.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from rag.errors import StoreError, first_line

DATABASE, METADATA = "chroma.sqlite3", "index_metadata.pickle"
# Where SQLite counts how often the file was changed, and notes by which version of itself.
COUNTERS = ((24, 28), (92, 100))
MOST_OPENINGS = 100  # rows: with some hundreds more their table would need a second page
Span = tuple[int, int]


def settle(folder: Path) -> None:
    """Roll back what a kill left half written, and forget the earlier openings.

    Raises StoreError where there is no database of Chroma's; other databases are left alone.
    """
    try:
        with closing(_connected(folder)) as database:
            (openings,) = database.execute("SELECT count(*) FROM acquire_write").fetchone()
            database.execute("SELECT dir, version FROM migrations").fetchone()
            if openings > MOST_OPENINGS:
                with database:
                    database.execute("DELETE FROM acquire_write")
    except sqlite3.Error as error:
        raise StoreError(
            f"The vectors in {folder} cannot be used ({first_line(error)}). "
            "Run: python -m rag index"
        ) from error


def changing(file: Path) -> list[Span]:
    """Return the bytes of a file, as half open spans, that change when it is only read."""
    if file.name != DATABASE:
        return []
    with closing(_connected(file.parent)) as database:
        (size,) = database.execute("PRAGMA page_size").fetchone()
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'acquire_write'"
        (page,) = database.execute(query).fetchone()
    # The first byte says what kind of page it is: that has to stay.
    return [*COUNTERS, ((page - 1) * size + 1, page * size)]


def lasting(file: Path) -> bool:
    """Return whether a file is read when Chroma opens a folder that it wrote."""
    inside = file.suffix == ".bin" and (file.parent / "header.bin").exists()
    return not inside or (file.parent / METADATA).exists()


def copy(folder: Path, to: Path) -> None:
    """Copy a folder that others may be opening."""
    with closing(_connected(folder)) as database:
        # Keeps others from writing to it meanwhile.
        database.execute("BEGIN")
        database.execute("SELECT dir FROM migrations").fetchone()
        for file in folder.rglob("*"):
            if file.is_file() and not file.name.endswith("-journal"):
                place = to / file.relative_to(folder)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, place)


def _connected(folder: Path) -> sqlite3.Connection:
    # Not read-only: SQLite may have to take something back first.
    file = (folder / DATABASE).absolute()
    return sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True)
