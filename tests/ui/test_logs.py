"""No question in any log: neither when all goes well, nor when what was sent makes no sense."""

import asyncio
import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.asking import BREAKS, GRADIO_LEAVES, call_events, page_event
from tests.support.places import ROOT
from tests.ui.test_window import call_tools
from ui.logs import keep_questions_out, log_failure, places
from ui.texts.german import GERMAN

pytestmark = GRADIO_LEAVES
SECRET = "GEHEIMFRAGE"
FILE = {"path": f"/{SECRET}", "meta": {"_type": "gradio.FileData"}, "url": f"http://{SECRET}.test"}
JSON = {"content-type": "application/json"}
# What stands for the arguments of a call: well-formed, too few, too many, of all kinds of types.
ARGUMENTS: list[list[Any]] = [
    [SECRET],
    [f"Warum federt {SECRET}?", None, None, None],
    [SECRET, [SECRET]],
    [SECRET, None, 99],
    [SECRET, None, None, SECRET],
    [f"{SECRET} {BREAKS}"],
    [],
    [SECRET] * 9,
    [[SECRET, "was"]],
    [{SECRET: SECRET}],
    [FILE],
    [SECRET, FILE],
    [SECRET, SECRET, SECRET, SECRET],
    [SECRET, [{SECRET: [SECRET]}], {SECRET: 1}, [SECRET]],
    [SECRET * 1_000],
    [SECRET, [SECRET * 1_000]],
    [f"{SECRET}\ud800"],
    [f"{SECRET}\n\u2028{SECRET}\x1b[31m"],
    [1, SECRET],
    [None],
]
BODIES: list[Any] = [
    {"data": SECRET},
    {"data": {SECRET: SECRET}},
    {"date": [SECRET]},
    {"data": [SECRET], "session_hash": [SECRET]},
    [SECRET],
    SECRET,
]
NAMED: list[Any] = [
    {"question": SECRET, "query": SECRET},
    {"question": SECRET},
    {SECRET: SECRET},
    {"question": [SECRET], "history": SECRET},
    {},
    [SECRET],
]
EVENTS: list[Any] = [
    {"question": SECRET, "serial": 1},
    {"question": f"{SECRET} {BREAKS}", "serial": 1},
    {"question": f"Esche {SECRET} federt?", "serial": 1},
    {"question": [SECRET], "serial": 1},
    {"question": {SECRET: SECRET}, "episode": SECRET, "speaker": [SECRET]},
    [SECRET],
    SECRET,
    None,
]
MEMORIES: list[Any] = [[], SECRET, [SECRET], {SECRET: 1}, [{"question": SECRET}], [FILE], None]
TOOLS = ("ask", "search", "episodes", SECRET)
MESSAGES: list[Any] = [
    {"jsonrpc": "2.0", "id": 1, "method": SECRET},
    {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": SECRET}},
    {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": [SECRET]}},
    {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": SECRET},
    {"jsonrpc": "2.0", "id": 1, "method": "prompts/get", "params": {"name": SECRET}},
    {"jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": {"uri": SECRET}},
    {"jsonrpc": "2.0", "method": SECRET, "params": {SECRET: SECRET}},
    {"jsonrpc": "2.0", "id": SECRET, "result": {SECRET: SECRET}},
    {"jsonrpc": SECRET},
    [SECRET],
    SECRET,
]


class Child:
    """A window in a process of its own, and the file with all that it writes."""

    def __init__(self, written: Path) -> None:
        self._written = written
        with written.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.window_child"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        while not self.written.endswith("/\n"):
            time.sleep(0.1)
            assert self.process.poll() is None, self.written
        self.url = self.written.splitlines()[-1]

    @property
    def written(self) -> str:
        return self._written.read_text(encoding="utf-8")

    def ended(self) -> str:
        self.process.communicate(timeout=60)
        return self.written


@pytest.fixture(scope="module")
def child(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Child]:
    child = Child(tmp_path_factory.mktemp("window") / "written.txt")
    yield child
    child.process.kill()
    child.process.communicate()


@pytest.mark.parametrize("name", ["ask", "search", "episodes"])
def test_every_call_is_answered_with_a_result_or_one_line(child: Child, name: str) -> None:
    for arguments in ARGUMENTS:
        # A file by its path or address is refused at the door.
        with refused() if FILE in arguments else nullcontext():
            *_, (event, data) = call_events(child.url, name, arguments)
            assert event in ("complete", "error"), (arguments, event)
            if event == "error":
                assert data["error"] and "\n" not in data["error"], (arguments, data)
                # Whoever names a podcast that is not there may hear its name again.
                named = name == "episodes" and arguments == [1, SECRET]
                assert named or SECRET not in data["error"], (arguments, data)


@contextmanager
def refused() -> Iterator[None]:
    """That the door refuses what is sent, in one line without a word of it."""
    with pytest.raises(httpx.HTTPStatusError) as caught:
        yield
    said = caught.value.response
    assert said.status_code == 400 and said.json()["detail"]
    assert "\n" not in said.text and SECRET not in said.text


def test_only_the_question_must_be_given(child: Child) -> None:
    for name in ("ask", "search"):
        *_, (event, _) = call_events(child.url, name, ["Warum federt Esche?"])
        assert event == "complete"
    *_, (event, episodes) = call_events(child.url, "episodes", [])
    assert (event, len(episodes[0])) == ("complete", 2)


def test_all_that_can_be_sent_leaves_nothing_in_the_log(child: Child) -> None:
    with httpx.Client(base_url=child.url, timeout=60, trust_env=False) as client:

        def send(method: str, path: str, **what: Any) -> None:
            # Gradio breaks off in the middle of what it streams of a call that there is not.
            with suppress(httpx.RemoteProtocolError):
                client.request(method, path, **what)

        for path in ("ask", "search", "episodes", SECRET):
            for body in BODIES:
                send("POST", f"gradio_api/call/{path}", json=body)
            for body in NAMED:
                send("POST", f"gradio_api/call/v2/{path}", json=body)
            for arguments in ARGUMENTS:
                for way in ("run", "api", "call"):
                    sent = json.dumps({"data": arguments})
                    send("POST", f"gradio_api/{way}/{path}", content=sent, headers=JSON)
            send("POST", f"gradio_api/call/{path}", content=f'{{"data": ["{SECRET}', headers=JSON)
            send("GET", f"gradio_api/call/{path}/{SECRET}")
        for number in (0, 999, SECRET, None):
            body = {"data": [SECRET], "fn_index": number, "trigger_id": SECRET, SECRET: SECRET}
            send("POST", "gradio_api/queue/join", json=body)
            send("POST", "gradio_api/queue/join", json=body | {"session_hash": SECRET})
        for path in ("cancel", "reset", "component_server", "upload", "stream", SECRET):
            send("POST", f"gradio_api/{path}", json={"session_hash": SECRET, "data": SECRET})
            send("GET", f"gradio_api/{path}/{SECRET}?question={SECRET}")
        send("GET", f"?question={SECRET}")
        headers = {"accept": "application/json, text/event-stream"}
        for message in MESSAGES:
            send("POST", "gradio_api/mcp/", json=message, headers=headers)
        send("POST", "gradio_api/mcp/", content=f'{{"{SECRET}', headers=headers)


def test_the_windows_own_events(child: Child) -> None:
    for memory in MEMORIES:
        with refused() if memory == [FILE] else nullcontext():
            page_event(child.url, "composer", "submit", EVENTS[0], memory)
        for event in EVENTS:
            with refused() if memory == [FILE] else nullcontext():
                page_event(child.url, "composer", "submit", event, memory, None)
    page_event(child.url, "composer", "submit", EVENTS[0])
    for event in EVENTS:
        page_event(child.url, "finder", "submit", event)
        page_event(child.url, "episode", "select", event)
    [shown] = page_event(child.url, "finder", "submit", EVENTS[1])
    assert GERMAN.trouble in shown
    _, shown, _ = page_event(child.url, "composer", "submit", EVENTS[1], [], None)
    assert GERMAN.broken in shown


def test_tools_answer_in_one_line_too(child: Child) -> None:
    calls = [(tool, named) for tool in TOOLS for named in NAMED if isinstance(named, dict)]
    calls += [("ask", {"question": f"{SECRET} {BREAKS}"}), ("search", {"query": BREAKS})]
    calls += [("ask", {"question": SECRET, "episode": "1", "speaker": None})]
    _, results = asyncio.run(call_tools(child.url, calls))
    for (tool, named), result in zip(calls, results, strict=True):
        if result.isError:
            [content] = result.content
            assert "\n" not in content.text and "['" not in content.text, (tool, named, content)
    assert not results[-1].isError


def test_last_of_all_nothing_of_it_stands_in_the_log(child: Child) -> None:
    written = child.ended()
    assert written.endswith("closed\n")
    assert SECRET not in written
    # It says what failed and where, though.
    assert "A question could not be answered" in written and "RuntimeError" in written
    assert "window_child.py" in written


def test_an_error_is_written_down_with_its_causes_but_not_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise ExceptionGroup(SECRET, [KeyError(SECRET)]) from error
    except ExceptionGroup as group:
        log_failure("It failed", group)
        assert places(group).count("test_logs.py") == 2
    for words in ("It failed", "ValueError", "which led to", "ExceptionGroup", "KeyError"):
        assert words in caplog.text
    assert SECRET not in caplog.text


def test_of_what_a_library_says_only_its_place_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    before = logging.getLogRecordFactory()
    try:
        keep_questions_out()
        record = logging.getLogRecordFactory()(
            *("mcp", logging.ERROR, "/x/site-packages/mcp/session.py", 7, "%s?", (SECRET,), None)
        )
        ours = logging.getLogRecordFactory()(
            *("ui", logging.ERROR, str(ROOT / "ui" / "api.py"), 7, "Kept", (), None)
        )
    finally:
        logging.setLogRecordFactory(before)
    assert record.getMessage() == "ERROR in session, line 7"
    assert ours.getMessage() == "Kept"
