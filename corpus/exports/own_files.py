"""Files that lie in the folder of a corpus and belong to it, such as recordings: none outside."""

from collections.abc import Mapping
from pathlib import Path

# What browsers play, by the ends of names.
RECORDINGS: Mapping[str, str] = {
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "audio/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".webm": "audio/webm",
}


def is_address(name: str) -> bool:
    """Return whether that is an address on the web; anything else names a file of the corpus."""
    return name.lower().startswith(("https://", "http://"))


def own_file(folder: Path, name: str, types: Mapping[str, str]) -> tuple[Path, str] | None:
    """Find a file by its name relative to the folder; return it and its media type.

    None where there is none, where it has no type, and where it lies outside, also by a link.
    """
    kind = types.get(Path(name).suffix.lower())
    try:
        home = folder.resolve()
        file = (home / name).resolve()
        inside = file.is_relative_to(home) and file.is_file()
    except (OSError, ValueError, RuntimeError):
        return None
    return (file, kind) if inside and kind else None
