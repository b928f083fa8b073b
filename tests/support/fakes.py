"""A small made-up podcast and honest stand-ins for the slow parts."""

import math
import zlib
from datetime import date
from typing import NoReturn

import numpy as np

from corpus import Chapter, Corpus, Episode, Link, Person, Podcast, Turn
from rag import Embedder
from rag.embedding.embedder import Vectors
from rag.text.analyzer import Analyzer

HOST = Person(
    "Jana Öztürk", "Moderation", "Redakteurin", "Werkstatt e.V.", "https://example.org/jana"
)
GUEST = Person("Uwe Groß", "Gast", "Tischlermeister", "Holz & Söhne", "https://example.org/uwe")


def bakery_episode() -> Episode:
    """Episode 2: times measured, with audio."""
    return Episode(
        id="brot",
        number=2,
        title="#02 - Brot ohne Eile",
        published=date(2024, 5, 17),
        duration=95.0,
        language="de",
        audio_url="https://example.org/audio/brot.mp3",
        description="Wie aus Mehl, Wasser und Zeit ein gutes Brot wird.",
        people=(HOST, Person("Sigrid Löwe", "Gast", "Bäckerin", "Backstube Süd")),
        chapters=(Chapter(0.0, "Begrüßung"), Chapter(30.0, "Der Sauerteig")),
        turns=(
            Turn("Jana Öztürk", "Hallo Sigrid. Warum braucht gutes Brot so viel Zeit?", 0.0, 8.0),
            Turn(
                "Sigrid Löwe",
                "Weil der Teig ruhen muss. Ein Brot, das nur kurz geht, schmeckt nach nichts.",
                8.0,
                30.0,
            ),
            Turn("Jana Öztürk", "Und der Sauerteig?", 30.0, 34.0),
            Turn(
                "Sigrid Löwe",
                "Den füttere ich jeden Morgen um fünf Uhr. Er ist elf Jahre alt und heißt Hermann.",
                34.0,
                90.0,
            ),
        ),
    )


def workshop_episode() -> Episode:
    """Episode 1: times estimated, no audio."""
    return Episode(
        id="holz",
        number=1,
        title="#01 - Vom Brett zum Stuhl",
        published=date(2024, 4, 3),
        duration=120.0,
        language="de",
        description="Ein Tischler erzählt, wie ein Stuhl entsteht.",
        people=(HOST, GUEST),
        links=(Link("https://example.org/stuhl", "Bauplan für den Stuhl"),),
        chapters=(Chapter(20.0, "Das richtige Holz"), Chapter(70.0, "Leim oder Schrauben?")),
        turns=(
            Turn("Jana Öztürk", "Willkommen in der Werkstatt, Uwe.", 0.0, 20.0, 5.0),
            Turn("Jana Öztürk", "Welches Holz nimmst du für einen Stuhl?", 20.0, 26.0, 4.0),
            Turn(
                "Uwe Groß",
                "Am liebsten Esche. Esche ist zäh und federt, sie bricht nicht wie Fichte. "
                "Eiche geht auch, aber die ist schwer und teuer.",
                26.0,
                70.0,
                6.0,
            ),
            Turn("Jana Öztürk", "Leimst du oder schraubst du?", 70.0, 75.0, 4.0),
            Turn(
                "Uwe Groß",
                "Ich leime. Schrauben lockern sich nach drei Jahren, ein Zapfen mit Leim hält "
                "ein Leben lang.",
                75.0,
                120.0,
                7.0,
            ),
        ),
    )


def small_corpus() -> Corpus:
    """Two episodes, four voices, chapters, estimated and measured times."""
    podcast = Podcast(
        slug="werkstatt",
        title="Werkstattgespräche",
        description="Handwerk zum Zuhören. Der Werkstatt e.V. lehrt das Tischlern in Ulm.",
        publisher="Werkstatt e.V.",
        website="https://example.org/",
        language="de",
        people=(HOST,),
    )
    return Corpus(podcast, (workshop_episode(), bakery_episode()))


def fake_embedder(name: str = "fake") -> "FakeEmbedder":
    """An embedder that needs no model and can rank."""
    return FakeEmbedder(name)


class FakeEmbedder(Embedder):
    """Texts that share rare and common stems alike are near: a hashing bag of words.

    As with E5, texts that share nothing still have a cosine of about 0.78. `embedded` keeps the
    chunks that were asked for; after `break_after` batches, embedding fails like a machine that is
    switched off.
    """

    understands = False
    UNRELATED = 0.78
    DIMENSION = 256

    def __init__(self, name: str, break_after: int | None = None) -> None:
        super().__init__(name, _no_model)
        self.embedded: list[str] = []
        self.break_after = break_after
        self._batches = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if self._batches == self.break_after:
            raise KeyboardInterrupt
        self._batches += 1
        self.embedded += texts
        return [self._vector(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self._vector(text)

    def embed_queries(self, texts: list[str]) -> Vectors:
        return np.array([self.embed_query(text) for text in texts], dtype=np.float32)

    def _vector(self, text: str) -> list[float]:
        bag = [0.0] * self.DIMENSION
        for term in Analyzer().terms(text):
            bag[zlib.crc32(term.encode()) % self.DIMENSION] += 1.0
        length = math.hypot(*bag) or 1.0
        share = math.sqrt(1 - self.UNRELATED)
        return [math.sqrt(self.UNRELATED), *(share * value / length for value in bag)]


def _no_model() -> NoReturn:
    raise AssertionError("the fake was asked for a model")
