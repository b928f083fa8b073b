"""The HTML of the list of episodes, the latest first, by podcast where there are several."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from markupsafe import Markup

from corpus import Corpus, Episode, Podcast, clock
from corpus.people import GUESTS, with_role
from rag.show.breaks import in_one_line
from rag.show.descriptions import opening, own_slices, repeated
from rag.wording.formats import in_minutes, long_date
from ui.html.cards import link_to, short_title
from ui.html.templates import rendered
from ui.html.trouble import listed
from ui.texts.wording import Wording

FEW = 12  # episodes that the eye finds without a search
DESCRIBED = 60  # episodes, in all, up to which each is described
LONGEST = 260  # characters of a description
Year = tuple[str, list[Markup]]


def shelf(corpora: Sequence[Corpus], words: Wording, *, named: bool = False) -> Markup:
    """List all episodes with guest, date and length, by year where there are many.

    Where there are several podcasts their links are `named`; each of these has its own part.
    """
    count = sum(len(corpus.episodes) for corpus in corpora)
    rows: list[tuple[Podcast | None, list[Year]]] = []
    for corpus in corpora:
        podcast = corpus.podcast if named else None
        common = repeated(corpus) if count <= DESCRIBED else None
        episodes = corpus.episodes[::-1]
        many = len(episodes) > FEW
        dated = [(str(e.published.year) if many and e.published else "", e) for e in episodes]
        years: list[Year] = []
        for year, within in groupby(dated, itemgetter(0)):
            volumes = [
                listed(words, "reload", f"volume-{e.number}", _volume, e, words, podcast, common)
                for _, e in within
            ]
            years.append((year, volumes))
        rows.append((podcast, years))
    return rendered("shelf", words=words, many=count > FEW, rows=rows)


def _volume(
    episode: Episode, words: Wording, podcast: Podcast | None, common: frozenset[str] | None
) -> Markup:
    description = ""
    if common is not None:
        # How it begins, without what most episodes say as well.
        text = (episode.description or "").strip()
        own = next(iter(own_slices(text, common) or own_slices(text, frozenset())), text)
        own = in_one_line(own)
        told = opening(own, LONGEST)
        description = told + ("…" if len(told) == LONGEST < len(own) else "")
    return rendered(
        "volume",
        words=words,
        podcast=podcast,
        link=link_to(episode, podcast=podcast),
        number=episode.number,
        language=episode.language,
        title=short_title(episode),
        facts=list(known(episode, words)),
        description=description,
    )


def known(episode: Episode, words: Wording, *, exact: bool = False) -> Iterator[str]:
    """Yield guest, date and length of an episode, as far as they are known."""
    guests = [person.name for person in with_role(episode.people, GUESTS)]
    if guests:
        yield words.with_guest.format(guest=", ".join(guests))
    if episode.published:
        yield unbroken(long_date(episode.published, words.code))
    if episode.duration:
        length = clock(episode.duration) if exact else in_minutes(episode.duration, words.code)
        yield unbroken(length)


def unbroken(text: str) -> str:
    """Keep "36 Min." in one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")
