"""Two podcasts in one window, as a person meets them, on a desktop and on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app import show_of_all
from tests.support.asking import GRADIO_LEAVES, served_by
from tests.support.axe import axe_source, serious_findings
from tests.support.effort import often
from tests.support.fakes import fake_embedder
from tests.support.libraries import indexes, library
from tests.support.tabs import PICTURES, arrive, ask, device_of, no_sideways_scroll
from tests.ui.test_browser import SIZES
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN

pytestmark = [pytest.mark.browser, *GRADIO_LEAVES]
ASH = "Ist Esche zäh oder bricht sie wie Fichte?"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    both = tuple(indexes(library(tmp_path_factory.mktemp("both")), fake_embedder()))
    show = show_of_all(None, None, both)
    with served_by(lambda: show) as url:
        yield url


@pytest.fixture(params=often(["phone"], list(SIZES)))
def page(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Page]:
    complaints: list[str] = []
    with device_of(browser, SIZES[request.param]) as device:
        page = device.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        arrive(page, url)
        yield page
    assert complaints == []


def choose(page: Page, podcast: str) -> None:
    page.get_by_label(GERMAN.podcast, exact=True).select_option(label=podcast)


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = (page.viewport_size or {})["width"]
    page.screenshot(path=Path(PICTURES) / f"library-{name}-{width}.png", animations="disabled")


@pytest.mark.parametrize("page", SIZES, indirect=True)
def test_all_are_asked_and_each_card_leads_into_its_podcast(page: Page) -> None:
    chooser = page.get_by_label(GERMAN.podcast, exact=True)
    expect(chooser.locator("option")).to_have_text(
        [GERMAN.all_podcasts, "Gartenfunk am Abend", "Werkstattgespräche"]
    )
    picture(page, "start")
    ask(page, ASH)
    podcasts = page.locator(".sources > ol .card .podcast")
    assert set(podcasts.all_text_contents()) == {"Gartenfunk am Abend", "Werkstattgespräche"}
    assert no_sideways_scroll(page)
    picture(page, "answer")
    card = page.locator(".sources > ol .card", has_text="Werkstattgespräche").first
    page.locator(f'a.cite[href="#{card.get_attribute("id")}"]').first.click()
    card.get_by_role("link", name=GERMAN.read).click()
    expect(page.locator("#linked")).to_contain_text("Esche")
    expect(page).to_have_url(re.compile(r"\?podcast=werkstatt&episode=1&t="))
    expect(page.locator(".volume[aria-current]")).to_have_attribute("data-podcast", "werkstatt")
    expect(page.locator("#shelf h3")).to_have_text(["Gartenfunk am Abend", "Werkstattgespräche"])
    assert no_sideways_scroll(page)
    picture(page, "episode")
    # To read in one podcast is not to choose it.
    expect(chooser).to_have_value("")


def test_one_is_chosen_and_stays_so(page: Page, url: str) -> None:
    field = page.get_by_label(GERMAN.question)
    field.fill("Halb getippt")
    choose(page, "Werkstattgespräche")
    page.locator(".composer .pick").click()
    expect(page.locator("dialog.picker").get_by_role("option")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(field).to_have_value("Halb getippt")
    expect(page).to_have_title(re.compile("Nachgefragt · Werkstattgespräche"))
    expect(page).to_have_url(re.compile(r"\?podcast=werkstatt$"))
    ask(page, ASH)
    podcasts = page.locator(".sources > ol .card .podcast")
    assert set(podcasts.all_text_contents()) == {"Werkstattgespräche"}
    expect(page.locator(".exchange .chip")).to_have_text(["Werkstattgespräche"])
    page.get_by_role("link", name=GERMAN.episodes_view).click()
    expect(page.locator("#shelf h3")).to_have_text(["Werkstattgespräche"])
    page.reload()
    page.locator("html.arrived").wait_for()
    expect(page.get_by_label(GERMAN.podcast, exact=True)).to_have_value("werkstatt")
    expect(page.locator("#shelf h3")).to_have_text(["Werkstattgespräche"])
    choose(page, GERMAN.all_podcasts)
    expect(page.locator("#shelf h3")).to_have_count(2)
    expect(page).to_have_title("Folgen · Nachgefragt")


def test_links_of_old_and_new(page: Page, url: str) -> None:
    arrive(page, f"{url}?episode=1")
    expect(page.locator(".episode-page .kicker")).to_have_text("Gartenfunk am Abend · Folge 1")
    arrive(page, f"{url}?podcast=werkstatt&episode=2&t=0:34")
    expect(page.locator(".episode-page .kicker")).to_have_text("Werkstattgespräche · Folge 2")
    expect(page.locator("#linked")).to_be_visible()
    arrive(page, f"{url}?podcast=werkstatt")
    expect(page.get_by_label(GERMAN.podcast, exact=True)).to_have_value("werkstatt")
    arrive(page, f"{url}?episode=2")  # of the chosen one
    expect(page.locator(".episode-page .kicker")).to_have_text("Werkstattgespräche · Folge 2")
    arrive(page, f"{url}?podcast=nix&episode=1")
    expect(page.get_by_text(GERMAN.no_episode)).to_be_visible()
    arrive(page, f"{url}?podcast=nix")
    expect(page.get_by_label(GERMAN.podcast, exact=True)).to_have_value("")


def test_a_search_follows_the_choice(page: Page) -> None:
    page.get_by_role("link", name=GERMAN.search_view).click()
    page.get_by_label(GERMAN.search_for).fill("Esche")
    page.get_by_label(GERMAN.search_for).press("Enter")
    podcasts = page.locator("#passages .podcast")
    expect(podcasts.filter(has_text="Gartenfunk am Abend").first).to_be_visible()
    expect(podcasts.filter(has_text="Werkstattgespräche").first).to_be_visible()
    choose(page, "Gartenfunk am Abend")
    expect(podcasts.filter(has_text="Werkstattgespräche")).to_have_count(0)
    expect(podcasts.first).to_have_text("Gartenfunk am Abend")
    expect(page.get_by_label(GERMAN.search_for)).to_have_value("Esche")


def test_a_shared_question_names_its_podcast(page: Page, url: str) -> None:
    arrive(page, f"{url}?podcast=gartenfunk&question=Ist+Esche+z%C3%A4h%3F")
    expect(page.locator(".exchange.settled")).to_have_count(1)
    expect(page.locator(".exchange .chip")).to_have_text(["Gartenfunk am Abend"])
    podcasts = page.locator(".sources > ol .card .podcast").all_text_contents()
    assert set(podcasts) == {"Gartenfunk am Abend"}


def test_in_english_and_for_everybody(page: Page) -> None:
    page.get_by_role("button", name=re.compile("English|EN")).click()
    expect(page.locator("html.arrived[lang=en]")).to_be_attached()
    chooser = page.get_by_label(ENGLISH.podcast, exact=True)
    expect(chooser.locator("option").first).to_have_text("All podcasts")
    assert serious_findings(page, axe_source()) == []
