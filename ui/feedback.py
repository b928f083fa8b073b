"""What readers think of answers, written down as candidates for the eval set.

Only where the operator names a file: without it the window offers no thumbs and writes nothing.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from rag.types import Answer, Quote
from ui.conversation import Conversation, questions

Rating = Literal["good", "bad"]
COMMENT_CHARACTERS = 1_000


def candidate(conversation: Conversation, number: int, rating: Rating, comment: str) -> str | None:
    """One JSON line in the form of eval/questions.jsonl, or None if there is no such answer.

    What was cited in a helpful answer stands as gold; of an unhelpful one nobody knows yet.
    """
    if not 0 < number <= len(conversation):
        return None
    exchange = conversation[number - 1]
    answer = exchange.reply
    if not isinstance(answer, Answer):
        return None
    good = rating == "good"
    line = {
        "id": f"feedback-{uuid4().hex[:12]}",
        "type": "feedback",
        "lang": answer.language,
        "question": exchange.question,
        "history": list(questions(conversation[: number - 1])),
        "answerable": answer.grounded if good else None,
        "gold": _gold(answer) if good else [],
        "expect": [],
        "reference": None,
        "feedback": {
            "rating": rating,
            "comment": comment.strip()[:COMMENT_CHARACTERS] or None,
            "answer": answer.text,
            "generator": answer.generator,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        },
    }
    return json.dumps(line, ensure_ascii=False)


def write_down(file: Path, line: str) -> None:
    """Append a line to the operator's file."""
    with file.open("a", encoding="utf-8") as lines:
        lines.write(line + "\n")


def _gold(answer: Answer) -> list[dict[str, Any]]:
    return [
        {"episode": citation.source.episode.number, "quote": citation.source.text}
        for citation in answer.citations
        if isinstance(citation.source, Quote)
    ]
