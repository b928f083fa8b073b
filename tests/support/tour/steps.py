"""What somebody does in a window on the way to a state."""

import base64
from pathlib import Path

from tests.support import tabs
from tests.support.tour.visit import Step, Visit
from ui.state.browser_storage import MOST


def asked(*questions: str) -> Step:
    """Ask one after the other, and wait for each whole answer."""

    def step(visit: Visit) -> None:
        for question in questions:
            tabs.ask(visit.page, question, visit.words)

    return step


def sent(question: str, seen: str) -> Step:
    """Ask, and wait until something is seen, which may be long before the answer is whole."""

    def step(visit: Visit) -> None:
        field = visit.page.get_by_label(visit.words.question)
        field.fill(question)
        field.press("Enter")
        visit.page.locator(seen).first.wait_for()

    return step


def insisted(question: str, seen: str) -> Step:
    """Ask over and over again, until something is seen that comes of it."""

    def step(visit: Visit) -> None:
        for _ in range(20):
            sent(question, ".composer")(visit)
            visit.page.wait_for_timeout(700)
            if visit.page.locator(seen).first.is_visible():
                return
        raise AssertionError(f"{seen} did not come")

    return step


def sees(*parts: str) -> Step:
    """Wait for what is there in the end."""

    def step(visit: Visit) -> None:
        for part in parts:
            visit.page.locator(part).first.wait_for()

    return step


def pressed(*parts: str) -> Step:
    """Press one after the other, each the first of its kind that can be seen."""

    def step(visit: Visit) -> None:
        for part in parts:
            visit.page.locator(f"{part} >> visible=true").first.click()

    return step


def filled(part: str, text: str, key: str = "") -> Step:
    """Write into a field, and press a key in it."""

    def step(visit: Visit) -> None:
        visit.page.locator(part).fill(text)
        if key:
            visit.page.locator(part).press(key)

    return step


def chosen(part: str, label: str) -> Step:
    """Choose from a list."""
    return lambda visit: visit.page.locator(part).select_option(label=label)


def brought(part: str) -> Step:
    """Bring something onto the screen."""
    return lambda visit: visit.page.locator(part).last.scroll_into_view_if_needed()


def focused(part: str) -> Step:
    """Reach something by the keyboard."""

    def step(visit: Visit) -> None:
        visit.page.keyboard.press("Tab")
        visit.page.locator(part).first.focus()

    return step


def waited(milliseconds: int) -> Step:
    """Wait for what nothing on the page tells of."""
    return lambda visit: visit.page.wait_for_timeout(milliseconds)


def marked(visit: Visit) -> None:
    """Show who is quoted at the second mark of a text, where something hovers; else its card."""
    mark = visit.page.locator(".settled .answer p .cite").nth(1)
    if visit.narrow:
        mark.click()
    else:
        mark.hover()
        visit.page.locator(".peek").wait_for()


def _card(visit: Visit) -> str:
    """Where the first quote can be taken along; a phone opens its card for that."""
    if visit.narrow:
        pressed(".settled .answer .cite")(visit)
    return ".card:visible"


def on_card(part: str) -> Step:
    """Press something on the card of the first quote."""
    return lambda visit: visit.page.locator(f"{_card(visit)} {part}").first.click()


def kept(visit: Visit) -> None:
    """Keep two conversations and a quote, and look at them."""
    on_card("[data-act=save-quote]")(visit)
    if visit.narrow:
        pressed(".card.current .back")(visit)
    drawer(visit)
    with visit.page.expect_navigation():
        pressed("dialog.drawer [data-act=begin]")(visit)
    visit.page.locator("html.arrived").wait_for()
    asked("Wer ist zu Gast in Folge 2?")(visit)
    drawer(visit)


def drawer(visit: Visit) -> None:
    """Open what this browser keeps."""
    pressed("[data-act=kept]")(visit)
    visit.page.locator("dialog.drawer[open]").wait_for()


def deleting(visit: Visit) -> None:
    """Ask for a conversation to be deleted, which a phone does in the drawer."""
    if visit.narrow:
        kept(visit)
        pressed("[data-act=forget-conversation]")(visit)
    else:
        pressed("[data-act=clear]")(visit)
    visit.page.locator(".sure").wait_for()


def filling(visit: Visit) -> None:
    """Let the conversation be as long as one may become, and ask on."""
    visit.page.evaluate(
        """(most) => {
            const name = Object.keys(localStorage).find((one) => /nachgefragt.*\\//.test(one));
            const kept = JSON.parse(localStorage.getItem(name));
            kept.rows = Array(most).fill(kept.rows[0]);
            localStorage.setItem(name, JSON.stringify(kept));
        }""",
        MOST,
    )
    visit.page.reload()
    visit.page.locator("html.arrived").wait_for()
    sent("Wer ist zu Gast in Folge 2?", ".exchange.settled h2:has-text('zu Gast')")(visit)


def without_room(visit: Visit) -> None:
    """Leave no room in this browser to keep anything."""
    visit.page.evaluate("localStorage.setItem('full', 'x'.repeat(5 * 1024 * 1024 - 100))")


def as_picture(visit: Visit) -> None:
    """Look at the picture that the first quote becomes."""
    with visit.page.expect_download() as waiting:
        on_card("[data-act=as-image]")(visit)
    data = base64.b64encode(Path(waiting.value.path()).read_bytes()).decode()
    visit.page.goto("about:blank")
    shown = "width: 100%; height: 100vh; object-fit: contain"
    visit.page.set_content(f"<img style='{shown}' src='data:image/png;base64,{data}'>")


def printed(visit: Visit) -> None:
    """Look at the page as it is on paper."""
    visit.page.emulate_media(media="print")


def picking(visit: Visit) -> None:
    """Open the list to choose an episode from."""
    pressed(".pick")(visit)
    visit.page.locator(".picker [role=option]").nth(1).wait_for()


def picked(visit: Visit) -> None:
    """Choose the last episode of that list."""
    picking(visit)
    visit.page.locator(".picker [role=option]").last.click()


def playing(part: str) -> Step:
    """Let a recording play from somewhere."""

    def step(visit: Visit) -> None:
        visit.page.locator(part).first.click()
        visit.page.wait_for_function("!document.querySelector('audio').paused")
        # Both schemes show the same second.
        visit.page.evaluate("document.querySelector('audio').pause()")

    return step


def scrolled_away(visit: Visit) -> None:
    """Scroll away from the sentence that is heard."""
    visit.page.evaluate("dispatchEvent(new Event('touchmove'))")
    visit.page.evaluate("dispatchEvent(new WheelEvent('wheel', {deltaY: 100})); scrollTo(0, 0)")
    visit.page.locator(".follow").wait_for()


def left_alone(visit: Visit) -> None:
    """Let the server go away."""
    visit.leave()


def cut_off(visit: Visit) -> None:
    """Let the line break."""
    visit.page.context.set_offline(True)


def besides(question: str) -> Step:
    """Ask in another tab, and do not wait for that."""

    def step(visit: Visit) -> None:
        other = visit.page.context.new_page()
        tabs.arrive(other, visit.url)
        other.get_by_label(visit.words.question).fill(question)
        other.get_by_label(visit.words.question).press("Enter")
        other.locator("#latest .exchange").wait_for()
        visit.page.bring_to_front()

    return step
