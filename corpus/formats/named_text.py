"""Plain text and Markdown where "Name:" or "**Name:**" begins a turn, with [mm:ss] where known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.errors import ImportFailed
from corpus.formats.document import NOBODY_SAID, Cue, Document, seconds
from corpus.formats.speakers import NAME, names_among

_TIME = r"(?:\d{1,3}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?"
_MARK = re.compile(rf"\\?\[({_TIME})\\?\]")
_BEFORE, _AFTER = (rf"(?:\\?[\[(]?(?P<{side}>{_TIME})\\?[\])]?)" for side in ("before", "after"))
_BOLD = re.compile(
    rf"(?:{_BEFORE} ?)?(?P<bold>\*\*|__)(?P<name>[^*_\n:]{{1,80}}?)"
    rf"(?::(?P=bold)|(?P=bold) ?{_AFTER}? ?:)[ \t]*"
)
_PLAIN = re.compile(rf"(?:{_BEFORE} ?)?(?P<name>{NAME})(?: {_AFTER})?:(?:[ \t]+|$)")
_ALONE = re.compile(rf"(?P<name>{NAME})[ \t]+{_AFTER}[ \t]*$")
_HEADING = re.compile(r"#{1,6}[ \t]++(.{1,300})")
_ESCAPED = re.compile(r"\\([\[\]()*_#`~<>!.+-])")


@dataclass(frozen=True, slots=True)
class _Opening:
    """A line that begins a turn: who speaks, when if known, and where the words begin."""

    name: str
    time: str | None
    end: int


def is_named_text(text: str) -> bool:
    """Whether names begin the turns of a text."""
    lines = text[:200_000].splitlines()
    names = _names(lines)
    return any(_opening(line, names) for line in lines)


def read_named_text(text: str) -> Document:
    """The turns of a text, one cue each; what stands before the first name is left to nobody.

    A first heading is the episode's title. Raises ImportFailed where no name begins a turn.
    """
    lines = text.splitlines()
    names = _names(lines)
    if not any(_opening(line, names) for line in lines):
        raise ImportFailed('is text without turns (no line begins like "Name: " or "**Name:** ")')
    heading = next((m[1].strip() for m in map(_HEADING.fullmatch, lines) if m), "")
    cues = tuple(_cues(lines, names))
    return Document(replace(NOBODY_SAID, title=heading), cues)


def _names(lines: list[str]) -> frozenset[str]:
    if any(map(_BOLD.match, lines)):
        return frozenset()
    said = [line for line in lines if line.strip() and not _HEADING.match(line)]
    return names_among(
        match["name"] if match else None
        for match in (_PLAIN.match(line) or _ALONE.fullmatch(line) for line in said)
    )


def _opening(line: str, names: frozenset[str]) -> _Opening | None:
    if ":" not in line:
        return None
    if bold := _BOLD.match(line):
        return _Opening(bold["name"].strip(), bold["before"] or bold["after"], bold.end())
    plain = _PLAIN.match(line)
    if plain and plain["name"] in names:
        return _Opening(plain["name"], plain["before"] or plain["after"], plain.end())
    alone = _ALONE.fullmatch(line)
    if alone and alone["name"] in names:
        return _Opening(alone["name"], alone["after"], alone.end())
    return None


def _cues(lines: list[str], names: frozenset[str]) -> Iterator[Cue]:
    opening: _Opening | None = None
    said: list[str] = []
    for line in lines:
        begins = _opening(line, names)
        if begins:
            yield from _cue(opening, said)
            opening, said = begins, [line[begins.end :]]
        elif not _HEADING.fullmatch(line):
            said.append(line)
    yield from _cue(opening, said)


def _cue(opening: _Opening | None, lines: list[str]) -> Iterator[Cue]:
    first, *rest = re.split(_MARK, "\n".join(lines).strip())
    parts = [_unescaped(first).rstrip(" ")]
    marks: list[tuple[int, float]] = []
    size = len(parts[0])
    for time, said in zip(rest[::2], rest[1::2], strict=True):
        glue = " " if parts[-1] and not parts[-1][-1].isspace() else ""
        words = _unescaped(said).strip(" ")
        marks.append((size + len(glue), seconds(time) or 0.0))
        if words:
            parts.append(glue + words)
            size += len(parts[-1])
    text = "".join(parts)
    if not text.strip():
        return
    start = seconds(opening.time) if opening else None
    if marks and marks[0][0] == 0:
        start = marks.pop(0)[1]
    inside = tuple(mark for mark in marks if mark[0] < len(text))
    yield Cue(text.rstrip(), opening.name if opening else None, start, None, inside)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
