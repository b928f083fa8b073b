"""Pages of episodes, people and topics, and a podcast of a thousand episodes, in a browser."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from corpus import Corpus, Person
from tests.support.asking import GRADIO_LEAVES, opened, small_pipeline
from tests.support.axe import axe_source, serious_findings
from tests.support.complaints import Complaints
from tests.support.fakes import small_corpus
from tests.ui.test_browser import PICTURES, no_sideways_scroll
from tests.ui.test_browser import browser as browser  # the same Chromium
from ui.texts.german import GERMAN

pytestmark = [pytest.mark.browser, *GRADIO_LEAVES]
SIZES = {"desktop": (1280, 800), "phone": (390, 844), "narrow": (320, 640)}
REPEATED = "?? Dies sagt jede Folge am Ende.Folge uns! Website: https://example.org/immer"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    small = small_corpus()
    first, second = (
        replace(one, description=f"{one.description}Und mehr.1) Leim 2) Holz {REPEATED}")
        for one in small
    )
    corpus = replace(small, episodes=(first, replace(second, duration=5402.0)))
    with opened(corpus, small_pipeline(corpus)) as url:
        yield url


def thousand() -> Corpus:
    """A thousand episodes, one every four days, each with a guest of its own."""
    small = small_corpus()
    base = small.episodes[0]
    episodes = tuple(
        replace(
            base,
            id=str(number),
            number=number,
            title=f"Gespräch {number} über das Handwerk, das Leben und was danach noch kommen mag",
            published=date(2014, 1, 6) + timedelta(days=4 * number),
            people=(base.people[0], Person(f"Gast {number % 400} Muster", "Gast")),
        )
        for number in range(1, 1001)
    )
    return replace(small, episodes=episodes)


@pytest.fixture(scope="module")
def large() -> Iterator[str]:
    corpus = thousand()
    with opened(corpus, small_pipeline(small_corpus())) as url:
        yield url


@pytest.fixture(scope="module", params=SIZES)
def device(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    width, height = SIZES[request.param]
    with browser.new_context(
        viewport={"width": width, "height": height}, locale="de-DE", reduced_motion="reduce"
    ) as device:
        device.set_default_timeout(20_000)
        yield device


@pytest.fixture
def page(device: BrowserContext) -> Iterator[Page]:
    page = device.new_page()
    seen = Complaints(page)
    yield page
    page.close()
    assert seen.lines == []


def open_at(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("html.arrived").wait_for()


def picture(page: Page, name: str) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{width}.png", animations="disabled")


def test_an_episode_says_who_what_and_how_long(page: Page, url: str) -> None:
    open_at(page, f"{url}?episode=2")
    expect(page.locator(".episode-page header .facts")).to_contain_text("1:30:02")
    assert "Minuten" not in page.locator(".episode-page header").inner_text()
    lines = page.locator(".notes > .description p")
    expect(lines).to_have_text(
        ["Wie aus Mehl, Wasser und Zeit ein gutes Brot wird.", "Und mehr.", "1) Leim 2) Holz"]
    )
    folded = page.locator(".common")
    expect(folded.locator("p").first).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator("a")).to_have_attribute("href", "https://example.org/immer")
    assert "?" not in page.locator(".notes").inner_text()
    expect(page.locator(".people .sign")).to_have_text(["JÖ", "SL"])
    expect(page.locator(".turns .sign").nth(1)).to_have_text("SL")
    assert no_sideways_scroll(page)
    picture(page, "notes")


@pytest.mark.parametrize("time", ["0:34", "34", "34s", "0m34s"])
def test_times_in_any_spelling(page: Page, url: str, time: str) -> None:
    open_at(page, f"{url}?episode=2&t={time}")
    expect(page.locator("#linked")).to_contain_text("Den füttere ich")


def test_from_a_voice_to_a_person_to_a_topic_and_back(page: Page, url: str) -> None:
    open_at(page, f"{url}?episode=1")
    page.locator(".people a.name", has_text="Uwe Groß").click()
    expect(page).to_have_url(re.compile(r"\?person=Uwe"))
    expect(page.locator(".said h2")).to_contain_text("Uwe Groß")
    expect(page.locator(".said .facts").first).to_contain_text("in 1 von 2 Folgen")
    picture(page, "person")
    page.get_by_label(GERMAN.says_on.format(person="Uwe Groß")).fill("Esche")
    page.keyboard.press("Enter")
    expect(page.locator(".saying mark").first).to_have_text("Esche")
    expect(page).to_have_url(re.compile("topic=Esche"))
    expect(page.locator(".spread a")).to_have_count(1)
    picture(page, "person-on-topic")
    page.locator(".saying .acts a").first.click()
    expect(page.locator("#linked")).to_contain_text("Esche")
    page.go_back()
    expect(page.locator(".saying mark").first).to_be_visible()
    page.go_back()
    expect(page.locator(".said h2")).to_have_text(re.compile("Uwe Groß$"))
    page.go_back()
    expect(page.locator(".episode-page .turns")).to_be_attached()
    assert no_sideways_scroll(page)


def test_a_topic_over_all_episodes_also_by_its_german_address(page: Page, url: str) -> None:
    open_at(page, f"{url}?thema=Sauerteig")
    expect(page).to_have_url(re.compile("topic=Sauerteig"))
    expect(page.locator(".said h2")).to_have_text("Sauerteig")
    expect(page.locator(".saying .name").first).to_have_text("Jana Öztürk")
    expect(page.get_by_text(GERMAN.only_near)).to_have_count(0)
    open_at(page, f"{url}?topic=Quantenphysik")
    expect(page.get_by_text(GERMAN.found_nothing)).to_be_visible()
    open_at(page, f"{url}?topic={'x' * 5000}")
    expect(page.locator("#episode .notice")).to_be_visible()


def test_a_thousand_episodes_are_listed_and_found_quickly(page: Page, large: str) -> None:
    open_at(page, f"{large}?episode=")
    arrived = page.evaluate("performance.now()")
    expect(page.locator(".volume")).to_have_count(1000)
    expect(page.locator(".volume").first).to_contain_text("Folge 1000")
    expect(page.locator(".year h3").first).to_have_text("2024")
    listed = page.evaluate(
        """() => new Promise((done) => {
            const start = performance.now();
            document.querySelector('#sift').value = 'gespräch 217';
            document.querySelector('#sift').dispatchEvent(new Event('input', { bubbles: true }));
            const drawn = () => done(performance.now() - start);
            requestAnimationFrame(() => requestAnimationFrame(drawn));
        })"""
    )
    print(f"1,000 episodes: page there after {arrived:.0f} ms, sifted in {listed:.0f} ms")
    expect(page.locator(".volume:visible")).to_have_count(1)
    assert listed < 1_000 and no_sideways_scroll(page)
    page.goto(large)
    page.locator("html.arrived").wait_for()
    took = page.evaluate(
        """() => new Promise((done) => {
            const start = performance.now();
            document.querySelector('.composer .pick').click();
            const drawn = () => done(performance.now() - start);
            requestAnimationFrame(() => requestAnimationFrame(drawn));
        })"""
    )
    print(f"1,000 episodes: the filter opens in {took:.0f} ms")
    options = page.get_by_role("option")
    expect(options.nth(1)).to_contain_text("Folge 1000")
    assert options.count() <= 200 and took < 1_000
    page.locator(".picker ul").evaluate("(list) => list.scrollTo(0, list.scrollHeight)")
    expect(options.nth(150)).to_be_attached()
    page.keyboard.type("gespräch 217")
    expect(options).to_have_count(1)
    picture(page, "picker")
    page.keyboard.press("Enter")
    expect(page.locator(".composer .pick")).to_contain_text("Folge 217")
    picture(page, "picked")
    open_at(page, f"{large}?person=Jana Öztürk")
    expect(page.locator(".said-in > li")).to_have_count(1000)
    assert no_sideways_scroll(page)
    picture(page, "host-of-a-thousand")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_for_axe(page: Page, url: str, large: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    source, found = axe_source(), []
    for address, there in (
        (f"{url}?episode=2", ".turns"),
        (f"{url}?person=Uwe Groß", ".said"),
        (f"{url}?topic=Esche", ".saying"),
        (f"{large}?episode=", ".volume"),
    ):
        open_at(page, address)
        page.locator(there).first.wait_for()
        picture(page, f"{there.strip('.')}-{scheme}")
        found += serious_findings(page, source)
    open_at(page, url)
    page.locator(".composer .pick").click()
    page.get_by_role("option").first.wait_for()
    picture(page, f"picker-{scheme}")
    assert found + serious_findings(page, source) == []
