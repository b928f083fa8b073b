from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Chapter, Corpus, Episode, Turn
from rag.types import Citation, Quote, ShowNote
from tests.support.asking import quotes
from tests.support.fakes import small_corpus
from ui.html import cards
from ui.html.cards import context, link_to, passage
from ui.html.chooser import known
from ui.texts.german import GERMAN

CORPUS: Corpus = small_corpus()
OUR_TAGS = set(
    "li article header span h3 h4 time div p b cite blockquote mark a footer button".split()  # noqa: SIM905
)
MARKUP = (
    "<b>",
    "</mark>",
    "<script>",
    "<img onerror=x>",
    "&amp;",
    "{x}",
    "${x}",
    '" ',
    "' ",
    "-->",
)


class Page(HTMLParser):
    """Every tag of a piece of HTML, its attributes, and its text inside and outside <mark>."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.marked = ""
        self._open: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("br", "input"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self._open:
            self.marked += data


def card(answer: int, citation: Citation) -> str:
    return str(cards.card(answer, citation, GERMAN))


def esche() -> Quote:
    """The second sentence of a turn with three, its times estimated."""
    return next(quote for quote in quotes(CORPUS) if quote.text.startswith("Esche ist zäh"))


def test_a_card_says_who_where_and_when() -> None:
    page = Page(card(1, Citation(1, esche())))
    for words in ("Uwe Groß", "Folge 1", "Vom Brett zum Stuhl", "Leim oder Schrauben?", "0:"):
        assert words in page.text
    assert "#01" not in page.text
    assert page.marked == esche().text.strip()
    assert f"{CORPUS.episodes[0].turns[2].text}" in page.text


def test_the_question_before_it_is_part_of_the_context() -> None:
    first = next(quote for quote in quotes(CORPUS) if quote.text.startswith("Am liebsten"))
    page = Page(card(1, Citation(1, first)))
    assert "Jana Öztürk: Welches Holz nimmst du für einen Stuhl?" in page.text


def test_what_is_quoted_has_its_language() -> None:
    assert ("lang", "de") in Page(card(1, Citation(1, esche()))).attributes


def test_a_long_passage_is_cut_at_sentences_around_what_is_looked_for() -> None:
    said = " ".join([*["Das hier ist ein langer Satz von nichts."] * 20, "Esche federt.", "Ende."])
    episode = Episode("x", 1, "X", turns=(Turn("A", said),))
    page = Page(str(passage("p", 1, Quote(episode, 0, 0, len(said), None), GERMAN, "Eschen")))
    assert page.marked == "Esche" and "… Das hier" in page.text and "Ende." in page.text
    assert len(page.text) < 500


def test_a_measured_time_has_no_tilde() -> None:
    quote = next(quote for quote in quotes(CORPUS) if quote.text.startswith("Den füttere"))
    page = Page(card(1, Citation(1, quote)))
    assert "0:34" in page.text
    assert "≈" not in page.text


def test_what_nobody_knows_is_said_or_left_out() -> None:
    episode = Episode("x", 3, "Ohne alles", turns=(Turn(None, "Nur Worte."),))
    page = Page(card(1, Citation(1, Quote(episode, 0, 0, 10, None))))
    assert GERMAN.unknown_speaker in page.text
    assert GERMAN.time_unknown in page.text
    assert "Kapitel" not in page.text
    assert page.marked == "Nur Worte."


@pytest.mark.parametrize("episode", [CORPUS.episodes[0], None])
def test_show_notes_have_a_card_too(episode: Episode | None) -> None:
    page = Page(card(1, Citation(2, ShowNote(episode, "Ein Tischler erzählt."))))
    assert page.marked == "Ein Tischler erzählt."
    assert ("Folge 1" in page.text) == (episode is not None)


@given(st.lists(st.sampled_from(MARKUP) | st.text(max_size=5), min_size=1).map("".join))
def test_whatever_was_said_stays_text(wild: str) -> None:
    turn = Turn(wild, wild, 1.0, 2.0)
    episode = Episode("x", 1, wild, chapters=(Chapter(0.0, wild),), turns=(turn,))
    quote = Quote(episode, 0, 0, len(wild), episode.chapters[0])
    for citation in (Citation(1, quote), Citation(1, ShowNote(episode, wild))):
        page = Page(card(1, citation))
        assert set(page.tags) <= OUR_TAGS
        assert not [name for name, _ in page.attributes if name.startswith("on")]
        assert page.marked.rstrip() == wild.rstrip()


@given(st.integers(0, 3_000), st.integers(1, 300))
def test_context_is_the_turn_around_the_quote(start: int, length: int) -> None:
    text = "".join(f"Satz Nummer {number} ist hier. " for number in range(120))
    episode = Episode("x", 1, "X", turns=(Turn("A", text),))
    quote = Quote(episode, 0, start, min(start + length, len(text)), None)
    before, after = context(quote)
    shown = before.removeprefix("… ") + quote.text + after.removesuffix(" …")
    assert shown.strip() in text
    assert len(before) < 260
    assert len(after) < 260
    assert before.startswith("… ") or text.startswith(before)


def test_listening_only_where_there_is_audio() -> None:
    silent, audible = CORPUS.episodes
    assert "listen" not in card(1, Citation(1, esche()))
    page = Page(card(1, Citation(1, Quote(audible, 1, 0, 26, None))))
    attributes = dict(page.attributes)
    assert attributes["data-src"] == audible.audio_url
    assert silent.audio_url is None


def test_a_quote_is_copied_with_who_where_and_when() -> None:
    copied = dict(Page(card(1, Citation(1, esche()))).attributes)["data-copy"]
    text = esche().text.strip()
    assert copied is not None
    assert copied.startswith(f"„{text}“ — Uwe Groß, Folge 1 „Vom Brett zum Stuhl“, Kapitel „Leim ")
    assert "≈ 0:" in copied


def test_a_link_names_the_time_or_else_the_turn() -> None:
    quote = esche()
    assert link_to(quote.episode, quote.begins, 2).startswith("?episode=1&t=0:")
    assert link_to(quote.episode, None, 2) == "?episode=1&turn=2"


@given(st.lists(st.sampled_from(MARKUP) | st.text(max_size=5), min_size=1).map("".join))
def test_a_passage_stays_text_and_its_words_stand_out(wild: str) -> None:
    text = f"Davor {wild} Esche."
    episode = Episode("x", 1, wild, turns=(Turn(wild, text, 1.0, 2.0),))
    span = Quote(episode, 0, 0, len(text), None)
    page = Page(str(passage("beside-1", 1, span, GERMAN, "Eschen")))
    assert set(page.tags) <= OUR_TAGS
    assert "Esche" in page.marked
    assert text in page.text


def test_a_date_and_a_length_stay_in_one_line() -> None:
    facts = list(known(small_corpus().episodes[0], GERMAN))
    assert facts == ["mit Uwe Groß", "3.\xa0April\xa02024", "2\xa0Min."]
