"""Metrics of one answer, as pure functions; `eval.quality.figures` averages them."""

from collections.abc import Sequence

from corpus import ChapterSpan, Corpus, direct_speech, moment
from corpus.text.quotations import unpaired
from eval.dataset import Example, Gold
from rag import Answer, Citation, Quote
from rag.pipeline import EXTRACTIVE
from rag.types import Span
from rag.wording import ANSWERS, place


def overlaps_gold(quote: Span, gold: Gold) -> bool:
    """Tell if a quote overlaps a gold place by at least one character."""
    if quote.episode.number != gold.episode:
        return False
    if gold.turns is not None:
        return gold.turns[0] <= quote.turn_index <= gold.turns[1]
    start = quote.turn.text.find(gold.quote or "")
    return start >= 0 and quote.start < start + len(gold.quote or "") and start < quote.end


def is_hit(citation: Citation, example: Example) -> bool:
    """Tell if a citation points at any of the gold places."""
    source = citation.source
    return isinstance(source, Quote) and any(overlaps_gold(source, gold) for gold in example.gold)


def hit_at(answer: Answer, example: Example, k: int) -> bool:
    """Tell if one of the first k citations is a hit or states an expected short fact.

    (A fact from the show notes has no place in the transcript: then `expect` decides.)
    """
    if not example.gold:
        return says(answer, example)
    cited = answer.citations[:k]
    if any(is_hit(citation, example) for citation in cited):
        return True
    notes = [citation.source.text for citation in cited if citation.kind == "shownotes"]
    return bool(notes) and says(answer, example)


def says(answer: Answer, example: Example) -> bool:
    """Tell if the answer contains one of the expected strings, ignoring case."""
    return any(text.casefold() in answer.text.casefold() for text in example.expect)


def quotes(answer: Answer) -> list[Quote]:
    """List the quotes that an answer cites from the transcript, in the order of their numbers."""
    return [c.source for c in answer.citations if isinstance(c.source, Quote)]


def is_verbatim(answer: Answer) -> bool:
    """Tell if every quote from the transcript occurs verbatim in its turn."""
    return all(quote.text and quote.text in quote.turn.text for quote in quotes(answer))


def is_attributed(quote: Quote, corpus: Corpus, chapters: Sequence[ChapterSpan]) -> bool:
    """Tell if speaker, episode and chapter are those of the quote's place in the corpus.

    `corpus` is read from its files for this, since an index may be older than the transcript;
    `chapters` are the episode's `corpus.chapter_spans`.
    """
    episode = corpus.episode(quote.episode.number)
    if episode is None or episode.id != quote.episode.id:
        return False
    if quote.turn_index >= len(episode.turns):
        return False
    turn = episode.turns[quote.turn_index]
    around = [
        span.chapter
        for span in chapters
        if span.turn == quote.turn_index and span.start <= quote.start < span.end
    ]
    same = (turn.speaker, turn.text[quote.start : quote.end]) == (quote.speaker, quote.text)
    return same and around == [quote.chapter]


def is_told_rightly(quote: Quote, answer: Answer) -> bool:
    """Tell if the text before a quote names its speaker, its episode and chapter, and its time.

    In an extractive answer that is the paragraph before the quote; a written answer is checked
    sentence by sentence when it is made (rag.generation.verify).
    """
    if answer.generator != EXTRACTIVE:
        return True
    told, quoted, _ = answer.text.partition(quote.text.strip())
    *_, lead, _ = ["", *told.split("\n\n")]
    speaker = quote.speaker or ANSWERS[answer.language]["someone"]
    chapter = quote.chapter.title if quote.chapter else None
    where = place(quote.episode, chapter, quote.begins, answer.language)
    return bool(quoted) and speaker in lead and where in lead


def is_whole(quote: Quote) -> bool:
    """Tell if a quote neither begins nor ends within direct speech."""
    inside = direct_speech(quote.turn.text)
    edges = quote.start, quote.end
    cut = any(start < edge < end for start, end in inside for edge in edges)
    return not cut and not unpaired(quote.text)


def is_right_voice(quote: Quote, example: Example, corpus: Corpus) -> bool:
    """Tell if episode and speaker of a quote are those of one of the gold places."""
    voices: set[tuple[int, str | None]] = set()
    for gold in example.gold:
        place, episode = locate(gold, corpus), corpus.episode(gold.episode)
        if place and episode:
            turns = episode.turns[place[0] : place[1] + 1]
            voices.update((gold.episode, turn.speaker) for turn in turns)
    return (quote.episode.number, quote.speaker) in voices


def locate(gold: Gold, corpus: Corpus) -> tuple[int, int, int] | None:
    """Find the first and last turn of a gold place and its first character; None if absent."""
    episode = corpus.episode(gold.episode)
    if episode is None:
        return None
    if gold.turns is not None:
        return (*gold.turns, 0) if gold.turns[0] < len(episode.turns) else None
    for number, turn in enumerate(episode.turns):
        start = turn.text.find(gold.quote or "")
        if start >= 0:
            return number, number, start
    return None


def time_error(quote: Quote, example: Example, corpus: Corpus) -> float | None:
    """Return the seconds between the start of a hit and the start of the nearest gold that it hits.

    None if it hits nothing or the times are unknown.
    """
    begins, errors = quote.begins, []
    for gold in example.gold:
        place, episode = locate(gold, corpus), corpus.episode(gold.episode)
        if begins and place and episode and overlaps_gold(quote, gold):
            start = moment(episode, place[0], place[2])
            errors += [abs(begins.seconds - start.seconds)] if start else []
    return min(errors, default=None)


def refusal_is_right(answer: Answer, example: Example) -> bool:
    """Tell if the answer is given where there is one, and refused where there is none.

    A question with a false premise may be refused or corrected; both are right.
    """
    return answer.grounded == example.answerable or (
        example.type == "false_premise" and not answer.grounded
    )


def is_right(answer: Answer, example: Example) -> bool:
    """Tell if the answer rightly refuses, or cites or says what was asked for."""
    if not answer.grounded:
        return refusal_is_right(answer, example)
    return example.answerable and hit_at(answer, example, 3)
