"""A window that stays open for many tests, which go on in it as its reader does: by addresses."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.support.complaints import Complaints
from tests.support.tabs import PICTURES, arrive

HEIGHTS = {1280: 800, 390: 844, 320: 640}
WIDTHS = (1280, 390)


@contextmanager
def staying(browser: Browser, url: str) -> Iterator[tuple[Page, Complaints]]:
    """A page of that window in German, and what it must not have done by the end of a test."""
    size = {"width": 1280, "height": HEIGHTS[1280]}
    with browser.new_context(viewport=size, locale="de-DE", reduced_motion="reduce") as device:  # type: ignore[arg-type]
        device.set_default_timeout(20_000)
        page = device.new_page()
        seen = Complaints(page, (url,))
        arrive(page, url)
        yield page, seen
        page.close()


def go(page: Page, query: str) -> None:
    """Follow a link of the window; wait until what it leads to is there, and nothing else."""
    if page.evaluate("location.search") == query:
        return
    page.locator(".episode-page, #episode .notice").evaluate_all(
        "(all) => all.forEach((one) => one.remove())"
    )
    told = "(detail) => document.dispatchEvent(new CustomEvent('nachgefragt:go', { detail }))"
    page.evaluate(told, query)
    page.locator(".episode-page, #episode .notice").first.wait_for()


def wide(page: Page, width: int) -> None:
    """Make the window as wide as that."""
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


def too_wide(page: Page) -> list[int]:
    """The widths at which the page scrolls sideways."""
    found = []
    for width in HEIGHTS:
        wide(page, width)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(width)
    wide(page, 1280)
    return found


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page as it is now, in build/screenshots."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{width}.png", animations="disabled")


def milliseconds(page: Page, act: str) -> float:
    """How long it takes from a line of JavaScript until what it changed has been drawn."""
    return float(
        page.evaluate(
            f"""() => new Promise((done) => {{
                const start = performance.now();
                {act}
                const drawn = () => done(performance.now() - start);
                requestAnimationFrame(() => requestAnimationFrame(drawn));
            }})"""
        )
    )
