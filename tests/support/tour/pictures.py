"""Takes the pictures of the states: each at three widths, in light and in dark."""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.support.tabs import PICTURES, no_sideways_scroll
from tests.support.tour.sites import Site
from tests.support.tour.visit import Ground, State, Visit

FOLDER = PICTURES / "tour"
SIZES = {1440: 900, 390: 844, 320: 640}
SCHEMES: tuple[Any, ...] = ("light", "dark")
TALLEST = 2200  # of a page that is taken whole
PATIENCE = 25_000  # milliseconds; a busy machine gets its time
PHONE = {"has_touch": True, "is_mobile": True}


def files(state: State, widths: Sequence[int] = tuple(SIZES)) -> list[str]:
    """The names of the pictures of a state."""
    return [f"{state.name}-{width}-{scheme}.png" for width in widths for scheme in SCHEMES]


@dataclass(frozen=True)
class Tour:
    """Visits states with a browser and keeps what it sees, at these widths, in a folder."""

    browser: Browser
    ground: Ground
    folder: Path = FOLDER
    widths: Sequence[int] = tuple(SIZES)

    def take(self, tour: Mapping[Site, Sequence[State]]) -> list[str]:
        """The names of those states which could not be reached, or of which something is wrong."""
        expect.set_options(timeout=PATIENCE)
        self.folder.mkdir(parents=True, exist_ok=True)
        return [name for site, states in tour.items() for name in self._at(site, states)]

    def _at(self, site: Site, states: Sequence[State]) -> Iterator[str]:
        with ExitStack() as open_now:
            together = None
            for state in states:
                began = time.monotonic()
                try:
                    if not state.alone and together is None:
                        together = open_now.enter_context(site(self.ground))
                    for width in self.widths:
                        self._look(site, None if state.alone else together, state, width)
                    told = f"{time.monotonic() - began:.0f} s"
                except Exception as error:
                    told = f"FAILED: {error}"
                    yield state.name
                print(f"{state.name} {told}", file=sys.stderr, flush=True)

    def _look(self, site: Site, url: str | None, state: State, width: int) -> None:
        with ExitStack() as server, self._device(state, width) as page:
            there = url or server.enter_context(site(self.ground))
            state.reach(Visit(page, there, state.words, server.close))
            if state.whole:
                tall = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({"width": width, "height": min(tall, TALLEST)})
            for scheme, file in zip(SCHEMES, files(state, [width]), strict=True):
                page.emulate_media(color_scheme=scheme)
                page.wait_for_timeout(250)  # until colours have changed
                page.screenshot(path=self.folder / file, animations="disabled")
            assert no_sideways_scroll(page), f"it scrolls sideways at {width} px"

    @contextmanager
    def _device(self, state: State, width: int) -> Iterator[Page]:
        how: dict[str, Any] = {"locale": "en-GB" if state.english else "de-DE"} | state.device
        how |= PHONE if width < 800 else {}
        size: Any = {"width": width, "height": SIZES[width]}
        with self.browser.new_context(viewport=size, reduced_motion="reduce", **how) as device:
            device.set_default_timeout(PATIENCE)
            device.grant_permissions(["clipboard-read", "clipboard-write"])
            yield device.new_page()
