import json
import os
import resource
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.places import ROOT
from tests.ui.state.test_memory import one
from ui.state import feedback
from ui.state.conversation import Exchange
from ui.state.feedback import Judged, candidate, write_down


def test_a_helpful_answer_is_a_candidate_with_gold(tmp_path: Path) -> None:
    line = candidate(one() + one(), 2, Judged("good", " Gut. ", {1}, "abc"))
    assert line
    write_down(tmp_path / "c.jsonl", line)
    write_down(tmp_path / "c.jsonl", line)
    rows = [json.loads(row) for row in (tmp_path / "c.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == 2
    assert rows[0]["history"] == [one()[0].question]
    assert len(rows[0]["gold"]) == 1 and rows[0]["answerable"] is True
    assert rows[0]["id"] == "feedback-abc"
    assert rows[0]["feedback"]["comment"] == "Gut."


def test_an_unhelpful_one_has_none() -> None:
    line = candidate(one(), 1, Judged("bad"))
    assert line
    row = json.loads(line)
    assert (row["gold"], row["answerable"], row["feedback"]["comment"]) == ([], None, None)


def test_a_thumb_alone_names_no_gold_and_a_right_quote_may_stand_in_a_bad_answer() -> None:
    [thumb, corrected] = (
        json.loads(candidate(one(), 1, judged) or "")
        for judged in (Judged("good"), Judged("bad", "zu lang", (1, 99)))
    )
    assert thumb["gold"] == [] and thumb["answerable"] is True
    assert len(corrected["gold"]) == 1 and corrected["answerable"] is True


def test_only_answers_are_rated() -> None:
    assert candidate(one(), 0, Judged("good")) is None
    assert candidate(one(), 2, Judged("good")) is None
    assert candidate((Exchange("a", reply="b"),), 1, Judged("good")) is None


def rows(file: Path) -> list[object]:
    """The lines that can be read."""
    found = []
    for line in file.read_bytes().splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            found.append(None)
    return found


def test_after_a_line_that_was_cut_off_the_next_stands_on_its_own(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    file.write_bytes(b'{"a": 1}\n{"b": "cut o')
    assert write_down(file, '{"c": 3}')
    assert write_down(file, '{"d": 4}')
    assert rows(file) == [{"a": 1}, None, {"c": 3}, {"d": 4}]


def test_many_at_once_are_all_there(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    lines = [json.dumps({"n": n, "text": "ä" * n * 20}) for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda line: write_down(file, line), lines))
    assert sorted(row["n"] for row in rows(file)) == list(range(200))


def test_a_file_that_is_full_stays_as_it_is(tmp_path: Path, monkeypatch) -> None:
    file = tmp_path / "c.jsonl"
    monkeypatch.setattr(feedback, "LARGEST_FILE", 100)
    written = [write_down(file, json.dumps({"n": n})) for n in range(30)]
    assert 5 < sum(written) < 15
    assert rows(file) == [{"n": n} for n in range(sum(written))]
    assert not write_down(tmp_path / "d.jsonl", "x" * feedback.LONGEST_LINE)


def test_a_full_disk_costs_nobody_elses_rating(tmp_path: Path) -> None:
    """A file that may not grow stands for it: the kernel writes half of the line."""
    file = tmp_path / "c.jsonl"
    write_down(file, '{"n": 0}')
    before, limits = signal.getsignal(signal.SIGXFSZ), resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40, limits[1]))
        assert not write_down(file, json.dumps({"text": "x" * 100}))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert write_down(file, '{"n": 1}')
    assert rows(file) == [{"n": 0}, {"n": 1}]


def test_a_folder_that_is_not_there_is_no_error_of_the_readers(tmp_path: Path) -> None:
    assert not write_down(tmp_path / "nowhere" / "c.jsonl", "{}")


# Importing takes seconds, so each that is killed is a fork of one process.
RATE = """
import json, os, sys
from pathlib import Path
from ui.state.feedback import write_down
for _ in range(int(sys.argv[2])):
    child = os.fork()
    if not child:
        print(os.getpid(), flush=True)
        for n in range(10**6):
            write_down(Path(sys.argv[1]), json.dumps({"n": n, "text": "x" * 5000}))
            print(n, flush=True)
    os.wait()
    print("killed", flush=True)
"""


@pytest.mark.slow
def test_a_kill_costs_no_rating_that_was_thanked_for(tmp_path: Path) -> None:
    file, kills, thanked = tmp_path / "c.jsonl", 3, 0
    command = [sys.executable, "-c", RATE, str(file), str(kills)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for kill in range(kills):
            child = int(process.stdout.readline())
            for _ in range(10 + 7 * kill):
                process.stdout.readline()
                thanked += 1
            os.kill(child, signal.SIGKILL)
            thanked += sum(1 for _ in iter(process.stdout.readline, b"killed\n"))
    read = [row for row in rows(file) if row is not None]
    assert thanked <= len(read) <= thanked + 3
