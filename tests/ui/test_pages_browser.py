"""Pages of episodes, people and topics, and a podcast of a thousand episodes, in a browser."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus import chapter_spans
from rag.types import Span
from tests.support.asking import GRADIO_LEAVES, opened, served_by, small_pipeline, word_search
from tests.support.axe import axe_source, serious_findings
from tests.support.complaints import Complaints
from tests.support.effort import often
from tests.support.fakes import small_corpus
from tests.support.staying import (
    WIDTHS,
    go,
    milliseconds,
    picture,
    staying,
    too_wide,
    wide,
)
from tests.support.tabs import arrive, ask
from tests.support.window_speed import thousand
from ui.state.conversation import Show
from ui.texts.german import GERMAN

pytestmark = [pytest.mark.browser, *GRADIO_LEAVES]
LOOKS = [(width, scheme) for width in WIDTHS for scheme in ("light", "dark")]
REPEATED = "?? Dies sagt jede Folge am Ende.Folge uns! Website: https://example.org/immer"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    small = small_corpus()
    first, second = (
        replace(one, description=f"{one.description}Und {n} mehr.1) Leim 2) Holz {n} {REPEATED}")
        for n, one in enumerate(small, 1)
    )
    corpus = replace(small, episodes=(first, replace(second, duration=5402.0)))
    told = Show(corpus, small_pipeline(corpus), word_search(corpus), (), key_sentences)
    with served_by(lambda: told) as url:
        yield url


UWES = [turn for one in small_corpus() for turn in one.turns if turn.speaker == "Uwe Groß"]


def key_sentences(_slug: str, number: int) -> list[Span]:
    """What a guest says first in each chapter."""
    episode = small_corpus().episodes[number - 1]
    host = episode.turns[0].speaker
    said = [one for one in chapter_spans(episode) if episode.turns[one.turn].speaker != host]
    firsts = {span.chapter: span for span in reversed(said) if span.chapter}
    in_order = reversed(firsts.values())
    return [Span(episode, one.turn, one.start, one.end, one.chapter) for one in in_order]


@pytest.fixture(scope="module")
def large() -> Iterator[str]:
    corpus = thousand()
    with opened(corpus, small_pipeline(small_corpus())) as url:
        yield url


@pytest.fixture(scope="module")
def hall(browser: Browser, large: str) -> Iterator[tuple[Page, Complaints]]:
    with staying(browser, large) as window:
        yield window


def test_an_episode_says_who_what_and_how_long(page: Page) -> None:
    go(page, "?episode=2")
    expect(page.locator(".episode-page header .facts")).to_contain_text("1:30:02")
    assert "Minuten" not in page.locator(".episode-page header").inner_text()
    lines = page.locator(".notes > .description p")
    expect(lines).to_have_text(
        ["Wie aus Mehl, Wasser und Zeit ein gutes Brot wird.", "Und 2 mehr.", "1) Leim 2) Holz 2"]
    )
    folded = page.locator(".common")
    expect(folded.locator("p").first).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator("a")).to_have_attribute("href", "https://example.org/immer")
    assert "?" not in page.locator(".notes").inner_text()
    expect(page.locator(".chapters .key")).to_have_count(2)
    expect(page.locator(".people .sign")).to_have_text(["JÖ", "SL"])
    expect(page.locator(".turns .sign").nth(1)).to_have_text("SL")
    colour = "(signs) => signs.map((sign) => getComputedStyle(sign).color)"
    listed, spoken = (
        page.locator(f"{where} .sign").evaluate_all(colour) for where in (".people", ".turns")
    )
    assert listed == spoken[:2] and len(set(listed)) == 2
    assert too_wide(page) == []
    picture(page, "notes")


def test_times_in_any_spelling(page: Page) -> None:
    for time, said in (("0:34", "Den füttere ich"), ("8s", "Weil der Teig"), ("0m34", "Den f")):
        go(page, f"?episode=2&t={time}")
        expect(page.locator("#linked")).to_contain_text(said)
    for nowhere in ("t=99:99:99", "t=2:00:00", "turn=99"):
        go(page, "?episode=2&t=8s")  # what is the same as before is not drawn anew
        go(page, f"?episode=2&{nowhere}")
        expect(page.get_by_text(GERMAN.no_place)).to_be_in_viewport()
    go(page, "?episode=2&t=1:30:00")
    expect(page.get_by_text(GERMAN.no_place)).to_have_count(0)


def test_from_a_voice_to_a_person_to_a_topic_and_back(page: Page) -> None:
    go(page, "?episode=1")
    expect(page).to_have_title("Vom Brett zum Stuhl · Nachgefragt · Werkstattgespräche")
    colour = page.locator(".people .sign").nth(1).evaluate("(one) => getComputedStyle(one).color")
    page.locator(".people a.name", has_text="Uwe Groß").click()
    expect(page).to_have_url(re.compile(r"\?person=Uwe"))
    expect(page).to_have_title(re.compile("^Uwe Groß · "))
    expect(page.locator(".said .sign")).to_have_css("color", colour)
    expect(page.locator(".said h2")).to_contain_text("Uwe Groß")
    expect(page.locator(".said .facts").first).to_contain_text("in 1 von 2 Folgen")
    # Of each episode what tells most of it, by that person alone.
    for saying in page.locator("#said .saying blockquote").all_inner_texts():
        assert any(saying in turn.text for turn in UWES)
    assert page.locator("#said .saying").count() > 0
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
    assert too_wide(page) == []
    wide(page, 320)
    go(page, "?person=Uwe Groß&topic=Esche und Fichte")
    lefts = page.locator(".said h2").evaluate(
        """(title) => {
            const words = document.createRange();
            words.selectNodeContents(title.lastChild);
            return [...words.getClientRects()].map((line) => line.left);
        }"""
    )
    assert len(lefts) > 1 and max(lefts) - min(lefts) < 2


def test_a_topic_over_all_episodes_also_by_its_german_address(page: Page, url: str) -> None:
    arrive(page, f"{url}?thema=Sauerteig")
    expect(page).to_have_url(re.compile("topic=Sauerteig"))
    expect(page.locator(".said h2")).to_have_text("Sauerteig")
    expect(page.locator(".saying .name").first).to_have_text("Jana Öztürk")
    expect(page.get_by_text(GERMAN.only_near)).to_have_count(0)
    go(page, "?topic=Quantenphysik")
    expect(page.get_by_text(GERMAN.found_nothing)).to_be_visible()
    go(page, f"?topic={'x' * 5000}")
    expect(page.locator("#episode .notice")).to_be_visible()


def test_a_thousand_episodes_are_listed_and_found_quickly(
    hall: tuple[Page, Complaints], large: str
) -> None:
    page, seen = hall
    arrive(page, f"{large}?episode=")
    print(f"1,000 episodes: page there after {page.evaluate('performance.now()'):.0f} ms")
    expect(page.locator(".volume")).to_have_count(1000)
    expect(page.locator(".volume").first).to_contain_text("Folge 1000")
    expect(page.locator(".year h3").first).to_have_text("2024")
    took = milliseconds(page, "document.querySelector('nav a[data-view=ask]').click();")
    took += milliseconds(page, "document.querySelector('nav a[data-view=episodes]').click();")
    typed = "document.querySelector('#sift')"
    sifted = milliseconds(
        page,
        f"""{typed}.value = 'gespräch 900';
        {typed}.dispatchEvent(new Event('input', {{ bubbles: true }}));""",
    )
    print(f"1,000 episodes: left and listed again in {took:.0f} ms, sifted in {sifted:.0f} ms")
    expect(page.locator(".volume:visible")).to_have_count(1)
    expect(page.locator(".sift .hits")).to_have_text(GERMAN.left.format(count=1))
    assert took < 2_000 and sifted < 1_000 and too_wide(page) == []
    go(page, "?person=Jana Öztürk")
    expect(page.locator(".said-in > li")).to_have_count(1000)
    assert too_wide(page) == [] and seen.lines == []
    wide(page, 320)
    heights = page.locator(".spread .year").evaluate_all(
        "(all) => all.map((one) => one.offsetHeight)"
    )
    assert max(heights) < 24  # none is broken
    picture(page, "host-of-a-thousand")


def test_the_filter_by_episode_finds_one_of_a_thousand(hall: tuple[Page, Complaints]) -> None:
    page, seen = hall
    page.locator("nav a[data-view=ask]").click()
    took = milliseconds(page, "document.querySelector('.composer .pick').click();")
    print(f"1,000 episodes: the filter opens in {took:.0f} ms")
    options = page.locator(".picker").get_by_role("option")
    expect(options.nth(1)).to_contain_text("Folge 1000")
    assert options.count() <= 200 and took < 1_000
    page.locator(".picker ul").evaluate("(list) => list.scrollTo(0, list.scrollHeight)")
    expect(options.nth(150)).to_be_attached()
    page.keyboard.type("Xylophon")
    expect(page.locator(".picker .hits")).to_have_text(GERMAN.no_hits)
    field, none = (page.locator(f".picker {one}").bounding_box() for one in ("form", ".hits"))
    assert field and none and none["y"] - field["y"] - field["height"] < 20
    page.locator("#picked").fill("gespräch 900")
    expect(options).to_have_count(1)
    picture(page, "picker")
    page.keyboard.press("Enter")
    expect(page.locator(".composer .pick")).to_contain_text("Folge 900")
    assert too_wide(page) == [] and seen.lines == []
    picture(page, "picked")


@pytest.mark.parametrize(("width", "scheme"), LOOKS[:: often(3, 1)])
def test_nothing_serious_for_axe(page: Page, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    wide(page, width)
    source, found = axe_source(), []
    for address, there in (
        ("?episode=2", ".turns"),
        ("?person=Uwe Groß", ".said"),
        ("?topic=Esche", ".saying"),
    ):
        go(page, address)
        page.locator(there).first.wait_for()
        picture(page, f"{there.strip('.')}-{scheme}")
        found += serious_findings(page, source)
    page.locator("nav a[data-view=ask]").click()
    page.locator(".composer .pick").click()
    page.locator(".picker").get_by_role("option").first.wait_for()
    picture(page, f"picker-{scheme}")
    found += serious_findings(page, source)
    page.keyboard.press("Escape")
    assert found == []


def test_an_episode_that_is_not_there_is__the_list_on_a_phone(page: Page, url: str) -> None:
    wide(page, 390)
    arrive(page, f"{url}?episode=77")
    told = page.get_by_text(GERMAN.no_episode_more)
    place = "(part) => part.getBoundingClientRect().top"
    assert told.evaluate(place) < page.locator(".volume").first.evaluate(place)
    picture(page, "no-episode")


def test_few_episodes_are_narrow_columns(page: Page) -> None:
    go(page, "?topic=Esche")
    column = page.locator(".spread a rect").bounding_box()
    assert column and column["width"] < 40


def test_episodes_without_titles_can_be_picked(browser: Browser) -> None:
    small = small_corpus()
    nameless = replace(small, episodes=tuple(replace(one, title="") for one in small))
    with opened(nameless, small_pipeline(nameless)) as url, staying(browser, url) as (page, seen):
        page.locator(".composer .pick").click()
        page.locator(".picker").get_by_role("option").nth(1).click()
        expect(page.locator(".composer .pick")).to_have_text("Folge 2")
        # Each word of what is set can be read, also where there is least room.
        for width in (390, 320):
            wide(page, width)
            for part in (".pick", "[data-act=reset]", "[data-act=kept]"):
                expect(page.locator(f".composer {part}")).to_be_in_viewport(ratio=1)
        assert too_wide(page) == [] and seen.lines == []


ROOM = """(select) => {
    const { font, paddingLeft, paddingRight } = getComputedStyle(select);
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = font;
    const words = pen.measureText(select.selectedOptions[0].text).width;
    return select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - words;
}"""
NUMBER = """(pick) => {
    const range = document.createRange();
    range.setStart(pick.firstChild, 0);
    range.setEnd(pick.firstChild, "Folge 2".length);
    const { right } = pick.getBoundingClientRect();
    const padding = parseFloat(getComputedStyle(pick).paddingRight);
    return right - padding - range.getBoundingClientRect().right;
}"""


def test_a_long_word_makes_no_part_wider_and_what_is_set_can_be_read(browser: Browser) -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    small = small_corpus()
    long = replace(
        small,
        episodes=tuple(
            replace(
                one,
                title=f"Eine {word}",
                chapters=tuple(
                    replace(part, title=word[at:]) for at, part in enumerate(one.chapters)
                ),
            )
            for one in small
        ),
    )
    with opened(long, small_pipeline(long)) as url, staying(browser, url) as (page, seen):
        assert too_wide(page) == []
        wide(page, 320)
        assert page.locator(".composer select").evaluate(ROOM) > 2
        page.locator(".composer .pick").click()
        options = page.locator(".picker ul")
        assert options.evaluate("(list) => list.scrollWidth <= list.clientWidth")
        options.get_by_role("option").nth(1).click()
        # The number stays, and room for the sign that there is more.
        assert page.locator(".composer .pick").evaluate(NUMBER) > 12
        page.get_by_role("button", name=GERMAN.reset).first.click()
        ask(page, "Weshalb federt Esche?")
        expect(page.locator(".onward .next").first).to_contain_text(word[1:])
        assert too_wide(page) == [] and seen.lines == []
