"""Texts where one line, or two, give speaker and time, and the words follow below.

So write Otter, Happy Scribe, Teams, Zoom, Riverside, Trint and people:

* "Lena Brömme  0:03", "Lena (00:03):", "## Lena [00:00:03]", "[Lena] 00:00:03"
* "[00:00:03] Lena", "00:00:03 - Lena", "[00:00:03.120] - Lena"
* "Lena Brömme   0 Minuten 3 Sekunden"
* "Lena" above or below a line "00:00:03", or below "0:0:3.0 --> 0:0:6.5"
* "### Lena", "**Lena**" or "Lena Brömme", where no line has a time

Text above the first of them describes the episode; a heading there is its title.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.formats.document import (
    NOBODY_SAID,
    Account,
    Cue,
    Document,
    seconds,
    words,
)
from corpus.formats.texts.headings import (
    LONGEST_LINE,
    TIME,
    Heading,
    headings_in,
    looks_like_heading,
)
from corpus.formats.texts.timed_lines import plain_lines

_MARK = re.compile(rf"\\?\[({TIME})\\?\][ \t]?")
_TITLE = re.compile(r"[ \t]{0,3}#{1,6}[ \t]++(.{1,300})")
_ABOUT = re.compile(r"transcribed by https?://|(?:transkript(?:ion)?|transcript(?:ion)?):?$", re.I)
ALMOST = "was read as if it were spoken; if it says who speaks or when, write it like the others"


def is_headed_text(text: str) -> bool:
    """Return whether such lines divide a text: each with words below, a speaker recurring."""
    return bool(headings_in(plain_lines(text)))


def read_headed_text(text: str) -> Document:
    """Read the turns of a text, one cue each; above them are the title and the description."""
    lines = plain_lines(text)
    headings = headings_in(lines)
    nexts = [*(heading.first for heading in headings[1:]), len(lines)]
    cues: list[Cue] = []
    for heading, until in zip(headings, nexts, strict=True):
        below = "\n".join(filter(_is_said, lines[heading.after : until])).strip()
        begun, *rest = _MARK.split(below)
        said, marks = begun.rstrip(), []
        for time, spoken in zip(rest[::2], rest[1::2], strict=True):
            glue = " " if said and spoken.strip() else ""
            marks.append((len(said) + len(glue), seconds(time) or 0.0))
            said += glue + spoken.strip()
        inside = tuple(mark for mark in marks if 0 < mark[0] < len(said))
        if said:
            cues.append(Cue(said, heading.name, heading.start, heading.end, inside))
    above = lines[: headings[0].first] if headings else []
    marked = [found[1].strip() for found in map(_TITLE.fullmatch, above) if found]
    title = next((one for one in marked if not _ABOUT.match(one)), "")
    notes = list(filter(_is_said, above))
    first = next((line for line in notes if line.strip()), "")
    shown = first.strip()
    if not title and shown and len(shown) <= LONGEST_LINE and shown[-1] not in ".!?…:":
        title = shown
        notes.remove(first)
    told = replace(NOBODY_SAID, title=title, description="\n".join(notes).strip() or None)
    return Document(told, tuple(cues), account=_account(lines, headings, nexts))


def _account(lines: Sequence[str], headings: Sequence[Heading], nexts: Sequence[int]) -> Account:
    """Return the words below the headings, and a line on what looks like one more of these."""
    below = [
        (index, line)
        for heading, until in zip(headings, nexts, strict=True)
        for index, line in enumerate(lines[heading.after : until], heading.after)
    ]
    said = [line for _, line in below if _is_said(line)]
    times = sum(words(mark[0]) for line in said for mark in _MARK.finditer(line))
    left = sum(words(line) for _, line in below) - sum(map(words, said))
    names = {heading.name for heading in headings}
    above = list(enumerate(lines[: headings[0].first])) if headings else []
    odd = [one for one in above if looks_like_heading(one[1], names, both=True)]
    odd += [one for one in below if looks_like_heading(one[1], names)]
    more = f" and {len(odd) - 1} more" if len(odd) > 1 else ""
    told = [f"line {i + 1} ({line.strip()[:60]!r}){more}: {ALMOST}" for i, line in odd[:1]]
    return Account(sum(words(line) for _, line in below), times + left, odd=tuple(told))


def _is_said(line: str) -> bool:
    return not _TITLE.fullmatch(line) and not _ABOUT.match(line)
