"""Long and repeated text costs in proportion to its length: anything quadratic takes minutes."""

from contextlib import suppress

import pytest

from corpus import Chapter, Corpus, Episode, Podcast, Turn, align, chapter_spans, moment
from corpus.errors import ImportFailed
from corpus.formats.captions.subtitles import read_subtitles
from corpus.formats.markup import plain
from corpus.formats.pages import show_notes as shownotes
from corpus.formats.pages.show_page import read_show_page
from corpus.formats.texts.named_text import read_named_text
from corpus.formats.xml import after_prolog, read_xml
from corpus.importing.recognise import read
from corpus.text.names import alike
from corpus.timing.usable_chapters import chapter_warnings
from rag.types import Answer, Citation, Quote
from tests.corpus.formats.test_wild_input import at_most
from tests.support.feeds import feed, item
from ui.html.answer.exchange import exchange
from ui.pages.episode import episode_page
from ui.pages.transcript import transcript_piece
from ui.state.conversation import Exchange
from ui.state.events import Place
from ui.texts.german import GERMAN

SECONDS = 10.0  # of CPU; each of these takes less than one
LONG = 300_000
COMMENTS = "<!-- made by hand -->\n"


@pytest.mark.parametrize("count", [40, 20_000])
def test_comments_before_a_feed(count):
    text = COMMENTS * count + feed(item(1)).decode()
    with at_most(SECONDS):
        assert len(read(text).items) == 1


@pytest.mark.parametrize(
    "tail", ["", "<", "<!--", "<!DOCTYPE", "<?", "x", "<a", "<!DOCTYPE html><p>"]
)
def test_comments_before_anything(tail):
    for head in (COMMENTS, "<?a b?>", "<!---->", "<!--", "<?", " "):
        with at_most(SECONDS), suppress(ImportFailed):
            read(head * (LONG // len(head)) + tail)


def test_the_prolog_ends_at_the_first_tag():
    for prolog in ("", " \n", COMMENTS, "<?xml version='1.0'?>\n<!-- <b> -->\n<?a b?> "):
        assert after_prolog(f"{prolog}<rss>") == len(prolog)
    assert after_prolog("<!-- not closed <rss>") == 0
    assert after_prolog("<?php not closed <rss>") == 0


def test_a_comment_between_document_type_and_root_is_no_root():
    text = "<!-- <c> --><!DOCTYPE rss>\n<!-- <b> -->\n<rss><itunes:author>A</itunes:author></rss>"
    assert read_xml(text).tag == "rss"


NOTES = {
    "people": [
        "\n",
        " \n",
        "\n\t",
        "A-",
        "A" + "-" * 1000,
        ", -",
        "Gast: A, b, c. ",
        "(",
        "Gast: ",
    ],
    "links": ["https://a.de/", "https://a.deA", ".deA", "https://a/b:", "A", " ", "\n"],
    "chapters": ["ab 1:00|", "[00:01]", "[00:", "ab "],
    "sections": ["____", "____ ", "____PERSONEN", "____\n", "_ "],
}


@pytest.mark.parametrize(("part", "token"), [(p, t) for p, tokens in NOTES.items() for t in tokens])
def test_show_notes(part, token):
    for head in ("", "A", "https://a"):
        with at_most(SECONDS):
            getattr(shownotes, part)(head + token * (LONG // len(token)) + "A")


def test_one_long_name_and_one_long_address():
    with at_most(SECONDS):
        (person,) = shownotes.people("Gast: A" + "-" * LONG + "b")
        link, *_ = shownotes.links("https://a" + ".deA" * 50_000 + " x")
    assert len(person.name) == LONG + 2
    assert link.url.endswith(".de")


@pytest.mark.parametrize("token", ["Jana: ", "sagt (Jana: ", "Jana:\n", "x", " ", "-Jana: a"])
def test_turns(token):
    with at_most(SECONDS):
        shownotes.turns(token * (LONG // len(token)) + "Jana: Ja.", ("Jana", "Uwe"))


def test_people_are_read_as_before():
    text = (
        "Moderation: Jana Öztürk, Bäckerin, Werkstatt e.V. –\n\n  Gast: (Uwe) – https://a.de "
        "Host*in: Mia"
    )
    found = [(person.role, person.name, person.organisation) for person in shownotes.people(text)]
    assert found == [
        ("Moderation", "Jana Öztürk", "Werkstatt e.V."),
        ("Gast", "Uwe)", None),
        ("Host*in", "Mia", None),
    ]


def test_lines_of_other_formats():
    with at_most(SECONDS):
        read_show_page("T\n• 02.03.2021\nFolge" + " " * LONG + "x\n" + "." * LONG)
        read_named_text("Jana: Ja.\nUwe: Nein.\n#" + " " * LONG)
        read_subtitles("1\n00:00:01,000 --> 00:00:02,000\n<v" + " " * LONG + "\n" + ">" * LONG)


def test_an_entity_of_endless_digits_is_no_error():
    assert plain("a&#" + "9" * 5000 + ";b") == "a\N{REPLACEMENT CHARACTER}b"


def episode(chapters: int, turns: int) -> Episode:
    words = [f"Wort{index}" for index in range(50)]
    said = tuple(
        Turn(f"S{i % 3}", f"{' '.join(words)} {i}.", 10.0 * i, 10.0 * i + 9) for i in range(turns)
    )
    marks = tuple(
        Chapter(10.0 * turns * index / chapters + 0.5, f"{words[index % 50]} {index}")
        for index in range(chapters)
    )
    return Episode("a", 1, "A", duration=10.0 * turns, language="de", chapters=marks, turns=said)


def test_ten_thousand_chapters_are_planned():
    many = episode(10_000, 1000)
    with at_most(3 * SECONDS):
        spans = chapter_spans(many)
        assert all(moment(many, turn, 20) for turn in range(0, 1000, 10))
        chapter_warnings(many)
    assert "".join(many.turns[s.turn].text[s.start : s.end] for s in spans) == "".join(
        turn.text for turn in many.turns
    )
    starts = [span.chapter.start for span in spans if span.chapter]
    assert starts == sorted(starts) and len(set(starts)) > 9000


def test_ten_thousand_chapters_are_shown():
    """To whoever opens the episode, at a turn too, and to whoever is told the answer from it."""
    many = episode(10_000, 1000)
    quotes = [Quote(many, turn, 0, 20, many.chapters[turn]) for turn in range(0, 1000, 200)]
    citations = tuple(Citation(number, quote) for number, quote in enumerate(quotes, 1))
    answer = Answer("a?", "a?", "de", "b [1]", True, "x", citations)
    with at_most(4 * SECONDS):
        shown = episode_page(Corpus(Podcast("x", "x"), (many,)), many, Place(turn=500), GERMAN)
        exchange(1, Exchange("a?", reply=answer, settled=True), GERMAN, rated=False)
    assert 0 < shown.count("<h4") < 9000
    with at_most(4 * SECONDS):
        pieces = [
            transcript_piece(many, n, None, GERMAN) for n in range(shown.count("data-from") + 1)
        ]
    assert sum(piece.count("<h4") for piece in pieces) > 9000


def test_a_thousand_chapters_are_aligned():
    many = episode(1000, 100)
    bare = tuple(Turn(turn.speaker, turn.text) for turn in many.turns)
    with at_most(6 * SECONDS):
        aligned = align(Episode("a", 1, "A", duration=1000.0, chapters=many.chapters, turns=bare))
    starts = [turn.start for turn in aligned.turns]
    assert starts == sorted(set(starts))


def test_a_title_of_one_endless_word_is_compared_with_nothing():
    chapters = (Chapter(0.0, "a"), Chapter(50.0, "b" * 20_000))
    turns = tuple(Turn("A", "Und so geht es. " * 20) for _ in range(20))
    with at_most(SECONDS):
        align(Episode("a", 1, "A", duration=100.0, chapters=chapters, turns=turns))


def test_thousands_of_names():
    names = [f"Name{index} von {index}" for index in range(30_000)]
    with at_most(SECONDS):
        assert alike([*names, "Name7"]) == [("Name7 von 7", "Name7")]
    assert alike(["Jana", "Jana Roth", "Jana Öztürk"]) == []
