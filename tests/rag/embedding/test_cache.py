"""No text is embedded twice, whatever happens to the memory."""

import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag import Embedder, ensure_index, update_index
from rag.embedding.cache import FILE, cached_embedder
from rag.embedding.embedder import Vectors
from rag.embedding.spans import Part, Parts, whole
from rag.text.background_questions import BACKGROUND
from rag.types import Chunking
from tests.support.fakes import fake_embedder

TEXTS = ["Esche ist zäh.", "Der Teig ruht.", "Esche ist zäh.", ""]


def test_each_text_once_and_each_vector_where_it_belongs(tmp_path):
    embedder, texts = fake_embedder(), list(map(whole, TEXTS))
    with cached_embedder(embedder, tmp_path) as memory:
        first = memory.embed_parts(texts)
    assert embedder.embedded == list(dict.fromkeys(TEXTS))
    assert np.allclose(first, fake_embedder().embed_parts(texts), atol=1e-3)
    with cached_embedder(embedder, tmp_path) as memory:
        again = memory.embed_parts([*texts[::-1], whole("Neu.")])
        assert (again == [*first[::-1], *memory.embed_parts([whole("Neu.")])]).all()
    assert embedder.embedded == [*dict.fromkeys(TEXTS), "Neu."]


def test_questions_are_no_documents(tmp_path):
    embedder, question = fake_embedder(), BACKGROUND[0]
    with cached_embedder(embedder, tmp_path) as memory:
        asked = memory.embed_queries([question])
        memory.embed_parts([whole(question)])
    assert embedder.embedded == [question]
    with cached_embedder(Embedder("fake", load=lambda: None), tmp_path) as memory:
        assert (memory.embed_queries([question]) == asked).all()


def test_what_the_rest_of_a_text_changes_is_another_vector(tmp_path):
    """Only for a model that reads the rest."""
    here, there = ((Part(f"Esche. {rest}", 0, 6),) for rest in ("Ein Baum.", "Ein Wappen."))
    embedder = fake_embedder()
    with cached_embedder(embedder, tmp_path) as memory:
        memory.embed_parts([here, there])
    assert embedder.embedded == ["Esche."]
    read: list[Parts] = []

    def pool(items: Sequence[Parts], prompt: str) -> Vectors:
        assert prompt == "passage: "
        read.extend(items)
        return np.eye(len(items), 4, dtype=np.float32)

    with cached_embedder(Embedder("reads all", load=lambda: None, pool=pool), tmp_path) as memory:
        for _ in range(2):
            assert (memory.embed_parts([here, there, here]) == np.eye(4)[[0, 1, 0]]).all()
    assert read == [here, there]


def test_another_model_has_other_vectors(tmp_path):
    for name in ("small", "large"):
        embedder = fake_embedder(name)
        with cached_embedder(embedder, tmp_path) as memory:
            memory.embed_parts(list(map(whole, TEXTS)))
        assert len(embedder.embedded) == 3


def test_other_lengths_of_chunks_embed_only_what_is_new(settings):
    update_index(settings, fake_embedder())
    shorter, embedder = replace(settings, chunking=Chunking(longest=12, overlap=4)), fake_embedder()
    done = update_index(shorter, embedder)
    assert 0 < len(embedder.embedded) <= done.embedded
    back = fake_embedder()
    assert update_index(settings, back).embedded > 0
    assert back.embedded == []


def test_a_rebuild_embeds_everything_anew(settings):
    first, again = fake_embedder(), fake_embedder()
    update_index(settings, first)
    update_index(settings, again, rebuild=True)
    assert sorted(again.embedded) == sorted(first.embedded)


@pytest.mark.parametrize("damage", [b"", b"Einkaufszettel " * 999, b"SQLite format 3\0scrap"])
def test_a_damaged_memory_is_begun_anew(settings, damage):
    update_index(settings, fake_embedder())
    (settings.store / FILE).write_bytes(damage)
    shorter = replace(settings, chunking=Chunking(longest=12, overlap=4))
    assert ensure_index(shorter, fake_embedder()).windows.chunks


def test_what_was_not_needed_for_long_is_forgotten(tmp_path):
    embedder = fake_embedder()
    for run in range(3):
        with cached_embedder(embedder, tmp_path) as memory:
            memory.embed_parts([whole(f"Satz {run}."), whole("Immer.")])
            memory.forget(2)
    with cached_embedder(embedder, tmp_path) as memory:
        memory.embed_parts(list(map(whole, ["Immer.", "Satz 2.", "Satz 0."])))
    assert embedder.embedded == ["Satz 0.", "Immer.", "Satz 1.", "Satz 2.", "Satz 0."]


def flip(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)


def test_a_vector_with_a_flipped_bit_is_embedded_anew(tmp_path):
    with cached_embedder(fake_embedder(), tmp_path) as memory:
        before = memory.embed_parts([whole("Esche.")])
    stored = before.astype(np.float32).tobytes()
    flip(tmp_path / FILE, (tmp_path / FILE).read_bytes().index(stored) + 9)
    embedder = fake_embedder()
    with cached_embedder(embedder, tmp_path) as memory:
        assert (memory.embed_parts([whole("Esche.")]) == before).all()
    assert embedder.embedded == ["Esche."]


def test_one_flipped_bit_anywhere_never_gives_another_vector(tmp_path):
    texts, chance = [whole(f"Satz {n}.") for n in range(40)], random.Random(5)
    with cached_embedder(fake_embedder(), tmp_path) as memory:
        before = memory.embed_parts(texts)
    whole_file = (tmp_path / FILE).read_bytes()
    for _ in range(150):
        (tmp_path / FILE).write_bytes(whole_file)
        flip(tmp_path / FILE, chance.randrange(len(whole_file)))
        try:
            with cached_embedder(fake_embedder(), tmp_path) as memory:
                assert (memory.embed_parts(texts) == before).all()
        except sqlite3.Error:
            pass  # one line says to rebuild, which begins it anew


def test_a_memory_of_before_there_were_sums_goes_on(tmp_path):
    with cached_embedder(fake_embedder(), tmp_path) as memory:
        before = memory.embed_parts([whole("Esche.")])
    with closing(sqlite3.connect(tmp_path / FILE)) as database:
        database.execute("ALTER TABLE vectors DROP COLUMN sum")
    embedder = fake_embedder()
    with cached_embedder(embedder, tmp_path) as memory:
        assert (memory.embed_parts([whole("Esche.")]) == before).all()
        memory.embed_parts([whole("Eiche.")])
    assert embedder.embedded == ["Eiche."]
