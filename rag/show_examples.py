"""How people ask about the show itself, by kind: what they ask is recognised by nearness.

The fixed expressions of `rag.show_questions` know some wordings for sure; a question in other words
is of the kind whose example it is nearest to, if it is near enough. The examples stand in
rag/show_examples.toml.
"""

import tomllib
from functools import cache
from pathlib import Path

import numpy as np

from rag.embedding import Vectors

FILE = Path(__file__).with_suffix(".toml")
NEAR = 0.89  # cosine similarity from which on a question asks the same as an example
NONE = "none"  # the kind of those that only look alike


@cache
def examples() -> tuple[tuple[str, str], ...]:
    """Every example as (kind, question), in the order of their vectors."""
    kinds: dict[str, str] = tomllib.loads(FILE.read_text("utf-8"))
    return tuple((kind, line) for kind, lines in kinds.items() for line in lines.splitlines())


def kind_like(cosines: Vectors) -> str | None:
    """The kind of show facts that a question asks for, or None if it is like no example.

    `cosines` are its similarities to the examples: shape (n,).
    """
    nearest = int(np.argmax(cosines))
    kind, _ = examples()[nearest]
    return None if cosines[nearest] < NEAR or kind == NONE else kind
