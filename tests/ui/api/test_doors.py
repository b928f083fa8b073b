"""Whoever asks gets the same: by the command, over HTTP, as an MCP tool and in the window."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest

from rag import Settings
from rag.question.intents import WORDINGS
from tests.support.asking import GRADIO_LEAVES, page_event
from tests.support.effort import often
from tests.support.places import ROOT
from tests.ui.api.test_tools import session
from tests.ui.test_app import serving

pytestmark = [*GRADIO_LEAVES, pytest.mark.model, pytest.mark.slow]
# What a follow-up leans on.
BEFORE = {"de": "Ist Esche zäh?", "en": "Is ash tough?"}
Asked = dict[str, Any]
Told = tuple[str, bool, int]


def asked() -> list[Asked]:
    """The first wording of every fourth intent, or of all, with a question before it."""
    intents = tomllib.loads(WORDINGS.read_text("utf-8"))
    del intents["topics"]  # which fill the others' wordings
    every = [
        {"question": parts[language].strip().split("\n")[0], "history": [before]}
        for parts in intents.values()
        for language, before in BEFORE.items()
    ]
    # Of sixteen in a row the first and the last: the languages by turns.
    return often([one for at, one in enumerate(every) if at % 16 in (0, 15)], every)


@pytest.mark.timeout(600)
def test_every_intent_is_told_the_same_by_every_door(indexed: Settings, tmp_path: Path) -> None:
    said = commanded(indexed, tmp_path)
    # Otherwise it would show little that they are the same.
    assert len({text for text, _, _ in said}) > 0.7 * len(said)
    assert {grounded for _, grounded, _ in said} == {True, False}
    with serving(indexed, "app.py", NACHGEFRAGT_QUESTIONS_PER_MINUTE="100000") as (url, _):
        assert over_http(url) == said
        assert by_a_tool(url) == said
        assert in_the_window(url) == said


def commanded(settings: Settings, folder: Path) -> list[Told]:
    """What `rag ask` says to each question."""
    file = folder / "questions.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in asked()), encoding="utf-8")
    places = ["--corpus", str(settings.corpus), "--store", str(settings.store)]
    command = [sys.executable, "-m", "rag", "ask", *places, "--batch", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [told(json.loads(line)) for line in done.stdout.splitlines()]


def over_http(url: str) -> list[Told]:
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        return [told(client.post("api/ask", json=one).raise_for_status().json()) for one in asked()]


def by_a_tool(url: str) -> list[Told]:
    async def work(tools: Any, _: Any) -> list[Told]:
        return [told((await tools.call_tool("ask", one)).structuredContent) for one in asked()]

    found: list[Told] = session(url, work)
    return found


def told(answer: dict[str, Any]) -> Told:
    return answer["answer"], answer["grounded"], len(answer["citations"])


def in_the_window(url: str) -> list[Told]:
    shown = []
    for one in asked():
        question = {"question": one["question"], "after": one["history"], "serial": 1}
        _, _, memory = page_event(url, "composer", "submit", question, [], None)
        reply = memory[-1]["reply"]
        shown.append((reply["text"], reply["grounded"], len(reply["citations"])))
    return shown
