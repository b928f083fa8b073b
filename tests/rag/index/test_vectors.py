"""The vectors in a real Chroma server: shared, built in parts, away and back again."""

import http.server
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import chromadb
import httpx
import pytest

from corpus import Corpus, Episode, save_corpus
from eval.bench.measured import free_port
from rag import (
    IndexMismatch,
    IndexMissing,
    Question,
    Settings,
    StoreError,
    answer_pipeline,
    ensure_index,
    open_index,
    search,
    update_index,
)
from rag import __main__ as commands
from rag.index import dense as near
from rag.index import embed_missing as fill
from rag.index.index import Index
from rag.index.layout import plan_for
from rag.store.chroma import SERVER_TIMEOUT
from rag.types import Chunking
from rag.upkeep.update import embed_part
from tests.support.asking import api_asks
from tests.support.chroma_server import ChromaServer
from tests.support.fakes import FakeEmbedder, fake_embedder, small_corpus
from tests.ui.test_app import run

pytestmark = pytest.mark.slow
CHUNKS = 33  # of all levels in the made-up podcast


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    server = ChromaServer(tmp_path_factory.mktemp("server"))
    yield server
    server.kill()


@pytest.fixture
def shared(settings: Settings, server: ChromaServer) -> Iterator[Settings]:
    """The made-up podcast with an empty server."""
    client = chromadb.HttpClient(server.url)
    for collection in client.list_collections():
        client.delete_collection(collection.name)
    yield replace(settings, chroma_url=server.url)


def collections(settings: Settings) -> dict[str, int]:
    """How many rows the server's collections hold, by name without what they are made from."""
    found = chromadb.HttpClient(str(settings.chroma_url)).list_collections()
    return {collection.name: collection.count() for collection in found}


def elsewhere(settings: Settings, name: str) -> Settings:
    """Another machine with the same podcast and server: its own folders."""
    assert settings.store is not None
    corpus = settings.corpus.with_name(f"{name}-corpus")
    shutil.copytree(settings.corpus, corpus)
    return replace(settings, corpus=corpus, store=settings.store.with_name(name))


def rewritten(settings: Settings, *episodes: Episode) -> None:
    shutil.rmtree(settings.corpus)
    save_corpus(Corpus(small_corpus().podcast, episodes), settings.corpus)


def found(index: Index, question: str = "Esche Sauerteig") -> list[tuple[str, float]]:
    return [(hit.chunk.text, round(hit.score, 4)) for hit in search(index, question, 100)]


def test_a_server_finds_what_a_folder_finds(shared, settings):
    here = ensure_index(replace(settings, store=settings.store / "here"), fake_embedder())
    there = ensure_index(shared, fake_embedder())
    assert found(there) == found(here)
    assert answer_pipeline(there).invoke(Question("Ist Esche zäh?")).grounded
    assert list(shared.store.glob("vectors-*")) == []


def test_a_second_machine_embeds_nothing(shared):
    assert update_index(shared, fake_embedder()).embedded == CHUNKS
    other, embedder = elsewhere(shared, "other"), fake_embedder()
    assert update_index(other, embedder).kept == CHUNKS
    assert embedder.embedded == []
    assert found(open_index(other, embedder)) == found(open_index(shared, embedder))


def test_an_old_process_goes_on_reading_until_it_reopens(shared):
    other = elsewhere(shared, "other")
    old = ensure_index(other, fake_embedder())
    before = found(old)
    ensure_index(shared, fake_embedder())
    _, bread = small_corpus()
    rewritten(shared, bread)
    assert update_index(shared, fake_embedder()).removed == 0
    assert found(old) == before
    # Nor does a start of the old one, with its old corpus, undo the update.
    assert found(ensure_index(other, fake_embedder())) == before
    assert all("Esche" not in text for text, _ in found(open_index(shared, fake_embedder())))
    # The next update removes what it does not need either.
    rewritten(shared, replace(bread, duration=99.0))
    removed = update_index(shared, fake_embedder()).removed
    assert removed > 0
    assert sum(collections(shared).values()) == sum(collections_of(bread)) + questions(shared)


def collections_of(episode: Episode) -> list[int]:
    plan = plan_for(Corpus(small_corpus().podcast, (episode,)), Chunking())
    return [len(rows.numbers) for rows in plan.rows.values()]


def questions(settings: Settings) -> int:
    return next(n for name, n in collections(settings).items() if name.endswith("-questions"))


def test_the_vectors_of_another_model_stay_for_one_more_update(shared, asked_each_time):
    old = ensure_index(shared, fake_embedder("old"))
    first, second = small_corpus()
    update_index(shared, fake_embedder("new"))
    assert "Esche" in found(old, "Esche")[0][0]
    assert len(collections(shared)) == 10
    rewritten(shared, first)
    update_index(shared, fake_embedder("new"))
    assert len(collections(shared)) == 5
    with pytest.raises(StoreError, match="Run: python -m rag index --rebuild"):
        search(old, "Esche")


def test_a_rebuild_embeds_anew_in_place(shared):
    old = ensure_index(shared, fake_embedder())
    before = found(old)
    assert update_index(shared, fake_embedder(), rebuild=True).embedded == CHUNKS
    assert found(old) == before == found(open_index(shared, fake_embedder()))


def test_parts_embedded_at_once_make_a_whole(shared):
    embedders = [fake_embedder() for _ in range(4)]
    machines = [elsewhere(shared, f"part-{n}") for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(embed_part, machines, embedders, [1, 2, 3, 4], [4] * 4))
    assert sum(one.embedded for one in done) == CHUNKS
    assert not any(machine.store.exists() for machine in machines)
    texts = [text for embedder in embedders for text in embedder.embedded]
    assert len(texts) == CHUNKS
    assert update_index(shared, fake_embedder()).kept == CHUNKS
    again = embed_part(shared, fake_embedder(), 1, 4)
    assert (again.embedded, again.kept) == (0, done[0].embedded)


def test_the_commands_build_in_parts_and_ask(shared, monkeypatch, capsys):
    monkeypatch.setattr(commands, "embedder", lambda _: fake_embedder())
    for name in ("corpus", "store", "chroma_url"):
        monkeypatch.setenv(f"NACHGEFRAGT_{name.upper()}", str(getattr(shared, name)))
    for arguments in (["--part", "1/2"], ["--part", "2/2"], []):
        assert commands.main(["index", *arguments]) == 0
    assert capsys.readouterr().out.endswith("0 chunks embedded, 33 kept, 0 removed.\n")
    assert commands.main(["ask", "Ist Esche zäh?"]) == 0
    assert "Esche ist zäh" in capsys.readouterr().out


def test_parts_need_a_server(settings):
    with pytest.raises(StoreError, match="NACHGEFRAGT_CHROMA_URL"):
        embed_part(settings, fake_embedder(), 1, 2)


def test_interrupted_the_next_run_goes_on(shared, monkeypatch):
    monkeypatch.setattr(fill, "BATCH", 3)
    broken = FakeEmbedder("fake", break_after=3)
    with pytest.raises(KeyboardInterrupt):
        update_index(shared, broken)
    with pytest.raises(IndexMissing):
        open_index(shared, fake_embedder())
    done = update_index(shared, fake_embedder())
    assert done.kept >= len(broken.embedded) > 0
    assert done.embedded == CHUNKS - done.kept
    assert "Esche" in found(open_index(shared, fake_embedder()), "Esche")[0][0]


def test_two_machines_that_index_at_once_end_whole(shared):
    machines = [shared, elsewhere(shared, "other")]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: update_index(one, fake_embedder()), machines))
    first, second = (found(open_index(one, fake_embedder())) for one in machines)
    assert first == second


def test_an_index_is_not_opened_at_the_other_place(shared, settings):
    update_index(shared, fake_embedder())
    with pytest.raises(IndexMismatch, match="NACHGEFRAGT_CHROMA_URL is not set.*python -m rag"):
        open_index(settings, fake_embedder())
    update_index(settings, fake_embedder())
    with pytest.raises(IndexMismatch, match="NACHGEFRAGT_CHROMA_URL is set.*python -m rag index"):
        open_index(shared, fake_embedder())
    assert update_index(shared, fake_embedder()).kept == CHUNKS


def test_a_server_that_has_lost_everything_is_filled_again(shared):
    update_index(shared, fake_embedder())
    client = chromadb.HttpClient(shared.chroma_url)
    for collection in client.list_collections():
        client.delete_collection(collection.name)
    with pytest.raises(StoreError, match="Run: python -m rag index --rebuild"):
        open_index(shared, fake_embedder())
    assert update_index(shared, fake_embedder(), rebuild=True).embedded == CHUNKS
    assert "Esche" in found(open_index(shared, fake_embedder()), "Esche")[0][0]


@pytest.fixture
def asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a long podcast, whose vectors are not all fetched once."""
    monkeypatch.setattr(near, "EXACT", 0)
    monkeypatch.setattr(near, "SMALL", 0)


@contextmanager
def window(settings: Settings) -> Iterator[str]:
    """The address of a real window for these settings."""
    port = free_port()
    places = {
        f"NACHGEFRAGT_{name.upper()}": str(getattr(settings, name))
        for name in ("corpus", "store", "chroma_url")
    }
    with run(GRADIO_SERVER_PORT=str(port), **places) as process:
        try:
            assert process.stdout is not None
            ready = process.stdout.readline()
            assert str(port) in ready, process.communicate()[1]
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.kill()
            process.communicate()


@pytest.mark.model
def test_two_windows_share_one_server(indexed, tmp_path):
    server = ChromaServer(tmp_path / "server")
    shared = replace(indexed, chroma_url=server.url)
    question = "Ist Esche zäh?"
    try:
        with window(shared) as one, window(elsewhere(shared, "other")) as other:
            assert len(collections(shared)) == 5
            assert all("Esche ist zäh" in api_asks(url, question) for url in (one, other))
            # So short a podcast's vectors have been fetched: nobody needs the server any more.
            server.kill()
            assert all("Esche ist zäh" in api_asks(url, question) for url in (one, other))
    finally:
        server.kill()


# Away, and back again.


def one_line(error: StoreError, url: str) -> None:
    assert str(error).startswith(f"The Chroma server at {url}")
    assert "chroma run" in str(error) and "\n" not in str(error)


def test_a_server_goes_away_and_comes_back(settings, tmp_path, asked_each_time):
    server = ChromaServer(tmp_path / "server")
    shared = replace(settings, chroma_url=server.url)
    try:
        index = ensure_index(shared, fake_embedder())
        pipeline = answer_pipeline(index)
        before = found(index), pipeline.invoke(Question("Ist Esche zäh?")).text
        server.kill()
        for attempt in (
            lambda: search(index, "Esche"),
            lambda: pipeline.invoke(Question("Ist Esche zäh?")),
            lambda: open_index(shared, fake_embedder()),
            lambda: update_index(shared, fake_embedder(), rebuild=True),
            lambda: embed_part(shared, fake_embedder(), 1, 2),
        ):
            with pytest.raises(StoreError) as caught:
                attempt()
            one_line(caught.value, server.url)
        server.start()
        assert (found(index), pipeline.invoke(Question("Ist Esche zäh?")).text) == before
    finally:
        server.kill()


@contextmanager
def impostor(status: int, delay: threading.Event | None = None) -> Iterator[str]:
    """Something at the address that is no Chroma server."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if delay:
                delay.wait(20)
            self.send_response(status)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"nope")

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as site:
        thread = threading.Thread(target=site.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{site.server_address[1]}"
        site.shutdown()
        thread.join()


@pytest.mark.parametrize("status", [200, 404, 502])
def test_something_else_at_the_address(settings, status):
    with impostor(status) as url, pytest.raises(StoreError) as caught:
        update_index(replace(settings, chroma_url=url), fake_embedder())
    one_line(caught.value, url)


def test_a_server_behind_a_broken_proxy(shared, monkeypatch):
    index = ensure_index(shared, fake_embedder())
    with impostor(502) as url, pytest.raises(StoreError) as caught:
        server = index.windows.vectors._client
        monkeypatch.setattr(server, "_api_url", f"{url}/api/v2")
        search(index, "Esche")
    one_line(caught.value, url)


def test_a_server_that_hangs_is_not_waited_for(shared, monkeypatch):
    index, released = ensure_index(shared, fake_embedder()), threading.Event()
    server = index.windows.vectors._client
    assert server._session.timeout == httpx.Timeout(SERVER_TIMEOUT)
    server._session.timeout = 0.3
    with impostor(200, released) as url:
        monkeypatch.setattr(server, "_api_url", f"{url}/api/v2")
        with pytest.raises(StoreError) as caught:
            search(index, "Esche")
        released.set()
    one_line(caught.value, url)
