"""Run work in threads that never delay the end of a command.

The interpreter waits at its end for the threads of `concurrent.futures`, however long a server
keeps them; it does not wait for these.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, Queue, SimpleQueue
from threading import Thread
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def within(seconds: float, work: Callable[[], B]) -> B:
    """Run the work and return its result; raise TimeoutError if it takes more than some seconds."""
    future: Future[B] = Future()
    _start(lambda: _settle(future, work))
    return future.result(max(seconds, 0.0))


def side_by_side(work: Callable[[A], B], items: Iterable[A], at_once: int) -> Iterator[B]:
    """Apply the work to each item in parallel threads; yield the results in order.

    Raises what the work raises. Begins no further item when the results are no longer consumed.
    """
    tasks: SimpleQueue[tuple[Future[B], A]] = SimpleQueue()
    futures: list[Future[B]] = []
    for item in items:
        futures.append(Future())
        tasks.put((futures[-1], item))

    def serve() -> None:
        with suppress(Empty):
            while True:
                future, item = tasks.get_nowait()
                _settle(future, lambda: work(item))  # noqa: B023 - called before the next item

    for _ in futures[:at_once]:
        _start(serve)
    try:
        for future in futures:
            yield future.result()
    finally:
        with suppress(Empty):
            while True:
                tasks.get_nowait()


def ahead(items: Iterator[B]) -> Iterator[B]:
    """Make the items in a thread of their own, ahead of the consumer; raise what they raise."""
    made: Queue[Future[B] | None] = Queue(maxsize=1)

    def serve() -> None:
        while True:
            future: Future[B] = Future()
            try:
                future.set_result(next(items))
            except StopIteration:
                made.put(None)
                return
            except BaseException as error:
                future.set_exception(error)
                made.put(future)
                return
            made.put(future)

    _start(serve)
    while future := made.get():
        yield future.result()


def _settle(future: Future[B], work: Callable[[], B]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)


def _start(work: Callable[[], None]) -> None:
    Thread(target=work, daemon=True).start()
