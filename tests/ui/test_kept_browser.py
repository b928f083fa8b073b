"""What a browser keeps and what a reader takes along, on a desktop and on a phone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from corpus import Corpus
from corpus.fetching.pictures import as_kept
from tests.support.asking import GRADIO_LEAVES, opened, small_pipeline
from tests.support.axe import axe_source, serious_findings
from tests.support.covers import painted
from tests.support.fakes import small_corpus
from tests.ui.test_browser import PICTURES, no_sideways_scroll
from tests.ui.test_browser import browser as browser  # the same Chromium
from ui.state.browser_storage import MOST
from ui.texts.german import GERMAN

pytestmark = [pytest.mark.browser, *GRADIO_LEAVES]
SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
ASH, BREAD, DOUGH = "Weshalb federt Esche?", "Wie alt ist der Sauerteig?", "Warum ruht der Teig?"


def pictured(folder: Path) -> Corpus:
    (folder / "images").mkdir()
    (folder / "images" / "cover.jpg").write_bytes(as_kept(painted()))
    podcast = replace(small_corpus().podcast, image="cover.jpg")
    return replace(small_corpus(), podcast=podcast, folder=folder)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with opened(pictured(tmp_path_factory.mktemp("werkstatt")), small_pipeline()) as url:
        yield url


@pytest.fixture(params=SIZES)
def device(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    size = SIZES[request.param]
    with browser.new_context(viewport=size, locale="de-DE", reduced_motion="reduce") as device:
        device.set_default_timeout(20_000)
        device.grant_permissions(["clipboard-read", "clipboard-write"])
        yield device


def tab(device: BrowserContext, address: str) -> Page:
    page = device.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(address)
    page.locator("html.arrived").wait_for()
    return page


def reload(page: Page) -> None:
    page.reload()
    page.locator("html.arrived").wait_for()


def ask(page: Page, question: str) -> None:
    settled = page.locator(".exchange.settled")
    earlier = settled.count()
    page.get_by_label(GERMAN.question).fill(question)
    page.get_by_label(GERMAN.question).press("Enter")
    expect(settled).to_have_count(earlier + 1)


def asked(page: Page) -> list[str]:
    return page.locator("#ask-view .exchange h2").all_inner_texts()


def drawer(page: Page) -> None:
    page.get_by_role("button", name=GERMAN.conversations, exact=True).click()
    expect(page.locator("dialog.drawer")).to_be_visible()


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = (page.viewport_size or {})["width"]
    page.screenshot(path=PICTURES / f"kept-{name}-{width}.png", animations="disabled")


def test_two_tabs_never_lose_each_others_questions(device: BrowserContext, url: str) -> None:
    first, second = tab(device, url), tab(device, url)
    ask(first, ASH)
    ask(first, BREAD)
    ask(second, DOUGH)
    for page, questions in ((first, [ASH, BREAD]), (second, [DOUGH])):
        reload(page)
        expect(page.locator("#ask-view .exchange")).to_have_count(len(questions))
        assert asked(page) == questions
    # Both go on with the same conversation: whoever comes second goes on in a copy.
    third = tab(device, url)
    assert asked(third) == [DOUGH]
    ask(third, ASH)
    ask(second, BREAD)
    for page, questions in ((second, [DOUGH, BREAD]), (third, [DOUGH, ASH])):
        reload(page)
        expect(page.locator("#ask-view .exchange")).to_have_count(2)
        assert asked(page) == questions
    drawer(third)
    expect(third.locator(".conversations li")).to_have_count(3)


def test_conversations_are_named_listed_opened_and_deleted(
    device: BrowserContext, url: str
) -> None:
    page = tab(device, url)
    ask(page, ASH)
    drawer(page)
    page.get_by_role("button", name=GERMAN.new_conversation).click()
    page.locator("html.arrived").wait_for()
    expect(page.locator("#ask-view .exchange")).to_have_count(0)
    ask(page, BREAD)
    drawer(page)
    titles = page.locator(".conversations .title")
    expect(titles).to_have_text([BREAD, ASH])
    picture(page, "drawer")
    assert no_sideways_scroll(page)
    assert serious_findings(page, axe_source()) == []
    titles.nth(1).click()
    expect(page.locator("#ask-view .exchange h2")).to_have_text([ASH])
    page.locator("html.arrived").wait_for()
    drawer(page)
    page.locator(".conversations li").first.get_by_role("button", name=GERMAN.clear).click()
    expect(titles).to_have_text([ASH])
    reload(page)
    expect(page.locator("#ask-view .exchange h2")).to_have_text([ASH])


def test_a_full_conversation_stays_and_the_next_one_says_so(
    device: BrowserContext, url: str
) -> None:
    page = tab(device, url)
    ask(page, ASH)
    page.evaluate(
        """(most) => {
            const name = Object.keys(localStorage).find((one) => one.includes("werkstatt/"));
            const kept = JSON.parse(localStorage.getItem(name));
            kept.rows = Array(most).fill(kept.rows[0]);
            localStorage.setItem(name, JSON.stringify(kept));
        }""",
        MOST,
    )
    reload(page)
    expect(page.locator("#ask-view .exchange")).to_have_count(MOST)
    page.get_by_label(GERMAN.question).fill(BREAD)
    page.get_by_label(GERMAN.question).press("Enter")
    expect(page.locator(".exchange.settled h2")).to_have_text([BREAD])
    expect(page.get_by_text(GERMAN.full_conversation.format(count=MOST))).to_be_visible()
    drawer(page)
    expect(page.locator(".conversations .title")).to_have_text([BREAD, ASH])


def test_a_browser_without_room_is_told(device: BrowserContext, url: str) -> None:
    page = tab(device, url)
    page.evaluate("localStorage.setItem('full', 'x'.repeat(5 * 1024 * 1024 - 100))")
    ask(page, ASH)
    expect(page.get_by_text(GERMAN.storage_full)).to_be_visible()
