"""Searching: how much was found, a few passages at a time, by mouse and by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from rag.types import Chunk, Hit, Scope
from tests.support.asking import GRADIO_LEAVES, opened, quotes, small_pipeline
from tests.support.axe import axe_source, serious_findings
from tests.support.fakes import small_corpus
from tests.support.staying import milliseconds, picture, too_wide, wide
from tests.support.tabs import arrive

pytestmark = [pytest.mark.browser, *GRADIO_LEAVES]


def numbered(text: str, k: int, _scope: Scope) -> list[Hit]:
    """As many passages as are asked for by their number: "23 Stellen"."""
    spans = quotes(small_corpus())
    every = [spans[at % len(spans)] for at in range(int(text))]
    chunks = [Chunk(one.episode, one.turn_index, one.start, one.end, one.chapter) for one in every]
    return [Hit(chunk, 1.0) for chunk in chunks][:k]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with opened(small_corpus(), small_pipeline(), search=numbered) as url:
        yield url


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 Stelle zu"), (10, "10 Stellen"), (50, "50 Stellen zu"), (99, "50 Stellen und mehr zu")],
)
def test_it_says_how_much_was_found(page: Page, url: str, count: int, said: str) -> None:
    arrive(page, f"{url}?search={count}")
    expect(page.locator("#passages [role=status]")).to_contain_text(said)
    expect(page.locator(".passages .card:visible")).to_have_count(min(count, 10))
    expect(page.locator("#passages .card")).to_have_count(min(count, 50))
    expect(page.get_by_role("button", name="Weitere zeigen")).to_have_count(int(count > 10))


def test_more_are_shown_ten_at_a_time_and_read_on_from_the_first_of_them(
    page: Page, url: str
) -> None:
    arrive(page, f"{url}?search=23")
    shown = page.locator(".passages .card:visible")
    more = page.get_by_role("button", name="Weitere zeigen")
    expect(more).to_have_text("Weitere zeigen (10)")
    picture(page, "search-more")
    more.press("Enter")
    expect(shown).to_have_count(20)
    expect(page.locator("#passage-11")).to_be_focused()
    expect(page.locator("#passage-11")).to_be_in_viewport()
    expect(more).to_have_text("Weitere zeigen (3)")
    took = milliseconds(page, "document.querySelector('[data-act=more]:not(:focus)').click();")
    expect(shown).to_have_count(23)
    expect(page.locator("#passage-21 .number")).to_have_text("21")
    expect(more).to_have_count(0)
    print(f"three more passages after {took:.0f} ms")
    assert took < 500 and too_wide(page) == []
    # Read on from the name of whoever speaks, also where there is least room.
    wide(page, 320)
    arrive(page, f"{url}?search=23")
    more.press("Enter")
    below = page.locator(".masthead").evaluate("(bar) => bar.getBoundingClientRect().bottom")
    place = page.locator("#passage-11").bounding_box()
    assert place and below <= place["y"] < 200
    wide(page, 1280)
    # Another search begins at its best again.
    page.get_by_role("searchbox").fill("30")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#passages [role=status]")).to_contain_text("30 Stellen")
    expect(shown).to_have_count(10)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_for_axe(page: Page, url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    arrive(page, f"{url}?search=23")
    page.get_by_role("button", name="Weitere zeigen").focus()
    for width in (1280, 320):
        wide(page, width)
        picture(page, f"search-{scheme}")
        assert serious_findings(page, axe_source()) == []


def test_in_english_one_passage_is_one(browser: Browser, url: str) -> None:
    with browser.new_context(locale="en-GB") as device:
        page = device.new_page()
        arrive(page, f"{url}?search=1")
        expect(page.locator("#passages [role=status]")).to_contain_text("1 passage for")
        arrive(page, f"{url}?search=60")
        expect(page.locator("#passages [role=status]")).to_contain_text("50 passages and more for")
        expect(page.get_by_role("button", name="Show more (10)")).to_be_visible()
