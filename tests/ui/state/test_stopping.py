"""Stopping an answer: at once, whatever step is under way, and also before it starts."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import aclosing
from threading import Event
from typing import TypeVar

import pytest

from ui.state.cancellation import Stops, until

T = TypeVar("T")


class Slow:
    """Yields 1, then waits until it may go on; `closed` says that it was closed or ended."""

    def __init__(self) -> None:
        self.goes_on, self.closed = Event(), Event()

    def steps(self) -> Iterator[int]:
        try:
            yield 1
            self.goes_on.wait(10)
            yield 2
        finally:
            self.closed.set()


def run(scene: Callable[[], Awaitable[T]]) -> T:
    return asyncio.run(asyncio.wait_for(scene(), 10))  # type: ignore[arg-type]


def test_without_a_stop_all_of_it_comes() -> None:
    async def scene() -> list[int]:
        slow = Slow()
        slow.goes_on.set()
        return [step async for step in until(Stops().of(1), slow.steps())]

    assert run(scene) == [1, 2]


def test_a_stop_does_not_wait_for_the_step_under_way() -> None:
    async def scene() -> None:
        slow, stops, seen = Slow(), Stops(), []
        async for step in until(stops.of(1), slow.steps()):
            seen.append(step)
            asyncio.get_running_loop().call_later(0.01, stops.stop, 1)
        assert (seen, slow.closed.is_set()) == ([1], False)
        slow.goes_on.set()
        assert await asyncio.to_thread(slow.closed.wait, 5)

    run(scene)


def test_a_stop_may_come_first_and_is_for_that_question_alone() -> None:
    async def scene() -> tuple[list[int], list[int]]:
        stops, slow = Stops(), Slow()
        slow.goes_on.set()
        stops.stop(1)
        stopped = [step async for step in until(stops.of(1), Slow().steps())]
        return stopped, [step async for step in until(stops.of(2), slow.steps())]

    stopped, other = run(scene)
    assert (stopped, other) in [([], [1, 2]), ([1], [1, 2])]


def test_who_goes_away_stops_it_too() -> None:
    async def scene() -> bool:
        slow = Slow()
        async with aclosing(until(Stops().of(1), slow.steps())) as growing:
            assert await anext(growing) == 1
        return await asyncio.to_thread(slow.closed.wait, 5)

    assert run(scene)


def test_an_error_is_the_listeners() -> None:
    def breaks() -> Iterator[int]:
        yield 1
        raise ValueError("no more")

    async def scene() -> None:
        async for _ in until(Stops().of(1), breaks()):
            pass

    with pytest.raises(ValueError, match="no more"):
        run(scene)


def test_who_waits_takes_no_thread_from_another() -> None:
    async def scene() -> int:
        waiting = [Slow() for _ in range(50)]  # more than the 40 threads that all share
        growing = [until(Stops().of(1), slow.steps()) for slow in waiting]
        steps = [asyncio.ensure_future(anext(one)) for one in growing]
        await asyncio.gather(*steps)
        still = [asyncio.ensure_future(anext(one)) for one in growing]
        await asyncio.sleep(0.1)
        first = await anext(until(Stops().of(1), Slow().steps()))
        for slow in waiting:
            slow.goes_on.set()
        await asyncio.gather(*still)
        return first

    assert run(scene) == 1
