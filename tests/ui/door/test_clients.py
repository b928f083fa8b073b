"""Who asks, and how often."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.settings import LOCAL, Reach
from ui.door import clients
from ui.door.clients import PER_MINUTE, Pace, group, is_here, limited, questions, shared_by


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_whom_an_address_belongs_to(address, whose):
    assert group(address) == whose


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_counted_only_where_the_operator_says_so(address):
    assert is_here(address) and limited(address, LOCAL) is None
    assert limited(address, Reach(questions_per_minute=5)) == group(address)
    assert shared_by(address, LOCAL) is None


def test_everybody_else_is_counted():
    assert limited("203.0.113.9", LOCAL) == shared_by("203.0.113.9", LOCAL) == "203.0.113.9"
    assert not is_here("testclient")
    assert shared_by("10.0.0.9", Reach(proxies=(ip_network("10.0.0.0/24"),))) is None


def test_a_minute_s_questions_at_once_then_at_a_pace():
    clock = Clock()
    pace = Pace(6, clock)
    assert [pace.wait("a") for _ in range(7)] == [0] * 6 + [10]
    assert pace.wait("b") == 0
    clock.now += 4
    assert pace.wait("a") == 6
    clock.now += 6
    assert (pace.wait("a"), pace.wait("a")) == (0, 10)
    clock.now += 3600
    assert [pace.wait("a") for _ in range(7)] == [0] * 6 + [10]


def test_after_a_pause_a_few_at_once_then_at_a_pace():
    clock = Clock()
    pace = Pace(30, clock, at_once=3)
    assert [pace.wait("a") for _ in range(4)] == [0] * 3 + [2]
    clock.now += 2
    assert (pace.wait("a"), pace.wait("a")) == (0, 2)
    clock.now += 3600
    assert [pace.wait("a") for _ in range(4)] == [0] * 3 + [2]
    few = Pace(2, clock, at_once=3)
    assert [few.wait("a") for _ in range(3)] == [0, 0, 30]


def test_what_is_heavy_counts_as_several_but_gets_in():
    clock = Clock()
    pace = Pace(12, clock)
    assert [pace.wait("a", 5) for _ in range(3)] == [0, 0, 15]
    clock.now += 60
    assert pace.wait("a", 1000) == 0
    assert pace.wait("a") == 5


def test_no_limit():
    pace = questions(Reach(questions_per_minute=0))
    assert not any(pace.wait("a") for _ in range(1000))
    assert questions(LOCAL).per_minute == PER_MINUTE


@given(st.integers(1, 100), st.lists(st.floats(0, 120), max_size=60))
def test_whoever_waits_as_long_as_told_is_let_in(per_minute, pauses):
    clock = Clock()
    pace = Pace(per_minute, clock)
    for pause in pauses:
        clock.now += pause
        seconds = pace.wait("a")
        assert 0 <= seconds <= 60
        clock.now += seconds
        assert not seconds or pace.wait("a") == 0


def test_made_up_addresses_fill_no_memory(monkeypatch):
    monkeypatch.setattr(clients, "MOST_CLIENTS", 50)
    clock = Clock()
    pace = Pace(60, clock)
    for number in range(1000):
        clock.now += 0.1
        pace.wait(f"2001:db8::{number}")
        assert len(pace._levels) <= 50
