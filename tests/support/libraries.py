"""A second made-up podcast, and libraries that hold it beside the first."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus import Corpus, Episode, Person, Podcast, Turn, save_corpus
from rag import Embedder, Index, Settings, ensure_index
from rag.shelf import shelf
from tests.support.fakes import small_corpus

GARDENER = Person("Rosa Klee", "Gast", "Gärtnerin")


def garden_corpus() -> Corpus:
    """One episode about trees and compost; its id is that of an episode of the first podcast."""
    podcast = Podcast(
        slug="gartenfunk",
        title="Gartenfunk am Abend",
        description="Alles über Beete und Bäume.",
        publisher=None,
        website=None,
        language="de",
    )
    turns = (
        Turn("Ole Tann", "Rosa, warum steht bei dir eine Esche im Garten?", 0.0, 6.0),
        Turn(
            "Rosa Klee",
            "Esche wächst schnell, ist zäh und bricht nicht wie Fichte. Frost verträgt sie auch.",
            6.0,
            30.0,
        ),
        Turn("Ole Tann", "Und der Kompost?", 30.0, 34.0),
        Turn("Rosa Klee", "Kompost braucht Luft, Wasser und Regenwürmer.", 34.0, 50.0),
    )
    episode = Episode(
        id="holz",
        number=1,
        title="Bäume im Garten",
        duration=50.0,
        language="de",
        description="Rosa Klee erklärt, was Bäume und Beete brauchen.",
        people=(GARDENER,),
        turns=turns,
    )
    return Corpus(podcast, (episode,))


def many_corpora(count: int) -> list[Corpus]:
    """So many podcasts that differ in their names only."""
    garden = garden_corpus()
    return [
        replace(garden, podcast=replace(garden.podcast, slug=f"garten-{n}", title=f"Garten Nr {n}"))
        for n in range(1, count + 1)
    ]


def library(folder: Path, *corpora: Corpus) -> Settings:
    """Settings for a library of these podcasts, by default both; there is no index yet."""
    for corpus in corpora or (small_corpus(), garden_corpus()):
        save_corpus(corpus, folder / "library" / corpus.podcast.slug)
    return Settings(library=folder / "library", store=folder / "store")


def indexes(settings: Settings, embedder: Embedder) -> Sequence[Index]:
    """The index of each podcast of a library."""
    return [ensure_index(one, embedder) for one in shelf(settings).podcasts.values()]
