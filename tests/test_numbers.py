"""Numbers in digits and words."""

import pytest

from rag.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("fünf, five, 5", {"5"}),
        ("Zweiundzwanzig und twenty-two", {"22"}),
        ("1.000 Euro, 1,000 euros, tausend", {"1000"}),
        ("2,5 Prozent", {"2.5"}),
        ("dreihundert", {"300"}),
        ("um 29:28", {"29:28"}),
        ("einer von uns, one of us, ein Mal", set()),
        ("Achtung, zweifellos", set()),
        ("", set()),
    ],
)
def test_numbers(text, numbers):
    assert numbers_in(text) == numbers
