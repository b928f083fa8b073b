"""The picture that a page names for its links in other places: og:image."""

import html
import re

LONGEST = 2000  # characters of an address
_HEAD = 200_000  # characters of a page that its head may have
_META = re.compile(r"<meta\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z]{1,20})\s?=\s?(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_NAMED = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image")


def page_image(text: str) -> str | None:
    """Return the address of a page's picture as written, perhaps relative; None for none."""
    found: dict[str, str] = {}
    for meta in _META.finditer(text[:_HEAD]):
        told = {one[1].lower(): one[2] or one[3] or "" for one in _ATTRIBUTE.finditer(meta[1])}
        name = (told.get("property") or told.get("name") or "").lower()
        if address := html.unescape(told.get("content", "")).strip():
            found.setdefault(name, address[:LONGEST])
    return next((found[name] for name in _NAMED if name in found), None)
