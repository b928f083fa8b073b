"""Questions that did not get what they should: what came, and where the right passage stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus import Corpus
from eval.dataset import Example, Gold
from eval.page.outcomes import RIGHT, Outcome, outcome_of
from eval.quality.asking import WINDOWS, Asked
from eval.quality.metrics import locate
from eval.quality.ranking import first_rank
from rag import Quote, ShowNote
from rag.pipeline import EXTRACTIVE
from rag.types import Span

LONGEST = 600  # characters of a passage


@dataclass(frozen=True, slots=True)
class Passage:
    """Words, and where they stand: speaker, episode, chapter, time, as far as these are known."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A question with what came for it and what should have.

    `rank` is the place of the right passage among those found; None if it is not among them.
    `written` is the text of a language model.
    """

    example: Example
    outcome: Outcome
    set: str
    language: str
    came: Sequence[Passage]
    gold: Sequence[Passage]
    rank: int | None
    written: str | None


def failures(
    asked: Mapping[str, Sequence[Asked]], corpora: Mapping[str, Corpus]
) -> Iterator[list[Failure]]:
    """Yield the failures of each part; `corpora` are by part, where it is known."""
    for part, some in asked.items():
        yield [
            Failure(
                one.example,
                outcome,
                part.partition("/")[0],
                one.answer.language,
                [_came(citation.source) for citation in one.answer.citations],
                [_place(gold, corpora.get(part)) for gold in one.example.gold],
                first_rank(one.rankings.get(WINDOWS, ()), one.example.gold),
                None if one.answer.generator == EXTRACTIVE else one.answer.text,
            )
            for one in some
            if (outcome := outcome_of(one)) not in RIGHT
        ]


def _came(source: Quote | ShowNote) -> Passage:
    if isinstance(source, Quote):
        return _said(source)
    of = f"episode {source.episode.number}" if source.episode else "the podcast"
    return Passage(_short(source.text), f"show notes of {of}")


def _place(gold: Gold, corpus: Corpus | None) -> Passage:
    """Tell the words of a gold place and where they are; without a corpus only what gold says."""
    episode = corpus.episode(gold.episode) if corpus else None
    found = locate(gold, corpus) if corpus else None
    if episode is None or found is None:
        turns = f"turns {gold.turns[0]} to {gold.turns[1]}" if gold.turns else ""
        lost = ", not in this corpus" if corpus else ""
        return Passage(_short(gold.quote or turns), f"episode {gold.episode}{lost}")
    first, last, start = found
    if gold.turns is None:
        return _said(Span(episode, first, start, start + len(gold.quote or ""), None))
    said = " ".join(turn.text for turn in episode.turns[first : last + 1])
    return Passage(_short(said), _said(Span(episode, first, 0, 1, None)).where)


def _said(span: Span) -> Passage:
    time = str(span.begins) if span.begins else None
    chapter = f"“{span.chapter.title}”" if span.chapter else None
    known = (span.speaker, f"episode {span.episode.number}", chapter, time)
    return Passage(_short(span.text), ", ".join(filter(None, known)))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"
