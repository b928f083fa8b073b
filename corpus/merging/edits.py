"""Record what the importer wrote, to tell an editor's corrections from its own text.

The ledger is kept outside the corpus folder: .import/<name>.json maps the names of files to digests
of their texts. A file that matches none of its digests was edited by hand.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import ImportFailed
from corpus.files import remove_leftovers, write_all, write_whole

Ledger = dict[str, list[str]]
LOCK_TIMEOUT = 60.0  # seconds that one import waits for another


def beside(folder: Path) -> Path:
    """Return the folder next to a corpus for what later imports need."""
    return folder.resolve().parent / ".import"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Lock the corpus against other processes; first remove what a killed import left.

    Raises ImportFailed where another import takes too long.
    """
    place = beside(folder)
    place.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(place / f"{folder.resolve().name}.lock", timeout=LOCK_TIMEOUT):
            remove_leftovers(folder)
            yield
    except Timeout as error:
        raise ImportFailed(
            f"{folder}: another import is changing it; try again when that has ended"
        ) from error


def digest(text: str) -> str:
    """Compute a short fingerprint of a file's text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def read_ledger(folder: Path) -> Ledger:
    """Read the digests for each file of a corpus folder; empty if there is no readable ledger."""
    try:
        found = json.loads(_file(folder).read_text(encoding="utf-8"))
        return {str(name): [str(entry) for entry in entries] for name, entries in found.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def write_ledger(folder: Path, texts: Mapping[str, str], also: Ledger | None = None) -> None:
    """Record the texts of some files; digests in `also`, and those of other files, stay valid."""
    known = read_ledger(folder)
    for name, text in texts.items():
        known[name] = list(dict.fromkeys([digest(text), *(also or {}).get(name, [])]))
    _file(folder).parent.mkdir(parents=True, exist_ok=True)
    write_whole(_file(folder), json.dumps(known, indent=1, sort_keys=True) + "\n")


def write_as_ours(folder: Path, texts: Mapping[Path, str]) -> None:
    """Write files of a corpus, all or none, and record them as not edited by hand."""
    if not texts:
        return
    noted = {file.name: text for file, text in texts.items()}
    # Should the next step be interrupted, old and new texts are both known as ours.
    write_ledger(folder, noted, read_ledger(folder))
    write_all(texts)
    write_ledger(folder, noted)


def write_back(file: Path, text: str) -> None:
    """Rewrite a file of a corpus; one that was edited by hand still counts as edited."""
    with alone(file.parent):
        present = file.read_bytes().decode("utf-8", errors="replace")
        if digest(present) in read_ledger(file.parent).get(file.name, []):
            write_as_ours(file.parent, {file: text})
        else:
            write_whole(file, text)


def _file(folder: Path) -> Path:
    return beside(folder) / f"{folder.resolve().name}.json"
