"""A run as one HTML page that loads nothing: figures, bars by kind of question, every failure.

Questions, transcripts and answers are other people's text: Markup.format escapes all of it.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from eval.dataset import Gold
from eval.quality.asking import Asked
from eval.quality.figures import SPLITS, Figure
from eval.quality.metrics import is_right
from eval.quality.report import Run

WIDTH, HEIGHT, LABEL = 360, 16, 130  # of a bar, pixels
COLOURS = {"dev": "#8aa4c8", "test": "#1f4e8c"}
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b1b1b; background: #fff }
table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem }
td, th { border-bottom: 1px solid #ccc; padding: .25rem .6rem; text-align: left }
article { border-left: 4px solid #b3261e; padding: .2rem 1rem; margin: 1.2rem 0 }
blockquote { margin: .3rem 0 .3rem 1rem; white-space: pre-wrap }
.scroll { overflow-x: auto }
"""
_PAGE = Markup("""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Eval report</title><style>{style}</style></head>
<body><h1>Eval report</h1>
{about}
<h2>Right answers by kind of question</h2>
<p>Right is an answer with a hit among its first three quotes, and a refusal where there is
nothing to answer.</p>
{bars}
<h2>Figures</h2>
<p>With 95 % bootstrap intervals.</p>
{figures}
{written}
<h2>Failures ({count})</h2>
{failures}
</body></html>
""")


def page(run: Run) -> str:
    """The page as a string."""
    failures = [one for one in run.asked if not is_right(one.answer, one.example)]
    return _PAGE.format(
        style=Markup(_STYLE),
        about=_table(["run", ""], [(name, str(value)) for name, value in run.about.items()]),
        bars=_bars(run.asked),
        figures=_figures(run.figures),
        written=_table(["written answers", ""], run.written) if run.written else "",
        count=len(failures),
        failures=_joined(map(_failure, failures)),
    )


def _bars(asked: Sequence[Asked]) -> Markup:
    bars = [
        (kind, split, [is_right(one.answer, one.example) for one in some])
        for kind in dict.fromkeys(one.example.type for one in asked)
        for split in SPLITS
        if (some := [a for a in asked if (a.example.type, a.example.split) == (kind, split)])
    ]
    rows = (_bar(number, *bar) for number, bar in enumerate(bars))
    return Markup(
        '<div class="scroll"><svg role="img" aria-label="Right answers by kind of question" '
        'width="{}" height="{}" font-size="12" font-family="system-ui, sans-serif">{}</svg></div>'
    ).format(LABEL + WIDTH + 110, (HEIGHT + 6) * len(bars), _joined(rows))


def _bar(number: int, kind: str, split: str, right: Sequence[bool]) -> Markup:
    top, share = number * (HEIGHT + 6), sum(right) / len(right)
    return Markup(
        '<text x="0" y="{base}">{kind}, {split}</text>'
        '<rect x="{left}" y="{top}" width="{full}" height="{height}" fill="#eee"/>'
        '<rect x="{left}" y="{top}" width="{width:.1f}" height="{height}" fill="{colour}"/>'
        '<text x="{end}" y="{base}">{share:.2f} ({good} of {count})</text>'
    ).format(
        base=top + HEIGHT - 4, top=top, left=LABEL, full=WIDTH, height=HEIGHT,
        width=WIDTH * share, colour=COLOURS[split], end=LABEL + WIDTH + 8,
        kind=kind, split=split, share=share, good=sum(right), count=len(right),
    )  # fmt: skip


def _figures(figures: Sequence[Figure]) -> Markup:
    shown = {(figure.key, figure.split): str(figure) for figure in figures}
    rows = [
        (key, *(shown.get((key, split), "–") for split in SPLITS))
        for key in dict.fromkeys(figure.key for figure in figures)
    ]
    return _table(["figure", *SPLITS], rows)


def _failure(one: Asked) -> Markup:
    example, answer = one.example, one.answer
    asked = " → ".join([*example.history, example.question])
    golds = [_gold(gold) for gold in example.gold]
    if not example.answerable:
        golds = ["The podcast does not say."]
    says = [f"Must say: {' or '.join(example.expect)}"] if example.expect else []
    return Markup(
        "<article><h3>{id} ({kind}, {split})</h3><p>{asked}</p>"
        "<p>Expected{any}:</p>{expected}<p>Got{why}:</p>{got}</article>"
    ).format(
        id=example.id, kind=example.type, split=example.split, asked=asked,
        any=" any of" if len(golds) > 1 else "", expected=_quoted([*golds, *says]),
        why="" if answer.grounded else " a refusal", got=_quoted([answer.text]),
    )  # fmt: skip


def _gold(gold: Gold) -> str:
    place = f"turns {gold.turns[0]} to {gold.turns[1]}" if gold.turns else gold.quote
    return f"Episode {gold.episode}: {place}"


def _quoted(texts: Iterable[str]) -> Markup:
    return _joined(Markup("<blockquote>{}</blockquote>").format(text) for text in texts)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    cells = (_row("td", row) for row in rows)
    return Markup('<div class="scroll"><table>{}{}</table></div>').format(
        _row("th", head), _joined(cells)
    )


def _row(cell: str, texts: Sequence[str]) -> Markup:
    tag = Markup("<{0}>{1}</{0}>")
    return Markup("<tr>{}</tr>").format(_joined(tag.format(cell, text) for text in texts))


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
