"""Follow-ups, corrections and refusals as a listener types them, on a made-up show."""

from dataclasses import replace

import pytest

from rag import Answer, Index, Question, answer_pipeline
from rag.pipeline.following import placed
from rag.requests.chapters import titled_chapter
from rag.requests.request import Request
from rag.types import Quote, Scope
from rag.understand import understand

WOOD = "Welches Holz nimmt Uwe für einen Stuhl?"
GLUE = "Was sagt Uwe zu Leim und Schrauben?"


def ask(index: Index, *turns: str) -> Answer:
    *history, text = turns
    return answer_pipeline(index).invoke(Question(text, tuple(history)))


def speakers(answer: Answer) -> set[str | None]:
    return {c.source.speaker for c in answer.citations if isinstance(c.source, Quote)}


@pytest.mark.parametrize("turn", ["Und Sigrid?", "What about Sigrid?", "Nein, ich meinte Sigrid"])
def test_another_person_comes_instead_of_the_one_before(small_index, turn):
    answer = ask(small_index, "Was sagt Uwe zum Brot?", turn)
    assert speakers(answer) == {"Sigrid Löwe"}


@pytest.mark.parametrize("turn", ["nein, ich meinte Folge 2", "und in der zweiten?"])
def test_another_episode_comes_instead_of_the_one_before(small_index, turn):
    answer = ask(small_index, "Warum braucht Brot in Folge 1 so viel Zeit?", turn)
    assert {c.source.episode.number for c in answer.citations if c.source.episode} == {2}


@pytest.mark.parametrize("turn", ["mehr dazu", "tell me more", "noch etwas?", "ein Beispiel?"])
def test_more_never_shows_the_same_again(small_index, turn):
    first, more = ask(small_index, WOOD), ask(small_index, WOOD, turn)
    shown = [c.source for c in first.citations if isinstance(c.source, Quote)]
    assert shown
    for citation in more.citations:
        assert isinstance(citation.source, Quote)
        assert not any(map(citation.source.overlaps, shown))


def test_more_comes_to_an_end_and_says_so(small_index):
    turns = [WOOD, *["mehr dazu"] * 6]
    answer = ask(small_index, *turns)
    assert (answer.grounded, answer.text) == (False, "Mehr sagt der Podcast dazu nicht.")


def test_the_same_answer_in_another_language(small_index):
    german, english = ask(small_index, WOOD), ask(small_index, WOOD, "in English please")
    assert [c.source for c in german.citations] == [c.source for c in english.citations]
    assert (german.language, english.language) == ("de", "en")


def test_a_misspelt_name_is_that_of_the_show(small_index):
    answer = ask(small_index, "Was sagt Siegrid zum Brot?")
    assert speakers(answer) == {"Sigrid Löwe"}


def test_a_role_is_a_person(small_index):
    answer = ask(small_index, "Was sagt die Moderatorin zum Sauerteig?")
    assert speakers(answer) <= {"Jana Öztürk"}


def test_who_says_nothing_on_it_is_said_to_and_who_does(small_index):
    answer = ask(small_index, "Was sagt Sigrid zu Esche, Fichte und Eiche?")
    assert not answer.grounded
    assert answer.text.startswith("Dazu sagt Sigrid Löwe nichts. Aber Uwe Groß spricht darüber")


def test_an_episode_that_says_nothing_is_named(small_index):
    answer = ask(small_index, "Was wird in Folge 2 über Esche, Fichte und Eiche gesagt?")
    assert not answer.grounded
    assert answer.text.startswith("Dazu wird in Folge 2 nichts gesagt.")


def test_all_of_the_podcast_says_nothing(small_index):
    assert ask(small_index, "Wie hoch ist der Mount Everest?").text == (
        "Dazu sagt der Podcast nichts."
    )


@pytest.mark.parametrize(
    ("turn", "number"),
    [("und die davor?", 1), ("what about the previous one", 1), ("und die danach?", 2)],
)
def test_the_episode_beside_the_one_before(small_index, turn, number):
    question = Question(turn, ("Worum geht es in Folge 2?",))
    understood = replace(understand(small_index, question), scope=Scope(), intent="other_episode")
    before = ask(small_index, "Worum geht es in Folge 2?")
    found = placed(small_index, understood, lambda: before)
    assert found.scope.episode in (number, None if turn.endswith("danach?") else number)


def test_what_was_asked_for_a_list_is_searched_for_without_the_list(small_index):
    answer = ask(small_index, "In welcher Folge geht es um Leim?", "Was sagt Uwe dazu?")
    assert speakers(answer) == {"Uwe Groß"} and "Folge" not in answer.search_query


def test_a_chapter_that_search_knows_nothing_of_is_quoted(small_index):
    title = next(c.title for e in small_index.corpus for c in e.chapters)
    assert titled_chapter(Request(small_index, understand(small_index, Question(title))))
    text = f"Was sagt Uwe über {title}?"
    assert titled_chapter(Request(small_index, understand(small_index, Question(text)))) is None


def test_a_mere_number_names_an_episode_where_a_fact_is_asked_for(small_index):
    corpus = small_index.corpus
    numbered = replace(corpus.episodes[1], number=93)
    index = replace(small_index, corpus=replace(corpus, episodes=(corpus.episodes[0], numbered)))

    def placed_in(text: str, intent: str) -> int | None:
        understood = replace(understand(index, Question(text)), intent=intent)
        return placed(index, understood, lambda: None).scope.episode

    assert placed_in("sum up 93 for me", "summary") == 93
    assert placed_in("was kommt bei 93:10", "at_time") is None
    assert placed_in("sum up 94", "summary") is None
    assert placed_in("93 Prozent?", "why") is None


def test_he_stays_who_he_was_where_others_say_more_on_it(small_index):
    answer = ask(small_index, "Wer ist Uwe Groß?", "Was sagt er über Hermann?")
    assert answer.text.startswith("Dazu sagt Uwe Groß nichts. Aber Sigrid Löwe")


@pytest.mark.parametrize(
    "text", ["Steven Rau und Harald Henn zum Chatbot", "steven, harald: zu Kosten"]
)
def test_two_who_are_named_with_a_topic_are_both_quoted(shipped_index, text):
    cited = answer_pipeline(shipped_index).invoke(Question(text)).citations
    assert {"Steven Rau", "Harald Henn"} <= {citation.source.speaker for citation in cited}
