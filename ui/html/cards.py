"""The HTML of a passage: who says it, where, when, the words, and what can be done with them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from corpus import Episode, Moment, Podcast, clock, sentence_spans
from corpus.exports.own_files import is_address
from rag.text.highlight import matching_words
from rag.types import Citation, Quote, ShowNote, Span
from ui.html.templates import rendered
from ui.texts.wording import Wording

CONTEXT_CHARACTERS = 220
EXCERPT = 300  # characters of a passage that was found: about what two sentences say
Piece = tuple[str, bool]  # of a text, and whether it stands out
_LEADING_NUMBER = re.compile(r"^\s*(?:#|Folge|Episode)\s*\d+\s*[-–—:|.]*\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Audio:
    """A recording to play from a time in seconds on, and the episode that it is of.

    `unsure`: the times of its transcript are estimated. `cover` is the address of its picture.
    """

    url: str
    at: float
    title: str
    number: int
    podcast: str | None = None
    unsure: bool = False
    cover: str | None = None


def card(answer: int, citation: Citation, words: Wording) -> Markup:
    """Draw one citation, its words marked within their context."""
    source, number = citation.source, citation.number
    common: dict[str, object] = {
        "place": anchor(answer, number),
        "label": words.citation.format(number=number),
        "number": number,
        "back": f"exchange-{answer}",
        "level": 4,
    }
    if isinstance(source, ShowNote):
        episode = source.episode
        return rendered(
            "show_note",
            **common,
            words=words,
            source=source,
            asked=None,
            who=words.from_shownotes if episode else words.whole_podcast,
            episode_title=short_title(episode) if episode else None,
            quote=[(source.text, True)],
            link=link_to(episode, podcast=source.podcast) if episode else None,
        )
    (before, after), question = context(source), asked(source)
    said = source.text.rstrip()
    quote = [(before, False), (said, True), (source.text[len(said) :] + after, False)]
    return _spoken(source, quote, words, common | {"asked": None if before else question})


def asked(quote: Span) -> tuple[str | None, str] | None:
    """Return who spoke just before the turn of a quote, and that one's last sentences."""
    if not quote.turn_index:
        return None
    turn = quote.episode.turns[quote.turn_index - 1]
    starts = [
        at for at, _ in sentence_spans(turn.text) if len(turn.text) - at <= CONTEXT_CHARACTERS
    ]
    return (turn.speaker, ("… " if starts[0] else "") + turn.text[starts[0] :]) if starts else None


def passage(
    place: str, number: int, span: Span, words: Wording, query: str = "", level: int = 4
) -> Markup:
    """Draw a passage that was found, not cited; the words of the query are marked.

    Of a long one the sentences with most of these are shown. `level` is that of its heading.
    """
    common: dict[str, object] = {
        "place": f"{place}-{number}",
        "label": words.passage.format(number=number),
        "number": number,
        "back": None,
        "level": level,
        "asked": None,
    }
    text = span.text.strip()
    return _spoken(span, _excerpt(text, list(matching_words(text, query))), words, common)


def _excerpt(text: str, marked: Sequence[tuple[int, int]]) -> list[Piece]:
    """Cut a text to the neighbouring sentences with most marked words, as many as are short."""
    windows = [(0, len(text))]
    if len(text) > EXCERPT:
        # From each sentence on as many as have room.
        sentences = sentence_spans(text) or windows
        windows = [
            (start, max([end, *(stop for _, stop in sentences if start < stop <= start + EXCERPT)]))
            for start, end in sentences
        ]
    start, end = max(windows, key=lambda at: sum(at[0] <= a and b <= at[1] for a, b in marked))
    inside = [(a - start, b - start) for a, b in marked if start <= a and b <= end]
    before, after = ("… " if start else "", False), (_ellipsis(text, end), False)
    return [before, *pieces(text[start:end], inside), after]


def anchor(answer: int, citation: int) -> str:
    """Return the id of the card of a citation in the answer with that number, counted from 1."""
    return f"citation-{answer}-{citation}"


def link_to(
    episode: Episode,
    begins: Moment | None = None,
    turn: int | None = None,
    podcast: Podcast | None = None,
) -> str:
    """Return the address of a place in a transcript, relative to the page.

    It names the podcast where there are several.
    """
    query: dict[str, object] = {"podcast": podcast.slug} if podcast else {}
    query["episode"] = episode.number
    if begins is not None:
        query["t"] = clock(begins.seconds)
    elif turn is not None:
        query["turn"] = turn
    return "?" + urlencode(query, safe=":")


def cover_of(thing: Podcast | Episode, podcast: Podcast | None = None) -> str | None:
    """Return the address of a picture, relative to the page; None where there is none.

    An episode without one of its own may show that of its podcast: ask for that one then. With
    `podcast`, which is needed where there are several, it is that podcast's.
    """
    if not thing.image:
        return None
    return f"cover/{thing.image}" + (f"?podcast={podcast.slug}" if podcast else "")


def person_link(name: str, podcast: Podcast | None = None, topic: str | None = None) -> str:
    """Return the address of a person's page, or of what they say on a topic."""
    named = {"podcast": podcast.slug if podcast else None, "person": name, "topic": topic}
    return "?" + urlencode({name: value for name, value in named.items() if value}, safe=":")


def topic_link(topic: str, podcast: Podcast | None = None) -> str:
    """Return the address of what is said on a topic."""
    return "?" + urlencode(({"podcast": podcast.slug} if podcast else {}) | {"topic": topic})


def core_of(span: Span) -> Span:
    """Return the one sentence of a quote that says most, or all of what has none."""
    if not (isinstance(span, Quote) and span.core):
        return span
    return Span(span.episode, span.turn_index, *span.core, span.chapter, span.podcast)


def quote_link(span: Span) -> str:
    """Return the address that marks all of a passage in its transcript.

    Its times are for people; for us it names turn and characters, which are exact.
    """
    begins, ends = span.begins, span.ends
    address = link_to(span.episode, begins, podcast=span.podcast)
    until = f",{clock(ends.seconds)}" if begins and ends else ""
    return f"{address}{until}&turn={span.turn_index}:{span.start}-{span.end}"


def context(quote: Span) -> tuple[str, str]:
    """Return the words before and after a quote in its turn, cut at sentences, "…" where cut."""
    before, after = quote.turn.text[: quote.start], quote.turn.text[quote.end :]
    starts = [start for start, _ in sentence_spans(before)]
    ends = [end for _, end in sentence_spans(after)]
    first = min(
        (start for start in starts if len(before) - start <= CONTEXT_CHARACTERS),
        default=len(before),
    )
    last = max((end for end in ends if end <= CONTEXT_CHARACTERS), default=0)
    return ("… " if first else "") + before[first:], after[:last].rstrip() + _ellipsis(after, last)


def source_line(source: Span | ShowNote, words: Wording) -> str:
    """Say in plain text who says it, in which episode and when."""
    podcast = source.podcast.title if source.podcast else None
    if isinstance(source, ShowNote):
        if source.episode is None:
            return podcast or words.whole_podcast
        place = words.episode.format(number=source.episode.number)
        return ", ".join(filter(None, [words.from_shownotes, podcast, place]))
    parts = [
        source.speaker or words.unknown_speaker,
        podcast,
        titled(source.episode, words),
        words.chapter.format(title=source.chapter.title) if source.chapter else None,
        str(source.begins) if source.begins else None,
    ]
    return ", ".join(filter(None, parts))


def titled(episode: Episode, words: Wording) -> str:
    """Name an episode by its number, and by its title if it has one."""
    known = words.titled if (title := short_title(episode)) else words.episode
    return known.format(number=episode.number, title=title)


def short_title(episode: Episode) -> str:
    """Return the title without the number that the publisher repeats in it."""
    return _LEADING_NUMBER.sub("", episode.title) or episode.title


def audio(
    episode: Episode, begins: Moment | None, words: Wording, podcast: Podcast | None = None
) -> Audio | None:
    """Return the recording of an episode from a time on; None if there is none, or no time.

    One in the folder of the corpus has an address of ours. `podcast` where there are several.
    """
    if not episode.audio_url or begins is None:
        return None
    slug = podcast.slug if podcast else None
    own = f"audio/{episode.number}" + (f"?{urlencode({'podcast': slug})}" if slug else "")
    url = episode.audio_url if is_address(episode.audio_url) else own
    known = (words.episode.format(number=episode.number), short_title(episode))
    title = " · ".join(filter(None, known))
    timed = next((turn for turn in episode.turns if turn.start is not None), None)
    unsure = timed is not None and not timed.measured
    cover = cover_of(episode, podcast)
    return Audio(url, round(begins.seconds, 2), title, episode.number, slug, unsure, cover)


def _spoken(
    span: Span, quote: Sequence[Piece], words: Wording, common: Mapping[str, object]
) -> Markup:
    unsure = span.begins.uncertainty if span.begins else None
    return rendered(
        "spoken",
        **common,
        words=words,
        source=span,
        who=span.speaker or words.unknown_speaker,
        certainty=(
            words.measured if unsure is None else words.estimated.format(seconds=round(unsure))
        ),
        at=clock(span.begins.seconds) if span.begins else None,
        episode_title=short_title(span.episode),
        quote=quote,
        audio=audio(span.episode, span.begins, words, span.podcast),
        link=quote_link(span),
        cover=cover_of(span.podcast, span.podcast) if span.podcast else None,
        copied=words.quoted.format(quote=span.text.strip(), who=source_line(span, words)),
    )


def pieces(text: str, marked: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    """Cut a text into what is marked and what is not."""
    done = 0
    for start, end in marked:
        yield text[done:start], False
        yield text[start:end], True
        done = end
    yield text[done:], False


def _ellipsis(after: str, last: int) -> str:
    return " …" if after[last:].strip() else ""
