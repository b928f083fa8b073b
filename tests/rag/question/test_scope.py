"""What a question says about where to look."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus, Episode
from rag.errors import QuestionError
from rag.question.episode_names import (
    episode_named,
    episode_numbers,
    of_any_episode,
    without_episode,
    without_guest,
)
from rag.question.scope import Place, checked, other_episode, place_named, with_noun
from rag.text.names import people_named, without_names, without_speakers
from rag.types import Scope
from tests.support.fakes import small_corpus

CORPUS = small_corpus()


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Was sagt sie in Folge 2 dazu?", 2),
        ("Und in Episode 1?", 1),
        ("in der zweiten Folge", 2),
        ("in der 1. Folge", 1),
        ("the first episode", 1),
        ("the 2nd episode", 2),
        ("In episode two, what …", 2),
        ("Folge Nr. 2", 2),
        ("Folge #2", 2),
        ("#2", 2),
        ("FOLGE ZWEI", 2),
        ("Ausgabe eins", 1),
        ("in der neuesten Folge", 2),
        ("the latest episode", 2),
        ("Was kommt in Folge 17?", 17),
        ("Folge 0", 0),
        ("Was ist die Folge davon?", None),
        ("In 2 Wochen", None),
        ("zwei Fragen", None),
        ("Warum zwei Kanäle?", None),
        ("am 2. März", None),
        ("Fehlercode 202", None),
        ("Wer war in der dritten Folge?", 3),
        ("Was war in der achten Folge?", 8),
        ("Was kam in der zwölften Ausgabe?", 12),
        ("Wer ist in Folge Nummer 3?", 3),
        ("Was sagt er in Folge Nr.4?", 4),
        ("Worum geht es in Folge dreiundzwanzig?", 23),
        ("Ausgabe 7", 7),
        ("Folge 3.", 3),
        ("folge12", 12),
        ("What is episode three about?", 3),
        ("What was in episode number four?", 4),
        ("Who was in episode twenty-three?", 23),
        ("Who was in episode twenty three?", 23),
        ("the third episode", 3),
        ("the twelfth episode of the show", 12),
        ("the 23rd episode", 23),
        ("Ep. 12", 12),
        ("Was war in #12?", 12),
        ("What was #12 about?", 12),
        ("Wer war Gast? #12?", 12),
        ("What did he say in #3 about bread?", 3),
        ("S2E5", 5),
        ("What happens in S02E05?", 5),
        ("in der Pilotfolge", 1),
        ("Was ist die Nummer eins?", None),
        ("Wer ist die Nummer 1 am Markt?", None),
        ("Was besagt Regel Nummer drei?", None),
        ("Was ist Tipp Nr. 4?", None),
        ("Was steht auf Platz 1?", None),
        ("Was ist Schritt zwei?", None),
        ("Was sind die drei Folgen davon?", None),
        ("Was ist die erste Folge einer Kündigung?", None),
        ("Ist das für die Folge ein Problem?", None),
        ("Hört er jede zweite Folge?", None),
        ("Dreimal in Folge?", None),
        ("Folgen drei Fragen?", None),
        ("Welche Folge 2021 war die beste?", None),
        ("What is the #1 mistake?", None),
        ("What is our #1 reason to stay?", None),
        ("What is tip number four?", None),
        ("What is tip #4?", None),
        ("Who is number one?", None),
        ("What is rule number three?", None),
        ("Who is the second guest?", None),
        ("Does she listen to every second episode?", None),
        ("Which two episodes are about bread?", None),
        ("What are the first three steps?", None),
        ("", None),
    ],
)
def test_episode_named(question, number):
    assert episode_named(question, CORPUS) == number


@pytest.mark.parametrize(
    ("question", "before", "number"),
    [
        ("Und was sagt der andere Gast dazu?", "Was rät Uwe Groß?", 2),
        ("What about the other guest?", "What does Sigrid Löwe say about bread?", 1),
        ("Und in der anderen Folge?", "Worum geht es in Folge 1?", 2),
        ("Und beim anderen?", "Worum geht es hier?", None),
        ("Was ist mit Brot?", "Was rät Uwe Groß?", None),
    ],
)
def test_the_other_of_two_guests(question, before, number):
    assert other_episode(question, [before], CORPUS) == number
    assert other_episode(question, [], CORPUS) is None
    alone = replace(CORPUS, episodes=CORPUS.episodes[:1])
    assert other_episode(question, [before], alone) is None


@pytest.mark.parametrize(
    ("history", "number"),
    [
        (["Was rät Uwe Groß?", "Und Sigrid Löwe?"], 1),
        (["Was rät Uwe Groß?", "Worum geht es in Folge 7?"], 1),
        (["Worum geht es in Folge 7?", "Und was sagt Uwe Groß?"], 7),
        # Of one or of three nobody knows which is meant.
        (["Was rät Uwe Groß?"], None),
        (["Was rät Uwe Groß?", "Und Sigrid Löwe?", "Worum geht es in Folge 7?"], None),
        (["Was rät Uwe Groß?", "Und Sigrid Löwe?", "Warum eigentlich?"], None),
    ],
)
def test_the_other_of_two_that_a_conversation_is_about(history, number):
    more = [replace(CORPUS.episodes[0], number=n, people=()) for n in (7, 8)]
    many = replace(CORPUS, episodes=(*CORPUS.episodes, *more))
    assert other_episode("Und was meint der andere Gast?", history, many) == number


def test_an_episode_may_have_the_number_of_a_year():
    many = replace(CORPUS, episodes=(replace(CORPUS.episodes[0], number=2021),))
    assert episode_named("Wer war in Folge 2021?", many) == 2021


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Was sagt er in Folge 2 dazu?", "Was sagt er in dazu?"),
        ("Und in der dritten Folge?", "Und in der ?"),
        ("And episode twenty-three of it?", "And of it?"),
        ("In #2 und Folge 1", "In und"),
        ("Regel Nummer drei", "Regel Nummer drei"),
    ],
)
def test_without_the_episode(text, left):
    assert " ".join(without_episode(text).split()) == left


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Was sagt Uwe Groß?", ["Uwe Groß"]),
        ("Was sagt uwe?", ["Uwe Groß"]),
        ("Uwes Meinung", ["Uwe Groß"]),
        ("Sigrid Löwe's opinion", ["Sigrid Löwe"]),
        ("Frau Öztürk und Herr Groß", ["Uwe Groß", "Jana Öztürk"]),
        ("Was ist großartig?", []),
        ("", []),
    ],
)
def test_people_named(question, names):
    assert people_named(question, ("Uwe Groß", "Sigrid Löwe", "Jana Öztürk")) == names


def test_a_shared_name_names_nobody():
    people = ("Anna Schmidt", "Anna Weber")
    assert people_named("Was sagt Anna?", people) == []
    assert people_named("Was sagt Weber?", people) == ["Anna Weber"]
    assert people_named("Was sagt Anna Schmidt?", people) == ["Anna Schmidt"]


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Was sagt Uwe in Folge 1?", Place(Scope(1, "Uwe Groß"))),
        ("What does Sigrid say about bread?", Place(Scope(None, "Sigrid Löwe"))),
        ("Laut Sigrid Löwe braucht Brot was?", Place(Scope(None, "Sigrid Löwe"))),
        ("Wie wird Uwe vorgestellt?", Place(Scope())),
        ("Was sagen Uwe und Sigrid, und wer sagte es zuerst?", Place(Scope())),
        ("Was sagt Uwe in Folge 9?", Place(Scope(None, "Uwe Groß"), 9)),
        ("Was in Folge 0?", Place(Scope(), 0)),
    ],
)
def test_place_named(question, place):
    assert place_named(question, Scope(), CORPUS) == place


def test_a_filter_wins_over_the_question():
    place = place_named("Was sagt Uwe in Folge 1?", Scope(2, "Sigrid Löwe"), CORPUS)
    assert place == Place(Scope(2, "Sigrid Löwe"))
    zero = Corpus(CORPUS.podcast, (replace(CORPUS.episodes[0], number=0), CORPUS.episodes[1]))
    assert place_named("Was in Folge 2?", Scope(0), zero) == Place(Scope(0))


def test_checked():
    assert checked(Scope(), CORPUS) == Scope()
    assert checked(Scope(2, " SIGRID löwe "), CORPUS) == Scope(2, "Sigrid Löwe")
    for scope, words in ((Scope(9), "episode 9"), (Scope(0), "episode 0"), (Scope(1, ""), "“”")):
        with pytest.raises(QuestionError, match=words):
            checked(scope, CORPUS)


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("Was sagt Uwe Groß über Esche?", "Was sagt über Esche?"),
        ("Uwes Holz", "Holz"),
        ("Was findet Frau Öztürk?", "Was findet Frau"),
        ("Ist das großartig?", "Ist das großartig?"),
        ("Uwe Groß", "Uwe Groß"),
    ],
)
def test_without_speakers(question, query):
    assert without_speakers(question, CORPUS) == query


@given(st.text(max_size=80))
def test_whatever_is_asked(text):
    place = place_named(text, Scope(), CORPUS)
    assert place.scope.episode in (None, 1, 2)
    assert place.scope.speaker in (None, *CORPUS.speakers)
    assert set(without_speakers(text, CORPUS).split()) <= set(text.split())


def test_the_latest_episode_is_the_one_published_last():
    bonus = replace(small_corpus().episodes[0], id="b", number=0, published=date(2025, 1, 1))
    corpus = Corpus(small_corpus().podcast, (bonus, *small_corpus().episodes))
    assert episode_named("Worum geht es in der neuesten Folge?", corpus) == 0


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([1, 2], "1, 2"),
        ([1, 2, 3], "1–3"),
        ([3, 1, 2, 7, 9, 10], "1–3, 7, 9, 10"),
        (range(1, 365), "1–364"),
        (range(0, 60, 2), "0, 2, 4, 6, …, 54, 56, 58"),
    ],
)
def test_hundreds_of_episode_numbers_are_a_few_words(numbers, shown):
    episodes = tuple(Episode("x", number, "x") for number in numbers)
    assert episode_numbers(replace(small_corpus(), episodes=episodes)) == shown


@pytest.mark.parametrize("part", ["Uwe Groß", " uwe groß ", "Groß", "uwe", "GROSS"])
def test_a_part_of_a_speakers_name_is_enough(part: str) -> None:
    assert checked(Scope(speaker=part), CORPUS) == Scope(speaker="Uwe Groß")


def test_a_whole_name_comes_before_one_that_holds_it() -> None:
    first, *rest = CORPUS.episodes
    turns = (replace(first.turns[0], speaker="Jana"), *first.turns)
    corpus = Corpus(CORPUS.podcast, (replace(first, turns=turns), *rest))
    assert checked(Scope(speaker="jana"), corpus) == Scope(speaker="Jana")


@pytest.mark.parametrize(("part", "known"), [("ö", "Jana Öztürk, Sigrid Löwe"), (" ", "Uwe Groß")])
def test_who_may_be_several_is_asked_which(part: str, known: str) -> None:
    with pytest.raises(QuestionError, match=known):
        checked(Scope(speaker=part), CORPUS)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Worum geht es in Folge 20?", "Worum geht es in Folge 2?"),
        ("what is episode 314 about", "what is episode 2 about"),
        ("Was passiert 1989 in Folge 20?", "Was passiert 1989 in Folge 2?"),
        ("Wer ist zu Gast?", "Wer ist zu Gast?"),
    ],
)
def test_which_episode_it_is_changes_nothing_of_what_is_wanted(text, same):
    assert of_any_episode(text) == same


@pytest.mark.parametrize(
    ("title", "question", "number"),
    [
        ("Mi361 – „Glocken“", "welche themen hatte folge 361", 1),
        ("#361 Glocken", "Folge 361", 1),
        ("Glocken, Teil 361", "Folge 361", 361),
        ("Mi3610 – „Glocken“", "Folge 361", 361),
        ("Mi361 – „Glocken“", "Folge 2", 2),
    ],
)
def test_a_number_that_no_episode_has_may_be_that_of_a_title(title, question, number):
    first, *others = CORPUS.episodes
    corpus = Corpus(CORPUS.podcast, (replace(first, title=title), *others))
    assert episode_named(question, corpus) == number


@pytest.mark.parametrize(
    ("text", "before", "completed"),
    [
        ("und in der ersten?", "Was kommt in Folge 2?", "und in der ersten Folge?"),
        ("fass das dritte mal kurz zusammen", "kapitel von folge 1", "fass das dritte Kapitel mal"),
        ("und wo arbeitet der zweite", "wer ist zu gast", "und wo arbeitet der Gast in Folge 2"),
        ("und wo arbeitet der dritte", "wer ist zu gast", "und wo arbeitet der dritte"),
        ("und wo arbeitet der zweite", "was kostet das", "und wo arbeitet der zweite"),
    ],
)
def test_an_ordinal_number_gets_the_noun_of_the_question_before(text, before, completed):
    assert with_noun(text, [before], CORPUS).startswith(completed)


def test_a_code_at_the_beginning_of_a_title_names_its_episode():
    first, *others = CORPUS.episodes
    corpus = Corpus(CORPUS.podcast, (replace(first, title="Mi361 – „Glocken“"), *others))
    assert episode_named("kapitel von mi361", corpus) == 1
    assert episode_named("was ist mit co2", corpus) is None


def test_a_figure_names_nobody():
    names = ("Speaker 1", "Speaker 2", "Uwe Groß")
    assert people_named("Was kommt bei 1:08:12?", names) == []
    assert people_named("Was sagt Speaker 1?", names) == ["Speaker 1"]
    assert without_names("Minute 1 in Folge 2", names) == "Minute 1 in Folge 2"


@pytest.mark.parametrize(
    ("question", "number", "left"),
    [
        ("Wie hört die Folge mit Uwe auf?", 1, "Wie hört die auf?"),
        ("the conversation with Sigrid Löwe, please", 2, "the , please"),
        ("Die Folge mit dem Meister", None, "Die Folge mit dem Meister"),
        ("Ein Gespräch mit Napoleon", None, "Ein Gespräch mit Napoleon"),
    ],
)
def test_an_episode_is_named_by_who_is_in_it(question, number, left):
    assert episode_named(question, CORPUS) == number
    assert without_guest(question, CORPUS) == left
