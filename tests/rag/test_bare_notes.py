"""A show whose notes name nobody: what is known of who speaks where, and what is said at all."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from corpus import Corpus, Person
from rag import Question, answer_pipeline
from rag.pipeline.searching import _home, _is_unsaid, _never_said, _search, searched
from rag.question.episode_names import only_episode
from rag.question.scope import people_meant
from rag.requests.count import count_word
from rag.requests.request import Request
from rag.requests.summary import statements, summary
from rag.requests.topics import topic_overview
from rag.requests.transcript import open_transcript
from rag.requests.who_said import introduction
from rag.retrieval.reader import Reader
from rag.show.facts import facts_of
from rag.types import Scope
from rag.understand import understand
from tests.support.requested import episode, indexed, quotes, told, words


@pytest.fixture(scope="module")
def founders(tmp_path_factory):
    """Four talks without notes: Adam asks, who answers is known by name alone; one is an Adam."""
    spoken = {
        1: ("Evan Kaplan", "The license was my mistake. Honestly, I regret the license we chose."),
        2: ("Ruth Vale", "My sheep had burnout. Wool regrets nothing, and I regret no fence."),
        3: ("Adam Miller", "Scooters are awesome. Awesome batteries last for ten years, truly."),
        4: ("Jo Lind", "Lindens bloom in June. The bees of Lower Saxony know that very well."),
    }
    made = [
        episode(
            number,
            ("Adam Stack", f"Welcome, {guest}. What an awesome day it is to talk with you."),
            (guest, said),
            ("Adam Stack", "That is a wonderful story, and I could listen to it for hours."),
            (guest, "Thanks for having me on the show today, it has been a real pleasure."),
        )
        for number, (guest, said) in spoken.items()
    ]
    english = [replace(one, language="en") for one in made]
    return indexed(tmp_path_factory.mktemp("founders"), *english)


def test_who_speaks_is_said_where_the_notes_name_nobody(founders):
    found = facts_of(["guest"], "Who is the guest?", founders.corpus, 2, "en")
    assert found.sentence == (
        "The show notes of episode 2 name no guest. Speaking: Adam Stack and Ruth Vale [1]."
    )
    found = facts_of(["guest"], "Wer war zu Gast?", founders.corpus, None, "de")
    assert "Adam Stack" not in found.sentence
    assert "Ruth Vale (Folge 2) [2]" in found.sentence
    assert [note.episode.number for note in found.notes] == [1, 2, 3, 4]


def test_nobody_is_called_a_host_who_only_speaks_like_one(founders):
    podcast = replace(founders.corpus.podcast, people=(), publisher=None)
    corpus = Corpus(podcast, founders.corpus.episodes)
    found = facts_of(["host"], "Wer moderiert?", corpus, None, "de")
    assert found.sentence == (
        "Die Shownotes nennen niemanden, der moderiert. Zu hören: Adam Stack (4 Folgen)."
    )


@pytest.mark.parametrize("text", ["Which episode is with Ruth Vale?", "Welche Folge ist mit Vale?"])
def test_an_episode_is_found_by_who_speaks_in_it(founders, text):
    found = facts_of(["topic"], text, founders.corpus, None, "en")
    assert found.sentence == "Ruth Vale is in one episode: episode 2 [1]."


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Does Evan Kaplan regret anything?", 1),
        ("What did Adam ask Evan about the fence?", 1),
        ("Was fragt Adam Ruth zur license?", 2),
        ("Does Adam regret the license?", None),
        ("Is Adam Miller fond of wool?", 3),
    ],
)
def test_what_concerns_somebody_is_looked_for_where_they_speak(founders, text, number):
    assert _home(founders, understand(founders, Question(text))) == number


def test_who_speaks_elsewhere_does_not_answer_for_them(founders):
    understood = understand(founders, Question("Does Jo Lind regret anything?"))
    found = searched(founders, understood, list)
    assert not found.answers or found.quotes[0].episode.number == 4


def test_a_filter_for_somebody_else_is_kept(founders):
    asked = understand(founders, Question("What about Evan?", scope=Scope(speaker="Jo Lind")))
    assert _home(founders, asked) is None


def test_a_name_of_several_is_that_of_who_is_always_there(founders):
    assert people_meant("How often does Adam say that?", founders.corpus) == ["Adam Stack"]
    assert people_meant("What does Adam Miller say?", founders.corpus) == ["Adam Miller"]


@pytest.mark.parametrize("text", ["And Adam Miller?", "Und Adam Miller?"])
def test_the_same_word_is_counted_of_somebody_else(founders, text):
    found = told(founders, count_word, text, "How often does Jo say awesome?")
    assert "2" in found.sentence and "Adam Miller" in found.sentence and "awesome" in found.sentence


def test_a_name_is_counted_after_a_word_that_nobody_was_named_with(founders):
    found = told(founders, count_word, "Und Ruth?", "Wie oft wird Evan gesagt?")
    assert found.sentence.startswith("„Ruth“ wird ein")


@pytest.mark.parametrize("text", ["Did anyone mention burnout?", "Wurde Burnout erwähnt?"])
def test_where_a_word_is_said_leads(founders, text):
    assert words(told(founders, topic_overview, text))[0].startswith("My sheep had burnout.")


@pytest.mark.parametrize(
    ("text", "answers"),
    [("Did anyone mention sourdough fences?", False), ("Did anyone mention wool?", True)],
)
def test_what_nobody_calls_by_name_has_to_be_meant_surely(founders, text, answers):
    understood = replace(understand(founders, Question(text)), intent="topic")
    unsure = Reader(lambda: _Unsure())
    likely = _search(founders, understood, list, unsure).likely
    assert (likely > 0) is answers


class _Unsure:
    def scores(self, question, passages):
        return [-0.1 for _ in passages]


@pytest.mark.parametrize(
    ("text", "number"),
    [("Neueste Folge?", 4), ("the latest episode", 4), ("Erste Folge?", 1), ("folge 2", 2)],
)
def test_an_episode_alone_is_named(founders, text, number):
    answer = answer_pipeline(founders).invoke(Question(text))
    assert f"“Folge {number}”" in answer.text or f"„Folge {number}“" in answer.text


def test_what_says_more_than_an_episode_is_none():
    assert not only_episode("Worum geht es in der ersten Folge?")
    assert not only_episode("Und das Ende der letzten Folge?") and not only_episode("die bitte")


@pytest.mark.parametrize("text", ["Spiel das ab", "Play it"])
def test_what_was_quoted_is_opened_where_it_is_said(founders, text):
    history = ("What does Ruth say about sheep?",)
    cited = answer_pipeline(founders).invoke(Question(*history)).citations[0].source
    understood = understand(founders, Question(text, history, Scope(2)))
    again = open_transcript(Request(founders, understood, before=lambda: [cited]))
    assert again.sources == (cited,)
    anew = understand(founders, Question("Open episode 2", history))
    assert quotes(open_transcript(Request(founders, anew, before=lambda: [cited]))) == []


@pytest.mark.parametrize("text", ["Wer ist Ruth Vale?", "Who is Ruth Vale?"])
def test_an_introduction_reads_on_behind_the_name(founders, text):
    assert words(told(founders, introduction, text)) == [
        "Welcome, Ruth Vale. What an awesome day it is to talk with you."
    ]


@pytest.mark.parametrize("text", ["Worum geht's hier?", "What is this about?"])
def test_what_a_show_is_about_is_quoted_of_each_episode(founders, text):
    understood = replace(understand(founders, Question(text)), intent="about")
    found = summary(Request(founders, understood))
    assert [quote.episode.number for quote in found.sources] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("turns", "never"),
    [
        (("What does Ruth Vale say about yaks?",), True),
        (("Was sagt Ruth über Batterien?",), True),
        (("What does Ruth Vale say about sheep?",), False),
        (("What does Jo say about linden bees?", "Und was meint Ruth dazu?"), True),
        (("What does Jo say about regret?", "And what does Ruth say about it?"), False),
        (("What does Ruth Vale say?",), False),
    ],
)
def test_what_who_is_asked_never_calls_by_name(founders, turns, never):
    *history, text = turns
    understood = understand(founders, Question(text, tuple(history)))
    assert _never_said(founders, understood) is never


def test_a_filter_asks_nobody(founders):
    asked = Question("What is said about yaks?", scope=Scope(speaker="Ruth Vale"))
    assert not _never_said(founders, understand(founders, asked))


def test_who_is_asked_about_something_is_not_quoted_with_anything_else(founders):
    assert told(founders, statements, "What does Ruth Vale say about penguins?") is None
    assert told(founders, statements, "Was sagt Ruth Vale über alle Folgen?") is not None


def test_nobody_speaks_elsewhere_of_what_nobody_names(founders):
    understood = understand(founders, Question("Was sagt Ruth über Giraffen?"))
    everywhere = replace(understood, scope=Scope())
    assert _never_said(founders, everywhere)


@pytest.mark.parametrize("text", ["wurde wool erwähnt", "was wool ever mentioned"])
def test_what_asks_is_no_part_of_a_word(founders, text):
    assert "wool" in told(founders, count_word, text).sentence.split()[0]


def test_what_is_called_otherwise_in_another_language_is_no_sign(founders):
    """ "Bienen" are bees there, and nobody says so."""
    doubted = SimpleNamespace(nearness=SimpleNamespace(read=-1.0))
    german = understand(founders, Question("Was sagt Jo Lind über Bienen?"))
    english = understand(founders, Question("What does Jo Lind say about cows?"))
    assert not _is_unsaid(founders, german, doubted)
    assert _is_unsaid(founders, english, doubted)


@pytest.mark.parametrize("read", [-1.0, 2.0])
def test_a_topic_of_which_no_word_is_said_is_refused_whatever_the_reader_sees(founders, read):
    understood = replace(understand(founders, Question("Do they mention yaks?")), intent="topic")
    found = _search(founders, understood, list, None).found
    near = replace(found.nearness, read=read)
    assert _is_unsaid(founders, understood, replace(found, nearness=near))


def test_who_speaks_where_the_notes_name_no_guest_is_not_passed_over(founders):
    told, bare, *rest = founders.corpus.episodes
    guest = next(name for name in told.speakers if name not in founders.corpus.regulars)
    one = replace(told, people=(Person(guest, "guest"),))
    corpus = Corpus(founders.corpus.podcast, (one, replace(bare, people=()), *rest))
    found = facts_of(["guest"], "Who has been a guest so far?", corpus, None, "en")
    assert found is not None and found.sentence.startswith(
        f"The guest of episode 1 is {guest} [1]."
    )
    assert "The show notes of episode 2 name no guest. Speaking: Ruth Vale [2]." in found.sentence
    assert found.notes[1].episode == corpus.episodes[1] and "Adam Stack" not in found.sentence
