"""How rows of two levels lie together: as a look at every pair would find."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rag.index.rows import Around


@st.composite
def arounds(draw) -> Around:
    """Inner rows that begin and end in outer rows which ascend, each in at least one."""
    steps = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=30)
    first, last, firsts, lasts = 0, 0, [], []
    for step, length in draw(steps):
        first += step
        last = max(last, first + length)
        firsts.append(first)
        lasts.append(last)
    return Around(np.array(firsts), np.array(lasts))


@given(arounds(), st.data())
def test_best_and_inside(around, data):
    size = int(around.lasts.max())
    scores = np.array(data.draw(st.lists(st.integers(0, 9), min_size=size, max_size=size)))
    holding = [range(*pair) for pair in zip(around.firsts, around.lasts, strict=True)]
    best = [max(scores[outer] for outer in outers) for outers in holding]
    assert around.best(scores.take).tolist() == best
    some = np.array(data.draw(st.lists(st.integers(0, len(best) - 1))), dtype=np.int64)
    assert around.best(scores.take, some).tolist() == [best[row] for row in some]

    outer = np.array(data.draw(st.lists(st.integers(0, size - 1), unique=True)), dtype=np.int64)
    inside = {row for row, outers in enumerate(holding) if not set(outers).isdisjoint(outer)}
    assert set(around.inside(outer).tolist()) == inside
