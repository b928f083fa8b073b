"""What the browser tests count as a complaint: of a page's life, not of its being left."""

import pytest
from playwright.sync_api import Browser

from tests.support.complaints import Complaints
from tests.support.site import Page, Site

pytestmark = pytest.mark.browser
LEFT = "addEventListener('beforeunload', () => console.error('AbortError: signal is aborted'))"


def html(text: str) -> Page:
    return Page(text.encode(), headers={"Content-Type": "text/html"})


def test_what_a_page_that_is_left_says_of_it_does_not_count(browser: Browser, site: Site) -> None:  # noqa: F811
    site.pages["/"] = html(f"<script>{LEFT}</script>")
    page = browser.new_page()
    seen = Complaints(page, known=(site.url,))
    for _ in range(3):
        page.goto(f"{site.url}/")
        page.reload()
    assert (seen.foreign, [one for one in seen.lines if "favicon" not in one]) == ([], [])
    page.close()


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("console.error('AbortError: signal is aborted')", "AbortError"),
        ("setTimeout(() => { throw Error('broken') })", "broken"),
        ("fetch('/nothing').catch(() => 0)", "404"),
        ("console.warn('a warning')", "a warning"),
        (
            "addEventListener('beforeunload', () => console.error('broken at last'))",
            "broken at last",
        ),
    ],
)
def test_all_else_counts_before_and_after_a_reload(
    browser: Browser,  # noqa: F811
    site: Site,
    script: str,
    told: str,
) -> None:
    site.pages["/"] = html(f"<script>onload = () => {{ {script} }}</script>")
    page = browser.new_page()
    seen = Complaints(page)
    for _ in range(2):
        seen.lines.clear()
        page.goto(f"{site.url}/")
        page.wait_for_timeout(100)
        page.reload()
        page.wait_for_timeout(300)
        assert any(told in line for line in seen.lines), seen.lines
    page.close()


def test_another_host_is_noticed(browser: Browser, site: Site) -> None:  # noqa: F811
    elsewhere = site.url.replace("127.0.0.1", "localhost")
    site.pages["/"] = html(f"<img src='{elsewhere}/x.png'>")
    page = browser.new_page()
    seen = Complaints(page, known=(site.url,))
    page.goto(f"{site.url}/")
    page.reload()
    assert seen.foreign == [f"{elsewhere}/x.png"] * 2
    page.close()
