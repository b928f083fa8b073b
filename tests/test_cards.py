from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Chapter, Corpus, Episode, Turn
from rag.types import Answer, Citation, Quote, ShowNote
from tests.asking import quotes, small_pipeline
from tests.fakes import small_corpus
from ui import wording
from ui.cards import card, context, panel
from ui.conversation import Exchange, settle

CORPUS: Corpus = small_corpus()
OUR_TAGS = set("li article header span h3 time div p b cite blockquote mark a".split())  # noqa: SIM905
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
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self._open:
            self.marked += data


def esche() -> Quote:
    """The second sentence of a turn with three, its times estimated."""
    return next(quote for quote in quotes(CORPUS) if quote.text.startswith("Esche ist zäh"))


def test_a_card_says_who_where_and_when() -> None:
    page = Page(card(1, Citation(1, esche())))
    for words in ("Uwe Groß", "Folge 1", "Vom Brett zum Stuhl", "Leim oder Schrauben?", "≈ 0:"):
        assert words in page.text
    assert "#01" not in page.text
    assert page.marked == esche().text.strip()
    assert f"{CORPUS.episodes[0].turns[2].text}" in page.text


def test_a_measured_time_has_no_tilde() -> None:
    quote = next(quote for quote in quotes(CORPUS) if quote.text.startswith("Den füttere"))
    page = Page(card(1, Citation(1, quote)))
    assert "0:34" in page.text
    assert "≈" not in page.text


def test_what_nobody_knows_is_said_or_left_out() -> None:
    episode = Episode("x", 3, "Ohne alles", turns=(Turn(None, "Nur Worte."),))
    page = Page(card(1, Citation(1, Quote(episode, 0, 0, 10, None))))
    assert wording.UNKNOWN_SPEAKER in page.text
    assert wording.TIME_UNKNOWN in page.text
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


def test_only_the_latest_cards_are_shown() -> None:
    pipeline = small_pipeline(CORPUS)
    first = settle(pipeline, (Exchange("Warum federt Esche?"),))
    both = settle(pipeline, (*first, Exchange("Wie alt ist der Sauerteig?")))
    sections = str(panel(both)).split("<section")[1:]
    assert [" hidden" in section.split(">")[0] for section in sections] == [True, False]
    assert 'id="beleg-1-1"' in sections[0]
    assert 'id="beleg-2-1"' in sections[1]


def test_each_state_without_cards_has_its_own_words() -> None:
    refused = Answer("Mond?", "Mond?", "de", "Nichts.", grounded=False, generator="fake")
    states = {
        wording.NO_SOURCES_YET: (),
        wording.SEARCHING: (Exchange("Mond?"),),
        wording.NOT_SAID: (Exchange("Mond?", refused),),
        wording.NO_ANSWER: (Exchange("", "Die Frage ist leer."),),
    }
    for words, conversation in states.items():
        assert words in str(panel(conversation))
        assert "<article" not in str(panel(conversation))


def test_the_question_above_the_cards_is_escaped_and_short() -> None:
    [exchange] = settle(small_pipeline(CORPUS), (Exchange("Esche? <b>" + "x" * 200),))
    markup = str(panel((exchange,)))
    assert "Esche? &lt;b&gt;xxx" in markup
    assert "x" * 100 not in markup
