"""HTML as plain text: whole pages, show notes, and transcripts of <cite>, <time> and <p>.

The parser (libxml2) emits events instead of a tree: neither depth nor a missing end costs anything.
Scripts and styles are dropped, links are not followed.
"""

import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from lxml import etree

from corpus.errors import ImportFailed
from corpus.formats.document import Account, Cue, Document, seconds, web_address, words
from corpus.types import Link

_SILENT = frozenset({"script", "style", "template", "title", "head", "noscript", "nav", "footer"})
_BLOCKS = frozenset(
    "address article aside blockquote body br cite dd div dl dt figcaption figure footer h1 h2 h3 "  # noqa: SIM905
    "h4 h5 h6 header hr li main nav ol p pre section table td th time tr ul".split()
)
_BOLD = ("b", "strong")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SPOKEN = ("p", "div", "blockquote", "body", "")
_TAG = re.compile(r"<[a-zA-Z!/]")
_SENTENCE = re.compile(r"[.!?…]")
MOST_WORDS = 6  # of a name
MOSTLY, FEWEST = 0.9, 5  # share of a page's text in paragraphs, and words: else it is no transcript
_ENDLESS = re.compile(r"&#[0-9]{8,}")  # no character has such a number, and int() refuses it
_CLOCK = re.compile(r"[\[(]?((?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?)[\])]?")


@dataclass(frozen=True, slots=True)
class Block:
    """A line of text, its innermost block element, and what of it is bold at its beginning."""

    tag: str
    text: str
    lead: str = ""


def blocks(text: str) -> list[Block]:
    """List the non-empty lines of an HTML text, without scripts and styles."""
    return _read(text).lines


def links(text: str) -> tuple[Link, ...]:
    """List the web addresses that an HTML text links to, each once, with the link's words."""
    if not _TAG.search(text):
        return ()
    once = {link.url: link for link in reversed(_read(text).links)}
    return tuple(reversed(once.values()))


def _read(text: str) -> "_Lines":
    target = _Lines()
    parser = etree.HTMLParser(target=cast(Any, target), no_network=True)
    try:
        etree.fromstring(text.replace("\0", "") or " ", parser)
    except etree.XMLSyntaxError:
        pass  # nothing in it; what was found until then counts
    except ValueError as error:
        raise ImportFailed(f"cannot be read as HTML ({error})") from error
    target.end_line()
    return target


def plain(text: str) -> str:
    """Remove the HTML from a text, if it has any: a line per block, entities replaced."""
    if not _TAG.search(text):
        return unescaped(text).strip()
    return "\n".join(block.text for block in blocks(text))


def timed(text: str) -> str:
    """Convert HTML like `plain`, each <time> in brackets before the line that follows it.

    Headings are those of Markdown. A few bold words, a heading or a term that begin several lines
    are the name of a speaker, and get a colon.
    """
    lines: list[str] = []
    before = ""
    found = blocks(text)
    leads = Counter(filter(None, map(_lead, found)))
    names = frozenset(lead for lead, count in leads.items() if count > 1)
    for block in found:
        if block.tag == "time" and (clock := _CLOCK.fullmatch(block.text)):
            before = f"[{clock[1]}] "
            continue
        marked, lead = block.text, _lead(block)
        if lead in names:
            marked = f"{lead}: {block.text[len(lead) :].lstrip(': ')}".rstrip()
        elif block.tag in _HEADINGS:
            marked = f"{'#' * int(block.tag[1])} {block.text}"
        lines.append(before + marked)
        before = ""
    return "\n".join(lines)


def _lead(block: Block) -> str:
    """Return the words of a line that may be a name because of how they look."""
    lead = block.text if block.tag in (*_HEADINGS, "dt") else block.lead
    lead = lead.rstrip(": ")
    fits = len(lead.split()) <= MOST_WORDS and not any(map(str.isdecimal, lead))
    return lead if fits and not set(lead) & set(".!?:,") else ""


def unescaped(text: str) -> str:
    """Replace the entities of a text by their characters."""
    return html.unescape(_ENDLESS.sub("&#9999999", text))


def is_spoken_page(text: str) -> bool:
    """Return whether HTML consists of spoken paragraphs, perhaps with times; not a web page."""
    found = [block for block in blocks(text) if block.tag in (*_SPOKEN, "time", *_HEADINGS)]
    said = [block.text for block in found if block.tag in _SPOKEN]
    shown = sum(len(block.text) for block in blocks(text))
    return (
        sum(len(block.text) for block in found) >= MOSTLY * shown
        and sum(map(words, said)) >= FEWEST
        and any(_SENTENCE.search(text) for text in said)
    )


def read_html_transcript(text: str) -> Document:
    """Read a transcript where <cite> is the speaker, <time> the start, <p> the text.

    Without <cite> each paragraph is a turn without a speaker; with it, text before the first is
    dropped. Headings are always dropped. Raises ImportFailed where there is no cue.
    """
    found = blocks(text)
    named = any(block.tag == "cite" for block in found)
    cues: list[Cue] = []
    speaker: str | None = None
    start: float | None = None
    begun = not named
    for block in found:
        clock = _CLOCK.fullmatch(block.text)
        if block.tag == "cite":
            speaker, begun = block.text.rstrip(": ") or None, True
        elif block.tag == "time" or (clock and begun):
            start, begun = seconds(clock[1]) if clock else None, True
        elif begun and block.tag not in _HEADINGS:
            cues.append(Cue(block.text, speaker, start, apart=not named))
            start = None
    if not cues:
        raise ImportFailed("is an HTML page without a transcript (no <cite>, <time> and <p>)")
    said = [b for b in found if b.tag not in ("cite", "time") and not _CLOCK.fullmatch(b.text)]
    aside = sum(words(block.text) for block in said if block.tag in _HEADINGS)
    total = sum(words(block.text) for block in said)
    return Document(cues=tuple(cues), account=Account(total, aside))


@dataclass(slots=True)
class _Lines:
    """Receives the parser's events and keeps lines of text."""

    lines: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _link: tuple[str, int] | None = None  # an address, and how many pieces of text came before
    _words: list[str] = field(default_factory=list)
    _silent: int = 0
    _lead: str = ""
    _bold: bool = False  # since the beginning of the line

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._silent += tag in _SILENT
        if tag == "a" and (url := web_address(attributes.get("href"))):
            self._link = url, len(self._words)
        if tag in _BOLD and not "".join(self._words).strip():
            self._bold = True
        if tag in _BLOCKS:
            self.end_line()
            if tag not in ("br", "hr"):
                self._open.append(tag)

    def end(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        if tag == "a" and self._link:
            url, first = self._link
            title = " ".join("".join(self._words[first:]).split())
            self.links.append(Link(url, title or None))
            self._link = None
        if tag in _BOLD and self._bold:
            self._lead, self._bold = " ".join("".join(self._words).split()), False
        if tag in _BLOCKS:
            self.end_line()
            if self._open and self._open[-1] == tag:
                self._open.pop()

    def data(self, text: str) -> None:
        if not self._silent:
            self._words.append(text)

    def close(self) -> None:
        """Do nothing; lxml requires this method."""

    def end_line(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words.clear()
        if text:
            lead = self._lead or (text if self._bold else "")
            self.lines.append(Block(self._open[-1] if self._open else "", text, lead))
        self._lead = ""
