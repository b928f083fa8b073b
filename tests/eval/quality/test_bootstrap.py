"""Intervals: known cases, and the same every time."""

import math

import pytest

from eval.quality.bootstrap import mean_interval, ratio_interval


def test_what_never_varies_is_certain():
    assert mean_interval([1.0] * 20) == (1.0, 1.0)
    assert ratio_interval([1.0] * 9, [0.5] * 9) == (2.0, 2.0)


def test_the_interval_of_a_share_is_near_its_normal_approximation():
    low, high = mean_interval([0.0, 1.0] * 50)
    assert (low, high) == pytest.approx((0.402, 0.598), abs=0.02)
    assert (low, high) == mean_interval([0.0, 1.0] * 50)


def test_more_questions_make_it_narrower():
    few, many = mean_interval([0.0, 1.0] * 10), mean_interval([0.0, 1.0] * 200)
    assert many[1] - many[0] < (few[1] - few[0]) / 3


def test_a_ratio_pairs_the_questions():
    ours = [1.0, 0.0] * 30
    assert ratio_interval(ours, ours) == (1.0, 1.0)
    assert ratio_interval([1.0, 1.0], [1.0, 0.0])[1] == math.inf
