"""What is nothing but a quote is drawn as that quote; all else of an answer stays prose."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Chapter, Corpus, Episode, Podcast, Turn, sentence_spans
from rag.pipeline.podcast import quoted
from rag.types import Answer, Citation, Quote, ShowNote
from tests.support.asking import quotes
from tests.support.fakes import small_corpus
from tests.ui.html.test_cards import Page
from ui.html.answer.quotes import AROUND, paragraphs, shortened
from ui.pages.episode import episode_page
from ui.state.events import Place
from ui.texts.german import GERMAN

QUOTES = quotes(small_corpus())
SENTENCES = "".join(f"Satz Nummer {number} ist hier gesagt worden. " for number in range(30))


def answer(*sources: Quote | ShowNote, lead: str = "") -> Answer:
    """An answer as the pipeline words it without a language model."""
    citations = tuple(Citation(number, source) for number, source in enumerate(sources, 1))
    text = "\n\n".join(filter(None, [lead, *quoted(citations, "de")]))
    return Answer("F", "F", "de", text, True, "extractive", citations)


def shown(one: Answer) -> str:
    return str(paragraphs(1, one, GERMAN))


def test_each_quote_stands_once_with_who_where_and_when() -> None:
    markup = shown(answer(*QUOTES[3:6]))
    page = Page(markup)
    for quote in QUOTES[3:6]:
        assert page.text.count(quote.text.strip()) == 1
    assert "sagt Uwe Groß" not in page.text and page.text.count("Uwe Groß") >= 1
    assert markup.count('class="quote first"') == 1
    folded = markup.split("<details")[1]
    assert folded.count("<figure") == 1 and GERMAN.more_quotes.format(count=1) in folded


def test_each_of_several_questions_stands_above_what_answers_it() -> None:
    cited = tuple(Citation(number, quote) for number, quote in enumerate(QUOTES[3:5], 1))
    said = ["Ist Esche zäh?", *quoted(cited, "de"), "wie lang ist Folge 1?", "Zwei Minuten."]
    asked = "Ist Esche zäh? Und wie lang ist Folge 1?"
    markup = shown(Answer(asked, asked, "de", "\n\n".join(said), True, "extractive", cited))
    parts = ("zäh?</h3>", "<figure", "Folge 1?</h3>", "Zwei Minuten.")
    places = [markup.index(part) for part in parts]
    assert places == sorted(places)
    assert markup.count("<h3") == 2 and markup.count('class="quote first"') == 1


def test_prose_and_notes_stay_what_they_are() -> None:
    note = ShowNote(small_corpus().episodes[0], "Ein Tischler erzählt.\n\nMehr nicht.")
    page = Page(shown(answer(QUOTES[2], note, lead="So steht es da.")))
    assert "So steht es da." in page.text
    assert "Ein Tischler erzählt.\n\nMehr nicht." in page.text
    assert page.tags.count("blockquote") == 2
    written = Answer("F", "F", "de", "Er mag Esche [1].", True, "m", (Citation(1, QUOTES[2]),))
    page = Page(shown(written))
    assert "Er mag Esche [1]." in page.text and "blockquote" not in page.tags


def test_the_sentence_that_answers_is_brought_out() -> None:
    episode = Episode("x", 1, "X", turns=(Turn("A", SENTENCES),))
    start, end = sentence_spans(SENTENCES)[12]
    quote = Quote(episode, 0, 0, len(SENTENCES), None, core=(start, end))
    page = Page(shown(answer(quote)))
    assert page.marked == "Satz Nummer 12 ist hier gesagt worden."
    assert "Satz Nummer 11" in page.text and "Satz Nummer 2 " not in page.text
    second = Page(shown(answer(QUOTES[2], quote)))
    assert "… Satz Nummer 12 ist hier gesagt worden. …" in second.text
    # What is left out has no line of its own below the large sentence.
    assert second.marked.endswith("… Satz Nummer 12 ist hier gesagt worden. …")


def test_a_chapter_is_told_by_one_sentence_however_long_its_quote_is() -> None:
    chapter = Chapter(0.0, "Erstes")
    episode = Episode("x", 1, "X", chapters=(chapter,), turns=(Turn("A", SENTENCES),))
    quote = Quote(episode, 0, 0, len(SENTENCES), chapter, core=sentence_spans(SENTENCES)[12])
    corpus = Corpus(Podcast("x", "X", language="de"), (episode,))
    page = str(episode_page(corpus, episode, Place(), GERMAN, key_sentences=[quote]))
    before = page.split("Nummer 0 ")[0]
    assert "„Satz Nummer 12 ist hier gesagt worden.“" in before


@given(st.integers(0, 29), st.integers(0, 29), st.integers(0, 29), st.integers(0, 400))
def test_whatever_is_cut_is_a_slice_of_what_was_said(a: int, b: int, c: int, around: int) -> None:
    first, core, last = sorted((a, b, c))
    spans = sentence_spans(SENTENCES)
    episode = Episode("x", 1, "X", turns=(Turn("A", SENTENCES),))
    quote = Quote(episode, 0, spans[first][0], spans[last][1], None, core=spans[core])
    before, said, after = shortened(quote, around)
    text = before.removeprefix("… ") + said + " " + after.removesuffix(" …").strip()
    assert " ".join(text.split()) in " ".join(SENTENCES.split())
    assert len(before) <= around + 2 and len(after) <= around + 3
    cut = len(before.removeprefix("… ")) < spans[core][0] - spans[first][0]
    assert before.startswith("… ") == cut


def test_a_quote_without_a_core_opens_with_its_first_sentences() -> None:
    episode = Episode("x", 1, "X", turns=(Turn("A", SENTENCES),))
    before, said, _ = shortened(Quote(episode, 0, 0, len(SENTENCES), None), AROUND)
    assert before == "" and said.startswith("Satz Nummer 0 ") and 100 < len(said) <= 260
    assert shortened(QUOTES[2], 0)[1] == QUOTES[2].text.strip()


@pytest.mark.parametrize("blanks", ["\n" * 9_000, " \n" * 9_000, "\n \t" * 6_000])
def test_many_blank_lines_cost_little(blanks: str) -> None:
    one = Answer("F", "F", "de", f"a{blanks}b", True, "m", (Citation(1, QUOTES[2]),))
    assert "".join(Page(shown(one)).text.split()).startswith("ab")


def test_an_episode_without_a_title_is_told_by_its_number() -> None:
    quote = QUOTES[2]
    bare = replace(quote, episode=replace(quote.episode, title="", chapters=()), chapter=None)
    assert "·" not in Page(shown(answer(bare))).text
