"""Which addresses may be asked: those of the open internet, unless private ones are allowed.

A feed is a stranger's text: what it links to must not reach into the reader's own network.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from corpus.errors import ImportFailed

ALLOW = "allow it with --allow-private if you trust the source"


def check_address(url: str, allow_private: bool) -> None:
    """Raise ImportFailed unless this is http(s) and its host is, wherever it leads, public."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ImportFailed(f"{url[:200]} is no web address ({error})") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ImportFailed(f"{url[:200]} is no web address (http or https)")
    if allow_private:
        return
    for address in _addresses(host, port or 443):
        if not is_public(address):
            raise ImportFailed(f"{url[:200]} leads to a private address ({address}); {ALLOW}")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    return ip.is_global and not ip.is_multicast


def _addresses(host: str, port: int) -> set[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ImportFailed(f"{host[:200]} cannot be found ({error})") from error
    return {str(entry[4][0]) for entry in found}
