"""The page of a run in a headless Chromium: sifting, phones, print, people who cannot see it."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from eval.page.page import page
from tests.eval.page.test_page import run
from tests.eval.quality.test_figures import ASH, FACT, OAK, UNSAID, answer, asked
from tests.support.axe import axe_source, serious_findings
from tests.support.places import ROOT

pytestmark = pytest.mark.browser
PICTURES = ROOT / "build" / "screenshots"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty questions that were missed, ten that were answered though nothing does."""
    dev = [
        asked(replace(FACT, id=f"fact-{n}", question=f"Holz {n} {'Wort' * 30}?"), answer(OAK))
        for n in range(50)
    ]
    test = [asked(replace(UNSAID, id=f"none-{n}", split="test"), answer(ASH)) for n in range(10)]
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(page(run(dev=dev, test=test)), encoding="utf-8")
    return file


def opened(browser: Browser, report: Path, width: int, scheme: str = "light") -> Page:
    shown = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    shown.set_default_timeout(20_000)
    shown.goto(report.as_uri())
    return shown


def visible(shown: Page) -> int:
    return shown.locator(".failure:visible").count()


def test_failures_are_sifted_by_word_and_kind_and_the_choice_is_kept(browser, report):
    shown = opened(browser, report, 1280)
    expect(shown.locator(".sift output")).to_have_text("60 failures")
    assert visible(shown) == 40
    shown.get_by_role("button", name="Show 20 more").click()
    assert visible(shown) == 60
    assert "Holz 40" in shown.evaluate("document.activeElement.textContent")
    shown.get_by_label("split").select_option("test")
    expect(shown.locator(".sift output")).to_have_text("10 of 60")
    shown.get_by_role("button", name="Show all").click()
    expect(shown.locator(".sift output")).to_have_text("60 failures")
    shown.get_by_label("Search").fill("fact-7 holz")
    assert visible(shown) == 1
    address = shown.url
    shown.goto("about:blank")
    shown.goto(address)
    expect(shown.locator(".sift output")).to_have_text("1 of 60")
    shown.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_it_fits_and_axe_finds_nothing(browser, report, width, scheme):
    shown = opened(browser, report, width, scheme)
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    PICTURES.mkdir(parents=True, exist_ok=True)
    shown.screenshot(path=PICTURES / f"report-{width}-{scheme}.png")
    # The script that looks is not the page's own, which its policy would stop.
    plain = report.with_suffix(".plain.html")
    html = report.read_text("utf-8").replace('http-equiv="Content-Security-Policy"', 'name="x"')
    plain.write_text(html, encoding="utf-8")
    shown.goto(plain.as_uri())
    assert serious_findings(shown, axe_source()) == []
    shown.close()


def test_nothing_is_asked_of_anybody_and_nothing_goes_wrong(browser, report):
    shown = browser.new_page()
    asked_for, wrong = [], []
    shown.on("request", lambda request: asked_for.append(request.url))
    shown.on("console", lambda message: wrong.append(message.text))
    shown.on("pageerror", lambda error: wrong.append(str(error)))
    shown.goto(report.as_uri())
    shown.get_by_label("Search").fill("Holz")
    assert asked_for == [report.as_uri()] and wrong == []
    shown.close()


def test_on_paper_stands_everything_that_was_chosen(browser, report):
    shown = opened(browser, report, 1280)
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown.emulate_media(media="print")
    assert visible(shown) == 60 and not shown.locator(".sift").is_visible()
    shown.close()
