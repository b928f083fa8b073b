"""An exchange as Markdown, to copy or to keep: question, answer and the source of each citation."""

import re

from rag.types import Answer, Quote
from ui.html.cards import link_to, quote_link, source_line
from ui.state.conversation import Exchange
from ui.texts.wording import Wording

# What Markdown could take for syntax inside a line, or at its beginning. The blanks before it end
# with their line: across lines, each of many empty ones would be read to the last of them.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~$&!])|^([^\S\n]*)([-+=]|\d+[.)])", re.MULTILINE)


def as_markdown(exchange: Exchange, words: Wording) -> str:
    """Write an exchange as Markdown, with all text escaped so that it reads as written."""
    title = " ".join(exchange.question.split())
    parts = [f"## {escaped(title)}"]
    match exchange.reply:
        case Answer() as answer:
            parts += [_answer(answer), *_sources(answer, words)]
        case str() as message:
            parts.append(escaped(message))
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Escape a text so that a Markdown renderer shows it character by character."""
    return _SIGNS.sub(_with_backslash, text)


def _with_backslash(sign: re.Match[str]) -> str:
    if sign.group(1):
        return "\\" + sign.group(1)
    mark = sign.group(3)
    return sign.group(2) + (mark[:-1] + "\\" + mark[-1])


def _answer(answer: Answer) -> str:
    numbers = {str(citation.number) for citation in answer.citations}
    text = escaped(answer.text.strip())
    return re.sub(
        r"\\\[(\d{1,3})\\\]",
        lambda marker: f"[{marker[1]}]" if marker[1] in numbers else marker[0],
        text,
    )


def _sources(answer: Answer, words: Wording) -> list[str]:
    if not answer.citations:
        return []
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
    return [f"**{words.sources}**", "\n".join(lines)]
