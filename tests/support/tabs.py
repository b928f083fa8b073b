"""A tab of a browser, and what every reader does in one: arrive, ask."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.support.places import ROOT
from ui.texts.german import GERMAN
from ui.texts.wording import Wording

PICTURES = ROOT / "build" / "screenshots"


@contextmanager
def device_of(browser: Browser, size: ViewportSize) -> Iterator[BrowserContext]:
    """A device of that size which speaks German, is calm, and lets pages copy."""
    with browser.new_context(viewport=size, locale="de-DE", reduced_motion="reduce") as device:
        device.set_default_timeout(20_000)
        device.grant_permissions(["clipboard-read", "clipboard-write"])
        yield device


def arrive(page: Page, address: str) -> None:
    """Load the window there, until it can be used."""
    page.goto(address)
    page.locator("html.arrived").wait_for()


def ask(page: Page, question: str, words: Wording = GERMAN) -> None:
    """Ask, and wait for the whole answer."""
    settled = page.locator(".exchange.settled")
    earlier = settled.count()
    page.get_by_label(words.question).fill(question)
    page.get_by_label(words.question).press("Enter")
    expect(settled).to_have_count(earlier + 1)


def no_sideways_scroll(page: Page) -> bool:
    """Whether all of the page is as wide as its window at most."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
