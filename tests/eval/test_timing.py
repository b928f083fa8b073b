"""The benchmark: hides the times, compares, prints; on made-up episodes with a known answer."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus import Chapter, Corpus, Episode, Podcast, Turn, save_corpus
from eval.timing import METHODS, Estimate, anchored, linear, main, measure, ours, podcasts, score
from tests.support.made_up import bakery
from tests.support.places import SHARED

TIMING = SHARED / "data" / "timing"


def _even() -> Episode:
    turns = tuple(Turn("A", "x" * 10, 10.0 * index) for index in range(6))
    return Episode("x", 1, "x", duration=60.0, chapters=(Chapter(33.0, "Mitte"),), turns=turns)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    episode, starts = bakery()
    turns = [replace(t, start=start) for t, start in zip(episode.turns, starts, strict=True)]
    corpus = Corpus(Podcast("b", "B"), (replace(episode, turns=tuple(turns)),))
    save_corpus(corpus, tmp_path)
    (tmp_path / "001.json").rename(tmp_path / "back-stube-001.json")
    return tmp_path


def test_linear_is_exact_where_all_goes_evenly():
    estimate = measure(_even(), linear)
    assert estimate.errors.max() == pytest.approx(0)


def test_the_anchors_method_moves_the_nearest_turn_to_the_chapter():
    starts, _ = anchored(_even())
    assert starts[3] == 33.0
    assert starts[1] == pytest.approx(11.0)


def test_a_method_does_not_see_the_times():
    def spy(episode: Episode):
        assert all(turn.start is turn.end is turn.uncertainty is None for turn in episode.turns)
        return linear(episode)

    measure(_even(), spy)


def test_turns_without_a_true_start_are_not_compared():
    episode = _even()
    turns = (replace(episode.turns[0], start=None), *episode.turns[1:])
    assert len(measure(replace(episode, turns=turns), linear).true) == 5


def test_the_score_counts_all_turns_together():
    true = np.zeros(10)
    estimate = Estimate(true, np.arange(10.0) * 5, np.full(10, 20.0), 60.0)
    found = score("p", "ours", [estimate])
    assert (found.turns, found.median, found.within_15, found.within_30) == (10, 22.5, 0.4, 0.7)
    assert (found.coverage, found.width) == (0.5, 20.0)
    assert found.p90 == pytest.approx(40.5)


def test_without_intervals_there_is_no_coverage():
    found = score("p", "linear", [measure(_even(), linear)])
    assert found.coverage is None and found.width is None


def test_prints_every_method_and_draws(folder, tmp_path, capsys):
    picture = tmp_path / "error.svg"
    assert main([str(folder), "--plot", str(picture)]) == 0
    printed = capsys.readouterr().out
    assert [line.split(" | ")[1] for line in printed.splitlines()[2:]] == list(METHODS)
    assert "back-stube (1)" in printed
    assert "<svg" in picture.read_text()


def test_json(folder, capsys):
    assert main([str(folder), "--json"]) == 0
    scores = {each["method"]: each for each in json.loads(capsys.readouterr().out)}
    assert scores["ours"]["median"] < scores["linear"]["median"]
    assert scores["linear"]["coverage"] is None


def test_an_empty_folder_is_a_users_mistake(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1
    assert "No timed episodes" in capsys.readouterr().err


def test_a_picture_of_an_unknown_kind_is_a_users_mistake(folder, tmp_path, capsys):
    assert main([str(folder), "--plot", str(tmp_path / "x.nonsense")]) == 1
    assert capsys.readouterr().err.startswith("Error: ")


@pytest.mark.slow
@pytest.mark.skipif(not TIMING.is_dir(), reason="the timed episodes are not here")
def test_half_of_linears_error_on_each_podcast_and_honest_intervals():
    for podcast, episodes in podcasts(TIMING).items():
        ruler = score(podcast, "linear", [measure(each, linear) for each in episodes])
        found = score(podcast, "ours", [measure(each, ours) for each in episodes])
        assert found.median <= ruler.median / 2
        assert found.p90 <= ruler.p90
        assert found.coverage is not None and found.coverage >= 0.8
