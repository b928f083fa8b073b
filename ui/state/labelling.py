"""The questions of an eval set while somebody confirms them: what is chosen, and what is saved.

A draft (`python -m eval draft`) becomes a question of the set when it is confirmed: with the
sentences that answer it, sliced from the transcript, or as one that the podcast does not answer.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, Field

from corpus import Corpus, NachgefragtError, sentence_spans
from rag.batch import changing
from rag.text.analyzer import Analyzer
from rag.text.language import detect
from rag.types import Span
from rag.wording.languages import LANGUAGES
from ui.state.events import Text
from ui.texts.labelling import LabellingWording, labelling_words

# A sentence by its episode's number, its turn and its first character.
Key: TypeAlias = tuple[int, int, int]
Line: TypeAlias = dict[str, Any]
MOST_CHOSEN = 50
QUESTION_CHARACTERS = 1_000


class Unready(NachgefragtError):
    """A question that cannot be saved: it lacks something, or has gone; the message says what."""


class Labelled(BaseModel):
    """An act on a question: show one or the next open one, look, save, skip.

    `words` are what was last looked for instead of the question.
    """

    act: Literal["show", "find", "save", "unsaid", "skip", "previous", "next"] = "show"
    id: Text = ""
    question: Text = ""
    words: Text = ""
    sentences: Annotated[list[Key], Field(max_length=MOST_CHOSEN)] = []


def is_open(line: Line) -> bool:
    """Tell if nobody has decided on a question yet."""
    return "draft" in line and not origin(line).get("skipped")


def origin(line: Line) -> dict[str, Any]:
    """Return where a question comes from, be it confirmed or not."""
    came = line.get("draft") or line.get("origin")
    return came if isinstance(came, dict) else {}


def turned_to(lines: Sequence[Line], event: Labelled) -> int | None:
    """Return the place of the question to show after an event; None if there is none."""
    ids = [str(line.get("id")) for line in lines]
    at = ids.index(event.id) if event.id in ids else None
    if at is not None and event.act in ("show", "find"):
        return at
    if lines and event.act in ("previous", "next"):
        step = 1 if event.act == "next" else -1
        return ((len(lines) if at is None else at) + step) % len(lines)
    # From the one that was decided on; at the end from the first again.
    start = 0 if at is None else at + 1
    order = [*range(start, len(lines)), *range(start)]
    return next((one for one in order if is_open(lines[one])), None)


def picked(corpus: Corpus, keys: Iterable[Key]) -> list[Span]:
    """Return the passages that sentences make, neighbours in a turn as one; drop unknown ones."""
    spans: list[Span] = []
    for number, turn, start in sorted(set(keys)):
        episode = corpus.episode(number)
        if episode is None or not 0 <= turn < len(episode.turns):
            continue
        ends = dict(sentence_spans(episode.turns[turn].text))
        if start not in ends:
            continue
        span = Span(episode, turn, start, ends[start], None)
        if spans and spans[-1].same_turn(span) and spans[-1].end == start:
            span = replace(span, start=spans.pop().start)
        spans.append(span)
    return spans


def marked(corpus: Corpus, golds: Iterable[dict[str, Any]]) -> list[Span]:
    """Return the passages that gold names, those that the corpus has."""
    found = []
    for gold in golds:
        episode, quote = corpus.episode(gold.get("episode", -1)), gold.get("quote") or ""
        for number, turn in enumerate(episode.turns if episode and quote else ()):
            if (start := turn.text.find(quote)) >= 0:
                assert episode is not None
                found.append(Span(episode, number, start, start + len(quote), None))
                break
        else:
            if episode and gold.get("turns"):
                first = min(gold["turns"][0], len(episode.turns) - 1)
                text = episode.turns[first].text
                found.append(Span(episode, first, 0, len(text), None))
    return found


def decide(file: Path, corpus: Corpus, event: Labelled) -> None:
    """Save what was decided on a question. Raises Unready, and OSError as `changing`."""
    with changing(file) as lines:
        line = next((one for one in lines if str(one.get("id")) == event.id), None)
        if line is None:
            raise _unready(lambda words: words.lost)
        if event.act == "skip":
            line["draft"] = {**origin(line), "skipped": True}
            line.pop("origin", None)
            return
        _confirm(line, corpus, event)


def _confirm(line: Line, corpus: Corpus, event: Labelled) -> None:
    question = " ".join(event.question.split())[:QUESTION_CHARACTERS]
    spans = picked(corpus, event.sentences) if event.act == "save" else []
    if not question:
        raise _unready(lambda words: words.needs_question)
    if event.act == "save" and not spans:
        raise _unready(lambda words: words.needs_sentence)
    came = {name: value for name, value in origin(line).items() if name != "skipped"}
    language = detect(question, corpus.podcast.language)
    golds: list[Line] = []
    for span in spans:
        # Its words, or its turn where these are said more than once.
        said, turn = span.text.strip(), span.turn_index
        once = sum(each.text.count(said) for each in span.episode.turns) == 1
        where: Line = {"quote": said} if once else {"turns": [turn, turn]}
        golds.append({"episode": span.episode.number, **where})
    line |= {
        "type": _kind(question, language, line.get("history") or (), spans),
        "lang": language,
        "question": question,
        "answerable": bool(spans),
        "gold": golds,
    }
    line.pop("draft", None)
    line["origin"] = came


def _kind(question: str, language: str, history: Sequence[str], spans: Sequence[Span]) -> str:
    """Tell the kind of a question, as eval/QUESTIONS.md has them."""
    if not spans:
        return "unanswerable"
    if history:
        return "followup"
    if (spans[0].episode.language or language)[:2] != language:
        return "language"
    said = {stem for span in spans for stem in Analyzer().terms(span.text)}
    return "fact" if said.intersection(Analyzer().terms(question)) else "paraphrase"


def _unready(say: Callable[[LabellingWording], str]) -> Unready:
    return Unready({code: say(labelling_words(code)) for code in LANGUAGES})
