"""One pass of the bundled model serves every chunk of a block."""

import subprocess
import sys

import numpy as np
import pytest

from rag.embedding.embedder import ADAPTERS, OWN_MODEL, PROMPTS, adapted_weights
from rag.embedding.late_chunking import torch_encoder
from rag.embedding.spans import Part, whole
from tests.support.places import ROOT

pytestmark = pytest.mark.model
FIRST = "Der Teig muss ruhen. Das Mehl quillt über Nacht."
SECOND = "Danach wird er gebacken…  bei 250 Grad."


def test_a_whole_text_is_embedded_as_by_itself(bundled):
    texts = [FIRST, SECOND, "Ja."]
    by_themselves = np.array(bundled.embed_documents(texts))
    together = bundled.embed_parts(list(map(whole, texts)))
    assert ((together * by_themselves).sum(axis=1) > 0.9999).all()


def test_parts_are_means_of_their_tokens_whatever_else_is_asked(bundled):
    end = FIRST.index(" Das")
    items = [
        (Part(FIRST, 0, end),),
        (Part(FIRST, end + 1, len(FIRST)),),
        (Part(FIRST, end + 1, len(FIRST)), Part(SECOND, 0, len(SECOND))),
        (Part(SECOND, 0, len(SECOND)), Part(FIRST, end + 1, len(FIRST))),
        whole(FIRST),
    ]
    together = bundled.embed_parts(items)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([bundled.embed_parts([item]) for item in items])
    assert ((together * alone).sum(axis=1) > 0.9999).all()
    assert np.allclose(together[2], together[3], atol=1e-5)


def test_a_part_is_the_mean_of_its_own_tokens(bundled):
    read = torch_encoder(adapted_weights(ADAPTERS[OWN_MODEL]))
    (tokens,) = read.placed([SECOND], PROMPTS["document"])
    (vectors,) = read.token_vectors([tokens.ids])
    at = SECOND.index("bei")
    cut = [SECOND[first:last] for first, last in zip(tokens.starts, tokens.ends, strict=True)]
    kept = [tokens.first + n for n, start in enumerate(tokens.starts) if start >= at]
    assert "".join(cut[kept[0] - tokens.first :]).startswith("bei")
    mean = vectors[kept].mean(0).numpy()
    (part,) = bundled.embed_parts([(Part(SECOND, at, len(SECOND)),)])
    assert part @ mean / np.linalg.norm(mean) > 0.999


def test_nothing_to_embed_is_nothing(bundled):
    assert len(bundled.embed_parts([])) == 0


def test_indexing_needs_no_import_of_sentence_transformers():
    code = (
        "import sys; from rag import embedder; from rag.embedding.spans import whole; "
        "embedder(None).embed_parts([whole('Teig')]); embedder(None).embed_queries(['Teig?']); "
        "sys.exit('sentence_transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
