"""What a request may carry: bytes, seconds, and JSON that is no bomb."""

import asyncio
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.door import bodies
from ui.door.bodies import HungUp, check_json, drop_the_rest, replayed, whole
from ui.door.callers import Refused

FILE = {"path": "http://elsewhere.test/a.png", "meta": {"_type": "gradio.FileData"}}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


class Sender:
    """Sends pieces without end; counts what was taken from it."""

    def __init__(self, *pieces: bytes, endless: bool = False) -> None:
        self.pieces, self.endless, self.taken = list(pieces), endless, 0

    async def __call__(self) -> dict[str, Any]:
        if not self.pieces and not self.endless:
            await asyncio.sleep(3600)
        piece = self.pieces.pop(0) if self.pieces else b"x" * 1000
        self.taken += len(piece)
        assert self.taken < 1_000_000
        return {"type": "http.request", "body": piece, "more_body": self.endless or self.pieces}


def read(sender: Any, most: int, **headers: str) -> bytes:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return asyncio.run(whole({"headers": named}, sender, most))


def refusal(json_text: str | bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        check_json(json_text.encode() if isinstance(json_text, str) else json_text)
    return refused.value


def test_a_body_comes_whole_and_once_more():
    assert read(Sender(b"abc", b"def"), 6) == b"abcdef"

    async def again() -> list[Any]:
        receive = replayed(b"abc", Sender(b"later"))
        return [await receive(), await receive()]

    first, second = asyncio.run(again())
    assert first == {"type": "http.request", "body": b"abc", "more_body": False}
    assert second["body"] == b"later"


@pytest.mark.parametrize("announced", ["7", "9" * 30])
def test_what_announces_too_much_is_not_read(announced):
    sender = Sender(endless=True)
    with pytest.raises(Refused) as refused:
        read(sender, 6, content_length=announced)
    assert (refused.value.status, sender.taken) == (413, 0)


@pytest.mark.parametrize("headers", [{}, {"content_length": "5"}, {"content_length": "many"}])
def test_bytes_are_counted_whatever_was_announced(headers):
    sender = Sender(endless=True)
    with pytest.raises(Refused) as refused:
        read(sender, 64_000, **headers)
    assert refused.value.status == 413 and sender.taken <= 65_000


def test_a_body_that_never_ends(monkeypatch):
    monkeypatch.setattr(bodies, "SECONDS", 0.05)
    with pytest.raises(Refused) as refused:
        read(Sender(), 10)
    assert refused.value.status == 408


def test_a_sender_that_hangs_up():
    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    with pytest.raises(HungUp):
        read(gone, 10)


def test_the_rest_of_a_refused_body_is_read_for_a_moment_only(monkeypatch):
    monkeypatch.setattr(bodies, "LINGER", 0.05)
    monkeypatch.setattr(bodies, "LINGERING", 5_000)
    sender = Sender(endless=True)
    asyncio.run(drop_the_rest(sender))
    assert sender.taken == 5_000
    asyncio.run(drop_the_rest(Sender()))


@given(json_values)
def test_what_people_send_passes(value):
    check_json(json.dumps({"data": [value]}).encode())


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 1_000_000,
        "[" * 40 + "]" * 40,
        '{"a":' * 500_000,
        '{"a":' * 30 + "1" + "}" * 30,
        "[" + "[]," * 400_000 + "[]]",
        "[" + "1," * 700_000 + "1]",
        json.dumps({"data": [{str(number): 0 for number in range(30_000)}]}),
        "9" * 100_000,
        "[1" + "0" * 10_000 + "]",
        "",
        "no JSON",
        b"\xff\xfe\x00",
    ],
    ids=lambda bomb: repr(bomb[:8]),
)
def test_bombs_are_refused_at_once(bomb):
    started = time.process_time()
    assert refusal(bomb).status in (400, 413)
    # Half a second of a slow machine; Gradio took 15 s for the longer ones.
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "value",
    [
        FILE,
        [FILE],
        {"a": {"b": [FILE]}},
        FILE | {"meta": {}},
        {"_type": "gradio.FileData", "path": "/etc/passwd"},
        {"path": "x", "url": "/file=x", "meta": 5},
    ],
)
def test_no_argument_makes_gradio_open_a_file(value):
    assert refusal(json.dumps({"data": [value, None]})).status == 400
    assert refusal(json.dumps({"params": {"arguments": {"question": value}}})).status == 400
