"""Take the README's picture: `python tests/screenshot.py URL docs/window.png`.

The window must be open at URL; the question is the first example that it offers.
"""

import shutil
import sys

from playwright.sync_api import sync_playwright

SIZE = {"width": 1280, "height": 800}


def take(url: str, file: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(
            viewport=SIZE, locale="de-DE", color_scheme="light", reduced_motion="reduce"
        )
        page.goto(url)
        page.locator(".example").first.click()
        page.locator(".cite").first.click()
        page.locator(".card.current").wait_for()
        page.screenshot(path=file, animations="disabled")
        browser.close()


if __name__ == "__main__":
    take(*sys.argv[1:])
