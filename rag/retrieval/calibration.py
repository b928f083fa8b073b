"""Measure how near questions about everything else come to an index, when it is made."""

from dataclasses import astuple, replace
from typing import get_args

import numpy as np

from rag.embedding.embedder import Vectors
from rag.index.background import Background, Reached, Typical
from rag.index.dense import EVERYWHERE
from rag.index.index import Index
from rag.retrieval.scoring import CENTERED, Sought, reached_by, search_for
from rag.text.background_questions import BACKGROUND, languages
from rag.types import Language

# One spread is so many times the deviation of the cosines between questions about everything: with
# the bundled model 0.17, which is about the step between an unrelated passage and one that answers.
DEVIATIONS = 5.4
NEAR_TITLES = 0.8  # the share of these questions to which no chapter's title is near


def measured(index: Index) -> Background:
    """Measure the background of an index; the one that it has is ignored.

    Takes about as long as asking the questions of rag.text.background_questions, without embedding
    them.
    """
    among = index.background_vectors @ index.background_vectors.T
    others = [np.delete(row, place) for place, row in enumerate(among)]
    level = (1 - CENTERED) * float(np.mean([np.mean(cosines) for cosines in others]))
    spread = DEVIATIONS * float(np.mean([np.std(cosines) for cosines in others])) or 1.0
    nearest = [
        float(index.chapters.near(vector.tolist(), 1, EVERYWHERE).cosines.max(initial=0.0))
        for vector in index.background_vectors
    ]
    scale = Background(level, spread, float(np.quantile(nearest, NEAR_TITLES)), {})
    typical = _typical(replace(index, background=scale), others)
    return replace(scale, typical=typical)


def _typical(index: Index, others: list[Vectors]) -> dict[Language, Typical]:
    reached: dict[Language, list[Reached]] = {language: [] for language in get_args(Language)}
    for text, language, vector, cosines in zip(
        BACKGROUND, languages(), index.background_vectors, others, strict=True
    ):
        searched = search_for(index, Sought(text, vector, language), EVERYWHERE)
        reached[language].append(reached_by(searched, cosines))
    typical: dict[Language, Typical] = {}
    for language, found in reached.items():
        values = np.array([astuple(one) for one in found])
        # A model that sees no difference between texts varies in nothing.
        deviation = np.where(values.std(axis=0) > 0, values.std(axis=0), 1.0)
        mean = Reached(*values.mean(axis=0).tolist())
        typical[language] = Typical(mean, Reached(*deviation.tolist()))
    return typical
