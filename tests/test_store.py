"""The folder of an index apart from its vectors (how a damaged one reads: test_index)."""

import json

import pytest

from rag.chunks import Chunking, chunk_id, passages, said, single_sentences, windows
from rag.errors import IndexMismatch, IndexMissing, StoreError
from rag.rows import Rows, read_rows, write_rows
from rag.store import (
    Manifest,
    locked,
    new_generation,
    read_manifest,
    remove_left_overs,
    write_manifest,
)
from tests.fakes import small_corpus

MANIFEST = Manifest("werkstatt", "fake", Chunking(), "generation-1", "vectors-1")


@pytest.mark.parametrize("cut", [windows, passages, single_sentences])
def test_rows_come_back_as_they_were(tmp_path, cut):
    corpus = small_corpus()
    chunks = tuple(chunk for episode in corpus for chunk in cut(episode, Chunking()))
    rows = Rows(tuple(chunk_id(chunk, said(chunk)) for chunk in chunks), chunks)
    write_rows(tmp_path / "rows.json", corpus, rows)
    read = read_rows(tmp_path / "rows.json", corpus)
    assert read == rows
    assert [read.numbers[row_id] for row_id in rows.ids] == list(range(len(chunks)))
    assert all(any(chunk.episode is episode for episode in corpus) for chunk in read.chunks)


def test_manifest_comes_back_as_it_was(tmp_path):
    write_manifest(tmp_path, MANIFEST)
    assert read_manifest(tmp_path) == MANIFEST
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_manifest_of_nothing(tmp_path):
    with pytest.raises(IndexMissing, match="python -m rag index"):
        read_manifest(tmp_path / "nowhere")


def test_manifest_of_another_format(tmp_path):
    write_manifest(tmp_path, MANIFEST)
    data = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps(data | {"format": 99}))
    with pytest.raises(IndexMismatch, match="another version.*index$"):
        read_manifest(tmp_path)


def test_a_generation_is_there_whole_or_not_at_all(tmp_path):
    folder = tmp_path / "generation-1"
    with pytest.raises(KeyboardInterrupt), new_generation(folder) as draft:
        (draft / "rows.json").write_text("[")
        raise KeyboardInterrupt
    assert not folder.exists()
    with new_generation(folder) as draft:
        assert list(draft.iterdir()) == []
        (draft / "rows.json").write_text("[]")
        assert not folder.exists()
    with new_generation(folder) as draft:
        (draft / "rows.json").write_text("[1]")
        assert (folder / "rows.json").read_text() == "[]"
    assert (folder / "rows.json").read_text() == "[1]"
    assert [path.name for path in tmp_path.iterdir()] == ["generation-1"]


def test_only_what_the_manifest_does_not_name_is_left_over(tmp_path):
    mine = ["generation-1", "vectors-1", "notes", "vector"]
    for name in [*mine, "generation-2", ".generation-3", "vectors-2"]:
        (tmp_path / name).mkdir()
    remove_left_overs(tmp_path, MANIFEST)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(mine)


def test_one_writer_at_a_time(tmp_path):
    store = tmp_path / "deep" / "store"
    with locked(store), pytest.raises(StoreError, match="wait for it"), locked(store):
        pass
    with locked(store):
        pass
