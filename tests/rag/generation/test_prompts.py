"""The prompts: what is there, and what is not accepted."""

import shutil

import pytest

from rag import PromptError
from rag.generation.prompts import FOLDER, PLACEHOLDERS, load_prompts


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "prompts")
    return tmp_path / "prompts"


def test_each_says_something_to_the_system_and_to_the_user():
    prompts = load_prompts()
    for name, fields in PLACEHOLDERS.items():
        for template in getattr(prompts, name).values():
            assert set(template.input_variables) == fields
            filled = template.format_messages(**dict.fromkeys(fields, "{x} {question} %s"))
            assert [message.type for message in filled] == ["system", "human"]
            # What is filled in is not filled in again.
            assert "{x} {question} %s" in filled[1].content


def test_no_other_files():
    names = {f"{name}.{language}.txt" for name in PLACEHOLDERS for language in ("de", "en")}
    assert {file.name for file in FOLDER.iterdir()} == names | {"README.md"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{passages} {question}\n---\nx", r"exactly these placeholders: \{passages\}"),
        ("{passages} {question} {unsaid} {key}\n---\nx", "exactly these placeholders"),
        ("{passages} {question} {unsaid} {}\n---\nx", "exactly these placeholders"),
        ("{passages} {question} {unsaid", "cannot be used"),
        ("{passages} {question} {unsaid}", "needs a line ---"),
    ],
)
def test_a_prompt_that_cannot_be_used(folder, text, words):
    (folder / "answer.en.txt").write_text(text, encoding="utf-8")
    with pytest.raises(PromptError, match=words) as caught:
        load_prompts(folder)
    assert "answer.en.txt" in str(caught.value)


def test_a_prompt_that_is_missing(folder):
    (folder / "rewrite.de.txt").unlink()
    with pytest.raises(PromptError, match=r"rewrite\.de\.txt"):
        load_prompts(folder)
