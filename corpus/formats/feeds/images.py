"""The picture that a feed announces for its podcast or for an item, as an address."""

import re
from collections.abc import Iterator

from corpus.formats.xml import ITUNES, MEDIA, PODCAST, Element, name, text_of

LONGEST = 2000  # characters of an address
WIDE_ENOUGH = 600  # dots; of several widths the next one above is fetched
_WIDTH = re.compile(r"[0-9]{1,5}w")


def image_of(parent: Element) -> str | None:
    """Return the address of the picture of a channel or an item as written, perhaps relative.

    Podcasting 2.0's widths come first, among them the one that is wide enough, then what iTunes,
    Media RSS and RSS itself name.
    """
    found: list[str] = []
    for child in _children(parent, PODCAST, "images"):
        widths: dict[int, str] = {}
        for part in (child.get("srcset") or "")[:20_000].split(","):
            address, *said = part.split()[:2] or [""]
            width = int(said[0][:-1]) if said and _WIDTH.fullmatch(said[0]) else 0
            widths.setdefault(width, address)
        enough = [width for width in sorted(widths) if width >= WIDE_ENOUGH]
        found += (widths[width] for width in [*enough, *sorted(widths, reverse=True)])
    for space, local, attribute in (
        (PODCAST, "image", "href"),
        (ITUNES, "image", "href"),
        (MEDIA, "thumbnail", "url"),
    ):
        found += (child.get(attribute) or "" for child in _children(parent, space, local))
    for child in _children(parent, MEDIA, "content"):
        if child.get("medium") == "image" or (child.get("type") or "").startswith("image/"):
            found.append(child.get("url") or "")
    for image in _children(parent, "", "image"):
        found += (text_of(child) for child in _children(image, "", "url"))
    addresses = (address.strip()[:LONGEST] for address in found)
    return next(filter(None, addresses), None)


def _children(parent: Element, space: str, local: str) -> Iterator[Element]:
    return (child for child in parent if name(child) == (space, local))
