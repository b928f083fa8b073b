import logging

import pytest
from langchain_core.runnables import RunnableLambda

from rag.errors import QuestionError
from rag.types import Answer, Question
from tests.asking import BREAKS, small_pipeline
from ui import wording
from ui.conversation import AskFailed, Exchange, ask, asked, settle


def test_an_answer_is_the_reply() -> None:
    [exchange] = settle(small_pipeline(), (Exchange("Warum federt Esche?"),))
    assert isinstance(exchange.reply, Answer)
    assert exchange.reply.question == exchange.question == "Warum federt Esche?"


def test_earlier_questions_are_the_context() -> None:
    seen: list[Question] = []
    pipeline = RunnableLambda(lambda question: seen.append(question) or _refusal(question))
    conversation = settle(pipeline, (Exchange("eins"),))
    settle(pipeline, (*conversation, Exchange("zwei")))
    assert [question.history for question in seen] == [(), ("eins",)]


def test_a_question_that_was_refused_as_malformed_is_no_context() -> None:
    conversation = settle(small_pipeline(), (Exchange(""),))
    assert conversation[0].reply
    assert asked(conversation) == ()


def test_an_objection_is_shown_as_it_is() -> None:
    with pytest.raises(QuestionError, match="leer"):
        ask(small_pipeline(), Question(" "))


def test_a_failure_is_friendly_to_the_user_and_logged_for_the_operator(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(AskFailed) as failure:
        ask(small_pipeline(), Question(BREAKS))
    assert str(failure.value) == wording.BROKEN
    assert "the fuse has blown" in caplog.text


def _refusal(question: Question) -> Answer:
    return Answer(question.text, question.text, "de", "Nein.", grounded=False, generator="fake")
