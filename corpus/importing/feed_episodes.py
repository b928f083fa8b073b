"""Gather a feed's episodes: fetch transcripts and chapters, a few at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

from tqdm import tqdm

from corpus.errors import ImportFailed, unforeseen
from corpus.fetching.download import Fetcher
from corpus.fetching.workers import side_by_side
from corpus.formats.document import web_address
from corpus.formats.feeds.feed import Feed, Item
from corpus.gathered import Failure, Found, Gathered
from corpus.importing.accounts import turns_of, unknown_speakers
from corpus.importing.linked import is_address, linked, read_bytes, read_document, read_named
from corpus.merging.numbering import numbers_in
from corpus.types import Turn

AT_ONCE = 4
MOST_PAGES = 100
# The richest formats first; an announced type may be wrong, so the content decides.
_RANKS = ("application/json", "vtt", "srt", "subrip", "html", "plain")


def gather_feed(feed: Feed, base: str, fetcher: Fetcher) -> Gathered:
    """Gather all episodes of a feed and its older pages; `base` is the feed's own place.

    A transcript that cannot be fetched is reported; the episode is kept without it.
    """
    first: dict[str, Item] = {}
    failures: list[Failure] = []
    for item in _all_items(feed, base, fetcher):
        if isinstance(item, Failure):
            failures.append(item)
        elif (other := first.setdefault(item.episode.id, item)) is not item:
            failures.append(Failure(item.place, f"has the same guid as {other.place}"))
    titled = numbers_in([item.episode.title for item in first.values()])
    items = [
        item if item.announced is not None else replace(item, announced=number)
        for item, number in zip(first.values(), titled, strict=True)
    ]
    results = side_by_side(lambda item: _fetch_or_record(item, feed, base, fetcher), items, AT_ONCE)
    found = list(tqdm(results, "Fetching", len(items), unit="episode", delay=2, disable=None))
    addresses = tuple(filter(None, (feed.moved, base if is_address(base) else None, feed.own)))
    parts = urlsplit(next(iter(addresses), ""))
    public = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="")  # no password
    podcast = replace(feed.podcast, feed=urlunsplit(public) if addresses else None)
    return Gathered(podcast, True, tuple(oldest_first(found)), tuple(failures), addresses=addresses)


def oldest_first(found: list[Found]) -> list[Found]:
    """Sort by day of publication if every episode has one, else reverse the feed's order."""
    turned = found[::-1]
    if any(one.episode.published is None for one in found):
        return turned
    return sorted(turned, key=lambda one: one.episode.published or date.min)


def _all_items(feed: Feed, base: str, fetcher: Fetcher) -> Iterator[Item | Failure]:
    """Collect the items of a feed and its older pages, without repeated ones."""
    told = {item.episode.id: item.episode for item in feed.items}
    yield from feed.failures
    yield from feed.items
    pages, seen = 0, {base if is_address(base) else str(Path(base).resolve())}
    page = feed.next_page
    while page:
        try:
            if pages == MOST_PAGES:
                raise ImportFailed(f"after {MOST_PAGES} older pages no more are read")
            url = linked(base, page)
            if url in seen:
                return
            seen.add(url)
            pages += 1
            older, _ = read_named(read_bytes(url, fetcher), url)
            if not isinstance(older, Feed):
                raise ImportFailed(f"{url} is no feed")
        except ImportFailed as error:
            yield Failure(f"page {pages + 1} of the feed", str(error))
            return
        yield from older.failures
        yield from (item for item in older.items if told.get(item.episode.id) != item.episode)
        told |= {item.episode.id: item.episode for item in older.items}
        page = older.next_page


def _fetch_or_record(item: Item, feed: Feed, base: str, fetcher: Fetcher) -> Found:
    """Fetch one episode; its errors are recorded, so that the others can still be imported."""
    try:
        return _fetch(item, feed, base, fetcher)
    except OSError:  # the disk is full, and so for all
        raise
    except Exception as error:
        failed = f"{item.place}: {unforeseen(error)}"
        return Found(item.episode, item.announced, item.place, item.repairs, failed)


def _fetch(item: Item, feed: Feed, base: str, fetcher: Fetcher) -> Found:
    """Complete an episode with what could be fetched for it."""
    episode, repairs, failed = item.episode, list(item.repairs), None
    if is_address(base):
        audio = episode.audio_url or _absolute(base, item.audio)
        page = episode.page_url or _absolute(base, item.page)
        episode = replace(episode, audio_url=audio, page_url=page)
    if item.transcripts:
        try:
            turns, mended = _best_transcript(item, feed.podcast.language, base, fetcher)
            episode, repairs = replace(episode, turns=turns), [*repairs, *mended]
        except ImportFailed as error:
            failed = str(error)
    else:
        repairs += unknown_speakers(episode.turns)
    if item.chapters:
        try:
            place = linked(base, item.chapters.url)
            told, _ = read_document(read_bytes(place, fetcher), place)
            episode = replace(episode, chapters=told.episode.chapters or episode.chapters)
        except ImportFailed as error:
            repairs.append(f"chapters were left out: {error}")
    return Found(episode, item.announced, item.place, tuple(repairs), failed)


def _absolute(base: str, link: str | None) -> str | None:
    try:
        return web_address(urljoin(base, link)) if link else None
    except ValueError:  # "http://["
        return None


def _best_transcript(
    item: Item, language: str | None, base: str, fetcher: Fetcher
) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """Read the best transcript that can be read; also return what was mended in it."""
    links = sorted(
        item.transcripts,
        key=lambda link: (
            bool(language and link.language and link.language[:2].lower() != language),
            next((rank for rank, kind in enumerate(_RANKS) if kind in link.type), len(_RANKS)),
        ),
    )
    reasons = []
    for link in links:
        try:
            place = linked(base, link.url)
            document, mended = read_document(read_bytes(place, fetcher), place)
            turns, repairs = turns_of(document, place, item.episode.duration)
            if turns:
                return turns, (*mended, *repairs)
            reasons.append(f"{place}: holds no transcript")
        except ImportFailed as error:
            reasons.append(str(error))
    raise ImportFailed("; ".join(reasons))
