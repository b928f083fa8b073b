"""How quick the window feels: `python -m tests.support.window_speed` prints a Markdown table.

A warm server on this machine, a made-up podcast with an episode of 3,000 turns, a headless
Chromium; each figure is the median of some tries. The browser tests look at the same figures.
"""

import os
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from playwright.sync_api import Page, sync_playwright

from corpus import Chapter, Corpus, Episode, Person, Turn
from tests.support.asking import opened, small_pipeline
from tests.support.fakes import small_corpus

MANY = 3_000
TRIES = 5


def endless() -> Episode:
    """An episode of 3,000 turns, each of about 200 characters."""
    filler = "Das Eisen glüht noch. " * 8
    turns = tuple(
        Turn("AB"[at % 2], f"Satz {at} vom Amboss. {filler}", at * 4.0, at * 4.0 + 4)
        for at in range(MANY)
    )
    chapters = tuple(Chapter(at * 1200.0, f"Teil {at}") for at in range(10))
    return Episode(
        "lang", 3, "#03 - Ein langer Tag", duration=MANY * 4.0, language="de",
        audio_url="https://example.org/lang.mp3", chapters=chapters, turns=turns,
    )  # fmt: skip


def thousand() -> Corpus:
    """A thousand episodes, one every four days, each with a guest of its own."""
    small = small_corpus()
    base = small.episodes[0]
    episodes = tuple(
        replace(
            base,
            id=str(number),
            number=number,
            title=f"Gespräch {number} über das Handwerk, das Leben und was danach noch kommen mag",
            published=date(2014, 1, 6) + timedelta(days=4 * number),
            people=(base.people[0], Person(f"Gast {number % 400} Muster", "Gast")),
        )
        for number in range(1, 1001)
    )
    return replace(small, episodes=episodes)


def first_paint(page: Page) -> float:
    """Milliseconds from opening the address to the first text."""
    page.reload()
    page.locator("html.arrived").wait_for()
    entry = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    return float(page.evaluate(entry))


def list_episodes(page: Page, url: str) -> float:
    """Milliseconds from opening the address of the list until its first episode is seen."""
    page.goto("about:blank")
    page.goto(f"{url}?episode=")
    seen = """() => {
        const place = document.querySelector(".volume")?.getBoundingClientRect();
        return place && place.height > 0 && place.top < innerHeight && performance.now();
    }"""
    return float(page.wait_for_function(seen).json_value())


def click_to_quote(page: Page, number: int) -> float:
    """Milliseconds from a click on [number] until its marked quote has been drawn."""
    link = page.locator(".answer").get_by_role("link", name=f"[{number}]")
    return float(
        link.evaluate(
            """(link) => new Promise((done) => {
                const start = performance.now();
                link.click();
                requestAnimationFrame(() => requestAnimationFrame(() =>
                    done(performance.now() - start)));
            })"""
        )
    )


def open_transcript(page: Page, address: str) -> float:
    """Milliseconds from a click on a link until the linked sentence stands on the screen."""
    page.locator(".episode-page").evaluate_all("(open) => open.forEach((one) => one.remove())")
    return float(
        page.evaluate(
            """(detail) => new Promise((done) => {
                const start = performance.now();
                document.dispatchEvent(new CustomEvent("nachgefragt:go", { detail }));
                const look = () => {
                    const place = document.getElementById("linked")?.getBoundingClientRect();
                    if (place && place.top >= 0 && place.bottom <= innerHeight)
                        done(performance.now() - start);
                    else requestAnimationFrame(look);
                };
                look();
            })""",
            address,
        )
    )


def slowest_frame(page: Page) -> float:
    """The longest that a frame takes while the page is scrolled, in milliseconds."""
    return float(
        page.evaluate(
            """async () => {
                let slowest = 0, before = performance.now();
                for (let step = 0; step < 40; step += 1) {
                    scrollBy(0, 400);
                    await new Promise(requestAnimationFrame);
                    const now = performance.now();
                    slowest = Math.max(slowest, now - before);
                    before = now;
                }
                return slowest;
            }"""
        )
    )


def measure(page: Page) -> Iterator[tuple[str, float, str]]:
    """What is measured, in milliseconds, and what it should be."""
    yield "first paint of the page", _median(lambda _: first_paint(page)), "≤ 1,000 ms"
    page.locator("#question").fill("Weshalb federt Esche?")
    page.locator("#question").press("Enter")
    page.locator(".exchange.settled").wait_for()
    clicks = _median(lambda at: click_to_quote(page, 1 + at % 2))
    yield "from a click on [n] to its marked quote", clicks, "≤ 100 ms"
    # A new place each time: what is open already is only scrolled to.
    opening = _median(lambda at: open_transcript(page, f"?episode=3&t=1:4{at}:00"))
    yield "open a transcript of 3,000 turns", opening, "≤ 1,000 ms"
    yield "slowest frame while it scrolls", _median(lambda _: slowest_frame(page)), ""


def _median(once: Callable[[int], float]) -> float:
    return statistics.median(once(at) for at in range(TRIES))


@contextmanager
def _page(url: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(
            viewport={"width": 1280, "height": 800}, locale="de-DE", reduced_motion="reduce"
        )
        page.goto(url)
        page.locator("html.arrived").wait_for()
        yield page
        browser.close()


def main() -> None:
    """Serve, measure, print."""
    small = small_corpus()
    corpus: Corpus = replace(small, episodes=(*small.episodes, endless()))
    print(f"{date.today()}, {os.cpu_count()} cores, median of {TRIES}\n")
    print("| what | measured | target |", "|---|---|---|", sep="\n")
    with opened(corpus, small_pipeline(corpus)) as url, _page(url) as page:
        for name, value, target in measure(page):
            print(f"| {name} | {value:.0f} ms | {target} |", flush=True)
    with opened(thousand(), small_pipeline(small)) as url, _page(url) as page:
        took = _median(lambda _: list_episodes(page, url))
        print(f"| list 1,000 episodes | {took:.0f} ms | ≤ 1,000 ms |", flush=True)


if __name__ == "__main__":
    main()
