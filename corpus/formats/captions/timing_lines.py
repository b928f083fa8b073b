"""Timing lines and the text that belongs to them: WebVTT, SubRip, and what recognisers print.

Other readers of these formats skip what violates the standard, and lose what is said there. This
one keeps everything: all text from one timing line to the next belongs to the first, except the
number or name of the next caption, notes and styles.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.formats.document import seconds

_TIME = r"-?\d{1,6}[:.,](?:[\d:.,]|(?<=[:.,]) (?=\d)){0,24}+"
_ARROW = r"(?P<arrow>(?:-{1,3}|[–—])(?:>|&gt;)|→|[-–—])"
_LONG = re.compile(r"\d{1,3}:\d\d:\d\d")
_TIMING = re.compile(
    rf"\s{{0,20}}+(?P<open>[\[(])?(?P<start>{_TIME})\s{{0,9}}+{_ARROW}\s{{0,9}}+(?P<end>{_TIME})?"
    r"(?P<rest>.{0,9999})"
)
# An arrow between what is no word, though it may be no time either; a time without any.
_BROKEN = re.compile(
    r"[^A-Za-zÄÖÜäöüß<>]{0,60}-->|\s{0,9}+\d[\w:.,;]{0,30}+\s{0,9}+-->"
    r"|\s{0,9}+\S{1,30}+\s{0,9}+-->\s{0,9}+\S{0,10}\d"
    r"|\s{0,9}+(?P<lone>\d{1,3}:\d\d(?::\d\d)?[.,]\d{3})\s*+$"
)
_SETTINGS = re.compile(r"(?:\s{0,20}+[A-Za-z]\w{0,20}+:\S{1,60}+)*+\s*+")
_NUMBER = re.compile(r"[0-9]{1,9}")
_NOTE = re.compile(r"NOTE(?:\s|$)|(?:STYLE|REGION)\s*$|X-TIMESTAMP-MAP")
NEAR = 5000  # characters: a transcript begins within so many


@dataclass(frozen=True, slots=True)
class Caption:
    """The lines of text below a timing line; times in seconds, None where they are no times."""

    lines: tuple[str, ...]
    start: float | None
    end: float | None


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of a file, how many timing lines it has, and a line for each oddity."""

    captions: tuple[Caption, ...]
    timings: int
    odd: tuple[str, ...]


def has_captions(text: str) -> bool:
    """Return whether a text begins as WebVTT does, or has a timing line near its beginning."""
    return text.lstrip().startswith("WEBVTT") or any(map(_timing, text[:NEAR].splitlines()))


def read_captions(text: str) -> Captions:
    """Read the captions of a text in its order."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = unified.replace("\xa0", " ").split("\n")
    webvtt = next((line for line in lines if line.strip()), "").lstrip().startswith("WEBVTT")
    found = [index for index, line in enumerate(lines) if _timing(line) or _BROKEN.match(line)]
    if not found:
        return Captions((), 0, ())
    odd = _Oddities()
    captions: list[Caption] = []
    head = lines[: found[0]]
    # Only WebVTT's header, its notes, and the first caption's number or name are expected there.
    for index, (begin, paragraph) in enumerate(_paragraphs(head, webvtt)):
        if webvtt and (index == 0 or _NOTE.match(paragraph[0])):
            continue
        names_next = begin + len(paragraph) == len(head) and webvtt
        if not (len(paragraph) == 1 and (names_next or _NUMBER.fullmatch(paragraph[0].strip()))):
            odd.before.append((begin, paragraph[0]))
    above = [line.strip() for line in head if line.strip()]
    numbered = bool(above and _NUMBER.fullmatch(above[-1]))
    for count, (first, end) in enumerate(zip(found, [*found[1:], len(lines)], strict=True), 2):
        body = lines[first + 1 : end]
        last = end == len(lines)
        body = _without_number(body, count if numbered else None, webvtt and not last, last)
        captions.append(_caption(lines[first], first, body, webvtt, odd))
    return Captions(tuple(captions), len(found), tuple(odd.lines()))


def _timing(line: str) -> re.Match[str] | None:
    """Match a timing line; one with a mere dash must consist of long times alone."""
    match = _TIMING.match(line.replace("\xa0", " "))
    if match is None or len(match["arrow"]) > 1 or match["arrow"] == "→":
        return match
    ends = _LONG.match(match["start"]) and _LONG.match(match["end"] or "")
    alone = ends and not match["rest"].strip()
    return match if alone else None


def _caption(line: str, index: int, body: list[str], webvtt: bool, odd: "_Oddities") -> Caption:
    """Read a timing line and the text below it, without notes; record what is odd about them."""
    match = _timing(line)
    start, end = (_moment(match["start"]), _moment(match["end"] or "")) if match else (None, None)
    if not match and (lone := _BROKEN.match(line)) and lone["lone"]:
        start = _moment(lone["lone"])
    if start is None:
        odd.times.append((index, line))
    rest = match["rest"] if match else ""
    if match and match["open"]:
        rest = rest.lstrip(") ]")
    elif _SETTINGS.fullmatch(rest):
        rest = ""
    said = [rest]
    for begin, paragraph in _paragraphs(body, webvtt):
        parted = webvtt and begin > 0  # by a blank line, where the standard ends a caption
        if parted and _NOTE.match(paragraph[0]):
            continue
        if parted:
            odd.parted.append((index + 1 + begin, paragraph[0]))
        said += paragraph
    return Caption(tuple(filter(str.strip, said)), start, end)


def _moment(text: str) -> float | None:
    """Convert a time to seconds; a fourth part of three digits is milliseconds, else frames."""
    parts = "".join(text.split()).rstrip(".,:").replace(",", ".").split(":")
    if len(parts) == 4:
        parts = [*parts[:2], f"{parts[2]}.{parts[3]}" if len(parts[3]) == 3 else parts[2]]
    return seconds(":".join(parts))


def _without_number(body: list[str], number: int | None, named: bool, last: bool) -> list[str]:
    """Drop the last line if it is the number (or, in WebVTT, the name) of the next caption."""
    kept = len(body)
    while kept and not body[kept - 1].strip():
        kept -= 1
    if not kept:
        return []
    label, adjacent = body[kept - 1].strip(), kept == len(body) and not last
    alone = kept == 1 or not body[kept - 2].strip()
    if _NUMBER.fullmatch(label) and number is not None:
        is_label = adjacent or (alone and int(label) == number)
    else:
        says_more = any(map(str.strip, body[: kept - 1])) or " " not in label
        is_label = named and adjacent and alone and kept > 1 and says_more
    return body[: kept - 1] if is_label else body


def _paragraphs(lines: list[str], webvtt: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield the start and the lines of each; in WebVTT only an empty line ends a paragraph."""
    begin, paragraph = 0, list[str]()
    for index, line in enumerate([*lines, ""]):
        if line if webvtt else line.strip():
            begin = begin if paragraph else index
            paragraph.append(line)
        elif paragraph:
            yield begin, paragraph
            paragraph = []


class _Oddities:
    """Malformed places of a file, by kind: line number (from 0) and text."""

    def __init__(self) -> None:
        self.times: list[tuple[int, str]] = []
        self.parted: list[tuple[int, str]] = []
        self.before: list[tuple[int, str]] = []

    def lines(self) -> Iterator[str]:
        told = (
            (self.times, "times that are none; the words are kept without, correct the times"),
            (self.parted, "text parted from its time by a blank line, read as its own all the same"
             "; other players drop it, so delete the blank line"),
            (self.before, "text before the first time, left out; give it a time if it is spoken"),
        )  # fmt: skip
        for places, what in told:
            if places:
                index, text = places[0]
                more = f" and {len(places) - 1} more" if len(places) > 1 else ""
                yield f"line {index + 1} ({text.strip()[:60]!r}){more}: {what}"
