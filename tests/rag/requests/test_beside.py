"""What is said behind or before what was quoted, and what was quoted once more."""

import pytest

from rag import Index, Question, Quote
from rag.requests.at_time import example, goes_on
from rag.requests.request import Request, Told
from rag.requests.who_said import where_said
from rag.types import Scope
from rag.understand import understand
from tests.support.requested import episode, indexed, words

HISTORY = ("Was wird über Leim gesagt?",)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Ten minutes of talk in turns of ten seconds, and the same without times."""
    turns = [
        ("Ida" if i % 2 else "Ole", f"Das hier ist Satz Nummer {i} im Gespräch.") for i in range(60)
    ]
    return indexed(
        tmp_path_factory.mktemp("talk"), episode(1, *turns), episode(2, *turns, timed=False)
    )


def _quoted(index: Index, *turns: int, number: int = 1) -> list[Quote]:
    told_of = index.corpus.episode(number)
    assert told_of is not None
    return [Quote(told_of, turn, 0, len(told_of.turns[turn].text), None) for turn in turns]


def _asked(
    index: Index, text: str, quotes: list[Quote], history: tuple[str, ...] = HISTORY
) -> Request:
    understood = understand(index, Question(text, history, Scope()))
    return Request(index, understood, before=lambda: quotes)


def test_what_is_said_behind_a_quote_goes_on_from_it(talk: Index):
    found = goes_on(_asked(talk, "Und danach?", _quoted(talk, 12)))
    assert found and found.sentence == "Danach wird in Folge 1 gesagt:"
    assert words(found)[0].startswith("Das hier ist Satz Nummer 13")


def test_it_goes_on_behind_all_that_was_quoted_without_a_gap(talk: Index):
    found = goes_on(_asked(talk, "What comes next?", _quoted(talk, 12, 13, 40)))
    assert words(found)[0].startswith("Das hier ist Satz Nummer 14")


def test_what_led_up_to_a_quote_ends_before_it(talk: Index):
    found = goes_on(_asked(talk, "Was kam davor?", _quoted(talk, 12)))
    assert words(found)[-1].startswith("Das hier ist Satz Nummer 11")
    assert found and found.sentence.startswith("Davor")


@pytest.mark.parametrize(
    ("text", "turn"),
    [("Eine Minute später?", 18), ("a minute earlier", 6), ("Und 20 Sekunden früher?", 10)],
)
def test_so_much_later_or_earlier_is_counted_from_the_quote(talk: Index, text: str, turn: int):
    found = goes_on(_asked(talk, text, _quoted(talk, 12)))
    assert words(found)[0].startswith(f"Das hier ist Satz Nummer {turn} ")


def test_it_goes_on_without_times_as_well(talk: Index):
    found = goes_on(_asked(talk, "Und danach?", _quoted(talk, 12, number=2)))
    assert words(found)[0].startswith("Das hier ist Satz Nummer 13")


def test_at_the_end_nothing_goes_on(talk: Index):
    found = goes_on(_asked(talk, "Und danach?", _quoted(talk, 59)))
    assert found == Told("Mehr gibt es in Folge 1 an dieser Stelle nicht.")


def test_behind_nothing_nothing_goes_on(talk: Index):
    assert goes_on(_asked(talk, "Und danach?", [])) is None
    assert where_said(_asked(talk, "Wann genau?", [])) is None


def test_who_said_it_is_told_with_the_quotes_of_the_answer_before(talk: Index):
    quotes = _quoted(talk, 12, 13)
    found = where_said(_asked(talk, "Wer hat das gesagt?", quotes))
    assert found == Told("Gesagt von Ole und Ida:", tuple(quotes))


def test_who_says_more_is_not_asking_for_what_was_quoted(talk: Index):
    quotes = _quoted(talk, 12)
    assert where_said(_asked(talk, "Wer hat das mit dem Klapphandy erzählt?", quotes)) is None
    assert where_said(_asked(talk, "In welcher Folge war das?", quotes))


def test_an_example_is_looked_for_beside_the_answer(tmp_path_factory: pytest.TempPathFactory):
    turns = [("Ida", f"Das hier ist Satz Nummer {i} im Gespräch.") for i in range(120)]
    turns[70] = ("Ole", "Das Fallbeispiel dafür ist der Imker von nebenan. Der kam jeden Tag.")
    turns[10] = ("Ole", "Ein Beispiel für etwas ganz anderes.")
    index = indexed(tmp_path_factory.mktemp("example"), episode(1, *turns))
    found = example(_asked(index, "Hast du ein Beispiel?", _quoted(index, 60)))
    assert words(found) == ["Das Fallbeispiel dafür ist der Imker von nebenan. Der kam jeden Tag."]
    assert example(_asked(index, "Ein Beispiel?", _quoted(index, 115))) is None
