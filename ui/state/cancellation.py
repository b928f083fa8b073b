"""An answer as it grows, until its reader has had enough.

Gradio can cancel an event by itself (`cancels`), but then ends it with a message that its own page
cannot read, and what it was about to say may still come after what the stop said. Here the event
that answers is also the one that says that it was stopped: nothing else writes to the page.
"""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Generator
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from gradio.context import LocalContext
from starlette.requests import Request

CHECK_INTERVAL = 1.0  # seconds between two looks whether anybody listens
T = TypeVar("T")


@dataclass(slots=True)
class Stops:
    """Up to which of one page's questions, counted from 1, its reader wants no answer any more.

    A question may be stopped before its turn has come.
    """

    upto: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self, question: int) -> None:
        """Stop the answer to this question."""
        self.upto = max(self.upto, question)
        self._changed.set()

    async def of(self, question: int) -> None:
        """Wait until this question is stopped."""
        while self.upto < question:
            self._changed.clear()
            await self._changed.wait()


async def hung_up() -> None:
    """Wait until nobody listens any more to the queued event or the request that is being answered.

    Gradio looks when it has something to say, which whoever waits in line does not give it.
    """
    blocks, number = LocalContext.blocks.get(None), LocalContext.event_id.get(None)
    event = blocks._queue.event_ids_to_events.get(number) if blocks and number else None
    request = None if event else LocalContext.request.get(None)
    while event.alive if event else not await _is_gone(request):
        await asyncio.sleep(CHECK_INTERVAL)


async def _is_gone(request: object) -> bool:
    # What Gradio calls a request wraps that of the server.
    return isinstance(request, Request) and await request.is_disconnected()


async def until(
    stopped: Coroutine[None, None, None], steps: Generator[T, None, None]
) -> AsyncGenerator[T, None]:
    """Yield from a generator that runs in threads, until it ends or `stopped` returns.

    A step that is under way then is not waited for: the generator is closed when that has ended.
    """
    stop, step = asyncio.ensure_future(stopped), None
    # A pool of its own: who waits in line must not keep the threads of those who are answered.
    own = CapacityLimiter(1)
    try:
        while True:
            step = asyncio.ensure_future(to_thread.run_sync(next, steps, None, limiter=own))
            await asyncio.wait((stop, step), return_when=asyncio.FIRST_COMPLETED)
            if stop.done() or (value := step.result()) is None:
                return
            yield value
    finally:
        stop.cancel()
        if step:
            step.add_done_callback(partial(_close, steps))


def _close(steps: Generator[object, None, None], step: asyncio.Future[object]) -> None:
    # In a thread: to hang up on a language model may take a moment. Cancelled is a step only where
    # the server ends, and then its thread still has the generator.
    if not step.cancelled():
        step.exception()  # of what nobody waits for any more, asyncio would log it
        asyncio.get_running_loop().run_in_executor(None, steps.close)
