"""Read questions from a file: one JSON object per line."""

import json
from pathlib import Path
from typing import Any

from rag.errors import QuestionError


def read_batch(file: Path) -> list[dict[str, Any]]:
    """Read the questions of a JSONL file, skipping blank lines.

    Raises QuestionError that names the line which is not {"question": "…", …}.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise QuestionError(f"{file}: cannot be read ({reason})") from error
    return [_batch_line(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _batch_line(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"{file}, line {number}: not JSON ({error})") from error
    history = data.get("history") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("question"), str):
        raise QuestionError(f'{file}, line {number}: no text under "question"')
    if history is not None and not (
        isinstance(history, list) and all(isinstance(text, str) for text in history)
    ):
        raise QuestionError(f'{file}, line {number}: "history" is no list of texts')
    return data
