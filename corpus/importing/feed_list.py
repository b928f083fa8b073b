"""Lists of feeds: OPML, as podcast apps export it, or a text with one address per line."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from corpus.decoding.encodings import decoded
from corpus.errors import ImportFailed
from corpus.fetching.download import Fetcher
from corpus.formats.xml import after_prolog, name, read_xml
from corpus.gathered import Failure
from corpus.importing.linked import is_address, linked, read_bytes

_OPML = re.compile(r"(?:<!DOCTYPE[^>]{0,500}>\s*)?<opml[\s>]", re.IGNORECASE)
# As some apps write addresses: feed:https://… and feed://…
_FEED = re.compile(r"^feed:(?://)?(?=https?:)|^feed(?=://)", re.IGNORECASE)


def listed_feeds(source: str, fetcher: Fetcher) -> tuple[str | Failure, ...] | None:
    """List the addresses of the feeds in a source, each once; None if it is not a list.

    A list in a file may also name feed files in its own folder and below, nothing else on the disk;
    any other name is a failure. A list at an address is recognised by its ending, .opml, one in a
    file by its content. Raises ImportFailed where OPML is broken or lists no feed.
    """
    if is_address(source):
        may_be_list = urlsplit(source).path.lower().endswith(".opml")
    else:
        may_be_list = Path(source).is_file()
    if not may_be_list:
        return None
    try:
        text, _ = decoded(read_bytes(source, fetcher))
    except ImportFailed:
        return None  # importing it will give the reason
    if not _OPML.match(text, after_prolog(text)):
        # It may have an address per line; with anything else in it, it is no list.
        lines = [line.strip() for line in text.splitlines()]
        lines = [line for line in lines if line and not line.startswith("#")]
        alone = all(is_address(line) and " " not in line for line in lines)
        return tuple(dict.fromkeys(lines)) if lines and alone else None
    try:
        feeds = _feeds_of_opml(text, source)
    except ImportFailed as error:
        raise ImportFailed(f"{source}: {error}") from error
    if not feeds:
        raise ImportFailed(f"{source}: lists no feed: no outline has an xmlUrl")
    return feeds


def _feeds_of_opml(text: str, source: str) -> tuple[str | Failure, ...]:
    feeds: dict[str | Failure, None] = {}
    for element in read_xml(text).iter():
        told = {str(key).lower(): str(value).strip() for key, value in element.attrib.items()}
        if name(element)[1].lower() == "outline" and told.get("xmlurl"):
            link = _FEED.sub(
                lambda scheme: "" if scheme[0].endswith((":", "/")) else "https", told["xmlurl"]
            )
            try:
                feeds[linked(source, link)] = None
            except ImportFailed as error:
                feeds[Failure(link[:200], str(error))] = None
    return tuple(feeds)
