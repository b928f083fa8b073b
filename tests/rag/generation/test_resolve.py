"""Sentences and markers, whatever arrives and however it is cut."""

import re
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus import Turn
from rag.generation.citations import MOST_CITED, Citations, Claim, claims
from rag.generation.context import Passage, Passages
from rag.types import Quote
from tests.support.fakes import small_corpus

EPISODE = small_corpus().episodes[0]
NOISE = st.lists(
    st.sampled_from(
        [
            "[S1]",
            "[S",
            "2]",
            "[",
            "]",
            "S3",
            "(S4)",
            "[S1-S3]",
            "[9]",
            ". ",
            "Ja",
            " ",
            "\n",
            "e",
            "ü",
        ]
        + [
            "【",
            "】",
            "<think>",
            "</think>",
            "**",
            "\0",
            "\ud7ff",
            "!",
            "…",
            "„",
            "[S1, S2 und S3]",
        ]
    ),
    max_size=30,
)


def shown(count: int = 4) -> Passages:
    turn, start = EPISODE.turns[2], 0
    sentences = tuple(Quote(EPISODE, 2, start + n, start + n + 1, None) for n in range(count))
    assert isinstance(turn, Turn)
    return Passages((Passage(1, sentences[:2]), Passage(3, sentences[2:])))


def read(*pieces: str) -> list[Claim]:
    return list(claims(iter(pieces)))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Ja [S1].", (1,)),
        ("Ja [S1, S2 und S3].", (1, 2, 3)),
        ("Ja [s1; S 2].", (1, 2)),
        ("Ja [S1-S3].", (1, 2, 3)),
        ("Ja [S1–3] (S7).", (1, 2, 3, 7)),
        ("Ja 【S1】[S2].", (1, 2)),
        ("Ja. [S1]", (1,)),
        ("Ja [1], [S], [Satz 1], S1.", ()),
        ("Ja [S1-S900].", (1, 2, 3, 4, 5, 6)),
    ],
)
def test_markers(text, numbers):
    (claim,) = read(text)
    assert claim.numbers == numbers


def test_sentences_with_the_markers_behind_them():
    found = read("Eins. [S1] Zwei z. B. hier [S2]. [S3] Drei.\n\n[S9]\nVier")
    assert [(claim.prose, claim.numbers, claim.opens) for claim in found] == [
        ("Eins.", (1,), False),
        ("Zwei z. B. hier.", (2, 3), False),
        ("Drei.", (), False),
        ("Vier", (), True),
    ]


def test_a_marker_in_front_of_a_sentence_goes_behind_it():
    (claim,) = read("[S2] Zwei.")
    assert Citations(shown()).resolved(claim) == "Zwei. [1]"


def test_where_the_first_marker_stands_in_front_all_do():
    """So small models copy what they were shown."""
    found = read(
        "(<transkript>[S1] Eins. [S2][S3] Zwei. [S4] Drei.\nVier. [S5]\n[S6] Sechs.\n</transcript>"
    )
    assert [(claim.prose, claim.numbers) for claim in found] == [
        ("Eins.", (1,)),
        ("Zwei.", (2, 3)),
        ("Drei.", (4,)),
        ("Vier.", (5,)),
        ("Sechs.", (6,)),
    ]


@given(NOISE, st.integers(1, 9))
@example(["[S1]", ". ", "[S1]", "[S"], 4)
@example(["Ja ", "[S1]", ". ", "[S2]", " Ja."], 1)
@example(["2]", "!", "[S1]", "!", "2]"], 3)
@example(["\n", "[S1, S2 und S3]", "!", "2]", "\n"], 4)
@example(["]", "!", "[S1]", "!", "[S1]", "2]"], 2)
@example(["[S", " ", " ", "2]"], 2)
def test_how_it_is_cut_does_not_matter(parts, size):
    text = "".join(parts)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert read(*pieces) == read(*text)


@given(NOISE)
def test_brackets_are_citations_and_nothing_else(parts):
    citations = Citations(shown())
    text = " ".join(citations.resolved(claim) for claim in read("".join(parts)))
    numbers = {citation.number for citation in citations}
    assert {int(number) for number in re.findall(r"\[(\d+)\]", text)} == numbers
    assert not re.search(r"[\[\]【】\0]", re.sub(r"\[\d+\]", "", text))


def test_neighbours_of_a_passage_are_merged_and_of_two_are_not():
    citations = Citations(shown())
    assert citations.resolved(Claim(("Ja", (2, 1, 3, 99), "."))) == "Ja [1][2]."
    assert [(c.source.start, c.source.end) for c in citations] == [(0, 2), (2, 3)]


JOINTS = st.sampled_from([" ", ", ", " und ", " and ", "; ", "/", " + ", "-", " – ", " bis ", ""])
CLOSING = {"[": "]", "(": ")", "【": "】"}
IDS = st.integers(1, 9_999).map(lambda number: f"S{number}")


@given(st.lists(st.tuples(IDS, JOINTS), min_size=1, max_size=60), st.sampled_from(list(CLOSING)))
def test_a_list_of_numbers_is_one_group_only_where_its_bracket_is_closed(listed, bracket):
    """However many there are: in a pattern that tries other ways, 28 of them took minutes."""
    text = "".join(f"{number}{joint}" for number, joint in listed[:-1]) + listed[-1][0]
    (closed,) = read(f"Ja {bracket}{text}{CLOSING[bracket]}.")
    assert 1 <= len(closed.numbers) <= MOST_CITED and closed.prose == "Ja."
    for behind in (" und …", ",", " bis", "x]", ""):
        assert [claim.numbers for claim in read(f"Ja {bracket}{text}{behind}")] == [()]


BABBLE = [
    ("[", "S1 ", "und"),
    ("", "[S1 ", ""),
    ("[S1", " bis S2", " und …"),
    ("", "[S1] ", "["),
    ("(", "S1-", ""),
    ("", "Ja. [S1].", ""),
    ("[", "1, ", ""),
    ("Ja", " \t", "."),
    ("", "<think> [S1", "]"),
]


@pytest.mark.parametrize(("before", "again", "behind"), BABBLE)
def test_babble_costs_what_it_is_long(before, again, behind):
    """Four times the text takes about four times as long, up to 100 kB and in small pieces."""
    read(before + again * 20 + behind)
    spent = []
    for size in (25_000, 50_000, 100_000):
        text = before + again * (size // len(again)) + behind
        started = process_time()
        read(text)
        read(*(text[start : start + 50] for start in range(0, size // 10, 50)))
        spent.append(process_time() - started)
    assert spent[2] < 10 * max(spent[0], 0.05)
