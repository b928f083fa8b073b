"""Whose request it is, and whether it was meant for us."""

import socket
from ipaddress import ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.settings import LOCAL, Reach
from ui.door.callers import Caller, Refused, caller, own_names

PUBLIC = Reach(public_url="https://podcast.example/fragen")
PROXIED = Reach("https://podcast.example/fragen", (ip_network("10.0.0.0/24"),))


def asked(
    reach: Reach = LOCAL, peer: str = "127.0.0.1", listening: str = "127.0.0.1", **headers: str
) -> Caller:
    named = {"host": "localhost:7860"} | headers
    scope: dict[str, Any] = {
        "scheme": "http",
        "client": (peer, 1234),
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in named.items()
        ],
    }
    return caller(scope, own_names(listening, reach), reach)


def status(*given: Any, **headers: str) -> int:
    with pytest.raises(Refused) as refused:
        asked(*given, **headers)
    assert "\n" not in str(refused.value)
    return refused.value.status


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST:7860", "127.0.0.1:7860", "[::1]:7860", "127.0.0.2"),
        *("192.168.1.5:8080", "[fe80::1]", "[2001:db8::1]:443"),  # nobody can point these elsewhere
    ],
)
def test_our_own_names_and_numbers(host):
    assert asked(host=host) == Caller("127.0.0.1", "http", host.lower())


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:7860", "localhost.evil.example", "127.0.0.1.evil.example"),
        *("localhost@evil.example", "localhost:7860:1", "local host", "", "[::1", "::1", "é"),
        *("localhost/", "localhost#", "localhost:123456", "podcast.example"),
    ],
)
def test_a_name_that_somebody_pointed_at_us(host):
    assert status(host=host) == 421


def test_two_hosts_are_none():
    scope = {"client": ("127.0.0.1", 1), "headers": [(b"host", b"localhost")] * 2}
    for headers in (scope["headers"], []):
        with pytest.raises(Refused) as refused:
            caller(scope | {"headers": headers}, own_names("127.0.0.1", LOCAL), LOCAL)
        assert refused.value.status == 400


def test_the_refusal_names_the_setting():
    with pytest.raises(Refused, match="NACHGEFRAGT_PUBLIC_URL"):
        asked(host="podcast.example")


def test_the_machine_s_own_name_where_it_listens_to_others():
    name = socket.gethostname()
    assert asked(listening="0.0.0.0", host=f"{name}:7860").authority == f"{name}:7860".lower()
    assert own_names("127.0.0.1", LOCAL) == {"localhost", "127.0.0.1"}
    assert "podcast.lan" in own_names("podcast.lan", LOCAL)


@pytest.mark.parametrize("host", ["podcast.example", "podcast.example:443", "PODCAST.example"])
def test_the_public_address(host):
    assert asked(PUBLIC, host=host) == Caller("127.0.0.1", "https", "podcast.example", "/fragen")
    # What an operator looks at on the machine itself is not below the path.
    assert asked(PUBLIC).root == ""


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:7860", "http://localhost:7860"),
        ("127.0.0.1", "http://127.0.0.1"),
        ("[::1]:7860", "http://[::1]:7860"),
        ("podcast.example", "https://podcast.example"),
    ],
)
def test_our_own_page_asks(host, origin):
    assert asked(PUBLIC, host=host, origin=origin)


@pytest.mark.parametrize(
    "origin",
    [
        *("https://evil.example", "null", "", "http://localhost", "http://localhost:3000"),
        *("http://127.0.0.1:7860", "https://podcast.example.evil", "file://", "localhost:7860"),
    ],
)
def test_another_page_may_not_ask_for_its_readers(origin):
    assert status(PUBLIC, origin=origin) == 403


def test_only_a_proxy_that_we_know_is_believed():
    said = {
        "x_forwarded_for": "203.0.113.9",
        "x_forwarded_host": "podcast.example",
        "x_forwarded_proto": "https",
    }
    assert asked(PROXIED, peer="10.0.1.1", **said) == Caller("10.0.1.1", "http", "localhost:7860")
    believed = asked(PROXIED, peer="10.0.0.7", **said)
    assert believed == Caller("203.0.113.9", "https", "podcast.example", "/fragen")
    assert status(PROXIED, "10.0.0.7", x_forwarded_host="evil.example") == 421
    plain = {"x_forwarded_proto": "https, http"}
    assert asked(PROXIED, peer="10.0.0.7", **plain).scheme == "https"


@pytest.mark.parametrize(
    ("way", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9", "203.0.113.9"),  # the first is what the client made up
        ("203.0.113.9, 10.0.0.3,10.0.0.4", "203.0.113.9"),
        ("203.0.113.9:4711", "203.0.113.9"),
        ("[2001:db8::5]:4711", "2001:db8::5"),
        ("2001:db8::5", "2001:db8::5"),
        ("unknown", "10.0.0.7"),
        ("unknown, 10.0.0.3", "10.0.0.3"),
        ("", "10.0.0.7"),
        (",,", "10.0.0.7"),
    ],
)
def test_the_last_address_that_is_no_proxy_of_ours(way, address):
    assert asked(PROXIED, peer="10.0.0.7", x_forwarded_for=way).address == address


@given(st.text(st.characters(max_codepoint=255), max_size=40))
def test_no_header_breaks_it(text):
    for name in ("host", "origin", "x_forwarded_host", "x_forwarded_for", "x_forwarded_proto"):
        try:
            found = asked(PROXIED, peer="10.0.0.7", **{name: text})
        except Refused:
            continue
        assert found.scheme in ("http", "https")
