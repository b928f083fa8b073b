"""python -m corpus: import, align, check, as a user sees them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import __main__ as commands
from corpus import load_corpus, load_episode, save_corpus
from corpus.importing import linked
from corpus.places import SHIPPED
from tests.support.fakes import small_corpus
from tests.support.places import ROOT, SAVED_SHOW_PAGE, SHOW_PAGE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_corpus(small_corpus(), tmp_path / "corpus")
    return tmp_path / "corpus"


def run(*arguments: object) -> int:
    return commands.main([str(argument) for argument in arguments])


def assert_one_error(captured, *words):
    assert captured.err.startswith("Error: ")
    assert captured.err.count("\n") == 1
    assert len(captured.err) < 600
    for word in words:
        assert word in captured.err


def test_import_and_import_again(tmp_path, capsys):
    assert run("import", SHOW_PAGE, "--into", tmp_path / "neu" / "werkstatt") == 0
    captured = capsys.readouterr()
    assert "Werkstattgespräche: 3 episodes in " in captured.out
    assert "added      002.json  8 turns, 3 chapters, 1:05:40, Jana Öztürk, Sigrid Löwe" in (
        captured.out
    )
    assert "Warning: episode 3: turns: there is no transcript" in captured.err
    corpus = load_corpus(tmp_path / "neu" / "werkstatt")
    assert [len(episode.turns) for episode in corpus] == [3, 8, 0]
    assert all(turn.uncertainty is not None for turn in corpus.episode(2).turns)

    assert run("import", SHOW_PAGE, "--into", tmp_path / "neu" / "werkstatt") == 0
    out = capsys.readouterr().out
    assert out.count("unchanged  ") == 4
    assert out.endswith("3 unchanged\n")


def test_import_goes_to_a_folder_named_after_the_podcast(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(commands, "corpora_folder", lambda: tmp_path)
    assert run("import", SHOW_PAGE) == 0
    assert len(load_corpus(tmp_path / "werkstattgespraeche").episodes) == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\x00\xff\xfe", "is not text"),
        (b"<!doctype html><p>", "is an HTML page, but not a podcast feed, a transcript"),
        (b"<rss></rss>", "holds no episode"),
        (b"<opml></opml>", "lists no feed"),
        (b"<ompl></ompl>", "is XML, but not"),
        (b"<rss><channel>", "is not well-formed XML"),
        (b"WEBVTT\n\nJa", "holds no cue"),
        (b'{"a": 1}', "is JSON, but no transcript"),
        (b'{"a": ', "is no valid JSON"),
        (b"x" * 50_000_000, "no line begins with a name"),
        ("T\n  • 31.02.2024\n    a".encode(), "Line 2"),
    ],
)
def test_import_of_something_else(tmp_path, capsys, data, words):
    source = tmp_path / "quelle"
    source.write_bytes(data)
    assert run("import", source, "--into", tmp_path / "ziel") == 1
    assert_one_error(capsys.readouterr(), "quelle", words)
    assert not (tmp_path / "ziel").exists()
    assert not (tmp_path / ".import").exists()


def test_import_of_an_address_a_folder_and_nothing(tmp_path, capsys):
    assert run("import", "http://127.0.0.1:9/feed.xml") == 1
    assert_one_error(capsys.readouterr(), "private address", "--allow-private")
    (tmp_path / "leer").mkdir()
    assert run("import", tmp_path / "leer") == 1
    assert_one_error(capsys.readouterr(), "leer", "holds no episode")
    assert run("import", SHIPPED) == 1
    assert_one_error(capsys.readouterr(), "is a corpus already")
    assert run("import", tmp_path / "nichts.txt") == 1
    assert_one_error(capsys.readouterr(), "nichts.txt", "No such file")


def test_import_of_an_endless_source(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(linked, "MOST_BYTES", 10)
    assert run("import", SHOW_PAGE, "--into", tmp_path / "ziel") == 1
    assert_one_error(capsys.readouterr(), "is larger")


def test_import_where_nothing_can_be_written(tmp_path, capsys):
    (tmp_path / "datei").write_text("schon da")
    assert run("import", SHOW_PAGE, "--into", tmp_path / "datei") == 1
    assert_one_error(capsys.readouterr(), "cannot be written", "--into DIR")


def test_import_into_a_read_only_folder(tmp_path, capsys):
    tmp_path.chmod(0o555)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("this user may write everywhere")
    assert run("import", SHOW_PAGE, "--into", tmp_path) == 1
    assert_one_error(capsys.readouterr(), "cannot be written", "--into DIR")


def test_import_stopped_half_way_leaves_whole_files(tmp_path, monkeypatch):
    written = []

    def stop_at_the_third(*names: object) -> None:
        if len(written) == 3:  # the ledger and two files of the corpus
            raise KeyboardInterrupt
        written.append(names)
        replace(*names)

    replace = os.replace
    monkeypatch.setattr(os, "replace", stop_at_the_third)
    assert run("import", SHOW_PAGE, "--into", tmp_path) == 130
    assert sorted(file.name for file in tmp_path.iterdir()) == ["001.json", "podcast.json"]
    assert len(load_corpus(tmp_path).episodes) == 1


def test_align(folder, capsys):
    file = folder / "001.json"
    untimed = json.loads(file.read_text(encoding="utf-8"))
    for turn in untimed["turns"]:
        turn |= {"start": None, "end": None, "uncertainty": None}
    file.write_text(json.dumps(untimed))
    assert run("align", file) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    printed = json.loads(captured.out)
    assert [turn["text"] for turn in printed["turns"]] == [t["text"] for t in untimed["turns"]]
    assert all(turn["uncertainty"] > 0 for turn in printed["turns"])
    assert "Öztürk" in captured.out  # not escaped


def test_align_keeps_measured_times(folder, capsys):
    assert run("align", folder / "002.json") == 0
    assert capsys.readouterr().out == (folder / "002.json").read_text(encoding="utf-8")


def test_align_without_a_duration(folder, capsys):
    file = folder / "001.json"
    text = file.read_text(encoding="utf-8").replace('"duration": 120.0', '"duration": null')
    untimed = json.loads(text)
    untimed["turns"] = [{"speaker": "Uwe Groß", "text": "Ja."}]
    file.write_text(json.dumps(untimed))
    assert run("align", file) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["turns"][0]["start"] is None
    assert captured.err.startswith("Warning: episode 1: duration: ")


def test_check(folder, capsys):
    assert run("check", folder) == 0
    out = capsys.readouterr().out
    assert "Werkstattgespräche (werkstatt): 2 episodes" in out
    assert "001.json  5 turns, 2 chapters, 2:00, Jana Öztürk, Uwe Groß" in out
    assert "warning" not in out


def test_check_warns(folder, capsys):
    file = folder / "001.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["chapters"][0]["title"] = ""
    file.write_text(json.dumps(data))
    assert run("check", folder) == 0
    assert "  warning: chapters[0]" in capsys.readouterr().out


def test_a_warning_is_one_bearable_line(folder, capsys):
    file = folder / "001.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["chapters"].append({"start": 5.0, "title": "lang\n" * 100_000})
    file.write_text(json.dumps(data))
    assert run("align", file) == 0
    err = capsys.readouterr().err
    assert err.startswith("Warning: episode 1: chapters[2] ")
    assert err.count("\n") == 1
    assert len(err) < 600


def test_check_names_file_and_field(folder, capsys):
    file = folder / "002.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"start": 34.0', '"start": -34.0'))
    assert run("check", folder) == 1
    assert_one_error(capsys.readouterr(), "002.json", "turns[3].start", "negative")
    assert run("check", folder / "nirgends") == 1
    assert_one_error(capsys.readouterr(), "podcast.json is missing", "python -m corpus import")


def test_a_mistyped_command_says_where_help_is(capsys):
    for arguments in ([], ["frob"], ["import"], ["align", "a", "b"], ["check", "--nein"]):
        assert commands.main(arguments) == 1
        assert_one_error(capsys.readouterr(), "--help")


@pytest.mark.parametrize("command", [[], ["import"], ["align"], ["check"]])
def test_help_has_an_example(command, capsys):
    assert commands.main([*command, "--help"]) == 0
    assert "example: python -m corpus " in capsys.readouterr().out


def shell(line: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHON": sys.executable, "PYTHONIOENCODING": "ascii"}
    environment.pop("PYTHONUNBUFFERED", None)  # without a buffer Python overlooks a closed pipe
    return subprocess.run(
        ["bash", "-c", "set -o pipefail; " + line],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_reader_that_leaves_early_is_no_error(tmp_path):
    # More than a pipe holds, so that the command is still writing.
    long = {
        "id": "a",
        "number": 1,
        "title": "t" * 1_000_000,
        "turns": [{"speaker": "U", "text": "J"}],
    }
    (tmp_path / "1.json").write_text(json.dumps(long | {"duration": 9}))
    done = shell(f'"$PYTHON" -m corpus align {tmp_path / "1.json"} | head -c 10')
    assert (done.returncode, done.stderr) == (0, "")


def test_output_is_utf8_whatever_the_terminal_says():
    done = shell('"$PYTHON" -m corpus check')
    assert done.returncode == 0, done.stderr
    assert "Michael Kästner" in done.stdout


def test_the_shipped_corpus_is_whole():
    first, second = load_corpus(SHIPPED)
    assert (len(first.turns), len(first.chapters)) == (27, 8)
    assert (len(second.turns), len(second.chapters)) == (33, 12)
    assert all(turn.start is not None for episode in (first, second) for turn in episode.turns)


@pytest.mark.skipif(
    not SAVED_SHOW_PAGE.exists(), reason="the saved show page in ../shared is absent"
)
def test_the_shipped_corpus_is_what_the_importer_makes(tmp_path):
    """Where this fails: python -m corpus import ../shared/seeds/better-call-service.txt."""
    assert run("import", SAVED_SHOW_PAGE, "--into", tmp_path) == 0
    for name in ("podcast.json", "001.json", "002.json"):
        assert (tmp_path / name).read_bytes() == (SHIPPED / name).read_bytes(), name
    assert load_episode(tmp_path / "002.json").turns[0].speaker == "Michael Kästner"
