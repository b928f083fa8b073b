"""The page that a reader opens: an episode, or what a person says, or what is said on a topic."""

from collections.abc import Sequence

from markupsafe import Markup

from corpus import Corpus, NachgefragtError
from rag.bounds import asked_for
from rag.types import Hit, Scope, Span
from ui.html.cards import core_of
from ui.html.templates import rendered
from ui.html.trouble import attempted, drawn, trouble
from ui.logs import log_once
from ui.pages.episode import episode_page, no_such_episode, nothing_open
from ui.pages.said import Wanted, said_page
from ui.pages.transcript import transcript_piece
from ui.state.conversation import Show
from ui.state.events import Opened
from ui.state.queue import RequestQueue
from ui.texts.wording import Wording

LOOKED_AT = 80  # passages on a topic
LATEST = 12  # episodes of which a person's page shows key sentences


def opened(line: RequestQueue, show: Show, wanted: Opened, words: Wording) -> Markup:
    """Draw the page that is wanted; a search for a topic waits in line."""
    if not (wanted.person or wanted.topic):
        return drawn(words, "reload", _episode, show, wanted, words)
    try:
        corpus = (show.of(wanted.podcast) if wanted.podcast else None) or show.corpus
        podcast = corpus.podcast if show.more else None
        about = Wanted(wanted.person, wanted.topic, podcast)
        hits: Sequence[Hit] = ()
        if wanted.topic:
            query = asked_for(wanted.topic)
            scope = Scope(None, wanted.person, podcast.slug if podcast else None)
            with line.place() as turn:
                for _ahead in turn:
                    pass
                hits = show.search(query, LOOKED_AT, scope)
        keys = attempted(_own_keys, show, corpus, about) or ()
        return drawn(words, "reload", said_page, corpus, about, hits, words, keys)
    except NachgefragtError as error:
        return rendered("notice", message=error.in_language(words.code))
    except Exception as error:
        log_once("A page could not be opened", error)
        return trouble(words, "reload")


def _episode(show: Show, wanted: Opened, words: Wording) -> Markup:
    if wanted.number is None:
        return nothing_open(words)
    corpus = show.of(wanted.podcast) if wanted.podcast else show.corpus
    episode = corpus.episode(wanted.number) if corpus else None
    if corpus is None or episode is None:
        return no_such_episode(words)
    podcast = corpus.podcast if show.more else None
    keys = attempted(show.key_sentences, corpus.podcast.slug, episode.number) or ()
    return episode_page(corpus, episode, wanted.place, words, podcast, keys)


def piece(show: Show, number: int, piece: int, slug: str | None, words: Wording) -> Markup | None:
    """Draw a piece of an episode's transcript; None where there is no such episode."""
    corpus = show.of(slug) if slug else show.corpus
    episode = corpus.episode(number) if corpus else None
    if corpus is None or episode is None:
        return None
    podcast = corpus.podcast if show.more else None
    return drawn(words, "reload", transcript_piece, episode, piece, podcast, words)


def _own_keys(show: Show, corpus: Corpus, wanted: Wanted) -> list[Span]:
    """Return the key sentences that a person says, of the latest episodes with them."""
    if wanted.topic:
        return []
    with_them = [one.number for one in corpus if wanted.person in one.speakers][-LATEST:]
    told = (key for n in with_them for key in show.key_sentences(corpus.podcast.slug, n))
    return [core_of(key) for key in told if key.speaker == wanted.person]
