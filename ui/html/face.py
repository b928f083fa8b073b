"""The face of a podcast on the first screen: cover, title, people, and ways into its episodes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from markupsafe import Markup

from corpus import Corpus, Episode, Moment, Podcast, clock, sentence_spans
from corpus.people import HOSTS, with_role
from corpus.types import is_label
from rag.show.breaks import in_one_line
from rag.wording.formats import in_minutes
from ui.html.cards import cover_of, link_to, person_link, short_title, topic_link
from ui.html.chooser import known, unbroken
from ui.html.sample_questions import sample_questions
from ui.html.templates import rendered
from ui.html.trouble import drawn, listed
from ui.state.conversation import Topics, no_topics
from ui.texts.wording import Wording

EPISODES = 4  # the latest, that the first screen shows
CHAPTERS = 6
PEOPLE = 8
SHOWS = 12  # of a library
ABOUT = 280  # characters of what a podcast says of itself


@dataclass(frozen=True, slots=True)
class _Cover:
    """A picture, or where there is none the first letter of the title."""

    url: str | None
    letter: str


@dataclass(frozen=True, slots=True)
class _Way:
    """A link into what was said; `more` stands beside its name."""

    name: str
    link: str
    more: str = ""


def face(
    corpora: Sequence[Corpus],
    words: Wording,
    *,
    named: bool = False,
    topics: Topics = no_topics,
) -> Markup:
    """Draw questions to begin with, and below them the podcast, or of several one tile each.

    Where there are several, the links of one are `named` after it. `topics` are by its slug.
    """
    samples = sample_questions(corpora, words)
    if len(corpora) == 1:
        one = corpora[0]
        podcast = one.podcast if named else None
        ways = drawn(words, "reload", _podcast, one, words, podcast, topics)
    else:
        shows = [
            listed(words, "reload", f"show-{one.podcast.slug}", _show, one, words)
            for one in corpora[:SHOWS]
        ]
        ways = drawn(words, "reload", rendered, "shows", words=words, shows=shows)
    return rendered("start", words=words, samples=samples, ways=ways)


def cover(title: str, url: str | None) -> Markup:
    """Draw a cover; its picture says nothing that its title beside it does not say."""
    letter = next((sign for sign in title if sign.isalnum()), "•").upper()
    return rendered("cover", cover=_Cover(url, letter))


def _podcast(corpus: Corpus, words: Wording, named: Podcast | None, topics: Topics) -> Markup:
    podcast = corpus.podcast
    latest = list(islice(reversed(corpus.episodes), EPISODES))
    people = [name for name in corpus.speakers if not is_label(name)]
    # The first sentences of what it says of itself.
    about = in_one_line(podcast.description or "")
    ends = [end for _, end in sentence_spans(about) if end <= ABOUT]
    # Chapters of the latest episodes in turn, those of the newest first.
    share = max(1, CHAPTERS // max(1, sum(bool(one.chapters) for one in latest)))
    chapters = [
        _Way(
            chapter.title,
            link_to(one, Moment(chapter.start), podcast=named),
            f"{words.episode.format(number=one.number)} · {clock(chapter.start)}",
        )
        for one in latest
        for chapter in one.chapters[:share]
    ]
    return rendered(
        "face",
        words=words,
        podcast=podcast,
        cover=cover(podcast.title, cover_of(podcast, named)),
        facts=" · ".join(_facts(corpus, words)),
        about=about[: ends[-1]].strip() if ends else "",
        episodes=[
            listed(words, "reload", f"latest-{one.number}", _episode, one, podcast, words, named)
            for one in latest
        ],
        more=len(corpus.episodes) > EPISODES,
        chapters=chapters[:CHAPTERS],
        topics=[_Way(one, topic_link(one, named)) for one in topics(podcast.slug)],
        # Their pages have all that they say.
        people=[_Way(name, person_link(name, named)) for name in people[:PEOPLE]],
    )


def _episode(episode: Episode, podcast: Podcast, words: Wording, named: Podcast | None) -> Markup:
    title = short_title(episode)
    return rendered(
        "latest",
        words=words,
        episode=episode,
        title=title,
        link=link_to(episode, podcast=named),
        cover=cover(title or podcast.title, cover_of(episode, named) or cover_of(podcast, named)),
        facts=list(known(episode, words)),
    )


def _show(corpus: Corpus, words: Wording) -> Markup:
    podcast = corpus.podcast
    return rendered(
        "show",
        podcast=podcast,
        cover=cover(podcast.title, cover_of(podcast, podcast)),
        facts=" · ".join(_facts(corpus, words)),
        link="?" + urlencode({"podcast": podcast.slug}),
    )


def _facts(corpus: Corpus, words: Wording) -> Iterator[str]:
    """Yield how many episodes there are, how long they are together, and who hosts them."""
    count = len(corpus.episodes)
    yield words.one_episode if count == 1 else words.episodes.format(count=count)
    seconds = sum(episode.duration or 0.0 for episode in corpus.episodes)
    if seconds:
        yield in_hours(seconds, words)
    yield from (person.name for person in with_role(corpus.podcast.people, HOSTS))


def in_hours(seconds: float, words: Wording) -> str:
    """Format a length in minutes, from three hours on in hours."""
    hours = round(seconds / 3600)
    length = words.hours.format(count=hours) if hours >= 3 else in_minutes(seconds, words.code)
    return unbroken(length)
