"""XML from strangers: no entity is expanded, nothing is fetched, an error names its line."""

import re
from html.entities import html5
from typing import Any, TypeAlias

from lxml import etree

from corpus.errors import ImportFailed

Element: TypeAlias = etree._Element  # lxml names its element type so

PODCAST = "https://podcastindex.org/namespace/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
CHAPTERS = "http://podlove.org/simple-chapters"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
MEDIA = "http://search.yahoo.com/mrss"
ATOM = "http://www.w3.org/2005/Atom"
# Feeds in the wild use prefixes that they forget to declare.
PREFIXES = {
    "podcast": PODCAST, "itunes": ITUNES, "psc": CHAPTERS, "content": CONTENT, "atom": ATOM,
    "media": MEDIA,
}  # fmt: skip
# How else these namespaces are called; case, http or https and a last slash never matter.
_OTHERWISE = {
    "github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": PODCAST,
    "podcastindex.org/namespace": PODCAST,
    "itunes.com/dtds/podcast-1.0.dtd": ITUNES,
    "itunes.apple.com/dtds/podcast-1.0.dtd": ITUNES,
    "purl.org/rss/1.0/modules/content": CONTENT,
}
_HEAD = re.compile(r"https?://(?:www\.)?")
_ROOT = re.compile(r"<[A-Za-z_][\w.:-]*")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARATION = re.compile(r"<\?xml[^>]{0,200}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>]{0,500}>")
_BLANKS = re.compile(r"\s*")
_CDATA = "<![CDATA["
_AMPERSAND = re.compile(r"&(#[0-9]{1,7};|#x[0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)?")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))


def read_xml(text: str) -> Element:
    """Parse to the root element. Raises ImportFailed, with line and column, if not well-formed.

    Refused too: declared entities, elements nested deeper than 256, a text longer than 10 MB.
    """
    begun = text.lstrip()
    declared = _DECLARATION.match(begun)
    clean = _NOT_XML.sub("", begun[declared.end() if declared else 0 :]).lstrip()
    try:
        root = _parsed(_with_prefixes(clean))
    except etree.XMLSyntaxError as error:
        try:
            root = _parsed(_with_prefixes(_with_ampersands(clean)))
        except etree.XMLSyntaxError:
            raise ImportFailed(f"is not well-formed XML: {error.msg}") from error
    except ValueError as error:
        raise ImportFailed(f"is not well-formed XML: {error}") from error
    # lxml's stubs know neither the entities of a DTD nor what this path yields.
    subset: Any = root.getroottree().docinfo.internalDTD
    if subset is not None and next(subset.iterentities(), None) is not None:
        line = text.count("\n", 0, text.find("<!ENTITY")) + 1
        raise ImportFailed(f"is XML that declares entities, in line {line}; none is expanded here")
    return root


def _parsed(text: str) -> Element:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    return etree.fromstring(text, parser)


def _with_ampersands(text: str) -> str:
    """Write HTML's entities as their characters and a bare "&" as "&amp;", outside of CDATA.

    Feeds in the wild have "Q&A" and "&nbsp;" in their titles; every other reader takes them.
    """
    first, *rest = text.split(_CDATA)
    mended = [_AMPERSAND.sub(_mended, first)]
    for part in rest:
        inside, end, outside = part.partition("]]>")
        mended.append(inside + end + _AMPERSAND.sub(_mended, outside))
    return _CDATA.join(mended)


def _mended(found: re.Match[str]) -> str:
    entity = found[1]
    if entity is None:
        return "&amp;"
    known = entity.startswith("#") or entity[:-1] in _XML_ENTITIES
    return found[0] if known else html5.get(entity, f"&amp;{entity}").replace("<", "&lt;")


def name(element: Element) -> tuple[str, str]:
    """Return the namespace ("" for none) and the local name of an element ("" for comments)."""
    if not isinstance(element.tag, str):
        return "", ""
    space, _, local = element.tag.rpartition("}")
    space = space.lstrip("{")
    return _SAME.get(_spelled(space), space), local


def _spelled(space: str) -> str:
    return _HEAD.sub("", space.strip().lower(), count=1).rstrip("/")


_SAME = _OTHERWISE | {_spelled(space): space for space in PREFIXES.values()}


def text_of(element: Element) -> str:
    """Return all text inside an element, without comments."""
    texts: Any = element.xpath(".//text()")
    return "".join(texts)


def after_prolog(text: str, start: int = 0) -> int:
    """Find the end of the blanks, comments and instructions that may precede any tag.

    Scans by hand, since a pattern with nested repetition would take exponential time.
    """
    while True:
        start = _end_of(_BLANKS, text, start)
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
        elif text.startswith("<?", start):
            end = text.find("?>", start + 2, start + 1000)
        else:
            return start
        if end < 0:
            return start
        start = text.index(">", end) + 1


def _with_prefixes(text: str) -> str:
    doctype = _end_of(_DOCTYPE, text, after_prolog(text))
    root = _ROOT.search(text, after_prolog(text, doctype))
    if root is None:
        return text
    missing = "".join(
        f' xmlns:{prefix}="{space}"'
        for prefix, space in PREFIXES.items()
        if f"{prefix}:" in text and f"xmlns:{prefix}" not in text
    )
    return text[: root.end()] + missing + text[root.end() :]


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start
