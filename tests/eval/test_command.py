"""The command `python -m eval` on the made-up podcast, from the set to the reports."""

import json
from pathlib import Path

import pytest

from eval import __main__ as commands
from eval import command
from rag import Settings
from tests.support.fake_model import says
from tests.support.fakes import fake_embedder

SET = [
    {
        "id": "fact-001",
        "type": "fact",
        "question": "Welches Holz nimmst du für einen Stuhl, Esche?",
        "answerable": True,
        "gold": [{"episode": 1, "quote": "Am liebsten Esche."}],
    },
    {
        "id": "fact-002",
        "type": "fact",
        "question": "Wie alt ist der Sauerteig und wie heißt er?",
        "history": ["Warum braucht Brot Zeit?"],
        "answerable": True,
        "gold": [{"episode": 2, "turns": [3, 3]}],
        "expect": ["Hermann"],
    },
    {
        "id": "unanswerable-001",
        "type": "unanswerable",
        "question": "Was kostet <script>alert(1)</script> Quantenphysik?",
        "answerable": False,
    },
]


@pytest.fixture
def run_set(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NACHGEFRAGT_STORE", str(settings.store))
    monkeypatch.setattr(command, "embedder", lambda setting: fake_embedder())
    dataset = tmp_path / "set.jsonl"
    dataset.write_text("\n".join(map(json.dumps, SET)), encoding="utf-8")
    given = ["--dataset", str(dataset), "--corpus", str(settings.corpus)]
    return lambda *more: command.main([*given, "--out", str(tmp_path / "out"), *more])


def test_a_run_prints_tables_and_writes_both_reports(run_set, tmp_path, capsys):
    assert run_set() == 0
    shown = capsys.readouterr().out
    assert "| fact | own/dev | 1 |" in shown
    assert "| verbatim | 1.00 |" in shown
    assert "made-up" not in shown  # which has nothing to do with somebody's own podcast
    assert "LangChain" in shown and "BM25" in shown
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    asked = [row["id"] for row in report["questions"]]
    assert sorted(asked) == [line["id"] for line in SET]
    assert report["sets"]["own/dev"]["questions"] == 2
    assert report["about"]["embedding model"] == "fake"
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "All sets" in page and page.count("<script") == 1  # its own
    assert "http" not in page.replace("http-equiv", "")


def test_every_command_has_its_name_and_help(capsys):
    assert commands.main(["--help"]) == 0
    told = capsys.readouterr().out.replace("-\n", "-")  # argparse breaks lines at hyphens
    for name in commands.COMMANDS:
        assert commands.main([name, "--help"]) == 0
        assert capsys.readouterr().out.startswith(f"usage: python -m eval {name}")
        assert name in told


def test_what_is_no_command_is_one_line(capsys):
    assert commands.main(["fit-everything"]) == 1
    assert capsys.readouterr().err.startswith("Error: ")


def test_the_same_report_wins_and_loses_nothing(run_set, tmp_path, capsys):
    run_set()
    old = tmp_path / "old.json"
    (tmp_path / "out" / "report.json").rename(old)
    capsys.readouterr()
    assert run_set("--compare", str(old)) == 0
    shown = capsys.readouterr().out
    assert "right answers won (0): –" in shown
    assert "right answers lost (0): –" in shown


def test_check_exits_1_with_a_line_per_figure(run_set, monkeypatch, capsys):
    least = {"verbatim": 1.1, "show facts": 0.5}
    limits = {"own/dev": {"least": least, "most": {"verbatim": 1.0}}}
    monkeypatch.setattr(command, "load_thresholds", lambda: limits)
    assert run_set("--check") == 1
    lines = capsys.readouterr().err.splitlines()
    below = [line for line in lines if line.startswith("Below")]
    assert below == [
        "Below its threshold: verbatim, own/dev: 1.000, must be at least 1.1",
        "Below its threshold: show facts, own/dev: not measured, must be at least 0.5",
    ]


def test_what_is_no_report_is_one_line(run_set, tmp_path, capsys):
    wrong = tmp_path / "wrong.json"
    wrong.write_text("[]", encoding="utf-8")
    assert run_set("--compare", str(wrong)) == 1
    assert "no report.json" in capsys.readouterr().err


def test_answers_of_a_language_model_have_their_own_figures(run_set, monkeypatch, capsys):
    monkeypatch.setattr(command, "chat_model", lambda settings: says("Esche [S1]."))
    assert run_set() == 0
    shown = capsys.readouterr().out
    assert "answers that the model wrote |" in shown
    assert "fabricated share | 0.00 |" in shown


def test_gold_that_is_not_in_the_corpus_is_named(run_set, tmp_path, capsys):
    strange = SET[0] | {"id": "fact-003", "gold": [{"episode": 1, "quote": "Stahl ist zäh"}]}
    (tmp_path / "set.jsonl").write_text(json.dumps(strange), encoding="utf-8")
    assert run_set() == 0
    assert "not in the corpus: fact-003" in capsys.readouterr().err
