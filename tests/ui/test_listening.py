"""Listening in a browser: the player, reading along, recordings beside their corpus and afar."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.support.asking import GRADIO_LEAVES, opened, small_pipeline
from tests.support.axe import axe_source, serious_findings
from tests.support.complaints import Complaints
from tests.support.effort import often
from tests.support.recorded import recorded_corpus
from tests.support.staying import WIDTHS, go, picture, too_wide, wide
from tests.support.tabs import arrive, ask
from tests.support.window_speed import MANY, endless, open_transcript
from ui.texts.german import GERMAN

pytestmark = [pytest.mark.browser, *GRADIO_LEAVES]
HEARD = "[...(CSS.highlights.get('heard') ?? [])].map(String).join()"
LOOKS = [(width, scheme) for width in WIDTHS for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    corpus = recorded_corpus(tmp_path_factory.mktemp("werkstatt"))
    many = replace(endless(), number=5, audio_url="brot.wav")
    corpus = replace(corpus, episodes=(*corpus.episodes, many))
    with opened(corpus, small_pipeline(corpus)) as url:
        yield url


@pytest.fixture
def page(window: tuple[Page, Complaints]) -> Iterator[Page]:
    page, seen = window
    wide(page, 1280)
    yield page
    page.locator("[data-act=silence]").evaluate("(button) => button.click()")
    assert (seen.foreign, [line for line in seen.lines if "404" not in line]) == ([], [])


def playing(page: Page) -> None:
    page.wait_for_function("!document.querySelector('audio').paused")


def at(page: Page) -> float:
    return float(page.evaluate("document.querySelector('audio').currentTime"))


@pytest.mark.parametrize("width", WIDTHS)
def test_one_row_plays_seeks_and_marks(page: Page, width: int) -> None:
    wide(page, width)
    go(page, "?episode=2")
    bar = page.get_by_role("region", name=GERMAN.player)
    expect(bar).to_be_hidden()
    page.get_by_role("button", name=GERMAN.listen_episode).click()
    playing(page)
    size = bar.bounding_box()
    assert size and size["height"] < 90
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
    picture(page, "player")
    assert too_wide(page) == []


def test_the_speed_stays_as_it_was_chosen(page: Page, url: str) -> None:
    speed = page.locator(".player select")
    speed.evaluate("(select) => { select.value = '1.5'; }")
    speed.dispatch_event("change")
    arrive(page, f"{url}?episode=2")
    expect(speed).to_have_value("1.5")
    page.get_by_role("button", name=GERMAN.listen_episode).click()
    speed.select_option("1")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sentence_heard_is_marked_and_a_click_on_one_plays_it(page: Page, width: int) -> None:
    wide(page, width)
    go(page, "?episode=2&t=34s")
    sentence = page.locator("#linked")
    expect(sentence).to_contain_text("Den füttere ich")
    sentence.click()
    playing(page)
    page.wait_for_function(f"{HEARD} === 'Den füttere ich jeden Morgen um fünf Uhr.'")
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


def test_what_is_heard_is_followed_until_the_reader_scrolls(page: Page) -> None:
    go(page, "?episode=2")
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
    expect(page.locator(".now b")).to_have_text("Begrüßung")  # the chapter that is heard
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


def test_all_paragraphs_of_a_linked_range_look_alike(page: Page) -> None:
    go(page, "?episode=2&t=1:30,1:38")
    marks = page.locator(".turns mark")
    expect(marks).to_have_count(2)
    looks = "(all) => all.map((one) => getComputedStyle(one).backgroundColor)"
    assert len(set(marks.evaluate_all(looks))) == 1


def test_estimated_times_are_said_once(page: Page) -> None:
    go(page, "?episode=3&t=0:34")
    expect(page.get_by_text(GERMAN.all_estimated)).to_have_count(1)
    assert "≈" not in page.locator(".turns").inner_text()
    page.locator("#linked").click()
    expect(page.locator(".estimated")).to_have_text(GERMAN.times_estimated)
    playing(page)
    page.locator(".turns .p p").first.click()
    go(page, "?episode=2")
    page.get_by_role("button", name=GERMAN.listen_episode).click()
    expect(page.locator(".estimated")).to_have_text("")


def test_without_a_recording_nothing_is_offered(page: Page) -> None:
    go(page, "?episode=1&t=0:30")
    expect(page.locator(".listen")).to_have_count(0)
    page.locator("#linked").click()
    expect(page.get_by_role("region", name=GERMAN.player)).to_be_hidden()
    go(page, "?episode=4")
    page.get_by_role("button", name=GERMAN.listen_episode).click()
    expect(page.locator(".player .trouble")).to_have_text(GERMAN.no_audio)


@pytest.mark.alone
def test_three_thousand_turns_with_a_recording_open_quickly(page: Page) -> None:
    go(page, "?episode=1")
    took = min(open_transcript(page, f"?episode=5&t=1:4{at}:00") for at in range(2))
    expect(page.locator(".piece[data-from]")).to_have_count(0, timeout=30_000)
    assert page.locator(".p[data-heard]").count() >= MANY
    print(f"3,000 turns that can be heard: open in {took:.0f} ms")
    assert took < 4_000  # a quiet machine needs what is printed


@pytest.mark.parametrize(("width", "scheme"), LOOKS[:: often(3, 1)])
def test_nothing_serious_for_axe(page: Page, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    wide(page, width)
    go(page, "?episode=2&t=0:34")
    page.locator("#linked").click()
    page.wait_for_function(f"{HEARD}.length > 0")
    picture(page, f"reading-{scheme}")
    assert serious_findings(page, axe_source()) == []


def test_what_is_said_of_times_covers_nothing_to_press(page: Page, url: str) -> None:
    wide(page, 390)
    arrive(page, f"{url}?episode=3&t=0:34")
    page.locator("#linked").click()
    told, follow = page.locator(".estimated"), page.get_by_role("button", name=GERMAN.follow)
    page.evaluate("dispatchEvent(new Event('touchmove'))")
    expect(told).to_have_text(GERMAN.times_estimated)
    expect(follow).to_be_visible()
    line, button = told.bounding_box(), follow.bounding_box()
    assert line and button and line["y"] + line["height"] < button["y"]
    follow.click()
    page.locator("nav a[data-view=ask]").click()
    ask(page, "Warum ruht der Teig?")
    line, field = told.bounding_box(), page.locator("#composer").bounding_box()
    assert field and (not line or line["y"] + line["height"] < field["y"])
    # Nor does a sheet leave anything between itself and the row.
    page.locator(".answer .cite").first.click()
    sheet = page.locator(".card.current").bounding_box()
    row = page.get_by_role("region", name=GERMAN.player).bounding_box()
    assert sheet and row and abs(sheet["y"] + sheet["height"] - row["y"]) <= 2


def test_what_leads_away_from_an_episode_can_be_hit(page: Page) -> None:
    for width in (1280, 320):
        wide(page, width)
        go(page, "?episode=2")
        links = page.locator(".episode-page :is(header, .people, .notes) a >> visible=true")
        boxes = [box for one in links.all() if (box := one.bounding_box())]
        assert boxes and min(box["height"] for box in boxes) >= 24
