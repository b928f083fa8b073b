"""A run as one HTML page that loads nothing: one chart, the figures, what failed and why.

Questions, transcripts and answers are untrusted text: the templates escape all of it.
"""

import tomllib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import chain, zip_longest
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.page.failures import Failure, failures
from eval.page.outcomes import OUTCOMES, by_kind, by_part
from eval.quality.figures import Figure
from eval.quality.report import SIDE_BY_SIDE, Run

ROOM = Path(__file__).parent
LARGEST = 1_700_000  # bytes of all failures together, so that a phone can still open the page
LESS_IS_BETTER = ("answerable refused", "missed at 33 %")
TEMPLATES = Environment(
    loader=FileSystemLoader(ROOM),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def page(run: Run) -> str:
    """Render a run as HTML. What fails beyond LARGEST is counted, and left to report.json."""
    script = (ROOM / "page.js").read_text("utf-8")
    terms = tomllib.loads((ROOM / "terms.toml").read_text("utf-8"))
    each = list(failures(run.asked, run.corpora))
    shown, drawn = _fitting(each)
    bars = by_part(run.asked, run.figures)
    return TEMPLATES.get_template("page.html").render(
        about=run.about,
        style=Markup((ROOM / "page.css").read_text("utf-8")),
        script=Markup(script),
        digest=b64encode(sha256(script.encode()).digest()).decode(),
        outcomes=OUTCOMES,
        bars=bars,
        first=next((bar for bar in reversed(bars) if _set(bar.name) == _set(bars[0].name)), None),
        titles=dict.fromkeys(corpus.podcast.title for corpus in run.corpora.values()),
        figures=_by_name([figure for figure in run.figures if not figure.system]),
        rankings=_by_name([figure for figure in run.figures if figure.system]),
        less=LESS_IS_BETTER,
        terms=terms,
        kinds=by_kind(run.asked),
        written=run.written,
        choices=_choices(shown),
        drawn=drawn,
        count=sum(map(len, each)),
    )


def _set(part: str) -> str:
    return part.partition("/")[0]


def _by_name(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """Group figures by name, those first by which all sets are compared."""
    names = dict.fromkeys((*SIDE_BY_SIDE, *(figure.name for figure in figures)))
    grouped = {name: [figure for figure in figures if figure.name == name] for name in names}
    return {name: some for name, some in grouped.items() if some}


def _fitting(each: Sequence[Sequence[Failure]]) -> tuple[list[Failure], list[Markup]]:
    """Draw as many failures as fit, of all parts alike, in their order."""
    template, left = TEMPLATES.get_template("failure.html"), LARGEST
    drawn: dict[int, tuple[Failure, Markup]] = {}
    for one in filter(None, chain.from_iterable(zip_longest(*each))):
        text = template.render(one=one, outcomes=OUTCOMES)
        if (size := len(text.encode())) <= left:
            left -= size
            drawn[id(one)] = one, Markup(text)
    kept = [drawn[id(one)] for part in each for one in part if id(one) in drawn]
    return [one for one, _ in kept], [text for _, text in kept]


def _choices(shown: Sequence[Failure]) -> dict[str, list[str]]:
    """List what failures can be filtered by, each with its values; no filter of one value."""

    def values() -> Iterator[tuple[str, list[str]]]:
        yield "set", [one.set for one in shown]
        yield "kind", [one.example.type for one in shown]
        yield "split", [one.example.split for one in shown]
        yield "language", [one.language for one in shown]
        yield "outcome", [one.outcome for one in shown]

    return {
        name: sorted(set(some), key=some.index) for name, some in values() if len(set(some)) > 1
    }
