"""Several hundred short episodes: loaded, indexed, brought up to date and asked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from corpus import Chapter, Corpus, Episode, Person, Podcast, Turn, load_corpus, save_corpus
from rag import Settings
from rag.answer import answer_pipeline
from rag.index import open_index, update_index
from rag.types import Question
from tests.fakes import fake_embedder

TOPICS = [
    *("Sauerteig", "Roggen", "Dinkel", "Steinofen", "Salz", "Wasserrad", "Mühle", "Hefe", "Honig"),
    *("Butter", "Leim", "Esche", "Eiche", "Hobel", "Säge", "Zwinge", "Furnier", "Nagel"),
    *("Schraube", "Wachs"),
]
EPISODES = 300


def episode(number: int) -> Episode:
    topic, other = TOPICS[number % 20], TOPICS[number * 7 % 20]
    said = [
        ("Jana Öztürk", f"Willkommen. Heute geht es um {topic} aus Halle {number}."),
        (f"Gast {number}", f"Danke. Ich kenne {topic} seit {number} Jahren aus Ort {number}."),
        ("Jana Öztürk", f"Und warum {other}?"),
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
        people=(Person("Jana Öztürk", "Moderation"), Person(f"Gast {number}", "Gast")),
        chapters=(Chapter(0.0, "Begrüßung"), Chapter(30.0, other)),
        turns=turns,
    )


@pytest.mark.slow
def test_several_hundred_episodes(tmp_path):
    podcast = Podcast("viele", "Viele Folgen", language="de")
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

    pipeline = answer_pipeline(open_index(settings, fake_embedder()))
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
    assert "(die neuesten 10 von 301):" in guests.text
    assert "Folge 301" in newest.text
