"""The HTML of the list of episodes, by podcast where there are several."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from corpus import Corpus, Episode, Podcast, sentence_spans
from corpus.people import GUESTS, with_role
from rag.wording.formats import in_minutes, long_date
from ui.html.cards import link_to, short_title
from ui.html.templates import rendered
from ui.html.trouble import listed
from ui.texts.wording import Wording

FEW = 12  # episodes that the eye finds without a search


def shelf(corpora: Sequence[Corpus], words: Wording, *, named: bool = False) -> Markup:
    """List all episodes with guest, date, length and description, the latest first.

    Where there are several podcasts their links are `named`; each of these has its own part.
    """
    many = sum(len(corpus.episodes) for corpus in corpora) > FEW
    return rendered(
        "shelf", words=words, many=many, rows=[_row(one, words, named) for one in corpora]
    )


def _row(corpus: Corpus, words: Wording, named: bool) -> tuple[Podcast | None, list[Markup]]:
    podcast = corpus.podcast if named else None
    return podcast, [
        listed(words, "reload", f"volume-{episode.number}", _volume, episode, words, podcast)
        for episode in reversed(corpus.episodes)
    ]


def _volume(episode: Episode, words: Wording, podcast: Podcast | None) -> Markup:
    return rendered(
        "volume",
        words=words,
        podcast=podcast,
        link=link_to(episode, podcast=podcast),
        number=episode.number,
        title=short_title(episode),
        facts=list(known(episode, words)),
        description=_first_sentences(episode.description or ""),
    )


def _first_sentences(text: str) -> str:
    ends = [end for _, end in sentence_spans(text) if end <= 260]
    return text[: ends[-1]].strip() if ends else text[:200].strip() + ("…" if text[200:] else "")


def known(episode: Episode, words: Wording) -> Iterator[str]:
    """Yield guest, date and length of an episode, as far as they are known."""
    guests = [person.name for person in with_role(episode.people, GUESTS)]
    if guests:
        yield words.with_guest.format(guest=", ".join(guests))
    if episode.published:
        yield long_date(episode.published, words.code)
    if episode.duration:
        yield in_minutes(episode.duration, words.code)
