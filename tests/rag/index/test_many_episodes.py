"""Several hundred short episodes: loaded, indexed, brought up to date and asked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from corpus import Alias, Chapter, Corpus, Episode, Person, Podcast, Turn, load_corpus, save_corpus
from rag import Settings
from rag.index.index import open_index
from rag.pipeline.podcast import answer_pipeline
from rag.question.scope import place_named
from rag.retrieval.hybrid import search
from rag.types import Question, Scope
from rag.upkeep.update import update_index
from tests.support.fakes import fake_embedder

TOPICS = [
    *("Sauerteig", "Roggen", "Dinkel", "Steinofen", "Salz", "Wasserrad", "Mühle", "Hefe", "Honig"),
    *("Butter", "Leim", "Esche", "Eiche", "Hobel", "Säge", "Zwinge", "Furnier", "Nagel"),
    *("Schraube", "Wachs"),
]
EPISODES = 300
HOST = "Jana Öztürk"
SPELLINGS = (HOST, "jana-oeztuerk", "Öztürk, Jana")  # one in each third of the episodes


def episode(number: int) -> Episode:
    topic, other = TOPICS[number % 20], TOPICS[number * 7 % 20]
    host = SPELLINGS[number % 3]
    said = [
        (host, f"Willkommen. Heute geht es um {topic} aus Halle {number}."),
        (f"Gast {number}", f"Danke. Ich kenne {topic} seit {number} Jahren aus Ort {number}."),
        (host, f"Und warum {other}?"),
        (f"Gast {number}", f"Weil {other} im Winter {number} Stunden ruhen muss."),
    ]
    turns = tuple(
        Turn(who, words, at * 15.0, at * 15.0 + 15) for at, (who, words) in enumerate(said)
    )
    return Episode(
        id=f"e{number}",
        number=number,
        title=f"#{number} – {topic} und {other}",
        published=date(2015, 1, 1) + timedelta(days=7 * number),
        duration=60.0,
        language="de",
        people=(Person(host, "Moderation"), Person(f"Gast {number}", "Gast")),
        chapters=(Chapter(0.0, "Begrüßung"), Chapter(30.0, other)),
        turns=turns,
    )


@pytest.mark.slow
def test_several_hundred_episodes(tmp_path):
    aliases = (Alias(HOST, SPELLINGS[1:]),)
    podcast = Podcast("viele", "Viele Folgen", language="de", aliases=aliases)
    settings = Settings(corpus=tmp_path / "corpus", store=tmp_path / "store")
    episodes = tuple(map(episode, range(1, EPISODES + 1)))
    save_corpus(Corpus(podcast, episodes), settings.corpus)
    first = update_index(settings, fake_embedder())
    assert (first.kept, first.removed) == (0, 0)

    changed = replace(episodes[41], turns=(*episodes[41].turns, Turn("Jana Öztürk", "Tschüss!")))
    save_corpus(Corpus(podcast, (changed, episode(EPISODES + 1))), settings.corpus)
    assert len(load_corpus(settings.corpus).episodes) == EPISODES + 1
    second = update_index(settings, fake_embedder())
    assert second.embedded <= 2 * 10 and second.kept >= first.embedded - 10

    index = open_index(settings, fake_embedder())
    pipeline = answer_pipeline(index)
    answers = {
        question: pipeline.invoke(Question(question))
        for question in (
            "Wer ist Gast in Folge 217?",
            "Welche Folgen handeln von Honig?",
            "Wer war zu Gast?",
            "Wann ist die neueste Folge erschienen?",
        )
    }
    guest, topic, guests, newest = answers.values()
    assert "Gast 217" in guest.text
    assert len(topic.citations) == 10
    assert all("Honig" in citation.source.text for citation in topic.citations)
    assert "zusammen 301 Personen" in guests.text and "261 weiteren" in guests.text
    assert "Folge 301" in newest.text

    assert load_corpus(settings.corpus).speakers.count(HOST) == 1
    hits = search(index, "Willkommen. Heute geht es um Honig", 30, Scope(speaker=HOST))
    assert {hit.chunk.turn.speaker for hit in hits} == {HOST}
    assert {hit.chunk.episode.number % 3 for hit in hits} == {0, 1, 2}
    (hit,) = search(index, "Honig aus Ort", 1, Scope(speaker="Gast 68"))
    assert (hit.chunk.episode.number, hit.chunk.turn.speaker) == (68, "Gast 68")
    named = place_named("Was sagt Gast 68 über Honig?", Scope(), index.corpus)
    assert named.scope == Scope(speaker="Gast 68")
