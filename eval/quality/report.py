"""A run as a Markdown table for the terminal and as JSON for other programs."""

import math
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from corpus import Corpus
from corpus.places import CODE
from eval.quality.asking import Asked
from eval.quality.compare import verdicts
from eval.quality.figures import Figure
from eval.quality.metrics import hit_at, refusal_is_right
from eval.quality.ranking import first_rank
from rag import Settings, answer_json

# The figures that all sets are held side by side by, where they are measured.
SIDE_BY_SIDE = (
    "quote hit@1",
    "quote hit@3",
    "paraphrases hit@3",
    "refusal precision",
    "refusal recall",
    "answerable refused",
    "R@1",
    "R@5",
    "area under the curve",
    "missed at 33 %",
)


@dataclass(frozen=True, slots=True)
class Run:
    """The contents of a report; `about` gives the date, commit, dataset and models.

    `asked` are the questions by part ("shipped/dev"), where whole answers are judged, `corpora`
    what each of these parts is asked about. `written` holds the figures about a language model's
    answers; empty without one.
    """

    about: dict[str, Any]
    asked: Mapping[str, Sequence[Asked]]
    figures: Sequence[Figure]
    written: Sequence[tuple[str, str]] = ()
    corpora: Mapping[str, Corpus] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A part of a set with its number of questions, and its figures in the order of the head."""

    part: str
    questions: int
    figures: Sequence[Figure | None]


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


def side_by_side(run: Run) -> tuple[list[str], list[Row]]:
    """Return the names of the figures that any part has, and a row for each part."""
    found = {(f.part, f.name): f for f in run.figures if not f.system}
    names = [name for name in SIDE_BY_SIDE if any(name == measured for _, measured in found)]
    rows = []
    for part in dict.fromkeys(figure.part for figure in run.figures):
        row = [found.get((part, name)) for name in names]
        counted = max((figure.count for figure in row if figure), default=0)
        rows.append(Row(part, len(run.asked.get(part, ())) or counted, row))
    return names, rows


def table(run: Run) -> str:
    """Format a run as Markdown tables: all sets, kinds of question, answers, rankings, ratios."""
    answers = [figure for figure in run.figures if figure.part in run.asked and not figure.system]
    rankings = [figure for figure in run.figures if figure.system and not figure.is_ratio]
    ratios = [figure for figure in run.figures if figure.is_ratio]
    names, rows = side_by_side(run)
    of_all = [
        [row.part, str(row.questions), *(f"{f.value:.2f}" if f else "–" for f in row.figures)]
        for row in rows
    ]
    tables = [_markdown(["set", "questions", *names], of_all)]
    tables += [_by_kind(run.asked), _of_answers(answers)] if run.asked else []
    tables += [_by_system("retrieval", rankings)] if rankings else []
    tables += [_by_system("ratio", ratios)] if ratios else []
    if run.written:
        tables.append(_markdown(["written answers", ""], [list(row) for row in run.written]))
    return "\n\n".join(tables)


def report_json(run: Run) -> dict[str, Any]:
    """Convert a run to plain values: "about", "sets", "figures", and "questions".

    "sets" has the figures that all sets are compared by, part by part. A question has what was
    "expected" and "got"; "ranks" is, by system, the rank of the first passage that overlaps the
    gold, or None. "written answers" is empty without a language model.
    """
    measured = []
    for figure in run.figures:
        # JSON knows no infinity, which a ratio's interval can end at.
        ends = [end if math.isfinite(end) else None for end in figure.interval or ()]
        measured.append({**asdict(figure), "interval": ends or None, "key": figure.key})
    return {
        "about": run.about,
        "sets": {
            row.part: {"questions": row.questions} | {f.name: f.value for f in row.figures if f}
            for row in side_by_side(run)[1]
        },
        "figures": measured,
        "written answers": dict(run.written),
        "questions": [_question(part, one) for part, some in run.asked.items() for one in some],
    }


def _question(part: str, one: Asked) -> dict[str, Any]:
    example = one.example
    golds = [
        {name: value for name, value in asdict(gold).items() if value is not None}
        for gold in example.gold
    ]
    expected = {"answerable": example.answerable, "gold": golds, "expect": list(example.expect)}
    return {
        "id": example.id,
        "part": part,
        "type": example.type,
        "history": list(example.history),
        **verdicts(one),
        "ranks": {name: first_rank(r, example.gold) for name, r in one.rankings.items()},
        "expected": expected,
        "got": answer_json(one.answer, example.id),
    }


def _by_kind(asked: Mapping[str, Sequence[Asked]]) -> str:
    rows = []
    for part, every in asked.items():
        for kind in [*dict.fromkeys(one.example.type for one in every), "all"]:
            some = [one for one in every if kind in (one.example.type, "all")]
            rows.append([kind, part, str(len(some)), *kind_shares(some)])
    head = ["kind", "set", "questions", "hit@1", "hit@3", "rightly answered or refused"]
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
    shown = {(figure.name, figure.part): str(figure) for figure in figures}
    parts = list(dict.fromkeys(figure.part for figure in figures))
    rows = [
        [name, *(shown.get((name, part), "–") for part in parts)]
        for name in dict.fromkeys(figure.name for figure in figures)
    ]
    return _markdown(["answers (95 % interval)", *parts], rows)


def _by_system(title: str, figures: Sequence[Figure]) -> str:
    systems = list(dict.fromkeys(figure.system for figure in figures))
    shown = {(f.name, f.part, f.system): str(f) for f in figures}
    rows = [
        [name, part, *(shown.get((name, part, system), "–") for system in systems)]
        for part, name in dict.fromkeys((figure.part, figure.name) for figure in figures)
    ]
    return _markdown([f"{title} (95 % interval)", "set", *systems], rows)


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines).replace("| --- ", "|---")


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values) / len(values):.2f}" if values else "–"
