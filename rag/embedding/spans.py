"""The parts of texts that a chunk's vector is made of.

The model reads blocks as a whole. They do not overlap, so that each word is read once however many
chunks contain it: a chunk's vector is the mean of its tokens' vectors, which reflect their context
(late chunking, Günther et al. 2024, arXiv 2409.04701).
"""

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from rag.types import Chunk


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `start` to `end` (half open) of a text that the model reads as a whole."""

    text: str
    start: int
    end: int

    @property
    def is_whole(self) -> bool:
        """True if it is all of that text."""
        return (self.start, self.end) == (0, len(self.text))


Parts = tuple[Part, ...]


def whole(text: str) -> Parts:
    """Make the parts of a text that is read by itself."""
    return (Part(text, 0, len(text)),)


def parts_of(chunk: Chunk, blocks: Sequence[Chunk]) -> Parts:
    """Find the parts of a chunk in the blocks of its turn, which are in order."""
    first = bisect_right(blocks, chunk.start, key=lambda block: block.end)
    around = takewhile(lambda block: block.start < chunk.end, islice(blocks, first, None))
    found: list[Part] = []
    for block in around:
        text = block.text.strip()
        begin = block.start + len(block.text) - len(block.text.lstrip())
        start, end = max(chunk.start - begin, 0), min(chunk.end - begin, len(text))
        if text[start:end].strip():
            found.append(Part(text, start, end))
    return tuple(found) or whole(chunk.text.strip())


def spoken(parts: Parts) -> str:
    """Join the text of the parts."""
    return " ".join(part.text[part.start : part.end].strip() for part in parts)


def source(parts: Parts) -> str:
    """Return all that the parts' vector depends on: equal for equal vectors only."""
    if len(parts) == 1 and parts[0].is_whole:
        return parts[0].text
    return json.dumps([[part.text, part.start, part.end] for part in parts], ensure_ascii=False)
