"""The questions that every other is compared with, and their vectors."""

import numpy as np
import pytest

from rag import embedder
from rag.index.embed_missing import BACKGROUND_FILE, shipped_background
from rag.text.background_questions import BACKGROUND
from rag.text.digest import digest


def test_what_is_shipped_was_made_from_the_questions_as_they_are():
    """Otherwise run: python -m eval embed-background"""
    with np.load(BACKGROUND_FILE) as file:
        assert str(file["made_from"]) == digest(*BACKGROUND)
    assert tuple(shipped_background()) == BACKGROUND


@pytest.mark.model
def test_what_is_shipped_is_what_the_bundled_model_says():
    shipped = np.array(list(shipped_background().values()))
    model = embedder(None)
    asked = np.array([model.embed_query(text) for text in BACKGROUND[::10]])
    assert (shipped[::10] * asked).sum(axis=1).min() > 0.999
    assert np.abs(np.linalg.norm(shipped, axis=1) - 1).max() < 0.001
