"""Addresses that may be fetched: those of the open internet, unless private ones are allowed.

A feed is a stranger's text: what it links to must not reach into the reader's own network.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from corpus.errors import ImportFailed
from corpus.fetching.workers import within

ALLOW = "allow it with --allow-private if you trust the source"
# What the registries of IANA set apart, whatever for, and what once was a private range.
_SPECIAL_4 = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
    "192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 "
    "198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
)
_SPECIAL_6 = "2001::/23 2001:db8::/32 2620:4f:8000::/48 3fff::/20"
_GLOBAL_6, _TRANSLATED = "2000::/3", "64:ff9b::/96"


def check_address(url: str) -> None:
    """Raise ImportFailed unless this is the address of something on the web: http or https."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ImportFailed(f"is no web address ({error})") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ImportFailed("is no web address (http or https)")


def resolved(host: str, port: int, seconds: float, allow_private: bool) -> list[str]:
    """Resolve a host to its current IP addresses; connect to these and to nothing else.

    Raises ImportFailed if it has none, if one of them is private, or if the name servers take
    longer than some seconds.
    """
    try:
        found = within(seconds, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except TimeoutError as error:
        raise ImportFailed(f"the host {host} cannot be found in time") from error
    except (OSError, UnicodeError) as error:
        raise ImportFailed(f"the host {host} cannot be found ({error})") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not allow_private and not is_public(address):
            raise ImportFailed(f"{host} leads to a private address ({address}); {ALLOW}")
    return addresses


def is_public(address: str) -> bool:
    """Return whether an IP address, and any that it embeds, belongs to the open internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return not _lies_in(ip, _SPECIAL_4)
    inner = ip.ipv4_mapped or ip.sixtofour
    if inner is None and _lies_in(ip, _TRANSLATED):  # how a network without IPv4 reaches it
        inner = ipaddress.IPv4Address(ip.packed[-4:])
    if inner is not None:
        return is_public(str(inner))
    return _lies_in(ip, _GLOBAL_6) and not _lies_in(ip, _SPECIAL_6)


def _lies_in(ip: ipaddress.IPv4Address | ipaddress.IPv6Address, networks: str) -> bool:
    return any(ip in ipaddress.ip_network(network) for network in networks.split())
