"""The folders of a store that hold one index each: made whole, kept while read, removed afterwards.

A generation never changes. A process that answers from one holds it, so that no update takes
anything away from an answer that is being written.
"""

import os
import shutil
import uuid
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rag.errors import StoreError
from rag.store.digests import NOTE
from rag.store.locks import share, take
from rag.store.manifest import BUILD, Manifest, locked, read_manifest


class Hold:
    """Keeps a folder from being removed, by any process, until it is released or forgotten.

    Raises OSError where there is no such folder.
    """

    def __init__(self, folder: Path) -> None:
        opened = os.open(folder / NOTE, os.O_RDONLY)
        self.release = weakref.finalize(self, os.close, opened)
        share(opened)


def new_name(content: str) -> str:
    """Make a name that no generation had before."""
    return f"generation-{content}-{uuid.uuid4().hex[:6]}"


@contextmanager
def new_generation(folder: Path) -> Iterator[Path]:
    """Make a draft folder to fill; it gets its name when the block ends without an error."""
    draft = folder.with_name(f".{folder.name}")
    for cut_off in folder.parent.glob(".generation-*"):
        shutil.rmtree(cut_off, ignore_errors=True)
    draft.mkdir()
    try:
        yield draft
        os.replace(draft, folder)
    finally:
        # What was embedded is remembered elsewhere; on a full disk this makes room.
        shutil.rmtree(draft, ignore_errors=True)


def held(store: Path) -> tuple[Manifest, Hold]:
    """Read the manifest of an index, and hold its generation.

    Raises what `read_manifest` does, and StoreError where the generation is missing.
    """
    manifest = read_manifest(store)
    while True:
        with suppress(FileNotFoundError):
            hold = Hold(store / manifest.generation)
            # It may have been replaced and removed between the two.
            if read_manifest(store) == manifest:
                return manifest, hold
        last, manifest = manifest, read_manifest(store)
        if manifest == last:
            raise StoreError(
                f"The index in {store} is damaged ({manifest.generation} is missing). Run: {BUILD}"
            )


def tidy(store: Path) -> None:
    """Remove generations that are not in use, unless another process is writing."""
    with suppress(StoreError), locked(store):
        remove_left_overs(store, read_manifest(store))


def remove_left_overs(store: Path, manifest: Manifest) -> None:
    """Delete the generations that the manifest does not name and no process holds."""
    folders = {*store.glob("*generation-*"), *store.glob("vectors-*")}  # the latter until format 4
    for folder in folders - {store / manifest.generation}:
        with suppress(FileNotFoundError):  # a draft that was cut off
            opened = os.open(folder / NOTE, os.O_RDONLY)
            unread = take(opened)
            os.close(opened)
            if not unread:
                continue
        shutil.rmtree(folder, ignore_errors=True)
