"""A file of questions is changed whole, by one at a time."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag.batch import changing, read_batch
from rag.errors import QuestionError
from tests.support.places import ROOT


def test_what_the_block_leaves_is_written_and_every_other_key_stays(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text('{"question": "Ä?", "note": {"own": 1}}\n\n', encoding="utf-8")
    with changing(file) as lines:
        lines[0]["answerable"] = False
        lines.append({"question": "B?"})
    assert read_batch(file) == [
        {"question": "Ä?", "note": {"own": 1}, "answerable": False},
        {"question": "B?"},
    ]
    assert "Ä" in file.read_text("utf-8")


def test_after_an_error_all_is_as_before(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text('{"question": "A?"}', encoding="utf-8")
    with pytest.raises(ZeroDivisionError), changing(file) as lines:
        lines.clear()
        _ = 1 / 0
    assert file.read_text("utf-8") == '{"question": "A?"}'
    file.write_text("no JSON", encoding="utf-8")
    with pytest.raises(QuestionError, match="line 1"), changing(file):
        pass


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"

    def add(number: int) -> None:
        with changing(file) as lines:
            lines.append({"question": str(number)})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(60)))
    assert sorted(int(line["question"]) for line in read_batch(file)) == list(range(60))


ADD = """
import sys
from pathlib import Path
from rag.batch import changing
for number in range(10**6):
    with changing(Path(sys.argv[1])) as lines:
        lines.append({"question": "x" * 2000 + str(number)})
    print(number, flush=True)
"""


def test_a_kill_costs_nothing_that_was_saved(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    command = [sys.executable, "-c", ADD, str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(20):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        saved = 20 + sum(1 for _ in process.stdout)
    written = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert saved <= len(written) <= saved + 1
