"""Made-up podcasts at the edges: one with nothing but words, one in which everything is long."""

from dataclasses import replace
from pathlib import Path

from corpus import Chapter, Corpus, Episode, Person, Turn
from corpus.fetching.pictures import as_kept
from tests.support.covers import painted
from tests.support.fakes import small_corpus

LONG_TITLE = (
    "Warum das Handwerk in Süddeutschland, von der Bauschreinerei über den Orgelbau bis zur "
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, neue Wege "
    "sucht – ein Gespräch"
)
LONG_NAME = "Prof. Dr. Maria-Magdalena von Hohenlohe-Waldenburg-Schillingsfürst zu Brettheim"
LONG_TRADE = "Leiterin des Instituts für angewandte Holzwissenschaften"
TOOL = "Das ist ein Hobel aus Werkzeugstahl, und damit arbeite ich jeden Morgen. Er ist alt."


def bare() -> Corpus:
    """One episode without title, chapters, people, times; nothing is known of the podcast."""
    turns = (Turn(None, "Welches Werkzeug ist das?"), Turn(None, TOOL))
    about = replace(small_corpus().podcast, description="", people=(), publisher=None, website=None)
    return Corpus(about, (Episode("x", 1, "", turns=turns),))


def long() -> Corpus:
    """Very long titles, words and names."""
    small = small_corpus()
    first, second = small.episodes
    said = [replace(one, speaker=LONG_NAME) if _guests(one) else one for one in first.turns]
    guest = Person(LONG_NAME, "Gast", LONG_TRADE, "Universität Tübingen-Hohenheim")
    first = replace(
        first,
        title=LONG_TITLE,
        people=(first.people[0], guest),
        turns=tuple(said),
        chapters=(Chapter(20.0, LONG_TITLE), first.chapters[1]),
    )
    title = "Werkstattgespräche aus der Region Hohenlohe-Franken: das Magazin"
    return replace(small, podcast=replace(small.podcast, title=title), episodes=(first, second))


def _guests(turn: Turn) -> bool:
    return turn.speaker == "Uwe Groß"


def covered(corpus: Corpus, folder: Path) -> Corpus:
    """The same with a cover, and one of its own for the second episode."""
    images = folder / "images"
    images.mkdir(parents=True)
    (images / "cover.jpg").write_bytes(as_kept(painted()))
    (images / "two.jpg").write_bytes(as_kept(painted((900, 500), colour="firebrick")))
    first, second = corpus.episodes
    podcast = replace(corpus.podcast, image="cover.jpg")
    episodes = (first, replace(second, image="two.jpg"))
    return replace(corpus, podcast=podcast, episodes=episodes, folder=folder)
