"""python -m rag: index, search, ask, as a user sees them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import save_corpus
from rag import ChatModel, Settings, update_index
from rag import __main__ as commands
from rag.embedding.embedder import OWN_MODEL
from rag.wording.formats import notice
from tests.support.fake_model import says
from tests.support.fakes import FakeEmbedder, small_corpus
from tests.support.places import ROOT

WOOD = "Ist Esche zäh oder bricht sie wie Fichte?"
NOTES = "Wer ist Gast in Folge 1?"


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the made-up podcast and its index, to be copied."""
    folder = tmp_path_factory.mktemp("indexed")
    save_corpus(small_corpus(), folder / "corpus")
    # Under the real model's name, so that a real process can open it too.
    settings = Settings(corpus=folder / "corpus", store=folder / "store")
    with pytest.MonkeyPatch.context() as patch:
        # The fake's vectors are others.
        patch.setattr("rag.index.embed_missing.OWN_MODEL", "")
        update_index(settings, FakeEmbedder(OWN_MODEL))
    return folder


@pytest.fixture
def places(indexed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An indexed podcast where the environment says, and a fake in place of the model."""
    shutil.copytree(indexed, tmp_path, dirs_exist_ok=True)
    settings = Settings(corpus=tmp_path / "corpus", store=tmp_path / "store")
    monkeypatch.setattr(commands, "embedder", lambda name: FakeEmbedder(name or OWN_MODEL))
    for module in ("question.intents", "index.embed_missing"):
        monkeypatch.setattr(f"rag.{module}.OWN_MODEL", "")
    monkeypatch.setenv("NACHGEFRAGT_CORPUS", str(settings.corpus))
    monkeypatch.setenv("NACHGEFRAGT_STORE", str(settings.store))
    monkeypatch.delenv("NACHGEFRAGT_EMBEDDING_MODEL", raising=False)
    return settings


def run(*arguments: object) -> int:
    return commands.main([str(argument) for argument in arguments])


def assert_one_error(captured, *words):
    assert captured.out == ""
    assert captured.err.startswith("Error: ")
    assert captured.err.count("\n") == 1
    assert len(captured.err) < 700
    for word in words:
        assert word in captured.err


def batch_file(folder: Path, *lines: object) -> Path:
    file = folder / "questions.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return file


# What they do.


def test_index(places, capsys):
    assert run("index") == 0
    assert capsys.readouterr().out == "0 chunks embedded, 33 kept, 0 removed.\n"
    assert run("index", "--rebuild") == 0
    assert capsys.readouterr().out == "33 chunks embedded, 0 kept, 0 removed.\n"


def test_a_part_needs_a_server_and_a_number(places, capsys):
    assert run("index", "--part", "1/4") == 1
    assert_one_error(capsys.readouterr(), "NACHGEFRAGT_CHROMA_URL", "leave out --part")
    for part in ("0/4", "5/4", "1", "one/two", "1/0"):
        assert run("index", "--part", part) == 1
        assert_one_error(capsys.readouterr(), "must be like 1/4")
    assert run("index", "--part", "1/4", "--rebuild") == 1


def test_ask(places, capsys):
    assert run("ask", WOOD) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert captured.out.startswith("Dazu sagt Uwe Groß in Folge 1, Kapitel „Das richtige Holz“")
    assert captured.out.count("[1]") == 1


def test_ask_json(places, capsys):
    assert run("ask", WOOD, "--json") == 0
    out = capsys.readouterr().out
    answer = json.loads(out)
    assert "Groß" in out  # not escaped
    assert (answer["id"], answer["question"], answer["language"]) == (None, WOOD, "de")
    first = answer["citations"][0]
    assert (first["kind"], first["episode"], first["turn"]) == ("transcript", 1, 2)
    assert first["quote"] in small_corpus().episodes[0].turns[2].text


def test_ask_with_filters(places, capsys):
    assert run("ask", "Schmeckt Brot nach nichts?", "--json", "--episode", 2) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {citation["episode"] for citation in answer["citations"]} == {2}
    assert run("ask", "Warum Esche?", "--json", "--speaker", "uwe groß") == 0
    answer = json.loads(capsys.readouterr().out)
    assert {citation["speaker"] for citation in answer["citations"]} == {"Uwe Groß"}


def test_search_json(places, capsys):
    assert run("search", "Esche zäh Sauerteig", "--json", "-k", 2) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["rank"] for row in rows] == [1, 2]
    assert rows[0]["score"] >= rows[1]["score"]
    names = ["rank", "score", "episode", "turn", "speaker", "chapter", "start", "end", "text"]
    assert all(list(row) == names for row in rows)
    assert any("Esche ist zäh" in row["text"] for row in rows)
    assert run("search", WOOD, "--json", "-k", 99999, "--episode", 1) == 0
    assert {row["episode"] for row in json.loads(capsys.readouterr().out)} == {1}


def test_a_search_that_nothing_fits(places, capsys):
    assert run("search", "zzzzqqqq") == 0
    assert capsys.readouterr().out == "Dazu passt nichts, was gesagt wird.\n"
    assert run("search", "zzzzqqqq", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_search_as_text(places, capsys):
    assert run("search", WOOD, "-k", 1) == 0
    first, text = capsys.readouterr().out.splitlines()
    assert first == "1. Uwe Groß, Folge 1, Kapitel „Das richtige Holz“, bei ≈ 0:26"
    assert text == small_corpus().episodes[0].turns[2].text


def test_batch_keeps_order_ids_and_history(places, capsys, tmp_path):
    file = batch_file(
        tmp_path,
        {"id": "a", "question": WOOD},
        "",
        {"id": "b", "question": "", "history": []},
        {"id": 3, "question": "Und in Folge 2?", "history": [NOTES]},
        {"question": "Wie alt\u2028ist Hermann, elf Jahre?", "history": None},
        {"id": "e", "question": "a" * 5000},
        {"id": "f", "question": "Esche\ud800"},
    )
    assert run("ask", "--batch", file) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    lines = captured.out.removesuffix("\n").split("\n")
    answers = [json.loads(line) for line in lines]
    assert [answer["id"] for answer in answers] == ["a", "b", 3, None, "e", "f"]
    assert [answer["grounded"] for answer in answers] == [True, False, True, True, False, False]
    assert "Sigrid Löwe" in answers[2]["answer"]
    assert "elf Jahre alt" in answers[3]["answer"]
    # The same keys also where there was nothing to ask, and the reason.
    assert all(answer.keys() == answers[0].keys() for answer in answers)
    assert "Frage in Worten" in answers[1]["answer"]
    assert "zu lang" in answers[4]["answer"]
    assert answers[5]["question"] == "Esche\ud800"


def test_batch_from_another_editor(places, capsys, tmp_path):
    """With a byte order mark, Windows line ends and a raw line separator inside a text."""
    file = tmp_path / "questions.jsonl"
    file.write_bytes('\ufeff{"question": "Ist Esche\u2028zäh?"}\r\n\r\n'.encode())
    assert run("ask", "--batch", file) == 0
    assert json.loads(capsys.readouterr().out)["question"] == "Ist Esche\u2028zäh?"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", 'no text under "question"'),
        ("{}", 'no text under "question"'),
        ('{"question": 5}', 'no text under "question"'),
        ('{"question": "Ja?", "history": "Nein"}', '"history" is no list of texts'),
        ('{"question": "Ja?", "history": [1]}', '"history" is no list of texts'),
    ],
)
def test_batch_with_a_bad_line_asks_nothing(places, capsys, tmp_path, line, words):
    file = batch_file(tmp_path, {"question": WOOD}, "", line)
    assert run("ask", "--batch", file) == 1
    assert_one_error(capsys.readouterr(), f"{file}, line 3: ", words)


def test_batch_file_that_cannot_be_read(places, capsys, tmp_path):
    assert run("ask", "--batch", tmp_path / "nichts.jsonl") == 1
    assert_one_error(capsys.readouterr(), "nichts.jsonl", "No such file")
    (tmp_path / "bild.jsonl").write_bytes(b"\x89PNG\xff")
    assert run("ask", "--batch", tmp_path / "bild.jsonl") == 1
    assert_one_error(capsys.readouterr(), "bild.jsonl", "not UTF-8")


def test_options_win_over_the_environment(places, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("NACHGEFRAGT_CORPUS", str(tmp_path / "nowhere"))
    monkeypatch.setenv("NACHGEFRAGT_STORE", str(tmp_path / "nowhere"))
    assert run("ask", NOTES, "--corpus", places.corpus, "--store", places.store) == 0
    assert "Uwe Groß" in capsys.readouterr().out
    assert run("ask", NOTES) == 1
    assert_one_error(capsys.readouterr(), "nowhere", "Run: python -m rag index")


def test_a_newer_corpus_is_mentioned_and_the_old_index_answers(places, capsys):
    written = (places.store / "manifest.json").stat().st_mtime
    os.utime(places.corpus / "001.json", (written + 5, written + 5))
    assert run("ask", NOTES, "--json") == 0
    captured = capsys.readouterr()
    assert captured.err.startswith("Note: ") and captured.err.endswith("python -m rag index\n")
    json.loads(captured.out)


def test_a_whole_index_is_said_to_be_and_a_damaged_one_is_not(places, capsys):
    assert run("check") == 0
    assert "is whole" in capsys.readouterr().out
    (rows,) = places.store.glob("generation-*/window.json")
    rows.write_text(rows.read_text().replace("1", "2", 1))
    assert run("check") == 1
    assert_one_error(capsys.readouterr(), "window.json", "Run: python -m rag index")


# What they object to.


def test_questions_that_cannot_be_asked(places, capsys):
    for command in ("ask", "search"):
        for question in ("", "🎧", "Wort " * 2_000, "kaputt\udcff"):
            assert run(command, question) == 1
            assert_one_error(capsys.readouterr(), "Frage")


def test_unknown_episode_and_speaker(places, capsys, tmp_path):
    file = batch_file(tmp_path, {"question": WOOD})
    for command in (["ask", WOOD], ["search", WOOD], ["ask", "--batch", file]):
        assert run(*command, "--episode", 9) == 1
        assert_one_error(capsys.readouterr(), "Folge 9 gibt es nicht", "1, 2")
        assert run(*command, "--episode", 0) == 1
        assert_one_error(capsys.readouterr(), "Folge 0 gibt es nicht")
        assert run(*command, "--speaker", "Nie\nmand") == 1
        assert_one_error(capsys.readouterr(), "spricht hier nicht", "Uwe Groß")


def test_missing_corpus(places, capsys):
    shutil.rmtree(places.corpus)
    for command in (["index"], ["ask", WOOD], ["search", WOOD]):
        assert run(*command) == 1
        assert_one_error(capsys.readouterr(), "podcast.json is missing", "python -m corpus import")


def test_damaged_corpus(places, capsys):
    file = places.corpus / "001.json"
    for damage in (
        lambda text: text[:100],
        lambda text: text.replace('"start": 26.0', '"start": -26.0'),
        lambda text: text.replace('"text": "Am liebsten', '"texte": "Am liebsten'),
    ):
        whole = file.read_text(encoding="utf-8")
        file.write_text(damage(whole), encoding="utf-8")
        assert run("index") == 1
        assert_one_error(capsys.readouterr(), "001.json", "Correct the file")
        file.write_text(whole, encoding="utf-8")
    assert run("ask", NOTES) == 0  # what was indexed is still there


def test_missing_index(places, capsys):
    shutil.rmtree(places.store)
    for command in (["ask", WOOD], ["search", WOOD]):
        assert run(*command) == 1
        assert_one_error(capsys.readouterr(), str(places.store), "Run: python -m rag index")


def test_index_of_another_model(places, capsys, monkeypatch):
    monkeypatch.setenv("NACHGEFRAGT_EMBEDDING_MODEL", "another/model")
    assert run("ask", WOOD) == 1
    assert_one_error(capsys.readouterr(), "another/model", "Run: python -m rag index")


def test_a_mistyped_command_says_where_help_is(capsys):
    for arguments in (
        [],
        ["frob"],
        ["search"],
        ["ask", WOOD, "--frob"],
        ["ask", WOOD, "--episode", "zwei"],
        ["search", WOOD, "-k", "0"],
        ["search", WOOD, "-k", "²"],
        ["search", WOOD, "-k", "9" * 5_000],
    ):
        assert run(*arguments) == 1
        captured = capsys.readouterr()
        assert "--help" in captured.err
        assert captured.err.count("\n") == 1 and captured.err.startswith("Error: ")


def test_ask_wants_a_question_or_a_batch(places, capsys, tmp_path):
    for arguments in (["ask"], ["ask", WOOD, "--batch", batch_file(tmp_path, {})]):
        assert run(*arguments) == 1
        assert_one_error(capsys.readouterr(), "--batch", "Example")


@pytest.mark.parametrize("command", [[], ["index"], ["search"], ["ask"]])
def test_help_has_an_example(command, capsys):
    assert run(*command, "--help") == 0
    assert 'Example: python -m rag ask "' in capsys.readouterr().out


def test_ctrl_c_while_asking(places, monkeypatch, capsys):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "library_pipeline", interrupted)
    assert run("ask", WOOD) == 130
    assert capsys.readouterr().err == ""


def test_a_full_disk_behind_the_output(places, monkeypatch, capsys):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(commands.json, "dumps", full)
    assert run("ask", WOOD, "--json") == 1
    assert_one_error(capsys.readouterr(), "No space left on device")


# As processes of their own. Questions about the show need no model.


def environment(places: Settings, **more: str) -> dict[str, str]:
    there = {
        "PYTHON": sys.executable,
        "NACHGEFRAGT_CORPUS": str(places.corpus),
        "NACHGEFRAGT_STORE": str(places.store),
    }
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return kept | there | more


def test_a_reader_that_leaves_early_is_no_error(places):
    line = 'set -o pipefail; "$PYTHON" -m rag ask "Wer ist Gast in Folge 1?" | true'
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=ROOT,
        env=environment(places, PYTHONIOENCODING="ascii"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_ctrl_c_of_a_real_process(places, tmp_path):
    pipe = tmp_path / "questions.jsonl"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "rag", "ask", "--batch", pipe]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(places), stderr=subprocess.PIPE
    ) as process:
        with pipe.open("w"):  # waits until the command opens it, and then until it reads
            time.sleep(0.5)
            process.send_signal(signal.SIGINT)
            assert process.stderr is not None
            assert process.stderr.read() == b""
        assert process.wait() == 130


@pytest.mark.model
@pytest.mark.slow
def test_index_and_ask_with_the_bundled_model_in_utf8_whatever_the_terminal_says(
    places, tmp_path, bundled
):
    fresh = replace(places, store=tmp_path / "fresh")
    save_corpus(small_corpus(), fresh.corpus)
    for command, words in (
        (["index"], "33 chunks embedded, 0 kept, 0 removed."),
        (["ask", "Why is ash better than spruce for a chair?"], "Uwe Groß says in episode 1"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "rag", *command],
            cwd=ROOT,
            env=environment(fresh, PYTHONIOENCODING="ascii"),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert words in done.stdout


# With a language model.


@pytest.fixture
def model(places, monkeypatch) -> ChatModel:
    scripted = says("Esche federt [{Esche ist zäh}]. Eiche ist schwer [{Eiche geht}].")
    monkeypatch.setattr(commands, "chat_model", lambda settings: scripted)
    return scripted


WRITTEN = "Esche federt [1]. Eiche ist schwer [1].\n"


def test_a_written_answer_has_its_quotes_below(model, capsys):
    assert run("ask", WOOD) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert captured.out == WRITTEN + (
        "\n„Esche ist zäh und federt, sie bricht nicht wie Fichte. Eiche geht auch, aber die ist "
        "schwer und teuer.“ [1] Uwe Groß, Folge 1, Kapitel „Das richtige Holz“, bei ≈ 0:32\n"
    )


def test_a_terminal_sees_the_answer_grow_and_nothing_twice(model, capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run("ask", WOOD) == 0
    out = capsys.readouterr().out
    assert out.startswith(WRITTEN) and out.count("Esche federt") == 1


@pytest.mark.parametrize("live", [True, False])
def test_a_model_that_breaks_off_is_noted_beside_the_answer(places, capsys, monkeypatch, live):
    broken = says("Esche federt [{Esche ist zäh}]. Und so", ConnectionResetError())
    monkeypatch.setattr(commands, "chat_model", lambda settings: broken)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: live)
    assert run("ask", WOOD) == 0
    captured = capsys.readouterr()
    assert captured.err.strip() == f"Note: {notice('unreachable', 'de')}"
    assert captured.out.count("Dazu sagt Uwe Groß") == 1
    assert captured.out.startswith("Dazu sagt") != live
    assert run("ask", WOOD, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["generator"], shown["notice"]) == ("extractive", notice("unreachable", "de"))


def test_a_model_that_is_not_there_is_one_line(places, capsys, monkeypatch):
    monkeypatch.setenv("NACHGEFRAGT_LLM", "nowhere:model")
    assert run("ask", WOOD) == 1
    assert_one_error(capsys.readouterr(), "nowhere:model")
