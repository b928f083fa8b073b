"""Match expressions whose pieces follow one another, however far apart: A … B … C.

As one pattern, `A.*B.*C` is tried from every A to every B, and a text of twice the length takes
eight times as long. Here each piece is looked for behind the first place of the one before: what
comes behind any place comes behind the first. (Pieces are whole words, so none can begin in one.)
"""

import re
from collections.abc import Sequence

LATER = "…"  # between two pieces
Pieces = tuple[re.Pattern[str], ...]


def pieces(expression: str) -> Pieces:
    """Compile the pieces between LATER."""
    return tuple(map(re.compile, expression.split(LATER)))


def expressions(texts: Sequence[str]) -> list[Pieces]:
    """Compile several expressions; those of one piece become one pattern."""
    alone = [text for text in texts if LATER not in text]
    joined = [pieces("|".join(alone))] if alone else []
    return [*joined, *(pieces(text) for text in texts if LATER in text)]


def found(expressions: Sequence[Pieces], text: str) -> bool:
    """Return whether one of the expressions is in a text."""
    return any(beginning(expression, text) for expression in expressions)


def beginning(expression: Pieces, text: str) -> re.Match[str] | None:
    """Find the first piece of an expression in a text, if all others follow it."""
    first = match = expression[0].search(text)
    for piece in expression[1:]:
        match = piece.search(text, match.end()) if match else None
    return first if match else None
