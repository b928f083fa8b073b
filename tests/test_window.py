"""The window through its API, without a browser."""

from collections.abc import Iterator

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from tests.asking import BREAKS, GRADIO_LEAVES, opened, small_pipeline
from tests.fakes import small_corpus
from ui import wording
from ui.window import example_questions

pytestmark = GRADIO_LEAVES


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    corpus = small_corpus()
    with opened(corpus, small_pipeline(corpus)) as url:
        yield Client(url, verbose=False, analytics_enabled=False)


def test_ask_answers_with_the_answer_json(client: Client) -> None:
    answer = client.predict("Warum federt Esche?", api_name="/ask")
    assert answer["question"] == "Warum federt Esche?"
    assert answer["grounded"] is True
    assert [citation["number"] for citation in answer["citations"]] == [1, 2, 3]


def test_earlier_questions_are_context(client: Client) -> None:
    alone = client.predict("Wirklich?", api_name="/ask")
    after = client.predict("Wirklich?", history=["Warum federt Esche?"], api_name="/ask")
    assert (alone["grounded"], after["grounded"]) == (False, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"question": ""}, "leer"),
        ({"question": "x" * 10_000}, "zu lang"),
        ({"question": "Esche?", "episode": 99}, "Folge"),
        ({"question": 42}, "text"),
        ({"question": "Esche?", "history": "keine Liste"}, "history"),
        ({"question": "Esche?", "episode": "zwei"}, "episode"),
        ({"question": BREAKS}, wording.BROKEN),
    ],
)
def test_what_cannot_be_asked_is_one_friendly_line(
    client: Client,
    arguments: dict[str, object],
    words: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(AppError) as failure:
        client.predict(**arguments, api_name="/ask")
    assert words in str(failure.value)
    assert "\n" not in str(failure.value)
    assert "Traceback" not in str(failure.value)
    # Only what the operator must mend leaves a traceback, in the log.
    assert ("Traceback" in caplog.text) == (words == wording.BROKEN)


def test_only_ask_is_offered_to_other_programs(client: Client) -> None:
    described = client.view_api(return_format="dict", print_info=False)
    assert list(described["named_endpoints"]) == ["/ask"]
    assert described["unnamed_endpoints"] == {}


def test_examples_name_an_episode_that_exists() -> None:
    questions = example_questions(small_corpus())
    assert len(questions) == 4
    assert any("Folge 2" in question for question in questions)
    assert not any("{" in question for question in questions)
