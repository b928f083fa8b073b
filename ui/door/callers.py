"""The sender of a request and the address of ours that they used, also through a proxy.

A page elsewhere can make a name of its own point to this machine and read what it likes as if it
were ours (DNS rebinding). So only our own names are answered to, and addresses written as numbers,
which nobody can point elsewhere.
"""

import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.types import Scope

from corpus import NachgefragtError
from rag.settings import Network, Reach
from ui.door.clients import is_here
from ui.texts.language import in_each
from ui.texts.wording import Wording

ANY = ("0.0.0.0", "::")  # noqa: S104 – to listen on every address of the machine
_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?", re.ASCII)
_PORTS = {"http": "80", "https": "443"}


class Refused(NachgefragtError):
    """A request that is not answered: the status, one line that says why, and when to come back.

    `seconds` is 0 where that would be no use.
    """

    def __init__(self, status: int, say: Callable[[Wording], str], seconds: int = 0) -> None:
        super().__init__(in_each(say))
        self.status = status
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Caller:
    """The sender of a request, and the address of ours, without path, that it went to.

    `root` is the part of the path that stands before all of ours.
    """

    address: str
    scheme: str
    authority: str
    root: str = ""


def own_names(listening: str, reach: Reach) -> frozenset[str]:
    """Return the host names that the window answers to."""
    names = {"localhost", listening.lower()}
    if not is_here(listening):
        names.add(socket.gethostname().lower())
    if reach.public_url:
        names.add(urlsplit(reach.public_url).hostname or "")
    return frozenset(names)


def caller(scope: Scope, names: frozenset[str], reach: Reach) -> Caller:
    """Read the caller from a request. Raises Refused if its Host or Origin is not one of ours."""
    peer = scope["client"][0] if scope.get("client") else ""
    # A proxy of ours tells the first host and scheme, and the addresses on the way.
    told = dict.fromkeys(("host", "proto", "for"), "")
    if _is_one_of(peer, reach.proxies):
        told = {
            name: ",".join(_values(scope["headers"], f"x-forwarded-{name}".encode()))
            for name in told
        }
    host, proto = (told[name].split(",")[0].strip().lower() for name in ("host", "proto"))
    hosts = _values(scope["headers"], b"host")
    if len(hosts) != 1:
        raise Refused(400, lambda words: words.one_host)
    authority = host or hosts[0].lower()
    name = match[1].strip("[]") if (match := _AUTHORITY.fullmatch(authority)) else None
    if name is None or not (name in names or _is_address(name)):
        raise Refused(421, lambda words: words.unknown_name)
    address = _first_stranger(told["for"], peer, reach.proxies)
    scheme = proto or scope.get("scheme", "http")
    found = Caller(address, "https" if scheme == "https" else "http", authority)
    if reach.public_url:
        url = urlsplit(reach.public_url)
        same = _meant(f"{url.scheme}://{authority}") == _meant(f"{url.scheme}://{url.netloc}")
        # A proxy may have left out the port.
        if same or authority == url.hostname:
            found = Caller(address, url.scheme, url.netloc, url.path)
    for origin in _values(scope["headers"], b"origin"):
        if _meant(origin.lower()) != _meant(f"{found.scheme}://{found.authority}"):
            raise Refused(403, lambda words: words.unknown_origin)
    return found


def _first_stranger(way: str, peer: str, proxies: tuple[Network, ...]) -> str:
    """Return the last address on the way that is not our proxy; those before may be made up."""
    address = peer
    for step in reversed(way.split(",")):
        if not _is_one_of(address, proxies):
            break
        found = step.strip().removeprefix("[").partition("]")[0]
        found = found.partition(":")[0] if found.count(":") == 1 else found
        if not _is_address(found):
            break
        address = found
    return address


def _meant(origin: str) -> tuple[str, str]:
    """Return host and port of an origin; a proxy may hide its scheme from us."""
    scheme, _, authority = origin.partition("://")
    match = _AUTHORITY.fullmatch(authority)
    return (match[1], match[2] or _PORTS.get(scheme, "")) if match else ("", origin)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_one_of(address: str, networks: tuple[Network, ...]) -> bool:
    return _is_address(address) and any(ip_address(address) in one for one in networks)


def _values(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[str]:
    return [value.decode("latin-1").strip() for key, value in headers if key == name]
