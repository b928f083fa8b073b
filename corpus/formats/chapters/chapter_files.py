"""Files of chapters alone: MP4chaps, Audacity labels, ffmetadata, OGM, Hindenburg, Matroska."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from corpus.formats.document import NOBODY_SAID, Document, seconds
from corpus.formats.xml import Element, name, text_of
from corpus.types import Chapter

_MP4CHAPS = re.compile(r"(\d{1,3}:[0-5]\d:[0-5]\d(?:[.,]\d{1,3})?)[ \t]++(\S.{0,500}+)")
_LABEL = re.compile(r"(\d{1,6}[.,]\d{1,9})\t(\d{1,6}[.,]\d{1,9})(?:\t(.{0,500}+))?")
_SPECTRAL = re.compile(r"\\\t[^\n]{0,200}+")
_OGM = re.compile(r"CHAPTER(\d{1,5})(NAME)?=(.{0,500}+)", re.IGNORECASE)
_URL = re.compile(r"<https?://[^\s<>]{1,2000}+>$")
_ESCAPED = re.compile(r"\\(.)")
_SENTENCE = (".", "!", ",", "…")


def is_chapter_file(text: str) -> bool:
    """Return whether every line is a chapter in a known format, most titles no sentences."""
    if text.startswith(";FFMETADATA"):
        return True
    lines = _lines(text)
    if not lines or not (_LABEL.fullmatch(lines[0]) or _OGM.fullmatch(lines[0])):
        titles = [found[2].rstrip() for found in map(_MP4CHAPS.fullmatch, lines) if found]
        spoken = sum(title.endswith(_SENTENCE) for title in titles)
        return bool(lines) and len(titles) == len(lines) and 2 * spoken <= len(titles)
    return all(_LABEL.fullmatch(line) or _OGM.fullmatch(line) for line in lines)


def read_chapter_file(text: str) -> Document:
    """Read an episode with only its chapters, and its title if ffmetadata has one."""
    if text.startswith(";FFMETADATA"):
        return _ffmetadata(text.splitlines())
    lines = _lines(text)
    if _OGM.fullmatch(lines[0]):
        found = [one for one in map(_OGM.fullmatch, lines) if one]
        titles = {one[1]: one[3].strip() for one in found if one[2]}
        starts = {one[1]: seconds(one[3]) for one in found if not one[2]}
        return _document(
            Chapter(start, titles.get(number, ""))
            for number, start in starts.items()
            if start is not None and start >= 0
        )
    chapters: list[Chapter] = []
    for line in lines:
        if label := _LABEL.fullmatch(line):
            chapters.append(Chapter(seconds(label[1]) or 0.0, (label[3] or "").strip()))
        elif chapter := _MP4CHAPS.fullmatch(line):
            title = _URL.sub("", chapter[2].strip()).strip()
            chapters.append(Chapter(seconds(chapter[1]) or 0.0, title))
    return _document(chapters)


def _document(chapters: Iterable[Chapter], title: str = "") -> Document:
    return Document(replace(NOBODY_SAID, title=title, chapters=tuple(chapters)))


def _lines(text: str) -> list[str]:
    lines = (line.strip("\r\n ") for line in text.splitlines())
    return [line for line in lines if line.strip() and not _SPECTRAL.fullmatch(line)]


def _ffmetadata(lines: Iterable[str]) -> Document:
    """Read sections of "key=value"; the first one, untitled, describes the whole recording."""
    sections: list[tuple[str, dict[str, str]]] = [("", {})]
    for line in lines:
        if line.startswith("["):
            sections.append((line.strip().upper(), {}))
        elif "=" in line and not line.startswith((";", "#")):
            key, _, value = line.partition("=")
            sections[-1][1][key.strip().lower()] = _ESCAPED.sub(r"\1", value).strip()
    chapters: list[Chapter] = []
    for told in (told for kind, told in sections if kind == "[CHAPTER]"):
        with suppress(KeyError, ValueError, ZeroDivisionError, OverflowError):
            start = int(told["start"][:20]) * Fraction(told.get("timebase", "1/1000000000")[:30])
            if start >= 0:
                chapters.append(Chapter(round(float(start), 3), told.get("title", "")))
    return _document(chapters, sections[0][1].get("title", ""))


def is_marker_file(root: Element) -> bool:
    """Return whether the root element is Hindenburg's session or Matroska's chapters."""
    inside = {name(child)[1] for child in root}
    return name(root)[1] == "Session" or (name(root)[1] == "Chapters" and "EditionEntry" in inside)


def read_marker_file(root: Element) -> Document:
    """Read Hindenburg's "Chapter" markers (all if there are none) or Matroska's chapters."""
    found: list[tuple[str, str]] = []
    for atom in (child for child in root.iter() if name(child)[1] == "ChapterAtom"):
        texts = {name(child)[1]: text_of(child).strip() for child in atom.iter()}
        # Matroska's times have nanoseconds, of which thousandths are kept.
        found.append((texts.get("ChapterTimeStart", "")[:12], texts.get("ChapterString", "")))
    markers = [child for child in root.iter() if name(child)[1] == "Marker"]
    typed = [marker for marker in markers if (marker.get("Type") or "").lower() == "chapter"]
    found += ((m.get("Time") or "", m.get("Name") or "") for m in typed or markers)
    times = ((seconds(time), " ".join(title.split())) for time, title in found)
    return _document(
        Chapter(start, title) for start, title in times if start is not None and start >= 0
    )
