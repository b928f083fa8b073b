"""Chapters, summaries, statements, topics, comparisons and the way to an episode."""

import pytest

from rag import Index, Question, answer_pipeline
from rag.requests.chapters import chapter_content, quoted_chapter, sponsors
from rag.requests.summary import MOST_QUOTES, key_sentences, statements, summary
from rag.requests.topics import compare, topic_overview
from rag.requests.transcript import open_transcript
from tests.support.requested import episode, indexed, quotes, told, words

TOPICS = ("Sauerteig", "Eschenholz", "Kompost", "Fahrrad")


def about(topic: str, number: int) -> tuple[str, str]:
    """What a guest says on a topic."""
    return (
        f"Gast {number}",
        f"{topic} braucht viel Geduld und gute Pflege. Wer {topic} kennt, liebt {topic} sehr.",
    )


@pytest.fixture(scope="module")
def shows(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Twelve episodes with a host and a guest each: odd ones in chapters, even ones without."""
    episodes = []
    for number in range(1, 13):
        turns = [
            turn
            for topic in TOPICS
            for turn in (("Ida Voß", f"Was ist mit {topic} los?"), about(topic, number))
        ]
        chapters = TOPICS if number % 2 else ()
        episodes.append(episode(number, *turns, chapters=chapters))
    return indexed(tmp_path_factory.mktemp("shows"), *episodes)


def test_a_chapter_is_quoted_and_nothing_else(shows):
    found = told(shows, chapter_content, "Was wird in Folge 3 zu „Kompost“ gesagt?")
    assert found.sentence == "In Folge 3, Kapitel „Kompost“ wird gesagt:"
    assert {quote.chapter.title for quote in quotes(found)} == {"Kompost"}
    assert {quote.episode.number for quote in quotes(found)} == {3}


def test_a_question_that_quotes_a_title_gets_that_chapter_whatever_else_it_looks_like(
    tmp_path,
):
    titles = ("Wer ist zu Gast?", "Wie wir „Nein“ sagen.", "Was Ida Voß davon hält", "Kapitel 1")
    spoken = [
        ("Ida Voß", f"Hier geht es jetzt um Ding {n} und um sonst gar nichts.") for n in range(4)
    ]
    index = indexed(tmp_path, episode(1, *spoken, chapters=titles))
    pipeline = answer_pipeline(index)
    for title in titles:
        for form in ("Was wird zu „{}“ gesagt?", "What is said about “{}”?"):
            answer = pipeline.invoke(Question(form.format(title.rstrip("."))))
            assert {c.source.chapter.title for c in answer.citations} == {title}, form


def test_a_title_with_more_asked_of_it_is_searched_for(shows):
    for text in ("Was kostet „Kompost“?", "Wann kommt „Kompost“?", "Was wird zu „Heu“ gesagt?"):
        assert told(shows, quoted_chapter, text) is None
    assert told(shows, quoted_chapter, "Was wird zu „Kompost“ gesagt?", speaker="Gast 3") is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Was wird im dritten Kapitel von Folge 3 gesagt?", "Kompost"),
        ("kapitel 2 folge 3", "Eschenholz"),
        ("what's the last chapter of episode 3 about", "Fahrrad"),
        ("Was kommt nach dem Kapitel „Kompost“ in Folge 3?", "Fahrrad"),
        ("Was kommt vor dem Kapitel „Kompost“ in Folge 3?", "Eschenholz"),
        ("Kapitel Sauerteig in Folge 3, den Wortlaut bitte", "Sauerteig"),
    ],
)
def test_chapters_are_named_in_many_ways(shows, text, title):
    found = told(shows, chapter_content, text)
    assert {quote.chapter.title for quote in quotes(found)} == {title}


def test_of_many_chapters_of_a_title_it_asks_which(shows):
    found = told(shows, chapter_content, "Was wird zu „Kompost“ gesagt?")
    assert found.sources == () and "Folge 1" in found.sentence


def test_a_summary_quotes_each_chapter_in_order_and_no_question(shows):
    found = told(shows, summary, "Fasse Folge 3 zusammen")
    assert [quote.chapter.title for quote in quotes(found)] == list(TOPICS)
    assert not any("Was ist" in text for text in words(found))


@pytest.mark.parametrize("number", [3, 4])
def test_the_key_sentences_of_an_episode_are_those_of_its_summary(shows, number):
    found = told(shows, summary, f"Fasse Folge {number} zusammen")
    assert key_sentences(shows, shows.corpus.episode(number), MOST_QUOTES) == quotes(found)


def test_a_summary_without_chapters_goes_through_the_episode(shows):
    found = told(shows, summary, "key takeaways of episode 4")
    assert found.sentence == "Episode 4 in quotes:"
    turns = [quote.turn_index for quote in quotes(found)]
    assert turns == sorted(turns) and len(set(turns)) >= 3


def test_as_many_sentences_as_are_asked_for(shows):
    assert len(quotes(told(shows, summary, "Folge 3 in drei Sätzen"))) == 3


def test_a_summary_of_all_quotes_the_newest_and_leads_to_others(shows):
    found = told(shows, summary, "Fasse alle Folgen zusammen")
    numbers = [quote.episode.number for quote in quotes(found)]
    assert numbers == list(range(5, 13)) and len(numbers) == MOST_QUOTES
    assert "8 von 12" in found.sentence
    newest = told(shows, summary, "Fasse die Folge zusammen")
    assert {quote.episode.number for quote in quotes(newest)} == {12}


def test_statements_are_somebodys_own(shows):
    found = told(shows, statements, "Gib mir drei Zitate von Gast 5")
    assert len(quotes(found)) == 3
    assert {quote.speaker for quote in quotes(found)} == {"Gast 5"}
    assert told(shows, statements, "Gib mir drei Zitate") is None


def test_statements_of_the_guest_and_of_the_host(small_index):
    guest = told(small_index, statements, "Die wichtigsten Aussagen des Gastes in Folge 2")
    assert {quote.speaker for quote in quotes(guest)} == {"Sigrid Löwe"}


def test_a_topic_is_told_in_the_order_of_the_episodes(small_index):
    found = told(small_index, topic_overview, "alles zum Thema Esche")
    assert "Esche" in words(found)[0]
    numbers = [quote.episode.number for quote in quotes(found)]
    assert numbers == sorted(numbers)
    assert told(small_index, topic_overview, "alles zum Thema") is None


def test_two_topics_are_told_though_nothing_is_said_on_both_at_once(small_index):
    found = told(small_index, topic_overview, "alles zum Thema Esche und Brot")
    said = words(found)
    assert any("Esche" in one for one in said) and any("Brot" in one for one in said)


def test_who_says_nothing_is_said_to_say_nothing(small_index):
    found = told(small_index, compare, "Vergleiche, was Uwe und Sigrid zum Sauerteig sagen.")
    assert found is not None
    for quote in quotes(found):
        assert quote.speaker in ("Uwe Groß", "Sigrid Löwe")
    speaking = {quote.speaker for quote in quotes(found)}
    for name in {"Uwe Groß", "Sigrid Löwe"} - speaking:
        assert f"Von {name} fand sich dazu nichts." in found.sentence
    assert told(small_index, compare, "Vergleiche das") is None


def test_an_episode_is_opened(small_index):
    found = told(small_index, open_transcript, "Öffne Folge 2")
    assert found.sentence == "Hier ist Folge 2: „#02 - Brot ohne Eile“ [1]." and found.told == 1
    assert [source.episode.number for source in found.sources] == [2]
    every = told(small_index, open_transcript, "zeig das Transkript")
    assert [source.episode.number for source in every.sources] == [1, 2]
    at = told(small_index, open_transcript, "Spring in Folge 2 zu 0:34")
    assert quotes(at)[0].start == 0


def test_more_statements_are_others(shows):
    asked = "Nenne zwei Zitate von Gast 5"
    first, more = told(shows, statements, asked), told(shows, statements, "Noch zwei", asked)
    assert len(quotes(first)) == len(quotes(more)) == 2
    assert not any(one.overlaps(other) for one in quotes(first) for other in quotes(more))
    last = told(shows, statements, "Noch zwei", asked, "Noch zwei")
    assert last.sources == () and last.sentence == "Mehr sagt der Podcast dazu nicht."


def test_an_ordinal_number_behind_the_chapters_is_that_of_one(shows):
    found = told(shows, chapter_content, "fass das dritte mal kurz zusammen", "kapitel von folge 3")
    assert found.sentence == "In Folge 3, Kapitel „Kompost“ wird gesagt:"


@pytest.mark.parametrize("title", ["Info/Werbung", "Ad break", "Unsere Sponsoren", "Anzeige"])
def test_advertising_is_quoted_by_its_chapters(tmp_path, title):
    turns = [
        ("Ida Voß", "Heute reden wir über Brot."),
        ("Ida Voß", "Kauft mehr Mehl bei Mahlmann."),
    ]
    index = indexed(tmp_path, episode(1, *turns, chapters=("Brot", title)))
    found = told(index, sponsors, "Wer ist der Sponsor?")
    assert words(found) == ["Kauft mehr Mehl bei Mahlmann."]


def test_else_where_a_sponsor_is_named_or_not_at_all(tmp_path):
    said = "This episode is brought to you by Miller. And here is the oven."
    index = indexed(tmp_path / "named", episode(1, ("Ada", said)))
    assert words(told(index, sponsors, "Who sponsors this?")) == [said.split(" And")[0]]
    silent = indexed(tmp_path / "silent", episode(1, ("Ada", "And here is the oven.")))
    assert told(silent, sponsors, "Who sponsors this?") is None


def test_the_newest_is_summed_up_with_a_way_to_one_that_there_is(tmp_path):
    episodes = [episode(n, ("Ida Voß", f"Es geht um Brot Nummer {n}.")) for n in (7, 38, 51)]
    index = indexed(tmp_path, *episodes)
    assert "„Fasse Folge 7 zusammen“" in told(index, summary, "Fass zusammen").sentence
