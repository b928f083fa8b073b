"""Pictures are served by their content; what is none, or not of the podcast, is not found."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from corpus import Corpus
from corpus.fetching.pictures import as_kept
from tests.support.asking import GRADIO_LEAVES, opened, small_pipeline
from tests.support.covers import painted
from tests.support.fakes import small_corpus
from ui.html.cards import cover_of

pytestmark = GRADIO_LEAVES
COVER = as_kept(painted())


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("werkstatt")
    (folder / "images").mkdir()
    (folder / "secret.jpg").write_bytes(COVER)
    for name in ("cover.jpg", "unnamed.jpg"):
        (folder / "images" / name).write_bytes(COVER)
    (folder / "images" / "two.png").write_bytes(b"<svg onload=1></svg>")
    with (
        opened(pictured(folder), small_pipeline()) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def pictured(folder: Path) -> Corpus:
    first, second = small_corpus()
    podcast = replace(small_corpus().podcast, image="cover.jpg")
    episodes = (replace(first, image="gone.jpg"), replace(second, image="two.png"))
    return replace(small_corpus(), podcast=podcast, episodes=episodes, folder=folder)


def test_the_api_names_the_pictures(client: httpx.Client) -> None:
    [podcast] = client.get("api/podcasts").raise_for_status().json()
    assert client.get(podcast["image"]).raise_for_status().headers["content-type"] == "image/jpeg"


def test_a_cover_is_served_and_not_fetched_twice(client: httpx.Client) -> None:
    address = cover_of(pictured(Path()).podcast)
    assert address == "cover/cover.jpg"
    found = client.get(address).raise_for_status()
    assert found.content == COVER and found.headers["content-type"] == "image/jpeg"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "max-age" in found.headers["cache-control"]
    again = client.get(address, headers={"if-none-match": found.headers["etag"]})
    assert again.status_code == 304 and not again.content


@pytest.mark.parametrize(
    "address",
    [
        "cover/gone.jpg",  # named, and not there
        "cover/two.png",  # named, and no picture
        "cover/unnamed.jpg",  # there, and not named
        "cover/cover.jpg?podcast=other",
        "cover/..%2Fsecret.jpg",
        "cover/%2e%2e/secret.jpg",
        "cover/",
    ],
)
def test_all_else_is_not_found(client: httpx.Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_of_several_podcasts_the_address_names_the_one() -> None:
    podcast = pictured(Path()).podcast
    assert cover_of(podcast, podcast) == "cover/cover.jpg?podcast=werkstatt"
    assert cover_of(small_corpus().podcast) is None
