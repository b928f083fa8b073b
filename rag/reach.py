"""Settings for readers elsewhere: the public address, proxies, framing sites, rate limit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeAlias
from urllib.parse import urlsplit

from rag.errors import SettingsError

Network: TypeAlias = IPv4Network | IPv6Network

_PATH = re.compile(r"(/[\w.~-]+)*", re.ASCII)
_SITE = re.compile(r"\*|https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?", re.ASCII)
_PUBLIC = "NACHGEFRAGT_PUBLIC_URL must be an address like https://podcast.example/fragen."
_PROXY = "NACHGEFRAGT_PROXY must be addresses like 127.0.0.1, 10.0.0.0/8, separated by commas."
_EMBED = "NACHGEFRAGT_EMBED must be sites like https://podcast.example, separated by commas."


@dataclass(frozen=True, slots=True)
class Reach:
    """The operator's settings for readers who come from elsewhere.

    Attributes:
        public_url: address that readers use, without a slash at its end (NACHGEFRAGT_PUBLIC_URL);
            None: the window is asked under its own addresses alone.
        proxies: trusted proxies, which say where a reader comes from (NACHGEFRAGT_PROXY).
        embed: sites that may show the window in a frame of theirs (NACHGEFRAGT_EMBED).
        questions_per_minute: how many one client may ask (NACHGEFRAGT_QUESTIONS_PER_MINUTE);
            0: as many as it likes, None: the usual number, and any from this machine itself.

    """

    public_url: str | None = None
    proxies: tuple[Network, ...] = ()
    embed: tuple[str, ...] = ()
    questions_per_minute: int | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Reach":
        """Read NACHGEFRAGT_… variables. Raises SettingsError for an invalid value."""
        return cls(
            public_url=_address(environment.get("NACHGEFRAGT_PUBLIC_URL")),
            proxies=tuple(map(_network, _listed(environment.get("NACHGEFRAGT_PROXY")))),
            embed=tuple(map(_site, _listed(environment.get("NACHGEFRAGT_EMBED")))),
            questions_per_minute=whole_number("NACHGEFRAGT_QUESTIONS_PER_MINUTE", environment),
        )


LOCAL = Reach()  # the default: only readers at this machine


def whole_number(name: str, environment: Mapping[str, str]) -> int | None:
    """Read a setting that counts something; None where it is not set. Raises SettingsError."""
    setting = environment.get(name, "").strip()
    if not setting:
        return None
    if not setting.isascii() or not setting.isdigit() or len(setting) > 9:
        raise SettingsError(f"{name} must be a whole number, 0 for no limit, not {setting[:40]!r}.")
    return int(setting)


def _listed(setting: str | None) -> list[str]:
    return [part.strip() for part in (setting or "").split(",") if part.strip()]


def _network(setting: str) -> Network:
    try:
        return ip_network(setting)
    except ValueError as error:
        raise SettingsError(_PROXY) from error


def _site(setting: str) -> str:
    site = setting.lower().rstrip("/")
    if not _SITE.fullmatch(site):
        raise SettingsError(_EMBED)
    return site


def _address(setting: str | None) -> str | None:
    if not setting:
        return None
    try:
        url = urlsplit(setting.strip())
        host, port = url.hostname, url.port
    except ValueError as error:
        raise SettingsError(_PUBLIC) from error
    path = url.path.rstrip("/")
    plain = not (url.username or url.password or url.query or url.fragment)
    if url.scheme not in ("http", "https") or not host or port == 0 or not plain:
        raise SettingsError(_PUBLIC)
    if not host.isascii() or not _PATH.fullmatch(path):
        raise SettingsError(_PUBLIC)
    return f"{url.scheme}://{url.netloc.lower()}{path}"
