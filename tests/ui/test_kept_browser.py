"""What a browser keeps and what a reader takes along, on a desktop and on a phone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from corpus import Corpus
from corpus.fetching.pictures import as_kept, media_type
from tests.support.asking import GRADIO_LEAVES, opened, small_pipeline
from tests.support.axe import axe_source, serious_findings
from tests.support.covers import painted
from tests.support.effort import often
from tests.support.fakes import small_corpus
from tests.support.tabs import PICTURES, arrive, ask, device_of, no_sideways_scroll
from ui.state.browser_storage import MOST
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN

pytestmark = [pytest.mark.browser, *GRADIO_LEAVES]
SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
both = pytest.mark.parametrize("device", SIZES, indirect=True)
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


@pytest.fixture(params=often(["phone"], list(SIZES)))
def device(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    with device_of(browser, SIZES[request.param]) as device:
        yield device


def tab(device: BrowserContext, address: str) -> Page:
    page = device.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    arrive(page, address)
    return page


def reload(page: Page) -> None:
    page.reload()
    page.locator("html.arrived").wait_for()


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


@both
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
    expect(titles).to_have_count(2)  # it asks first
    page.get_by_role("button", name=GERMAN.clear_question).click()
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
    told = page.get_by_text(GERMAN.full_conversation.format(count=MOST))
    below = page.locator(".masthead").evaluate("(bar) => bar.getBoundingClientRect().bottom")
    expect(told).to_be_visible()
    assert told.evaluate("(one) => one.getBoundingClientRect().top") >= below
    drawer(page)
    expect(page.locator(".conversations .title")).to_have_text([BREAD, ASH])


def test_a_browser_without_room_is_told(device: BrowserContext, url: str) -> None:
    page = tab(device, url)
    page.evaluate("localStorage.setItem('full', 'x'.repeat(5 * 1024 * 1024 - 100))")
    ask(page, ASH)
    expect(page.get_by_text(GERMAN.storage_full)).to_be_in_viewport(ratio=1)
    # Beside the field, where it covers nothing that was said.
    expect(page.locator("#composer").get_by_text(GERMAN.storage_full)).to_be_visible()


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def card(page: Page) -> Locator:
    """The card of the first quote; a phone opens it as a sheet."""
    found = page.locator("#citation-1-1")
    if not found.is_visible():
        page.locator('a.cite[href="#citation-1-1"]').first.click()
    return found


@both
def test_a_quote_is_copied_with_podcast_chapter_and_link(device: BrowserContext, url: str) -> None:
    page = tab(device, url)
    ask(page, ASH)
    beside = card(page).get_by_role("button", name=GERMAN.as_image)
    place = beside.bounding_box()
    card(page).get_by_role("button", name=GERMAN.copy_quote).click()
    expect(card(page).get_by_text(GERMAN.copied)).to_be_visible()
    assert beside.bounding_box() == place
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('http')")
    said, where = clipboard(page).split("\n")
    assert "Esche" in said and "Kapitel" in said and "Uwe Groß" in said
    assert where.startswith("Werkstattgespräche: ") and f"{url}?episode=1&t=" in where
    # The link marks the whole quote, in a browser that has never been here.
    words = card(page).locator("mark").inner_text()
    page.goto(where.partition(": ")[2])
    expect(page.locator("#linked")).to_have_text(words)
    expect(page.locator(".transcript mark")).to_have_count(1)


def test_a_range_of_times_marks_all_that_is_said_in_it(device: BrowserContext, url: str) -> None:
    page = tab(device, f"{url}?episode=2&t=0:08,0:30")
    expect(page.locator("#linked")).to_have_text(
        "Weil der Teig ruhen muss. Ein Brot, das nur kurz geht, schmeckt nach nichts."
    )
    for odd in ("t=0:30,0:08", "turn=99:1-2", "turn=1:9-3", "turn=1:0-99999", "t=,", "turn=-1:a"):
        page.goto(f"{url}?episode=2&{odd}")
        expect(page.locator(".episode-page")).to_be_visible()


def test_a_quote_becomes_a_picture(device: BrowserContext, url: str) -> None:
    page = tab(device, url)
    ask(page, ASH)
    with page.expect_download() as waiting:
        card(page).get_by_role("button", name=GERMAN.as_image).click()
    file = PICTURES / f"kept-quote-{(page.viewport_size or {})['width']}.png"
    waiting.value.save_as(file)
    assert media_type(file.read_bytes()) == "image/png"
    assert waiting.value.suggested_filename == "Uwe-Groß.png"


@both
def test_quotes_are_saved_looked_at_exported_and_dropped(device: BrowserContext, url: str) -> None:
    page = tab(device, url)
    ask(page, ASH)
    for _ in range(2):  # twice the same is one
        card(page).get_by_role("button", name=GERMAN.save_quote, exact=True).click()
        expect(card(page).get_by_text(GERMAN.saved_quote, exact=True)).to_be_visible()
        expect(card(page).get_by_text(GERMAN.save_quote, exact=True)).to_be_visible()
    if (page.viewport_size or {})["width"] == SIZES["phone"]["width"]:  # below the sheet
        card(page).get_by_role("link", name=GERMAN.back_to_answer).click()
    drawer(page)
    expect(page.locator(".quotes li")).to_have_count(1)
    picture(page, "quotes")
    # No line begins with the dot between two facts, and what deletes stands in line with them.
    assert " ·" not in (page.locator(".quotes .facts").text_content() or "·")
    left = (
        "(one) => one.getBoundingClientRect().left + parseFloat(getComputedStyle(one).paddingLeft)"
    )
    facts, drops = (page.locator(f".quotes {one}").evaluate(left) for one in (".facts", "button"))
    assert abs(facts - drops) < 1
    assert serious_findings(page, axe_source()) == []
    with page.expect_download() as waiting:
        page.get_by_role("button", name=GERMAN.export_quotes).click()
    text = Path(waiting.value.path()).read_text("utf-8")
    assert text.startswith("> ") and f"<{url}?episode=1&t=" in text and "Uwe Groß" in text
    page.locator(".quotes a").click()
    expect(page.locator("#linked")).to_contain_text("Esche")
    page.go_back()
    drawer(page)
    page.locator(".quotes li").get_by_role("button", name=GERMAN.clear).click()
    expect(page.locator(".quotes li")).to_have_count(0)


def test_what_somebody_wrote_into_the_storage_is_text(device: BrowserContext, url: str) -> None:
    page = tab(device, url)
    page.evaluate(
        """() => localStorage.setItem("nachgefragt-quotes", JSON.stringify([
            { text: "<img src=x onerror=document.title=1>", who: "<b>a</b>", at: 1,
              link: "javascript:document.title=2" }, 5, null]))"""
    )
    page.get_by_role("button", name=GERMAN.conversations, exact=True).click()
    expect(page.locator(".quotes blockquote")).to_have_text(
        ["<img src=x onerror=document.title=1>"]
    )
    assert page.locator(".quotes a").get_attribute("href") is None


def test_an_answer_as_markdown_leads_to_each_quote(device: BrowserContext, url: str) -> None:
    page = tab(device, url)
    ask(page, ASH)
    page.get_by_role("button", name=GERMAN.copy_hint).click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('## ')")
    text = clipboard(page)
    assert "Kapitel" in text and f"[{GERMAN.read}]({url}?episode=1&t=" in text


def test_on_paper_there_is_nothing_to_press(device: BrowserContext, url: str) -> None:
    page = tab(device, url)
    ask(page, ASH)
    page.emulate_media(media="print", color_scheme="dark")
    for part in ("#composer", ".masthead", ".acts", ".take", ".card", ".cite span", "summary"):
        expect(page.locator(f"{part} >> visible=true")).to_have_count(0)
    expect(page.locator("h2", has_text=ASH)).to_be_visible()
    # Every quote, folded or not, with its time, and in ink that can be read.
    for part in ("blockquote", ".time", ".place", "b"):
        for one in page.locator(f"figure.quote {part}").all():
            expect(one).to_be_visible()
    inks = page.locator("h2, figure.quote *").evaluate_all(
        "(all) => all.map((one) => getComputedStyle(one).color)"
    )
    assert {ink for ink in inks} <= {"rgb(0, 0, 0)", "rgb(68, 68, 68)"}
    picture(page, "paper")


def test_an_episode_on_paper_keeps_names_chapters_and_times(
    device: BrowserContext, url: str
) -> None:
    page = tab(device, f"{url}?episode=2")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".people .sign").first).to_have_css("color", "rgb(0, 0, 0)")
    for part in (".speaker .name", "nav time", ".turns .when", ".people .name"):
        expect(page.locator(f".episode-page {part}").first).to_be_visible()
    for part in (".within", ".downloads", ".listen", ".to-shelf"):
        expect(page.locator(f"{part} >> visible=true")).to_have_count(0)
    page.goto(f"{url}?topic=Esche")
    expect(page.locator(".saying .acts").first).to_have_text(re.compile(r"0:\d\d"))
    expect(page.locator(".saying .acts span >> visible=true")).to_have_count(0)


def test_the_drawer_speaks_the_language_of_the_page(device: BrowserContext, url: str) -> None:
    page = tab(device, url)
    page.locator("[data-language=en]").click()
    page.locator("html.arrived[lang=en]").wait_for()
    ask(page, ASH, ENGLISH)
    page.get_by_role("button", name=ENGLISH.conversations, exact=True).click()
    expect(page.locator("dialog.drawer .conversations")).to_contain_text(ENGLISH.clear)
    assert GERMAN.clear not in page.locator("dialog.drawer").inner_text()


def test_an_episode_has_its_files(device: BrowserContext, url: str) -> None:
    page = tab(device, f"{url}?episode=2")
    names = ["VTT", "SRT", "Text", "Kapitel (JSON)", "Kapitel (PSC)"]
    expect(page.locator(".downloads a")).to_have_text(names)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="VTT").click()
    assert Path(waiting.value.path()).read_text("utf-8").startswith("WEBVTT")
    picture(page, "downloads")


def test_a_link_says_what_it_is_of(device: BrowserContext, url: str) -> None:
    page = tab(device, f"{url}?episode=2")
    told = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("meta[property^=og]")]
            .map((meta) => [meta.getAttribute("property"), meta.content]))"""
    )
    assert told["og:title"] == "Brot ohne Eile · Werkstattgespräche"
    assert told["og:image"] == f"{url}cover/cover.jpg"
    heads = page.locator('meta[property^="og:"], meta[name^="twitter:"]')
    said = [one.get_attribute("content") or "" for one in heads.all()]
    assert not any("gradio" in line.lower() for line in said) and len(said) == 7
    page.goto(f"{url}?question=%3C%2Fhead%3E%22%3E%3Cscript%3Edocument.title=1%3C/script%3E")
    title = page.locator('meta[property="og:title"]').get_attribute("content")
    assert title == '</head>"><script>document.title=1</script>'
    expect(page).to_have_title(re.compile("Nachgefragt"))


def test_in_a_frame_it_is_compact(device: BrowserContext, url: str) -> None:
    page = tab(device, f"{url}?embed=1")
    expect(page.locator(".language >> visible=true")).to_have_count(0)
    assert no_sideways_scroll(page)
    ask(page, ASH)
    own = page.get_by_role("link", name=GERMAN.open_window)
    expect(own).to_have_attribute("target", "_blank")
    picture(page, "embed")


def test_a_browser_that_lets_nobody_keep_anything_still_asks(
    device: BrowserContext, url: str
) -> None:
    page = device.new_page()
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"]) {
            Object.defineProperty(window, name, {
                configurable: true, get() { throw new DOMException("no", "SecurityError"); },
            });
        }"""
    )
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{url}?embed=1")
    page.locator("html.arrived").wait_for()
    ask(page, ASH)
    ask(page, BREAD)
    assert asked(page) == [ASH, BREAD]
