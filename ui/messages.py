"""The conversation as the chatbot's messages.

The chatbot reads Markdown and HTML, but a question or an answer is text from strangers. So each
character that could mean something in either is written as a character reference, which no
Markdown parser takes for syntax; only the links to the cards are markup, and they are ours.
"""

import re
import string
from collections.abc import Iterator
from typing import TypedDict

from markupsafe import Markup

from rag.types import Answer
from ui import wording
from ui.conversation import Conversation, Exchange

SHOWN_CHARACTERS = 1_000
_REFERENCES = {ord(sign): f"&#{ord(sign)};" for sign in string.punctuation} | {10: "<br>"}
_MARKER = re.compile("&#91;([0-9]{1,3})&#93;")


class Message(TypedDict):
    """One message as Gradio's chatbot takes it."""

    role: str
    content: str


def messages(conversation: Conversation) -> list[Message]:
    """The whole conversation as messages, oldest first; a question without text has no bubble."""
    return [
        message
        for number, exchange in enumerate(conversation, start=1)
        for message in _exchange(number, exchange)
    ]


def anchor(answer: int, citation: int) -> str:
    """The id of a card: what [citation] in the answer with that number (from 1) points at."""
    return f"beleg-{answer}-{citation}"


def as_text(text: str) -> Markup:
    """Text that a Markdown and HTML renderer shows character by character; lines stay lines."""
    return Markup("\n".join(text.strip().splitlines()).translate(_REFERENCES))


def _exchange(number: int, exchange: Exchange) -> Iterator[Message]:
    question = exchange.question.strip()
    if question:
        cut = question[:SHOWN_CHARACTERS] + ("…" if len(question) > SHOWN_CHARACTERS else "")
        yield Message(role="user", content=str(as_text(cut)))
    yield Message(role="assistant", content=str(_reply(number, exchange.reply)))


def _reply(number: int, reply: Answer | str | None) -> Markup:
    if reply is None:
        return Markup('<span class="waiting">{}</span>').format(wording.WAITING)
    if isinstance(reply, str):
        return Markup('<span class="notice">{}</span>').format(as_text(reply))
    if not reply.grounded:
        return Markup('<span class="refusal">{}</span>').format(as_text(reply.text))
    return _with_links(number, reply)


def _with_links(number: int, answer: Answer) -> Markup:
    known = {citation.number for citation in answer.citations}

    def link(marker: re.Match[str]) -> str:
        citation = int(marker.group(1))
        return _link(number, citation) if citation in known else marker.group()

    # Looked for after escaping: a marker is the only thing that becomes markup again.
    return Markup(_MARKER.sub(link, as_text(answer.text)))


def _link(answer: int, citation: int) -> Markup:
    return Markup('<a class="cite" href="#{}" title="{}">[{}]</a>').format(
        anchor(answer, citation), wording.SHOW_CITATION.format(number=citation), citation
    )
