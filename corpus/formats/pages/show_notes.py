"""Read the sections of published show notes: people, links, chapters, transcript.

A saved host page has lost its line breaks, so a heading, a name or the next title directly follows
the last character before it. Nothing here depends on the layout of a page.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.text.clock import CLOCK, parse_clock
from corpus.text.sentences import sentence_spans
from corpus.types import Chapter, Link, Person, Turn

PEOPLE, LINKS, CHAPTERS, TRANSCRIPT = "PERSONEN", "WICHTIGE LINKS", "KAPITEL", "TRANSKRIPT"
# Possessive (++): a rule of ten thousand underscores must not be tried from each of them.
_HEADING = re.compile(rf"(?<!_)_{{4,}}+\s*+({PEOPLE}|{LINKS}|{CHAPTERS}|{TRANSCRIPT})")
_URL = re.compile(r"https?://\S+")
# Where the next title begins inside "https://example.org/E-Book": behind the end of a path.
_NEXT_TITLE = re.compile(
    r"(?:(?<=[^/]/)|(?<=\.[a-z]{2})|(?<=\.[a-z]{3})|(?<=\.html))[?\"„“]?(?=[A-ZÄÖÜ])"
)
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-ZÄÖÜ])")
_NEW_ITEM = re.compile(r"(?<!\s)(?:\s*\n|\s++[^\w\s\"„“”(&|+–—-]|\s*+$)")
# Before a role: the beginning, a sign, or a line break, looked for once per run of blanks.
_ROLE = re.compile(
    r"(?:^|[^\w\s,&/-]|(?<=[\w,&/-])(?=[^\S\n]*+\n))\s*+"
    r"([^\W\d_][\w/-]*+(?:[:*]in(?:nen)?)?):\s"
)
# What is left of a part without the signs around it.
_BARE = re.compile(r"\W*+(.*[\w.)!]|)", re.DOTALL)
_SOMETHING = re.compile(r"\S")
_CHAPTER = re.compile(rf"\[({CLOCK})\]|[Aa]b\s({CLOCK})\s?\|")
_ASIDE = re.compile(r"[(\[][^()\[\]]{1,40}[)\]]\s+$")  # "(lacht) "
_QUOTES = frozenset("\"'„“”»«‚‘’")
_JOINED = frozenset("([{/@_:")


def sections(notes: str) -> dict[str, str]:
    """Split into the description (under "") and the sections by heading, outer blanks removed.

    A section begins at a rule of underscores followed by a known heading; another rule ends it.
    Only the transcript keeps any rules in it, and the blanks at its end.
    """
    first, *rest = _HEADING.split(notes)
    found = {"": _before_rule(first)}
    for heading, text in zip(rest[::2], rest[1::2], strict=True):
        section = text.lstrip() if heading == TRANSCRIPT else _before_rule(text)
        found[heading] = found.get(heading, "") + section
    return found


def people(text: str) -> tuple[Person, ...]:
    """Read everyone in "Gast: Name, title, organisation — URL", in the published order."""
    found: list[Person] = []
    for label, url in labelled_urls(text):
        starts = [match.start(1) for match in _ROLE.finditer(label)]
        for start, end in pairwise([*starts, len(label)]):
            role, _, rest = label[start:end].partition(": ")
            parts = filter(None, map(_BARE.match, rest.split(", ")))
            name, *details = [part[1] for part in parts]
            organisation = details.pop() if len(details) > 1 else None
            its_url = url if end == len(label) else None
            if name:
                found.append(Person(name, role, ", ".join(details) or None, organisation, its_url))
    return tuple(found)


def links(text: str) -> tuple[Link, ...]:
    """Read every address with the words before it; these are None where there are none."""
    return tuple(
        Link(url, label.strip().lstrip("•*-–—>? ").rstrip(":—– ") or None)
        for label, url in labelled_urls(text)
        if url
    )


def chapters(text: str) -> tuple[Chapter, ...]:
    """Read "[00:05:00] Title" and "ab 01:03 | Title" as chapters, in the published order."""
    marks = list(_CHAPTER.finditer(text))
    return tuple(
        Chapter(parse_clock(mark[1] or mark[2]), text[mark.end() : end].strip())
        for mark, end in _with_ends(marks, text)
    )


def turns(transcript: str, names: tuple[str, ...]) -> tuple[Turn, ...]:
    """Cut a transcript where one of `names` takes the floor ("Name: ").

    Joining f"{speaker}: {text}" over the turns gives the transcript back. Text before the first
    name is a turn without a speaker; no turn is blank.
    """
    marks: list[re.Match[str]] = []
    # A name with nothing after it is no turn: a turn without text says nothing.
    begins = rf"({'|'.join(map(re.escape, names))}):(?=\s*\S) ?"
    for mark in re.finditer(begins, transcript) if names else ():
        said = not marks or _SOMETHING.search(transcript, marks[-1].end(), mark.start())
        if said and _opens_turn(transcript, mark):
            marks.append(mark)
    opening = transcript[: marks[0].start() if marks else None]
    found = [Turn(None, opening)] if opening.strip() else []
    for mark, end in _with_ends(marks, transcript):
        found.append(Turn(mark[1], transcript[mark.end() : end]))
    return tuple(found)


def labelled_urls(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield each address with the text since the previous one; finally the rest with None."""
    position = 0
    while match := _URL.search(text, position):
        run, end = match.group(), match.end()
        if not _NEW_ITEM.match(text, end):  # else it runs into the beginning of the next title
            begins = list(_NEXT_TITLE.finditer(run, run.rfind("/") + 1))
            if not begins and run.endswith(":"):
                begins = list(_CAPITAL.finditer(run))
            end = match.start() + begins[-1].start() if begins else end
        yield text[position : match.start()], text[match.start() : end]
        position = end
    yield text[position:], None


def _with_ends(marks: list[re.Match[str]], text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Pair each mark with the start of the next, the last with the end of the text."""
    ends = [mark.start() for mark in marks[1:]] + [len(text)] * bool(marks)
    return zip(marks, ends, strict=True)


def _before_rule(text: str) -> str:
    return re.split(r"_{4,}", text, maxsplit=1)[0].strip()


def _opens_turn(transcript: str, mark: re.Match[str]) -> bool:
    """Return whether a known name with a colon begins a turn, not just part of a sentence.

    Directly after other text, the name was on a line of its own; after a blank it must begin a
    sentence.
    """
    start = mark.start()
    before = _ASIDE.sub("", transcript[max(0, start - 60) : start])
    if not before or before[-1] == "\n":
        return True
    if before[-1].isspace():
        window = before + transcript[start : mark.end()]
        return any(begin == len(before) for begin, _ in sentence_spans(window))
    if before[-1] in _QUOTES:  # one that closes, as in: Das dachte ich nicht."Jana Öztürk: Ach
        return not (before[-2:-1] or " ").isspace()
    if before[-1] == "-":  # a dash, not the hyphen of a longer name
        return not before[-2:-1].isalnum()
    return before[-1] not in _JOINED
