"""Check that the files of an index are still what was written.

A flipped bit would show another quote, or let Chroma's native code crash. So when an index is
written, the size and the digest of each of its files are noted next to them, and the digest of that
note in the manifest. All are checked before any of them is used.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from rag.errors import StoreError
from rag.store.chroma_files import Span, changing, lasting

NOTE = "digests.json"
AT_ONCE = 1 << 20  # bytes
MEND = "Run: python -m rag index"


def seal(folder: Path) -> str:
    """Note the sizes and digests of a folder's files; return the digest of the note."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and lasting(file))
    note: dict[str, Any] = {}
    for file in files:
        apart = changing(file)
        told = {"size": _size(file), "digest": _digest(file, apart), "apart": apart}
        note[file.relative_to(folder).as_posix()] = told
    text = json.dumps(note, indent=0)
    (folder / NOTE).write_text(text, encoding="utf-8", newline="\n")
    return hashlib.sha256(text.encode()).hexdigest()


def check_seal(folder: Path, seal: str) -> int:
    """Check a store's folder; return how many bytes were found as they were written.

    Raises StoreError that names a file which was not.
    """
    try:
        text = (folder / NOTE).read_bytes()
        if hashlib.sha256(text).hexdigest() != seal:
            raise ValueError(NOTE)
        note = json.loads(text)
        wrong = [name for name, told in note.items() if _size(folder / name) != told["size"]]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            digests = pool.map(lambda name: _digest(folder / name, note[name]["apart"]), note)
            found = zip(note, digests, strict=True) if not wrong else ()
            wrong += [name for name, digest in found if digest != note[name]["digest"]]
        if wrong:
            raise ValueError(wrong[0])
    except FileNotFoundError as error:
        raise _damaged(folder, f"{_name(folder, error)} is missing") from error
    except OSError as error:
        reason = f"{_name(folder, error)} cannot be read: {error.strerror}"
        raise _damaged(folder, reason) from error
    except ValueError as error:
        raise _damaged(folder, f"{error} is not what was written") from error
    return sum(told["size"] for told in note.values())


def _size(file: Path) -> int:
    return file.stat().st_size


def _digest(file: Path, apart: Sequence[Span]) -> str:
    """Compute the digest of a file, leaving out some spans of bytes."""
    digest, at = hashlib.sha256(), 0
    with file.open("rb") as data:
        for first, after in [*sorted(apart), (_size(file),) * 2]:
            while at < first:
                digest.update(some := data.read(min(AT_ONCE, first - at)))
                at += len(some) or first
            data.seek(at := max(at, after))
    return digest.hexdigest()


def _name(folder: Path, error: OSError) -> str:
    return os.path.relpath(error.filename or folder, folder)


def _damaged(folder: Path, reason: str) -> StoreError:
    return StoreError(f"The index in {folder.parent} is damaged ({reason}). {MEND}")
