"""Listening in a browser: the player, reading along, recordings beside their corpus and afar."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from corpus import Turn
from tests.support.asking import GRADIO_LEAVES, opened, small_pipeline
from tests.support.axe import axe_source, serious_findings
from tests.support.complaints import Complaints
from tests.support.fakes import small_corpus
from tests.support.made_up_audio import recording
from tests.ui.test_browser import PICTURES, SIZES, no_sideways_scroll
from tests.ui.test_browser import browser as browser  # the same Chromium
from ui.texts.german import GERMAN

pytestmark = [pytest.mark.browser, *GRADIO_LEAVES]
HEARD = "[...(CSS.highlights.get('heard') ?? [])].map(String).join()"
FILLER = "😀 Der Teig ruht noch. " * 30


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("werkstatt")
    (folder / "brot.wav").write_bytes(recording())
    small = small_corpus()
    silent, bread = small.episodes
    long = Turn("Sigrid Löwe", f"{FILLER}Jetzt 😀 kommt er. Aus dem Ofen nämlich.", 90.0, 99.0)
    heard = replace(bread, audio_url="brot.wav", duration=100.0, turns=(*bread.turns, long))
    guess = [replace(turn, uncertainty=4.0) for turn in heard.turns]
    guessed = replace(heard, id="3", number=3, title="Geschätzt", turns=tuple(guess))
    gone = replace(heard, id="4", number=4, title="Verloren", audio_url="fort.wav")
    corpus = replace(small, episodes=(silent, heard, guessed, gone), folder=folder)
    with opened(corpus, small_pipeline(corpus)) as url:
        yield url


@pytest.fixture(scope="module", params=SIZES)
def device(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    size = SIZES[request.param] if request.param == "desktop" else {"width": 390, "height": 844}
    with browser.new_context(viewport=size, locale="de-DE", reduced_motion="reduce") as device:
        device.set_default_timeout(20_000)
        yield device


@pytest.fixture
def page(device: BrowserContext, url: str) -> Iterator[Page]:
    page = device.new_page()
    seen = Complaints(page, (url,))
    yield page
    page.evaluate("localStorage.clear()")
    page.close()
    assert (seen.foreign, [line for line in seen.lines if "404" not in line]) == ([], [])


def open_at(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("html.arrived").wait_for()
    page.locator(".episode-page h2").wait_for()


def playing(page: Page) -> None:
    page.wait_for_function("!document.querySelector('audio').paused")


def at(page: Page) -> float:
    return float(page.evaluate("document.querySelector('audio').currentTime"))


def picture(page: Page, name: str) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{width}.png", animations="disabled")


def test_one_row_plays_seeks_and_marks(page: Page, url: str) -> None:
    open_at(page, f"{url}?episode=2")
    bar = page.get_by_role("region", name=GERMAN.player)
    expect(bar).to_be_hidden()
    page.get_by_role("button", name=GERMAN.listen_episode).click()
    playing(page)
    size = bar.bounding_box()
    assert size and size["height"] < 90 and no_sideways_scroll(page)
    expect(bar.locator(".marks .chapter")).to_have_count(1)  # the other one begins at 0
    bar.get_by_role("button", name=GERMAN.on_30).click()
    assert 29 < at(page) < 40
    bar.get_by_role("button", name=GERMAN.back_15).click()
    assert 14 < at(page) < 25
    slider = bar.get_by_role("slider", name=GERMAN.scrubber)
    slider.evaluate("(bar) => { bar.value = 50; bar.dispatchEvent(new Event('input')); }")
    assert 49 < at(page) < 60
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert 54 < at(page) < 65
    page.keyboard.press("PageDown")
    assert 29 < at(page) < 40
    page.keyboard.press("k")
    page.wait_for_function("document.querySelector('audio').paused")
    expect(bar.locator(".play")).to_have_accessible_name(GERMAN.play)
    assert page.evaluate("navigator.mediaSession.metadata.title") == "Folge 2 · Brot ohne Eile"
    bar.get_by_label(GERMAN.speed).select_option("1.5")
    picture(page, "player")
    open_at(page, f"{url}?episode=2")
    expect(page.locator(".player select")).to_have_value("1.5")


def test_the_sentence_heard_is_marked_and_a_click_on_one_plays_it(page: Page, url: str) -> None:
    open_at(page, f"{url}?episode=2&t=34s")
    sentence = page.locator("#linked")
    expect(sentence).to_contain_text("Den füttere ich")
    sentence.click()
    playing(page)
    page.wait_for_function(f"{HEARD}.startsWith('Den füttere ich')")
    assert 33 < at(page) < 45
    # What is clicked is marked before the recording has moved: measured from the event itself.
    took = page.evaluate(
        """() => new Promise((done) => {
            const text = document.querySelectorAll(".turns .p p")[1];
            const range = document.createRange();
            range.setStart(text.firstChild, 40);
            range.setEnd(text.firstChild, 41);
            const { left, top } = range.getBoundingClientRect();
            const start = performance.now();
            const where = { bubbles: true, clientX: left + 2, clientY: top + 5 };
            text.dispatchEvent(new MouseEvent("click", where));
            const drawn = () => done(performance.now() - start);
            requestAnimationFrame(() => requestAnimationFrame(drawn));
        })"""
    )
    print(f"click to sentence: {took:.0f} ms")
    page.wait_for_function(f"{HEARD}.startsWith('Ein Brot, das nur kurz geht')")
    assert 8 < at(page) < 30
    assert took < 1_000  # a quiet machine needs what is printed


def test_what_is_heard_is_followed_until_the_reader_scrolls(page: Page, url: str) -> None:
    open_at(page, f"{url}?episode=2")
    page.locator(".p[data-heard] .listen").last.click()
    playing(page)
    page.evaluate("document.querySelector('audio').currentTime = 98.9")
    page.wait_for_function(f"{HEARD}.startsWith('Aus dem Ofen')")
    page.evaluate("document.querySelector('audio').currentTime = 98.5")
    page.wait_for_function(f"{HEARD}.startsWith('Jetzt 😀 kommt')")
    page.evaluate("document.querySelector('audio').pause()")
    page.evaluate("document.querySelector('audio').currentTime = 1")
    page.wait_for_function(f"{HEARD}.startsWith('Hallo Sigrid')")
    expect(page.locator(".p.heard")).to_be_in_viewport()
    follow = page.get_by_role("button", name=GERMAN.follow)
    expect(follow).to_be_hidden()
    page.mouse.move(200, 300)
    page.mouse.wheel(0, 3000)
    expect(follow).to_be_visible()
    page.wait_for_timeout(300)
    there = page.evaluate("scrollY")
    page.evaluate("document.querySelector('audio').currentTime = 9")
    page.wait_for_function(f"{HEARD}.startsWith('Weil der Teig')")
    assert page.evaluate("scrollY") == there
    follow.click()
    expect(page.locator(".p.heard")).to_be_in_viewport()


def test_estimated_times_are_said_once(page: Page, url: str) -> None:
    open_at(page, f"{url}?episode=3&t=0:34")
    expect(page.get_by_text(GERMAN.all_estimated)).to_have_count(1)
    assert "≈" not in page.locator(".turns").inner_text()
    page.locator("#linked").click()
    expect(page.locator(".estimated")).to_have_text(GERMAN.times_estimated)
    playing(page)
    page.locator(".turns .p p").first.click()
    open_at(page, f"{url}?episode=2")
    page.get_by_role("button", name=GERMAN.listen_episode).click()
    expect(page.locator(".estimated")).to_have_text("")


def test_without_a_recording_nothing_is_offered(page: Page, url: str) -> None:
    open_at(page, f"{url}?episode=1&t=0:30")
    expect(page.locator(".listen")).to_have_count(0)
    page.locator("#linked").click()
    expect(page.get_by_role("region", name=GERMAN.player)).to_be_hidden()
    open_at(page, f"{url}?episode=4")
    page.get_by_role("button", name=GERMAN.listen_episode).click()
    expect(page.locator(".player .trouble")).to_have_text(GERMAN.no_audio)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_for_axe(page: Page, url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    open_at(page, f"{url}?episode=2&t=0:34")
    page.locator("#linked").click()
    page.wait_for_function(f"{HEARD}.length > 0")
    picture(page, f"reading-{scheme}")
    assert serious_findings(page, axe_source()) == []
