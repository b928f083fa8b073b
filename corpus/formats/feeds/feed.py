"""RSS feeds of podcasts: the show, and each item's data and links to its transcripts.

Atom arrives here as RSS (`corpus.formats.feeds.atom`). Namespaces: podcast (transcript, chapters,
person, episode), itunes, psc, content, atom. Of people, those of an item replace the channel's; a
person without a role is a host (so says the podcast namespace). `corpus.people` knows the host of
an item that names only guests.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from corpus.errors import ImportFailed, unforeseen
from corpus.formats.chapters.chapters_xml import simple_chapters
from corpus.formats.chapters.described import described_chapters
from corpus.formats.days import day, duration_of
from corpus.formats.document import NOBODY_SAID, seconds, web_address
from corpus.formats.feeds.images import image_of
from corpus.formats.markup import links, plain
from corpus.formats.pages import show_notes as shownotes
from corpus.formats.pages.show_page import language, slug
from corpus.formats.xml import ATOM, CHAPTERS, CONTENT, ITUNES, PODCAST, Element, name, text_of
from corpus.gathered import Failure
from corpus.types import Episode, Person, Podcast

LONGEST_TITLE, LONGEST_ID = 500, 300
MOST_ITEMS = 20_000  # a daily show needs 55 years for as many


@dataclass(frozen=True, slots=True)
class Linked:
    """An address with the type and the language that the feed announces for it."""

    url: str
    type: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An episode as the feed describes it; its `number` is not settled yet: 0.

    `announced` is the number in the feed, `place` names the item in messages, `audio` and `page`
    are addresses as written in the feed, perhaps relative to that of the feed.
    """

    place: str
    episode: Episode
    announced: int | None
    transcripts: tuple[Linked, ...]
    chapters: Linked | None
    repairs: tuple[str, ...] = ()
    audio: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A show and its items in the order of the feed; older ones are at `next_page`.

    `failures` are unreadable items. `moved` is the new address that the feed announces, `own` the
    one that it gives as its own.
    """

    podcast: Podcast
    items: tuple[Item, ...]
    next_page: str | None = None
    failures: tuple[Failure, ...] = ()
    moved: str | None = None
    own: str | None = None


def is_feed(root: Element) -> bool:
    """Return whether the root element is that of an RSS feed, or holds podcast namespace tags."""
    return name(root)[1] == "rss" or any(name(child)[0] == PODCAST for child in root)


def read_feed(root: Element) -> Feed:
    """Read the show and its items, newest first as in most feeds.

    Raises ImportFailed for more than MOST_ITEMS.
    """
    channel = next((child for child in root if name(child)[1] == "channel"), root)
    found = [child for child in channel.iter("item") if child.getparent() in (channel, root)]
    # The podcast namespace's tags may also stand alone, as those of one item.
    elements = found or ([root] if channel is root and name(root)[1] != "rss" else [])
    if len(elements) > MOST_ITEMS:
        raise ImportFailed(f"lists {len(elements)} items, which no podcast has")
    shared = tuple(_people(channel)) if channel is not root else ()
    podcast = _podcast(channel, shared)
    items, failures = list[Item](), list[Failure]()
    for index, element in enumerate(elements, 1):
        try:
            items.append(_item(element, f"item {index}", podcast))
        except Exception as error:  # whatever is odd about one item, the others are read
            failures.append(Failure(f"item {index}", unforeseen(error)))
    return Feed(
        podcast,
        tuple(items),
        _page(channel, "next"),
        tuple(failures),
        web_address(_line(channel, ITUNES, "new-feed-url")),
        web_address(_page(channel, "self")),
    )


def _podcast(channel: Element, people: tuple[Person, ...]) -> Podcast:
    title = _line(channel, "", "title") or "Podcast"
    description = _text(channel, ("", "description"), (ITUNES, "summary"))
    said = _line(channel, "", "language")
    return Podcast(
        slug=slug(title),
        title=title,
        description=description and plain(description),
        publisher=_line(channel, ITUNES, "author"),
        website=web_address(_line(channel, "", "link")),
        language=said[:2].lower() if said else language(plain(description or "")),
        image_url=image_of(channel),
        people=people,
        guid=(_line(channel, PODCAST, "guid") or _line(channel, "", "guid") or "")[:LONGEST_ID]
        or None,
    )


def _item(element: Element, place: str, podcast: Podcast) -> Item:
    """Read an item, and warn of values that cannot be read; a length of 0 means unknown."""
    addresses = ((c.get("url") or "").strip() for c in _children(element, "", "enclosure"))
    audio, page = next(filter(None, addresses), None), _line(element, "", "link")
    title = (_line(element, "", "title") or _line(element, ITUNES, "title") or "")[:LONGEST_TITLE]
    identity = _line(element, "", "guid") or audio or page or title or place
    dated, lasts = _line(element, "", "pubDate"), _line(element, ITUNES, "duration")
    published, duration = day(dated) if dated else None, duration_of(lasts)
    odd = []
    if dated and published is None:
        odd.append(f"pubDate: {dated[:60]!r} is no date")
    if lasts and duration is None and seconds(lasts) != 0:
        odd.append(f"itunes:duration: {lasts[:60]!r} is no length")
    episode = replace(
        _described(element, podcast, duration),
        id=identity[:LONGEST_ID],
        title=title or identity[:LONGEST_TITLE],
        published=published,
        audio_url=web_address(audio),
        page_url=web_address(page),
    )
    # Podlove Simple Chapters may be in a file of their own, and are linked.
    podlove = (
        Linked(link.get("href") or "")
        for link in _children(element, ATOM, "link")
        if (link.get("rel") or "").rstrip("/") == CHAPTERS and link.get("href")
    )
    return Item(
        f"{place} ({(title or identity)[:60]})",
        episode,
        _number(element),
        tuple(_linked(element, "transcript")),
        next(chain(_linked(element, "chapters"), podlove), None),
        tuple(odd),
        audio,
        page,
    )


def _described(element: Element, podcast: Podcast, duration: float | None) -> Episode:
    """Read what an item tells of its content, in elements for it or else in its show notes."""
    tags = (CONTENT, "encoded"), ("", "description"), (ITUNES, "summary")
    notes = _text(element, *tags) or ""
    found = shownotes.sections(plain(notes))
    people = tuple(_people(element)) or shownotes.people(found.get(shownotes.PEOPLE, ""))
    # Who hosts is often said of the podcast, and of the item only who is a guest.
    speakers = tuple(dict.fromkeys(person.name for person in (*people, *podcast.people)))
    texts = (plain(text) for text in (_text(element, tag) for tag in tags) if text)
    return replace(
        NOBODY_SAID,
        duration=duration,
        language=podcast.language,
        image_url=image_of(element),
        description=found[""] or None,
        people=people or podcast.people,
        links=links(notes) or shownotes.links(found.get(shownotes.LINKS, "")),
        chapters=next(map(simple_chapters, _children(element, CHAPTERS, "chapters")), ())
        or shownotes.chapters(found.get(shownotes.CHAPTERS, ""))
        or described_chapters(texts, duration),
        turns=shownotes.turns(found.get(shownotes.TRANSCRIPT, ""), speakers),
    )


def _people(parent: Element) -> Iterator[Person]:
    """Return everyone once, with their first address and their first role."""
    once: dict[str, Person] = {}
    for element in _children(parent, PODCAST, "person"):
        person = " ".join(plain(text_of(element)).split())[:200]
        role = " ".join((element.get("role") or "host").split())
        if person:
            once.setdefault(person, Person(person, role, url=web_address(element.get("href"))))
    yield from once.values()


def _linked(element: Element, tag: str) -> Iterator[Linked]:
    for child in _children(element, PODCAST, tag):
        if url := (child.get("url") or "").strip():
            yield Linked(url, (child.get("type") or "").lower(), child.get("language"))


def _number(element: Element) -> int | None:
    announced = _line(element, PODCAST, "episode") or _line(element, ITUNES, "episode") or ""
    return int(announced) if re.fullmatch(r"[0-9]{1,6}", announced) else None


def _page(channel: Element, relation: str) -> str | None:
    pages = (link for link in _children(channel, ATOM, "link") if link.get("rel") == relation)
    return next((link.get("href") for link in pages), None)


def _children(parent: Element, space: str, local: str) -> Iterator[Element]:
    return (child for child in parent if name(child) == (space, local))


def _text(parent: Element, *tags: tuple[str, str]) -> str | None:
    """Return the text of the first of these children that has some."""
    found = chain.from_iterable(_children(parent, *tag) for tag in tags)
    return next(filter(None, (text_of(child).strip() for child in found)), None)


def _line(parent: Element, space: str, local: str) -> str | None:
    """Return a child's text as one line without HTML."""
    text = _text(parent, (space, local))
    return " ".join(plain(text).split()) or None if text else None
