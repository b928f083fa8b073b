"""Subtitles other than WebVTT and SubRip: SBV (YouTube), SubStation Alpha, and LRC (lyrics).

Where a format has no field for the speaker's name, the text is converted to SubRip, so that "Name:"
is read as in all subtitles. pysubs2 reads SubStation Alpha.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

import pysubs2

from corpus.errors import ImportFailed
from corpus.formats.captions.subtitles import read_subtitles
from corpus.formats.document import Cue, Document, length, line, seconds

_SBV = re.compile(
    r"[ \t]*+(\d{1,3}:[0-5]?\d:[0-5]?\d[.]\d{1,3})[ \t]*+,"
    r"[ \t]*+(\d{1,3}:[0-5]?\d:[0-5]?\d[.]\d{1,3})[ \t]*+"
)
_STAMP = re.compile(r"\[(\d{1,3}:[0-5]?\d(?:[.:]\d{1,3})?)\]")
_TAG = re.compile(r"\[(ti|ar|al|au|by|la|re|ve|tool|length|offset):[ \t]*+([^\]]{0,200}+)\]", re.I)
_WORD_STAMP = re.compile(r"<\d{1,3}:[0-5]\d[.]\d{1,3}>[ \t]?")
Row = tuple[float, float, str]  # start, end, words


def is_sbv(text: str) -> bool:
    """Return whether a line near the beginning is two times with a comma between."""
    return any(map(_SBV.fullmatch, text[:5000].splitlines()))


def read_sbv(text: str) -> Document:
    """Read the cues of SBV."""
    rows: list[tuple[str, str, list[str]]] = []
    for row in text.splitlines():
        if timing := _SBV.fullmatch(row):
            rows.append((timing[1], timing[2], []))
        elif rows:
            rows[-1][2].append(row)
    return as_subrip(
        (seconds(start) or 0.0, seconds(end) or 0.0, "\n".join(words)) for start, end, words in rows
    )


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
    told = dict.fromkeys(
        (event.start / 1000, event.end / 1000, event.plaintext, line(event.name))
        for event in events
    )
    if any(name for *_, name in told):
        cues = [Cue(" ".join(text.split()), name, start, end) for start, end, text, name in told]
        return Document(cues=tuple(cue for cue in cues if cue.text))
    return as_subrip((start, end, text) for start, end, text, _ in told)


def is_lyrics(text: str) -> bool:
    """Return whether lines begin like "[00:12.34]": all of them, unless there are tags."""
    lines = list(filter(None, map(str.strip, text[:5000].splitlines())))[:-1] or [text.strip()]
    tags = sum(map(bool, map(_TAG.fullmatch, lines)))
    stamps = [stamp for stamp in map(_STAMP.match, lines) if stamp]
    exact = sum("." in stamp[1] for stamp in stamps)
    return bool(stamps) and (tags > 0 or 0 < exact == len(lines))


def read_lyrics(text: str) -> Document:
    """Read the lines of LRC; "[offset:…]" shifts them, in milliseconds, "[ti:…]" is the title."""
    tags = {tag[1].lower(): tag[2].strip() for tag in _TAG.finditer(text)}
    earlier = seconds((tags.get("offset") or "0").lstrip("+"), 1000.0) or 0.0
    rows = sorted(_stamped(text.splitlines(), earlier), key=lambda row: row[0])
    ends = chain((row[0] for row in rows[1:]), (row[0] + 1 for row in rows[-1:]))
    document = as_subrip(
        (start, end, words) for (start, words), end in zip(rows, ends, strict=True)
    )
    told = replace(
        document.episode, title=tags.get("ti", ""), duration=length(tags.get("length", ""))
    )
    cues = (replace(cue, end=None) for cue in document.cues)  # nobody measured it
    return replace(document, episode=told, cues=tuple(cues), show=tags.get("al") or None)


def _stamped(lines: Iterable[str], earlier: float) -> Iterator[tuple[float, str]]:
    """Yield each line once for each of its times; skip lines without a time."""
    for row in lines:
        position, starts = 0, []
        while stamp := _STAMP.match(row, position):
            clock = _with_point(stamp[1])
            starts.append(max(0.0, (seconds(clock) or 0.0) - earlier))
            position = stamp.end()
        yield from ((start, _WORD_STAMP.sub("", row[position:])) for start in starts)


def _with_point(clock: str) -> str:
    """Rewrite the clock of programs that write "00:12:34" for hundredths as "00:12.34"."""
    minutes, _, rest = clock.partition(":")
    return f"{minutes}:{rest.replace(':', '.')}"


def as_subrip(rows: Iterable[Row]) -> Document:
    """Read start, end and words as SubRip, where "Name:" is the speaker."""
    blocks = [
        f"{number}\n{_clock(start)} --> {_clock(end)}\n" + _without_gaps(words)
        for number, (start, end, words) in enumerate(rows, 1)
        if words.strip()
    ]
    return read_subtitles("\n\n".join(blocks) or "1")


def _without_gaps(words: str) -> str:
    return "\n".join(row.strip().replace("-->", "→") for row in words.splitlines() if row.strip())


def _clock(time: float) -> str:
    thousandths = round(time * 1000)
    return (
        f"{thousandths // 3_600_000:02}:{thousandths // 60_000 % 60:02}:"
        f"{thousandths // 1000 % 60:02},{thousandths % 1000:03}"
    )
