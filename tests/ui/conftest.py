"""A window that stays open for all tests of a module, whose fixture `url` says where it is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.complaints import Complaints
from tests.support.staying import staying, wide


@pytest.fixture(scope="module")
def window(browser: Browser, url: str) -> Iterator[tuple[Page, Complaints]]:
    with staying(browser, url) as window:
        yield window


@pytest.fixture
def page(window: tuple[Page, Complaints]) -> Iterator[Page]:
    """The page of that window, 1280 pixels wide; it asks no other host and logs nothing."""
    page, seen = window
    wide(page, 1280)
    yield page
    assert (seen.foreign, seen.lines) == ([], [])
