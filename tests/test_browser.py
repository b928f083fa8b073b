"""The window as a person meets it, in a headless Chromium."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from corpus import Chapter, Corpus, Turn
from tests.asking import BREAKS, GRADIO_LEAVES, opened, small_pipeline
from tests.fakes import small_corpus
from ui import wording

pytestmark = [pytest.mark.browser, *GRADIO_LEAVES]

QUESTION = "Warum federt Esche?"
WILD = (
    '<img src="http://elsewhere.test/a.png" onerror="document.title=1"> <b>fett</b> '
    "![Bild](http://elsewhere.test/b.png) [Ziel](http://elsewhere.test) **stark** "
    "<script>document.title=2</script> ${3+4} {{value}} $x^2$ `Esche`"
)
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}


@dataclass
class Visit:
    """An open page and everything that must not happen on it."""

    page: Page
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        replies = self.page.get_by_test_id("bot")
        earlier = replies.count()
        self.page.get_by_label(wording.QUESTION).fill(question)
        self.page.get_by_label(wording.QUESTION).press("Enter")
        expect(replies).to_have_count(earlier + 1)
        expect(self.page.locator(".waiting")).to_have_count(0)


def wild_corpus() -> Corpus:
    """The small corpus, with markup in a title, a chapter, a name and in what is said."""
    first, second = small_corpus()
    said = Turn("Uwe <i>Groß</i>", f"Davor. Esche federt {WILD}", 20.0, 60.0, 5.0)
    chapters = (Chapter(0.0, f"Kapitel {WILD}"),)
    wild = replace(first, title=f"#01 - {WILD}", description=WILD, chapters=chapters, turns=(said,))
    return replace(small_corpus(), episodes=(wild, second))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        reason = "no chromium on this machine (Debian: apt install chromium)"
        if os.environ.get("NACHGEFRAGT_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    corpus = wild_corpus()
    with opened(corpus, small_pipeline(corpus)) as address:
        yield address


@pytest.fixture(scope="module", params=SIZES)
def device(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    size = SIZES[request.param]
    with browser.new_context(viewport=size, locale="de-DE", reduced_motion="reduce") as device:
        device.set_default_timeout(10_000)
        yield device


@pytest.fixture
def visit(device: BrowserContext, url: str) -> Iterator[Visit]:
    page = device.new_page()
    seen = Visit(page)
    page.on("request", lambda made: note_foreign(seen, url, made.url))
    page.on("console", lambda said: note_console(seen, said.type, said.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on(
        "response",
        lambda got: got.status >= 400 and seen.complaints.append(f"{got.status} {got.url}"),
    )
    page.goto(url)
    expect(page.get_by_label(wording.QUESTION)).to_be_visible()
    yield seen
    assert seen.foreign == []
    assert seen.complaints == []
    page.close()


def note_foreign(visit: Visit, url: str, requested: str) -> None:
    if not requested.startswith((url, "data:", "blob:")):
        visit.foreign.append(requested)


def note_console(visit: Visit, kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        visit.complaints.append(text)


def test_the_first_screen_invites(visit: Visit) -> None:
    page = visit.page
    expect(page).to_have_title(re.compile("Nachgefragt"))
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_text(wording.WELCOME, exact=True)).to_be_visible()
    page.get_by_role("button", name=wording.EXAMPLES[3]).click()
    expect(page.get_by_test_id("user")).to_have_text(wording.EXAMPLES[3])
    expect(page.get_by_test_id("bot").locator(".waiting")).to_have_count(0)


def test_ask_and_see_answer_card_and_time(visit: Visit) -> None:
    page = visit.page
    visit.ask(QUESTION)
    expect(page.get_by_test_id("bot")).to_contain_text("Esche federt")
    card = page.locator("#beleg-1-1")
    expect(card.locator("h3")).to_have_text("Uwe <i>Groß</i>")
    expect(card.locator("time")).to_have_text(re.compile(r"≈ 0:\d\d"))
    expect(card.locator("mark")).to_contain_text("Esche federt")
    expect(card.locator("blockquote")).to_contain_text("Davor.")
    assert no_sideways_scroll(page)


def test_a_marker_brings_its_card_forward(visit: Visit) -> None:
    page = visit.page
    visit.ask(QUESTION)
    for number in (2, 1):
        page.get_by_test_id("bot").get_by_role("link", name=f"[{number}]").click()
        card = page.locator(f"#beleg-1-{number}")
        expect(card).to_have_class(re.compile("current"))
        expect(card).to_be_focused()
        expect(card).to_be_in_viewport()
        expect(page.locator(".card.current")).to_have_count(1)
    page.get_by_role("link", name=wording.BACK_TO_ANSWER).click()
    expect(page.get_by_test_id("bot").get_by_role("link", name="[1]")).to_be_focused()


def test_an_earlier_answer_keeps_its_cards(visit: Visit) -> None:
    page = visit.page
    visit.ask(QUESTION)
    visit.ask("Was kostet der Sauerteig?")
    expect(page.locator("#beleg-2-1")).to_be_visible()
    expect(page.locator("#beleg-1-1")).to_be_hidden()
    page.get_by_test_id("bot").first.get_by_role("link", name="[1]").click()
    expect(page.locator("#beleg-1-1")).to_be_in_viewport()
    expect(page.locator("#beleg-2-1")).to_be_hidden()


def test_the_keyboard_is_enough(visit: Visit) -> None:
    page = visit.page
    page.get_by_label(wording.QUESTION).focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    link = page.get_by_test_id("bot").get_by_role("link", name="[2]")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#beleg-1-2")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(link).to_be_focused()


def test_markup_is_shown_as_text_everywhere(visit: Visit) -> None:
    page = visit.page
    title = page.title()
    visit.ask(WILD)
    expect(page.get_by_test_id("user")).to_have_text(WILD)
    expect(page.get_by_test_id("bot")).to_contain_text(WILD)
    card = page.locator("#beleg-1-1")
    for place in ("blockquote", ".chapter", ".episode"):
        expect(card.locator(place)).to_contain_text(WILD)
    panel = page.locator("#conversation, #sources")
    expect(panel.locator("img, script, strong, code, i, a[href*=elsewhere]")).to_have_count(0)
    assert page.title() == title
    assert no_sideways_scroll(page)


def test_no_answer_is_said_kindly(visit: Visit) -> None:
    cases = [
        ("Käsemond?", "Dazu sagt der Podcast nichts", wording.NOT_SAID),
        ("", "Die Frage ist leer", wording.NO_ANSWER),
        ("🎧🎧🎧", "Dazu sagt der Podcast nichts", wording.NOT_SAID),
        ("x" * 10_000, "Die Frage ist zu lang", wording.NO_ANSWER),
        (BREAKS, wording.BROKEN, wording.NO_ANSWER),
    ]
    page = visit.page
    for number, (question, answer, beside) in enumerate(cases, start=1):
        visit.ask(question)
        expect(page.get_by_test_id("bot")).to_have_count(number)
        expect(page.get_by_test_id("bot").last).to_contain_text(answer)
        expect(page.locator("section:not([hidden])")).to_contain_text(beside)
    expect(page.locator(".card")).to_have_count(0)
    expect(page.get_by_text("Traceback")).to_have_count(0)
    assert no_sideways_scroll(page)


def test_a_new_conversation_forgets(visit: Visit) -> None:
    page = visit.page
    visit.ask(QUESTION)
    page.get_by_role("button", name=wording.NEW_CONVERSATION).click()
    expect(page.get_by_text(wording.WELCOME, exact=True)).to_be_visible()
    expect(page.locator(".card")).to_have_count(0)
    visit.ask("Wirklich?")
    expect(page.locator("#sources")).to_contain_text(wording.NOT_SAID)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_only_fonts_of_the_system(browser: Browser, url: str, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(url)
    expect(page.get_by_label(wording.QUESTION)).to_be_visible()
    assert page.evaluate("document.fonts.size") == 0
    font = "getComputedStyle(document.querySelector('.gradio-container')).fontFamily"
    assert page.evaluate(font).startswith("system-ui")
    assert page.evaluate("document.body.classList.contains('dark')") == (scheme == "dark")
    page.close()


def no_sideways_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
