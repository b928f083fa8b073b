"""The folders of a store: whole or not there, and there as long as somebody reads them."""

import shutil
import threading
from pathlib import Path

import pytest

from rag.errors import StoreError
from rag.store.code_version import recipe
from rag.store.digests import NOTE
from rag.store.generations import Hold, held, new_generation, new_name, remove_left_overs
from rag.store.manifest import Manifest, write_manifest
from rag.types import Chunking


def manifest(generation: str) -> Manifest:
    return Manifest("werkstatt", "fake", Chunking(), recipe(), "0815", generation, "vectors")


def generation(store: Path, name: str) -> Path:
    (store / name).mkdir()
    (store / name / NOTE).write_text("{}")
    return store / name


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_generation_is_there_whole_or_not_at_all(tmp_path):
    folder = tmp_path / "generation-1"
    with pytest.raises(KeyboardInterrupt), new_generation(folder) as draft:
        (draft / "rows.json").write_text("[")
        raise KeyboardInterrupt
    assert names(tmp_path) == []
    (tmp_path / ".generation-killed").mkdir()
    with new_generation(folder) as draft:
        assert names(draft) == []
        (draft / "rows.json").write_text("[]")
        assert not folder.exists()
    assert (folder / "rows.json").read_text() == "[]"
    assert names(tmp_path) == ["generation-1"]


def test_no_two_have_the_same_name():
    assert len({new_name("0815") for _ in range(100)}) == 100


def test_only_what_the_manifest_does_not_name_is_left_over(tmp_path):
    mine = ["generation-1", "notes", "vector"]
    for name in [*mine, "generation-2", ".generation-3", "vectors-2"]:
        (tmp_path / name).mkdir()
    remove_left_overs(tmp_path, manifest("generation-1"))
    assert names(tmp_path) == mine


def test_what_is_read_stays_until_nobody_reads_it(tmp_path):
    folder = generation(tmp_path, "generation-1")
    first, second = Hold(folder), Hold(folder)
    for hold in (first, second):
        remove_left_overs(tmp_path, manifest("generation-2"))
        assert folder.exists()
        hold.release()
    remove_left_overs(tmp_path, manifest("generation-2"))
    assert not folder.exists()


def test_whoever_forgets_an_index_holds_it_no_longer(tmp_path):
    generation(tmp_path, "generation-1")
    hold = Hold(tmp_path / "generation-1")
    del hold
    remove_left_overs(tmp_path, manifest("generation-2"))
    assert names(tmp_path) == []


def test_what_is_held_is_what_the_manifest_names(tmp_path):
    """While others replace it and tidy up, again and again."""
    generation(tmp_path, "generation-0")
    write_manifest(tmp_path, manifest("generation-0"))
    stop = threading.Event()

    def replace() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            generation(tmp_path, f"generation-{number}")
            write_manifest(tmp_path, manifest(f"generation-{number}"))
            remove_left_overs(tmp_path, manifest(f"generation-{number}"))

    writer = threading.Thread(target=replace)
    writer.start()
    try:
        for _ in range(300):
            found, hold = held(tmp_path)
            assert (tmp_path / found.generation).is_dir()
            hold.release()
    finally:
        stop.set()
        writer.join()


def test_a_generation_that_is_missing_is_said(tmp_path):
    generation(tmp_path, "generation-1")
    write_manifest(tmp_path, manifest("generation-1"))
    shutil.rmtree(tmp_path / "generation-1")
    with pytest.raises(StoreError, match=r"generation-1 is missing\). Run: python -m rag index$"):
        held(tmp_path)
