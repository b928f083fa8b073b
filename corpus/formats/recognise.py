"""Tell by its content what a text is, and read it."""

import re

from corpus.errors import ImportFailed
from corpus.formats.atom import as_rss, is_atom
from corpus.formats.chapters_xml import is_simple_chapters, read_simple_chapters
from corpus.formats.document import Document
from corpus.formats.feed import Feed, is_feed, read_feed
from corpus.formats.markup import is_spoken_page, plain, read_html_transcript, timed
from corpus.formats.named_text import is_named_text, read_named_text
from corpus.formats.plain_text import is_plain_text, read_plain_text
from corpus.formats.protocol import is_protocol, read_protocol
from corpus.formats.subtitles import is_subtitles, read_subtitles
from corpus.formats.transcript_json import is_json, read_json
from corpus.formats.xml import after_prolog, read_xml
from corpus.showpage import is_show_page, read_show_page
from corpus.types import Corpus

KNOWN = "a podcast feed, a transcript, chapters, or the saved page of a podcast"
_TAG = re.compile(r"<(?:!doctype\s+)?([a-z]\w*)", re.IGNORECASE)
_HTML = frozenset(
    "html head body main article section header div p span cite time h1 h2 h3 br ul ol dl "  # noqa: SIM905
    "table meta title script style a b i em strong blockquote".split()
)


def read(text: str) -> Corpus | Feed | Document:
    """A whole podcast, a feed, or what a file says of one episode.

    Raises ImportFailed that says what the text is, or where it is broken.
    """
    if not text.strip():
        raise ImportFailed("is empty")
    if is_subtitles(text):
        return read_subtitles(text)
    if is_json(text):
        return read_json(text)
    tag = _TAG.match(text, after_prolog(text))
    if tag and tag[1].lower() in _HTML:
        return _page(text)
    if tag or "<?xml" in text[:100]:
        return _xml(text)
    return _text(text)


def _page(text: str) -> Corpus | Document:
    if "<cite" in text:
        return read_html_transcript(text)
    shown = plain(text)
    if is_show_page(shown):
        return read_show_page(shown)
    named = timed(text)
    if is_named_text(named):
        return read_named_text(named)
    if is_spoken_page(text):
        return read_html_transcript(text)
    raise ImportFailed(f"is an HTML page, but not {KNOWN}")


def _xml(text: str) -> Feed | Document:
    root = read_xml(text)
    if is_atom(root):
        return read_feed(as_rss(root))
    if is_feed(root):
        return read_feed(root)
    if is_simple_chapters(root):
        return read_simple_chapters(root)
    if is_protocol(root):
        return read_protocol(root)
    raise ImportFailed(f"is XML, but not {KNOWN}")


def _text(text: str) -> Corpus | Document:
    if is_show_page(text):
        return read_show_page(text)
    if is_named_text(text):
        return read_named_text(text)
    if is_plain_text(text):
        return read_plain_text(text)
    raise ImportFailed(
        f'is not {KNOWN}: no line begins with a name and a colon, or is like "• 02.03.2021", '
        "and it is not made of sentences"
    )
