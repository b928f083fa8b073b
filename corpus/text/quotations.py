"""Find other people's words in a transcript: direct speech between quotation marks.

The meaning of a mark follows from the text around it, since German, English and French swap them
and most transcripts have only straight ones. A mark without its partner encloses nothing.
"""

import re
from collections.abc import Iterator

from corpus.text.sentences import sentence_spans

# Marks that open and close one another; pairs of different families can be nested.
_FAMILIES = ('"„“”‟＂', "»«", "‚‘’'", "‹›")
_FAMILY = {mark: family for family in _FAMILIES for mark in family}
_SINGLE = _FAMILY["'"]
_OPENS_AFTER = frozenset("([{–—-/:")
_CLOSES_BEFORE = frozenset(")]}–—-/.,;:!?…")
# Characters; a partner farther away belongs to another quotation. Apostrophes come in thousands.
LONGEST, LONGEST_SINGLE = 1500, 300
_WORD = re.compile(r"\w")


def direct_speech(text: str) -> list[tuple[int, int]]:
    """Find the outermost quotations of a text, marks included: half-open spans, ascending."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(_pairs(text)):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def unpaired(text: str) -> bool:
    """Return whether a text holds part of a quotation: marks without their partners."""
    paired = {place for start, end in _pairs(text) for place in (start, end - 1)}
    return any(
        place not in paired
        for place, mark in enumerate(text)
        if _FAMILY.get(mark, _SINGLE) is not _SINGLE
    )


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    opened: dict[str, int] = {}
    for place, mark in enumerate(text):
        family = _FAMILY.get(mark)
        if family is None:
            continue
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        free = not before or before.isspace() or before in _OPENS_AFTER or before in _FAMILY
        opens = free and bool(after) and not after.isspace() and mark not in "”’"
        if family is _SINGLE:
            # An apostrophe before or within a word closes nothing.
            ends = not after or after.isspace() or after in _CLOSES_BEFORE
            closes, longest = ends and not before.isspace(), LONGEST_SINGLE
        else:
            closes, longest = mark != "„" and not opens, LONGEST
        start = opened.get(family)
        if closes and start is not None and place - start <= longest:
            yield start, place + 1
            del opened[family]
        elif opens:
            opened[family] = place


def statement_spans(text: str) -> list[tuple[int, int]]:
    """Cut a text into parts that can be quoted alone: half-open spans without a gap.

    These are sentences, but a quotation is kept whole, together with the sentence that it is part
    of: alone, another person's words would be taken for the speaker's own.
    """
    spoken = direct_speech(text)
    edges = [end for _, end in sentence_spans(text) if not any(a < end < b for a, b in spoken)]
    spans = list(zip([0, *edges], edges, strict=False))
    statements: list[tuple[int, int]] = []
    for start, end in spans:
        if statements and _all_quoted(text, start, end, spoken):
            start, _ = statements.pop()
        elif statements and _all_quoted(text, *statements[-1], spoken):
            # No sentence precedes the quotation: the one after it has to name the source.
            start, _ = statements.pop()
        statements.append((start, end))
    return statements


def _all_quoted(text: str, start: int, end: int, spoken: list[tuple[int, int]]) -> bool:
    """Return whether every word of a span is direct speech."""
    inside = [(a, b) for a, b in spoken if a < end and start < b]
    edges = [start, *(place for span in inside for place in span), end]
    own = zip(edges[::2], edges[1::2], strict=True)
    return bool(inside) and not any(_WORD.search(text, a, b) for a, b in own)
