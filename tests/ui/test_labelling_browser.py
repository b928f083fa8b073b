"""Confirming the questions of an eval set, in a headless Chromium, by mouse and by keyboard."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from eval.dataset import load_examples
from rag.errors import QuestionError
from tests.support.asking import GRADIO_LEAVES, opened, small_pipeline
from tests.support.axe import axe_source, serious_findings
from tests.support.complaints import Complaints
from tests.support.drafts import write_drafts
from tests.support.effort import often
from tests.support.fakes import small_corpus
from tests.support.tabs import PICTURES
from ui.texts.labelling import ENGLISH, GERMAN

pytestmark = [pytest.mark.browser, *GRADIO_LEAVES]
LOOKS = [(1440, "light"), (320, "dark"), (1440, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    file = tmp_path_factory.mktemp("labelling") / "mine.jsonl"
    corpus = small_corpus()
    with opened(corpus, small_pipeline(corpus), labelling=file) as url:
        yield url, file


def visit(browser: Browser, site: tuple[str, Path], width: int = 1280, **how: Any) -> Page:
    url, file = site
    write_drafts(file)
    given: dict[str, Any] = {"locale": "de-DE", "reduced_motion": "reduce", **how}
    page = browser.new_page(viewport={"width": width, "height": 800}, **given)
    page.set_default_timeout(20_000)
    page.goto(f"{url}?label=")
    page.locator(".labelling .said:visible").first.wait_for()
    return page


def decided(file: Path) -> list[dict[str, Any]]:
    return [json.loads(text) for text in file.read_text("utf-8").splitlines()]


def test_by_mouse_the_right_sentence_is_said_or_that_there_is_none(browser, site):
    page = visit(browser, site)
    seen = Complaints(page, (site[0],))
    expect(page.locator("#label-question")).to_have_value("Weshalb federt Esche?")
    expect(page.get_by_text(GERMAN.bad)).to_be_visible()
    expect(page.get_by_text("<b>Nein</b>")).to_be_visible()
    page.get_by_role("button", name=GERMAN.save, exact=True).click()
    expect(page.get_by_role("alert").filter(has_text=GERMAN.needs_sentence)).to_be_visible()
    page.get_by_role("button", name=re.compile("^Esche ist zäh")).first.click()
    expect(page.locator(".labelling .count")).to_have_text(GERMAN.chosen.replace("%1", "1"))
    page.get_by_role("button", name=GERMAN.save, exact=True).click()
    # The next is a chapter, of which the asker writes the question.
    expect(page.locator("#label-question")).to_be_focused()
    assert decided(site[1])[0]["gold"] == [
        {"episode": 1, "quote": "Esche ist zäh und federt, sie bricht nicht wie Fichte."}
    ]
    page.locator("#label-question").fill("Wie alt ist der Teig?")
    page.get_by_role("button", name=re.compile("^Er ist elf Jahre alt")).first.click()
    page.get_by_role("button", name=GERMAN.save, exact=True).click()
    expect(page.locator("#label-question")).to_have_value("Was kostet Stahl?")
    page.get_by_role("button", name=GERMAN.not_said).click()
    expect(page.get_by_text(GERMAN.all_done)).to_be_visible()
    examples = load_examples(site[1])
    assert [(one.id, one.type, one.answerable) for one in examples] == [
        ("own-001", "fact", True),
        ("own-002", "fact", True),
        ("own-003", "unanswerable", False),
    ]
    # What was decided can be looked at again, and is chosen still.
    page.get_by_role("button", name=GERMAN.previous).click()
    expect(page.get_by_text(GERMAN.confirmed)).to_be_visible()
    page.get_by_role("button", name=GERMAN.previous).click()
    expect(page.locator(".sentence[aria-pressed=true]").first).to_contain_text("elf Jahre")
    assert (seen.foreign, seen.lines) == ([], [])
    page.close()


def test_no_word_of_the_next_command_is_broken_on_however_narrow_a_screen(browser, site):
    page = visit(browser, site)
    for question in ("Weshalb federt Esche?", "", "Was kostet Stahl?"):
        expect(page.locator("#label-question")).to_have_value(question)
        page.locator("#label-question").fill(question or "Wie alt ist der Teig?")
        page.get_by_role("button", name=GERMAN.not_said).click()
    command = page.locator(".labelling .empty code")
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        expect(command).to_have_text("python -m eval --dataset mine.jsonl")
        words = command.locator("span").evaluate_all(
            "(all) => all.map((one) => one.getClientRects().length)"
        )
        assert words == [1] * 5
    page.close()


def test_by_keyboard_sentences_are_gone_through_chosen_and_saved(browser, site):
    page = visit(browser, site, locale="en-GB")
    expect(page.get_by_role("heading", name=ENGLISH.title)).to_be_focused()
    first = page.locator(".labelling .said:visible .sentence").first
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    chosen = page.locator(".sentence[aria-pressed=true]")
    words = chosen.first.text_content()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".labelling .progress")).to_contain_text(ENGLISH.saved)
    assert words in decided(site[1])[0]["gold"][0]["quote"]
    page.close()


def test_other_words_find_more_and_what_was_chosen_and_typed_stays(browser, site):
    page = visit(browser, site)
    page.locator("#label-question").fill("Weshalb nimmt er Esche?")
    page.get_by_role("button", name=re.compile("^Esche ist zäh")).first.click()
    page.get_by_label(GERMAN.search).fill("Morgen füttere")
    page.get_by_label(GERMAN.search).press("Enter")
    page.get_by_role("button", name=re.compile("^Den füttere ich")).first.wait_for()
    expect(page.locator("#label-question")).to_have_value("Weshalb nimmt er Esche?")
    expect(page.locator(".sentence[aria-pressed=true]")).to_contain_text(["Esche ist zäh"])
    before = page.locator(".said:visible").count()
    page.get_by_role("button", name=GERMAN.later).first.click()
    assert page.locator(".said:visible").count() > before
    page.get_by_role("button", name=GERMAN.skip).click()
    expect(page.locator("#label-question")).to_have_value("")
    expect(page.get_by_label(GERMAN.search)).to_have_value("")
    expect(page.locator(".sentence[aria-pressed=true]")).to_have_count(0)
    assert decided(site[1])[0]["draft"]["skipped"] is True
    page.close()


@pytest.mark.parametrize(("width", "scheme"), often(LOOKS[:2], LOOKS))
def test_it_fits_and_axe_finds_nothing(browser, site, width, scheme):
    page = visit(browser, site, width, color_scheme=scheme)
    page.get_by_role("button", name=re.compile("^Esche ist zäh")).first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= max(width, 340)
    look = page.locator(".labelling .words .act")
    assert look.evaluate("(button) => button.scrollWidth <= button.clientWidth")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"labelling-{width}-{scheme}.png")
    assert serious_findings(page, axe_source()) == []
    page.close()


def test_without_the_setting_the_window_has_no_such_view(browser):
    corpus = small_corpus()
    with opened(corpus, small_pipeline(corpus)) as url:
        page = browser.new_page()
        page.goto(f"{url}?label=")
        page.locator("html.arrived").wait_for()
        assert page.locator("#label-view").count() == 0
        page.close()


def test_a_file_that_is_no_set_is_said_before_the_window_opens(tmp_path):
    (tmp_path / "set.jsonl").write_text("no JSON", encoding="utf-8")
    corpus = small_corpus()
    with (
        pytest.raises(QuestionError, match="line 1"),
        opened(corpus, small_pipeline(corpus), labelling=tmp_path / "set.jsonl"),
    ):
        pass
