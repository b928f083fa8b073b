"""The HTML of an episode: its chapters, show notes and transcript."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from corpus import (
    Chapter,
    Episode,
    Link,
    Moment,
    Person,
    Podcast,
    chapter_spans,
    clock,
    sentence_spans,
)
from rag.text.highlight import said_at, sentence_at
from rag.types import Span
from ui.html.cards import link_to, listen, short_title
from ui.html.chooser import known
from ui.html.frame import empty
from ui.html.trouble import drawn
from ui.state.events import Place
from ui.texts.wording import Wording

PARAGRAPH = 420  # characters after which a long turn gets a new paragraph, at a sentence


def nothing_open(words: Wording) -> Markup:
    """What stands beside the list before an episode is chosen."""
    return empty("pick", words.pick, words.pick_more)


def no_such_episode(words: Wording) -> Markup:
    """For a link to an episode that is not there."""
    return empty("none", words.no_episode, words.pick_more)


def episode_page(
    episode: Episode, place: Place, words: Wording, podcast: Podcast | None = None
) -> Markup:
    """One episode, the sentence at the place that was linked to marked in its transcript.

    `podcast` is named where there are several.
    """
    marked = _marked(episode, place)
    return Markup(
        '<article class="folge" id="folge-{number}" tabindex="-1" data-number="{number}" '
        'data-podcast="{slug}">'
        '<header><a class="open to-shelf" href="?folge=">{back}</a><p class="kicker">{label}</p>'
        '<h2 dir="auto">{title}</h2>{facts}</header>'
        '<div class="chapters">{chapters}</div>{notes}{transcript}</article>'
    ).format(
        number=episode.number,
        slug=podcast.slug if podcast else "",
        back=words.back_to_shelf,
        label=_label(episode, podcast, words),
        title=short_title(episode),
        facts=drawn(words, "reload", _facts, episode, words),
        chapters=drawn(words, "reload", _chapters, episode, podcast, words),
        notes=drawn(words, "reload", _notes, episode, words),
        transcript=drawn(words, "reload", _transcript, episode, marked, podcast, words),
    )


def _label(episode: Episode, podcast: Podcast | None, words: Wording) -> str:
    number = words.episode.format(number=episode.number)
    return f"{podcast.title} · {number}" if podcast else number


def _facts(episode: Episode, words: Wording) -> Markup:
    play = listen(episode, Moment(0.0), words.listen_episode, words)
    page = _outward(episode.page_url, words.original_page) if episode.page_url else ""
    return Markup('<p class="facts">{}</p><p class="acts">{}{}</p>').format(
        " · ".join(known(episode, words)), play, page
    )


def _outward(url: str, title: str) -> Markup:
    """A link that leaves the page; anything but the web is shown, not linked."""
    if not url.lower().startswith(("https://", "http://")):
        return Markup("<span>{}</span>").format(title)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>').format(
        url, title
    )


def _chapters(episode: Episode, podcast: Podcast | None, words: Wording) -> Markup:
    item = Markup(
        '<li><a class="open" href="{}" data-at="{}"><time>{}</time> <span dir="auto">{}</span>'
        "</a></li>"
    )
    if not episode.chapters:
        return Markup("")
    return Markup('<nav aria-label="{0}"><h3>{0}</h3><ol>{1}</ol></nav>').format(
        words.chapters,
        Markup("").join(
            item.format(
                link_to(episode, Moment(chapter.start), podcast=podcast),
                chapter.start,
                clock(chapter.start),
                chapter.title,
            )
            for chapter in episode.chapters
        ),
    )


def _notes(episode: Episode, words: Wording) -> Markup:
    description = Markup('<p class="description" dir="auto">{}</p>').format(
        episode.description or ""
    )
    return Markup('<details class="notes"><summary>{}</summary>{}{}{}</details>').format(
        words.shownotes,
        description if episode.description else "",
        _list(words.people, [_person(person) for person in episode.people]),
        _list(words.links, [_link(link) for link in episode.links]),
    )


def _list(title: str, items: list[Markup]) -> Markup:
    if not items:
        return Markup("")
    lines = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup("<h3>{}</h3><ul>{}</ul>").format(title, lines)


def _person(person: Person) -> Markup:
    about = ", ".join(filter(None, [person.role, person.title, person.organisation]))
    name = _outward(person.url, person.name) if person.url else person.name
    return Markup("{} <small>{}</small>").format(name, about)


def _link(link: Link) -> Markup:
    return _outward(link.url, link.title or link.url)


def _marked(episode: Episode, place: Place) -> Span | None:
    if place.time is not None:
        return said_at(episode, place.time)
    if place.turn is not None and 0 <= place.turn < len(episode.turns):
        return sentence_at(episode, place.turn)
    return None


def _transcript(
    episode: Episode, marked: Span | None, podcast: Podcast | None, words: Wording
) -> Markup:
    if not episode.turns:
        return empty("none", words.no_transcript, "")
    return Markup(
        '<section class="transcript" aria-label="{title}"><div class="bar"><h3>{title}</h3>'
        '<form class="within" role="search" autocomplete="off"><label class="sr-only" '
        'for="within">{find}</label><input id="within" type="search" placeholder="{find}" '
        'dir="auto"><span class="hits" role="status" data-hits="{hits}" data-none="{none}"></span>'
        '<button type="button" data-act="previous" aria-label="{previous}" disabled>↑</button>'
        '<button type="submit" aria-label="{following}" disabled>↓</button></form>'
        '<p class="now"><span>{now}</span> <b dir="auto"></b></p></div>'
        '<div class="turns">{turns}</div></section>'
    ).format(
        title=words.transcript,
        find=words.find_in,
        hits=words.hits.replace("{at}", "%1").replace("{count}", "%2"),
        none=words.no_hits,
        previous=words.previous_hit,
        following=words.next_hit,
        now=words.now_in,
        turns=Markup("").join(_turns(episode, marked, podcast, words)),
    )


def _turns(
    episode: Episode, marked: Span | None, podcast: Podcast | None, words: Wording
) -> Iterator[Markup]:
    """Headings of chapters and, in between, what each speaker says."""
    spans = chapter_spans(episode)
    chapter: Chapter | None = None
    for at, span in enumerate(spans):
        if span.chapter != chapter and span.chapter is not None:
            chapter = span.chapter
            yield Markup('<h4 class="chapter" dir="auto" data-at="{}">{}</h4>').format(
                chapter.start, chapter.title
            )
        within = Span(episode, span.turn, span.start, span.end, span.chapter, podcast)
        goes_on = at > 0 and spans[at - 1].turn == span.turn
        yield _turn(within, marked, goes_on, words)


def _turn(span: Span, marked: Span | None, goes_on: bool, words: Wording) -> Markup:
    name = (
        Markup("")
        if goes_on
        else Markup('<p class="speaker">{}</p>').format(span.speaker or words.unknown_speaker)
    )
    return Markup('<div class="turn">{}{}</div>').format(
        name,
        Markup("").join(
            _paragraph(replace(span, start=start, end=end), marked, words)
            for start, end in _paragraphs(span)
        ),
    )


def _paragraphs(span: Span) -> Iterator[tuple[int, int]]:
    """The span cut after about PARAGRAPH characters, where a sentence ends."""
    start = span.start
    if span.end - start > PARAGRAPH:
        for _, end in sentence_spans(span.text):
            so_far, left = span.start + end - start, len(span.text) - end
            if so_far >= PARAGRAPH and left > PARAGRAPH / 3:
                yield start, span.start + end
                start = span.start + end
    yield start, span.end


def _paragraph(part: Span, marked: Span | None, words: Wording) -> Markup:
    text, begins = part.turn.text, part.begins
    shown: Markup | str = part.text.strip()
    if marked and marked.turn_index == part.turn_index and part.start <= marked.start < part.end:
        until = marked.start + len(text[marked.start : min(marked.end, part.end)].rstrip())
        shown = Markup('{}<mark id="stelle" tabindex="-1">{}</mark>{}').format(
            text[part.start : marked.start], text[marked.start : until], text[until : part.end]
        )
    link = link_to(part.episode, begins, podcast=part.podcast)
    time = Markup('<a class="when" href="{}">{}</a>').format(link, begins)
    play = listen(part.episode, begins, f"{words.listen}: {begins}", words, sign="▶")
    return Markup('<div class="p" data-at="{}">{}{}<p dir="auto">{}</p></div>').format(
        "" if begins is None else round(begins.seconds, 1), time if begins else "", play, shown
    )
