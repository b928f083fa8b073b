"""Recognise a text by its content, and read it."""

import re
from collections.abc import Callable
from dataclasses import replace

from corpus.errors import ImportFailed
from corpus.formats.captions.other_captions import (
    is_lyrics,
    is_sbv,
    is_substation,
    read_lyrics,
    read_sbv,
    read_substation,
)
from corpus.formats.captions.subtitles import is_subtitles, read_subtitles
from corpus.formats.captions.tables import is_table, read_table
from corpus.formats.captions.ttml import is_ttml, read_ttml
from corpus.formats.captions.youtube import is_youtube, read_youtube
from corpus.formats.chapters.chapter_files import (
    is_chapter_file,
    is_marker_file,
    read_chapter_file,
    read_marker_file,
)
from corpus.formats.chapters.chapters_xml import is_simple_chapters, read_simple_chapters
from corpus.formats.chapters.described import (
    described_chapters,
    is_list_of_chapters,
    read_list_of_chapters,
)
from corpus.formats.document import NOBODY_SAID, Document
from corpus.formats.exports import with_export
from corpus.formats.feeds.atom import as_rss, is_atom
from corpus.formats.feeds.feed import Feed, is_feed, read_feed
from corpus.formats.front_matter.fields import with_front_matter
from corpus.formats.front_matter.split import parted
from corpus.formats.markup import is_spoken_page, plain, read_html_transcript, timed
from corpus.formats.pages.page_image import page_image
from corpus.formats.pages.show_page import is_show_page, read_show_page
from corpus.formats.speech_json.transcript_json import is_json, read_json
from corpus.formats.texts.columns import is_columns, is_labelled, read_columns
from corpus.formats.texts.headed_text import is_headed_text, read_headed_text
from corpus.formats.texts.named_text import is_named_text, read_named_text
from corpus.formats.texts.plain_text import is_plain_text, read_plain_text
from corpus.formats.texts.roles import with_people, without_roles
from corpus.formats.texts.spoken_xml import is_spoken_xml, read_spoken_xml
from corpus.formats.xml import Element, after_prolog, read_xml
from corpus.types import Corpus

KNOWN = "a podcast feed, a transcript, chapters, or the saved page of a podcast"
_CHAT = re.compile(r"\d\d:\d\d:\d\d\t ?From ")  # as Zoom saves it beside the transcript
_ARCHIVE = re.compile(r"(?im)^content-type: multipart/related")
_TAG = re.compile(r"<(?:!doctype\s+)?([a-z]\w*)", re.IGNORECASE)
_HTML = frozenset(
    "html head body main article section header div p span cite time h1 h2 h3 br ul ol dl "  # noqa: SIM905
    "table meta title script style a b i em strong blockquote details summary nav aside figure "
    "small u hr dt pre img center font form button".split()
)
# Formats other than JSON and XML; those that can be recognised for certain come first.
_TEXTS: tuple[tuple[Callable[[str], bool], Callable[[str], Document]], ...] = (
    (is_substation, read_substation),
    (is_lyrics, read_lyrics),
    (is_chapter_file, read_chapter_file),
    (is_table, read_table),
    (is_columns, read_columns),
    (is_list_of_chapters, read_list_of_chapters),
    (is_sbv, read_sbv),
    (is_headed_text, read_headed_text),
)
# Formats as XML, by the root element.
_XML: tuple[tuple[Callable[[Element], bool], Callable[[Element], Feed | Document]], ...] = (
    (is_feed, read_feed),
    (is_simple_chapters, read_simple_chapters),
    (is_ttml, read_ttml),
    (is_youtube, read_youtube),
    (is_marker_file, read_marker_file),
    (is_spoken_xml, read_spoken_xml),
)


def read(text: str) -> Corpus | Feed | Document:
    """Read a whole podcast, a feed, or one file about an episode.

    Raises ImportFailed that says what the text is, or where it is broken, and what to do: which
    export to choose in the tool that wrote it.
    """
    if not text.strip():
        raise ImportFailed("is empty; export it again")
    told, below = parted(text)
    try:
        return with_front_matter(_below(below), told) if told else _read(text)
    except ImportFailed as error:
        raise ImportFailed(with_export(str(error), text)) from error


def _below(text: str) -> Corpus | Document:
    """Read the text below a front matter: a transcript, or else the notes of an episode."""
    try:
        what = _read(text)
    except ImportFailed:
        return Document(replace(NOBODY_SAID, description=text.strip() or None))
    if isinstance(what, Feed):
        raise ImportFailed("is a feed below a front matter; import the feed by itself")
    said = what.cues if isinstance(what, Document) else ()
    # A text without speakers that lists chapters is the notes of the episode.
    if said and not any(cue.speaker for cue in said) and described_chapters([text], None):
        return Document(replace(NOBODY_SAID, description=text.strip()))
    return what


def _read(text: str) -> Corpus | Feed | Document:
    if _CHAT.match(text):
        raise ImportFailed("is the chat of a meeting, which nobody said")
    if _ARCHIVE.search(text[:5000]):
        raise ImportFailed("is a page saved as one file (MHTML); save it as HTML, or as text")
    if (special := _special(text)) is not None:
        return special
    if is_subtitles(text):
        return read_subtitles(text)
    if is_json(text):
        return read_json(text)
    tag = _TAG.match(text, after_prolog(text))
    if tag and tag[1].lower() in _HTML:
        return _page(text)
    if tag or "<?xml" in text[:100]:
        root = read_xml(text)
        root = as_rss(root) if is_atom(root) else root
        found = next((read_it(root) for is_it, read_it in _XML if is_it(root)), None)
        if found is None:
            raise ImportFailed(f"is XML, but not {KNOWN}")
        return found
    return _text(text)


def _special(text: str) -> Document | None:
    if text.startswith("WEBVTT") or text[:1000].lstrip()[:1] in ("{", "<") or is_show_page(text):
        return None
    return next((read_it(text) for is_it, read_it in _TEXTS if is_it(text)), None)


def _page(text: str) -> Corpus | Document:
    what: Corpus | Document
    if "<cite" in text:
        what = read_html_transcript(text)
    elif is_show_page(shown := plain(text)) or is_headed_text(shown):
        what = _text(shown)
    elif is_named_text(named := timed(text)):
        what = read_named_text(named)
    elif is_spoken_page(text):
        what = read_html_transcript(text)
    else:
        raise ImportFailed(f"is an HTML page, but not {KNOWN}")
    image = page_image(text)
    if image and isinstance(what, Corpus):
        return replace(what, podcast=replace(what.podcast, image_url=image))
    if image and isinstance(what, Document):
        return replace(what, episode=replace(what.episode, image_url=image))
    return what


def _text(text: str) -> Corpus | Document:
    if is_show_page(text):
        return read_show_page(text)
    if (special := _special(text)) is not None:
        return special
    plainer, people = without_roles(text)
    if is_named_text(plainer):
        return with_people(read_named_text(plainer), people)
    if is_labelled(text):
        return read_columns(text)
    if is_plain_text(text):
        return read_plain_text(text)
    raise ImportFailed(
        f'is not {KNOWN}: no line begins with a name and a colon, or is like "• 02.03.2021", '
        "and it is not made of sentences"
    )
