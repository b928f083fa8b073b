"""The HTML of an episode: what it is, its chapters, people, show notes and transcript."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from corpus import Chapter, Corpus, Episode, Moment, Podcast, clock
from corpus.exports.sentences import is_timed
from corpus.types import is_label
from rag.text.highlight import said_at, sentence_at
from rag.types import Span
from rag.wording.formats import role_names
from ui.html.cards import audio, core_of, cover_of, link_to, short_title
from ui.html.chooser import known
from ui.html.frame import empty
from ui.html.templates import rendered
from ui.html.trouble import drawn
from ui.pages.notes import notes
from ui.pages.transcript import transcript
from ui.pages.voices import Voice, voices
from ui.state.events import Place
from ui.texts.wording import Wording

CUT_OFF = 1.5  # seconds: a clock shows no fractions, and where one sentence ends another begins


@dataclass(frozen=True, slots=True)
class _Somebody:
    voice: Voice
    about: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class _Key:
    """A key sentence: its chapter, words, time, and the address of its place."""

    chapter: Chapter | None
    text: str
    at: str
    link: str

    @classmethod
    def of(cls, span: Span, podcast: Podcast | None) -> "_Key":
        """Return what is shown of a span: of a quote the one sentence that says most."""
        span = core_of(span)
        link = link_to(span.episode, span.begins, span.turn_index, podcast)
        at = clock(span.begins.seconds) if span.begins else ""
        return cls(span.chapter, span.text.strip(), at, link)


@dataclass(frozen=True, slots=True)
class _Listed:
    chapter: Chapter
    clock: str
    link: str
    keys: Sequence[_Key]


def nothing_open(words: Wording) -> Markup:
    """Invite the reader to choose an episode."""
    return empty("pick", words.pick, words.pick_more)


def no_such_episode(words: Wording) -> Markup:
    """Say that there is no such episode."""
    return empty("none", words.no_episode, words.no_episode_more)


def episode_page(
    corpus: Corpus,
    episode: Episode,
    place: Place,
    words: Wording,
    podcast: Podcast | None = None,
    key_sentences: Sequence[Span] = (),
) -> Markup:
    """Draw an episode, the sentence at the linked place marked in its transcript.

    `podcast` is named where there are several; `key_sentences` tell most of the episode.
    """
    beyond = bool(episode.duration and place.time and place.time > episode.duration)
    marked = None if beyond and place.turn is None else _marked(episode, place)
    return rendered(
        "episode",
        words=words,
        podcast=podcast,
        number=episode.number,
        language=episode.language,
        title=short_title(episode),
        cover=cover_of(episode, podcast) or cover_of(corpus.podcast, podcast),
        astray=place.named and marked is None and (beyond or place.time is None),
        facts=drawn(words, "reload", _facts, episode, podcast, words),
        people=drawn(words, "reload", _people, episode, podcast, words),
        chapters=drawn(words, "reload", _chapters, episode, podcast, key_sentences, words),
        notes=drawn(words, "reload", notes, corpus, episode, words),
        transcript=drawn(words, "reload", transcript, episode, marked, podcast, words),
    )


def _facts(episode: Episode, podcast: Podcast | None, words: Wording) -> Markup:
    return rendered(
        "facts",
        number=episode.number,
        podcast=podcast,
        spoken=bool(episode.turns),
        timed=is_timed(episode),
        chaptered=bool(episode.chapters),
        words=words,
        known=list(known(episode, words, exact=True)),
        audio=audio(episode, Moment(0.0), words, podcast),
        page_url=episode.page_url,
    )


def _people(episode: Episode, podcast: Podcast | None, words: Wording) -> Markup:
    """Draw whoever speaks, in that order, then those whom only the notes name."""
    told = {person.name: person for person in episode.people}
    names = [name for name in episode.speakers if not is_label(name)]
    people: list[_Somebody] = []
    for name, voice in voices([*episode.speakers, *told], podcast).items():
        if person := told.get(name):
            role = role_names(person.role).get(words.code, person.role)
            about = ", ".join(filter(None, (role, person.title, person.organisation)))
            people.append(_Somebody(voice, about, person.url))
        elif name in names:
            people.append(_Somebody(voice, ""))
    return rendered("people", words=words, people=people)


def _chapters(
    episode: Episode, podcast: Podcast | None, key_sentences: Sequence[Span], words: Wording
) -> Markup:
    """List the chapters, each with its key sentences, before them those of none."""
    keys = [_Key.of(span, podcast) for span in key_sentences]
    chapters = [
        _Listed(
            chapter,
            clock(chapter.start),
            link_to(episode, Moment(chapter.start), podcast=podcast),
            [key for key in keys if key.chapter == chapter],
        )
        for chapter in episode.chapters
    ]
    apart = [key for key in keys if key.chapter not in episode.chapters]
    return rendered(
        "chapters",
        words=words,
        language=episode.language,
        chapters=chapters,
        apart=apart,
        told=bool(keys),
    )


def _marked(episode: Episode, place: Place) -> Span | None:
    """Return the words that an address points at: exactly where it says so, else a sentence."""
    turn = place.turn
    known = turn is not None and turn < len(episode.turns)
    if known and place.characters:
        start, end = place.characters
        if start < end <= len(episode.turns[turn or 0].text):
            return Span(episode, turn or 0, start, end, None)
    if place.time is None:
        return sentence_at(episode, turn or 0) if known else None
    # What is said at that time, with what follows in its turn until the other.
    first, until = said_at(episode, place.time), place.until
    if first is None or not until or until <= place.time:
        return first
    last = said_at(episode, max(place.time, until - CUT_OFF))
    if last is None or last.turn_index < first.turn_index:
        return first
    end = last.end if last.turn_index == first.turn_index else len(first.turn.text)
    return replace(first, end=max(first.end, end))
