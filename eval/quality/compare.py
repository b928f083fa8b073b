"""Questions won and lost since another report."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.dataset import DatasetError
from eval.quality.asking import Asked
from eval.quality.metrics import hit_at, is_right


def verdicts(one: Asked) -> dict[str, bool]:
    """Judge a question: is the answer right, and is its first quote right already?"""
    right = is_right(one.answer, one.example)
    refused = not one.answer.grounded
    return {"right": right, "first": right and (refused or hit_at(one.answer, one.example, 1))}


def load_report(file: Path) -> dict[str, dict[str, bool]]:
    """Read the verdicts of a report.json by question id. Raises DatasetError if it is not one."""
    try:
        rows: list[Any] = json.loads(file.read_text("utf-8"))["questions"]
        return {row["id"]: {key: bool(row[key]) for key in ("right", "first")} for row in rows}
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{file} is no report.json of python -m eval: {error!r}") from error


def comparison(asked: Mapping[str, Sequence[Asked]], old: dict[str, dict[str, bool]]) -> str:
    """List the ids of questions won and lost, part by part, for answers and for first quotes."""
    lines = []
    for part, some in asked.items():
        new = {one.example.id: verdicts(one) for one in some if one.example.id in old}
        lines.append(f"Compared with the other report, {part}, {len(new)} questions in both:")
        for key, what in (("right", "right answers"), ("first", "right first quotes")):
            won = [name for name in new if new[name][key] and not old[name][key]]
            lost = [name for name in new if old[name][key] and not new[name][key]]
            lines.append(f"{what} won ({len(won)}): {', '.join(won) or '–'}")
            lines.append(f"{what} lost ({len(lost)}): {', '.join(lost) or '–'}")
    return "\n".join(lines)
