"""Numbers in digits and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.numbers import figure, numbers_in
from tests.support.number_words import english, german

BELOW_A_MILLION = st.integers(0, 999_999).filter(lambda number: number != 1)


@given(BELOW_A_MILLION, st.sampled_from(["", "und"]))
def test_german_words(number, und):
    assert numbers_in(f"Das sind {german(number, und)} Fälle.") == {str(number)}
    assert numbers_in(f"Das sind {number} Fälle.") == {str(number)}


@given(BELOW_A_MILLION, st.sampled_from([" ", " and "]))
def test_english_words(number, between):
    assert numbers_in(f"These are {english(number, between)} cases.") == {str(number)}


@given(st.integers(1_500, 2_099).filter(lambda year: year % 100 >= 10))
def test_years_in_english_words(year):
    century, rest = divmod(year, 100)
    assert numbers_in(f"It was {english(century)} {english(rest)}.") == {str(year)}


def test_the_renderers_of_these_tests():
    assert german(250_101) == "zweihundertfünfzigtausendeinhunderteins"
    assert german(1_021, "und") == "eintausendundeinundzwanzig"
    assert german(1_998) == "eintausendneunhundertachtundneunzig"
    assert english(250_101, " and ") == "two hundred and fifty thousand one hundred and one"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("fünf, five, 5", {"5"}),
        ("Zweiundzwanzig und twenty-two", {"22"}),
        ("1.000 Euro, 1,000 euros, tausend", {"1000"}),
        ("2,5 Prozent, zwei Komma fünf, two point five", {"2.5"}),
        ("zweihundertfünfzig Fälle", {"250"}),
        ("zweitausendfünfhundert Euro, two thousand five hundred, 2.500", {"2500"}),
        ("neunzehnhundertachtundneunzig, nineteen ninety-eight, 1998", {"1998"}),
        ("nineteen hundred and ninety eight", {"1998"}),
        ("zweitausendvier, twenty oh four", {"2004"}),
        ("anderthalb Stunden, eineinhalb, one and a half hours, 1,5", {"1.5"}),
        ("zweieinhalb, two and a half", {"2.5"}),
        ("zweieinhalb Millionen, 2,5 Mio. Euro, 2.5 million, 2.500.000", {"2500000"}),
        ("eine halbe Million, half a million, 500.000", {"500000"}),
        ("drei Milliarden, three billion, 3 Mrd.", {"3000000000"}),
        ("fuenf, zwoelf, dreissig", {"5", "12", "30"}),
        ("zwei- bis dreimal, ein Vier-Augen-Gespräch", {"2", "3", "4"}),
        ("die Achtziger, Achtzigerjahre, the eighties, 80er", {"80"}),
        ("um 29:28", {"29:28"}),
        ("hundert. Fünf Leute, two hundred, five people", {"100", "5", "200"}),
        ("einer von uns, one of us, ein Mal, eins, erstens", set()),
        ("Achtung, zweifellos, Unternehmer, Mutter, weiter", set()),
        ("im dritten Jahr, the third, zwei Drittel", {"2", "3"}),
        ("der siebte, the seventh, siebenmal, siebenjährige", {"7"}),
        ("am zwanzigsten, the twentieth, zwanzigprozentig", {"20"}),
        ("fünfte, fifth, Fünftel, fivefold, fünftens", {"5"}),
        ("hundertprozentig, ein Hundertstel, dutzendfach", {"100", "12"}),
        ("zweimal, doppelt, twice", {"2"}),
        ("die Hälfte, half of it, 0,5", {"0.5"}),
        ("darauf achten, wait a second, dreist, einmal, mehrfach, third-party", set()),
        ("", set()),
    ],
)
def test_numbers(text, numbers):
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("drei", (3, False)),
        ("3", (3, False)),
        ("dritten", (3, True)),
        ("3.", (3, True)),
        ("achte", (8, True)),
        ("second", (2, True)),
        ("twenty-third", (23, True)),
        ("twenty three", (23, False)),
        ("eins", (1, False)),
        ("ein", None),
        ("einer", None),
        ("drei Tage", None),
        ("", None),
    ],
)
def test_one_figure(words, named):
    assert figure(words) == named


PIECES = """
eins zwei zehn hundert tausend million und one two hundred thousand and point komma einhalb half mio
oh third ein 12 1.5 1000 é 😀 ́ - . , :
"""
WORDS = st.sampled_from(PIECES.split())


@given(st.lists(WORDS | st.text(max_size=3), max_size=30).map(" ".join) | st.text(max_size=80))
def test_whatever_is_said(text):
    assert all(number for number in numbers_in(text))
