"""Tell by its content what a file is, and read it as a corpus. Today: a saved show page."""

import re
from dataclasses import replace
from pathlib import Path

from corpus.align import align
from corpus.errors import ImportFailed
from corpus.showpage import is_show_page, read_show_page
from corpus.types import Corpus

MOST_BYTES = 100_000_000
REMEDY = "Save the podcast's page as text in UTF-8 and import that file."


def read_source(source: Path) -> Corpus:
    """The corpus that a file holds, with estimated times where it tells none.

    Raises ImportFailed, naming the file, for anything that cannot be read as one.
    """
    text = _text(source)
    if not is_show_page(text):
        raise ImportFailed(f"{source}: {_why_not(text)}. {REMEDY}")
    try:
        corpus = read_show_page(text)
    except ImportFailed as error:
        raise ImportFailed(f"{source}: {error}") from error
    return replace(corpus, episodes=tuple(align(episode) for episode in corpus))


def _text(source: Path) -> str:
    if re.match(r"https?:/", str(source)):
        raise ImportFailed(f"An address cannot be imported, only a file. {REMEDY}")
    try:
        with source.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ImportFailed(f"{source}: cannot be read ({error.strerror})") from error
    if len(data) > MOST_BYTES:
        raise ImportFailed(f"{source}: is larger than 100 MB, so no show page. {REMEDY}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportFailed(f"{source}: is not text in UTF-8. {REMEDY}") from error


def _why_not(text: str) -> str:
    beginning = text[:1000].lstrip()
    if not beginning:
        return "is empty"
    if beginning.startswith("<"):
        return "is HTML or XML; only the text of a page can be read"
    return 'is no show page: not a single line like "• 02.03.2021" begins an episode'
