"""Settings from the environment."""

from pathlib import Path

import pytest

from rag.chunks import Chunking
from rag.settings import SHIPPED_CORPUS, Settings


def test_everything_has_a_default():
    settings = Settings.from_environment({})
    assert settings == Settings(SHIPPED_CORPUS, None, None, Chunking())
    assert (SHIPPED_CORPUS / "podcast.json").is_file()


def test_from_the_environment():
    settings = Settings.from_environment(
        {
            "NACHGEFRAGT_CORPUS": "mein/podcast",
            "NACHGEFRAGT_STORE": "index",
            "NACHGEFRAGT_EMBEDDING_MODEL": "some/model",
            "OTHER": "x",
        }
    )
    assert settings == Settings(Path("mein/podcast"), Path("index"), "some/model")


def test_an_empty_variable_counts_as_not_set():
    names = ("CORPUS", "STORE", "EMBEDDING_MODEL")
    empty = {f"NACHGEFRAGT_{name}": "" for name in names}
    assert Settings.from_environment(empty) == Settings()


def test_settings_cannot_be_changed():
    with pytest.raises(AttributeError):
        Settings().store = Path("x")  # type: ignore[misc]
