"""Quotations are found whatever their marks, and nothing is cut out of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import direct_speech, statement_spans
from corpus.text.quotations import unpaired


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in direct_speech(text)]


def statements(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in statement_spans(text)]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [('"', '"'), ("„", "“"), ("„", "”"), ("„", '"'), ("“", "”"), ("»", "«"), ("«", "»")]
    + [("‚", "‘"), ("‘", "’"), ("'", "'"), ("›", "‹"), ("‹", "›"), ("＂", "＂"), ("”", "”")],
)
def test_marks_of_every_style(opening, closing):
    speech = f"{opening}Leute. Das geht nicht!{closing}"
    text = f"Ich habe mir gedacht: {speech} Dann bin ich gegangen."
    assert quoted(text) == ([speech] if opening != "”" else [])
    if opening != "”":
        assert statements(text) == [f"Ich habe mir gedacht: {speech}", "Dann bin ich gegangen."]


@pytest.mark.parametrize(
    "text",
    [
        "Don't say it's the dogs' bowl, 'cause it isn't.",
        "Harald's und Jens' Büro, das ist 6' 2\" hoch.",
        "Er sagte: \"Das war's.",
        "Er kam. Und ging.",
        "",
    ],
)
def test_nothing_is_quoted_there(text):
    assert quoted(text) == []


def test_one_quotation_inside_another():
    outer = "\"Er rief: 'Halt!' Und ich blieb.\""
    assert quoted(f"Sie erzählt: {outer} So war das.") == [outer]


def test_a_mark_without_partner_encloses_nothing():
    text = 'Sie sagen: "Das bleibt so. Wir sagen: "Das nicht." Gut.'
    assert quoted(text) == ['"Das nicht."']
    assert unpaired(text) and not unpaired('Er sagt: "Ja." Dann: "Nein."')


def test_a_quotation_keeps_who_says_it():
    text = 'Viele meinen. "Das braucht keiner. Das ist teuer." Das stimmt aber nicht.'
    assert statements(text) == [
        'Viele meinen. "Das braucht keiner. Das ist teuer."',
        "Das stimmt aber nicht.",
    ]
    assert statements('"Ja. Nein." So reden sie. Und nun?') == [
        '"Ja. Nein." So reden sie.',
        "Und nun?",
    ]
    assert statements('"Das geht nicht", sagte er. Punkt.') == [
        '"Das geht nicht", sagte er.',
        "Punkt.",
    ]


PIECES = st.sampled_from(
    ["Ja", "und nein", ". ", "! ", "? ", '"', '" ', ' "', "„", "“", "’s", " '", "' ", ": ", "\n\n"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_statements_cover_any_text_and_cut_no_quotation(text):
    spans = statement_spans(text)
    assert "".join(text[start:end] for start, end in spans) == text
    edges = {end for _, end in spans}
    assert not any(a < edge < b for a, b in direct_speech(text) for edge in edges)
