"""The HTML of what a person says, of what is said on a topic, or both, over all episodes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from corpus import Corpus, Episode, Podcast, sentence_spans
from rag.text.analyzer import Analyzer
from rag.text.highlight import matching_words
from rag.types import Hit, Span
from rag.wording.formats import long_date
from ui.html.cards import Audio, Piece, audio, link_to, pieces, quote_link, short_title
from ui.html.face import in_hours
from ui.html.templates import rendered
from ui.html.trouble import drawn, listed
from ui.pages.spread import spread_over
from ui.pages.voices import Voice, voices
from ui.texts.wording import Wording

NEAREST = 8  # passages that are shown where none has the words


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person, a topic or both that a page is about; `podcast` where there are several."""

    person: str | None
    topic: str | None
    podcast: Podcast | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    pieces: list[Piece]
    voice: Voice | None
    time: str
    link: str
    audio: Audio | None


def said_page(
    corpus: Corpus,
    wanted: Wanted,
    hits: Sequence[Hit],
    words: Wording,
    key_sentences: Sequence[Span] = (),
) -> Markup:
    """Draw all episodes with that person, or the passages on a topic, in the order of episodes.

    `hits` are what a search for the topic found, within what the person says. Without a topic
    `key_sentences`, of that person, are shown.
    """
    found, close = _on_topic(wanted.topic, hits) if wanted.topic else (key_sentences, False)
    counts = _counts(corpus, wanted, found)
    person = wanted.person
    # The latest of what is published about them.
    everybody = (one for episode in corpus.episodes[::-1] for one in episode.people)
    told = (one for one in (*everybody, *corpus.podcast.people) if one.name == person)
    return rendered(
        "said",
        words=words,
        wanted=wanted,
        voice=_voice(corpus, person, wanted.podcast) if person else None,
        about=next(told, None) if person else None,
        facts=drawn(words, "reload", _facts, corpus, wanted, found, counts, words),
        close=close,
        spread=drawn(words, "reload", spread_over, corpus, counts, words),
        episodes=[
            listed(
                words, "reload", f"said-{number}", _episode, corpus, number, wanted, found, words
            )
            for number in counts
        ],
    )


def _voice(corpus: Corpus, person: str, podcast: Podcast | None) -> Voice:
    """Return a person's voice in the colour of the latest episode in which they speak."""
    episodes = (one for one in corpus.episodes[::-1] if person in one.speakers)
    latest = next(episodes, None)
    return voices(latest.speakers if latest else [person], podcast)[person]


def _on_topic(topic: str | None, hits: Sequence[Hit]) -> tuple[list[Span], bool]:
    """Return the passages with the words of a topic in order, all of them if any has all.

    Where none has any: the nearest, and that these are only close.
    """
    wanted = set(Analyzer().terms(topic or ""))
    shared = [(hit.chunk, wanted & set(Analyzer().terms(hit.chunk.text))) for hit in hits]
    most = max((len(terms) for _, terms in shared), default=0)
    enough = [chunk for chunk, terms in shared if terms and len(terms) == most]
    spans = enough or [chunk for chunk, _ in shared[:NEAREST]]
    apart: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.episode.number, one.turn_index, one.start)):
        if not apart or not span.overlaps(apart[-1]):
            apart.append(span)
    return apart, bool(spans) and not enough


def _counts(corpus: Corpus, wanted: Wanted, found: Sequence[Span]) -> dict[int, float]:
    """Map the number of each episode to how much there is: passages, or a share of the words."""
    if wanted.topic:
        grouped = groupby(found, lambda span: span.episode.number)
        return {number: float(len(list(spans))) for number, spans in grouped}
    assert wanted.person is not None
    shares = ((one.number, _share(corpus, one, wanted.person)) for one in corpus)
    return {number: share for number, share in shares if share is not None}


def _share(corpus: Corpus, episode: Episode, person: str) -> float | None:
    """Return a person's share of an episode's words; None where they have no part in it."""
    share = corpus.shares[episode.id].get(person)
    if share is None and any(one.name == person for one in episode.people):
        return 0.0
    return share


def _facts(
    corpus: Corpus,
    wanted: Wanted,
    found: Sequence[Span],
    counts: dict[int, float],
    words: Wording,
) -> Markup:
    if not counts:
        return Markup("")
    every = len(corpus.episodes)
    facts = [words.in_episodes.format(count=len(counts), all=every)] if every > 1 else []
    if wanted.topic:
        facts.insert(0, words.of_passages(len(found)))
    elif seconds := sum((e.duration or 0.0) * counts.get(e.number, 0.0) for e in corpus):
        facts.append(words.speaks.format(length=in_hours(seconds, words)))
    return rendered("known", facts=facts)


def _episode(
    corpus: Corpus, number: int, wanted: Wanted, found: Sequence[Span], words: Wording
) -> Markup:
    episode = corpus.episode(number)
    assert episode is not None
    share = None if wanted.topic else _share(corpus, episode, wanted.person or "")
    colours = voices(episode.speakers, wanted.podcast)
    link = link_to(episode, podcast=wanted.podcast)
    if share:
        # Where they begin to speak.
        turn = next(at for at, one in enumerate(episode.turns) if one.speaker == wanted.person)
        link = link_to(episode, Span(episode, turn, 0, 0, None).begins, turn, wanted.podcast)
    return rendered(
        "said_episode",
        words=words,
        number=number,
        language=episode.language,
        title=short_title(episode),
        date=long_date(episode.published, words.code) if episode.published else "",
        link=link,
        share=words.share.format(share=max(round(share * 100), 1)) if share else "",
        said=[
            _said(span, wanted, colours, words) for span in found if span.episode.number == number
        ],
    )


def _said(span: Span, wanted: Wanted, colours: dict[str, Voice], words: Wording) -> _Said:
    """Draw a passage, cut to the sentences from the first to the last with words of the topic."""
    topic, shown = wanted.topic or "", span
    sentences = sentence_spans(span.text)
    hits = [
        (start, end)
        for start, end in sentences
        if next(matching_words(span.text[start:end], topic), None)
    ]
    if hits:
        start, end = span.start + hits[0][0], span.start + hits[-1][1]
        shown = Span(span.episode, span.turn_index, start, end, span.chapter, span.podcast)
    text = shown.text.strip()
    return _Said(
        list(pieces(text, matching_words(text, topic))),
        None if wanted.person else colours.get(span.speaker or ""),
        str(shown.begins) if shown.begins else "",
        quote_link(shown),
        audio(span.episode, shown.begins, words, wanted.podcast),
    )
