"""What was learned is added to the package's matrices, and runs the same in both runtimes."""

import numpy as np
import pytest

from rag.embedding.adapter import adapted, read_adapter, write_adapter
from rag.embedding.embedder import ADAPTERS, OWN_MODEL, adapted_weights
from rag.embedding.late_chunking import torch_encoder
from rag.embedding.onnx_encoder import onnx_encoder
from rag.retrieval.reader import FILE
from tests.support.tiny import WIDTH, tiny_weights

TEXTS = ["Der Teig muss lange ruhen.", "Esche federt, Eiche nicht; so hat er es gelernt.", "Ja."]


def test_a_product_is_added_to_the_matrix_that_it_names():
    weights = tiny_weights()
    out, into = np.ones((WIDTH, 1), np.float32), np.full((1, WIDTH), 0.5, np.float32)
    changed = adapted(weights, {"l0.q.w": (out, into)}).tensors
    assert np.allclose(changed["l0.q.w"], weights.tensors["l0.q.w"] + 0.5)
    assert all(
        changed[name] is values for name, values in weights.tensors.items() if name != "l0.q.w"
    )
    with pytest.raises(ValueError, match="l9"):
        adapted(weights, {"l9.q.w": (out, into)})


def test_what_is_written_is_read(tmp_path):
    given = {"l0.q.w": (np.ones((4, 2), np.float32), np.full((2, 3), 0.25, np.float32))}
    write_adapter(tmp_path / "adapter.npz", given, sentence=np.arange(3, dtype=np.float32))
    (name, factors), *rest = read_adapter(tmp_path / "adapter.npz").items()
    assert name == "l0.q.w" and not rest
    for written, read in zip(given["l0.q.w"], factors, strict=True):
        assert np.array_equal(written, read)


@pytest.mark.model
@pytest.mark.parametrize("adapter", [*ADAPTERS.values(), FILE])
def test_onnx_runtime_computes_what_torch_does(adapter):
    weights = adapted_weights(adapter)
    read, quick = torch_encoder(weights), onnx_encoder(weights)
    small = onnx_encoder(weights, quantized=True)
    ids = [tokens.ids for tokens in quick.placed(TEXTS, "passage: ")]
    for theirs, ours, rough in zip(
        read.token_vectors(ids), quick.token_vectors(ids), small.token_vectors(ids), strict=True
    ):
        assert np.allclose(theirs.cpu().numpy(), ours, atol=1e-4)
        lengths = np.linalg.norm(ours, axis=1) * np.linalg.norm(rough, axis=1)
        # More where a processor multiplies bytes exactly (VNNI), 0.979 where it does not.
        assert np.median((ours * rough).sum(axis=1) / lengths) > 0.97


@pytest.mark.model
def test_a_text_is_read_the_same_in_any_company():
    quick = onnx_encoder(adapted_weights(ADAPTERS[OWN_MODEL]))
    ids = [tokens.ids for tokens in quick.placed(TEXTS, "query: ")]
    for together, text in zip(quick.token_vectors(ids), ids, strict=True):
        assert np.allclose(together, quick.token_vectors([text])[0], atol=1e-4)
