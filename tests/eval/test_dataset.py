"""Reading an eval set."""

import json
from pathlib import Path

import pytest

from eval.dataset import DatasetError, Gold, load_examples

LINE = {
    "id": "fact-007",
    "type": "fact",
    "lang": "de",
    "question": "Welches Holz?",
    "history": ["Was baust du?"],
    "answerable": True,
    "gold": [{"episode": 1, "quote": "Am liebsten Esche."}, {"episode": 2, "turns": [3, 5]}],
    "expect": ["Esche"],
    "reference": None,
}


def write(folder: Path, *lines: str) -> Path:
    file = folder / "set.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_reads_both_kinds_of_gold_and_skips_blank_lines(tmp_path):
    (example,) = load_examples(write(tmp_path, "", json.dumps(LINE), ""))
    assert example.gold == (Gold(1, quote="Am liebsten Esche."), Gold(2, turns=(3, 5)))
    assert example.history == ("Was baust du?",)
    assert example.expect == ("Esche",)


@pytest.mark.parametrize(
    ("name", "split"), [("fact-007", "dev"), ("fact-008", "test"), ("x-10", "test"), ("x", "test")]
)
def test_split_is_the_parity_of_the_number(tmp_path, name, split):
    (example,) = load_examples(write(tmp_path, json.dumps({**LINE, "id": name})))
    assert example.split == split


@pytest.mark.parametrize(
    "line", ["{", "[]", '"x"', json.dumps({**LINE, "gold": [{"quote": "x"}]}), '{"id": "a-1"}']
)
def test_damaged_line_is_named(tmp_path, line):
    with pytest.raises(DatasetError, match="line 2"):
        load_examples(write(tmp_path, json.dumps(LINE), line))


def test_missing_file_is_an_error(tmp_path):
    with pytest.raises(DatasetError, match="cannot be read"):
        load_examples(tmp_path / "none.jsonl")
