"""Take the tour: `python -m tests.support.tour [STATE …]`, all states or those named.

The pictures go to build/screenshots/tour, as STATE-WIDTH-SCHEME.png; `answer*` are all states whose
names begin so. What the shipped podcast's index needs stays in build/tour for the next time.
"""

import shutil
import sys
import tempfile
from fnmatch import fnmatchcase
from pathlib import Path

from playwright.sync_api import sync_playwright

from rag import Index, Settings, embedder, ensure_index
from tests.support.places import ROOT
from tests.support.tour.pictures import Tour
from tests.support.tour.sites import Site
from tests.support.tour.states import TOUR
from tests.support.tour.visit import Ground, State


def main(wanted: list[str]) -> int:
    """Walk; return 1 if a state could not be reached, or none has such a name."""
    tour = of_those(wanted)
    if not tour:
        sys.exit(f"no such state; there are: {', '.join(names())}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        failed = Tour(browser, Ground(Path(folder), shipped_index)).take(tour)
        browser.close()
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


def of_those(wanted: list[str]) -> dict[Site, tuple[State, ...]]:
    """The tour of the states with these names, of all if there are none."""
    patterns = wanted or ["*"]
    found = {
        site: tuple(one for one in states if any(fnmatchcase(one.name, p) for p in patterns))
        for site, states in TOUR.items()
    }
    return {site: states for site, states in found.items() if states}


def names() -> list[str]:
    return [one.name for states in TOUR.values() for one in states]


def shipped_index() -> Index:
    return ensure_index(Settings(store=ROOT / "build" / "tour"), embedder(None))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
