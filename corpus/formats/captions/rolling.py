"""Rolling captions: each repeats the previous text and adds a little more.

Television and YouTube write such files. If most captions roll, repeated text is dropped; in any
other file a repetition is something that was said twice.
"""

from collections.abc import Sequence
from itertools import pairwise

MOSTLY = 0.4  # share of captions that begin with the end of the one before
SOME = 0.2  # share that goes on after it: who only repeats, as in a refrain, rolls nothing
LEAST = 3  # captions: fewer repeat by chance
_DEEP = 8  # lines that a screen shows


def unrolled(captions: Sequence[Sequence[str]]) -> list[list[str]]:
    """Drop from each caption the lines already shown; return all lines where nothing rolls.

    A line that grows ("Das", "Das ist") is left with what is new in it.
    """
    lines = [list(caption) for caption in captions]
    shown = [caption for caption in lines if caption]
    again = [len(caption) - len(_new(before, caption)) for before, caption in pairwise(shown)]
    grown = [_grown(before, caption) for before, caption in pairwise(shown)]
    more = [g or 0 < n < len(c) for n, g, c in zip(again, grown, shown[1:], strict=True)]
    most = len(shown) - 1
    if (
        len(shown) < LEAST
        or sum(n > 0 or g for n, g in zip(again, grown, strict=True)) < MOSTLY * most
        or sum(more) < max(SOME * most, 1)
    ):
        return lines
    new: list[list[str]] = []
    before: list[str] = []
    for caption in lines:
        new.append(_new(before, caption) if caption else [])
        before = caption or before
    return new


def _new(before: Sequence[str], caption: Sequence[str]) -> list[str]:
    # Lines at the end of one caption that the next one begins with.
    deepest = min(len(before), len(caption), _DEEP)
    same = next((n for n in range(deepest, 0, -1) if before[-n:] == caption[:n]), 0)
    if not same and _grown(before, caption):
        return [caption[0].removeprefix(before[-1]).strip(), *caption[1:]]
    return list(caption[same:])


def _grown(before: Sequence[str], caption: Sequence[str]) -> bool:
    """Return whether a caption begins with the whole last line before it, and more words."""
    return bool(before) and caption[0].startswith(f"{before[-1]} ")
