"""The HTML of the list of episodes, the latest first, by podcast where there are several."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup

from corpus import Corpus, Episode, Podcast, clock, sentence_spans
from corpus.people import GUESTS, with_role
from rag.wording.formats import in_minutes, long_date
from ui.html.cards import link_to, short_title
from ui.html.templates import rendered
from ui.html.trouble import listed
from ui.texts.wording import Wording

FEW = 12  # episodes that the eye finds without a search
DESCRIBED = 60  # episodes, in all, up to which each is described
Year = tuple[str, list[Markup]]


def shelf(corpora: Sequence[Corpus], words: Wording, *, named: bool = False) -> Markup:
    """List all episodes with guest, date and length, by year where there are many.

    Where there are several podcasts their links are `named`; each of these has its own part.
    """
    count = sum(len(corpus.episodes) for corpus in corpora)
    rows = [_row(one, words, named, described=count <= DESCRIBED) for one in corpora]
    return rendered("shelf", words=words, many=count > FEW, rows=rows)


def _row(
    corpus: Corpus, words: Wording, named: bool, *, described: bool
) -> tuple[Podcast | None, list[Year]]:
    podcast = corpus.podcast if named else None
    episodes = corpus.episodes[::-1]
    by_year = groupby(episodes, lambda one: _year(one) if len(episodes) > FEW else "")
    return podcast, [
        (year, [_listed(one, words, podcast, described) for one in within])
        for year, within in by_year
    ]


def _year(episode: Episode) -> str:
    return str(episode.published.year) if episode.published else ""


def _listed(episode: Episode, words: Wording, podcast: Podcast | None, described: bool) -> Markup:
    place = f"volume-{episode.number}"
    return listed(words, "reload", place, _volume, episode, words, podcast, described)


def _volume(episode: Episode, words: Wording, podcast: Podcast | None, described: bool) -> Markup:
    return rendered(
        "volume",
        words=words,
        podcast=podcast,
        link=link_to(episode, podcast=podcast),
        number=episode.number,
        title=short_title(episode),
        facts=list(known(episode, words)),
        description=_first_sentences(episode.description or "") if described else "",
    )


def _first_sentences(text: str) -> str:
    ends = [end for _, end in sentence_spans(text) if end <= 260]
    return text[: ends[-1]].strip() if ends else text[:200].strip() + ("…" if text[200:] else "")


def known(episode: Episode, words: Wording, *, exact: bool = False) -> Iterator[str]:
    """Yield guest, date and length of an episode, as far as they are known."""
    guests = [person.name for person in with_role(episode.people, GUESTS)]
    if guests:
        yield words.with_guest.format(guest=", ".join(guests))
    if episode.published:
        yield long_date(episode.published, words.code)
    if episode.duration:
        yield clock(episode.duration) if exact else in_minutes(episode.duration, words.code)
