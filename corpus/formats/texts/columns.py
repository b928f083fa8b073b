"""Texts in columns: each line has a name and words, perhaps a time, and a sign between them.

Markdown tables ("| 00:03 | Lena | Hallo. |"), lines with tabs, bars or dashes between, "[Lena]
Hallo.", "Lena [00:03] Hallo."; and, where nothing else fits, whatever stands before a colon or
semicolon ("lena : Hallo.", "Moderator:in: Hallo."). What a column has is told by its content:
times, a few names again and again, words.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from corpus.errors import ImportFailed
from corpus.formats.document import (
    NOBODY_SAID,
    Account,
    Cue,
    Document,
    seconds,
    words,
)
from corpus.formats.texts.speakers import NAME, names_nobody
from corpus.formats.texts.timed_lines import TIME, plain_lines, span_of

MOSTLY = 0.8  # share of lines that have all columns, and of the cells that are times or names
FEWEST = 3  # lines
MOST_COLUMNS = 6
LOOKED_AT = 1000  # lines
_RULE = re.compile(r"[\s|:+=-]++")
_CLOCK = re.compile(rf"\W{{0,2}}({TIME}|\d{{1,6}}[.]\d{{1,6}})\W{{0,2}}")
_NAME = re.compile(rf"\W{{0,4}}({NAME})\W{{0,4}}")
_BRACKETS = re.compile(
    rf"(?:\[?({TIME})\]?[ \t]{{1,3}})?(?:\[({NAME})\]|\(({NAME})\)|<({NAME})>)[ \t]{{1,3}}(\S.*)"
)
_TIMED = re.compile(rf"({NAME}),?[ \t]{{1,3}}[\[(]?({TIME})[\])]?:?[ \t]{{1,3}}(\S.*)")
_LABEL = re.compile(
    r"((?!\d)\w[^:;.!?\n]{0,58}?(?:[:*]in(?:nen)?)?)[ \t]{0,3}[:;][ \t]{0,3}(?![\d/])(\S.*)"
)
MOST_WORDS = 6  # of a name
_TITLE = re.compile(r"(?i)\W{0,2}(?:speakers?|sprecher(?:in|:in)?|name|wer|who|person)\W{0,2}")
_DASH = re.compile(r"[ \t]{1,3}[–—-][ \t]{1,3}")
CONTINUED = (
    "has other columns than the lines around it, and was read as going on from the line above"
)

UNREAD = "is neither time, name nor words, and was not read; if it is, put a line of titles above"
Split = Callable[[str], list[str]]
Lines = Sequence[tuple[int, str]]  # with their numbers


@dataclass(frozen=True, slots=True)
class _Columns:
    """How lines are split, how many cells each has, and which of these are times, names, words."""

    split: Split
    count: int
    times: tuple[int, ...]
    name: int
    said: int


def is_columns(text: str) -> bool:
    """Return whether most lines of a text have the same columns, one of them with names."""
    return _columns(_lines(text), _SPLITS) is not None


def is_labelled(text: str) -> bool:
    """Return whether most lines begin with one of a few labels, which recur, and a colon."""
    return _columns(_lines(text), _LABELLED) is not None


def read_columns(text: str) -> Document:
    """Read a line as a cue; one without all columns goes on from the line above it.

    Lines above the first that has them all are the title, if one is a heading, and the description.
    """
    lines = _lines(text)
    columns = _columns(lines, (*_SPLITS, *_LABELLED))
    if columns is None:
        raise ImportFailed("is text without columns that recur (time, name, words)")
    rows: list[tuple[int, list[str]]] = []  # without cells where some are missing
    for number, line in lines:
        cells = columns.split(line)
        if len(cells) > columns.count == columns.said + 1:  # words may have the sign in them
            cells[columns.said :] = [" ".join(cells[columns.said :])]
        rows.append((number, cells if len(cells) == columns.count else []))
    first = next(index for index, (_, cells) in enumerate(rows) if cells)
    above, rows = [line for _, line in lines[:first]], rows[first:]
    head = rows[0][1]
    timed = any(_CLOCK.fullmatch(head[index]) for index in columns.times)
    nobody = bool(columns.times) and names_nobody(head[columns.name])
    if not timed and (nobody or _TITLE.fullmatch(head[columns.name])):  # titles of the columns
        rows, first = rows[1:], first + 1
    title = next((line.lstrip("# ") for line in above if line.startswith("#")), "")
    notes = "\n".join(line for line in above if not line.startswith("#")) or None
    told = replace(NOBODY_SAID, title=title, description=notes)
    spoken = tuple(cue for cue in _cues(lines[first:], rows, columns) if cue.text)
    return Document(told, spoken, account=_account(lines[first:], rows, columns))


def _account(lines: Lines, rows: Sequence[tuple[int, list[str]]], columns: _Columns) -> Account:
    """Return the words of all rows, those in other columns aside, and a line on odd rows."""
    aside = sum(words(cell) for _, row in rows for i, cell in enumerate(row) if i != columns.said)
    odd = [number for number, cells in rows if not cells]
    more = f" and {len(odd) - 1} more" if len(odd) > 1 else ""
    told = [f"line {odd[0]}{more}: {CONTINUED}"] if odd else []
    read = {*columns.times, columns.name, columns.said}
    for index in set(range(columns.count)) - read:
        value = next((cells[index] for _, cells in rows if cells and cells[index]), None)
        told += [f"column {index + 1} ({value[:40]!r}): {UNREAD}"] if value else []
    return Account(sum(words(line) for _, line in lines), aside, odd=tuple(told))


def _lines(text: str) -> Lines:
    """List the lines with their numbers, but blank ones and the rule below a table's titles."""
    lines = enumerate(map(str.strip, plain_lines(text)), 1)
    return [(n, line) for n, line in lines if line and not ("-" in line and _RULE.fullmatch(line))]


def _cues(lines: Lines, rows: Sequence[tuple[int, list[str]]], columns: _Columns) -> list[Cue]:
    cues: list[Cue] = []
    for (_, line), (_, cells) in zip(lines, rows, strict=True):
        if cells:
            times = filter(None, (_CLOCK.fullmatch(cells[index]) for index in columns.times))
            clocks = [time[1] for time in times]
            spans = [span_of(time) if ":" in time else (seconds(time), None) for time in clocks]
            start, end = spans[0] if spans else (None, None)
            end = spans[1][0] if len(spans) > 1 else end
            named = _NAME.fullmatch(cells[columns.name])
            speaker = named[1] if named else cells[columns.name].strip("*_: ") or None
            cues.append(Cue(cells[columns.said], speaker, start, end))
        elif cues:
            cues[-1] = replace(cues[-1], text=f"{cues[-1].text} {line}".strip())
    return cues


def _columns(lines: Lines, splits: Sequence[Split]) -> _Columns | None:
    """Find the columns of the first sign that parts most lines."""
    shown = [line for _, line in lines[:LOOKED_AT]]
    if len(shown) < FEWEST:
        return None
    for split in splits:
        rows = [split(line) for line in shown]
        count, rows_of_it = Counter(map(len, rows)).most_common(1)[0]
        if not 2 <= count <= MOST_COLUMNS or rows_of_it < MOSTLY * len(rows):
            continue
        cells = list(zip(*(row for row in rows if len(row) == count), strict=True))
        times = tuple(index for index, column in enumerate(cells) if _mostly(_CLOCK, column))
        names = [i for i, column in enumerate(cells) if i not in times and _has_names(column)]
        sizes = [sum(map(words, column)) for column in cells]
        rest = [i for i in range(count) if i not in times and i not in names[:1]]
        said = max(rest, key=sizes.__getitem__, default=0)
        if names and said > names[0]:
            return _Columns(split, count, times, names[0], said)
    return None


def _mostly(pattern: re.Pattern[str], column: Sequence[str]) -> bool:
    return sum(pattern.fullmatch(cell) is not None for cell in column) >= MOSTLY * len(column)


def _has_names(column: Sequence[str]) -> bool:
    """Return whether a column has few names, two or more of which recur."""
    counts = Counter(column)
    often = [cell for cell, count in counts.items() if count > 1]
    named = (_mostly(_NAME, column) and not all(map(names_nobody, often))) or all(
        cell and len(cell.split()) <= MOST_WORDS and not names_nobody(cell) for cell in counts
    )
    return named and len(often) > 1 and sum(counts[cell] for cell in often) >= MOSTLY * len(column)


def _by_sign(sign: str, line: str) -> list[str]:
    return [cell.strip() for cell in line.removeprefix(sign).removesuffix(sign).split(sign)]


def _by_shape(match: Callable[[str], re.Match[str] | None], line: str) -> list[str]:
    found = match(line)
    return [cell for cell in found.groups() if cell] if found else [line]


def _by_dash(line: str) -> list[str]:
    """Split at the first dash, or the first two behind a time: words have dashes, too."""
    parts = _DASH.split(line, maxsplit=1)
    if len(parts) < 2 or not _CLOCK.fullmatch(parts[0]):
        return parts
    return [parts[0], *_DASH.split(parts[1], maxsplit=1)]


_SPLITS: tuple[Split, ...] = (
    partial(_by_sign, "|"),
    partial(_by_sign, "\t"),
    partial(_by_shape, _BRACKETS.fullmatch),
    partial(_by_shape, _TIMED.fullmatch),
    _by_dash,
)
_LABELLED: tuple[Split, ...] = (partial(_by_shape, _LABEL.fullmatch),)
