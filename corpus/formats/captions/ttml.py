"""TTML (Apple Podcasts, broadcasters, YouTube): speakers are agents, times are attributes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from corpus.errors import ImportFailed
from corpus.formats.captions.other_captions import as_subrip
from corpus.formats.document import NOBODY_SAID, Account, Cue, Document, length, seconds, words
from corpus.formats.speech_json.parts import language_code
from corpus.formats.xml import Element, name, text_of

_XML = "{http://www.w3.org/XML/1998/namespace}"
_TIMES = ("begin", "end", "dur")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s|f|t)")
_FRAMES = re.compile(r"(\d{1,3}:\d\d:\d\d):(\d{1,3})(?:\.\d{1,3})?")


@dataclass(frozen=True, slots=True)
class _File:
    """What the times and speakers of a file mean: seconds per unit, names per agent."""

    units: Mapping[str, float]
    agents: Mapping[str, str]


def is_ttml(root: Element) -> bool:
    """Return whether the root element is that of TTML."""
    return name(root)[1] == "tt"


def read_ttml(root: Element) -> Document:
    """Read paragraphs as cues, and the timed parts of a paragraph as marks.

    Raises ImportFailed where no paragraph has text.
    """
    agents = (one for one in root.iter() if name(one)[1] == "agent")
    names = {one.get(f"{_XML}id") or "": " ".join(text_of(one).split()) for one in agents}
    rates = {name_of(key): value for key, value in root.attrib.items()}
    frames = seconds(rates.get("frameRate")) or 30.0
    ticks = seconds(rates.get("tickRate")) or frames
    units = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "f": 1 / frames, "t": 1 / ticks}
    file = _File(units, names)
    bodies = [child for child in root if name(child)[1] == "body"]
    cues = tuple(chain.from_iterable(_cues(body, 0.0, None, file) for body in bodies))
    if not cues:
        raise ImportFailed("is TTML without a paragraph that says anything (<p begin=…>)")
    account = Account(sum(words(cue.text) for cue in cues))
    if not any(cue.speaker or cue.marks or cue.start is None or cue.end is None for cue in cues):
        plain = as_subrip((cue.start or 0.0, cue.end or 0.0, cue.text) for cue in cues)
        cues, account = plain.cues, plain.account
    unread = sum(_outside(body) for body in bodies)
    odd: list[str] = []
    for body in bodies:
        told = (str(v) for one in body.iter() for key in _TIMES if (v := one.get(key)) is not None)
        if wrong := [value for value in told if _time(value, file) is None]:
            more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
            odd.append(f"{wrong[0][:30]!r}{more}: is no time of TTML; correct it")
    account = replace(account, words=account.words + unread, odd=(*account.odd, *odd))
    lasts = length(_time(bodies[0].get("dur"), file))
    spoken = language_code(root.get(f"{_XML}lang"))
    return Document(replace(NOBODY_SAID, duration=lasts, language=spoken), cues, account=account)


def _outside(element: Element) -> int:
    """How many words stand in an element outside all paragraphs, where nobody reads them."""
    local = name(element)[1] if isinstance(element.tag, str) else "p"
    if local in ("p", "metadata"):
        return 0
    tails = sum(words(child.tail or "") for child in element)
    return words(element.text or "") + tails + sum(map(_outside, element))


def name_of(key: object) -> str:
    """Return the local name of an attribute."""
    return str(key).rpartition("}")[2]


def _cues(element: Element, begun: float, speaker: str | None, file: _File) -> Iterator[Cue]:
    """Yield the paragraphs in an element that starts at `begun`, inheriting its parent's values."""
    said = _attribute(element, "agent")
    speaker = file.agents.get(said) or said or speaker
    if name(element)[1] != "p":
        for child, start in _timed(element, begun, file):
            yield from _cues(child, begun if start is None else start, speaker, file)
        return
    text = ""
    marks: list[tuple[int, float]] = []
    for part, start, parted in _parts(element, begun, file):
        words = " ".join(part.split())
        blank = text and (parted or part[:1].isspace())
        text += (" " if blank and not text.endswith(" ") else "") + words
        if start is not None and words and len(text) > len(words):
            marks.append((len(text) - len(words), start))
        text += " " if words and part[-1:].isspace() else ""
    if text := text.rstrip():
        end, lasts = (_time(element.get(key), file) for key in ("end", "dur"))
        if end is None:
            end = None if lasts is None else begun + lasts
        elif end < begun:  # counted from the beginning of the paragraph
            end += begun
        yield Cue(text, speaker, begun, end, tuple(marks))


def _timed(element: Element, begun: float, file: _File) -> Iterator[tuple[Element, float | None]]:
    """Yield the children with their starts, by the standard relative to their parent's.

    Apple's and other files count all from the beginning: then no child starts before its parent.
    """
    starts = [_time(child.get("begin"), file) for child in element]
    known = [start for start in starts if start is not None]
    shift = begun if known and known[0] < begun else 0.0
    for child, start in zip(element, starts, strict=True):
        yield child, None if start is None else start + shift


def _parts(element: Element, begun: float, file: _File) -> Iterator[tuple[str, float | None, bool]]:
    """Yield the texts of an element with their starts, if known, and whether a blank parts them."""
    yield element.text or "", None, False
    for child, start in _timed(element, begun, file):
        if isinstance(child.tag, str) and name(child)[1] != "metadata":
            parted = name(child)[1] == "br" or _attribute(child, "unit") != ""
            for index, part in enumerate(_parts(child, begun if start is None else start, file)):
                said, inner, apart = part
                first = index == 0
                yield said, start if first else inner, apart or (first and parted)
        yield child.tail or "", None, False


def _attribute(element: Element, local: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if name_of(k) == local), "")


def _time(value: str | None, file: _File) -> float | None:
    """Convert a time of TTML to seconds: a clock, one with frames, or a number with its unit."""
    text = (value or "").strip()
    if offset := _OFFSET.fullmatch(text):
        return round(float(offset[1]) * file.units[offset[2]], 3)
    if frames := _FRAMES.fullmatch(text):
        return round((seconds(frames[1]) or 0.0) + float(frames[2]) * file.units["f"], 3)
    return seconds(text) if text else None
