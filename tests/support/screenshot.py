"""Take the README's pictures: `python tests/support/screenshot.py URL docs`.

The window must be open at URL; the question is the first example that it offers.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}


def take(url: str, folder: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = opened(browser, url, DESKTOP, "light")
        page.locator(".sample").first.click()
        page.locator(".settled .answer .cite").first.click()
        page.locator(".card.current").wait_for()
        keep(page, folder, "window")
        page.locator(".card.current .open").click()
        page.locator("#linked").wait_for()
        keep(page, folder, "transcript")
        page = opened(browser, url, PHONE, "dark")
        page.locator(".sample").first.click()
        page.locator(".settled .answer .cite").first.wait_for()
        keep(page, folder, "phone")
        browser.close()


def opened(browser: Browser, url: str, size: ViewportSize, scheme: str) -> Page:
    page = browser.new_page(
        viewport=size,
        locale="de-DE",
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.goto(url)
    page.locator("html.arrived").wait_for()
    return page


def keep(page: Page, folder: str, name: str) -> None:
    page.wait_for_timeout(300)
    page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    take(*sys.argv[1:])
