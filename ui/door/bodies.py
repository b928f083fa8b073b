"""Request bodies: limited in bytes and seconds, and JSON that is no bomb.

A body is read whole before Gradio sees it, and passed on unchanged.
"""

import asyncio
import json

from starlette.types import Message, Receive, Scope

from ui.door.callers import Refused

SECONDS = 15.0  # for a whole body to arrive
LINGER, LINGERING = 2.0, 8_000_000  # seconds and bytes of a refused body that are read and dropped
DEEPEST = 20  # lists within lists; our own go to 8
MOST_VALUES = 20_000  # in all lists and objects together
FILE = "gradio.FileData"


class HungUp(Exception):
    """The sender of a body has gone before its end."""


def announced(scope: Scope, otherwise: int = 0) -> int:
    """Return the announced length of a body in bytes; `otherwise` if none is announced."""
    size = dict(scope["headers"]).get(b"content-length", b"")
    return int(size[:20]) if size.isdigit() else otherwise


async def whole(scope: Scope, receive: Receive, most: int) -> bytes:
    """Read a body of at most so many bytes. Raises Refused, and HungUp if it never ends."""
    # What a client announces is no promise, but saves it from sending in vain.
    if announced(scope) > most:
        raise Refused(413, lambda words: words.too_many_bytes.format(most=most))
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise HungUp
                body += message.get("body", b"")
                if len(body) > most:
                    raise Refused(413, lambda words: words.too_many_bytes.format(most=most))
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise Refused(408, lambda words: words.too_slow) from None


async def drop_the_rest(receive: Receive) -> None:
    """Read on for a moment: a client that is still sending would not see why it was refused."""
    dropped = 0
    try:
        async with asyncio.timeout(LINGER):
            while dropped < LINGERING:
                message = await receive()
                dropped += len(message.get("body", b""))
                if not message.get("more_body"):
                    return
    except TimeoutError:
        return


def check_json(body: bytes) -> None:
    """Check a JSON body. Raises Refused if it is broken, too deep, too large or names a file."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, lambda words: words.no_json) from None
    left, seen = [(value, 1)], 0
    while left:
        one, depth = left.pop()
        seen += len(one) if isinstance(one, dict | list) else 0
        if depth > DEEPEST or seen > MOST_VALUES:
            raise Refused(413, lambda words: words.too_much)
        if isinstance(one, dict) and (one.get("_type") == FILE or {"path", "meta"} <= one.keys()):
            # Gradio would read or fetch it, whatever the argument was meant to be.
            raise Refused(400, lambda words: words.no_files)
        inside = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        left += [(each, depth + 1) for each in inside if isinstance(each, dict | list)]


def replayed(body: bytes, receive: Receive) -> Receive:
    """Replay a body that has been read, then go on with what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
