"""Find the passages that a model takes for answers though they are none: hard negatives."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from eval.fitting.exercises import Exercise, Labelled
from rag.embedding.embedder import Embedder, Vectors
from rag.embedding.spans import whole


def mined(
    exercises: Sequence[Exercise], embedder: Embedder, own: int, other: int
) -> list[Exercise]:
    """Keep of the wrong passages those nearest to the question, the nearest first.

    `own` of its own source, and `other` of all sources.
    """
    passages = {p.passage.text: p for one in exercises for p in (*one.right, *one.wrong)}
    every, numbers = list(passages.values()), {text: n for n, text in enumerate(passages)}
    vectors = embedder.embed_parts([whole(text) for text in passages])
    questions = embedder.embed_queries(list(dict.fromkeys(one.question for one in exercises)))
    asked = dict(zip(dict.fromkeys(one.question for one in exercises), questions, strict=True))
    sources = np.array([one.source for one in every])

    def hardest(exercise: Exercise) -> Exercise:
        cosines = vectors @ asked[exercise.question]
        here = np.array([numbers[p.passage.text] for p in exercise.wrong], dtype=int)
        near = _nearest(exercise.wrong, cosines[here], own)
        own_sources = list({one.source for one in (*exercise.right, *exercise.wrong)})
        elsewhere = np.flatnonzero(~np.isin(sources, own_sources))
        far = _nearest([every[n] for n in elsewhere], cosines[elsewhere], other)
        # What answers another question does not answer this one.
        unlabelled = (replace(one, answering=frozenset()) for one in far)
        return replace(exercise, wrong=(*near, *unlabelled))

    return [hardest(exercise) for exercise in exercises]


def _nearest(passages: Sequence[Labelled], cosines: Vectors, count: int) -> list[Labelled]:
    return [passages[place] for place in np.argsort(-cosines)[:count]]
