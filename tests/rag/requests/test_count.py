"""How often a word is said: exactly, by whom and where."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Index
from rag.requests.count import count_word
from rag.retrieval.exact import expression
from tests.support.requested import episode, indexed, quotes, told, words


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Two episodes about a street, by two people."""
    first = episode(
        1,
        ("Ida Voß", "Die Straße ist lang. Eine STRASSE ist das, genau!"),
        ("Ole Kern", "Genau, die Strasse. Auf den Straßen fährt die Straßenbahn."),
    )
    second = episode(2, ("Ida Voß", "Herr Müller kennt keine Straße. Frau Mueller auch nicht."))
    return indexed(tmp_path_factory.mktemp("street"), first, second)


def test_whole_words_in_every_spelling_and_case_count(street):
    found = told(street, count_word, "Wie oft wird „Straße“ gesagt?")
    assert found.sentence == (
        "„Straße“ wird 4-mal gesagt. Nach Personen: Ida Voß (3×) und Ole Kern (1×). "
        "Nach Folgen: Folge 1 (3×) und Folge 2 (1×). "
        "Nicht mitgezählt sind andere Formen: „Straßen“ (1×)."
    )
    assert words(found)[0].startswith("Die Straße ist lang.") and len(quotes(found)) <= 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Wie oft fällt das Wort strasse?", "„strasse“ wird 4-mal gesagt."),
        ("Wie oft sagt Ole „genau“?", "„genau“ wird von Ole Kern ein einziges Mal gesagt."),
        (
            "Wie oft wird genau in Folge 2 gesagt? Also „genau“",
            "„genau“ wird in Folge 2 nie gesagt.",
        ),
        ("Wie oft wird der Name Müller genannt?", "„Müller“ wird 2-mal gesagt."),
        ("how many times is Mueller mentioned", "“Mueller” is said 2 times."),
        ("Does the word kompost occur?", "“kompost” is never said."),
        ("worthäufigkeit straßenbahn", "„straßenbahn“ wird ein einziges Mal gesagt."),
        ("Wie oft wird Frau Mueller genannt?", "„Frau Mueller“ wird ein einziges Mal gesagt."),
    ],
)
def test_words_are_read_from_the_question(street, text, says):
    found = told(street, count_word, text)
    assert found is not None and found.sentence.startswith(says)
    assert bool(found.sources) == ("nie " not in says and "never" not in says)


def test_how_many_things_there_are_is_no_question_for_a_word(street):
    assert told(street, count_word, "Wie viele denn?", "Warum ist die Straße so lang?") is None
    for text, before in (
        ("Und wie oft?", "Wird Straße gesagt?"),
        ("Und wie viele davon in Folge 1?", "Wie oft wird Straße gesagt?"),
    ):
        found = told(street, count_word, text, before)
        assert found is not None and found.sentence.startswith("„Straße“ wird ")


def test_several_words_get_a_line_each(street):
    found = told(street, count_word, "Wird „Bahn“ öfter gesagt als „genau“?")
    assert [line.split(" wird")[0] for line in found.sentence.split("\n\n")] == [
        "„Bahn“",
        "„genau“",
    ]


def test_without_a_word_it_is_searched_for(street):
    assert told(street, count_word, "Wie oft sagt er das?") is None


@given(st.text(min_size=1, max_size=40))
def test_whatever_is_counted_is_found_in_itself(text):
    wanted = expression(text)
    assert wanted is None or wanted.search(text) or not text.isprintable() or not text.isascii()


def test_a_long_corpus_is_counted_at_once(tmp_path):
    turns = [("Ida Voß", "Nichts davon. Und der Kompost liegt hier, genau. " * 8)] * 60
    many = indexed(tmp_path, *(episode(n, *turns) for n in range(1, 21)))
    for text in ("Wie oft wird „Kompost“ gesagt?", "Wie oft sagt sie „genau“?"):
        begun = perf_counter()
        found = told(many, count_word, text)
        assert "9.600-mal" in found.sentence
        assert perf_counter() - begun < 5


@pytest.mark.parametrize("turn", ["wie oft", "wie oft kommt das vor?", "Who says it most often?"])
def test_what_was_spoken_of_is_counted(small_index, turn):
    found = told(small_index, count_word, turn, "Was ist mit Leim?", "Mehr dazu")
    assert found and "Leim" in found.sentence


def test_whose_words_are_counted_is_said_in_the_question_itself(small_index):
    before = "Was sagt Sigrid zum Brot?"
    assert (
        "von Sigrid"
        not in told(small_index, count_word, "Wie oft sagen die „Leim“?", before).sentence
    )
    assert "von Uwe" in told(small_index, count_word, "Wie oft sagt Uwe „Leim“?", before).sentence


def test_an_episode_named_by_its_topic_says_where_not_what(tmp_path):
    talk = [("Ida", f"Redis hält Nummer {n} fest. Das Skript ist Lua.") for n in range(6)]
    index = indexed(tmp_path, episode(1, *talk), episode(2, ("Ole", "Lua ist der Mond.")))
    found = told(index, count_word, "wie oft sagen die lua in der redis folge")
    assert found.sentence.startswith("„lua“ wird in Folge 1 6-mal gesagt.")
