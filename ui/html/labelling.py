"""The HTML of a question that is being confirmed, with the passages that may answer it.

A passage is drawn sentence by sentence, each a button; what is said around it is there to be read
on, so that the right sentence can be reached also where the search came only near it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from corpus import Corpus, Episode, sentence_spans
from rag.types import Span
from ui.html.cards import link_to, source_line
from ui.html.frame import empty
from ui.html.templates import rendered
from ui.state.labelling import (
    QUESTION_CHARACTERS,
    Key,
    Labelled,
    Line,
    is_open,
    marked,
    origin,
    picked,
)
from ui.texts.labelling import LabellingWording, labelling_words
from ui.texts.wording import Wording

AROUND = 30  # sentences before and after a passage that can be read as well
BESIDE = 1  # of them, how many are shown from the beginning
MEASURES, PROPOSES = "python -m eval --dataset", "python -m eval draft"
OPENING = 12  # sentences shown where a chapter begins


@dataclass(frozen=True, slots=True)
class Labelling:
    """All that is drawn: the questions, which of them, what was found for it, and what to say."""

    lines: Sequence[Line]
    at: int | None
    event: Labelled
    found: Sequence[Span] = ()
    problem: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    key: Key
    text: str
    speaker: str
    turns: bool  # to another speaker than before
    chosen: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class _Extract:
    where: str
    link: str
    sentences: Sequence[_Sentence]


def labelling(corpus: Corpus, drawn: Labelling, file: Path, words: Wording) -> Markup:
    """Draw the question that it is at, or that there is nothing left to do."""
    ours = labelling_words(words.code)
    if drawn.at is None:
        if drawn.lines:
            nothing = empty("done", ours.all_done, ours.all_done_more, f"{MEASURES} {file.name}")
        else:
            nothing = empty("none", ours.none, ours.none_more, f"{PROPOSES} {file.name}")
        return rendered("labelled", ours=ours, drawn=drawn, nothing=nothing)
    line = drawn.lines[drawn.at]
    chosen = picked(corpus, drawn.event.sentences)
    if not chosen and drawn.event.act != "find":
        chosen = marked(corpus, line.get("gold") or ())
    extracts = list(_extracts(corpus, line, chosen, drawn.found, words))
    came = origin(line)
    episode = corpus.episode(came.get("episode", -1))
    title = came.get("chapter") or (episode.title if episode else "")
    return rendered(
        "labelling",
        ours=ours,
        drawn=drawn,
        id=str(line.get("id", "")),
        history=line.get("history") or (),
        question=drawn.event.question or line["question"],
        most=QUESTION_CHARACTERS,
        about=_about(line, ours),
        place=ours.place.format(number=episode.number, title=title) if episode else "",
        comment=came.get("comment") or "",
        at=ours.at.format(
            at=drawn.at + 1, count=len(drawn.lines), open=sum(map(is_open, drawn.lines))
        ),
        extracts=extracts,
    )


def _about(line: Line, ours: LabellingWording) -> str:
    came = origin(line)
    if not is_open(line):
        return ours.skipped if "draft" in line else ours.confirmed
    match came.get("source"):
        case "rating":
            return ours.good if came.get("rating") == "good" else ours.bad
        case "chapter":
            return ours.chapter
        case "unsaid":
            return ours.unsaid
    return ours.asked


def _extracts(
    corpus: Corpus, line: Line, chosen: Sequence[Span], found: Sequence[Span], words: Wording
) -> Iterator[_Extract]:
    """Yield what is chosen, what a reader's answer cited, the place meant, what was found."""
    came, seen = origin(line), set[Key]()
    cited = marked(corpus, came.get("cited") or ())
    # The beginning of the chapter that a question is to be written about.
    number, turn = came.get("episode"), came.get("turn")
    episode = corpus.episode(number) if isinstance(number, int) else None
    about: list[Span] = []
    if episode and isinstance(turn, int) and 0 <= turn < len(episode.turns):
        about = [Span(episode, turn, 0, 0, None)]
    for span in (*chosen, *cited, *about, *found):
        inside = {key for key, part in _sentences(span.episode, span.turn_index) if _in(part, span)}
        if inside - seen:
            extract = _extract(span, inside, BESIDE if span.text else OPENING, chosen, words)
            seen |= {sentence.key for sentence in extract.sentences if sentence.shown}
            yield extract


def _extract(
    span: Span, inside: set[Key], after: int, chosen: Sequence[Span], words: Wording
) -> _Extract:
    every = list(_around(span))
    places = [place for place, (key, _) in enumerate(every) if key in inside] or [0]
    first, last = places[0] - BESIDE, places[-1] + after
    speaker, sentences = "", list[_Sentence]()
    for place, (key, part) in enumerate(every):
        name = part.speaker or words.unknown_speaker
        sentences.append(
            _Sentence(
                key,
                part.text.strip(),
                name,
                name != speaker,
                any(_in(part, one) for one in chosen),
                first <= place <= last,
            )
        )
        speaker = name
    link = link_to(span.episode, span.begins, span.turn_index)
    return _Extract(source_line(span, words), link, sentences)


def _around(span: Span) -> Iterator[tuple[Key, Span]]:
    """Yield the sentences of a passage and those around it, across turns."""
    episode, turn = span.episode, span.turn_index
    here = list(_sentences(episode, turn))
    within = [place for place, (_, part) in enumerate(here) if _in(part, span)] or [0]
    before, rest = here[: within[0]], here[within[0] :]
    for number in range(turn - 1, -1, -1):
        if len(before) >= AROUND:
            break
        before = [*_sentences(episode, number), *before]
    for number in range(turn + 1, len(episode.turns)):
        if len(rest) >= len(within) + AROUND:
            break
        rest += _sentences(episode, number)
    yield from before[-AROUND:]
    yield from rest[: len(within) + AROUND]


def _sentences(episode: Episode, turn: int) -> Iterator[tuple[Key, Span]]:
    for start, end in sentence_spans(episode.turns[turn].text):
        yield (episode.number, turn, start), Span(episode, turn, start, end, None)


def _in(part: Span, span: Span) -> bool:
    """Tell if a sentence is one of a passage; one without words is where the passage begins."""
    return part.overlaps(span) or (part.same_turn(span) and part.start == span.start == span.end)
