"""What commands print of podcasts, models and users: no terminal obeys it, no JSON loses it."""

import ast
import json
import sys
import unicodedata
from pathlib import Path

import pytest

from corpus import Chapter, Corpus, Episode, Person, Podcast, Turn, printable, save_corpus
from corpus.cli import say
from corpus.files import load_corpus
from rag import Settings, update_index
from rag import __main__ as commands
from tests.support.fake_model import says
from tests.support.fakes import FakeEmbedder
from tests.support.places import ROOT

# To a title, the clipboard, the screen, colours (in eight bits too), backwards, and alone.
EVIL = "\x1b]0;T\x07\x1b]52;c;YQ==\x07\x1b[2J\x9b31m\x90q\x9c\u202e\u2066\x08\x7f\x00\r"
WOOD = "Ist Esche zäh oder bricht sie wie Fichte?"
SAID = f"Esche ist zäh{EVIL} und federt, sie bricht nicht wie Fichte."


def obeyed(text: str) -> set[str]:
    return {
        char
        for char in text
        if (unicodedata.category(char) == "Cc" and char not in "\n\t")
        or unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "LRI", "RLI", "FSI")
    }


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An index whose every text is hostile; a corpus folder that somebody else made."""
    episode = Episode(
        "holz", 1, f"Vom Brett{EVIL}", language="de", description=f"Holz{EVIL}",
        people=(Person(f"Uwe{EVIL}", "Gast", EVIL, f"Holz{EVIL}"),),
        chapters=(Chapter(0.0, f"Das Holz{EVIL}"),),
        turns=(Turn(f"Uwe{EVIL}", SAID, 0.0, 9.0), Turn(f"Jana{EVIL}", "Und Eiche?", 9.0, 11.0)),
        duration=20.0,
    )  # fmt: skip
    settings = Settings(tmp_path / "corpus", tmp_path / "store")
    settings.corpus.mkdir()
    write(settings, Corpus(Podcast("werkstatt", f"Werkstatt{EVIL}"), (episode,)))
    monkeypatch.setattr(commands, "embedder", lambda name: FakeEmbedder("fake"))
    monkeypatch.setenv("NACHGEFRAGT_CORPUS", str(settings.corpus))
    monkeypatch.setenv("NACHGEFRAGT_STORE", str(settings.store))
    return settings


def write(settings: Settings, corpus: Corpus) -> None:
    save_corpus(corpus, settings.corpus)
    update_index(settings, FakeEmbedder("fake"))


COMMANDS = (
    ["search", WOOD],
    ["search", WOOD, "--json"],
    ["ask", WOOD],
    ["ask", WOOD, "--json"],
    ["ask", "Wer ist zu Gast?"],
    ["ask", "Worum geht es in Folge 1?"],
    ["ask", WOOD, "--speaker", f"Niemand{EVIL[:-2]}"],
    ["search", f"Esche {EVIL[:-2]}"],
    ["search", f"Esche {EVIL[:-2]}", "--json"],
    ["ask", WOOD, f"--{EVIL}"],
    ["check", "--store", f"{EVIL[:-2]}"],
    ["refresh", f"{EVIL[:-2]}.xml"],
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda given: ascii(given)[:40])
def test_no_command_tells_a_terminal_what_to_do(hostile, capsys, arguments):
    commands.main(arguments)
    captured = capsys.readouterr()
    assert captured.out + captured.err
    assert obeyed(captured.out + captured.err) == set()


def test_json_loses_nothing(hostile, capsys, tmp_path):
    said = load_corpus(hostile.corpus).episodes[0].turns[0].text
    assert obeyed(said)
    assert commands.main(["search", WOOD, "--json"]) == 0
    assert any(hit["text"].strip() == said for hit in json.loads(capsys.readouterr().out))
    assert commands.main(["ask", WOOD, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["citations"][0]["quote"] in said and obeyed(answer["citations"][0]["quote"])
    assert answer["citations"][0]["speaker"] == f"Uwe{EVIL}"
    batch = tmp_path / "batch.jsonl"
    batch.write_text(json.dumps({"id": f"a{EVIL}", "question": WOOD}))
    assert commands.main(["ask", "--batch", str(batch)]) == 0
    printed = capsys.readouterr().out
    assert obeyed(printed) == set()
    assert json.loads(printed)["id"] == f"a{EVIL}"


@pytest.mark.parametrize("terminal", [False, True])
def test_a_model_tells_a_terminal_nothing_either(hostile, capsys, monkeypatch, terminal):
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    model = says(f"Esche federt {EVIL}[{{Esche ist zäh}}].")
    monkeypatch.setattr(commands, "chat_model", lambda settings: model)
    assert commands.main(["ask", WOOD]) == 0
    captured = capsys.readouterr()
    assert "Esche" in captured.out
    assert obeyed(captured.out + captured.err) == set()


def test_every_command_prints_in_one_way():
    """Through `say`; else the next line that is printed might be a stranger's."""
    printing = [
        f"{file.relative_to(ROOT)}, line {node.lineno}"
        for room in ("corpus", "rag")
        for file in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if (isinstance(node, ast.Name) and node.id in ("print", "pprint"))
        or (isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.stdout.write")
    ]
    assert len(printing) == 1 and printing[0].startswith("corpus/cli.py")


def test_what_is_said_goes_where_it_should(capsys):
    say(f"eins{EVIL}", end="")
    say(to=sys.stderr)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == (printable(f"eins{EVIL}"), "\n")
