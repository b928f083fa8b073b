"""Recordings of a corpus are served in ranges, and nothing else of its folder."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from tests.support.asking import GRADIO_LEAVES, served_by, small_pipeline, word_search
from tests.support.fakes import small_corpus
from tests.support.made_up_audio import recording
from ui.state.conversation import Show

pytestmark = GRADIO_LEAVES


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("werkstatt")
    (folder / "brot.wav").write_bytes(recording())
    small = small_corpus()
    first, second = small.episodes
    away = replace(first, audio_url="../../etc/passwd.mp3")
    corpus = replace(small, episodes=(away, replace(second, audio_url="brot.wav")))
    corpus = replace(corpus, folder=folder)
    show = Show(corpus, small_pipeline(), word_search(corpus))
    with served_by(lambda: show) as url, httpx.Client(base_url=url, trust_env=False) as client:
        yield client


def test_any_range_of_it_is_served(client: httpx.Client) -> None:
    whole = client.get("audio/2")
    assert (whole.status_code, whole.headers["content-type"]) == (200, "audio/wav")
    assert whole.content == recording() and whole.headers["accept-ranges"] == "bytes"
    part = client.get("audio/2?podcast=werkstatt", headers={"range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, recording()[100:200])
    beyond = client.get("audio/2", headers={"range": "bytes=99999999-"})
    assert beyond.status_code == 416


@pytest.mark.parametrize(
    "address", ["audio/1", "audio/9", "audio/2?podcast=x", "audio/2/", "audio/brot.wav", "brot.wav"]
)
def test_nothing_else_is(client: httpx.Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_page_may_play_it_and_asks_no_other_host(client: httpx.Client) -> None:
    policy = client.get("").headers["content-security-policy"]
    assert "media-src 'self'" in policy and "https:" not in policy
