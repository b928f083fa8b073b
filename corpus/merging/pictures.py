"""The pictures of a corpus, beside its JSON: there before they are named, and a while after."""

import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from corpus.files import IMAGES
from corpus.types import Episode, Podcast

_OURS = re.compile(r"[0-9a-f]{24}\.jpg")  # as an import names them, by their content
_STAGED = ".new-"


def write_pictures(
    pictures: Mapping[str, Path], folder: Path, things: Iterable[Podcast | Episode]
) -> None:
    """Bring the named pictures into a corpus and remove those that nobody names.

    `things` are those that were there before, too: what they name is still shown by a window until
    it has taken up the new ones. What an editor has laid there stays. Raises OSError.
    """
    place = folder / IMAGES
    named = {thing.image for thing in things if thing.image}
    missing = [name for name in named & pictures.keys() if not (place / name).exists()]
    if missing:
        place.mkdir(parents=True, exist_ok=True)
    for name in missing:
        staged = place / f"{_STAGED}{name}"
        shutil.copyfile(pictures[name], staged)
        staged.replace(place / name)
    for file in place.glob("*") if place.is_dir() else ():
        ours = file.name.startswith(_STAGED) or _OURS.fullmatch(file.name)
        if ours and file.name not in named:
            file.unlink(missing_ok=True)
