"""Questions in a file, one JSON object per line: read, and changed by one process at a time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.files import write_whole
from rag.errors import QuestionError
from rag.store.locks import take


def read_batch(file: Path) -> list[dict[str, Any]]:
    """Read the questions of a JSONL file, skipping blank lines.

    Raises QuestionError that names the line which is not {"question": "…", …}.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise QuestionError(f"{file}: cannot be read ({reason})") from error
    questions: list[dict[str, Any]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise QuestionError(f"{file}, line {number}: not JSON ({error})") from error
        if not isinstance(data, dict) or not isinstance(data.get("question"), str):
            raise QuestionError(f'{file}, line {number}: no text under "question"')
        history = data.get("history")
        are_texts = isinstance(history, list) and all(isinstance(text, str) for text in history)
        if history is not None and not are_texts:
            raise QuestionError(f'{file}, line {number}: "history" is no list of texts')
        questions.append(data)
    return questions


@contextmanager
def changing(file: Path) -> Iterator[list[dict[str, Any]]]:
    """Give the questions of a file to change, and write what the block leaves, whole or not at all.

    Nobody else changes them meanwhile. A file that is not there holds none. Raises QuestionError
    as `read_batch`, OSError where the file cannot be written.
    """
    file = file.resolve()
    # Not the file itself, which is replaced.
    with file.with_name(f".{file.name}.lock").open("w") as lock:
        take(lock.fileno(), wait=True)
        lines = read_batch(file) if file.exists() else []
        before = _text(lines)
        yield lines
        if (after := _text(lines)) != before:
            write_whole(file, after)


def _text(lines: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
