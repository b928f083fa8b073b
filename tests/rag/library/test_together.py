"""Several podcasts are asked as one."""

from collections import Counter
from dataclasses import replace

import pytest

from rag import Question, QuestionError, Scope, StoreError, answer_json, answer_pipeline
from rag.embedding.query_cache import Once
from rag.pipeline import combine
from rag.pipeline import library as together
from rag.pipeline.library import Library, library_pipeline, search_library
from rag.retrieval.quotes import MOST_QUOTES
from tests.support.fake_model import answers, number_of
from tests.support.fakes import FakeEmbedder, fake_embedder, small_corpus
from tests.support.libraries import indexes, library, many_corpora

ASH = "Ist Esche zäh oder bricht sie wie Fichte?"
COMPOST = "Was braucht guter Kompost, Luft und Regenwürmer?"
LEAVEN = "Wer ist elf Jahre alt und heißt Hermann?"


def several(found):
    return Library(tuple(found), several=True)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    return indexes(library(tmp_path_factory.mktemp("both")), fake_embedder())


@pytest.fixture(scope="module")
def ask(both):
    pipeline = library_pipeline(several(both))

    def asked(text, *history, podcast=None, before=(), episode=None):
        scope = Scope(episode, podcast=podcast)
        return pipeline.invoke(Question(text, history, scope, before))

    return asked


def slugs(answer):
    return [citation.source.podcast.slug for citation in answer.citations]


def test_what_several_say_stands_in_one_answer_under_their_names(ask):
    answer = ask(ASH)
    assert set(slugs(answer)) == {"gartenfunk", "werkstatt"}
    assert len(answer.citations) <= MOST_QUOTES
    assert "„Gartenfunk am Abend“, Folge 1" in answer.text
    assert "„Werkstattgespräche“, Folge 1" in answer.text
    assert [citation.number for citation in answer.citations] == [1, 2, 3][: len(answer.citations)]
    for citation in answer.citations:
        assert f"{citation.source.text}“ [{citation.number}]" in answer.text
    shown = answer_json(answer)
    assert [one["podcast"] for one in shown["citations"]] == slugs(answer)
    assert shown["question"] == ASH


def test_the_most_convincing_comes_first_and_what_is_unlikely_not_at_all(ask):
    assert set(slugs(ask(COMPOST))) == {"gartenfunk"}
    assert set(slugs(ask(LEAVEN))) == {"werkstatt"}


def test_an_answer_by_far_less_likely_does_not_stand_beside_it(both, monkeypatch):
    likely = {"gartenfunk": 0.6, "werkstatt": 0.99}
    judge = together.judge

    def judged(index, understood, reranker):
        probability = likely[index.corpus.podcast.slug]
        return replace(judge(index, understood, reranker), probability=probability)

    monkeypatch.setattr(together, "judge", judged)
    pipeline = library_pipeline(several(both))
    assert set(slugs(pipeline.invoke(Question(ASH)))) == {"werkstatt"}
    likely["gartenfunk"] = 0.98
    assert slugs(pipeline.invoke(Question(ASH)))[0] == "werkstatt"
    assert set(slugs(pipeline.invoke(Question(ASH)))) == {"werkstatt", "gartenfunk"}


def test_if_none_answers_all_say_so(ask):
    answer = ask("Wie macht man Erdbeermarmelade?")
    assert (answer.grounded, answer.citations) == (False, ())
    assert answer.text == "Dazu sagt keiner der Podcasts etwas."
    assert ask("How tall is the Eiffel tower?").text == (
        "None of the podcasts says anything about that."
    )
    assert ask("Worum geht es in Folge 77?").text == "Eine Folge 77 gibt es in keinem der Podcasts."


def test_one_podcast_may_be_chosen(ask):
    assert set(slugs(ask(ASH, podcast="gartenfunk"))) == {"gartenfunk"}
    with pytest.raises(QuestionError, match="nix.*There are: gartenfunk, werkstatt"):
        ask(ASH, podcast="nix")


def test_an_episode_that_only_one_has_is_asked_there(ask):
    assert set(slugs(ask("Wie alt ist Hermann?", episode=2))) == {"werkstatt"}
    with pytest.raises(QuestionError, match="episode 9"):
        ask(ASH, episode=9)


def test_a_question_that_names_a_podcast_is_put_to_that_one(ask):
    assert set(slugs(ask("Was sagt Gartenfunk am Abend: Ist Esche zäh?"))) == {"gartenfunk"}
    assert set(slugs(ask("Was sagt der Podcast Werkstattgespräche: Ist Esche zäh?"))) == {
        "werkstatt"
    }


def test_facts_of_the_show_are_told_by_name(ask):
    answer = ask("Wie viele Folgen gibt es?")
    garden, workshop = answer.text.split("„Werkstattgespräche“:")
    assert garden.startswith("„Gartenfunk am Abend“:\n\nEs gibt 1 Folge")
    assert "[1]" in garden and "Es gibt 2 Folgen" in workshop
    assert "[2]" in workshop and "[3]" in workshop
    assert slugs(answer) == ["gartenfunk", "werkstatt", "werkstatt"]
    one = ask("Wie viele Folgen hat der Podcast Werkstattgespräche?")
    assert one.text.startswith("Es gibt 2 Folgen") and slugs(one) == ["werkstatt"] * 2


def test_of_many_podcasts_one_has_to_be_named(tmp_path):
    settings = library(tmp_path, *many_corpora(combine.MOST_TOLD + 1))
    pipeline = library_pipeline(several(indexes(settings, fake_embedder())))
    answer = pipeline.invoke(Question("Wie viele Folgen gibt es?"))
    assert not answer.grounded and answer.text.startswith("Welcher Podcast ist gemeint?")
    assert "„Garten Nr 1“, „Garten Nr 2“" in answer.text
    assert pipeline.invoke(Question("Wie viele Folgen hat „Garten Nr 2“?")).grounded


def test_a_follow_up_stays_with_the_podcast_of_the_answer(ask):
    follow_up = "Und die Esche?"
    assert set(slugs(ask(follow_up, COMPOST))) == {"gartenfunk"}  # it is asked again
    assert set(slugs(ask(follow_up, ASH, before=("werkstatt",)))) == {"werkstatt"}
    assert set(slugs(ask("Und was sagt Gartenfunk am Abend zur Esche?", LEAVEN))) == {"gartenfunk"}
    named = "Was sagt der Podcast Werkstattgespräche zu Holz?"
    assert set(slugs(ask(follow_up, named))) == {"werkstatt"}
    # What stands by itself is put to all again.
    alone = "Ist Esche zäh, bricht Esche wie Fichte?"
    assert set(slugs(ask(alone, COMPOST, before=("gartenfunk",)))) == {"gartenfunk", "werkstatt"}


def test_a_question_is_embedded_once(tmp_path):
    class Counting(FakeEmbedder):
        def embed_query(self, text):
            asked[text] += 1
            return super().embed_query(text)

    asked = Counter()
    found = indexes(library(tmp_path), Once(Counting("fake")))
    asked.clear()
    library_pipeline(several(found)).invoke(Question(ASH))
    assert asked == {ASH: 1}


def test_a_library_of_one_answers_as_that_podcast(tmp_path):
    found = indexes(library(tmp_path, small_corpus()), fake_embedder())
    library_of = Library(tuple(found))
    for text in (ASH, "Wie viele Folgen gibt es?", "Wie macht man Erdbeermarmelade?"):
        mine, single = (
            answer_json(make(*given).invoke(Question(text)))
            for make, given in ((library_pipeline, [library_of]), (answer_pipeline, found))
        )
        assert mine | {"timings": None} == single | {"timings": None}


def test_one_that_breaks_does_not_silence_the_others(both, monkeypatch):
    judge = together.judge

    def judged(index, understood, reranker):
        if index.corpus.podcast.slug in broken:
            raise StoreError("gone")
        return judge(index, understood, reranker)

    monkeypatch.setattr(together, "judge", judged)
    broken = {"gartenfunk"}
    answer = library_pipeline(several(both)).invoke(Question(ASH))
    assert set(slugs(answer)) == {"werkstatt"}
    assert answer.notice == "Nicht gefragt werden konnte gerade: „Gartenfunk am Abend“."
    broken = {"gartenfunk", "werkstatt"}
    with pytest.raises(StoreError, match="gone"):
        library_pipeline(several(both)).invoke(Question(ASH))


def test_a_model_writes_of_several_and_each_quote_knows_whose_it_is(both):
    def script(prompt):
        assert "<Gartenfunk am Abend | Folge/Episode 1" in prompt
        wood, tree = (number_of(words, prompt) for words in ("Esche ist zäh", "Esche wächst"))
        yield f"Esche ist zäh und federt [S{wood}]. Die Esche wächst schnell [S{tree}]."

    *_, answer = library_pipeline(several(both), answers(script)).stream(Question(ASH))
    assert answer.generator == "fake:scripted"
    assert slugs(answer) == ["werkstatt", "gartenfunk"]
    assert "Esche ist zäh" in answer.citations[0].source.text


def within(both, episode):
    return search_library(several(both), Question("Sauerteig", (), Scope(episode)), 9)


def test_passages_of_several_are_ranked_together(both):
    hits = search_library(several(both), Question("Esche"), 10)
    assert {hit.chunk.podcast.slug for hit in hits} == {"gartenfunk", "werkstatt"}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(search_library(several(both), Question("Esche"), 2)) == 2
    [only] = {h.chunk.podcast.slug for h in within(both, 2)}
    assert only == "werkstatt"
    with pytest.raises(QuestionError, match="episode 9"):
        within(both, 9)
    single = search_library(Library(tuple(both[1:])), Question("Esche"), 3)
    assert all(hit.chunk.podcast is None for hit in single)


def test_episodes_with_the_same_id_are_kept_apart(ask):
    garden, wood = ask(ASH, podcast="gartenfunk"), ask(ASH, podcast="werkstatt")
    one, other = garden.citations[0].source, wood.citations[0].source
    assert one.episode.id == other.episode.id
    assert not one.same_turn(replace(one, podcast=other.podcast))
    assert not one.overlaps(replace(one, podcast=other.podcast))
