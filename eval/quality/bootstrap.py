"""Confidence intervals: percentile bootstrap over questions (Efron 1979)."""

from collections.abc import Sequence

import numpy as np

SEED, RESAMPLES = 20240501, 2000
Interval = tuple[float, float]


def mean_interval(values: Sequence[float]) -> Interval:
    """Return the 95 % confidence interval of the mean of n values, n ≥ 1."""
    means = np.asarray(values, dtype=np.float64)[_draws(len(values))].mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)


def ratio_interval(ours: Sequence[float], theirs: Sequence[float]) -> Interval:
    """Return the 95 % confidence interval of mean(ours) / mean(theirs) over the same n questions.

    Questions are drawn in pairs. The upper end is infinite if theirs may find nothing.
    """
    draws = _draws(len(ours))
    above = np.asarray(ours, dtype=np.float64)[draws].mean(axis=1)
    below = np.asarray(theirs, dtype=np.float64)[draws].mean(axis=1)
    ratios = np.divide(above, below, out=np.full_like(above, np.inf), where=below > 0)
    low, high = np.percentile(ratios, (2.5, 97.5), method="nearest")
    return float(low), float(high)


def _draws(count: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    generator = np.random.default_rng(SEED)
    return generator.integers(0, count, size=(RESAMPLES, count))
