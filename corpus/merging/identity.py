"""Tell whether a feed belongs to a corpus: titles are not unique, and podcasts change address."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import ImportFailed
from corpus.files import PODCAST_FILE, load_episodes, load_podcast
from corpus.gathered import Gathered
from corpus.types import Podcast

MOSTLY = 0.5  # share of a feed's episodes that are known


def check_identity(gathered: Gathered, folder: Path) -> None:
    """Raise ImportFailed where the folder is the corpus of another podcast than was gathered.

    A corpus that knows its feed is recognised by the address, also a new one that the feed itself
    announces, by its guid, or by most of the episodes. Any other is recognised by its website, its
    publisher, or any of the episodes.
    """
    if not (folder / PODCAST_FILE).exists():
        return
    known, new = load_podcast(folder), gathered.podcast
    if known.feed or known.guid:
        same = is_by_its_feed(known, gathered)
        least = MOSTLY
    else:
        same = _same(known.website, new.website, _target) or _same(known.publisher, new.publisher)
        least = 0.0
    if same:
        return
    # The share of the episodes that are known by id, and by title or day.
    by_id = {episode.id: episode for episode in load_episodes(folder).values()}
    found = [one.episode for one in gathered.found]
    again = sum(
        old.title == one.title or (one.published is not None and one.published == old.published)
        for one in found
        if (old := by_id.get(one.id))
    )
    if again / max(len(found), 1) <= least:
        origin = known.feed or known.guid or known.website
        told = f"that of {origin}" if origin else "and nothing tells that it is the same"
        raise ImportFailed(
            f"{folder} holds another podcast of this name, {told}. Keep them apart with "
            "--into DIR and a new folder, or name this one there if they are the same"
        )


def is_by_its_feed(known: Podcast, gathered: Gathered) -> bool:
    """Return whether this is a known podcast, by its guid or its feed's address."""
    addresses = (gathered.podcast.feed, *gathered.addresses)
    return _same(known.guid, gathered.podcast.guid) or any(
        _same(known.feed, address, _target) for address in addresses
    )


def _same(one: str | None, other: str | None, alike: Callable[[str], str] = str.casefold) -> bool:
    return bool(one and other and alike(one) == alike(other))


def _target(address: str) -> str:
    """Return the part of an address that says where it leads, without scheme and credentials."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}:{parts.port or ''}{parts.path.rstrip('/')}?{parts.query}"
