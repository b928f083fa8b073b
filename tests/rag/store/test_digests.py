"""A folder that is sealed: what is not what was written is named, and what may change may."""

import json
import sqlite3
from contextlib import closing

import chromadb
import pytest

from rag import StoreError, ensure_index, open_index
from rag.store.chroma_files import DATABASE, MOST_OPENINGS, settle
from rag.store.digests import NOTE, check_seal, seal
from tests.support.fakes import fake_embedder


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "generation-1"
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "001.json").write_text("Säge")
    (folder / "rows.json").write_text("[]")
    (folder / "empty").write_text("")
    return folder


def test_what_was_written_is_found(folder):
    assert check_seal(folder, seal(folder)) == len("Säge".encode()) + 2


@pytest.mark.parametrize("name", ["corpus/001.json", "rows.json", "empty", NOTE])
@pytest.mark.parametrize("damage", ["flipped", "longer", "missing", "a folder"])
def test_what_was_not_is_named(folder, name, damage):
    sealed, file = seal(folder), folder / name
    data = file.read_bytes()
    if damage in ("missing", "a folder"):
        file.unlink()
    if damage == "flipped":
        file.write_bytes(bytes([data[0] ^ 1]) + data[1:] if data else b"1")
    elif damage == "longer":
        file.write_bytes(data + b" ")
    elif damage == "a folder":
        file.mkdir()
    with pytest.raises(StoreError, match=f"{name} (is|cannot be) .*Run: python -m rag index$"):
        check_seal(folder, sealed)


def test_the_digests_of_another_folder_are_not_taken(folder):
    sealed = seal(folder)
    note = json.loads((folder / NOTE).read_text())
    note["rows.json"]["digest"] = note["empty"]["digest"]
    (folder / NOTE).write_text(json.dumps(note))
    with pytest.raises(StoreError, match=NOTE):
        check_seal(folder, sealed)


def openings(vectors) -> int:
    with closing(sqlite3.connect(vectors / DATABASE)) as database:
        (count,) = database.execute("SELECT count(*) FROM acquire_write").fetchone()
    return int(count)


def test_an_index_that_was_opened_often_is_still_whole(settings):
    """Chroma writes a row at each opening; they are never so many as to need another page."""
    ensure_index(settings, fake_embedder()).close()
    (vectors,) = settings.store.glob("generation-*/vectors")
    with closing(sqlite3.connect(vectors / DATABASE)) as database, database:
        rows = [(True,)] * (MOST_OPENINGS - 1)
        database.executemany("INSERT INTO acquire_write (lock_status) VALUES (?)", rows)
    for _ in range(5):
        open_index(settings, fake_embedder()).close()
    assert 0 < openings(vectors) < 10


def test_only_a_database_of_chromas_is_written_to(tmp_path):
    with pytest.raises(StoreError, match="Run: python -m rag index$"):
        settle(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database:
        database.execute("CREATE TABLE recipes (name)")
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(StoreError, match="cannot be used"):
        settle(tmp_path)
    assert (tmp_path / DATABASE).read_bytes() == before


def test_chroma_writes_only_where_it_is_known_to_when_it_reads(tmp_path):
    """What the digests leave out; should another version of Chroma write elsewhere, this tells."""
    folder = tmp_path / "generation-1"
    for collection, rows in (("few", 3), ("many", 1200)):
        with chromadb.PersistentClient(str(folder / "vectors")) as client:
            made = client.create_collection(collection, embedding_function=None)
            vectors = [[1.0, row, 0.5] for row in range(rows)]
            made.add([f"{row}" for row in range(rows)], vectors)
    sealed = seal(folder)
    for _ in range(3):
        with chromadb.PersistentClient(str(folder / "vectors")) as client:
            for collection in ("few", "many"):
                found = client.get_collection(collection, embedding_function=None)
                found.query(query_embeddings=[[1.0, 2.0, 0.5]], n_results=2)
        check_seal(folder, sealed)
    note = json.loads((folder / NOTE).read_text())
    assert sum(name.endswith(".bin") for name in note) == 4
