"""What is said at a time, at the beginning and at the end."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Turn
from rag import Index
from rag.requests.at_time import MOMENT_WORDS, MOST_TURNS, STRETCH_WORDS, at_time, beginning, ending
from tests.support.requested import episode, indexed, quotes, told, words

LONG = "Das hier ist ein ganzer Satz von genau zehn einfachen Wörtern. "


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An hour of talk in turns of ten seconds, and an episode without times."""
    talk = [("Ida" if i % 2 else "Ole", f"Nummer {i}. {LONG * 3}") for i in range(360)]
    untimed = episode(2, ("Ida", "Hallo zusammen in der Werkstatt."), timed=False)
    return indexed(tmp_path_factory.mktemp("long"), episode(1, *talk), untimed)


def test_a_moment_is_quoted_with_its_speaker_and_what_follows(small_index):
    found = told(small_index, at_time, "Was wird bei 0:34 in Folge 2 gesagt?")
    assert found.sentence == "In Folge 2 wird bei 0:34 gesagt:"
    assert words(found)[0].startswith("Den füttere ich jeden Morgen")
    assert quotes(found)[0].speaker == "Sigrid Löwe"


def test_a_time_in_the_middle_of_a_turn_is_found_there(long):
    found = told(long, at_time, "Folge 1, Minute 30")
    assert quotes(found)[0].turn_index == 180
    assert abs(quotes(found)[0].begins.seconds - 1800) < 10
    assert sum(len(text.split()) for text in words(found)) <= MOMENT_WORDS


def test_a_stretch_is_quoted_in_order_and_says_where_it_goes_on(long):
    found = told(long, at_time, "What is said between 10:00 and 12:00 in episode 1?")
    turns = [quote.turn_index for quote in quotes(found)]
    assert turns == list(range(60, 60 + len(turns))) and len(turns) <= MOST_TURNS
    assert sum(len(text.split()) for text in words(found)) <= STRETCH_WORDS
    assert "10:00 to 12:00" in found.sentence and "goes on at" in found.sentence


def test_who_speaks_without_a_time_in_between_is_heard(tmp_path):
    """Transcripts that give a time now and then: an answer follows the question at 0:10."""
    timed = episode(1, ("Ida", "Guten Tag."), ("Ida", "Wie war das?"), ("Ole", "Kalt und nass."))
    starts = (0.0, 10.0, None)
    turns = [replace(t, start=s, end=None) for t, s in zip(timed.turns, starts, strict=True)]
    last = Turn("Ida", "Das ist lange danach.", start=90.0)
    index = indexed(tmp_path, replace(timed, duration=100.0, turns=(*turns, last)))
    found = told(index, at_time, "Was wird bei 0:10 in Folge 1 gesagt?")
    assert words(found) == ["Wie war das?", "Kalt und nass."]


def test_beyond_the_end_is_said_with_the_length(small_index):
    found = told(small_index, at_time, "Was wird bei 99:00 in Folge 2 gesagt?")
    assert found.sources == ()
    assert "1:35" in found.sentence and "1:39:00" in found.sentence


def test_an_episode_without_times_is_said_to_have_none(long):
    found = told(long, at_time, "Was wird bei 0:05 in Folge 2 gesagt?")
    assert found.sentence == "Zu Folge 2 sind keine Zeiten bekannt." and found.sources == ()


def test_so_many_minutes_of_the_beginning_or_the_end(long):
    found = told(long, ending, "Was kommt in den letzten zwei Minuten von Folge 1?")
    assert "58:00 bis 1:00:00" in found.sentence and quotes(found)[0].turn_index == 348
    found = told(long, beginning, "How do the first two minutes of episode 1 begin?")
    assert "0:00 to 2:00" in found.sentence and quotes(found)[0].turn_index == 0
    # Without times the first words are better than none.
    found = told(long, beginning, "Was wird in den ersten zwei Minuten von Folge 2 gesagt?")
    assert words(found) == ["Hallo zusammen in der Werkstatt."]


def test_the_episode_is_that_of_the_question_before_or_asked_for(small_index):
    asked = told(small_index, at_time, "Was wird bei 0:34 gesagt?")
    assert asked.sources == () and "Folge 2" in asked.sentence and "1, 2" in asked.sentence
    after = told(small_index, at_time, "Und bei 0:34?", "Wer ist zu Gast in Folge 2?")
    assert "Den füttere" in words(after)[0]
    scoped = told(small_index, at_time, "Was wird bei 0:34 gesagt?", episode=2)
    assert scoped.sources == after.sources


def test_an_only_speaker_tells_the_episode(small_index):
    assert told(small_index, at_time, "Was sagt Sigrid bei 0:34?").sources


def test_without_a_time_it_is_searched_for(small_index):
    assert told(small_index, at_time, "Wie alt ist Hermann?") is None


@given(st.integers(0, 95))
def test_at_any_second_somebody_is_quoted(small_index, seconds):
    found = told(small_index, at_time, f"Folge 2, Sekunde {seconds}")
    first = quotes(found)[0] if seconds < 95 else None
    assert (found.sources == ()) == (first is None)
    assert first is None or first.begins.seconds <= seconds + 1


def test_beginning_and_end(small_index):
    first = told(small_index, beginning, "Wie fängt Folge 2 an?")
    assert first.sentence == "So beginnt Folge 2:"
    assert words(first)[0].startswith("Hallo Sigrid.")
    last = told(small_index, ending, "How does episode 2 end?")
    assert last.sentence == "Episode 2 ends like this:"
    assert words(last)[-1].endswith("heißt Hermann.")
    assert told(small_index, ending, "Wie endet die Folge?").sources == ()


def test_as_many_sentences_as_are_asked_for(long):
    assert words(told(long, ending, "Der letzte Satz von Folge 1"))[-1] == LONG.strip()
    three = told(long, beginning, "die ersten drei Sätze von Folge 1")
    assert sum(text.count("Satz") for text in words(three)) == 3


def test_the_first_words_of_a_speaker(small_index):
    found = told(small_index, beginning, "Was sagt Sigrid als Erstes?")
    assert found.sentence == "Die ersten Worte von Sigrid Löwe in Folge 2:"
    assert {quote.speaker for quote in quotes(found)} == {"Sigrid Löwe"}
