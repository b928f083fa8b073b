"""An answer and the first screen in a real browser: short, each thing once, for everybody."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from langchain_core.runnables import RunnableLambda
from playwright.sync_api import Browser, Page, expect

from rag.pipeline.podcast import quoted
from rag.types import Answer, Citation, Question, Quote, Scope
from tests.support.asking import GRADIO_LEAVES, opened, quotes, word_search
from tests.support.axe import axe_source, serious_findings
from tests.support.effort import often
from tests.support.fakes import small_corpus
from tests.support.tabs import PICTURES, arrive, ask, no_sideways_scroll
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN

pytestmark = [pytest.mark.browser, *GRADIO_LEAVES]

CORPUS = small_corpus()
SAID = quotes(CORPUS)
WORDS = "Esche Sauerteig Leim jeden"  # of which something is found
SIZES = {"desktop": (1440, 900), "phone": (390, 844), "narrow": (320, 640)}
CHAPTER = f"Was wird zu „{CORPUS.episodes[1].chapters[-1].title}“ gesagt?"
GREETING = f"Hallo!\n\nFrag zum Beispiel:\n\n- {CHAPTER}\n- Wer ist zu Gast?"
sizes = pytest.mark.parametrize("size", often(["desktop", "narrow"], list(SIZES)))
small = pytest.mark.parametrize("size", often(["narrow"], list(SIZES)))
LOOKS = [("desktop", "light"), ("narrow", "dark"), ("desktop", "dark"), ("phone", "light")]
HEARD = {"has_touch": True, "is_mobile": True}


def said(opening: str) -> Quote:
    return next(quote for quote in SAID if quote.text.strip().startswith(opening))


def answer(question: Question) -> Answer:
    """Three quotes as without a language model, prose as with one, a refusal or a greeting."""
    asked = question.text
    if asked.startswith("Hallo"):
        return Answer(asked, asked, "de", GREETING, False, "extractive")
    if asked.startswith("Mond"):
        found = tuple(word_search(CORPUS)(WORDS, 6, Scope()))
        return Answer(asked, WORDS, "de", "Nichts davon.", False, "extractive", found=found)
    wide = Quote(SAID[3].episode, SAID[3].turn_index, 0, SAID[4].end, None, core=(19, 70))
    cited = tuple(
        Citation(at, one) for at, one in enumerate((wide, said("Weil der"), said("Er ist elf")), 1)
    )
    text = "\n\n".join(quoted(cited, "de"))
    if asked.startswith("Modell"):
        text = "Uwe nimmt Esche [1], und der Teig muss ruhen [2]. Er heißt Hermann [3]."
    model = "fake:writer" if asked.startswith("Modell") else "extractive"
    return Answer(asked, asked, "de", text, True, model, cited)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with opened(CORPUS, RunnableLambda(answer)) as url:
        yield url


def visit(browser: Browser, url: str, size: str, **more: object) -> Page:
    width, height = SIZES[size]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        **{"locale": "de-DE", "reduced_motion": "reduce"} | (HEARD if width < 800 else {}) | more,
    )
    arrive(page, url)
    return page


def watch_shifts(page: Page) -> None:
    page.evaluate(
        """() => { window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach(
            (entry) => { if (!entry.hadRecentInput) window.moved += entry.value; }))
            .observe({type: 'layout-shift', buffered: true}); }"""
    )


@sizes
def test_the_first_screen_has_field_and_face(browser, url, size) -> None:
    page = visit(browser, url, size)
    watch_shifts(page)
    field = page.get_by_label(GERMAN.question)
    headline = page.get_by_role("heading", name=GERMAN.welcome)
    face = page.get_by_role("heading", name=CORPUS.podcast.title)
    tops = [one.bounding_box()["y"] for one in (headline, field, face)]
    assert tops == sorted(tops) and tops[1] < SIZES[size][1] * 0.6
    expect(page.locator(".face .facts").first).to_contain_text("2 Folgen · 4 Min.")
    expect(page.locator(".issue").first).to_contain_text("Brot ohne Eile")
    levels = page.locator("h1, h2, h3, h4").evaluate_all(
        "(all) => all.filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"
    )
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert no_sideways_scroll(page)
    page.screenshot(path=PICTURES / f"first-{size}.png", full_page=True)
    assert page.evaluate("window.moved") <= 0.1
    page.get_by_role("link", name="Der Sauerteig").click()
    expect(page).to_have_url(re.compile("episode=2&t=0:30"))
    page.close()


@sizes
def test_each_quote_stands_once_and_one_is_seen_in_its_context(browser, url, size) -> None:
    page = visit(browser, url, size)
    ask(page, "Warum Esche?")
    assert page.locator(".quote:visible").count() == 2
    expect(page.locator(".quote.first mark")).to_be_visible()
    expect(page.locator(".quote.first blockquote")).to_have_attribute("lang", "de")
    open_cards = page.locator(".cited .card:visible")
    expect(open_cards).to_have_count(1 if size == "desktop" else 0)
    if size != "desktop":
        height = page.locator(".exchange").evaluate(
            "(one) => one.querySelector('.reply').offsetHeight"
        )
        assert height < 1.5 * SIZES["phone"][1]
    page.screenshot(path=PICTURES / f"quotes-{size}.png")
    page.locator(".quote .cite").nth(1).click()
    expect(open_cards).to_have_count(1)
    expect(page.locator("#citation-1-2")).to_be_focused()
    page.screenshot(path=PICTURES / f"context-{size}.png")
    if size != "desktop":
        assert page.locator("#citation-1-2").bounding_box()["y"] > 100
        page.keyboard.press("Escape")
        expect(open_cards).to_have_count(0)
        expect(page.locator(".quote .cite").nth(1)).to_be_focused()
    page.locator(".folded summary").click()
    expect(page.locator(".quote:visible")).to_have_count(3)
    assert no_sideways_scroll(page)
    page.close()


def test_a_marker_within_a_sentence_says_who_and_when(browser, url) -> None:
    page = visit(browser, url, "desktop")
    ask(page, "Modell, warum Esche?")
    expect(page.locator(".answer .quote")).to_have_count(0)
    page.locator(".answer p .cite").nth(1).hover()
    peek = page.locator(".peek")
    expect(peek).to_contain_text("Sigrid Löwe")
    expect(peek.get_by_role("button", name=GERMAN.listen)).to_be_visible()
    page.screenshot(path=PICTURES / "peek.png")
    page.keyboard.press("Escape")
    expect(peek).to_be_hidden()
    # No mark stands in the last line alone, however wide the window is.
    last = """() => {
        const mark = [...document.querySelectorAll(".answer p .cite")].at(-1);
        const range = document.createRange();
        range.setStart(mark.previousSibling, mark.previousSibling.length - 4);
        range.setEnd(mark.previousSibling, mark.previousSibling.length - 2);
        return mark.getBoundingClientRect().top - range.getBoundingClientRect().top < 12;
    }"""
    for width in range(320, 420, 5):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(last), width
    page.close()


@small
def test_a_refusal_stands_once_above_the_two_nearest(browser, url, size) -> None:
    page = visit(browser, url, size)
    ask(page, "Mond?")
    expect(page.locator(".answer").get_by_text("Nichts davon.", exact=True)).to_have_count(1)
    expect(page.get_by_role("heading", name=GERMAN.nearest)).to_be_visible()
    expect(page.locator(".near .card:visible")).to_have_count(2)
    assert no_sideways_scroll(page)
    page.screenshot(path=PICTURES / f"nearest-{size}.png")
    page.close()


@small
def test_a_greeting_is_no_refusal_and_what_it_proposes_can_be_asked(browser, url, size) -> None:
    page = visit(browser, url, size)
    ask(page, "Hallo")
    expect(page.locator(".card")).to_have_count(0)
    expect(page.get_by_role("heading", name=GERMAN.nearest)).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="Hallo!")).to_have_count(1)
    page.screenshot(path=PICTURES / f"greeting-{size}.png")
    page.get_by_role("button", name="Wer ist zu Gast?").click()
    expect(page.locator(".exchange.settled")).to_have_count(2)
    # Drawn again from what the browser has kept it says the same.
    expect(page.locator(".exchange").first).to_contain_text("Frag zum Beispiel:")
    expect(page.locator(".to-ask button").first).to_have_text(CHAPTER)
    page.close()


@small
def test_where_one_writes_stays_at_the_foot_after_a_reload(browser, url, size) -> None:
    page = visit(browser, url, size)
    ask(page, "Warum Esche?")
    foot = "document.querySelector('.composer').getBoundingClientRect().bottom - innerHeight"
    page.reload()
    page.locator("html.arrived").wait_for()
    page.locator("#earlier .exchange").wait_for()
    page.wait_for_timeout(300)
    assert abs(page.evaluate(foot)) < 4
    page.close()


def test_the_podcasts_language_for_whoever_speaks_neither_of_ours(browser, url) -> None:
    page = visit(browser, url, "desktop", locale="fr-FR")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    english = visit(browser, url, "desktop", locale="en-GB")
    ask(english, "Warum Esche?", ENGLISH)
    expect(english.locator(".quote.first")).to_have_attribute("lang", "en")
    expect(english.locator(".quote.first blockquote")).to_have_attribute("lang", "de")
    page.close()
    english.close()


@pytest.mark.parametrize(("size", "scheme"), often(LOOKS[:2], LOOKS))
def test_nothing_for_axe_in_any_state(browser, url, size, scheme) -> None:
    source = axe_source()
    page = visit(browser, url, size, color_scheme=scheme)
    found = serious_findings(page, source)
    page.locator(".skip").focus()
    # axe says nothing of what lies over something else.
    readable = {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 34, 31)"}[scheme]
    expect(page.locator(".skip")).to_have_css("color", readable)
    for question in ("Warum Esche?", "Modell, warum Esche?", "Mond?", "Hallo"):
        ask(page, question)
        found += serious_findings(page, source)
    page.locator("#exchange-1 .cite").first.click()
    page.locator("#exchange-1 .folded summary").dispatch_event("click")
    found += serious_findings(page, source)
    assert found == []
    page.close()


def test_the_page_is_light_and_its_fonts_are_ours(browser, url) -> None:
    page = browser.new_page(locale="de-DE")
    weight = {"sum": 0}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.loadingFinished",
        lambda event: weight.update(sum=weight["sum"] + event["encodedDataLength"]),
    )
    arrive(page, url)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)
    fonts = page.evaluate(
        "[...document.fonts].filter((one) => one.status === 'loaded').map((one) => one.family)"
    )
    assert {"Inter", "Source Serif"} <= {name.strip('"') for name in fonts}
    print(f"page weight: {weight['sum'] / 1000:.0f} kB")
    assert weight["sum"] < 600_000
    page.close()


def test_in_forced_colours_a_quote_is_seen_and_its_place(browser: Browser, url: str) -> None:
    page = visit(browser, url, "phone", forced_colors="active", color_scheme="dark")
    ask(page, "Esche?")
    ink = "(one) => getComputedStyle(one).color"
    for mark in page.locator("figure.quote mark").all():
        assert mark.evaluate(ink) == page.locator(".exchange h2").evaluate(ink)
    fills = page.evaluate(
        """() => ["GrayText", ".timeline .bar", "Highlight", ".timeline .cited circle"].map(
            (one) => {
                if (one.startsWith(".")) return getComputedStyle(document.querySelector(one)).fill;
                document.body.style.color = one;
                return getComputedStyle(document.body).color;
            })"""
    )
    assert fills[0] == fills[1] != fills[2] == fills[3]
    links = page.locator(".masthead nav a")
    assert links.last.evaluate("(one) => getComputedStyle(one).borderTopWidth") == "0px"
    # The frame of the view that is open goes around its word; what opens a list says so.
    expect(links.first).to_have_css("outline-offset", "-1px")
    expect(page.locator(".composer select")).to_have_css("appearance", "auto")
    for found in ("?search=Esche", "?topic=Esche"):
        arrive(page, f"{url}{found}")
        mark = page.locator("blockquote mark >> visible=true").first
        assert mark.evaluate(ink) == page.locator("h2 >> visible=true").first.evaluate(ink)
    page.close()


def test_nothing_moves_for_those_who_asked_for_calm(browser: Browser, url: str) -> None:
    page = visit(browser, url, "desktop")
    moving = page.evaluate(
        """() => {
            document.querySelector("#latest").innerHTML =
                '<p class="waiting"></p><p class="status"></p><div class="bones"><i></i></div>';
            return document.getAnimations().map((one) => one.animationName);
        }"""
    )
    assert moving == []
    page.close()


def test_the_way_back_from_a_sheet_stays_in_sight(browser: Browser, url: str) -> None:
    page = visit(browser, url, "narrow")
    ask(page, "Esche?")
    page.locator(".answer .cite").first.click()
    sheet = page.locator(".card.current")
    left = (
        "(one) => one.getBoundingClientRect().left + parseFloat(getComputedStyle(one).paddingLeft)"
    )
    words = sheet.locator("blockquote").evaluate(left)
    for part in ("footer a.open", ".back"):  # below and above the words, in line with them
        assert abs(sheet.locator(part).evaluate(left) - words) < 1
    sheet.evaluate("(card) => { card.style.maxHeight = '8rem'; card.scrollTo(0, 9999); }")
    expect(sheet.locator(".back")).to_be_in_viewport(ratio=1)
    page.locator(".card.current .back").click()
    expect(page.locator(".card.current")).to_have_count(0)
    page.close()
