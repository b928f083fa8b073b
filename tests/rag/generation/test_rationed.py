"""A language model that may be asked only so often."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

import pytest

from rag import Question, answer_pipeline
from rag.errors import GenerationFailed
from rag.generation.quota import Ration, Rationed, rationed
from rag.wording.formats import notice
from tests.support.fake_model import Script, answers, number_of

QUESTION = "Welches Holz ist zäh und federt, Esche oder Fichte?"


def script(prompt: str) -> Iterator[Script]:
    yield f"Esche ist zäh und federt [S{number_of('Esche ist zäh', prompt)}]. "
    # A sentence has ended when the next one begins.
    yield "Und mehr ist dazu nicht zu sagen."


def refusal(ration: Ration, day: date | None = None) -> str | None:
    try:
        with ration.call(day):
            return None
    except GenerationFailed as failure:
        return failure.reason


def test_so_many_at_once():
    ration = Ration(at_once=2)
    with ExitStack() as running:
        for _ in range(2):
            running.enter_context(ration.call())
        assert refusal(ration) == "rate_limit"
    assert refusal(ration) is None


def test_so_many_a_day():
    ration, today, tomorrow = Ration(per_day=2), date(2026, 1, 1), date(2026, 1, 2)
    assert [refusal(ration, today) for _ in range(3)] == [None, None, "spent"]
    assert [refusal(ration, tomorrow) for _ in range(3)] == [None, None, "spent"]


def test_a_call_that_fails_gives_its_place_back():
    ration = Ration(at_once=1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), ration.call():
            raise ZeroDivisionError


@pytest.mark.parametrize("none", [None, 0])
def test_without_limits_it_is_the_model_itself(none):
    model = answers(script)
    assert rationed(model, none, none) is model
    assert rationed(None, 1, 1) is None


def test_beyond_the_limit_a_reader_gets_the_quotes_and_why(small_index):
    model = rationed(answers(script), None, 1)
    assert isinstance(model, Rationed)
    ask = answer_pipeline(small_index, model)
    written, quoted = ask.invoke(Question(QUESTION)), ask.invoke(Question(QUESTION))
    assert (written.generator, written.notice) == (model.name, None)
    assert (quoted.generator, quoted.notice) == ("extractive", notice("spent", "de"))
    assert quoted.citations
    # What it asks first, about a follow-up, counts as well.
    follow_up = ask.invoke(Question("Und warum?", (QUESTION,)))
    assert follow_up.notice == notice("spent", "de")


def test_a_reader_who_leaves_makes_room(small_index):
    model = rationed(answers(script), 1, None)
    ask = answer_pipeline(small_index, model)
    leaving = ask.stream(Question(QUESTION))
    assert next(leaving).generator == model.name
    assert ask.invoke(Question(QUESTION)).notice == notice("rate_limit", "de")
    leaving.close()
    assert ask.invoke(Question(QUESTION)).notice is None
