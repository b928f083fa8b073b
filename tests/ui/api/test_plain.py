"""Plain HTTP: the same functions behind another door, with a status and a line for what fails."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import jsonschema
import pytest
from gradio_client import Client

from corpus import Corpus
from corpus.exports.formats import FILES
from corpus.version import VERSION
from rag import answer_pipeline
from rag.settings import Reach
from tests.support.asking import (
    BREAKS,
    GRADIO_LEAVES,
    opened,
    served_by,
    small_pipeline,
    word_search,
)
from tests.support.fakes import small_corpus
from tests.ui.api.test_api import MANY, QUESTION, Slow, SlowSearch, until_true
from ui.state.conversation import Show
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN
from ui.window import ASKED_AT_ONCE

pytestmark = GRADIO_LEAVES
ASK = {"question": "Warum federt Esche?"}
GERMAN_PLEASE = {"accept-language": "de-AT,de;q=0.9,en;q=0.8"}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with opened(small_corpus(), small_pipeline()) as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        yield client


def test_answers_are_those_of_gradios_endpoint(url: str, client: httpx.Client) -> None:
    answer = client.post("api/ask", json=ASK).raise_for_status().json()
    assert answer == Client(url, verbose=False, analytics_enabled=False).predict(
        "Warum federt Esche?", api_name="/ask"
    )
    quoted, _, note = answer["citations"]
    assert quoted["url"] == "/?episode=1&t=0:32" and note["url"] == "/?episode=1"
    assert client.get(quoted["url"]).status_code == 200


def test_a_search_is_sent_or_stands_in_the_address(client: httpx.Client) -> None:
    wanted = {"query": "Esche federt", "k": 1, "speaker": "Uwe Groß", "podcast": None}
    rows = client.post("api/search", json=wanted).raise_for_status().json()
    assert [row["rank"] for row in rows] == [1] and rows[0]["url"].startswith("/?episode=1&t=")
    given = {"query": "Esche federt", "k": "1", "speaker": "Uwe Groß", "podcast": ""}
    assert client.get("api/search", params=given).raise_for_status().json() == rows


def test_episodes_are_listed_and_one_has_its_transcript(client: httpx.Client) -> None:
    listed = client.get("api/episodes").raise_for_status().json()
    assert [(row["number"], "turns" in row) for row in listed] == [(1, False), (2, False)]
    assert [row["image"] for row in listed] == [None, None]
    one = client.get("api/episodes/2", params={"podcast": "werkstatt"}).raise_for_status().json()
    assert one["turns"][0]["speaker"] == "Jana Öztürk" and one["url"] == "/?episode=2"
    [podcast] = client.get("api/podcasts").raise_for_status().json()
    assert podcast["slug"] == "werkstatt" and podcast["image"] is None


@pytest.mark.parametrize("name", FILES)
def test_files_are_those_of_the_export(client: httpx.Client, name: str) -> None:
    found = client.get(f"api/episodes/2/{name}").raise_for_status()
    assert found.text == FILES[name].write(small_corpus().episodes[1])
    assert found.headers["content-type"].startswith(FILES[name].media_type)


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "german"),
    [
        ("POST", "ask", {}, 400, "(question: "),
        ("POST", "ask", [], 400, "(JSON: "),
        ("POST", "ask", {"question": ""}, 400, "in Worten"),
        ("POST", "ask", {"question": "x" * 1_001}, 400, "zu lang"),
        ("POST", "ask", ASK | {"wer": 1}, 400, "(wer: "),
        ("POST", "ask", ASK | {"episode": 99}, 400, "Folge"),
        ("POST", "ask", {"question": BREAKS}, 500, GERMAN.broken),
        ("GET", "search?query=Esche&k=51", None, 400, "(k: "),
        ("GET", "search", None, 400, "(query: "),
        ("GET", "episodes/99", None, 404, GERMAN.no_episode),
        ("GET", "episodes/99/chapters.json", None, 404, GERMAN.no_episode),
        ("GET", "episodes?podcast=garten", None, 404, "garten"),
        ("GET", "episodes/1?podcast=garten", None, 404, "garten"),
        ("GET", "episodes/1/transcript.vtt?podcast=garten", None, 404, "garten"),
    ],
)
def test_errors_have_a_status_and_one_line_in_the_callers_language(
    client: httpx.Client, method: str, path: str, sent: object, status: int, german: str
) -> None:
    refused = client.request(method, f"api/{path}", json=sent, headers=GERMAN_PLEASE)
    assert refused.status_code == status
    line = refused.json()["detail"]
    assert german in line and "\n" not in line and "Traceback" not in line
    assert refused.headers["content-language"] == "de"
    # Who wants no language that is spoken here gets English.
    other = client.request(method, f"api/{path}", json=sent, headers={"accept-language": "fr"})
    assert other.status_code == status and other.headers["content-language"] == "en"
    assert GERMAN.no_episode not in other.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "api/ask", 405),
        ("POST", "api/episodes", 405),
        ("GET", "api/episodes/1/transcript.pdf", 404),
        ("GET", "api/episodes/eins", 404),
        ("GET", "api/", 404),
    ],
)
def test_nothing_else_is_there(client: httpx.Client, method: str, path: str, status: int) -> None:
    assert client.request(method, path).status_code == status


def test_what_an_episode_lacks_is_said() -> None:
    corpus = small_corpus()
    silent, untimed = corpus.episodes
    turns = tuple(replace(turn, start=None, end=None) for turn in untimed.turns)
    episodes = (replace(silent, turns=()), replace(untimed, turns=turns))
    with (
        opened(Corpus(corpus.podcast, episodes), small_pipeline()) as url,
        httpx.Client(base_url=url, trust_env=False, headers=GERMAN_PLEASE) as client,
    ):
        lost = client.get("api/episodes/1/transcript.txt")
        assert (lost.status_code, lost.json()["detail"]) == (404, GERMAN.no_transcript)
        lost = client.get("api/episodes/2/transcript.vtt")
        assert lost.status_code == 404 and GERMAN.time_unknown in lost.json()["detail"]
        assert client.get("api/episodes/2/transcript.txt").status_code == 200


def test_addresses_lie_below_the_public_one() -> None:
    reach = Reach(public_url="https://podcast.example/fragen")
    with (
        opened(small_corpus(), small_pipeline(), reach=reach) as url,
        httpx.Client(base_url=url, trust_env=False) as client,
    ):
        [first, *_] = client.post("api/ask", json=ASK).json()["citations"]
        below = client.get("fragen/api/episodes/2", headers={"host": "podcast.example"})
    assert first["url"] == "https://podcast.example/fragen/?episode=1&t=0:32"
    assert below.json()["url"] == "https://podcast.example/fragen/?episode=2"


def test_of_several_podcasts_one_is_named_or_the_first_is_meant() -> None:
    corpus = small_corpus()
    garden = Corpus(replace(corpus.podcast, slug="garten", title="Garten"), corpus.episodes[:1])
    show = Show(garden, small_pipeline(), word_search(corpus), (corpus,))
    with (
        served_by(lambda: show) as url,
        httpx.Client(base_url=url, trust_env=False) as client,
    ):
        assert len(client.get("api/podcasts").json()) == 2
        assert len(client.get("api/episodes").json()) == 3
        assert client.get("api/episodes/1").json()["url"] == "/?podcast=garten&episode=1"
        assert client.get("api/episodes/2/chapters.json").status_code == 404
        named = client.get("api/episodes/2/chapters.json", params={"podcast": "werkstatt"})
        assert named.status_code == 200


def test_who_asks_too_often_hears_when_to_come_again() -> None:
    reach = Reach(questions_per_minute=1)
    with (
        opened(small_corpus(), small_pipeline(), reach=reach) as url,
        httpx.Client(base_url=url, trust_env=False, headers=GERMAN_PLEASE) as client,
    ):
        assert client.get("api/search?query=Esche").status_code == 200
        for again in (client.get("api/search?query=Esche"), client.post("api/ask", json=ASK)):
            assert again.status_code == 429 and int(again.headers["retry-after"]) > 0
            assert again.json()["detail"].startswith(GERMAN.overdone.partition("{")[0])
        # What asks nothing has a pace of its own.
        seen = [client.get("api/episodes/2").status_code for _ in range(5)]
        assert seen == [200] * 4 + [429]


def test_a_full_line_says_so() -> None:
    slow = SlowSearch()
    with (
        opened(small_corpus(), small_pipeline(), search=slow, waiting=0) as url,
        httpx.Client(base_url=url, timeout=30, trust_env=False) as client,
        ThreadPoolExecutor(ASKED_AT_ONCE) as readers,
    ):
        held = [readers.submit(client.get, "api/search?query=Esche") for _ in range(ASKED_AT_ONCE)]
        until_true(lambda: len(slow.looked) == ASKED_AT_ONCE)
        full = client.get("api/search?query=Esche")
        slow.goes_on.set()
        assert all(one.result().status_code == 200 for one in held)
    assert (full.status_code, full.json()["detail"]) == (503, ENGLISH.busy)
    assert int(full.headers["retry-after"]) > 0


def test_who_hangs_up_stops_the_model(small_index) -> None:
    slow = Slow(MANY, pause=0.1)
    pipeline = answer_pipeline(small_index, slow.model)
    with opened(small_index.corpus, pipeline) as url:
        asked = {"json": {"question": QUESTION}, "timeout": 3, "trust_env": False}
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{url}api/ask", **asked)
        time.sleep(2)  # until the server has seen it
        slow.goes_on.set()
        assert slow.closed.wait(10)
        assert slow.said < 8


def test_the_description_fits_what_is_answered(client: httpx.Client) -> None:
    described = client.get("api/openapi.json").raise_for_status().json()
    assert (described["openapi"], described["info"]["version"]) == ("3.1.0", VERSION)
    answered = {
        ("/api/ask", "post"): client.post("api/ask", json=ASK),
        ("/api/search", "post"): client.post("api/search", json={"query": "Esche"}),
        ("/api/search", "get"): client.get("api/search?query=Esche"),
        ("/api/podcasts", "get"): client.get("api/podcasts"),
        ("/api/episodes", "get"): client.get("api/episodes"),
        ("/api/episodes/{number}", "get"): client.get("api/episodes/2"),
    }
    files = {(f"/api/episodes/{{number}}/{name}", "get") for name in FILES}
    offered = {(path, way) for path, ways in described["paths"].items() for way in ways}
    assert offered == answered.keys() | files
    for (path, way), reply in answered.items():
        schema = described["paths"][path][way]["responses"]["200"]["content"]["application/json"]
        jsonschema.validate(
            reply.json(), schema["schema"] | {"components": described["components"]}
        )
    ask = described["paths"]["/api/ask"]["post"]["requestBody"]["content"]["application/json"]
    jsonschema.validate(ASK, ask["schema"])
    assert "part of it" in ask["schema"]["properties"]["speaker"]["description"]


def test_a_piece_of_a_transcript_speaks_the_language_of_the_page(client: httpx.Client) -> None:
    piece = client.get("transcript/2/0", headers=GERMAN_PLEASE).raise_for_status()
    assert "Hermann" in piece.text and f'aria-label="{GERMAN.listen}: 0:30' in piece.text
    client.cookies.set("nachgefragt_language", "en")
    assert f'aria-label="{ENGLISH.listen}: 0:30' in client.get("transcript/2/0").text
    client.cookies.clear()
    assert client.get("transcript/2/1").text == ""
    for path in ("transcript/9/0", "transcript/2/0?podcast=other", "transcript/2/-1"):
        assert client.get(path).status_code == 404
