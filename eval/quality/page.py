"""A run as one HTML page that loads nothing: figures, bars by kind of question, every failure.

Questions, transcripts and answers are untrusted text: the template page.html escapes all of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.quality.asking import Asked
from eval.quality.figures import SPLITS
from eval.quality.metrics import is_right
from eval.quality.report import Run


@dataclass(frozen=True, slots=True)
class Bar:
    """The right answers to the questions of one kind in one split."""

    kind: str
    split: str
    right: int
    count: int


def page(run: Run) -> str:
    """Render a run as HTML."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    shown = {(figure.key, figure.split): str(figure) for figure in run.figures}
    return templates.get_template("page.html").render(
        about=run.about,
        bars=list(bars(run.asked)),
        splits=SPLITS,
        figures=[
            (key, *(shown.get((key, split), "–") for split in SPLITS))
            for key in dict.fromkeys(figure.key for figure in run.figures)
        ],
        written=run.written,
        failures=[one for one in run.asked if not is_right(one.answer, one.example)],
    )


def bars(asked: Sequence[Asked]) -> Iterator[Bar]:
    """Count the right answers by kind of question and split; yields no bar without questions."""
    for kind in dict.fromkeys(one.example.type for one in asked):
        for split in SPLITS:
            some = [one for one in asked if (one.example.type, one.example.split) == (kind, split)]
            if some:
                right = sum(is_right(one.answer, one.example) for one in some)
                yield Bar(kind, split, right, len(some))
