import json
from pathlib import Path

from tests.test_memory import one
from ui.conversation import Exchange
from ui.feedback import candidate, write_down


def test_a_helpful_answer_is_a_candidate_with_gold(tmp_path: Path) -> None:
    line = candidate(one() + one(), 2, "good", " Gut. ")
    assert line
    write_down(tmp_path / "c.jsonl", line)
    write_down(tmp_path / "c.jsonl", line)
    rows = [json.loads(row) for row in (tmp_path / "c.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == 2
    assert rows[0]["history"] == [one()[0].question]
    assert rows[0]["gold"]
    assert rows[0]["feedback"]["comment"] == "Gut."


def test_an_unhelpful_one_has_none() -> None:
    line = candidate(one(), 1, "bad", "")
    assert line
    row = json.loads(line)
    assert (row["gold"], row["answerable"], row["feedback"]["comment"]) == ([], None, None)


def test_only_answers_are_rated() -> None:
    assert candidate(one(), 0, "good", "") is None
    assert candidate(one(), 2, "good", "") is None
    assert candidate((Exchange("a", reply="b"),), 1, "good", "") is None
