"""Embed the background questions with the bundled model: `python -m eval embed-background`.

Reads rag/text/background_questions.py and writes rag/index/background_questions.npz, in half
precision.
"""

import argparse
from collections.abc import Sequence

import numpy as np

from corpus.cli import Parser, run
from rag import embedder
from rag.index.embed_missing import BACKGROUND_FILE
from rag.text.background_questions import BACKGROUND
from rag.text.digest import digest


def main(arguments: Sequence[str] | None = None) -> int:
    """Embed them and write their vectors; returns the exit status."""
    return run(Parser("python -m eval embed-background", description=__doc__), arguments, _embed)


def _embed(_: argparse.Namespace) -> None:
    vectors = embedder(None).embed_queries(list(BACKGROUND))
    np.savez_compressed(
        BACKGROUND_FILE, vectors=vectors.astype(np.float16), made_from=digest(*BACKGROUND)
    )
    print(f"{BACKGROUND_FILE}: {len(BACKGROUND)} questions")
