"""What the lists of a speech service hold, counted before cues are made of them.

An entry that is no object, or says nothing where words stand, or has a time that is none, is a
line of the account; a service's own events ("speaker_change") say no words.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from corpus.formats.document import Account, words
from corpus.formats.speech_json.parts import first, moment, within

Group = Sequence[object]  # the entries that stand under one speaker, or under all

TEXTS = ("body", "punctuated_word", "text", "word", "value", "transcript", "content", "sentence")
_INSIDE = (("alternatives", 0, "content"), ("nBest", 0, "display"))
STARTS = (
    "start", "start_time", "startTime", "ts", "timestamp", "data_start", "startOffset",
    "offsetMilliseconds", "offsetInTicks", "begin", "time",
)  # fmt: skip
_SPOKEN = frozenset({"word", "text", "punctuation", "punct", "pronunciation", "spacing", "entity"})


def account_of(groups: Iterable[Group]) -> Account:
    """Return the words in some lists of entries, and a line for each kind that is not read."""
    entries: list[object] = []
    total = 0
    for group in groups:
        entries += group
        said = [_said(entry) for entry in group]
        # Some services begin each word with a blank, others leave all out.
        spaced = any(text[:1].isspace() for text in said[1:])
        total += words(("" if spaced else " ").join(said))
    return Account(total, odd=tuple(oddities(entries)))


def oddities(entries: Group) -> Iterator[str]:
    """Return a line for each kind of entry that cannot be read as it should."""
    silent = [
        index
        for index, entry in enumerate(entries, 1)
        if not isinstance(entry, dict)
        or (_text(entry) is None and (entry.get("type") is None or str(entry["type"]) in _SPOKEN))
    ]
    timeless = list[int]()
    for index, entry in enumerate(entries, 1):
        begun = first(entry, STARTS) if isinstance(entry, dict) and _said(entry).strip() else None
        if isinstance(begun, list):  # Hugging Face: [from, to]
            begun = begun[0] if begun else ""
        if begun is not None and moment({"start": begun}, "start") is None:
            timeless.append(index)
    if silent:
        what = "says no words where they should stand; look whether some are missing there"
        yield _line(silent, len(entries), what)
    if timeless:
        what = "has a time that is none; the words are kept without, correct the time"
        yield _line(timeless, len(entries), what)


def _line(places: list[int], count: int, what: str) -> str:
    more = f" and {len(places) - 1} more" if len(places) > 1 else ""
    return f"entry {places[0]} of {count}{more}: {what}"


def _said(entry: object) -> str:
    if isinstance(entry, dict):
        return _text(entry) or ""
    return "" if entry is None else f" {entry} "


def _text(entry: dict[str, Any]) -> str | None:
    texts = (first(entry, TEXTS), *(within(entry, *way) for way in _INSIDE))
    return next((text for text in texts if isinstance(text, str)), None)


def lists(data: object, *way: str) -> Iterator[Group]:
    """Return the list behind some keys, as the one group of entries; none without a list."""
    found: Any = within(data, *way) if way else data
    if isinstance(found, list):
        yield found


def lists_within(data: object, key: str, *way: str) -> Iterator[Group]:
    """Return the list under a key of each entry of a list; where it has none, the entry alone."""
    for group in lists(data, *way):
        for entry in group:
            found = entry.get(key) if isinstance(entry, dict) else None
            yield found if isinstance(found, list) else [entry]
