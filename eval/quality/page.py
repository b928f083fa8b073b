"""A run as one HTML page that loads nothing: figures, bars by kind of question, every failure.

Questions, transcripts and answers are untrusted text: the template page.html escapes all of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.quality.asking import Asked
from eval.quality.metrics import is_right
from eval.quality.report import Run, side_by_side


@dataclass(frozen=True, slots=True)
class Bar:
    """The right answers to the questions of one kind in one part."""

    kind: str
    part: str
    right: int
    count: int


def page(run: Run) -> str:
    """Render a run as HTML: all sets, then whatever is known of the first with whole answers."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    names, rows = side_by_side(run)
    first = next(iter(run.asked), "").partition("/")[0]
    asked = {part: some for part, some in run.asked.items() if part.partition("/")[0] == first}
    shown = {(figure.key, figure.part): str(figure) for figure in run.figures}
    return templates.get_template("page.html").render(
        about=run.about,
        names=names,
        rows=rows,
        name=first,
        bars=list(bars(asked)),
        parts=list(asked),
        figures=[
            (key, *(shown.get((key, part), "–") for part in asked))
            for key in dict.fromkeys(f.key for f in run.figures if f.part in asked)
        ],
        written=run.written,
        failures=[
            one for some in asked.values() for one in some if not is_right(one.answer, one.example)
        ],
    )


def bars(asked: Mapping[str, Sequence[Asked]]) -> Iterator[Bar]:
    """Count the right answers by kind of question and part; yields no bar without questions."""
    for kind in dict.fromkeys(one.example.type for some in asked.values() for one in some):
        for part, some in asked.items():
            right = [is_right(one.answer, one.example) for one in some if one.example.type == kind]
            if right:
                yield Bar(kind, part, sum(right), len(right))
