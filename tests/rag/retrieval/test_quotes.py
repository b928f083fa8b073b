"""What is quoted: whole sentences of one turn, verbatim, the answer rather than the question."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Chapter, Episode, Person, Turn
from rag.index.chunking import single_sentences
from rag.question.scope import asks_for_each
from rag.retrieval.quotes import (
    MARGIN,
    MOST_QUOTES,
    MOST_WORDS_JOINED,
    _are_close,
    choose_quotes,
    of_each,
    ranked_sentences,
    says_something,
)
from rag.types import Chunking, Hit
from tests.support.made_up import episodes

PEOPLE = (Person("Anna", "Moderation"), Person("Uwe", "Gast"))
ESCHE = "Am liebsten nehme ich die Esche für einen Stuhl."


def episode(*turns: tuple[str, str]) -> Episode:
    return Episode("e", 1, "E", people=PEOPLE, turns=tuple(Turn(*turn) for turn in turns))


def hits(episode: Episode, *scores: float) -> list[Hit]:
    """Its sentences with these scores, in the order of the transcript."""
    chunks = single_sentences(episode, Chunking())
    return [Hit(chunk, score) for chunk, score in zip(chunks, scores, strict=True)]


def texts(sentences: list[Hit]) -> list[str]:
    ranked = ranked_sentences(sentences, interviewers={"e": frozenset({"Anna"})})
    return [quote.text for quote in choose_quotes(ranked)]


@st.composite
def found(draw: st.DrawFn) -> list[Hit]:
    """Sentences of a wild episode as a search could rank them."""
    chunks = single_sentences(draw(episodes()), Chunking())
    kept = [chunk for chunk in chunks if draw(st.booleans())]
    scores = st.floats(-1, 2, allow_nan=False)
    return [Hit(chunk, draw(scores)) for chunk in draw(st.permutations(kept))]


@given(found())
def test_whatever_was_found(sentences):
    quotes = choose_quotes(ranked_sentences(sentences))
    assert len(quotes) <= MOST_QUOTES
    chunks = [hit.chunk for hit in sentences]
    for quote in quotes:
        assert quote.text in quote.turn.text
        assert quote.text == quote.turn.text[quote.start : quote.end].strip()
        # Whole sentences of what was found, all in the quote's chapter.
        inside = [
            chunk
            for chunk in chunks
            if chunk.turn_index == quote.turn_index
            and quote.start < chunk.end
            and chunk.start < quote.end
        ]
        joined = "".join(chunk.text for chunk in sorted(inside, key=lambda chunk: chunk.start))
        assert joined.strip() == quote.text
        assert {chunk.chapter for chunk in inside} == {quote.chapter}
        assert says_something(quote)
    for one, other in combinations(quotes, 2):
        assert not one.overlaps(other) and not _are_close(one, other)


def test_nothing_found():
    assert ranked_sentences([]) == []
    assert choose_quotes([]) == []


def test_the_guests_answer_rather_than_the_hosts_question():
    talk = episode(("Anna", "Welches Holz nimmst du am liebsten für einen Stuhl?"), ("Uwe", ESCHE))
    # The question is nearest to the question.
    assert texts(hits(talk, 0.9, 0.8))[0] == ESCHE


def test_what_the_guest_says_rather_than_what_the_guest_asks():
    talk = episode(("Uwe", f"Welches Holz nehme ich am liebsten? {ESCHE}"))
    ranked = ranked_sentences(hits(talk, 0.8, 0.79))
    assert ranked[0].chunk.text == ESCHE


def test_a_greeting_comes_last():
    talk = episode(("Anna", "Hallo."), ("Uwe", "Hallo zurück."), ("Uwe", ESCHE))
    assert texts(hits(talk, 0.9, 0.85, 0.8))[0] == ESCHE


def test_the_host_is_quoted_where_only_the_host_speaks():
    talk = episode(("Anna", "Willkommen in der Werkstatt, hier riecht es nach Holz."))
    assert texts(hits(talk, 0.8)) == ["Willkommen in der Werkstatt, hier riecht es nach Holz."]


def test_neighbours_are_joined_and_others_stand_alone():
    first = "Der erste Satz erzählt etwas über Esche."
    second = "Der zweite Satz erzählt noch mehr davon."
    third = (
        "Der dritte Satz kommt dann zu etwas anderem, das mit Holz und Stühlen ganz und gar "
        "nichts zu tun hat."
    )
    fourth = "Der vierte Satz kommt wieder auf Esche zurück."
    talk = episode(("Uwe", f"{first}  {second} {third} {fourth}"))
    assert texts(hits(talk, 0.9, 0.8, -1.0, 0.85)) == [f"{first}  {second}", fourth]
    assert texts(hits(talk, 0.8, 0.9, -1.0, 0.85)) == [f"{first}  {second}", fourth]


def test_what_stands_close_together_is_one_quote():
    long = " ".join(f"Dies ist hier der Satz mit Nummer {number}." for number in range(20))
    talk = episode(("Uwe", long))
    quotes = choose_quotes(hits(talk, *[0.9 - number / 1000 for number in range(20)]))
    # What follows one another is one quote, as long as there is room.
    first, most = quotes[0].text, len(long.split()) / 20 * 4
    assert len(first.split()) > MOST_WORDS_JOINED - most
    assert all(len(quote.text.split()) <= MOST_WORDS_JOINED for quote in quotes)
    assert not any(_are_close(one, other) for one, other in combinations(quotes, 2))


def test_a_quote_ends_with_its_chapter():
    text = "Der Anfang ist hier wirklich ganz leicht. Das Ende ist hier leider sehr schwer."
    talk = replace(
        episode(),
        duration=60.0,
        chapters=(Chapter(0.0, "Anfang"), Chapter(30.0, "Ende")),
        turns=(Turn("Uwe", text, 0.0, 60.0),),
    )
    quotes = choose_quotes(hits(talk, 0.9, 0.9))
    assert [quote.chapter.title for quote in quotes if quote.chapter] == ["Anfang", "Ende"]


def test_what_is_much_worse_than_the_best_is_not_quoted():
    talk = episode(
        ("Uwe", ESCHE), ("Anna", "Gut."), ("Uwe", "Gestern hat es den ganzen Tag geregnet.")
    )
    assert texts(hits(talk, 0.9, 0.0, 0.9 - MARGIN - 0.01)) == [ESCHE]
    assert len(texts(hits(talk, 0.9, 0.0, 0.9 - MARGIN + 0.01))) == 2


def test_two_turns_of_one_speaker_are_two_quotes():
    talk = episode(("Uwe", ESCHE), ("Uwe", ESCHE))
    quotes = choose_quotes(hits(talk, 0.9, 0.9))
    assert [(quote.turn_index, quote.text) for quote in quotes] == [(0, ESCHE), (1, ESCHE)]


def test_a_question_to_both_is_answered_by_both():
    first = episode(("Uwe", ESCHE))
    second = replace(episode(("Ida", "Mit dem Hobel geht das hier am besten.")), id="f", number=2)
    ranked = [*hits(first, 0.9), *hits(second, 0.4)]
    assert [quote.episode.id for quote in choose_quotes(ranked)] == ["e"]
    each = of_each(ranked, lambda chunk: chunk.episode.id)
    assert [quote.episode.id for quote in choose_quotes(each)] == ["e", "f"]
    # Whoever is not asked is nobody's.
    assert of_each(ranked, lambda chunk: None) == ranked
    assert of_each([], lambda chunk: chunk.speaker) == []


@pytest.mark.parametrize(
    ("question", "each"),
    [
        ("Was raten die beiden Gäste?", True),
        ("What do both guests think?", True),
        ("Kommt Holz in allen Folgen vor?", True),
        ("Was rät der Gast?", False),
    ],
)
def test_what_is_put_to_several(question, each):
    assert asks_for_each(question) == each


def test_direct_speech_is_quoted_whole_with_who_says_it():
    before = "Viele Leute kommen hier zu mir in die Werkstatt."
    speech = 'Und sie sagen: "Holz ist teuer. Das kauft heute niemand mehr."'
    after = "Das stimmt aber nach meiner Erfahrung überhaupt nicht."
    talk = episode(("Uwe", f"{before} {speech} {after}"))
    assert texts(hits(talk, 0.1, 0.9, 0.1)) == [speech]


@pytest.mark.parametrize("stray", ["Tschüss.", "Ja, genau.", "Gerne.", "Vielen Dank dir."])
def test_greetings_and_assents_are_no_quotes(stray):
    talk = episode(("Uwe", ESCHE), ("Uwe", stray))
    assert texts(hits(talk, 0.9, 0.95)) == [ESCHE]
    assert texts(hits(talk, -1.0, 0.95)) == []


def test_half_of_a_quotation_is_no_quote():
    half = 'Da sagte er zu mir: "Die Esche ist zäh und bricht nicht.'
    talk = episode(("Uwe", half), ("Uwe", ESCHE))
    assert texts(hits(talk, 0.95, 0.9)) == [ESCHE]


@pytest.mark.parametrize(
    "reason", ["Weil sie zäh ist und federt.", "Deshalb hält der Stuhl sehr lange."]
)
def test_the_reason_beside_it_is_quoted_as_well(reason):
    other = "Danach gehen wir dann alle zusammen nach Hause."
    talk = episode(("Uwe", f"{ESCHE} {reason} {other}"))
    assert texts(hits(talk, 0.9, 0.1, 0.1)) == [f"{ESCHE} {reason}"]
    assert texts(hits(talk, 0.1, 0.9, 0.1)) == [f"{ESCHE} {reason}"]
