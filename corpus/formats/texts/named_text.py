"""Plain text and Markdown where "Name:" or "**Name**" begins a turn, with times where known.

A time is in brackets before or after the name, or anywhere in the speech ([mm:ss]); after a name in
bold type, or inside it, the time needs no brackets and the name no colon.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.errors import ImportFailed
from corpus.formats.document import NOBODY_SAID, Account, Cue, Document, words
from corpus.formats.texts.speakers import LEFT_OUT, NAME, is_credit, names_among, names_nobody
from corpus.formats.texts.timed_lines import (
    TIME,
    lines_of,
    span_of,
    timed_cue,
    times_in,
    unescaped,
    without_times,
)

_BEFORE, _AFTER, _BEHIND = (
    rf"(?:\\?[\[(]?(?P<{side}>{TIME})\\?[\])]?)" for side in ("before", "after", "behind")
)
_DASH = r"[ \t]{0,3}+(?:[-–—|·,@][ \t]{0,3}+)?"
_OPEN = rf"{_DASH}[`*_]{{0,2}}+"
_EMPHASIS = re.compile(
    rf"(?:[-+>*] )?(?:{_BEFORE}{_DASH})?"
    r"(?P<mark>\*\*\*|\*\*|__|\*|_)(?P<inner>[^*_\n]{1,120}+)(?P=mark)"
)
_IN_NAME = r"[^:\n\[\]()]"
_INNER = re.compile(
    rf"[ \t]{{0,3}}+(?:{_BEFORE}{_DASH})?"
    rf"(?P<name>(?!\s){_IN_NAME}(?:{_IN_NAME}{{0,78}}?(?!\s){_IN_NAME})??)"
    rf"(?:{_DASH}{_AFTER})?[ \t]{{0,3}}(?P<colon>:?)[ \t]{{0,3}}"
)
# Without a colon, and without brackets, minutes and seconds alone ("20:15 Uhr") end the line.
_END = r"[`*_]{0,2}+"
_FOLLOWED = re.compile(
    rf"{_OPEN}(?P<bare>{TIME}){_END}[ \t]*+$"
    rf"|{_OPEN}{_BEHIND}{_END}[ \t]?(?P<colon>:)[ \t]*+"
    rf"|{_OPEN}\\?[\[(](?P<bracketed>{TIME})\\?[\])]{_END}[ \t]*+"
    rf"|{_OPEN}(?P<long>\d{{1,3}}:\d\d:[0-5]\d(?:[.,]\d{{1,3}})?)(?![\d:]){_END}[ \t]*+"
    r"|[ \t]?(?P<only>:)[ \t]*+"
)
_PLAIN = re.compile(
    rf"(?:[-+*•>–][ \t]{{1,3}}+)?(?:{_BEFORE}{_DASH})?"
    rf"\\?\[?(?P<name>{NAME})\\?\]?(?: {_AFTER})?:(?:[ \t]+|$)"
)
_BARE_BOLD = re.compile(rf"(\*\*|__)({NAME})\1[ \t]++(?![\[(:\d–—|-])(?=\S)")
_ALONE = re.compile(rf"(?P<name>{NAME})[ \t]+{_AFTER}[ \t]*$")
_HEADING = re.compile(r"#{1,6}[ \t]++(.{1,300})")
_IS_NAME = re.compile(NAME)
LONGEST_TITLE = 150
_SENTENCE = re.compile(r"[.!?…:][\"”“»«’')\]]*$")


@dataclass(frozen=True, slots=True)
class _Opening:
    """A line that begins a turn: its speaker, time if known, and the offset of the words."""

    name: str
    time: str | None
    end: int


@dataclass(frozen=True, slots=True)
class _Names:
    """The speakers in a text: names before a colon, and names in bold type."""

    plain: frozenset[str]
    bold: frozenset[str]


def is_named_text(text: str) -> bool:
    """Return whether names begin the turns of a text."""
    lines = _with_colons(lines_of(text[:200_000]))
    names = _names(lines)
    return any(_opening(line, names) for line in lines)


def read_named_text(text: str) -> Document:
    """Read the turns of a text, one cue each; text before the first name has no speaker.

    A first heading, or a title above the turns, is the episode's title. Raises ImportFailed where
    no name begins a turn.
    """
    lines = _with_colons(lines_of(text))
    names = _names(lines)
    openings = [_opening(line, names) for line in lines]
    if not any(openings):
        raise ImportFailed('is text without turns (no line begins like "Name: " or "**Name:** ")')
    left = left_out(lines)
    cues = tuple(_cues(lines, openings, left))
    total = sum(words(unescaped(line)) for line in lines)
    aside = sum(words(unescaped(lines[index])) for index in left)
    timings, timed = 0, False  # turns that have a time and words
    for line, opening in zip(lines, openings, strict=True):
        end = opening.end if opening else 0
        aside += words(unescaped(line[:end])) + times_in(line[end:])
        timed = bool(opening.time) if opening else timed
        if timed and words(without_times(line[end:])):
            timings, timed = timings + 1, False
    others = [line for line, opening in zip(lines, openings, strict=True) if not opening]
    labels = tuple(labels_in(others))
    account = Account(total, aside, timings, labels, tuple(told(lines, left)))
    return Document(replace(NOBODY_SAID, title=title_of(lines)), cues, account=account)


def _with_colons(lines: list[str]) -> list[str]:
    """Put a colon behind names in bold type that begin lines again and again without one."""
    found = [_BARE_BOLD.match(line) for line in lines]
    counts = Counter(match[2] for match in found if match and not names_nobody(match[2]))
    often = {name for name, count in counts.items() if count > 1}
    if len(often) < 2:
        return lines
    return [
        f"{match[1]}{match[2]}:{match[1]} {line[match.end() :]}"
        if match and match[2] in often
        else line
        for line, match in zip(lines, found, strict=True)
    ]


def title_of(lines: list[str]) -> str:
    """Return a text's title: its first heading, or a title line at the top; "" if it has none."""
    heading = next((m[1].strip() for m in map(_HEADING.fullmatch, lines) if m), "")
    title = _title(lines)
    return heading or ("" if title is None else lines[title].strip())


def left_out(lines: list[str]) -> set[int]:
    """Find the lines that are not speech: headings, a title, and credits of the transcript."""
    title = _title(lines)
    return {
        index
        for index, line in enumerate(lines)
        if index == title or _HEADING.fullmatch(line) or is_credit(line)
    }


def told(lines: list[str], left: set[int]) -> Iterator[str]:
    """Warn of omitted lines that may be missed."""
    credits = [index for index in sorted(left) if is_credit(lines[index])]
    for index in credits[:1]:
        words_of_it = lines[index].strip()[:60]
        yield f"line {index + 1} ({words_of_it!r}): {LEFT_OUT}"


def _title(lines: list[str]) -> int | None:
    """Find the line at the top that looks like a label but is the title of what follows."""
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    if first is None or not any(map(str.strip, lines[first + 1 :])):
        return None
    label, line = _plain(lines[first]), lines[first].strip()
    if not label or len(line) > LONGEST_TITLE or _SENTENCE.search(line) or lines[first + 1].strip():
        return None
    others = any(map(_plain, lines[first + 1 :]))
    return first if names_nobody(label) or not others else None


def _names(lines: list[str]) -> _Names:
    emphasised = [opening for opening in map(_emphasised, lines) if opening]
    bold = [opening.name for opening in emphasised]
    title = _title(lines)
    said = [
        line
        for index, line in enumerate(lines)
        if line.strip() and index != title and not _HEADING.match(line)
    ]
    plain = [_plain(line) for line in said]
    names = names_among(plain)
    if bold and len(bold) >= sum(name in names for name in plain):
        timed = frozenset(opening.name for opening in emphasised if opening.time)
        known = names_among(bold) if len(set(bold)) > 1 else frozenset(bold)
        return _Names(frozenset(), known | timed)
    return _Names(names, frozenset())


def _plain(line: str) -> str | None:
    match = _PLAIN.match(line) or _ALONE.fullmatch(line)
    return match["name"] if match else None


def labels_in(lines: list[str]) -> Iterator[str]:
    """List texts at the beginning of lines that look like the names of speakers."""
    for line in lines:
        emphasised = _emphasised(line)
        if label := emphasised.name if emphasised else _plain(line):
            yield label


def _opening(line: str, names: _Names) -> _Opening | None:
    if ":" not in line:
        return None
    if names.bold:
        bold = _emphasised(line)
        return bold if bold and bold.name in names.bold else None
    plain = _PLAIN.match(line)
    if plain and plain["name"] in names.plain:
        return _Opening(plain["name"], plain["before"] or plain["after"], plain.end())
    alone = _ALONE.fullmatch(line)
    if alone and alone["name"] in names.plain:
        return _Opening(alone["name"], alone["after"], alone.end())
    return None


def _emphasised(line: str) -> _Opening | None:
    """Match a name in bold or italic type with a colon or a time, inside it or after it."""
    outer = _EMPHASIS.match(line)
    inner = _INNER.fullmatch(outer["inner"]) if outer else None
    if not outer or not inner or names_nobody(inner["name"]):
        return None
    if len(outer["mark"]) == 1 and not _IS_NAME.fullmatch(inner["name"]):
        return None
    behind = _FOLLOWED.match(line, outer.end())
    found = behind.groupdict() if behind else {}
    after = next((found[k] for k in ("bare", "behind", "bracketed", "long") if found.get(k)), None)
    time = outer["before"] or inner["before"] or inner["after"] or after
    if not (time or inner["colon"] or found.get("only")):
        return None
    end = behind.end() if behind else outer.end()
    return _Opening(inner["name"], time, len(line) - len(line[end:].lstrip(" \t")))


def _cues(lines: list[str], openings: list[_Opening | None], left: set[int]) -> Iterator[Cue]:
    opening: _Opening | None = None
    said: list[str] = []
    for index, (line, begins) in enumerate(zip(lines, openings, strict=True)):
        if begins:
            yield from _cue(opening, said)
            opening, said = begins, [line[begins.end :]]
        elif index not in left:
            said.append(line)
    yield from _cue(opening, said)


def _cue(opening: _Opening | None, lines: list[str]) -> Iterator[Cue]:
    times = span_of(opening.time) if opening and opening.time else (None, None)
    yield from timed_cue(lines, opening.name if opening else None, times)
