"""Readers' ratings of answers, written down as candidates for the eval set.

Only where the operator names a file: without it the window offers no thumbs and writes nothing.
"""

import errno
import json
import logging
import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from uuid import uuid4

from rag.serialize import whose
from rag.store.locks import take
from rag.types import Answer, Quote
from ui.state.conversation import Conversation, questions

Rating = Literal["good", "bad"]
COMMENT_CHARACTERS, ANSWER_CHARACTERS = 1_000, 3_000
EARLIER = 5  # questions of the same conversation
LONGEST_LINE, LARGEST_FILE = 64_000, 50_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Judged:
    """A reader's view of an answer; `right` are the numbers of citations that answer it.

    Several lines with one `id` are one reader's rating of one answer; the last one counts.
    """

    rating: Rating
    comment: str = ""
    right: Collection[int] = ()
    id: str = ""


def candidate(conversation: Conversation, number: int, judged: Judged) -> str | None:
    """Return one JSON line in the form of eval/questions.jsonl, or None without such an answer.

    Its gold are the quotes that the reader calls the right ones: a thumb alone names none.
    """
    if not 0 < number <= len(conversation):
        return None
    exchange = conversation[number - 1]
    answer = exchange.reply
    if not isinstance(answer, Answer):
        return None
    gold = [
        {"episode": citation.source.episode.number, "quote": citation.source.text}
        | whose(citation.source)
        for citation in answer.citations
        if isinstance(citation.source, Quote) and citation.number in judged.right
    ]
    good = judged.rating == "good"
    line = {
        "id": f"feedback-{judged.id or uuid4().hex[:12]}",
        "type": "feedback",
        "lang": answer.language,
        "question": exchange.question,
        "history": list(questions(conversation[: number - 1]))[-EARLIER:],
        "answerable": True if gold else answer.grounded if good else None,
        "gold": gold,
        "expect": [],
        "reference": None,
        "feedback": {
            "rating": judged.rating,
            "comment": judged.comment.strip()[:COMMENT_CHARACTERS] or None,
            "answer": answer.text[:ANSWER_CHARACTERS],
            "generator": answer.generator,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        },
    }
    return json.dumps(line, ensure_ascii=False)


def write_down(file: Path, line: str) -> bool:
    """Append a line to the operator's file, whole or not at all; return whether it is there."""
    data = f"{line}\n".encode()
    if len(data) > LONGEST_LINE:
        return False
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            take(handle, wait=True)
            return _appended(handle, data)
        finally:
            os.close(handle)
    except OSError as error:
        logging.getLogger(__name__).warning("A rating could not be written: %s", error.strerror)
        return False


def _appended(handle: int, data: bytes) -> bool:
    size = os.fstat(handle).st_size
    if size + len(data) >= LARGEST_FILE:
        return False
    if size:
        os.lseek(handle, -1, os.SEEK_END)
        # What a kill cut off stays, but nobody else's line is lost in it.
        data = data if os.read(handle, 1) == b"\n" else b"\n" + data
    try:
        if os.write(handle, data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, size)
        raise
    return True
