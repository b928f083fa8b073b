"""Note what an update of shared vectors leaves behind for the next one to remove.

Another process may have opened the index before the update and goes on reading it until it is
restarted. So what an update does not need is noted in its generation's folder, and removed by
the next update that does not need it either.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

FILE = "superseded.json"
Ids = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Superseded:
    """Rows by level that were not needed, and the name of vectors that others took the place of."""

    rows: dict[str, set[str]] = field(default_factory=dict)
    vectors: str | None = None


def note(folder: Path, rows: Ids, vectors: str | None) -> None:
    """Write down what is not needed any more into a generation's folder."""
    data = {"rows": {level: sorted(ids) for level, ids in rows.items()}, "vectors": vectors}
    (folder / FILE).write_text(json.dumps(data), encoding="utf-8")


def noted(folder: Path) -> Superseded:
    """Read what was noted in a generation's folder; nothing where it cannot be read."""
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
        rows = {str(level): set(map(str, ids)) for level, ids in data["rows"].items()}
        return Superseded(rows, data["vectors"] and str(data["vectors"]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Superseded()
