"""The window through its API and as an MCP server, without a browser."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import httpx
import jsonschema
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from langchain_core.runnables import RunnableLambda

from rag import Answer, Question, QuestionError
from tests.support.asking import BREAKS, GRADIO_LEAVES, opened, small_pipeline
from tests.support.fakes import small_corpus
from tests.support.places import ROOT
from ui.api.schemas import RESULTS, schema
from ui.door.headers import policy
from ui.html.sample_questions import sample_questions
from ui.texts.german import GERMAN

pytestmark = GRADIO_LEAVES
Calls = Sequence[tuple[str, dict[str, Any]]]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    corpus = small_corpus()
    with opened(corpus, small_pipeline(corpus)) as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> Client:
    return Client(url, verbose=False, analytics_enabled=False)


def test_ask_answers_with_the_answer_json(client: Client) -> None:
    answer = client.predict("Warum federt Esche?", api_name="/ask")
    assert answer["question"] == "Warum federt Esche?"
    assert answer["grounded"] is True
    assert [citation["number"] for citation in answer["citations"]] == [1, 2, 3]


def test_earlier_questions_are_context(client: Client) -> None:
    alone = client.predict("Wirklich?", api_name="/ask")
    after = client.predict("Wirklich?", history=["Warum federt Esche?"], api_name="/ask")
    assert (alone["grounded"], after["grounded"]) == (False, True)


def test_search_ranks_passages_and_takes_filters(client: Client) -> None:
    rows = client.predict("Esche federt", k=2, api_name="/search")
    assert [row["rank"] for row in rows] == [1, 2]
    assert "Esche" in rows[0]["text"]
    assert client.predict("Esche federt", episode=2, api_name="/search") == []


def test_episodes_are_listed_and_one_has_its_transcript(client: Client) -> None:
    episodes = client.predict(api_name="/episodes")
    assert [episode["number"] for episode in episodes] == [1, 2]
    assert episodes[1]["published"] == "2024-05-17"
    assert "turns" not in episodes[0]
    [second] = client.predict(number=2, api_name="/episodes")
    assert second["turns"][0]["speaker"] == "Jana Öztürk"
    assert second["turn_count"] == len(second["turns"])


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("/ask", {"question": ""}, "in Worten"),
        ("/ask", {"question": "x" * 10_000}, "zu lang"),
        ("/ask", {"question": "Esche?", "episode": 99}, "Folge"),
        ("/ask", {"question": 42}, "question"),
        ("/ask", {"question": ["Er sagt", "was"]}, "question"),
        ("/ask", {"question": "Und?", "history": ["x" * 1_001]}, "zu lang"),
        ("/ask", {"question": "Esche?", "history": "keine Liste"}, "history"),
        ("/ask", {"question": "Esche?", "episode": "zwei"}, "episode"),
        ("/ask", {"question": BREAKS}, GERMAN.broken),
        ("/search", {"query": "Esche", "k": 0}, "k"),
        ("/search", {"query": "Esche", "k": "viele"}, "k"),
        ("/search", {"query": ["Esche"]}, "query"),
        ("/search", {"query": ""}, "in Worten"),
        ("/search", {"query": "x" * 1_001}, "zu lang"),
        ("/episodes", {"number": 99}, GERMAN.no_episode),
        ("/episodes", {"number": {"a": 1}}, "number"),
    ],
)
def test_what_cannot_be_asked_is_one_friendly_line(
    client: Client,
    name: str,
    arguments: dict[str, object],
    words: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(AppError) as failure:
        client.predict(**arguments, api_name=name)
    assert words in str(failure.value)
    assert "\n" not in str(failure.value)
    assert "Traceback" not in str(failure.value)
    assert "['" not in str(failure.value) and "{'" not in str(failure.value)
    # Only what the operator must mend leaves a traceback, in the log.
    assert ("Traceback" in caplog.text) == (words == GERMAN.broken)


@pytest.mark.parametrize(
    ("headers", "question", "words"),
    [
        ({}, "What is it about?", "There is nothing"),
        ({}, "Worum geht es hier?", "Da ist"),
        ({"accept-language": "en-GB"}, "Worum geht es hier?", "There is nothing"),
        ({"accept-language": "fr, de"}, "What is it about?", "Da ist"),
    ],
)
def test_an_error_is_in_the_language_of_whoever_calls(
    headers: dict[str, str], question: str, words: str
) -> None:
    lines = {"de": "Da ist nichts.", "en": "There is nothing."}

    def fail(_: Question) -> Answer:
        raise QuestionError(lines)

    with opened(small_corpus(), RunnableLambda(fail)) as url:
        caller = Client(url, verbose=False, analytics_enabled=False, headers=headers)
        with pytest.raises(AppError, match=words):
            caller.predict(question, api_name="/ask")


def test_only_four_endpoints_are_offered_to_other_programs(client: Client) -> None:
    described = client.view_api(return_format="dict", print_info=False)
    assert list(described["named_endpoints"]) == ["/ask", "/search", "/episodes", "/podcasts"]
    assert described["unnamed_endpoints"] == {}


def test_the_same_four_are_mcp_tools(url: str) -> None:
    tools, results = asyncio.run(call_tools(url))
    assert {tool.name for tool in tools} == {"ask", "search", "episodes", "podcasts"}
    described = {tool.name: tool for tool in tools}
    assert "verbatim quotes" in (described["ask"].description or "")
    properties = described["ask"].inputSchema["properties"]
    assert properties["question"]["type"] == "string"
    assert "German or English" in properties["question"]["description"]
    answer, rows, episodes, podcasts = (json.loads(r.content[0].text) for r in results)
    assert answer["citations"][0]["speaker"] == "Uwe Groß"
    assert rows[0]["rank"] == 1
    assert len(episodes) == 2
    # Beside a schema MCP wants the same as an object; the client holds it against the schema.
    structured = [result.structuredContent for result in results]
    assert structured == [answer, *({"result": one} for one in (rows, episodes, podcasts))]
    citation = described["ask"].outputSchema["$defs"]["CitationResult"]
    assert citation["properties"]["quote"]["type"] == "string"


def test_a_tool_says_in_one_line_what_cannot_be_asked(url: str) -> None:
    [failure] = asyncio.run(call_tools(url, [("ask", {"question": ""})]))[1]
    assert failure.isError and "in Worten" in failure.content[0].text
    assert "\n" not in failure.content[0].text


def test_past_the_queue_there_is_no_half_an_answer(url: str) -> None:
    body = {"data": ["Warum federt Esche?", None, None, None]}
    reply = httpx.post(f"{url}gradio_api/run/ask", json=body, trust_env=False)
    assert reply.status_code == 404


def test_results_have_the_types_that_are_promised(client: Client) -> None:
    results = {
        "ask": [
            client.predict("Warum federt Esche?", api_name="/ask"),
            client.predict("Käsemond?", api_name="/ask"),
        ],
        "search": [{"result": client.predict("Esche federt", api_name="/search")}],
        "episodes": [
            {"result": client.predict(api_name="/episodes")},
            {"result": client.predict(number=2, api_name="/episodes")},
        ],
        "podcasts": [{"result": client.predict(api_name="/podcasts")}],
    }
    assert set(results) == set(RESULTS)
    for name, values in results.items():
        for value in values:
            jsonschema.validate(value, exact(schema(name)))


def exact(part: Any) -> Any:
    """A schema that also refuses what it does not name."""
    if isinstance(part, list):
        return [exact(one) for one in part]
    if not isinstance(part, dict):
        return part
    closed = {"additionalProperties": False} if "properties" in part else {}
    return {name: exact(value) for name, value in part.items()} | closed


def test_http_describes_its_results_too(client: Client) -> None:
    described = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    [answer] = described["/ask"]["returns"]
    assert answer["type"]["properties"]["grounded"] == {"type": "boolean"}
    [episodes] = described["/episodes"]["returns"]
    assert "chapters" in episodes["type"]["items"]["properties"]


def test_the_schemas_that_are_published_are_the_ones_in_use() -> None:
    published = json.loads((DOCS / "api.schema.json").read_text(encoding="utf-8"))
    assert published == {name: schema(name) for name in RESULTS}


CALLS: Calls = [
    ("ask", {"question": "Warum federt Esche?"}),
    ("search", {"query": "Esche", "k": 1}),
    ("episodes", {}),
    ("podcasts", {}),
]


async def call_tools(url: str, calls: Calls = CALLS) -> tuple[list[Any], list[Any]]:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async with (
        streamable_http_client(f"{url}gradio_api/mcp/") as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        tools = (await session.list_tools()).tools
        return tools, [await session.call_tool(name, given) for name, given in calls]


@pytest.mark.parametrize(
    ("audio", "allowed"),
    [
        (None, "'self'"),
        ("https://example.org/1.mp3", "'self' https:"),
        ("http://example.org/1.mp3", "'self' https: http:"),
        ("https://example.org; script-src *", "'self' https:"),
    ],
)
def test_audio_may_come_from_where_its_host_sends_the_player(
    audio: str | None, allowed: str
) -> None:
    corpus = small_corpus()
    heard = replace(corpus, episodes=tuple(replace(one, audio_url=audio) for one in corpus))
    assert policy(heard).split("; media-src ")[1] == allowed


def test_samples_ask_for_nothing_that_is_not_there() -> None:
    first = small_corpus().episodes[0]
    bare = replace(first, chapters=(), people=())
    questions = sample_questions((replace(small_corpus(), episodes=(bare,)),), GERMAN)
    assert questions == ("Worum geht es in Folge 1?", "Wie viele Folgen gibt es?")
    ads = replace(bare, chapters=(replace(first.chapters[0], title="Info/Werbung"),))
    assert sample_questions((replace(small_corpus(), episodes=(ads,)),), GERMAN) == questions


def test_samples_name_an_episode_that_exists() -> None:
    questions = sample_questions((small_corpus(),), GERMAN)
    assert len(questions) == 4
    assert any("Folge 2" in question for question in questions)
    assert any("Was wird zu" in question for question in questions)
    assert not any("{" in question for question in questions)
