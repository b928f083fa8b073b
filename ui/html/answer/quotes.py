"""An answer's text: prose with its [n], and quotes that stand for themselves.

Without a language model the quotes are the answer: the best one large, the sentence that answers
brought out, a second one smaller, the rest folded.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from corpus import clock, sentence_spans
from rag.types import Answer, Citation, Quote
from rag.wording.formats import quotation, said_by
from ui.html.cards import anchor, audio, link_to, short_title
from ui.html.templates import rendered
from ui.texts.wording import Wording

OPEN = 2  # quotes that are read without unfolding any
AROUND = 170  # characters beside the sentence that answers, in the first quote
LONG = 260  # characters from which a quote without a core is told by its first sentences
_BLANK = r"\n[^\S\n]*\n"
_MARKER = re.compile(r"\[[0-9]{1,3}\]")
# An address ends before the full stop of its sentence, and with a bracket that it opened.
_ADDRESS = r"(?:[^\s\[\]<>()\"“”„«»%s]|\([^\s()]*\))"
_LINKED = re.compile(
    r"(\[[0-9]{1,3}\]|https?://" + _ADDRESS % "" + "*" + _ADDRESS % ".,;:!?’'" + ")"
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some of an answer's prose; where it cites, `cites` is the id of the card.

    `leaves` if it is an address that leads out of the page.
    """

    text: str
    cites: str = ""
    leaves: bool = False


@dataclass(slots=True)
class _Section:
    """The answer to one question: prose, then quotes, of which few are read without unfolding any.

    `asked` is the question, where a message has several; `to_ask` are questions to go on with.
    """

    asked: str = ""
    paragraphs: list[list[list[_Piece]]] = field(default_factory=list)
    to_ask: list[str] = field(default_factory=list)
    quotes: list[Markup] = field(default_factory=list)

    @property
    def shown(self) -> list[Markup]:
        return self.quotes[:OPEN]

    @property
    def folded(self) -> list[Markup]:
        return self.quotes[OPEN:]


def paragraphs(number: int, answer: Answer, words: Wording) -> Markup:
    """Draw the text of an answer: what is nothing but a quote as that quote, all else as prose."""
    cards = {citation.number: anchor(number, citation.number) for citation in answer.citations}
    notes = [one.source.text for one in answer.citations if not isinstance(one.source, Quote)]
    told = "\n".join(notes)
    sections = [_Section()]
    first = True
    for part in _parts(answer):
        if isinstance(part, Citation):
            sections[-1].quotes.append(quote(number, part, words, first=first))
            first = False
        elif _is_asked(part, answer.question):
            sections.append(_Section(part))
        else:
            lines = part.split("\n")
            # A paragraph that lists nothing but questions: "- Worum geht es?".
            if not answer.grounded and all(line.startswith("- ") for line in lines):
                sections[-1].to_ask = [line[2:] for line in lines]
            else:
                prose = [
                    [_piece(text, cards, told) for text in _LINKED.split(one)] for one in lines
                ]
                sections[-1].paragraphs.append(prose)
    return rendered(
        "answer",
        grounded=answer.grounded,
        language=answer.language,
        sections=sections,
        words=words,
    )


def _is_asked(part: str, question: str) -> bool:
    """Return whether a paragraph is one of the questions of a message."""
    bare = part.strip().rstrip("?!. ")
    return " " in bare and bare in question and bare != question.strip().rstrip("?!. ")


def quote(number: int, citation: Citation, words: Wording, *, first: bool) -> Markup:
    """Draw a quote that is an answer by itself; the `first` is the large one."""
    source, common = citation.source, {"number": citation.number, "words": words}
    place = anchor(number, citation.number)
    if not isinstance(source, Quote):
        return rendered("told", **common, place=place, source=source)
    return rendered(
        "quote",
        **common,
        place=place,
        first=first,
        source=source,
        pieces=shortened(source, AROUND if first else 0),
        who=source.speaker or words.unknown_speaker,
        title=short_title(source.episode),
        at=clock(source.begins.seconds) if source.begins else words.read,
        audio=audio(source.episode, source.begins, words, source.podcast),
        link=link_to(source.episode, source.begins, source.turn_index, source.podcast),
    )


def shortened(quote: Quote, around: int) -> tuple[str, str, str]:
    """Cut a quote to its core and whole sentences before and after it; "…" says where it is cut.

    `around` bounds the characters on either side. All three are slices of what was said.
    """
    start, end = quote.core or (quote.start, quote.end)
    if not quote.core and len(quote.text) > LONG:
        # Nobody knows the core of it: its first sentences.
        stops = [stop for _, stop in sentence_spans(quote.text)]
        end = quote.start + ([stop for stop in stops if stop <= LONG] or stops[:1])[-1]
    before, after = quote.turn.text[quote.start : start], quote.turn.text[end : quote.end]
    starts = [at for at, _ in sentence_spans(before) if len(before) - at <= around]
    ends = [at for _, at in sentence_spans(after) if at <= around]
    first, last = (starts or [len(before)])[0], (ends or [0])[-1]
    cut = " …" if after[last:].strip() else ""
    return (
        ("… " if before[:first].strip() else "") + before[first:],
        quote.turn.text[start:end].strip(),
        after[:last].rstrip() + cut,
    )


def _parts(answer: Answer) -> Iterator[str | Citation]:
    """Yield the paragraphs of an answer; a citation where one says nothing but its quote.

    Who says it, where and when stands with the quote, so the line before it is left out.
    """
    quoted = {
        quotation(one.source.text, one.number, answer.language): one for one in answer.citations
    }
    spoken = [one.source for one in answer.citations if isinstance(one.source, Quote)]
    introduced = {said_by(one, answer.language, first=at) for one in spoken for at in (True, False)}
    for text in _split(answer.text.strip(), list(quoted)):
        if text in quoted:
            yield quoted[text]
        elif text not in introduced:
            yield text


def _split(text: str, quoted: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of a text; a quote is one, whatever blank lines are in it."""
    whole = "|".join(re.escape(one) for one in quoted)
    parts = re.split(rf"(?:\A|{_BLANK})({whole})(?={_BLANK}|\Z)", text) if quoted else [text]
    for at, part in enumerate(parts):
        found = [part] if at % 2 else re.split(_BLANK, part)
        yield from (one for one in found if one.strip())


def _piece(text: str, cards: Mapping[int, str], told: str) -> _Piece:
    if not _MARKER.fullmatch(text) or int(text[1:-1]) not in cards:
        # Only what the notes link to is followed: a model's address may be anybody's.
        return _Piece(text, leaves=_LINKED.fullmatch(text) is not None and text in told)
    cited = int(text[1:-1])
    return _Piece(f"[{cited}]", cards[cited])
