"""The bench: what it measures with, what it says, and when CI fails."""

import json

import numpy as np
import pytest

from corpus import NachgefragtError, load_corpus
from corpus.places import SHIPPED
from eval.bench.corpora import Synthetic, first_words, large_corpus, words_in
from eval.bench.report import about, table, write
from eval.bench.rows import Ratio, Row, ask_rows, index_rows, paired, quantile
from eval.bench.watched import load_watched, worse


def times(*seconds: float) -> dict[str, list[float]]:
    return {"cpu": list(seconds), "wall": list(seconds)}


def indexed(cpu: float) -> dict[str, object]:
    cost = {"cpu": cpu, "wall": cpu / 2}
    return {"words": 3000, "build": cost, "again": cost, "disk": 5_000_000}


OURS = {
    "asked": times(0.02, 0.03, 0.05),
    "bare": times(0.02, 0.02, 0.02),
    "episode": times(0.02, 0.03, 0.05),
    "speaker": times(0.06, 0.09, 0.15),
    "opened": 1.5,
    "peak": 3e8,
}
THEIRS = {"asked": times(0.04, 0.04, 0.04), "peak": 9e8}


def test_rows_have_their_targets_beside_them():
    rows = index_rows("2", {"ours": indexed(10), "recipe": indexed(20), "bm25": indexed(1)})
    rows += ask_rows("1,000", {"ours": OURS, "recipe": THEIRS, "bm25": THEIRS}, largest=True)
    judged = {row.what: (row.values[0], row.met) for row in rows if row.target}
    assert judged == {
        "… ours / recipe": ("2.00", True),
        "ask, p99": ("50.0 ms", True),
        "ask / one embedding and one vector search": ("1.50", True),
        "ask in one episode / ask": ("1.00", True),
        "ask in a speaker's words / ask": ("3.00", False),
    }
    assert "| ask in a speaker's words / ask | 1,000 | 3.00 | – | – | ≤ 2.0 | no |" in table(rows)


def test_medians_and_quantiles():
    assert paired(OURS, "asked", "bare") == pytest.approx(1.5)
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([3.0, 1.0, 2.0], 0.99) == 3.0


def test_what_is_worse_by_more_than_a_quarter_is_told():
    watched = {"fast": 2.0, "slow": 1.0, "gone": 1.0}
    fine = [Ratio("fast", 1.65, True), Ratio("slow", 1.24, False), Ratio("new", 9.0, False)]
    assert worse(fine, watched) == ["gone: not measured"]
    bad = [Ratio("fast", 1.5, True), Ratio("slow", 1.3, False), Ratio("gone", 1.0, True)]
    assert [line.split(":")[0] for line in worse(bad, watched)] == ["fast", "slow"]


def test_the_committed_ratios_can_be_read():
    assert all(value > 0 for value in load_watched().values())


def test_a_report_has_machine_date_and_plot(tmp_path):
    growth = {"words": [(2, 9.0), (100, 900.0)], "ask, p50 (ms)": [(2, 30.0), (100, 31.0)]}
    write(tmp_path, about(), [Row("ask", "2", ["1 ms"])], [Ratio("r", 1.0, True)], growth)
    data = json.loads((tmp_path / "bench.json").read_text())
    assert data["about"]["cores"] and data["about"]["date"] and data["rows"][0]["what"] == "ask"
    text = (tmp_path / "bench.md").read_text()
    assert "| ask | 2 | 1 ms | – | – |  |  |" in text and "bench.svg" in text
    assert (tmp_path / "bench.svg").read_text().startswith("<?xml")


def test_large_corpora_are_copies_where_there_is_no_more(tmp_path):
    large_corpus(None, 5, tmp_path / "copies")
    shipped, copies = load_corpus(SHIPPED), load_corpus(tmp_path / "copies")
    assert [episode.number for episode in copies] == [1, 2, 3, 4, 5]
    assert copies.episodes[2].turns[0].text == shipped.episodes[0].turns[0].text
    (tmp_path / "one.md").write_text("**Ann:** Hello there.\n\n**Bob:** Good morning.\n")
    large_corpus(tmp_path, 2, tmp_path / "given")
    assert load_corpus(tmp_path / "given").speakers == ("Ann", "Bob")
    with pytest.raises(NachgefragtError, match="no transcripts"):
        large_corpus(tmp_path / "given", 2, tmp_path / "none")


def test_the_first_words_are_whole_turns():
    shipped = load_corpus(SHIPPED)
    part = first_words(shipped, 500)
    assert 300 < words_in(part) <= 500
    assert part.episodes[0].turns == shipped.episodes[0].turns[: len(part.episodes[0].turns)]


def test_drawn_vectors_are_the_same_for_the_same_text():
    vectors = np.array(Synthetic(None).embed_documents(["a", "b", "a"]))
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert np.allclose(vectors[0], vectors[2]) and not np.allclose(vectors[0], vectors[1])
