"""A run as a Markdown table for the terminal and as JSON for other programs."""

import math
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.places import CODE
from eval.quality.asking import Asked
from eval.quality.compare import verdicts
from eval.quality.figures import SPLITS, Figure
from eval.quality.metrics import hit_at, refusal_is_right
from eval.quality.ranking import first_rank
from rag import Settings, answer_json


@dataclass(frozen=True, slots=True)
class Run:
    """The contents of a report; `about` gives the date, commit, dataset and models.

    `written` holds the figures about a language model's answers; empty without one.
    """

    about: dict[str, Any]
    asked: Sequence[Asked]
    figures: Sequence[Figure]
    written: Sequence[tuple[str, str]] = ()


def commit() -> str | None:
    """Return the commit of this checkout, with "+" if files changed since; None without git."""
    command = ("git", "-C", str(CODE), "describe", "--always", "--abbrev=12", "--dirty=+")
    try:
        done = subprocess.run(
            [*command, "--exclude=*"], capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def settings_json(settings: Settings) -> dict[str, Any]:
    """Convert the settings to plain values."""
    return {
        name: value if isinstance(value, int | float | str | dict | None) else str(value)
        for name, value in asdict(settings).items()
    }


def table(run: Run) -> str:
    """Format a run as Markdown tables: kinds of question, answers, rankings, ratios."""
    rankings = [figure for figure in run.figures if figure.system and not figure.is_ratio]
    ratios = [figure for figure in run.figures if figure.is_ratio]
    parts = [_by_kind(run.asked), _of_answers(run.figures)]
    parts += [_by_system("retrieval", rankings), _by_system("ratio", ratios)]
    if run.written:
        parts.append(_markdown(["written answers", ""], [list(row) for row in run.written]))
    return "\n\n".join(parts)


def report_json(run: Run) -> dict[str, Any]:
    """Convert a run to plain values: "about", "figures", and "questions" with "expected" and "got".

    "written answers" is empty without a language model. "ranks" is, by system, the rank of the
    first passage that overlaps the gold, or None.
    """
    return {
        "about": run.about,
        "figures": [_figure(figure) for figure in run.figures],
        "written answers": dict(run.written),
        "questions": [_question(one) for one in run.asked],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    # JSON knows no infinity, which a ratio's interval can end at.
    ends = [end if math.isfinite(end) else None for end in figure.interval or ()]
    return {**asdict(figure), "interval": ends or None, "key": figure.key}


def _question(one: Asked) -> dict[str, Any]:
    example = one.example
    golds = [
        {name: value for name, value in asdict(gold).items() if value is not None}
        for gold in example.gold
    ]
    return {
        "id": example.id,
        "type": example.type,
        "split": example.split,
        "history": list(example.history),
        **verdicts(one),
        "ranks": {name: first_rank(r, example.gold) for name, r in one.rankings.items()},
        "expected": {
            "answerable": example.answerable,
            "gold": golds,
            "expect": list(example.expect),
        },
        "got": answer_json(one.answer, example.id),
    }


def _by_kind(asked: Sequence[Asked]) -> str:
    rows = []
    for kind in [*dict.fromkeys(one.example.type for one in asked), "all"]:
        for split in SPLITS:
            some = [one for one in asked if kind in (one.example.type, "all")]
            some = [one for one in some if one.example.split == split]
            if some:
                rows.append([kind, split, str(len(some)), *kind_shares(some)])
    head = ["kind", "split", "questions", "hit@1", "hit@3", "rightly answered or refused"]
    return _markdown(head, rows)


def kind_shares(asked: Sequence[Asked]) -> list[str]:
    """Format hit@1 and hit@3 of answerable questions, and the share rightly answered or refused."""
    with_gold = [one for one in asked if one.example.answerable]
    return [
        _share([hit_at(one.answer, one.example, 1) for one in with_gold]),
        _share([hit_at(one.answer, one.example, 3) for one in with_gold]),
        _share([refusal_is_right(one.answer, one.example) for one in asked]),
    ]


def _of_answers(figures: Sequence[Figure]) -> str:
    plain = [figure for figure in figures if not figure.system]
    shown = {(figure.name, figure.split): str(figure) for figure in plain}
    rows = [
        [name, *(shown.get((name, split), "–") for split in SPLITS)]
        for name in dict.fromkeys(figure.name for figure in plain)
    ]
    return _markdown(["answers (95 % interval)", *SPLITS], rows)


def _by_system(title: str, figures: Sequence[Figure]) -> str:
    systems = list(dict.fromkeys(figure.system for figure in figures))
    shown = {(f.name, f.split, f.system): str(f) for f in figures}
    rows = [
        [name, split, *(shown.get((name, split, system), "–") for system in systems)]
        for name, split in dict.fromkeys((figure.name, figure.split) for figure in figures)
    ]
    rows.sort(key=lambda row: SPLITS.index(row[1]))
    return _markdown([f"{title} (95 % interval)", "split", *systems], rows)


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines).replace("| --- ", "|---")


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values) / len(values):.2f}" if values else "–"
