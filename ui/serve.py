"""Open the window at an address, with its API and its MCP server."""

import asyncio
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import gradio as gr
from fastapi import FastAPI
from gradio.routes import App
from starlette.routing import Mount

from corpus import Episode
from rag.settings import LOCAL, Reach
from ui.api.calls import UNREADABLE, Window, refuse
from ui.api.mcp import complete_tools
from ui.api.plain import plain_api
from ui.api.preview import with_preview
from ui.door.callers import ANY, own_names
from ui.door.clients import shared_by
from ui.door.gate import Gate
from ui.door.headers import safe_headers
from ui.door.server import Crowd, listening
from ui.texts.language import language_of
from ui.theme import page_options

# How many events Gradio works on at once, and whoever waits in line is one of them.
EVENTS = 100
# Gradio keeps up to 100 kB for every page and call that ever came; all that we need of it is what
# a question that is being answered has shown so far.
SESSIONS = 250


@dataclass(frozen=True, slots=True)
class Door:
    """An address that is listened on; those who come too early are asked to wait."""

    url: str
    gate: Gate
    loop: asyncio.AbstractEventLoop

    def show(self, window: Window, corpus: Iterable[Episode]) -> None:
        """Open the door to this window, which shows these episodes."""
        outer, app = _mounted(window)
        complete_tools(window)
        begun: Future[None] = Future()
        living = asyncio.run_coroutine_threadsafe(_live(outer, app, self.gate, begun), self.loop)
        wait((begun, living), return_when=FIRST_COMPLETED)
        if living.done():
            living.result()
        self.gate.headers = safe_headers(corpus, self.gate.reach)
        page = with_preview(app, window.offered.current, self.gate.reach)
        self.gate.app = plain_api(window.offered, page)


@contextmanager
def open_door(host: str, port: int, reach: Reach = LOCAL) -> Iterator[Door]:
    """Listen beside the caller until the block ends; port 0 is any that is free.

    Raises OSError where nobody can listen there.
    """
    gate = Gate(reach, own_names(host, reach), safe_headers((), reach))
    crowd = Crowd(partial(shared_by, reach=reach))
    with listening(gate, host, port, crowd, gate.left.set) as running:
        name = "localhost" if host in ANY else f"[{host}]" if ":" in host else host
        yield Door(f"http://{name}:{running.port}/", gate, running.loop)


def _mounted(window: Window) -> tuple[FastAPI, App]:
    """Build Gradio's application, and one around it that starts and ends background work."""
    window.max_threads = window._queue.max_thread_count = EVENTS
    window.state_session_capacity = SESSIONS
    outer = gr.mount_gradio_app(
        FastAPI(openapi_url=None),
        window,
        path="/",
        mcp_server=True,
        ssr_mode=False,
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        app_kwargs={"exception_handlers": dict.fromkeys(UNREADABLE, refuse)},
        **page_options(language_of(window.offered.current().corpora)),
    )
    [app] = [route.app for route in outer.routes if isinstance(route, Mount)]
    assert isinstance(app, App)
    return outer, app


async def _live(outer: FastAPI, app: App, gate: Gate, begun: "Future[None]") -> None:
    """Run the background work until the event loop ends."""
    async with outer.router.lifespan_context(outer):
        begun.set_result(None)
        await gate.left.wait()
        # Whoever only keeps a page open is not waited for.
        app.stop_event.set()
        await asyncio.get_running_loop().create_future()
