"""The README and its neighbours say what is so: questions, an answer, the file tree, links."""

import re
from pathlib import Path

import pytest
from langchain_core.runnables import Runnable

from app import HELP
from rag import Answer, Index, Question, answer_pipeline
from rag.retrieval.second_look import second_look
from tests.support.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
FIGURES = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PAPERS = [*ROOT.glob("*.md"), *ROOT.glob("*/*.md")]
UNSAID = "*the podcast does not say*"


def samples() -> list[tuple[str, str]]:
    table = FIGURES.split("| question | among the quotes |\n|---|---|\n")[1].split("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()]
    return [(question, expected) for question, expected in rows]


@pytest.fixture(scope="module")
def ask(shipped_index: Index) -> Runnable[Question, Answer]:
    return answer_pipeline(shipped_index, second_look=second_look(None))


@pytest.mark.model
@pytest.mark.parametrize(("question", "expected"), samples())
def test_sample_question_is_answered_with_the_quote(ask, question, expected):
    answer = ask.invoke(Question(question))
    if expected == UNSAID:
        assert not answer.grounded and not answer.citations
    else:
        quotes = [citation.source.text for citation in answer.citations]
        assert any(expected in quote for quote in quotes), quotes


@pytest.mark.model
def test_shown_answer_is_the_real_one(ask):
    question, shown = re.findall(r'rag ask "(.+)"\n(.+?)\n```', README, re.DOTALL)[0]
    assert ask.invoke(Question(question)).text == shown


def test_ten_samples_with_facts_english_and_one_unanswerable():
    assert len(samples()) == 10
    assert [expected for _, expected in samples()].count(UNSAID) == 1


def tree() -> list[Path]:
    """The files and folders that the tree names; two blanks more are one folder deeper."""
    named, folders = [], [Path()]
    for line in ARCHITECTURE.split("## Files\n\n```\n")[1].split("```")[0].splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        path = folders[depth] / line.split()[0]
        folders[depth + 1 :] = [path]
        named.append(path)
    return named


def test_file_tree_names_what_exists():
    assert [path for path in tree() if not (ROOT / path).exists()] == []


def test_file_tree_names_every_module():
    """Or its folder, where it names no module: each format says itself what it is."""
    named = set(tree())
    opened = {path.parent for path in named if path.suffix == ".py"}
    modules = (
        file for room in ("corpus", "rag", "eval", "ui") for file in (ROOT / room).rglob("*.py")
    )
    there = {file.relative_to(ROOT) for file in modules if file.name != "__init__.py"}
    assert {
        path for path in there - named if path.parent in opened or path.parent not in named
    } == (set())


def test_every_setting_is_told_in_the_help_and_in_the_documents():
    read = (ROOT / "rag" / "settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r"NACHGEFRAGT_[A-Z_]+", read))
    documents = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert len(names) > 15
    assert {name for name in names if f" {name} " not in HELP} == set()
    assert {name for name in names if f"`{name}`" not in documents} == set()


def test_readme_is_short():
    assert len(README.encode()) <= 7000


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(paper):
    for link in re.findall(r"\]\(([^)\s]+)\)", paper.read_text(encoding="utf-8")):
        path, _, heading = link.partition("#")
        if "://" in link or link.startswith("mailto:"):
            continue
        target = (paper.parent / path) if path else paper
        assert target.exists(), link
        if heading:
            assert heading in headings(target), link


def headings(paper):
    titles = re.findall(r"^#+ (.+)$", paper.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles]
