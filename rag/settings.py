"""The settings of one run, read once by an entry point and passed down from there."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from corpus.places import SHIPPED
from rag.errors import SettingsError
from rag.types import Chunking

Network: TypeAlias = IPv4Network | IPv6Network

TIMEOUT, LONGEST_TIMEOUT = 30.0, 3600.0  # seconds
WATCH, RAREST_WATCH = 5.0, 86_400.0  # seconds
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
        public_url = _public_address(environment.get("NACHGEFRAGT_PUBLIC_URL"))
        try:
            proxies = tuple(map(ip_network, _listed(environment.get("NACHGEFRAGT_PROXY"))))
        except ValueError as error:
            raise SettingsError(_PROXY) from error
        sites = _listed(environment.get("NACHGEFRAGT_EMBED"))
        embed = tuple(site.lower().rstrip("/") for site in sites)
        if not all(map(_SITE.fullmatch, embed)):
            raise SettingsError(_EMBED)
        per_minute = _whole_number("NACHGEFRAGT_QUESTIONS_PER_MINUTE", environment)
        return cls(public_url, proxies, embed, per_minute)


LOCAL = Reach()  # the default: only readers at this machine


@dataclass(frozen=True, slots=True)
class Settings:
    """Locations of the corpus and the index, and the models to use.

    Attributes:
        corpus: folder of the corpus (NACHGEFRAGT_CORPUS).
        library: folder with one corpus per podcast (NACHGEFRAGT_LIBRARY), instead of `corpus`;
            the store then has a folder for each. None: there is one podcast.
        store: folder of the index (NACHGEFRAGT_STORE); None: a folder per podcast in the
            folder of all indexes (corpus.places).
        embedding_model: name or folder of a sentence-transformers model
            (NACHGEFRAGT_EMBEDDING_MODEL); None: the bundled one.
        reranker: name or folder of a sentence-transformers cross-encoder (NACHGEFRAGT_RERANKER);
            None: the bundled reader; "none": what was found is not looked at again.
        chunking: how the transcript is cut.
        llm: the language model that writes answers, as "provider:model" (NACHGEFRAGT_LLM);
            None: answers are put together from quotes.
        llm_timeout: seconds that the language model may be silent (NACHGEFRAGT_LLM_TIMEOUT).
        llm_concurrent: how many of its replies are written at once (NACHGEFRAGT_LLM_CONCURRENT).
        llm_per_day: how many replies it writes on one day (NACHGEFRAGT_LLM_PER_DAY); None or 0 is
            no limit; beyond a limit, users get the quotes.
        chroma_url: address of the Chroma server that holds the vectors (NACHGEFRAGT_CHROMA_URL);
            None: the store holds them.
        feedback: file that gets readers' ratings (NACHGEFRAGT_FEEDBACK); None: no one is asked.
        labelling: eval set whose questions the window lets confirm (NACHGEFRAGT_LABELLING); None:
            it does not. Not of a library, and not where readers come from elsewhere, who could
            write to it.
        watch: seconds after which a window looks again whether corpus or index have changed
            (NACHGEFRAGT_WATCH); 0: never.
        reach: who may reach the window, and how often.

    """

    corpus: Path = SHIPPED
    store: Path | None = None
    embedding_model: str | None = None
    reranker: str | None = None
    chunking: Chunking = Chunking()
    llm: str | None = None
    llm_timeout: float = TIMEOUT
    llm_concurrent: int | None = None
    llm_per_day: int | None = None
    chroma_url: str | None = None
    feedback: Path | None = None
    watch: float = WATCH
    reach: Reach = LOCAL
    library: Path | None = None
    labelling: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read settings from NACHGEFRAGT_… variables; an empty one counts as not set.

        Raises SettingsError for an invalid value.
        """
        store = environment.get("NACHGEFRAGT_STORE")
        library = environment.get("NACHGEFRAGT_LIBRARY")
        feedback = environment.get("NACHGEFRAGT_FEEDBACK")
        return cls(
            corpus=Path(environment.get("NACHGEFRAGT_CORPUS") or SHIPPED),
            store=Path(store) if store else None,
            embedding_model=environment.get("NACHGEFRAGT_EMBEDDING_MODEL") or None,
            reranker=environment.get("NACHGEFRAGT_RERANKER") or None,
            llm=environment.get("NACHGEFRAGT_LLM") or None,
            llm_timeout=_seconds(
                "NACHGEFRAGT_LLM_TIMEOUT",
                environment,
                TIMEOUT,
                f"above 0, at most {LONGEST_TIMEOUT}",
                lambda seconds: 0 < seconds <= LONGEST_TIMEOUT,
            ),
            llm_concurrent=_whole_number("NACHGEFRAGT_LLM_CONCURRENT", environment),
            llm_per_day=_whole_number("NACHGEFRAGT_LLM_PER_DAY", environment),
            chroma_url=_address(environment.get("NACHGEFRAGT_CHROMA_URL")),
            feedback=Path(feedback) if feedback else None,
            watch=_seconds(
                "NACHGEFRAGT_WATCH",
                environment,
                WATCH,
                f"from 1 to {RAREST_WATCH:.0f}, or 0 for never",
                lambda seconds: seconds == 0 or 1 <= seconds <= RAREST_WATCH,
            ),
            reach=Reach.from_environment(environment),
            library=Path(library) if library else None,
            labelling=_labelling(environment),
        )


def _labelling(environment: Mapping[str, str]) -> Path | None:
    file = environment.get("NACHGEFRAGT_LABELLING")
    for other in ("NACHGEFRAGT_LIBRARY", "NACHGEFRAGT_PUBLIC_URL"):
        if file and environment.get(other):
            raise SettingsError(
                f"NACHGEFRAGT_LABELLING is for one podcast on a machine of your own, not beside "
                f"{other}: whoever reaches the window could write to that file."
            )
    return Path(file) if file else None


def _address(setting: str | None) -> str | None:
    if not setting:
        return None
    try:
        url = urlsplit(setting)
        right = url.scheme in ("http", "https") and url.hostname and url.port != 0
    except ValueError:
        right = False
    # Errors name the address: it is no place for a password.
    if not right or url.username or url.query or url.fragment:
        raise SettingsError(
            "NACHGEFRAGT_CHROMA_URL must be an address like http://127.0.0.1:8000, "
            "without a name or password in it."
        )
    return setting.rstrip("/")


def _seconds(
    name: str,
    environment: Mapping[str, str],
    default: float,
    wanted: str,
    fits: Callable[[float], bool],
) -> float:
    """Read a setting in seconds. Raises SettingsError, which says what is `wanted`."""
    setting = environment.get(name) or default
    try:
        seconds = float(setting)
    except ValueError:
        seconds = math.nan
    if not fits(seconds):
        raise SettingsError(f"{name} must be seconds {wanted}, not {str(setting)[:40]!r}.")
    return seconds


def _whole_number(name: str, environment: Mapping[str, str]) -> int | None:
    """Read a setting that counts something; None where it is not set. Raises SettingsError."""
    setting = environment.get(name, "").strip()
    if not setting:
        return None
    if not setting.isascii() or not setting.isdigit() or len(setting) > 9:
        raise SettingsError(f"{name} must be a whole number, 0 for no limit, not {setting[:40]!r}.")
    return int(setting)


def _listed(setting: str | None) -> list[str]:
    return [part.strip() for part in (setting or "").split(",") if part.strip()]


def _public_address(setting: str | None) -> str | None:
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
