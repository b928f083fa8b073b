"""What a turn takes from the answer before: whose episode, which count, and what is new in it."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from corpus import Person, Turn
from rag import Question, answer_pipeline
from rag.pipeline.replies import answered
from rag.question.followup import asks_on, depends_on_history, only_places
from rag.question.several import questions_in
from rag.requests.chapters import chapter_content
from rag.requests.summary import summary
from rag.requests.topics import compare
from rag.requests.who_said import introduction, speakers
from rag.show.facts import facts_of
from rag.show.wanted import facts_wanted, intent_wanted, of_the_first, wanted
from rag.types import Quote
from rag.understand import understand
from tests.support.requested import episode, indexed, quotes, told, words

NAMES = ("Uwe Groß", "Sigrid Löwe")


@pytest.fixture(scope="module")
def harbour(tmp_path_factory):
    """Two episodes without dates, whose guests the notes know by their role alone."""
    boats = episode(
        1,
        ("Ines", "Heute ist Veit Korsch hier, er baut Boote in Husum."),
        ("Ines", "Erzähl von deiner ersten Nacht im Hafen."),
        ("Veit Korsch", "Der Sturm hat drei Boote losgerissen. Ich habe sie im Dunkeln gesucht."),
        ("Ines", "Was war dein größter Fehler?"),
        ("Veit Korsch", "Die Leinen waren zu kurz. Das kostete mich den ganzen Winter."),
        chapters=("Ankunft", "Sturm", "Winter"),
    )
    gulls = episode(
        2,
        ("Ines", "Heute ist Maren Thode hier, sie zählt Möwen auf der Hallig."),
        ("Maren Thode", "Im Frühjahr brüten hier tausend Paare. Möwen merken sich Gesichter."),
    )
    people = {1: "Veit Korsch", 2: "Maren Thode"}
    shows = [
        (one, (Person("Ines", "host"), Person(people[one.number], "guest")), title)
        for one, title in ((boats, "Bootsbau im Winter"), (gulls, "Küstenfußball auf der Hallig"))
    ]
    made = [_with(one, people, title) for one, people, title in shows]
    return indexed(tmp_path_factory.mktemp("harbour"), *made)


def _with(one, people, title):
    return replace(one, people=people, title=title)


def ask(index, *turns):
    *history, text = turns
    return answer_pipeline(index).invoke(Question(text, tuple(history)))


def test_a_fact_is_asked_of_the_episode_that_was_quoted(small_index):
    answer = ask(small_index, "Was sagt Sigrid zum Sauerteig?", "Wie lange dauert die Folge?")
    assert answer.text.startswith("Folge 2 dauert") and "Folge 1" not in answer.text
    assert answer.leans_on == ("Was sagt Sigrid zum Sauerteig?",)


def test_thanks_in_between_change_nothing_of_that(small_index):
    turns = ("Wann ist Folge 2 erschienen?", "Hmmpf.", "Wie lange dauert die Folge?")
    assert ask(small_index, *turns).text.startswith("Folge 2 dauert")


def test_what_is_asked_of_all_stays_so(small_index):
    answer = ask(small_index, "Was sagt Sigrid zum Sauerteig?", "Wie lange dauern alle Folgen?")
    assert {c.source.episode.number for c in answer.citations} != {2}


def test_a_count_is_recognised_and_nobody_says_the_word_beside_it(small_index):
    assert "2-mal" in ask(small_index, "Wie oft wird Esche erwähnt?").text


def test_a_question_in_the_show_gives_way_to_its_answer(harbour):
    boats = harbour.corpus.episodes[0]
    mistake, night = (
        Quote(boats, turn, 0, len(boats.turns[turn].text), boats.chapters[1]) for turn in (3, 1)
    )
    understood = understand(harbour, Question("Was war sein größter Fehler?"))
    said = answered(harbour, understood, [mistake, night], ())
    assert [quote.turn_index for quote in said] == [4, 2]
    assert all(quote.text == quote.turn.text[quote.start : quote.end] for quote in said)
    # Unless it is hers that are asked for, or what was shown already.
    hers = understand(harbour, Question("Was fragt Ines?"))
    assert answered(harbour, hers, [mistake], ()) == [mistake]
    assert answered(harbour, understood, [mistake, night], said) == []


def test_who_is_known_by_a_role_alone_is_introduced(harbour):
    assert facts_of(["person"], "Wer ist Veit Korsch?", harbour.corpus, None, "de") is None
    found = told(harbour, introduction, "Wer ist Veit Korsch?")
    assert words(found) == ["Heute ist Veit Korsch hier, er baut Boote in Husum."]
    assert found.sentence == "So wird Veit Korsch vorgestellt:"
    assert told(harbour, introduction, "Wer ist Napoleon?") is None


def test_the_newest_without_dates_is_the_last(harbour):
    found = facts_of(["title"], "Wie heißt die neueste?", harbour.corpus, None, "de")
    assert found.sentence.startswith("Folge 2 heißt")


def test_a_word_is_found_at_the_end_of_a_longer_one(harbour):
    found = facts_of(["topic"], "In welcher Folge geht es um Fußball?", harbour.corpus, None, "de")
    assert "Folge 2" in found.sentence and "Folge 1" not in found.sentence


def test_an_episode_is_summed_up_by_what_it_is_about(harbour):
    found = told(harbour, summary, "Fass die Folge über Bootsbau zusammen")
    assert {quote.episode.number for quote in quotes(found)} == {1}


def test_what_occurs_in_a_chapter_is_not_what_is_before_it(harbour):
    found = told(harbour, chapter_content, "Was kommt im 2. Kapitel von Folge 1 vor?")
    assert {quote.chapter.title for quote in quotes(found)} == {"Sturm"}
    found = told(harbour, chapter_content, "Was kommt vor dem 2. Kapitel von Folge 1?")
    assert {quote.chapter.title for quote in quotes(found)} == {"Ankunft"}


def test_two_are_compared_in_nothing_particular(harbour):
    found = told(harbour, compare, "Vergleiche Veit Korsch und Maren Thode")
    assert {quote.speaker for quote in quotes(found)} == {"Veit Korsch", "Maren Thode"}


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("Und was sagt Uwe über Leim?", False),
        ("Und was sagt Uwe darüber?", True),
        ("Und was sagt Uwe?", True),
        ("Sind sich die beiden einig?", True),
        ("What did both of them like?", True),
    ],
)
def test_what_needs_the_turn_before(text, leans):
    assert depends_on_history(text, NAMES) is leans


def test_a_name_with_a_question_is_more_than_a_place():
    assert only_places("Und Uwe?", NAMES) and only_places("What about Sigrid?", NAMES)
    assert not only_places("What did Uwe do before?", NAMES)


def test_what_goes_on_asking_is_no_small_talk():
    assert asks_on("Und die beste?") and asks_on("Who is she?") and not asks_on("Und danke!")
    talk = {"thanks": 0.95, "none": 0.05}
    assert intent_wanted([talk], bare=True, names=False, asks=False) == "thanks"
    assert intent_wanted([talk], bare=True, names=False, asks=True) is None
    assert intent_wanted([talk], bare=True, names=True, asks=True) == "statements"


def test_a_short_follow_up_counts_something_else():
    counting, unsure = {"count_word": 0.9, "none": 0.1}, {"topic": 0.42, "none": 0.58}
    assert intent_wanted([counting, unsure], bare=True, names=False, asks=True) == "count_word"


def test_nothing_leans_on_what_nobody_asked():
    chances = of_the_first([{"other_episode": 0.5, "about": 0.4, "none": 0.1}])
    assert chances == [{"about": 0.8, "none": 0.2}]


def test_a_question_about_him_who_was_just_named_is_one_of_its_own():
    text = "Was sagt Uwe über Esche? Und wie viele Stühle hat er schon gebaut?"
    assert len(questions_in(text, NAMES)) == 2


@pytest.mark.model
@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("Wann wurde GPT-2 veröffentlicht?", "Was sagen sie über Homeoffice?"),
        ("Wie hoch ist der Eiffelturm?", "Was sagen sie zum Thema Chatbots?"),
        ("Was kostet ein Auto?", "Was halten sie von Callcentern?"),
    ],
)
def test_what_only_seems_to_point_back_is_asked_by_itself(shipped_index, before, asked):
    alone = ask(shipped_index, asked)
    assert alone.grounded and ask(shipped_index, before, asked).text == alone.text


@pytest.mark.model
def test_a_name_alone_asks_for_what_they_say_and_one_word_more_for_that(shipped_index):
    for text in ("Harald Henn?", "Was sagt Steven Rau?", "Tell me about Harald Henn", "Henn"):
        assert understand(shipped_index, Question(text)).intent == "statements", text
    for text in ("Ist Harald Henn verheiratet?", "Is Steven Rau a vegan?"):
        assert understand(shipped_index, Question(text)).intent is None, text


@pytest.mark.model
@pytest.mark.parametrize(
    ("before", "asked", "intent"),
    [
        ("Was sagen sie über Homeoffice?", "Und was meint Harald Henn?", None),
        ("Wie oft fällt das Wort Kunde?", "Und Amazon?", "count_word"),
        ("Was passiert in den ersten fünf Minuten von Folge 2?", "und in der mitte?", "at_time"),
    ],
)
def test_what_a_few_words_want_after_another_question(shipped_index, before, asked, intent):
    assert understand(shipped_index, Question(asked, (before,))).intent == intent


def test_who_speaks_is_listed_as_the_notes_know_them(harbour):
    found = told(harbour, speakers, "Wer redet in Folge 1 mit wem?")
    heading, *lines = found.sentence.split("\n\n")
    assert heading == "In Folge 1 sprechen:"
    assert {line.split(" [")[0] for line in lines} == {"Moderation: Ines", "Gast: Veit Korsch"}
    shares = [int(re.findall(r"\d+(?=\s%)", line)[0]) for line in lines]
    assert shares == sorted(shares, reverse=True) and sum(shares) == 100


def test_of_many_who_speak_the_rest_is_counted(harbour):
    first, second = harbour.corpus
    turns = tuple(Turn(f"Gast {n}", "Guten Tag.") for n in range(60))
    corpus = replace(harbour.corpus, episodes=(replace(first, turns=turns), second))
    index = replace(harbour, corpus=corpus)
    found = told(index, speakers, "Wer redet in Folge 1 mit wem?")
    assert found.sentence.endswith("\n\n20 weitere")


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("Wann kam die erste Folge raus?", "wie lang geht die", "und die zweite"), "35 Minuten"),
        (("Wie lang ist Folge 1?", "und die zweite?", "welche kapitel hat die?"), "Folge 2 hat 12"),
        (("Wer moderiert das?", "hat der auch linkedin?"), "linkedin.com/in/michael"),
        (("What is DuMont Process?", "website?"), "https://dumont-process.de/"),
        (("wie oft fällt das Wort Amazon", "und Zalando?"), "Zalando"),
        (("wie hört die folge mit steven auf?",), "So endet Folge 1"),
        (("welche kapitel hat die folge mit steven",), "Folge 1 hat 8 Kapitel"),
        (("wer ist in folge 1 alles zu hören?",), "Gast: Steven Rau"),
    ],
)
def test_what_a_turn_takes_from_those_before_it(shipped_index, turns, said):
    assert said in ask(shipped_index, *turns).text


def test_a_correction_asks_something_else_of_the_same_person(shipped_index):
    turns = ("Was ist laut Steven der größte Nachteil am Homeoffice?",)
    answer = ask(shipped_index, *turns, "nein ich meine die größte herausforderung")
    assert {c.source.speaker for c in answer.citations} == {"Steven Rau"}
    assert answer.leans_on == turns


def test_an_example_is_no_question_for_one(shipped_index):
    asked = "Soll man in der Firma alles auf einmal digitalisieren?"
    answer = ask(shipped_index, asked, "welche fälle wären das konkret")
    assert not any(c.source.text.rstrip().endswith("?") for c in answer.citations)


@pytest.mark.parametrize("turn", ["hat er kinder?", "Is he married?"])
@pytest.mark.parametrize("before", ["Wer ist zu Gast in Folge 2?", "Wer ist Harald Henn?"])
def test_a_thing_of_its_own_is_no_fact_once_more(shipped_index, before, turn):
    understood = understand(shipped_index, Question(turn, (before,)))
    assert understood.facts is None and understood.intent is None


@pytest.mark.parametrize("before", ["Wann kam die Folge mit Steven raus?", "Wer ist da zu Gast?"])
def test_another_fact_is_asked_for_in_few_words(shipped_index, before):
    understood = understand(shipped_index, Question("und wie lang is die", (before,)))
    assert understood.intent == "duration"


@pytest.mark.parametrize(
    "turn", ["wie viele denn?", "How many?", "seit wann?", "wie lange?", "How old?", "welche denn?"]
)
def test_how_many_is_asked_of_what_was_spoken_of(turn):
    assert depends_on_history(turn)


@pytest.mark.parametrize(
    "turn", ["ok und womit fängt man beim Sortieren am besten an", "Okay. And how do people begin?"]
)
def test_an_assent_comes_before_a_follow_up(turn):
    assert depends_on_history(turn)


@pytest.mark.parametrize(
    ("turn", "intent"),
    [
        ("Something else: is Veit Korsch a trained lawyer with a degree?", None),
        ("Any example of Veit Korsch?", "example"),
    ],
)
def test_a_whole_question_about_somebody_takes_up_nothing(harbour, turn, intent):
    chances = [Counter(example=0.9, none=0.1)] * 2
    found, _ = wanted(turn, turn, ("Was ist ein Sturm?",), (), chances, harbour.corpus)
    assert found == intent


def test_who_speaks_makes_what_nobody_is_said_to_publish(harbour):
    wanted, corpus = facts_wanted("publisher", [], [], bare=False), harbour.corpus
    told = facts_of(wanted, "Wer macht den Podcast?", corpus, None, "de")
    assert told.sentence.startswith("Hinter dem Podcast steht Werkstatt e.V.")
    bare = replace(corpus, podcast=replace(corpus.podcast, publisher=None, website=None))
    told = facts_of(wanted, "Welche Firma steckt dahinter?", bare, None, "de")
    assert told.sentence.startswith(
        "Die Shownotes sagen nicht, wer hinter dem Podcast steht. "
        "Durch den Podcast führt Jana Öztürk"
    )


def test_what_a_word_means_is_no_title_and_somebodys_podcast_is_not_this_one(harbour):
    for kind, text in (
        ("title", "Was heißt Kai eigentlich?"),
        ("episodes", "Hat Veit Korsch noch einen Podcast?"),
    ):
        assert facts_of([kind], text, harbour.corpus, None, "de") is None
    assert facts_of(["title"], "Wie heißt der Podcast?", harbour.corpus, None, "de")


def test_a_comparison_is_one_whoever_is_compared(shipped_index):
    text = "sehen michael und steven das mit dem homeoffice gleich?"
    assert understand(shipped_index, Question(text)).intent == "compare"
