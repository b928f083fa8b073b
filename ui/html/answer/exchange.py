"""The HTML of the conversation: each question with its answer and, beside it, its sources."""

from collections.abc import Callable, Sequence
from typing import ParamSpec

from markupsafe import Markup

from rag.types import Answer, Quote, Span
from ui.html.answer.quotes import paragraphs
from ui.html.answer.timeline import timelines
from ui.html.cards import anchor, card, link_to, passage
from ui.html.markdown_export import as_markdown
from ui.html.templates import rendered
from ui.html.trouble import attempted, drawn, listed, trouble
from ui.state.conversation import Conversation, Exchange
from ui.texts.wording import Wording

P = ParamSpec("P")
SHOWN_CHARACTERS = 1_000
EXTRACTIVE = "extractive"
FEW_EPISODES = 3  # that are led to, each by a button
NEAREST = 2  # passages that stand open below a refusal


def conversation(exchanges: Conversation, words: Wording, *, rated: bool) -> Markup:
    """Draw all exchanges, oldest first."""
    return Markup("").join(
        exchange(number, one, words, rated=rated) for number, one in enumerate(exchanges, start=1)
    )


def exchange(number: int, one: Exchange, words: Wording, *, rated: bool) -> Markup:
    """Draw a question, its answer and its sources; `rated` offers thumbs up and down.

    A part that cannot be drawn leaves a line in its place and takes none of the others with it.
    """
    made = attempted(_exchange, number, one, words, rated)
    if made is not None:
        return made
    # Only the question, to be asked once more.
    return rendered(
        "undrawn_exchange",
        number=number,
        question=one.question[:SHOWN_CHARACTERS],
        scope=one.scope,
        after=one.after,
        words=words,
        way="retry",
    )


def _exchange(number: int, one: Exchange, words: Wording, rated: bool) -> Markup:
    markdown = attempted(as_markdown, one, words) if one.settled else ""
    question = one.question.strip()
    more = "…" if len(question) > SHOWN_CHARACTERS else ""
    return rendered(
        "exchange",
        number=number,
        one=one,
        question=question[:SHOWN_CHARACTERS] + more,
        markdown=markdown or "",
        scope=drawn(words, "retry", _scope, one, words),
        reply=drawn(words, "retry", _reply, number, one, words, rated)
        + (trouble(words, "retry") if markdown is None else ""),
        sources=drawn(words, "retry", _sources, number, one, words),
    )


def _scope(one: Exchange, words: Wording) -> Markup:
    number, speaker = one.scope.episode, one.scope.speaker
    episode = words.episode.format(number=number) if number is not None else None
    # The title of the podcast that was asked; its slug if the answer does not tell.
    cited = one.reply.citations if isinstance(one.reply, Answer) else ()
    sources = [*(citation.source for citation in cited), *one.beside]
    known = {source.podcast.slug: source.podcast.title for source in sources if source.podcast}
    podcast = known.get(one.scope.podcast or "", one.scope.podcast)
    return rendered("scope", chips=[text for text in (podcast, episode, speaker) if text])


def _reply(number: int, one: Exchange, words: Wording, rated: bool) -> Markup:
    def part(draw: Callable[P, Markup], *given: P.args, **named: P.kwargs) -> Markup:
        return drawn(words, "retry", draw, *given, **named)

    answer = one.reply if isinstance(one.reply, Answer) else None
    rated = rated and answer is not None
    settled = one.settled or one.reply is None
    stopped = words.stopped_early if one.reply is None else words.stopped
    return rendered(
        "reply",
        text=part(_text, number, one, words),
        made=part(_made, answer, words) if answer else "",
        timelines=part(timelines, number, answer, one.beside, words) if answer else "",
        stopped=stopped if one.stopped else "",
        acts=part(rendered, "acts", words=words, rated=rated) if settled else "",
        onward=part(rendered, "onward", words=words, suggestions=one.suggestions),
    )


def _text(number: int, one: Exchange, words: Wording) -> Markup:
    reply = one.reply
    if reply is None:
        return Markup("") if one.settled else rendered("waiting", words=words, ahead=one.ahead)
    if isinstance(reply, str):
        return rendered("notice", message=reply)
    line = reply.text.split("\n", 1)[0]
    done = words.done.format(count=len(reply.citations)) if reply.grounded else line
    return paragraphs(number, reply, words) + rendered(
        "status", status=done if one.settled else words.writing
    )


def _made(answer: Answer, words: Wording) -> Markup:
    """Say who worded the answer, why it was not the model, and how exact its times are."""
    spoken = [one.source for one in answer.citations if isinstance(one.source, Quote)]
    model = answer.generator
    if model != EXTRACTIVE:
        said = words.generated.format(model=model)
    else:
        said = words.extractive if spoken else words.from_shownotes
    # That times are estimated is said once, however many stand above.
    guessed = [one.begins.uncertainty or 0.0 for one in spoken if one.begins]
    most = round(max(guessed, default=0.0))
    exact = words.estimated_times.format(seconds=most) if most else ""
    made = "\N{NO-BREAK SPACE}· ".join(filter(None, [said, exact])) if answer.grounded else ""
    # Where nobody speaks, the episodes that it tells of are led to, if they are few.
    told = [] if spoken else [one.source for one in answer.citations]
    links = {
        link_to(source.episode, podcast=source.podcast): words.see_episode.format(
            number=source.episode.number
        )
        for source in told
        if source.episode
    }
    few = links if len(links) <= FEW_EPISODES else {}
    return rendered("made", notice=answer.notice, made=made, links=few)


def _sources(number: int, one: Exchange, words: Wording) -> Markup:
    reply = one.reply
    if isinstance(reply, Answer) and reply.citations:
        cards = [
            listed(words, "retry", anchor(number, one.number), card, number, one, words)
            for one in reply.citations
        ]
        spoken = any(isinstance(one.source, Quote) for one in reply.citations)
        shown = rendered("sources", words=words, cards=cards, spoken=spoken)
        return shown + _beside(number, one, one.beside, words.beside, words)
    if not one.settled and not isinstance(reply, str):
        return rendered("bones")
    if not isinstance(reply, Answer):
        return Markup("")
    # What comes nearest to a question that has no answer, the first of it open.
    near = _passages(number, one, one.beside[:NEAREST], 1, words)
    filtered = one.scope.episode is not None or one.scope.speaker is not None
    shown = rendered("nearest", words=words, cards=near, filtered=filtered)
    return shown + _beside(number, one, one.beside[NEAREST:], words.beside, words, NEAREST + 1)


def _beside(
    number: int, one: Exchange, spans: Sequence[Span], title: str, words: Wording, first: int = 1
) -> Markup:
    if not spans:
        return Markup("")
    cards = _passages(number, one, spans, first, words)
    return rendered("beside", title=title.format(count=len(spans)), cards=cards)


def _passages(
    number: int, one: Exchange, spans: Sequence[Span], first: int, words: Wording
) -> list[Markup]:
    place = f"beside-{number}"
    return [
        listed(words, "retry", f"{place}-{at}", passage, place, at, span, words, one.question)
        for at, span in enumerate(spans, start=first)
    ]
