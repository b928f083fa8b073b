"""Tables with a header line: transcripts (Whisper's TSV, CSV) and markers of audio programs."""

import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from corpus.errors import ImportFailed
from corpus.formats.document import NOBODY_SAID, Account, Cue, Document, line, seconds, words
from corpus.types import Chapter

# What programs call their columns, in lower case.
_COLUMNS = {
    "start": (
        *("start", "start time", "start_time", "starttime", "in", "begin", "von", "beginn"),
        *("time", "timecode", "timestamp", "zeit", "zeitstempel", "zeitmarke"),
    ),
    "end": ("end", "end time", "end_time", "endtime", "out", "stop", "bis", "ende"),
    "speaker": ("speaker", "speaker name", "speaker_name", "sprecher", "sprecherin", "sprecher:in"),
    "text": ("text", "transcript", "content", "sentence", "transkript"),
    "title": ("name", "title", "titel", "label", "chapter", "kapitel", "marker name"),
}
OTHER_COLUMNS = (
    "has other columns than the titles, or an open quotation mark; put its words in one pair of "
    "quotation marks"
)
_ROW_INSIDE = re.compile(r"\n[\d:.]{1,20}+[\t;,][\d:.]")
_DELIMITERS = ("\t", ";", ",")
LONGEST_CUE = 100.0  # on average: what seems longer is told in milliseconds


def is_table(text: str) -> bool:
    """Return whether the first line names a column of times and one of words or titles."""
    columns = _columns(_titles(text))
    timed = "start" in columns and ("text" in columns or "title" in columns)
    return timed or ("speaker" in columns and "text" in columns)


def read_table(text: str) -> Document:
    """Read a table of words as cues, or a table of titles as chapters.

    Raises ImportFailed where no line has both a time and a text.
    """
    columns = _columns(_titles(text))
    rows = [
        {what: row[index] for what, index in columns.items() if index < len(row)}
        for row in _rows(text)
    ]
    if "text" not in columns:
        timed = ((seconds(row.get("start")), line(row.get("title")) or "") for row in rows)
        found = (
            Chapter(start, title) for start, title in timed if start is not None and start >= 0
        )
        return Document(replace(NOBODY_SAID, chapters=tuple(found)))
    # Whole numbers, too large for seconds per cue, are milliseconds.
    times = ((row.get("start", "").strip(), row.get("end", "").strip()) for row in rows)
    lasting = [int(end) - int(start) for start, end in times if _is_whole(start) and _is_whole(end)]
    per_second = 1000.0 if lasting and sum(lasting) / len(lasting) > LONGEST_CUE else 1.0
    cues: list[Cue] = []
    for row in rows:
        if said := row.get("text", "").strip():
            start, end = (seconds(row.get(side), per_second) for side in ("start", "end"))
            cues.append(Cue(said, line(row.get("speaker")), start, end))
    if not cues:
        raise ImportFailed("is a table, but no line of it has words")
    return Document(cues=tuple(cues), account=_account(text, columns, rows))


def _account(text: str, columns: dict[str, int], rows: Sequence[dict[str, str]]) -> Account:
    """Return the words and times of a table; a line on rows with other columns than titles."""
    width = len(_titles(text))
    said = [row for row in _rows(text) if any(map(str.strip, row))]
    # A row without a field for words, with more fields than titles, or that swallowed other rows.
    odd = [
        number
        for number, row in enumerate(said, 1)
        if len(row) <= columns["text"]
        or any(map(str.strip, row[width:]))
        or any(map(_ROW_INSIDE.search, row))
    ]
    more = f" and {len(odd) - 1} more" if len(odd) > 1 else ""
    told = [f"row {odd[0]} of {len(said)}{more}: {OTHER_COLUMNS}"] if odd else []
    timings = sum(
        bool(row.get("start", "").strip() and row.get("text", "").strip()) for row in rows
    )
    return Account(sum(words(row.get("text", "")) for row in rows), 0, timings, (), tuple(told))


def _titles(text: str) -> list[str]:
    first = text.lstrip("\r\n").partition("\n")[0][:500]
    return [title.strip(' "\r').casefold() for title in first.split(_delimiter(first))]


def _delimiter(first: str) -> str:
    return max(_DELIMITERS, key=first.count)


def _columns(titles: Sequence[str]) -> dict[str, int]:
    """Find the index of each known column; the first of its kind counts."""
    found = {
        what: next((titles.index(name) for name in names if name in titles), -1)
        for what, names in _COLUMNS.items()
    }
    known = {what: index for what, index in found.items() if index >= 0}
    if "text" in known and "title" in known:  # beside words, a name is that of who says them
        known.setdefault("speaker", known.pop("title"))
    return known


def _rows(text: str) -> list[list[str]]:
    lines = text.lstrip("\r\n").splitlines(keepends=True)
    delimiter = _delimiter(lines[0][:500])
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    try:
        return list(csv.reader(lines[1:], delimiter=delimiter, quoting=quoting))
    except csv.Error as error:
        raise ImportFailed(f"is a table that cannot be read ({error})") from error


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 15
