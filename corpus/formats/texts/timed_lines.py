"""Lines of a text, and the times on and between them.

Times stand in brackets, in bold type, on a line alone, or behind the words as f4 writes them; each
may be a range ("00:00:03 – 00:00:07"). First, other forms get the usual one: "10:03:12 PM",
"2024-05-12 22:03:12", "00:00:03:12" with frames, "[0:03](https://…)", "[01m23s]", "(12'34)".
"""

import html
import re
from collections.abc import Iterator

from corpus.formats.document import Cue, seconds, words

_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?(?![\d:])"
TIME = rf"{_CLOCK}(?:[ \t]{{0,3}}+(?:-{{1,3}}>|[-–—→]|bis|to)[ \t]{{0,3}}+{_CLOCK})?"  # or a range
_CLOCKS = re.compile(_CLOCK)
Span = tuple[float | None, float | None]  # from and to, in seconds
_MARK = re.compile(rf"\\?\[({TIME})\\?\]:?|(?m:^)[ \t]{{0,3}}+\(({TIME})\):?")
# As CommonMark has them: a backslash and a special character, or an entity with its semicolon.
_ESCAPED = re.compile(
    r"\\(?P<special>[\[\]()*_#`~<>!.+&-])"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
)
_BOLD_TIME = re.compile(rf"(\*\*|__)\\?[\[(]?({TIME})\\?[\])]?:?\1:?")
_F4_TIME = re.compile(r"#(\d{1,2}:\d\d:\d\d)-(\d)#")
_LAST_TIME = re.compile(r"[ \t]?\[([\d:.]{1,20})\]\s*$")
_LONE_TIME = re.compile(rf"[ \t]{{0,3}}+\\?[\[(]?({TIME})\\?[\])]?[ \t]{{0,3}}")
_STARTS_WITH_TIME = re.compile(rf"[ \t]{{0,3}}+\\?[\[(]?{TIME}")
_RULE = re.compile(r"[ \t]{0,3}([-=*_~])(?:[ \t]{0,3}\1){2,200}[ \t]{0,3}")
_TAG = re.compile(
    r"</?(?:details|summary|br|p|div|span|b|i|u|em|strong|small|center|hr)(?:\s[^<>]{0,200})?/?>",
    re.I,
)
_LINKED = re.compile(r"\[\\?\[?(\d{1,3}:[\d:.]{2,12})\\?\]?\]\(https?://[^\s()]{1,500}\)")
_DATED = re.compile(
    r"^([^\w\n]{0,3})(?:\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{2,4}|\d{1,2}/\d{1,2}/\d{2,4})"
    r"(?:,?[ ]|T)(?=\d{1,2}:\d\d)"
)
_HALVES = re.compile(r"(?<![\d:])(\d{1,2})(:\d\d:\d\d)[ ]?([AaPp])\.?[Mm]\b\.?")
_FRAMES = re.compile(r"(?<![\d:])(\d{1,2}:\d\d:\d\d)[:;]\d\d(?![\d:])")
_TWO = re.compile(
    r"(?P<open>[\[(]?)(\d{1,2}:\d\d:\d\d)[ \t]{1,3}(\d{1,2}:\d\d:\d\d)(?P<close>[\])]?)"
)
_UNITS = re.compile(
    r"(?<=[\[(])(?:(\d{1,2})h ?)?(\d{1,3})(?:m ?|['′])(\d\d)(?:s|''|[\"″])?(?=[\])])"
)


def plain_lines(text: str) -> list[str]:
    """Split a text into lines of usual form; rules across the page are blank lines."""
    usual = text.replace("\xa0", " ").replace("\u202f", " ").replace("：", ": ")
    lines: list[str] = []
    for line in usual.splitlines():
        if "<" in line:
            line = _TAG.sub(" ", line).strip() if _TAG.search(line) else line
        if line[-1:] in "-=*_~ \t" and _RULE.fullmatch(line):
            line = ""
        if any(map(str.isdecimal, line)):
            line = _LINKED.sub(r"[\1]", line)
            line = _DATED.sub(r"\1", line)
            line = _HALVES.sub(lambda t: f"{int(t[1]) % 12 + 12 * (t[3] in 'Pp'):02}{t[2]}", line)
            line = _FRAMES.sub(r"\1", line)
            line = _UNITS.sub(lambda parts: ":".join(filter(None, parts.groups())), line)
            two = _TWO.fullmatch(line.strip())
            line = f"{two['open']}{two[2]} - {two[3]}{two['close']}" if two else line
        lines.append(line)
    return lines


def lines_of(text: str) -> list[str]:
    """Split a text into lines; times in bold type are written like those in brackets.

    A time on a line of its own, as in Google Meet's transcripts, goes before the next line, and so
    does f4's "#00:00:07-5#" at the end of a line: there somebody else begins.
    """
    lines: list[str] = []
    time = None
    for line in plain_lines(text):
        bracketed = _F4_TIME.sub(r"[\1.\2]", line)
        last = _LAST_TIME.search(bracketed) if bracketed != line else None
        line = bracketed[: last.start()] if last else bracketed
        alone = _LONE_TIME.fullmatch(line)
        if alone:
            time, line = alone[1], ""
        elif time and line.strip():
            line = line if _STARTS_WITH_TIME.match(line) else f"[{time}] {line.lstrip()}"
            time = None
        time = last[1] if last else time
        lines.append(_BOLD_TIME.sub(r"[\2]", line))
    return lines


def span_of(time: str) -> Span:
    """Read a time, or a range of two, in seconds."""
    first, *rest = (seconds(clock) for clock in _CLOCKS.findall(time))
    return first, rest[0] if rest else None


def times_in(line: str) -> int:
    """Count the "words" of a line that belong to times."""
    return sum(words(match[0]) for match in _MARK.finditer(line))


def without_times(text: str) -> str:
    """Remove the times in brackets from a text."""
    return _MARK.sub("", text)


def timed_cue(
    lines: list[str], speaker: str | None, times: Span = (None, None), apart: bool = False
) -> Iterator[Cue]:
    """Make a cue of some lines, if they hold words; times among the words become marks."""
    start, finish = times
    text = "\n".join(lines).strip()
    found = list(_MARK.finditer(text))
    ends = [*(match.start() for match in found), len(text)]
    first, *rest = (
        text[b:e] for b, e in zip([0, *(match.end() for match in found)], ends, strict=True)
    )
    parts = [unescaped(first).rstrip(" ")]
    marks: list[tuple[int, float]] = []
    size = len(parts[0])
    for match, said in zip(found, rest, strict=True):
        glue = " " if parts[-1] and not parts[-1][-1].isspace() else ""
        spoken = unescaped(said).strip(" ")
        begun, finish = span_of(match[1] or match[2])
        marks.append((size + len(glue), begun or 0.0))
        if spoken:
            parts.append(glue + spoken)
            size += len(parts[-1])
    text = "".join(parts)
    if not text.strip():
        return
    if marks and marks[0][0] == 0:
        start = marks.pop(0)[1]
    inside = tuple(mark for mark in marks if mark[0] < len(text))
    yield Cue(text.rstrip(), speaker, start, finish, inside, apart)


def unescaped(text: str) -> str:
    """Replace what Markdown writes for its own special characters, and entities, by these."""
    return _ESCAPED.sub(
        lambda found: (
            " " if (sign := found["special"] or html.unescape(found[0])).isspace() else sign
        ),
        text,
    )
