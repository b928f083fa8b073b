import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import Answer, Citation, Scope, ShowNote
from tests.support.asking import quotes
from tests.support.fakes import small_corpus
from tests.ui.html.test_cards import MARKUP, Page
from ui.html.answer.exchange import SHOWN_CHARACTERS, conversation, exchange
from ui.html.cards import anchor
from ui.html.markdown_export import as_markdown
from ui.state.conversation import Exchange, stopped_at
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN

NOTE = ShowNote(None, "Handwerk zum Zuhören.")
QUOTES = quotes(small_corpus())


def answered(
    text: str, *numbers: int, grounded: bool = True, notice: str | None = None
) -> Exchange:
    citations = tuple(Citation(number, NOTE) for number in numbers)
    answer = Answer("Frage", "Frage", "de", text, grounded, "extractive", citations, notice=notice)
    return Exchange("Frage", Scope(), answer, settled=True)


def shown(one: Exchange, rated: bool = False) -> str:
    return str(exchange(1, one, GERMAN, rated=rated))


@given(st.lists(st.sampled_from(MARKUP) | st.text(max_size=5), min_size=1).map("".join))
def test_text_stays_text(text: str) -> None:
    page = Page(shown(answered(text)))
    assert not {"script", "img", "b", "i"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    wanted = "".join(text.split())
    assert wanted in "".join(page.text.split())


def test_markers_of_citations_become_links_and_no_others() -> None:
    markup = shown(answered("So [1], aber nicht [2] oder [x].", 1))
    assert re.findall(r'class="cite" href="#([^"]+)"', markup) == [anchor(1, 1)]
    assert "So [1], aber nicht [2] oder [x]." in Page(markup).text


def test_links_point_at_the_cards_of_their_own_answer() -> None:
    markup = str(conversation((answered("a [1]", 1), answered("b [1]", 1)), GERMAN, rated=False))
    for number in (1, 2):
        assert f'href="#{anchor(number, 1)}"' in markup
        assert f'id="{anchor(number, 1)}"' in markup


def test_a_forged_marker_is_no_link() -> None:
    assert 'class="cite"' not in shown(answered("&#91;1&#93; <a href='#x'>[7]</a>", 1))


def test_who_worded_it_and_why_not_the_model() -> None:
    markup = shown(answered("a", 1, notice="Das Modell <i>schweigt</i>."))
    assert GERMAN.from_shownotes in markup and GERMAN.extractive not in markup
    assert "Das Modell &lt;i&gt;schweigt&lt;/i&gt;." in markup


def test_that_times_are_estimated_is_said_once() -> None:
    cited = tuple(Citation(number, QUOTES[number]) for number in (1, 2, 3))
    answer = Answer("F", "F", "de", "a [1] [2] [3]", True, "extractive", cited)
    markup = shown(Exchange("F", Scope(), answer, settled=True))
    assert GERMAN.extractive in markup
    assert "≈" not in Page(markup).text
    assert markup.count(GERMAN.estimated_times.format(seconds=6)) == 1


def test_a_refusal_stands_once_and_the_two_nearest_open_below_it() -> None:
    refused = Answer("F", "F", "de", "Nein.", False, "extractive")
    one = Exchange("F", Scope(episode=1), refused, tuple(QUOTES[1:5]), settled=True)
    markup = shown(one)
    near, folded = markup.split('<section class="near">')[1].split("<details")
    assert near.count("<article") == 2 and folded.count("<article") == 2
    assert GERMAN.nearest in near and GERMAN.ask_unfiltered in markup
    assert 'role="status">Nein.</p>' in markup
    unfiltered = Exchange("F", Scope(), refused, (), settled=True)
    assert GERMAN.ask_unfiltered not in shown(unfiltered)
    assert 'class="near"' not in shown(unfiltered)


def test_each_state_has_its_own_words() -> None:
    asked = Exchange("Mond?")
    states = {
        GERMAN.waiting: asked,
        GERMAN.stopped_early: stopped_at(asked),
        "Nichts.": answered("Nichts.", grounded=False),
        "Die Frage ist leer.": Exchange("", Scope(), "Die Frage ist leer.", settled=True),
    }
    for words, one in states.items():
        assert words in shown(one)
        assert '<article class="card"' not in shown(one)


def test_thumbs_only_where_they_are_kept() -> None:
    assert "rating" not in shown(answered("a", 1))
    assert "rating" in shown(answered("a", 1), rated=True)


def test_the_filters_of_a_question_are_shown() -> None:
    one = Exchange("Wer?", Scope(2, "Uwe <b>"), "Nein.", settled=True)
    assert "Folge 2" in Page(shown(one)).text
    assert "Uwe <b>" in Page(shown(one)).text
    assert "Episode 2" in Page(str(exchange(1, one, ENGLISH, rated=False))).text


def test_a_long_question_is_shown_cut() -> None:
    markup = shown(Exchange("x" * (SHOWN_CHARACTERS + 5)))
    assert ">" + "x" * SHOWN_CHARACTERS + "…</h2>" in markup


def test_the_timeline_marks_what_is_cited_and_what_is_beside_it() -> None:
    answer = Answer("F", "F", "de", "a [1]", True, "x", (Citation(1, QUOTES[2]),))
    one = Exchange("F", Scope(), answer, (QUOTES[3], QUOTES[-1]), settled=True)
    page = Page(shown(one).split("<svg")[1].split("</svg>")[0].replace("</a>", "", 0))
    hrefs = [value for name, value in page.attributes if name == "href"]
    assert f"#{anchor(1, 1)}" in hrefs
    # The chapters of episode 1 and the passage in it; the other one is in episode 2.
    assert len(hrefs) == 1 + 1 + 2
    assert "Kapitel „Das richtige Holz“ ab 0:20 lesen" in page.text


@pytest.mark.parametrize("words", [GERMAN, ENGLISH])
def test_markdown_has_the_citations_and_shows_text_as_text(words) -> None:
    answer = Answer("F", "F", "de", "*Fett* [1] [2]\n# Nein", True, "x", (Citation(1, QUOTES[2]),))
    text = as_markdown(Exchange("<b>Wer?</b>", Scope(), answer), words)
    assert text.startswith("## \\<b\\>Wer?")
    assert "\\*Fett\\* [1] \\[2\\]" in text
    assert "\n\\# Nein" in text
    assert "1. Uwe Groß, " in text
    assert QUOTES[2].text.strip().replace("-", "-") in text


def test_what_is_copied_survives_the_attribute() -> None:
    one = answered('"Zitat" & <b> [1]', 1)
    found = re.search(r'data-markdown="([^"]*)"', shown(one))
    assert found is not None
    assert html.unescape(found[1]) == as_markdown(one, GERMAN)


@pytest.mark.parametrize(("words", "said"), [(GERMAN, "noch 3 vor dir"), (ENGLISH, "3 ahead of")])
def test_a_question_in_line_says_how_many_are_ahead(words, said) -> None:
    waiting = Exchange("Warum federt Esche?", ahead=3)
    assert said in str(exchange(1, waiting, words, rated=False))
    assert words.waiting in str(exchange(1, Exchange("Warum?"), words, rated=False))


def test_what_the_notes_link_to_is_a_link_and_nothing_else() -> None:
    note = ShowNote(small_corpus().episodes[1], "Buch: https://werkstatt.test/buch_(2).")
    answer = Answer(
        "F",
        "F",
        "de",
        "Hier: https://werkstatt.test/buch_(2), sonst https://elsewhere.test/x [1].",
        True,
        "extractive",
        (Citation(1, note),),
    )
    markup = shown(Exchange("F", Scope(), answer, settled=True))
    links = [value for name, value in Page(markup).attributes if name == "href"]
    assert links.count("https://werkstatt.test/buch_(2)") == 1
    assert not [link for link in links if link and "elsewhere" in link]
    assert "?episode=2" in links and GERMAN.see_episode.format(number=2) in markup


def test_many_episodes_are_not_led_to() -> None:
    told = [ShowNote(episode, "Titel") for episode in (*small_corpus(), *small_corpus())]
    many = [replace(one, episode=replace(one.episode, number=n)) for n, one in enumerate(told, 1)]
    cited = tuple(Citation(number, note) for number, note in enumerate(many, 1))
    answer = Answer("F", "F", "de", "Alle [1]", True, "extractive", cited)
    assert 'class="leads"' not in shown(Exchange("F", Scope(), answer, settled=True))
