"""The HTML of a passage: who says it, where, when, the words, and what can be done with them.

Everything said or written by others passes through Markup.format, which escapes it.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlencode

from markupsafe import Markup

from corpus import Episode, Moment, Podcast, clock, sentence_spans
from rag.text.highlight import matching_words
from rag.types import Citation, ShowNote, Span
from ui.texts.wording import Wording

CONTEXT_CHARACTERS = 220
_LEADING_NUMBER = re.compile(r"^\s*(?:#|Folge|Episode)\s*\d+\s*[-–—:|.]*\s*", re.IGNORECASE)


def card(answer: int, citation: Citation, words: Wording) -> Markup:
    """One citation, its words marked inside their surroundings."""
    source = citation.source
    back = Markup('<a class="back" href="#{}">{}</a>').format(
        f"frage-{answer}", words.back_to_answer
    )
    label = words.citation.format(number=citation.number)
    badge = Markup('<span class="number" aria-hidden="true">{}</span>').format(citation.number)
    if isinstance(source, ShowNote):
        content = _show_note(badge, source, back, words)
    else:
        before, after = context(source)
        said = source.text.rstrip()
        quote = Markup("{}<mark>{}</mark>{}").format(before, said, source.text[len(said) :] + after)
        content = _spoken(badge, source, quote, words) + _acts(source, words, back)
    return _article(anchor(answer, citation.number), label, content)


def passage(place: str, number: int, span: Span, words: Wording, query: str = "") -> Markup:
    """One passage that was found, not cited; the words of the query stand out."""
    badge = Markup('<span class="number" aria-hidden="true">{}</span>').format(number)
    text = span.text.strip()
    quote = _with_marks(text, matching_words(text, query))
    content = _spoken(badge, span, quote, words) + _acts(span, words)
    return _article(f"{place}-{number}", words.passage.format(number=number), content)


def anchor(answer: int, citation: int) -> str:
    """The id of a card: what [citation] in the answer with that number (from 1) points at."""
    return f"beleg-{answer}-{citation}"


def link_to(
    episode: Episode,
    begins: Moment | None = None,
    turn: int | None = None,
    podcast: Podcast | None = None,
) -> str:
    """The address of a place in a transcript, relative to the page; for sharing and reading.

    It names the podcast where there are several.
    """
    query: dict[str, object] = {"podcast": podcast.slug} if podcast else {}
    query["folge"] = episode.number
    if begins is not None:
        query["t"] = clock(begins.seconds)
    elif turn is not None:
        query["zug"] = turn
    return "?" + urlencode(query, safe=":")


def context(quote: Span) -> tuple[str, str]:
    """The words of the same turn before and after the quote, cut at sentences, "…" where cut."""
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
    """Who says it, in which episode and when, as plain text."""
    podcast = source.podcast.title if source.podcast else None
    if isinstance(source, ShowNote):
        if source.episode is None:
            return podcast or words.whole_podcast
        place = words.episode.format(number=source.episode.number)
        return ", ".join(filter(None, [words.from_shownotes, podcast, place]))
    parts = [
        source.speaker or words.unknown_speaker,
        podcast,
        words.titled.format(number=source.episode.number, title=short_title(source.episode)),
        str(source.begins) if source.begins else None,
    ]
    return ", ".join(filter(None, parts))


def short_title(episode: Episode) -> str:
    """The title without the number that the publisher repeats in it."""
    return _LEADING_NUMBER.sub("", episode.title) or episode.title


def time(begins: Moment | None, words: Wording) -> Markup:
    """A time with a note on how sure it is."""
    if begins is None:
        return Markup('<span class="time unknown">{}</span>').format(words.time_unknown)
    note = words.measured
    if begins.uncertainty is not None:
        note = words.estimated.format(seconds=round(begins.uncertainty))
    return Markup('<time class="time" datetime="PT{}S" title="{}">{}</time>').format(
        int(begins.seconds), note, begins
    )


def listen(
    episode: Episode, begins: Moment | None, label: str, words: Wording, sign: str | None = None
) -> Markup:
    """The button that plays an episode from a time; nothing where there is no audio.

    A `sign` stands for the label where there is little room.
    """
    if not episode.audio_url or begins is None:
        return Markup("")
    return Markup(
        '<button type="button" class="act listen" data-act="listen" data-src="{}" data-at="{}" '
        'data-title="{}" aria-label="{}">{}</button>'
    ).format(
        episode.audio_url,
        round(begins.seconds, 2),
        f"{words.episode.format(number=episode.number)} · {short_title(episode)}",
        label,
        sign or label,
    )


def _article(place: str, label: str, content: Markup) -> Markup:
    return Markup(
        '<li><article class="card" id="{}" tabindex="-1" aria-label="{}">{}</article></li>'
    ).format(place, label, content)


def _spoken(badge: Markup, span: Span, quote: Markup, words: Wording) -> Markup:
    return Markup(
        "<header>{badge}<h4>{speaker}</h4>{time}{place}</header>"
        '<blockquote dir="auto">{quote}</blockquote>'
    ).format(
        badge=badge,
        speaker=span.speaker or words.unknown_speaker,
        time=time(span.begins, words),
        place=_place(span, words),
        quote=quote,
    )


def _show_note(badge: Markup, note: ShowNote, back: Markup, words: Wording) -> Markup:
    place, read = _place(note, words), Markup("")
    if note.episode:
        read = Markup('<a class="open" href="{}">{}</a>').format(
            link_to(note.episode, podcast=note.podcast), words.open_episode
        )
    return Markup(
        "<header>{badge}<h4>{title}</h4>{place}</header>"
        '<blockquote dir="auto"><mark>{text}</mark></blockquote>'
        "<footer>{read}{back}</footer>"
    ).format(
        badge=badge,
        title=words.from_shownotes if note.episode else words.whole_podcast,
        place=place,
        text=note.text,
        read=read,
        back=back,
    )


def _acts(span: Span, words: Wording, back: Markup | str = "") -> Markup:
    begins = span.begins
    link = link_to(span.episode, begins, span.turn_index, span.podcast)
    quote = words.quoted.format(quote=span.text.strip(), who=source_line(span, words))
    return Markup(
        '<footer>{listen}<a class="open" href="{link}">{read}</a>'
        '<button type="button" class="act" data-act="copy-link" data-link="{link}">{copy_link}'
        '</button><button type="button" class="act" data-act="copy" data-copy="{quote}">'
        "{copy_quote}</button>{back}</footer>"
    ).format(
        listen=listen(span.episode, begins, words.listen, words),
        link=link,
        read=words.read,
        copy_link=words.copy_link,
        quote=quote,
        copy_quote=words.copy_quote,
        back=back,
    )


def _with_marks(text: str, spans: Iterable[tuple[int, int]]) -> Markup:
    parts, done = Markup(""), 0
    for start, end in spans:
        parts += Markup("{}<mark>{}</mark>").format(text[done:start], text[start:end])
        done = end
    return parts + text[done:]


def _ellipsis(after: str, last: int) -> str:
    return " …" if after[last:].strip() else ""


def _place(source: Span | ShowNote, words: Wording) -> Markup:
    chapter = source.chapter if isinstance(source, Span) else None
    podcast = Markup('<p class="podcast" dir="auto">{}</p>')
    episode = Markup('<p class="episode" title="{1}"><b>{0}</b> · <cite dir="auto">{1}</cite></p>')
    within = Markup('<p class="chapter">{}</p>')
    parts = [
        podcast.format(source.podcast.title) if source.podcast else "",
        episode.format(
            words.episode.format(number=source.episode.number), short_title(source.episode)
        )
        if source.episode
        else "",
        within.format(words.chapter.format(title=chapter.title)) if chapter else "",
    ]
    return (
        Markup('<div class="place">{}</div>').format(Markup("").join(parts))
        if any(parts)
        else Markup("")
    )
