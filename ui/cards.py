"""The HTML of the citations: one card each, grouped by answer, and what stands there instead.

Everything said or written by others passes through Markup.format, which escapes it.
"""

import re

from markupsafe import Markup

from corpus import Chapter, Episode, Moment, sentence_spans
from rag.types import Answer, Citation, Quote, ShowNote
from ui import wording
from ui.conversation import Conversation, Exchange
from ui.messages import anchor

CONTEXT_CHARACTERS = 220
HEADING_CHARACTERS = 90
_LEADING_NUMBER = re.compile(r"^\s*(?:#|Folge|Episode)\s*\d+\s*[-–—:|.]*\s*", re.IGNORECASE)


def panel(conversation: Conversation) -> Markup:
    """The cards of every answer, the latest one's shown, the others hidden until asked for."""
    if not conversation:
        return _empty("start", wording.NO_SOURCES_YET, wording.NO_SOURCES_YET_MORE)
    last = len(conversation)
    return Markup("").join(
        _section(number, exchange, shown=number == last)
        for number, exchange in enumerate(conversation, start=1)
    )


def card(answer: int, citation: Citation) -> Markup:
    """One citation: who says it, where, when, and the words inside their surroundings."""
    source = citation.source
    badge = Markup('<span class="number" aria-hidden="true">{}</span>').format(citation.number)
    content = _quote(badge, source) if isinstance(source, Quote) else _show_note(badge, source)
    return Markup(
        '<li><article class="card" id="{id}" tabindex="-1" aria-label="{label}">'
        "{content}"
        '<a class="back" href="#conversation">{back}</a></article></li>'
    ).format(
        id=anchor(answer, citation.number),
        label=wording.CITATION.format(number=citation.number),
        content=content,
        back=wording.BACK_TO_ANSWER,
    )


def context(quote: Quote) -> tuple[str, str]:
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


def _ellipsis(after: str, last: int) -> str:
    return " …" if after[last:].strip() else ""


def _section(number: int, exchange: Exchange, *, shown: bool) -> Markup:
    return Markup('<section class="evidence" id="belege-{}" {}>{}</section>').format(
        number, Markup("" if shown else "hidden"), _evidence(number, exchange)
    )


def _evidence(number: int, exchange: Exchange) -> Markup:
    match exchange.reply:
        case None:
            return _searching()
        case Answer(citations=citations) if citations:
            return _heading(exchange.question) + Markup("<ol>{}</ol>").format(
                Markup("").join(card(number, citation) for citation in citations)
            )
        case Answer(grounded=False):
            return _empty("unsaid", wording.NOT_SAID, wording.NOT_SAID_MORE)
        case _:
            return _empty("none", wording.NO_ANSWER, wording.NO_ANSWER_MORE)


def _heading(question: str) -> Markup:
    cut = question.strip()
    if len(cut) > HEADING_CHARACTERS:
        cut = cut[:HEADING_CHARACTERS].rstrip() + "…"
    return Markup('<h2>{} <q dir="auto">{}</q></h2>').format(wording.SOURCES_TO, cut)


def _empty(kind: str, title: str, more: str) -> Markup:
    return Markup(
        '<div class="empty {}"><span class="emblem" aria-hidden="true"></span>'
        "<h2>{}</h2><p>{}</p></div>"
    ).format(kind, title, more)


def _searching() -> Markup:
    bones = Markup('<div class="bones" aria-hidden="true"><i></i><i></i><i></i><i></i></div>')
    return Markup('<p class="sr-only">{}</p>{}{}').format(wording.SEARCHING, bones, bones)


def _quote(badge: Markup, quote: Quote) -> Markup:
    before, after = context(quote)
    said = quote.text.rstrip()
    return Markup(
        "<header>{badge}<h3>{speaker}</h3>{time}{place}</header>"
        '<blockquote dir="auto">{before}<mark>{said}</mark>{after}</blockquote>'
    ).format(
        badge=badge,
        speaker=quote.speaker or wording.UNKNOWN_SPEAKER,
        time=_time(quote.begins),
        place=_place(quote.episode, quote.chapter),
        before=before,
        said=said,
        after=quote.text[len(said) :] + after,
    )


def _show_note(badge: Markup, note: ShowNote) -> Markup:
    place = _place(note.episode, None) if note.episode else Markup("")
    title = wording.FROM_SHOWNOTES if note.episode else wording.WHOLE_PODCAST
    return Markup(
        "<header>{badge}<h3>{title}</h3>{place}</header>"
        '<blockquote dir="auto"><mark>{text}</mark></blockquote>'
    ).format(badge=badge, title=title, place=place, text=note.text)


def _time(begins: Moment | None) -> Markup:
    if begins is None:
        return Markup('<span class="time unknown">{}</span>').format(wording.TIME_UNKNOWN)
    note = wording.MEASURED
    if begins.uncertainty is not None:
        note = wording.ESTIMATED.format(seconds=round(begins.uncertainty))
    return Markup('<time class="time" datetime="PT{}S" title="{}">{}</time>').format(
        int(begins.seconds), note, begins
    )


def _place(episode: Episode, chapter: Chapter | None) -> Markup:
    # The number is said already; what the publisher repeats of it in the title is not.
    title = _LEADING_NUMBER.sub("", episode.title) or episode.title
    number = wording.EPISODE.format(number=episode.number)
    within = Markup('<p class="chapter">{}</p>')
    return Markup(
        '<div class="place"><p class="episode" title="{title}"><b>{number}</b> · '
        '<cite dir="auto">{title}</cite></p>{within}</div>'
    ).format(
        number=number,
        title=title,
        within=within.format(wording.CHAPTER.format(title=chapter.title)) if chapter else "",
    )
