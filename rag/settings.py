"""The settings of one run, read once by an entry point and passed down from there."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from corpus.places import SHIPPED
from rag.errors import SettingsError
from rag.reach import LOCAL, Reach, whole_number
from rag.types import Chunking

TIMEOUT, LONGEST_TIMEOUT = 30.0, 3600.0  # seconds
WATCH, RAREST_WATCH = 5.0, 86_400.0  # seconds


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
            llm_timeout=_seconds(environment.get("NACHGEFRAGT_LLM_TIMEOUT") or TIMEOUT),
            llm_concurrent=whole_number("NACHGEFRAGT_LLM_CONCURRENT", environment),
            llm_per_day=whole_number("NACHGEFRAGT_LLM_PER_DAY", environment),
            chroma_url=_address(environment.get("NACHGEFRAGT_CHROMA_URL")),
            feedback=Path(feedback) if feedback else None,
            watch=_interval(environment.get("NACHGEFRAGT_WATCH")),
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


def _seconds(setting: str | float) -> float:
    try:
        seconds = float(setting)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST_TIMEOUT:
        raise SettingsError(
            f"NACHGEFRAGT_LLM_TIMEOUT must be seconds above 0, at most {LONGEST_TIMEOUT}, "
            f"not {str(setting)[:40]!r}."
        )
    return seconds


def _interval(setting: str | None) -> float:
    try:
        seconds = float(setting or WATCH)
    except ValueError:
        seconds = -1.0
    if not (seconds == 0 or 1 <= seconds <= RAREST_WATCH):
        raise SettingsError(
            f"NACHGEFRAGT_WATCH must be seconds from 1 to {RAREST_WATCH:.0f}, or 0 for never, "
            f"not {str(setting)[:40]!r}."
        )
    return seconds
