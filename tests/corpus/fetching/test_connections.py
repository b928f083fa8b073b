"""Where connections lead: to the address that was checked, whatever a name says a moment later."""

import socket
import time

import httpcore
import pytest

from corpus.errors import ImportFailed
from corpus.fetching.connections import pool
from corpus.fetching.download import Fetcher, Limits
from corpus.fetching.private_networks import check_address, is_public, resolved

PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1%eth0",
     "::ffff:10.0.0.1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1", "fd00::1",
     "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::808:808", "::127.0.0.1", "::8.8.8.8",
     "::", "fec0::1", "feff::1", "ff02::1", "192.0.0.1", "192.0.0.8", "192.0.0.170", "192.0.2.1",
     "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.175.48.1", "198.18.0.1", "198.51.100.1",
     "203.0.113.9", "240.0.0.1", "255.255.255.255", "2001::7f00:1", "2001:0:a00:1::1",
     "2001:2::1", "2001:db8::1", "2001:20::1", "2002:a00:1::", "2620:4f:8000::1", "3fff::1",
     "5f00::1", "100::1", "4000::1", "::ffff:0:127.0.0.1"],
)  # fmt: skip
def test_private(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [PUBLIC, "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2a00::1"],
)
def test_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/", "file:///etc/passwd", "http://", "http://[::1/", "javascript:1",
     "http://x:99999/", "http:///a"],
)  # fmt: skip
def test_no_web_addresses(url, tmp_path):
    with pytest.raises(ImportFailed, match="is no web address"):
        check_address(url)
    with Fetcher(tmp_path) as fetcher, pytest.raises(ImportFailed, match="is no web address"):
        fetcher.text(url)


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]", "[::1]", "0"],
)
def test_hosts_of_this_machine(host, site, tmp_path):
    port = site.url.rpartition(":")[2]
    with (
        Fetcher(tmp_path, limits=Limits(seconds=9.0)) as fetcher,
        pytest.raises(ImportFailed, match=r"private address|cannot be found"),
    ):
        fetcher.text(f"http://{host}:{port}/")
    assert site.log == []


class Recorder(httpcore.NetworkStream):
    """Stands for a connection: notes who the certificate has to name, then breaks."""

    def __init__(self, told):
        self.told = told

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        self.told.append(server_hostname)
        raise httpcore.ConnectError("enough")

    def close(self):
        pass


def test_a_name_is_looked_up_once_and_that_address_connected_to(monkeypatch):
    asked, told = [], []

    def lookup(host, port, **_):
        """The first answer is public, all later ones are not: a name that is rebound."""
        asked.append(host)
        return [(0, 0, 0, "", (PUBLIC if len(asked) == 1 else "127.0.0.1", port))]

    def connect(_, host, port, *rest):
        told.append(host)
        return Recorder(told)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pool(False, 5.0, int) as connections, pytest.raises(httpcore.ConnectError, match="enough"):
        connections.request("GET", "https://brot.example/")
    assert asked == ["brot.example"]
    assert told == [PUBLIC, "brot.example"]


def test_one_private_address_among_others_is_enough_to_refuse(monkeypatch):
    both = [(0, 0, 0, "", (address, 80)) for address in (PUBLIC, "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(ImportFailed, match=r"brot.example leads to a private address \(10.0.0.1\)"):
        resolved("brot.example", 80, 5.0, allow_private=False)
    assert resolved("brot.example", 80, 5.0, allow_private=True) == [PUBLIC, "10.0.0.1"]


def test_name_servers_have_a_deadline(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(60))
    began = time.monotonic()
    with pytest.raises(ImportFailed, match="cannot be found in time"):
        resolved("brot.example", 80, 0.1, allow_private=False)
    assert time.monotonic() - began < 30


def test_the_next_address_is_tried(monkeypatch):
    told = []

    def connect(_, host, port, seconds, *rest):
        told.append((host, seconds <= 5.0))
        raise httpcore.ConnectTimeout("late")

    both = [(0, 0, 0, "", (address, 80)) for address in (PUBLIC, "8.8.8.8")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pool(False, 5.0, int) as connections, pytest.raises(httpcore.ConnectTimeout):
        connections.request("GET", "http://brot.example/")
    assert told == [(PUBLIC, True), ("8.8.8.8", True)]
