"""Threads that nobody waits for."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from corpus.fetching.workers import ahead, side_by_side, within


def test_results_come_in_order_and_so_many_at_once():
    now, most, lock = 0, 0, threading.Lock()

    def work(item: int) -> int:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.02 * (item % 3))
        with lock:
            now -= 1
        return item * 2

    assert list(side_by_side(work, range(20), 4)) == [item * 2 for item in range(20)]
    assert 1 < most <= 4
    assert list(side_by_side(work, [], 4)) == []


def test_an_error_is_the_callers_and_no_more_is_begun():
    begun: list[int] = []

    def work(item: int) -> int:
        begun.append(item)
        if item == 1:
            raise ValueError("one")
        time.sleep(0.01)
        return item

    with pytest.raises(ValueError, match="one"):
        list(side_by_side(work, range(1000), 2))
    time.sleep(0.1)
    assert len(begun) < 50


def test_what_is_made_ahead():
    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("three")

    found = ahead(items())
    assert [next(found), next(found)] == [1, 2]
    with pytest.raises(ValueError, match="three"):
        next(found)
    assert list(ahead(iter([]))) == []


def test_within_a_time():
    assert within(5.0, lambda: 3) == 3
    with pytest.raises(TimeoutError):
        within(0.01, lambda: time.sleep(30))
    with pytest.raises(ValueError, match="no"):
        within(5.0, lambda: int("no"))


def test_a_process_ends_without_them():
    code = (
        "import time; from corpus.fetching.workers import ahead, side_by_side, within\n"
        "waiting = side_by_side(lambda item: time.sleep(60 * item), [0, 1, 1], 3)\n"
        "next(waiting)\n"
    )
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", code], check=True, timeout=50)
    assert time.monotonic() - began < 40
