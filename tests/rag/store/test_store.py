"""The folder of an index apart from its vectors (how a damaged one reads: test_index)."""

import json

import pytest

from rag.errors import IndexMismatch, IndexMissing, StoreError
from rag.index.chunking import chunk_id, passages, said, single_sentences, windows
from rag.index.rows import Rows, read_rows, write_rows
from rag.store.code_version import recipe
from rag.store.manifest import Manifest, locked, read_manifest, write_manifest
from rag.types import Chunking
from tests.support.fakes import small_corpus

MANIFEST = Manifest(
    "werkstatt", "fake", Chunking(), recipe(), "0815", "generation-1", "vectors", "abc"
)


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


def test_one_writer_at_a_time(tmp_path):
    store = tmp_path / "deep" / "store"
    with locked(store), pytest.raises(StoreError, match="wait for it"), locked(store):
        pass
    with locked(store):
        pass
