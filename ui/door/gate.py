"""The gate between the internet and Gradio: it lets through what is known, small and timely."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.settings import Reach
from ui.door.bodies import HungUp, announced, check_json, drop_the_rest, replayed, whole
from ui.door.callers import Caller, Refused, caller
from ui.door.clients import Pace, limited, questions
from ui.door.routes import Route, route_of
from ui.texts.language import language_for

AT_ONCE = 250  # requests of one client, which may be a whole class behind one address
HEAVY = 100_000  # bytes of a request that count as one more: they have to be read
PER_QUESTION = 4  # events that may go with a question: pages and episodes opened, answers rated
SLOWER = 1.0  # seconds that whoever overdoes it waits to hear so, or it could ask on at once
STARTING = 3  # seconds after which a page that came too early looks again
# Told by a proxy or made up by a client: by now it is known, and Gradio would believe it.
HEARSAY = (b"forwarded", b"x-forwarded-", b"x-real-ip", b"x-gradio-", b"host", b"origin")
LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Gate:
    """An ASGI application around Gradio's, which is None until the window is ready.

    It answers to its `names`; `headers` go with every response. `left` is set when it is to end.
    """

    reach: Reach
    names: frozenset[str]
    headers: tuple[tuple[bytes, bytes], ...]
    app: ASGIApp | None = None
    left: asyncio.Event = field(default_factory=asyncio.Event)
    _questions: Pace = field(init=False)
    _events: Pace = field(init=False)
    _now: Counter[str] = field(default_factory=Counter)  # requests of each client

    def __post_init__(self) -> None:
        self._questions = questions(self.reach)
        self._events = Pace(self._questions.per_minute * PER_QUESTION)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and write down that it came: never what it was about."""
        started, seen = monotonic(), _Seen()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                message["headers"] = [*message.get("headers", ()), *self.headers]
            await send(message)

        try:
            await self._answer(scope, receive, answer, seen)
        except Refused as refused:
            await _refuse(refused, scope, receive, answer)
        except HungUp:
            pass
        if LOG.isEnabledFor(logging.INFO):
            took = round((monotonic() - started) * 1000)
            line = {"method": scope["method"], "route": seen.route, "status": seen.status}
            LOG.info(json.dumps(line | {"ms": took}))

    async def _answer(self, scope: Scope, receive: Receive, send: Send, seen: "_Seen") -> None:
        if scope["path"] in ("/health", "/ready"):
            seen.route = scope["path"]
            begun = "starting" if self.app is None else "ready"
            state = "leaving" if self.left.is_set() else begun
            status = 200 if state == "ready" else 503
            if scope["path"] == "/health":
                state, status = "ok", 200
            await JSONResponse({"status": state}, status)(scope, receive, send)
            return
        come = caller(scope, self.names, self.reach)
        path = scope["path"]
        # A proxy may have removed the root already, which precedes all our paths.
        if come.root and f"{path}/".startswith(f"{come.root}/"):
            path = path[len(come.root) :]
        if come.root and not path:
            # The page's own addresses are below the one with the slash.
            await RedirectResponse(f"{come.root}/", 308)(scope, receive, send)
            return
        route = route_of(path)
        if route is None:
            raise Refused(404, lambda words: words.nothing_here)
        seen.route = route.name
        if scope["method"] not in route.methods:
            raise Refused(405, lambda words: words.not_done_here)
        if self.app is None:
            raise Refused(503, lambda words: words.starting, STARTING)
        async with self._counted(come.address, route, announced(scope, route.most)):
            if route.most and scope["method"] == "POST":
                body = await whole(scope, receive, route.most)
                check_json(body)
                receive = replayed(body, receive)
            await self.app(_seen_from(come, path, scope), receive, send)

    @asynccontextmanager
    async def _counted(self, address: str, route: Route, size: int) -> AsyncIterator[None]:
        """Count a client's request. Raises Refused if there are too many."""
        client = limited(address, self.reach)
        if client is None:
            yield
            return
        if self._now[client] >= AT_ONCE:
            raise _overdone(STARTING)
        self._now[client] += 1
        try:
            pace = self._questions if route.question else self._events
            if (route.most or route.paced) and (wait := pace.wait(client, 1 + size // HEAVY)):
                await asyncio.sleep(SLOWER)
                raise _overdone(wait)
            yield
        finally:
            self._now[client] -= 1
            if not self._now[client]:
                del self._now[client]


def _overdone(seconds: int) -> Refused:
    return Refused(429, lambda words: words.overdone.format(seconds=seconds), seconds)


@dataclass(slots=True)
class _Seen:
    """The facts of a request that has been answered."""

    route: str = "none"
    status: int = 0


async def _refuse(refused: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    headers = Headers(scope=scope)  # without a language in them, a program
    said = JSONResponse(
        {"detail": refused.in_language(language_for({}, headers, "en"))},
        refused.status,
        {"connection": "close"},
    )
    if refused.seconds:
        # A program understands the one, a browser the other.
        said.headers["retry-after"] = said.headers["refresh"] = str(refused.seconds)
    start = {"type": "http.response.start", "status": refused.status, "headers": said.raw_headers}
    await send(start)
    await send({"type": "http.response.body", "body": said.body, "more_body": True})
    if scope["method"] == "POST" and refused.status != 408:
        await drop_the_rest(receive)
    await send({"type": "http.response.body"})


def _seen_from(come: Caller, path: str, scope: Scope) -> Scope:
    """Rewrite a request as if it had come straight to the address that its sender used."""
    headers = [each for each in scope["headers"] if not each[0].startswith(HEARSAY)]
    return {
        **scope,
        "client": (come.address, 0),
        "scheme": come.scheme,
        "root_path": come.root,
        "path": come.root + path,
        "raw_path": (come.root + path).encode(),
        "headers": [(b"host", come.authority.encode()), *headers],
    }
