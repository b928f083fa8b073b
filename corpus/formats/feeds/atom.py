"""Atom feeds (RFC 4287) as the RSS that says the same; what they take from namespaces stays."""

import html

from lxml import etree

from corpus.formats.xml import ATOM, CONTENT, ITUNES, Element, name, text_of

# What the children of a feed or an entry are called in RSS.
_AS_RSS = {
    "title": "title",
    "subtitle": "description",
    "summary": "description",
    "content": f"{{{CONTENT}}}encoded",
    "id": "guid",
    "published": "pubDate",
}


def is_atom(root: Element) -> bool:
    """Return whether the root element is that of an Atom feed."""
    return name(root) == (ATOM, "feed")


def as_rss(root: Element) -> Element:
    """Convert an Atom feed to RSS; moves the elements of `root` there."""
    rss = etree.Element("rss")
    channel = etree.SubElement(rss, "channel")
    if language := root.get("{http://www.w3.org/XML/1998/namespace}lang"):
        etree.SubElement(channel, "language").text = language
    _move(root, channel)
    return rss


def _move(source: Element, target: Element) -> None:
    """Move the elements of a feed or an entry, renamed as in RSS."""
    dated = any(name(child) == (ATOM, "published") for child in source)
    for child in list(source):
        space, local = name(child)
        address, relation = child.get("href") or "", child.get("rel") or "alternate"
        renamed = "pubDate" if local == "updated" and not dated else _AS_RSS.get(local)
        if (space, local) == (ATOM, "entry"):
            _move(child, etree.SubElement(target, "item"))
        elif (space, local, relation) == (ATOM, "link", "enclosure"):
            etree.SubElement(target, "enclosure", url=address)
        elif (space, local, relation) == (ATOM, "link", "alternate"):
            etree.SubElement(target, "link").text = address
        elif (space, local) == (ATOM, "author"):
            author = next((text_of(part) for part in child if name(part) == (ATOM, "name")), "")
            etree.SubElement(target, f"{{{ITUNES}}}author").text = author
        elif space != ATOM or local == "link":
            target.append(child)
        elif local == "logo":
            etree.SubElement(target, f"{{{ITUNES}}}image", href=text_of(child))
        elif renamed:
            etree.SubElement(target, renamed).text = _text(child)


def _text(element: Element) -> str:
    """Return the text of an element as the HTML that RSS would hold."""
    kind = element.get("type") or "text"
    if kind == "html":
        return text_of(element)
    if kind != "xhtml":
        return html.escape(text_of(element), quote=False)
    for inner in element.iter(etree.Element):
        inner.tag = name(inner)[1]
    return "".join(etree.tostring(inner, encoding="unicode") for inner in element)
