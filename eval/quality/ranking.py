"""Metrics of a ranking of passages, as pure functions.

A passage is a tuple of spans of the transcript: one for ours, several if a chunk of the usual
recipe covers several turns. Longer passages contain more and so hit more; to compare systems
fairly, `within` cuts each ranking to the same number of words.
"""

import math
import re
from collections.abc import Sequence

from eval.dataset import Gold
from eval.quality.metrics import overlaps_gold
from rag.types import Span

Passage = tuple[Span, ...]
_WORD = re.compile(r"\S+")


def recall(ranked: Sequence[Passage], golds: Sequence[Gold], k: int | None = None) -> bool:
    """Tell if one of the first k passages (None: any) overlaps a gold place.

    (Several golds are alternatives: finding one of them is enough.)
    """
    return any(_held(passage, golds) for passage in ranked[:k])


def first_rank(ranked: Sequence[Passage], golds: Sequence[Gold]) -> int | None:
    """Return the rank, from 1, of the first passage that overlaps a gold place, or None."""
    return next((rank for rank, held in enumerate(ranked, 1) if _held(held, golds)), None)


def reciprocal_rank(ranked: Sequence[Passage], golds: Sequence[Gold]) -> float:
    """Return 1 / the rank of the first passage that overlaps a gold place, 0 if none does."""
    rank = first_rank(ranked, golds)
    return 1 / rank if rank else 0.0


def ndcg(ranked: Sequence[Passage], golds: Sequence[Gold]) -> float:
    """Compute the normalised discounted cumulative gain, 0 to 1 (Järvelin and Kekäläinen 2002).

    Each gold place gains 1 when it is first found; showing it again gains nothing.
    """
    found: set[int] = set()
    gain = 0.0
    for rank, passage in enumerate(ranked, 1):
        new = _held(passage, golds) - found
        gain += len(new) / math.log2(rank + 1)
        found |= new
    best = sum(1 / math.log2(rank + 1) for rank in range(1, len(golds) + 1))
    return min(1.0, gain / best) if best else 0.0


def within(ranked: Sequence[Passage], words: int) -> list[Passage]:
    """Keep the best passages that fit into a budget of words; the last one is cut."""
    shown: list[Passage] = []
    for passage in ranked:
        if words <= 0:
            break
        fits = []
        for span in passage:
            ends = [word.end() for word in _WORD.finditer(span.text)][:words]
            words -= len(ends)
            if ends:
                end = span.start + ends[-1]
                fits.append(Span(span.episode, span.turn_index, span.start, end, span.chapter))
        shown.append(tuple(fits))
    return shown


def without_overlap(ranked: Sequence[Passage]) -> list[Passage]:
    """Drop passages that share a character with a better one."""
    shown: list[Passage] = []
    for passage in ranked:
        if not any(a.overlaps(b) for other in shown for a in other for b in passage):
            shown.append(passage)
    return shown


def _held(passage: Passage, golds: Sequence[Gold]) -> set[int]:
    """Return the numbers of the golds that a passage overlaps."""
    return {n for n, gold in enumerate(golds) if any(overlaps_gold(s, gold) for s in passage)}
