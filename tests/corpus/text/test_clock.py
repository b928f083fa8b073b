"""Times as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Moment, clock, parse_clock, parse_time


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("29:28", 1768.0),
        ("00:05:00", 300.0),
        ("1:02:03", 3723.0),
        ("0:07", 7.0),
        ("128:30", 7710.0),
    ],
)
def test_parse(text, seconds):
    assert parse_clock(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "5", "1:75", "1:60:00", "-1:00", "1:2:3:4", "12:5", "1:02 Uhr", "١:٠٢", "9999:00"]
)
def test_no_time(text):
    with pytest.raises(ValueError, match="not a time"):
        parse_clock(text)


def test_clock():
    assert [clock(seconds) for seconds in (0, 7, 59.99, 1768.2, 3599, 3723)] == [
        "0:00",
        "0:07",
        "0:59",
        "29:28",
        "59:59",
        "1:02:03",
    ]


@given(st.integers(min_value=0, max_value=99 * 3600))
def test_there_and_back(seconds):
    assert parse_clock(clock(seconds)) == seconds


def test_an_estimated_moment_says_so():
    assert str(Moment(62.7)) == "1:02"
    assert str(Moment(62.7, 5.0)) == "≈ 1:02"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *(("29:28", 1768.0), ("1:02:03", 3723.0), ("1768", 1768.0), (" 1768.5S ", 1768.5)),
        *(("29m28s", 1768.0), ("1h2m", 3720.0), ("1h2m3", 3723.0), ("90min", 5400.0), ("0", 0.0)),
    ],
)
def test_times_of_links(text: str, seconds: float) -> None:
    assert parse_time(text) == seconds


@pytest.mark.parametrize("text", ["", "h", "29.28.1", "-5", "1m2h", "29:60", "١٢", "1e3", "5" * 9])
def test_what_is_no_time_of_a_link(text: str) -> None:
    with pytest.raises(ValueError):
        parse_time(text)
