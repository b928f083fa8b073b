"""A line and a way on in place of a part of the page that cannot be drawn.

Each part is drawn by itself, so that one that fails takes none of the others with it.
"""

from collections.abc import Callable
from typing import Literal, ParamSpec, TypeVar

from markupsafe import Markup

from ui.html.templates import rendered
from ui.logs import log_once
from ui.texts.wording import Wording

P = ParamSpec("P")
T = TypeVar("T")
# What the button does: ask the exchange's question once more, or load the page anew, whose address
# and memory bring back what was open.
Way = Literal["retry", "reload"]


def drawn(
    words: Wording, way: Way, draw: Callable[P, Markup], /, *given: P.args, **named: P.kwargs
) -> Markup:
    """Draw a part of the page, or the line in its place."""
    made = attempted(draw, *given, **named)
    return trouble(words, way) if made is None else made


def listed(
    words: Wording,
    way: Way,
    place: str,
    draw: Callable[P, Markup],
    *given: P.args,
    **named: P.kwargs,
) -> Markup:
    """Draw an item of a list, or the line in its place; `place` is its id in either case."""
    made = attempted(draw, *given, **named)
    return rendered("undrawn_item", place=place, words=words, way=way) if made is None else made


def attempted(make: Callable[P, T], *given: P.args, **named: P.kwargs) -> T | None:
    """Call a function; return None and log the reason if it fails."""
    try:
        return make(*given, **named)
    except Exception as error:
        log_once("A part of the page could not be drawn", error)
        return None


def trouble(words: Wording, way: Way) -> Markup:
    """Say that a part of the page cannot be shown, with a button that tries again."""
    return rendered("trouble", words=words, way=way)
