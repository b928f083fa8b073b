"""An eval set to confirm: a rated question, a chapter without one, a question that was asked."""

import json
from pathlib import Path
from typing import Any


def line(name: str, question: str, **origin: Any) -> dict[str, Any]:
    return {
        **{"id": name, "type": "draft", "lang": "de", "question": question, "history": []},
        **{"answerable": None, "gold": [], "expect": [], "reference": None, "draft": origin},
    }


DRAFTS = [
    line("own-001", "Weshalb federt Esche?", source="rating", rating="bad", comment="<b>Nein</b>"),
    line("own-002", "", source="chapter", episode=2, turn=2, chapter="Der Sauerteig"),
    line("own-003", "Was kostet Stahl?", source="asked"),
]


def write_drafts(file: Path) -> None:
    """Let the set be as it was before anybody confirmed something."""
    file.write_text("".join(json.dumps(one) + "\n" for one in DRAFTS), encoding="utf-8")
