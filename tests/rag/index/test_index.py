"""The index: incremental, atomic, and never more than one clear line when it is broken."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from chromadb.errors import InternalError
from filelock import FileLock

from corpus import Corpus, Episode, NachgefragtError, save_corpus
from rag import (
    Index,
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
from rag.index import embed_missing as fill
from rag.index import layout as plan_module
from rag.store import chroma as vectors_module
from rag.store.manifest import is_stale, store_folder
from rag.types import Chunking
from rag.upkeep import update as update_module
from tests.support.fakes import FakeEmbedder, fake_embedder, small_corpus
from tests.support.places import ROOT

CHUNKS = 33  # of all levels in the made-up podcast


def rewritten(settings: Settings, *episodes: Episode) -> None:
    """The corpus on disk, now with these episodes."""
    shutil.rmtree(settings.corpus)
    save_corpus(Corpus(small_corpus().podcast, episodes), settings.corpus)


def changed(episode: Episode, turn: int, text: str) -> Episode:
    turns = [replace(t, text=text) if n == turn else t for n, t in enumerate(episode.turns)]
    return replace(episode, turns=tuple(turns))


def texts_found(index: Index, question: str) -> list[str]:
    return [hit.chunk.text for hit in search(index, question, 100)]


def test_a_second_run_embeds_nothing(settings):
    embedder = fake_embedder()
    done = update_index(settings, embedder)
    assert (done.embedded, done.kept, done.removed) == (CHUNKS, 0, 0)
    once = list(embedder.embedded)
    assert len(once) == len(set(once)) < CHUNKS  # no text twice
    done = update_index(settings, embedder)
    assert (done.embedded, done.kept, done.removed) == (0, CHUNKS, 0)
    assert embedder.embedded == once


def test_a_changed_turn_reembeds_only_its_own_chunks(settings):
    first, second = small_corpus()
    update_index(settings, fake_embedder())
    # Turn 1 is the question that is embedded with the answer in turn 2.
    rewritten(settings, changed(first, 4, "Ich nagle. Nägel aus Eisen halten alles."), second)
    embedder = fake_embedder()
    done = update_index(settings, embedder)
    assert done.embedded == done.removed >= len(embedder.embedded)
    assert embedder.embedded and all("Ich nagle" in text for text in embedder.embedded)
    found = texts_found(open_index(settings, embedder), "Leim, Schrauben, Nägel")
    assert any("Nägel" in text for text in found)
    assert not any("Schrauben lockern" in text for text in found)


def test_a_removed_episode_disappears(settings):
    first, second = small_corpus()
    update_index(settings, fake_embedder())
    rewritten(settings, first)
    embedder = fake_embedder()
    done = update_index(settings, embedder)
    assert embedder.embedded == []
    assert done.removed > 0 and done.kept + done.removed == CHUNKS
    index = open_index(settings, embedder)
    assert {hit.chunk.episode.id for hit in search(index, "Brot Sauerteig", 100)} == {first.id}
    rewritten(settings, first, second)
    assert update_index(settings, embedder).embedded == done.removed


def test_a_changed_fact_embeds_nothing_and_is_shown(settings):
    first, second = small_corpus()
    update_index(settings, fake_embedder())
    rewritten(settings, replace(first, duration=4000.0), second)
    embedder = fake_embedder()
    assert update_index(settings, embedder).embedded == 0
    assert open_index(settings, embedder).corpus.episodes[0].duration == 4000.0


def test_an_edited_transcript_cannot_shift_the_quotes_of_the_old_index(settings):
    update_index(settings, fake_embedder())
    first, second = small_corpus()
    before = texts_found(open_index(settings, fake_embedder()), "Esche")
    rewritten(settings, changed(first, 2, "Äh. " + first.turns[2].text), second)
    assert texts_found(open_index(settings, fake_embedder()), "Esche") == before


def test_left_overs_are_tidied_up(settings):
    first, second = small_corpus()
    update_index(settings, fake_embedder())
    rewritten(settings, first)
    update_index(settings, fake_embedder())
    update_index(settings, fake_embedder("other"))
    update_index(settings, fake_embedder("other"), rebuild=True)
    kinds = sorted(path.name.split("-")[0] for path in settings.store.iterdir())
    assert kinds == ["embeddings.sqlite3", "generation", "lock", "manifest.json"]


def test_staleness(settings):
    update_index(settings, fake_embedder())
    assert not is_stale(settings)
    written = (settings.store / "manifest.json").stat().st_mtime
    os.utime(settings.corpus / "001.json", (written + 5, written + 5))
    assert is_stale(settings)


def test_without_a_store_setting_each_podcast_has_its_own_folder(settings):
    assert store_folder(replace(settings, store=None)).parts[-2:] == (".nachgefragt", "werkstatt")


# What does not fit is refused.


def test_missing_index(settings):
    with pytest.raises(IndexMissing, match=r"python -m rag index$"):
        open_index(settings, fake_embedder())
    assert not settings.store.exists()


def test_another_podcast_in_the_same_store(settings):
    update_index(settings, fake_embedder())
    corpus = small_corpus()
    renamed = replace(corpus.podcast, slug="kueche")
    save_corpus(Corpus(renamed, corpus.episodes), settings.corpus)
    with pytest.raises(IndexMismatch, match="--store"):
        open_index(settings, fake_embedder())
    with pytest.raises(IndexMismatch, match="--rebuild"):
        update_index(settings, fake_embedder())
    update_index(settings, fake_embedder(), rebuild=True)
    assert open_index(settings, fake_embedder()).corpus.podcast == renamed


def test_another_model(settings):
    update_index(settings, fake_embedder("small"))
    with pytest.raises(IndexMismatch, match="'small'.*'large'.*Run: python -m rag index$"):
        open_index(settings, fake_embedder("large"))
    assert update_index(settings, fake_embedder("large")).embedded == CHUNKS
    open_index(settings, fake_embedder("large"))


def test_an_index_of_another_version_is_built_anew(settings):
    update_index(settings, fake_embedder())
    manifest_with(settings.store, format=1)
    with pytest.raises(IndexMismatch, match="another version.*Run: python -m rag index$"):
        open_index(settings, fake_embedder())
    ensure_index(settings, fake_embedder())


def test_other_chunks(settings):
    update_index(settings, fake_embedder())
    shorter = replace(settings, chunking=Chunking(longest=12, overlap=4))
    with pytest.raises(IndexMismatch, match="Run: python -m rag index$"):
        open_index(shorter, fake_embedder())
    assert update_index(shorter, fake_embedder()).embedded > 0
    assert all(
        len(chunk.text.split()) <= 12
        for chunk in open_index(shorter, fake_embedder()).windows.chunks
    )


# Interrupted.


def test_interrupted_the_old_index_answers_and_the_next_run_goes_on(settings, monkeypatch):
    monkeypatch.setattr(fill, "BATCH", 3)
    first, second = small_corpus()
    rewritten(settings, first)
    already = update_index(settings, fake_embedder()).embedded
    before = texts_found(open_index(settings, fake_embedder()), "Sauerteig")

    rewritten(settings, first, second)
    broken = FakeEmbedder("fake", break_after=2)
    with pytest.raises(KeyboardInterrupt):
        update_index(settings, broken)
    assert 0 < len(broken.embedded) < 6  # the first turns, in two batches
    assert texts_found(open_index(settings, fake_embedder()), "Sauerteig") == before

    resumed = fake_embedder()
    done = update_index(settings, resumed)
    assert (done.kept, done.embedded) == (already, CHUNKS - already)
    assert not set(resumed.embedded) & set(broken.embedded)
    assert "Sauerteig" in texts_found(open_index(settings, fake_embedder()), "Sauerteig")[0]


@pytest.mark.parametrize("step", ["save_corpus", "write_rows", "write_manifest"])
def test_interrupted_while_writing(settings, monkeypatch, step):
    first, second = small_corpus()
    rewritten(settings, first)
    update_index(settings, fake_embedder())
    rewritten(settings, first, second)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(update_module if step == "write_manifest" else plan_module, step, stop)
        with pytest.raises(KeyboardInterrupt):
            update_index(settings, fake_embedder())
    assert len(open_index(settings, fake_embedder()).corpus.episodes) == 1
    resumed = fake_embedder()
    update_index(settings, resumed)
    assert resumed.embedded == []
    assert len(open_index(settings, resumed).corpus.episodes) == 2


SLOW = """
import sys, time
from pathlib import Path
from rag import Settings, update_index
from rag.index import embed_missing as fill
from tests.support.fakes import FakeEmbedder

class Slow(FakeEmbedder):
    def embed_documents(self, texts):
        vectors = super().embed_documents(texts)
        print(len(self.embedded), flush=True)
        time.sleep(0.5)
        return vectors

fill.BATCH = 3
update_index(Settings(Path(sys.argv[1]), Path(sys.argv[2])), Slow("fake"))
"""


@pytest.mark.slow
def test_killed_the_old_index_answers_and_the_next_run_goes_on(settings):
    first, second = small_corpus()
    rewritten(settings, first)
    already = update_index(settings, fake_embedder()).embedded
    rewritten(settings, first, second)
    command = [sys.executable, "-c", SLOW, settings.corpus, settings.store]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        embedded = [process.stdout.readline() for _ in range(2)]
        with pytest.raises(StoreError, match="Another process is indexing"):
            update_index(settings, fake_embedder())
        process.send_signal(signal.SIGKILL)
    assert 0 < int(embedded[0]) < int(embedded[1])
    assert len(open_index(settings, fake_embedder()).corpus.episodes) == 1
    resumed = fake_embedder()
    done = update_index(settings, resumed)
    # The first batch was remembered before the second was embedded.
    assert done.kept == already
    assert 0 < len(resumed.embedded) < done.embedded == CHUNKS - done.kept
    assert "Sauerteig" in texts_found(open_index(settings, resumed), "Sauerteig")[0]


# Broken.


def only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def truncate(file: Path, share: float) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])


def foreign_database(file: Path, tables: str) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as database:
        database.executescript(tables)


def manifest_with(store: Path, **fields: object) -> None:
    file = store / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | fields))


VECTORS = "generation-*/vectors/chroma.sqlite3"
ROWS = "generation-*/sentence.json"
DAMAGE: dict[str, Callable[[Path], object]] = {
    "manifest half written": lambda s: truncate(s / "manifest.json", 0.5),
    "manifest empty": lambda s: (s / "manifest.json").write_text(""),
    "manifest binary": lambda s: (s / "manifest.json").write_bytes(b"\xff\xfe\0"),
    "manifest a list": lambda s: (s / "manifest.json").write_text("[]"),
    "manifest with more": lambda s: manifest_with(s, more=1),
    "manifest of another index": lambda s: manifest_with(s, seal="0" * 64),
    "manifest with numbers": lambda s: manifest_with(s, generation=5),
    "manifest that leads elsewhere": lambda s: manifest_with(s, vectors="../../elsewhere"),
    "generation missing": lambda s: shutil.rmtree(only(s, "generation-*")),
    "corpus damaged": lambda s: only(s, "generation-*/corpus/001.json").write_text("{"),
    "rows missing": lambda s: only(s, ROWS).unlink(),
    "rows truncated": lambda s: truncate(only(s, ROWS), 0.5),
    "rows of another corpus": lambda s: only(s, ROWS).write_text('[["x", 9, 0, 0, 5, null]]'),
    "rows not rows": lambda s: only(s, ROWS).write_text('{"a": 1}'),
    "rows fewer": lambda s: only(s, ROWS).write_text("[]"),
    "lexical missing": lambda s: shutil.rmtree(only(s, "generation-*/window-lexical")),
    "lexical truncated": lambda s: truncate(
        only(s, "generation-*/window-lexical/data.csc.index.npy"), 0.5
    ),
    "lexical without vocabulary": lambda s: truncate(
        only(s, "generation-*/window-lexical/vocab.index.json"), 0.5
    ),
    "lexical without parameters": lambda s: only(
        s, "generation-*/window-lexical/params.index.json"
    ).write_text("{}"),
    "vectors missing": lambda s: shutil.rmtree(only(s, "generation-*/vectors")),
    "digests missing": lambda s: only(s, "generation-*/digests.json").unlink(),
    "digests changed": lambda s: truncate(only(s, "generation-*/digests.json"), 0.99),
    "database missing": lambda s: only(s, VECTORS).unlink(),
    "database empty": lambda s: truncate(only(s, VECTORS), 0),
    "database half": lambda s: truncate(only(s, VECTORS), 0.5),
    "database a scrap": lambda s: only(s, VECTORS).write_bytes(b"SQLite format 3\0scrap"),
    "database no database": lambda s: only(s, VECTORS).write_bytes(b"Einkaufszettel " * 999),
    "database another program's": lambda s: foreign_database(
        only(s, VECTORS), "create table recipes (name text); insert into recipes values ('Brot');"
    ),
    # Chroma's Rust code panics over this one.
    "database much like Chroma's": lambda s: foreign_database(
        only(s, VECTORS), "create table migrations (a text); create table collections (a text);"
    ),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index that is whole, to be copied."""
    folder = tmp_path_factory.mktemp("whole")
    save_corpus(small_corpus(), folder / "corpus")
    settings = Settings(corpus=folder / "corpus", store=folder / "store")
    update_index(settings, fake_embedder())
    return settings


def one_line(error: NachgefragtError) -> str:
    message = str(error)
    assert "\n" not in message
    assert len(message) < 700
    return message


@pytest.fixture
def damaged(tmp_path: Path, whole: Settings, request: pytest.FixtureRequest) -> Settings:
    """A copy of the index with a damage of the table above."""
    settings = replace(whole, store=tmp_path / "store")
    shutil.copytree(whole.store, settings.store)
    DAMAGE[request.param](settings.store)
    return settings


@pytest.mark.parametrize("damaged", DAMAGE, indirect=True)
def test_a_damaged_store_is_one_line_with_the_remedy(damaged, capfd):
    with pytest.raises(NachgefragtError) as caught:
        answer_pipeline(open_index(damaged, fake_embedder())).invoke(Question("Welches Holz?"))
    assert "Run: python -m rag index" in one_line(caught.value)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("damaged", DAMAGE, indirect=True)
def test_a_damaged_store_is_mended_by_what_the_line_says(damaged):
    embedder, rebuild = fake_embedder(), False
    try:
        update_index(damaged, embedder)
    except StoreError as error:
        rebuild = "python -m rag index --rebuild" in str(error)
        assert rebuild and "manifest" in str(error)
        update_index(damaged, embedder, rebuild=True)
    # Only the memory of vectors is not trusted then.
    assert bool(embedder.embedded) == rebuild
    index = open_index(damaged, embedder)
    assert "Esche" in answer_pipeline(index).invoke(Question("Ist Esche zäh?")).text


@pytest.mark.parametrize("damaged", ["database another program's"], indirect=True)
def test_another_programs_database_is_left_as_it_is(damaged):
    database = only(damaged.store, VECTORS)
    before = database.read_bytes()
    with pytest.raises(StoreError):
        open_index(damaged, fake_embedder())
    assert database.read_bytes() == before


def test_vectors_lost_while_asking(tmp_path, whole, monkeypatch):
    settings = replace(whole, store=tmp_path / "store")
    shutil.copytree(whole.store, settings.store)
    index = open_index(settings, fake_embedder())

    def gone(*_: object, **__: object) -> None:
        raise InternalError("database disk image is malformed\nat line 5")

    for way in ("query", "get"):
        monkeypatch.setattr(type(index.windows.vectors), way, gone)
    with pytest.raises(StoreError, match="malformed.*--rebuild") as caught:
        search(index, "Esche")
    one_line(caught.value)


def test_a_panic_in_chroma_is_one_line_and_ctrl_c_is_not_caught(whole, monkeypatch):
    class PanicException(BaseException):
        """What pyo3 raises; its own type cannot be imported."""

    def raises(error: BaseException) -> None:
        def client(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(vectors_module.chromadb, "PersistentClient", client)

    raises(PanicException("Expect it to be fetched"))
    with pytest.raises(StoreError, match="fetched.*--rebuild"):
        open_index(whole, fake_embedder())
    raises(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        open_index(whole, fake_embedder())


def test_a_broken_embedder_is_not_taken_for_a_broken_index(settings):
    class Broken(FakeEmbedder):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError, match="out of memory"):
        update_index(settings, Broken("fake"))


def test_store_is_a_file(settings):
    settings.store.write_text("schon da")
    for attempt in (open_index, update_index):
        with pytest.raises(NachgefragtError) as caught:
            attempt(settings, fake_embedder())
        assert str(settings.store) in one_line(caught.value)
    assert settings.store.read_text() == "schon da"


def test_two_writers_at_once(settings):
    update_index(settings, fake_embedder("old"))
    with (
        FileLock(settings.store / "lock"),
        pytest.raises(StoreError, match="Another process is indexing .*: wait"),
    ):
        update_index(settings, fake_embedder("new"))
    assert update_index(settings, fake_embedder("new")).embedded == CHUNKS


def test_a_full_disk_is_said(settings, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    update_index(settings, fake_embedder("old"))
    monkeypatch.setattr(plan_module, "save_corpus", full)
    with pytest.raises(StoreError, match=r"No space left on device.*Free some space") as caught:
        update_index(settings, fake_embedder("new"))
    one_line(caught.value)
    open_index(settings, fake_embedder("old"))


@pytest.fixture
def read_only(settings, monkeypatch) -> Settings:
    """A store on a read-only medium: the tests may run as root, whom permissions do not stop."""
    update_index(settings, fake_embedder())
    store, allowed = str(settings.store), os.access

    def access(path: object, mode: int) -> bool:
        writes = mode & os.W_OK and str(path).startswith(store)
        return not writes and allowed(str(path), mode)

    def read_only(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "access", access)
    monkeypatch.setattr(FileLock, "_acquire", read_only)
    return settings


def test_read_only_store(read_only):
    update_index(read_only, fake_embedder())  # nothing to do
    with pytest.raises(StoreError, match=r"is read-only.*--store"):
        open_index(read_only, fake_embedder())
    with pytest.raises(StoreError, match=r"Read-only file system.*--store"):
        update_index(read_only, fake_embedder(), rebuild=True)


def test_unreadable_manifest(settings, monkeypatch):
    update_index(settings, fake_embedder())
    (settings.store / "manifest.json").unlink()
    (settings.store / "manifest.json").mkdir()
    with pytest.raises(StoreError, match=r"cannot be read \(.*\)\. .*--store"):
        open_index(settings, fake_embedder())


def test_an_open_index_survives_an_update(settings):
    first, second = small_corpus()
    index = ensure_index(settings, fake_embedder())
    before = texts_found(index, "Esche")
    for episodes in ((first,), (second,), (first, second)):
        rewritten(settings, *episodes)
        update_index(settings, fake_embedder())
        assert texts_found(index, "Esche") == before
    assert len(list(settings.store.glob("generation-*"))) == 2
    index.close()
    update_index(settings, fake_embedder(), rebuild=True)
    assert len(list(settings.store.glob("generation-*"))) == 1


def test_nothing_is_written_outside_the_store(settings, tmp_path):
    ensure_index(settings, fake_embedder())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "store"]
    generation = only(settings.store, "generation-*")
    assert re.fullmatch(r"generation-[0-9a-f]{24}-[0-9a-f]{6}", generation.name)
