"""Requests put to an index: what is told, and that it is verbatim."""

from collections.abc import Callable
from pathlib import Path

from corpus import Chapter, Corpus, Episode, Turn, save_corpus
from rag import Index, Question, Quote, Scope, Settings, ensure_index
from rag.requests.request import Request, Told
from rag.understand import understand
from tests.support.fakes import fake_embedder, small_corpus

Fulfils = Callable[[Request], Told | None]


def told(index: Index, fulfils: Fulfils, text: str, *history: str, **scope: object) -> Told | None:
    """What a function tells for a question, whose quotes are slices of the transcript."""
    found = fulfils(Request(index, understand(index, Question(text, history, Scope(**scope)))))
    for quote in quotes(found):
        assert quote.text == quote.turn.text[quote.start : quote.end].strip()
        assert quote.text
    return found


def quotes(found: Told | None) -> list[Quote]:
    """The quotes among what is told."""
    return [source for source in found.sources if isinstance(source, Quote)] if found else []


def words(found: Told | None) -> list[str]:
    """What is quoted."""
    return [quote.text for quote in quotes(found)]


def indexed(folder: Path, *episodes: Episode) -> Index:
    """An index of these episodes, with the fake embedder."""
    save_corpus(Corpus(small_corpus().podcast, episodes), folder / "corpus")
    return ensure_index(Settings(folder / "corpus", folder / "store"), fake_embedder())


def episode(
    number: int, *turns: tuple[str | None, str], chapters: tuple[str, ...] = (), timed: bool = True
) -> Episode:
    """An episode of turns of ten seconds, with chapters that share it out evenly."""
    spoken = tuple(
        Turn(speaker, text, 10.0 * i, 10.0 * (i + 1)) if timed else Turn(speaker, text)
        for i, (speaker, text) in enumerate(turns)
    )
    length = 10.0 * len(turns)
    marks = tuple(Chapter(length * i / len(chapters), title) for i, title in enumerate(chapters))
    duration = length if timed else None
    return Episode(
        f"e{number}", number, f"Folge {number}", duration=duration, chapters=marks, turns=spoken
    )
