"""Texts where one line, or two, give speaker and time, and the words follow below.

So write Otter, Happy Scribe, Teams, Zoom, Riverside, Trint and people:

* "Lena Brömme  0:03", "Lena (00:03):", "## Lena [00:00:03]", "[Lena] 00:00:03"
* "[00:00:03] Lena", "00:00:03 - Lena", "[00:00:03.120] - Lena"
* "Lena Brömme   0 Minuten 3 Sekunden"
* "Lena" above or below a line "00:00:03", or below "0:0:3.0 --> 0:0:6.5"

Text above the first of them describes the episode; a heading there is its title.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.formats.document import NOBODY_SAID, Cue, Document, seconds
from corpus.formats.texts.headings import LONGEST_LINE, TIME, Heading, headings_in

_MARK = re.compile(rf"\\?\[({TIME})\\?\][ \t]?")
_TITLE = re.compile(r"[ \t]{0,3}#{1,6}[ \t]++(.{1,300})")
_ABOUT = re.compile(r"transcribed by https?://|(?:transkript(?:ion)?|transcript(?:ion)?):?$", re.I)
OF_DAY = 4 * 3600.0  # seconds: nothing begins so late, but by the clock on the wall (Zoom)


def is_headed_text(text: str) -> bool:
    """Return whether such lines divide a text: each with words below, a speaker recurring."""
    return bool(headings_in(text.splitlines()))


def read_headed_text(text: str) -> Document:
    """Read the turns of a text, one cue each."""
    lines = text.splitlines()
    headings = headings_in(lines)
    nexts = [*(heading.first for heading in headings[1:]), len(lines)]
    cues: list[Cue] = []
    for heading, until in zip(headings, nexts, strict=True):
        said = (line for line in lines[heading.after : until] if _is_said(line))
        cues += _cue(heading, "\n".join(said).strip())
    if headings and (headings[0].start or 0.0) >= OF_DAY:
        cues = [Cue(cue.text, cue.speaker) for cue in cues]
    title, description = _above(lines[: headings[0].first] if headings else [])
    return Document(replace(NOBODY_SAID, title=title, description=description), tuple(cues))


def _cue(heading: Heading, said: str) -> Iterator[Cue]:
    first, *rest = _MARK.split(said)
    text, marks = first.rstrip(), []
    for time, words in zip(rest[::2], rest[1::2], strict=True):
        glue = " " if text and words.strip() else ""
        marks.append((len(text) + len(glue), seconds(time) or 0.0))
        text += glue + words.strip()
    inside = tuple(mark for mark in marks if 0 < mark[0] < len(text))
    if text:
        yield Cue(text, heading.name, heading.start, heading.end, inside)


def _is_said(line: str) -> bool:
    return not _TITLE.fullmatch(line) and not _ABOUT.match(line)


def _above(lines: Sequence[str]) -> tuple[str, str | None]:
    """Read the title and the description above the transcript."""
    headings = [found[1].strip() for found in map(_TITLE.fullmatch, lines) if found]
    title = next((one for one in headings if not _ABOUT.match(one)), "")
    said = list(filter(_is_said, lines))
    first = next((line.strip() for line in said if line.strip()), "")
    if not title and first and len(first) <= LONGEST_LINE and first[-1] not in ".!?…:":
        title = first
        said.remove(next(line for line in said if line.strip()))
    return title, "\n".join(said).strip() or None
