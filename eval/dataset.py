"""The questions of an eval set: JSON lines in the format of eval/QUESTIONS.md."""

import json
from dataclasses import dataclass
from pathlib import Path

from corpus import NachgefragtError

QUESTIONS = Path(__file__).parent / "questions.jsonl"


class DatasetError(NachgefragtError):
    """A line of an eval set does not follow the format."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A place that answers a question: a verbatim quote, or turns of an episode, first to last."""

    episode: int
    quote: str | None = None
    turns: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One question and its expected answer; several golds are alternatives.

    `split` is "dev" for what may be looked at and learned from, else "test".
    """

    id: str
    type: str
    question: str
    history: tuple[str, ...]
    answerable: bool
    gold: tuple[Gold, ...]
    expect: tuple[str, ...]
    split: str = "test"


def load_examples(file: Path) -> list[Example]:
    """Read a set, without what is a draft so far. Raises DatasetError, naming the invalid line."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{file} cannot be read: {error}") from error
    read = [_example(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    examples = [example for example in read if example]
    if read and not examples:
        raise DatasetError(
            f"{file} holds drafts only. Confirm some in the window: NACHGEFRAGT_LABELLING={file}"
        )
    return examples


def first_questions(count: int, file: Path = QUESTIONS) -> list[str]:
    """Return the texts of a set's first questions; if it has too few, they repeat."""
    texts = [example.question for example in load_examples(file)]
    return [texts[number % len(texts)] for number in range(count)]


def _example(file: Path, number: int, line: str) -> Example | None:
    """Read a question; None for one that nobody has confirmed yet (eval.draft)."""
    try:
        data = json.loads(line)
        if "draft" in data:
            return None
        if not isinstance(data["answerable"], bool):
            raise TypeError("answerable must be true or false")
        return Example(
            id=data["id"],
            type=data["type"],
            question=data["question"],
            history=tuple(data.get("history") or ()),
            answerable=data["answerable"],
            gold=tuple(_gold(gold) for gold in data.get("gold") or ()),
            expect=tuple(data.get("expect") or ()),
            split=split_of(data["id"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{file}, line {number}: {type(error).__name__}: {error}") from error


def split_of(name: str) -> str:
    """Return "dev" for an id that ends in an odd number, else "test"."""
    digits = name[len(name.rstrip("0123456789")) :]
    return "dev" if digits and int(digits) % 2 else "test"


def _gold(data: dict[str, object]) -> Gold:
    turns = data.get("turns")
    span = (int(turns[0]), int(turns[1])) if isinstance(turns, list) else None
    return Gold(int(str(data["episode"])), str(data["quote"]) if "quote" in data else None, span)
