import logging
from dataclasses import replace
from threading import Event

import pytest
from langchain_core import exceptions
from langchain_core.runnables import Runnable, RunnableLambda

from rag import Index, answer_pipeline
from rag.errors import QuestionError, StoreError
from rag.types import Answer, Hit, Question, Scope
from rag.wording.formats import notice
from tests.support.asking import BREAKS, growing_pipeline, small_pipeline, word_search
from tests.support.fake_model import Script, ScriptedModel, says
from tests.support.fakes import small_corpus
from ui.html.answer.exchange import exchange
from ui.state.conversation import AskFailed, Conversation, Exchange, answers, questions, replies
from ui.state.conversation import stopped_at as stopped
from ui.texts.german import GERMAN

CORPUS = small_corpus()
SEARCH = word_search(CORPUS)


def settle(
    pipeline: Runnable[Question, Answer], earlier: Conversation, question: str
) -> Conversation:
    *_, last = replies(pipeline, SEARCH, earlier, Exchange(question), GERMAN)
    return (*earlier, last)


def test_an_answer_is_the_reply_and_more_stands_beside_it() -> None:
    [exchange] = settle(small_pipeline(), (), "Warum federt Esche? Schrauben? Eiche?")
    assert isinstance(exchange.reply, Answer)
    assert exchange.settled
    cited = {citation.source.text for citation in exchange.reply.citations}
    assert exchange.beside
    assert not cited & {span.text for span in exchange.beside}
    assert exchange.suggestions


def test_earlier_questions_are_the_context() -> None:
    seen: list[Question] = []
    pipeline = RunnableLambda(lambda question: seen.append(question) or _refusal(question))
    settle(pipeline, settle(pipeline, (), "eins"), "zwei")
    assert [question.history for question in seen] == [(), ("eins",)]


def test_what_a_link_brought_along_is_the_context_now_and_later() -> None:
    seen: list[Question] = []
    pipeline = RunnableLambda(lambda question: seen.append(question) or _refusal(question))
    earlier = settle(pipeline, (), "eigene")
    linked = Exchange("und dann?", after=("eins", "zwei"))
    *_, last = replies(pipeline, SEARCH, earlier, linked, GERMAN)
    settle(pipeline, (*earlier, last), "und danach?")
    assert [one.history for one in seen[1:]] == [
        ("eins", "zwei"),
        ("eigene", "eins", "zwei", "und dann?"),
    ]


def test_what_it_leans_on_here_is_not_told_twice() -> None:
    conversation = settle(small_pipeline(), (), "Warum federt Esche?")
    conversation = settle(small_pipeline(), conversation, "Und die Eiche?")
    assert conversation[1].after == ("Warum federt Esche?",)
    assert questions(conversation) == ("Warum federt Esche?", "Und die Eiche?")


def test_filters_go_along() -> None:
    seen: list[Question] = []
    pipeline = RunnableLambda(lambda question: seen.append(question) or _refusal(question))
    list(replies(pipeline, SEARCH, (), Exchange("eins", Scope(2, "Uwe")), GERMAN))
    assert seen[0].scope == Scope(2, "Uwe")


def test_a_question_that_was_refused_as_malformed_is_no_context() -> None:
    conversation = settle(small_pipeline(), (), "")
    assert conversation[0].reply
    assert questions(conversation) == ()


def test_an_objection_is_shown_as_it_is() -> None:
    with pytest.raises(QuestionError, match="leer"):
        list(answers(small_pipeline(), Question(" ")))


def test_a_failure_is_friendly_to_the_user_and_logged_for_the_operator(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(AskFailed) as failure:
        list(answers(small_pipeline(), Question(BREAKS)))
    assert failure.value.in_language("de") == GERMAN.broken
    assert "RuntimeError" in caplog.text and "asking.py" in caplog.text
    assert "the fuse has blown" not in caplog.text


def test_an_answer_grows_and_only_the_last_is_settled() -> None:
    closed, goes_on = Event(), Event()
    goes_on.set()
    pipeline = growing_pipeline(CORPUS, closed, goes_on)
    seen = list(replies(pipeline, SEARCH, (), Exchange("Warum federt Esche?"), GERMAN))
    texts = [exchange.reply.text for exchange in seen if isinstance(exchange.reply, Answer)]
    assert len(texts) > 5
    assert all(later.startswith(text) for text, later in zip(texts, texts[1:], strict=False))
    assert [exchange.settled for exchange in seen] == [False] * (len(seen) - 1) + [True]


def test_closing_stops_the_model() -> None:
    closed, goes_on = Event(), Event()
    goes_on.set()
    pipeline = growing_pipeline(CORPUS, closed, goes_on)
    growing = replies(pipeline, SEARCH, (), Exchange("Warum federt Esche?"), GERMAN)
    next(growing)
    assert not closed.is_set()
    growing.close()
    assert closed.is_set()


def test_an_answer_stands_without_what_is_found_beside_it() -> None:
    def broken(_text: str, _k: int, _scope: Scope) -> list[Hit]:
        raise StoreError("The index is gone.")

    asked = Exchange("Warum federt Esche?")
    *_, last = replies(small_pipeline(), broken, (), asked, GERMAN)
    assert isinstance(last.reply, Answer)
    assert last.settled
    assert last.beside == ()


def test_what_the_answer_was_found_with_is_not_searched_for_again() -> None:
    def never(_text: str, _k: int, _scope: Scope) -> list[Hit]:
        raise AssertionError("searched a second time")

    found = tuple(SEARCH("Sauerteig Hermann füttere", 3, Scope(2)))
    answer = replace(_refusal(Question("Was sagt Folge 2?")), found=found)
    pipeline = RunnableLambda(lambda _question: answer)
    *_, last = replies(pipeline, never, (), Exchange("Was sagt Folge 2?"), GERMAN)
    assert last.beside == tuple(hit.chunk for hit in found)


def test_what_was_there_when_it_was_stopped_stays() -> None:
    exchange = replace(Exchange("a"), reply="b")
    assert stopped(exchange).reply == "b"
    assert stopped(exchange).settled


WOOD = Exchange("Welches Holz ist zäh und federt, Esche oder Fichte?")
WRITTEN = "Esche federt [{Esche ist zäh}]. "


def test_what_a_language_model_writes_grows_in_the_window(small_index: Index) -> None:
    pipeline = answer_pipeline(small_index, says(WRITTEN, "Eiche ist schwer [{Eiche geht}]."))
    seen = list(replies(pipeline, SEARCH, (), WOOD, GERMAN))
    texts = [one.reply.text for one in seen if isinstance(one.reply, Answer)]
    assert (texts[0], texts[-1]) == ("Esche federt [1].", "Esche federt [1]. Eiche ist schwer [1].")
    assert [one.settled for one in seen] == [False] * (len(seen) - 1) + [True]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ([], "empty"),
        ([TimeoutError()], "timeout"),
        ([WRITTEN, 1.0], "timeout"),
        ([WRITTEN, ConnectionResetError()], "unreachable"),
        ([exceptions.ModelRateLimitError()], "rate_limit"),
        ([exceptions.ContextOverflowError()], "too_long"),
        (["�\0\x1b[31m" * 50], "unsupported"),
    ],
)
def test_where_the_language_model_fails_the_window_says_why(
    small_index: Index, script: list[Script], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    pipeline = answer_pipeline(small_index, says(*script, timeout=0.2))
    [*_, last] = replies(pipeline, SEARCH, (), WOOD, GERMAN)
    assert isinstance(last.reply, Answer)
    assert last.settled and last.reply.grounded
    assert last.reply.notice == notice(reason, "de")
    assert notice(reason, "de") in exchange(1, last, GERMAN, rated=False)
    assert "Traceback" not in caplog.text


def test_stopping_in_the_window_stops_the_language_model(small_index: Index) -> None:
    pause: list[Script] = ["Eiche ist schwer [S1]. ", 0.02]
    model = says(WRITTEN, *pause * 300)
    growing = replies(answer_pipeline(small_index, model), SEARCH, (), WOOD, GERMAN)
    shown = next(growing)
    growing.close()
    assert isinstance(shown.reply, Answer)
    assert stopped(shown).reply is shown.reply
    assert isinstance(model.chat, ScriptedModel) and model.chat.closed.wait(1.0)


def _refusal(question: Question) -> Answer:
    return Answer(question.text, question.text, "de", "Nein.", grounded=False, generator="fake")
