"""The settings of one run, read once by an entry point and passed down from there."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.chunks import Chunking

CHECKOUT = Path(__file__).resolve().parent.parent
SHIPPED_CORPUS = CHECKOUT / "corpus" / "data" / "better-call-service"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the corpus and the index lie and which embedding model is used.

    Attributes:
        corpus: folder of the corpus (NACHGEFRAGT_CORPUS).
        store: folder of the index (NACHGEFRAGT_STORE); None stands for a folder per podcast
            under .nachgefragt in the checkout.
        embedding_model: name or folder of a sentence-transformers model
            (NACHGEFRAGT_EMBEDDING_MODEL); None stands for the bundled one.
        chunking: how the transcript is cut.

    """

    corpus: Path = SHIPPED_CORPUS
    store: Path | None = None
    embedding_model: str | None = None
    chunking: Chunking = Chunking()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Settings from NACHGEFRAGT_… variables; an empty one counts as not set."""
        store = environment.get("NACHGEFRAGT_STORE")
        return cls(
            corpus=Path(environment.get("NACHGEFRAGT_CORPUS") or SHIPPED_CORPUS),
            store=Path(store) if store else None,
            embedding_model=environment.get("NACHGEFRAGT_EMBEDDING_MODEL") or None,
        )
