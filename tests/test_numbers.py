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
        ("im dritten Jahr, the third, zwei Drittel", {"2", "3"}),
        ("der siebte, the seventh, siebenmal, siebenjährige", {"7"}),
        ("am zwanzigsten, the twentieth, zwanzigprozentig", {"20"}),
        ("fünfte, fifth, Fünftel, fivefold", {"5"}),
        ("hundertprozentig, ein Hundertstel, dutzendfach", {"100", "12"}),
        ("zweimal, doppelt, twice", {"2"}),
        ("die Hälfte, half of it, 0,5", {"0.5"}),
        ("darauf achten, wait a second, dreist, einmal, mehrfach, third-party", set()),
        ("", set()),
    ],
)
def test_numbers(text, numbers):
    assert numbers_in(text) == numbers
