"""Podlove Simple Chapters, alone or in a feed."""

from dataclasses import replace

from corpus.formats.document import NOBODY_SAID, Document, seconds
from corpus.formats.markup import plain
from corpus.formats.xml import CHAPTERS, Element, name
from corpus.types import Chapter


def is_simple_chapters(root: Element) -> bool:
    """Return whether the root element is that of Podlove Simple Chapters."""
    return name(root) in ((CHAPTERS, "chapters"), ("", "chapters"))


def read_simple_chapters(root: Element) -> Document:
    """Read an episode of which only the chapters are known."""
    return Document(replace(NOBODY_SAID, chapters=simple_chapters(root)))


def simple_chapters(element: Element) -> tuple[Chapter, ...]:
    """Read the chapters of a <chapters> element; skip those without a valid start."""
    found = []
    for child in element:
        start = seconds(child.get("start")) if name(child)[1] == "chapter" else None
        if start is not None and start >= 0:
            found.append(Chapter(start, plain(" ".join((child.get("title") or "").split()))))
    return tuple(found)
