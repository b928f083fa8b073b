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
    try:
        addresses = _addresses(host, port or 443)
    except (OSError, UnicodeError) as error:
        raise ImportFailed(f"{url[:200]}: its host cannot be found ({error})") from error
    for address in addresses:
        if not is_public(address):
            raise ImportFailed(f"{url[:200]} leads to a private address ({address}); {ALLOW}")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    return ip.is_global and not ip.is_multicast


def _addresses(host: str, port: int) -> set[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return {str(entry[4][0]) for entry in found}
