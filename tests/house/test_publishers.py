"""The page for publishers shows what the commands print."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from corpus import __main__ as corpus_commands
from rag import __main__ as rag_commands
from tests.support.places import ROOT
from tests.support.site import Page, Site, served

PAGE = (ROOT / "docs" / "publishers.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^\$ python -m (.+)\n((?:(?!\$|```).*\n)*)", PAGE, re.MULTILINE)


def publish(site: Site, folder: Path) -> None:
    site.pages = {f"/{file.name}": Page(file.read_bytes()) for file in folder.iterdir()}


def run(line: str, site: Site, capsys) -> str:
    """What a command prints: stdout, then stderr."""
    room, *arguments = shlex.split(line.replace("http://127.0.0.1:8000", site.url))
    commands = {"corpus": corpus_commands.main, "rag": rag_commands.main}
    assert commands[room](arguments) == 0, line
    captured = capsys.readouterr()
    return captured.out + captured.err


def a_week_passes(example: Path, corpus: Path) -> None:
    shutil.copy(example / "feed-a-week-later.xml", example / "feed.xml")
    for file, old, new in (
        (corpus / "001.json", "drei Jahren", "drei bis vier Jahren"),
        (example / "brot.srt", "nach nichts", "nach gar nichts"),
        (example / "stuhl.vtt", "ein Leben lang", "sein Leben lang"),
    ):
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_page_shows_every_step():
    verbs = [" ".join(line.split()[:2]) for line, _ in SHOWN]
    assert verbs == [
        "corpus import", "rag index", "rag ask", "corpus import", "rag index", "corpus check",
    ]  # fmt: skip


@pytest.mark.model
@pytest.mark.slow
def test_the_page_shows_what_the_commands_print(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    example = tmp_path / "example"
    shutil.copytree(ROOT / "docs" / "example", example)
    with served() as site:
        for step, (line, shown) in enumerate(SHOWN):
            if step == 3:
                a_week_passes(example, tmp_path / "werkstatt")
            publish(site, example)
            assert run(line, site, capsys) == shown, line
