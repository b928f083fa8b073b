"""The bundled model as a sentence-transformers one, and one pass of it for many parts of a text."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.bundled import Floats, Weights, bert, token_vectors
from rag.parts import Part, Parts
from rag.tokens import Tokens, fold, placed, tokenizer

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule

AT_ONCE = 16  # texts in a pass: of more, the shorter ones would be filled up


def e5_module(weights: Weights) -> "InputModule":
    """What reads texts with their prompt, which E5 needs exactly once, and embeds them."""
    import torch
    from sentence_transformers.base.modules import InputModule

    cutter, encoder = tokenizer(weights), bert(weights)

    class BundledE5(InputModule):
        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self.encoder = encoder

        def preprocess(
            self,
            inputs: Any,  # noqa: ANN401
            prompt: str | None = None,
            **_: object,
        ) -> dict[str, Any]:
            folded = [fold(text, weights.folded)[0] for text in inputs]
            cut = cutter.encode_batch_fast([f"{prompt or ''}{text}" for text in folded])
            return {"tokens": [text.ids for text in cut]}

        def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
            means = [tokens.mean(0) for tokens in self.vectors(features["tokens"])]
            return features | {"sentence_embedding": torch.stack(means)}

        def vectors(self, ids: list[list[int]]) -> list[torch.Tensor]:
            encode = partial(token_vectors, weights, encoder)
            return _shared_out(encode, ids, encoder.device.type == "cpu")

        def placed(self, texts: Sequence[str], prompt: str) -> list[Tokens]:
            return placed(cutter, weights.folded, texts, prompt)

        def save(self, output_path: str, *_: object, **__: object) -> None:
            raise NotImplementedError("the bundled model lives in its package")

    return BundledE5()


def pooled(model: "SentenceTransformer", items: Sequence[Parts], prompt: str) -> Floats:
    """The mean of the tokens of each item's parts: n items → shape (n, dimension), of length 1.

    Each text is read once for all items. One that is all of an item counts with its prompt and
    the special tokens, as it does where it is embedded by itself.
    """
    wanted: dict[str, list[tuple[int, Part]]] = {}
    for row, parts in enumerate(items):
        for part in parts:
            wanted.setdefault(part.text, []).append((row, part))
    encoder: Any = model[0].encoder
    sums = np.zeros((len(items), encoder.config.hidden_size), dtype=np.float32)
    for text, tokens, vectors in _read(model, list(wanted), prompt):
        for row, part in wanted[text]:
            alone = len(items[row]) == 1 and part.is_whole
            mine = slice(None) if alone else tokens.inside(part.start, part.end)
            sums[row] += vectors[mine].sum(axis=0)
    normal: Floats = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    return normal


def _read(
    model: "SentenceTransformer", texts: Sequence[str], prompt: str
) -> Iterator[tuple[str, Tokens, Floats]]:
    """Each text with its tokens and their vectors, in the order of their lengths."""
    module: Any = model[0]
    placed = module.placed(texts, model.prompts[prompt])
    pairs = sorted(zip(texts, placed, strict=True), key=lambda pair: len(pair[1].ids))
    for first in range(0, len(pairs), AT_ONCE):
        some = pairs[first : first + AT_ONCE]
        vectors = module.vectors([tokens.ids for _, tokens in some])
        for (text, tokens), found in zip(some, vectors, strict=True):
            yield text, tokens, found.cpu().numpy()


def _shared_out(
    encode: Callable[[list[list[int]]], "list[torch.Tensor]"], texts: list[list[int]], shared: bool
) -> "list[torch.Tensor]":
    """Encode n texts on all cores; what comes back is in the order of the texts.

    torch lets go of the interpreter's lock, so that threads run beside each other.
    """
    workers = min(os.cpu_count() or 1, len(texts)) if shared else 1
    if workers < 2:
        return encode(texts)
    # Every n-th text to each worker: batches come sorted by length.
    with ThreadPoolExecutor(workers) as pool:
        done = list(pool.map(encode, [texts[first::workers] for first in range(workers)]))
    return [done[number % workers][number // workers] for number in range(len(texts))]
