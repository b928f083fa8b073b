"""Subtitles other than WebVTT and SubRip: SBV (YouTube), SubStation Alpha, and LRC (lyrics).

Where a format has no field for the speaker's name, the text is converted to SubRip, so that "Name:"
is read as in all subtitles. pysubs2 reads SubStation Alpha.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import pysubs2

from corpus.errors import ImportFailed
from corpus.formats.captions.subtitles import read_subtitles
from corpus.formats.document import Account, Cue, Document, length, line, seconds, words

_SBV = re.compile(
    r"[ \t]*+(\d{1,3}:[0-5]?\d:[0-5]?\d[.]\d{1,3})[ \t]*+,"
    r"[ \t]*+(\d{1,3}:[0-5]?\d:[0-5]?\d[.]\d{1,3})[ \t]*+"
)
_STAMP = re.compile(r"\[(\d{1,3}:[0-5]?\d(?:[.:]\d{1,3})?)\]")
_TAG = re.compile(r"\[(ti|ar|al|au|by|la|re|ve|tool|length|offset):[ \t]*+([^\]]{0,200}+)\]", re.I)
_WORD_STAMP = re.compile(r"<\d{1,3}:[0-5]\d[.]\d{1,3}>[ \t]?")
_ALMOST_TIMES = re.compile(r"\s{0,9}+[\dOolx]{1,3}[:.;][^\s,;-]{1,20}+[ \t]{0,9}+[,;-].{0,20}")
_EVENTS = frozenset({"format", "dialogue", "comment", "picture", "sound", "movie", "command"})
NO_EVENT = 'is no event that can be read; if it is spoken, begin it with "Dialogue:" and all fields'
NO_DIALOGUE = 'that begin with "Dialogue:" cannot be read; correct their times and commas'
NO_STAMP = "has no time like [00:12.34] before it, so it was left out; put one there"
NO_TIMES = "times that are none, read as if they were spoken; correct them"
MOST_ODD = 5  # lines that are told of a file
Row = tuple[float, float, str]  # start, end, words


def is_sbv(text: str) -> bool:
    """Return whether a line near the beginning is two times with a comma between."""
    return any(map(_SBV.fullmatch, text[:5000].splitlines()))


def read_sbv(text: str) -> Document:
    """Read the cues of SBV."""
    rows: list[tuple[str, str, list[str]]] = []
    before, odd = 0, list[str]()
    for number, row in enumerate(text.splitlines(), 1):
        if timing := _SBV.fullmatch(row):
            rows.append((timing[1], timing[2], []))
            continue
        if _ALMOST_TIMES.fullmatch(row):
            odd.append(f"line {number} ({row.strip()[:60]!r}): {NO_TIMES}")
        if rows:
            rows[-1][2].append(row)
        else:
            before += words(row)
    document = as_subrip(
        (seconds(start) or 0.0, seconds(end) or 0.0, "\n".join(said)) for start, end, said in rows
    )
    return _told(document, before, odd)


def _told(document: Document, lost: int, odd: Sequence[str]) -> Document:
    """Return the document with so many more words in its source, and lines on what is odd."""
    account = document.account
    account = replace(account, words=account.words + lost, odd=(*account.odd, *odd[:MOST_ODD]))
    return replace(document, account=account)


def is_substation(text: str) -> bool:
    """Return whether a text is SubStation Alpha (.ass, .ssa)."""
    begun = text[:5000].lstrip().casefold()
    return begun.startswith("[script info]") or "\n[events]" in begun


def read_substation(text: str) -> Document:
    """Read the dialogue of SubStation Alpha in order of time; its field "Name" is the speaker.

    Raises ImportFailed where there is none.
    """
    try:
        older = "[v4 styles]" in text[:20_000].casefold()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of margins that are no numbers
            file = pysubs2.SSAFile.from_string(text, format_="ssa" if older else "ass")
    except (pysubs2.Pysubs2Error, ValueError, KeyError, IndexError, AttributeError) as error:
        raise ImportFailed(f"is no readable SubStation Alpha ({str(error)[:100]})") from error
    spoken = (event for event in file if not event.is_comment and not event.is_drawing)
    events = sorted(spoken, key=lambda event: event.start)
    odd = list(_unread_dialogue(text, file))
    told = dict.fromkeys(
        (event.start / 1000, event.end / 1000, event.plaintext, line(event.name))
        for event in events
    )
    if any(name for *_, name in told):
        cues = [Cue(" ".join(text.split()), name, start, end) for start, end, text, name in told]
        total = sum(words(said) for *_, said, _ in told)
        account = Account(total, odd=tuple(odd[:MOST_ODD]))
        return Document(cues=tuple(cue for cue in cues if cue.text), account=account)
    return _told(as_subrip((start, end, said) for start, end, said, _ in told), 0, odd)


def _unread_dialogue(text: str, file: pysubs2.SSAFile) -> Iterator[str]:
    """Return a line for each line below [Events] of no known kind, and for those not read."""
    section, dialogues, fields = "", 0, 0
    for number, row in enumerate(map(str.strip, text.splitlines()), 1):
        section = row.casefold() if row.startswith("[") else section
        if section != "[events]" or not row or row.startswith(("[", ";", "!")):
            continue
        kind = row.partition(":")[0].casefold()
        fields = row.count(",") if kind == "format" else fields
        dialogues += kind == "dialogue"
        if kind not in _EVENTS or (kind == "dialogue" and row.count(",") < fields):
            yield f"line {number} ({row[:60]!r}): {NO_EVENT}"
    read = sum(not event.is_comment for event in file)
    if read < dialogues:
        yield f"{dialogues - read} of {dialogues} lines {NO_DIALOGUE}"


def is_lyrics(text: str) -> bool:
    """Return whether lines begin like "[00:12.34]": all of them, unless there are tags."""
    lines = list(filter(None, map(str.strip, text[:5000].splitlines())))[:-1] or [text.strip()]
    tags = sum(map(bool, map(_TAG.fullmatch, lines)))
    stamps = [stamp for stamp in map(_STAMP.match, lines) if stamp]
    exact = sum("." in stamp[1] for stamp in stamps)
    return bool(stamps) and (tags > 0 or 0 < exact == len(lines))


def read_lyrics(text: str) -> Document:
    """Read the lines of LRC; "[offset:…]" shifts them, in milliseconds, "[ti:…]" is the title.

    A line with several times is said at each of them.
    """
    tags = {tag[1].lower(): tag[2].strip() for tag in _TAG.finditer(text)}
    earlier = seconds((tags.get("offset") or "0").lstrip("+"), 1000.0) or 0.0
    rows, lost, odd = list[tuple[float, str]](), 0, list[str]()
    for number, row in enumerate(text.splitlines(), 1):
        position, starts = 0, list[float]()
        while stamp := _STAMP.match(row, position):
            minutes, _, rest = stamp[1].partition(":")
            clock = f"{minutes}:{rest.replace(':', '.')}"  # some write "00:12:34" for hundredths
            starts.append(max(0.0, (seconds(clock) or 0.0) - earlier))
            position = stamp.end()
        rows += ((start, _WORD_STAMP.sub("", row[position:])) for start in starts)
        if not starts and words(row) and not _TAG.match(row):
            lost += words(row)
            odd.append(f"line {number} ({row.strip()[:60]!r}): {NO_STAMP}")
    rows.sort(key=lambda row: row[0])
    ends = chain((row[0] for row in rows[1:]), (row[0] + 1 for row in rows[-1:]))
    document = as_subrip((start, end, said) for (start, said), end in zip(rows, ends, strict=True))
    told = replace(
        document.episode, title=tags.get("ti", ""), duration=length(tags.get("length", ""))
    )
    cues = (replace(cue, end=None) for cue in document.cues)  # nobody measured it
    document = replace(document, episode=told, cues=tuple(cues), show=tags.get("al") or None)
    return _told(document, lost, odd)


def as_subrip(rows: Iterable[Row]) -> Document:
    """Read start, end and words as SubRip, where "Name:" is the speaker."""
    blocks = [
        f"{number}\n{_clock(start)} --> {_clock(end)}\n"
        + "\n".join(row.strip().replace("-->", "→") for row in said.splitlines() if row.strip())
        for number, (start, end, said) in enumerate(rows, 1)
        if said.strip()
    ]
    return read_subtitles("\n\n".join(blocks) or "1")


def _clock(time: float) -> str:
    thousandths = round(time * 1000)
    return (
        f"{thousandths // 3_600_000:02}:{thousandths // 60_000 % 60:02}:"
        f"{thousandths // 1000 % 60:02},{thousandths % 1000:03}"
    )
