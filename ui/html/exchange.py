"""The HTML of the conversation: each question with its answer and, beside it, its sources.

Questions, answers and names are text from strangers: they pass through Markup.format, which
escapes them. Only the links of citation markers become markup again, and they are ours.
"""

import re
from collections.abc import Callable
from typing import ParamSpec

from markupsafe import Markup, escape

from rag.types import Answer
from ui.html.cards import anchor, card, passage
from ui.html.frame import empty
from ui.html.markdown_export import as_markdown
from ui.html.timeline import timelines
from ui.html.trouble import attempted, drawn, listed, trouble
from ui.state.conversation import Conversation, Exchange
from ui.texts.wording import Wording

P = ParamSpec("P")
SHOWN_CHARACTERS = 1_000
_MARKER = re.compile(r"\[([0-9]{1,3})\]")
EXTRACTIVE = "extractive"


def conversation(exchanges: Conversation, words: Wording, *, rated: bool) -> Markup:
    """All exchanges, oldest first."""
    return Markup("").join(
        exchange(number, one, words, rated=rated) for number, one in enumerate(exchanges, start=1)
    )


def exchange(number: int, one: Exchange, words: Wording, *, rated: bool) -> Markup:
    """A question, its answer and its sources; `rated` offers thumbs up and down.

    A part that cannot be drawn leaves a line in its place and takes none of the others with it.
    """
    made = attempted(_exchange, number, one, words, rated)
    return _undrawn(number, one, words) if made is None else made


def _undrawn(number: int, one: Exchange, words: Wording) -> Markup:
    """What is left of an exchange that cannot be drawn: the question, to be asked once more."""
    return Markup(
        '<article class="exchange settled" id="frage-{number}" tabindex="-1" '
        'data-number="{number}" data-question="{question}" data-episode="{episode}" '
        'data-speaker="{speaker}" data-podcast="{podcast}" data-markdown="">'
        '<header><h2 dir="auto">{question}</h2></header>'
        '<div class="reply">{trouble}</div></article>'
    ).format(
        number=number,
        question=one.question[:SHOWN_CHARACTERS],
        episode=one.scope.episode or "",
        speaker=one.scope.speaker or "",
        podcast=one.scope.podcast or "",
        trouble=trouble(words, "retry"),
    )


def _exchange(number: int, one: Exchange, words: Wording, rated: bool) -> Markup:
    markdown = attempted(as_markdown, one, words) if one.settled else ""
    return Markup(
        '<article class="exchange {state}" id="frage-{number}" tabindex="-1" '
        'aria-labelledby="titel-{number}" data-number="{number}" data-question="{question}" '
        'data-episode="{episode}" data-speaker="{speaker}" data-podcast="{podcast}" '
        'data-markdown="{markdown}">'
        '<header><h2 dir="auto" id="titel-{number}">{shown}</h2>{scope}</header>'
        '<div class="reply">{reply}</div><div class="sources">{sources}</div></article>'
    ).format(
        state="settled" if one.settled else "",
        number=number,
        question=one.question,
        episode=one.scope.episode or "",
        speaker=one.scope.speaker or "",
        podcast=one.scope.podcast or "",
        markdown=markdown or "",
        shown=_cut(one.question),
        scope=drawn(words, "retry", _scope, one, words),
        reply=drawn(words, "retry", _reply, number, one, words, rated)
        + (trouble(words, "retry") if markdown is None else ""),
        sources=drawn(words, "retry", _sources, number, one, words),
    )


def _cut(question: str) -> str:
    text = question.strip()
    return text[:SHOWN_CHARACTERS] + ("…" if len(text) > SHOWN_CHARACTERS else "")


def _scope(one: Exchange, words: Wording) -> Markup:
    number, speaker = one.scope.episode, one.scope.speaker
    episode = words.episode.format(number=number) if number is not None else None
    set_ = [text for text in (_podcast(one), episode, speaker) if text]
    chips = Markup("").join(Markup('<span class="chip">{}</span>').format(text) for text in set_)
    return Markup('<p class="scope">{}</p>').format(chips) if set_ else chips


def _podcast(one: Exchange) -> str | None:
    """The name of the podcast that was asked, as the answer knows it; else what links call it."""
    cited = one.reply.citations if isinstance(one.reply, Answer) else ()
    sources = [*(citation.source for citation in cited), *one.beside]
    known = {source.podcast.slug: source.podcast.title for source in sources if source.podcast}
    return known.get(one.scope.podcast or "", one.scope.podcast)


def _reply(number: int, one: Exchange, words: Wording, rated: bool) -> Markup:
    def part(draw: Callable[P, Markup], *given: P.args, **named: P.kwargs) -> Markup:
        return drawn(words, "retry", draw, *given, **named)

    parts = [part(_text, number, one, words)]
    if isinstance(one.reply, Answer):
        parts.append(part(_made, one.reply, words))
        parts.append(part(timelines, number, one.reply, one.beside, words))
    if one.stopped:
        parts.append(Markup('<p class="notice">{}</p>').format(_stopped(one, words)))
    if one.settled or one.reply is None:
        parts.append(part(_acts, words, rated and isinstance(one.reply, Answer)))
    parts.append(part(_next, one, words))
    return Markup("").join(parts)


def _stopped(one: Exchange, words: Wording) -> str:
    return words.stopped_early if one.reply is None else words.stopped


def _text(number: int, one: Exchange, words: Wording) -> Markup:
    reply = one.reply
    if reply is None and one.settled:
        return Markup("")
    if reply is None:
        waiting = words.in_line.format(ahead=one.ahead) if one.ahead else words.waiting
        return Markup(
            '<p class="waiting" role="status">{}</p><p class="lost notice">{}</p>'
        ).format(waiting, words.lost)
    if isinstance(reply, str):
        return Markup('<p class="notice" role="status" dir="auto">{}</p>').format(reply)
    kind = "" if reply.grounded else "refusal"
    shown = Markup('<div class="answer {}" dir="auto">{}</div>').format(
        kind, _paragraphs(number, reply)
    )
    said = words.done.format(count=len(reply.citations)) if reply.grounded else words.not_said
    status = said if one.settled else words.writing
    return shown + Markup('<p class="status" role="status">{}</p>').format(status)


def _paragraphs(number: int, answer: Answer) -> Markup:
    known = {citation.number for citation in answer.citations}

    def link(marker: re.Match[str]) -> str:
        cited = int(marker.group(1))
        return _CITE.format(anchor(number, cited), cited) if cited in known else marker.group()

    paragraphs = re.split(r"\n\s*\n", answer.text.strip())
    # Looked for after escaping: a marker is the only thing that becomes markup again.
    return Markup("").join(
        Markup("<p>{}</p>").format(
            Markup(_MARKER.sub(link, escape(text))).replace("\n", Markup("<br>"))
        )
        for text in paragraphs
    )


_CITE = Markup('<a class="cite" href="#{}">[{}]</a>')


def _made(answer: Answer, words: Wording) -> Markup:
    """Who worded the answer, and why it was not the model."""
    model = answer.generator
    said = words.extractive if model == EXTRACTIVE else words.generated.format(model=model)
    notice = Markup('<p class="notice" dir="auto">{}</p>').format(answer.notice or "")
    made = Markup('<p class="made">{}</p>').format(said)
    return (notice if answer.notice else Markup("")) + (made if answer.grounded else Markup(""))


def _acts(words: Wording, rated: bool) -> Markup:
    button = Markup(
        '<button type="button" class="act" data-act="{}" title="{}" aria-label="{}">{}</button>'
    )
    acts = (
        ("copy-answer", words.copy_hint, words.copy),
        ("copy-question", words.link_question_hint, words.link_question),
        ("edit", words.edit_hint, words.edit),
        ("retry", words.retry_hint, words.retry),
    )
    return Markup('<div class="acts">{}</div>{}').format(
        Markup("").join(button.format(act, hint, hint, label) for act, hint, label in acts),
        _rating(words) if rated else "",
    )


def _rating(words: Wording) -> Markup:
    return Markup(
        '<form class="rating"><span>{rate}</span>'
        '<button type="button" class="act" data-act="rate" value="good" aria-pressed="false" '
        'aria-label="{good}" title="{good}">{thumb}</button>'
        '<button type="button" class="act" data-act="rate" value="bad" aria-pressed="false" '
        'aria-label="{bad}" title="{bad}">{thumb}</button>'
        '<span class="comment" hidden><input name="comment" maxlength="1000" dir="auto" '
        'aria-label="{comment}" placeholder="{comment}">'
        '<button type="submit" class="act">{send}</button></span>'
        '<span class="thanks" role="status" data-thanks="{thanks}" '
        'data-sorry="{unrated}"></span></form>'
    ).format(
        rate=words.rate,
        thumb=_THUMB,
        good=words.good,
        bad=words.bad,
        comment=words.comment,
        send=words.send,
        thanks=words.thanks,
        unrated=words.unrated,
    )


_THUMB = Markup(
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M2 10h4v11H2zm6 11V9.600L13 2l2 '
    '1.200-1 5.800h6a2 2 0 0 1 2 2.300l-1.500 8a2 2 0 0 1-2 1.700z"/></svg>'
)


def _next(one: Exchange, words: Wording) -> Markup:
    button = Markup(
        '<li><button type="button" class="next" data-act="ask" data-question="{0}" '
        'dir="auto">{0}</button></li>'
    )
    if not one.suggestions:
        return Markup("")
    return Markup('<section class="onward"><h3>{}</h3><ul>{}</ul></section>').format(
        words.next, Markup("").join(button.format(text) for text in one.suggestions)
    )


def _sources(number: int, one: Exchange, words: Wording) -> Markup:
    reply = one.reply
    if reply is None and not one.settled:
        return _bones()
    if not isinstance(reply, Answer):
        return Markup("")
    if reply.citations:
        cards = (
            listed(words, "retry", anchor(number, one.number), card, number, one, words)
            for one in reply.citations
        )
        shown = Markup('<h3 class="sr-only">{}</h3><ol>{}</ol>').format(
            words.sources, Markup("").join(cards)
        )
        return shown + drawn(words, "retry", _beside, number, one, words.beside, words)
    if not one.settled:
        return _bones()
    unsaid = drawn(words, "retry", empty, "unsaid", words.not_said, words.not_said_more)
    return unsaid + drawn(words, "retry", _beside, number, one, words.nearest, words)


def _beside(number: int, one: Exchange, title: str, words: Wording) -> Markup:
    if not one.beside:
        return Markup("")
    place = f"fund-{number}"
    passages = (
        listed(words, "retry", f"{place}-{at}", passage, place, at, span, words, one.question)
        for at, span in enumerate(one.beside, start=1)
    )
    return Markup('<details class="beside"><summary>{}</summary><ol>{}</ol></details>').format(
        title.format(count=len(one.beside)), Markup("").join(passages)
    )


def _bones() -> Markup:
    bones = Markup('<div class="bones" aria-hidden="true"><i></i><i></i><i></i><i></i></div>')
    return bones + bones
