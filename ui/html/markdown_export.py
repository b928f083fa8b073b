"""An exchange as Markdown, to copy or to keep: question, answer and the source of each citation."""

import re

from rag.types import Answer, Quote
from ui.html.cards import link_to, quote_link, source_line
from ui.state.conversation import Exchange
from ui.texts.wording import Wording

# What Markdown could take for syntax inside a line, or at its beginning. The blanks before it end
# with their line: across lines, each of many empty ones would be read to the last of them.
_SIGNS = re.compile(
    r"([\\`*_{}\[\]<>#|~$&!])|^([^\S\n]*)([-+=])|^([^\S\n]*\d+)([.)])", re.MULTILINE
)


def as_markdown(exchange: Exchange, words: Wording) -> str:
    """Write an exchange as Markdown, with all text escaped so that it reads as written."""
    title = " ".join(exchange.question.split())
    parts = [f"## {escaped(title)}"]
    match exchange.reply:
        case Answer() as answer:
            parts += _answer(answer, words)
        case str() as message:
            parts.append(escaped(message))
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Escape a text so that a Markdown renderer shows it character by character."""
    return _SIGNS.sub(r"\2\4\\\1\3\5", text)


def _answer(answer: Answer, words: Wording) -> list[str]:
    """Write the text of an answer, and below it the list of what it cites."""
    numbers = {str(citation.number) for citation in answer.citations}
    text = re.sub(
        r"\\\[(\d{1,3})\\\]",
        lambda marker: f"[{marker[1]}]" if marker[1] in numbers else marker[0],
        escaped(answer.text.strip()),
    )
    lines = []
    for citation in answer.citations:
        source = citation.source
        # The link is relative to the page: the page's script knows its own address.
        link = ""
        if isinstance(source, Quote):
            link = f" [{words.read}]({quote_link(source)})"
        elif source.episode is not None:
            link = f" [{words.open_episode}]({link_to(source.episode, podcast=source.podcast)})"
        said = escaped(" ".join(source.text.split()))
        lines.append(f"{citation.number}. {escaped(source_line(source, words))}: {said}{link}")
    return [text, f"**{words.sources}**", "\n".join(lines)] if lines else [text]
