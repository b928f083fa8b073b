"""The runs of letters that a question is put in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.ngrams import BUCKETS, ngrams


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gäste", "gaeste"),
        ("GÄSTE", "gaste"),
        ("für", "fuer"),
        ("Schluß", "schluss"),
        ("bei 12:30", "bei 1:00"),
        ("folge 83", "Folge 7"),
        ("wer sagte „der Ball ist ein Freund“", 'wer sagte "Zeit ist Luxus"'),
    ],
)
def test_what_is_typed_otherwise_is_put_alike(one, other):
    assert ngrams(one) == ngrams(other) != []


def test_a_typo_leaves_most_and_another_word_leaves_little():
    meant = set(ngrams("zusammenfassung"))
    assert len(meant & set(ngrams("zusammenfasung"))) > 0.6 * len(meant)
    assert len(meant & set(ngrams("verabschiedung"))) < 0.2 * len(meant)


def test_that_something_is_quoted_counts():
    assert set(ngrams("wer sagte „Los“?")) > set(ngrams("wer sagte?"))


@given(st.text())
def test_any_text_has_buckets_in_order(text):
    found = ngrams(text)
    assert found == sorted(set(found))
    assert all(0 <= bucket < BUCKETS for bucket in found)
