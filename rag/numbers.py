"""Numbers in a text, in digits or in words, German or English: "5", "fünf" and "five" are one.

So are "fünfte", "fifth", "fünfmal" and "fünfjährig": what matters is which figure is named. Words
that are numbers only at times are none: "second", "achten".
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# "ein" and "one" are left out: they are articles and pronouns far more often than numbers.
_UNITS = {
    2: "zwei two", 3: "drei three", 4: "vier four", 5: "fünf five", 6: "sechs six",
    7: "sieben seven", 8: "acht eight", 9: "neun nine",
}  # fmt: skip
_TEENS = {
    0: "null zero", 10: "zehn ten", 11: "elf eleven", 12: "zwölf twelve dutzend dozen",
    13: "dreizehn thirteen", 14: "vierzehn fourteen", 15: "fünfzehn fifteen",
    16: "sechzehn sixteen", 17: "siebzehn seventeen", 18: "achtzehn eighteen",
    19: "neunzehn nineteen",
}  # fmt: skip
_TENS = {
    20: "zwanzig twenty", 30: "dreißig thirty", 40: "vierzig forty", 50: "fünfzig fifty",
    60: "sechzig sixty", 70: "siebzig seventy", 80: "achtzig eighty", 90: "neunzig ninety",
}  # fmt: skip
_GREAT = {
    "hundert": 100, "hundred": 100, "tausend": 1000, "thousand": 1000,
    "million": 10**6, "millionen": 10**6, "millions": 10**6,
    "milliarde": 10**9, "milliarden": 10**9, "billion": 10**9,
}  # fmt: skip
_HALF = "hälfte hälften halb halbe halben halber halbes half halves"
_ODD = {3: "third thirds", 2: "twice double doppelt doppelte doppelten", 4: "quarter quarters"}
# Stems that only their forms have: dritte, siebte, fifth …
_ODD_STEMS = {"drit": 3, "sieb": 7, "fif": 5, "eigh": 8, "nin": 9, "twelf": 12}
_FORMS = ("t", "tel", "mal", "fach", "jährig", "prozentig")
_FORMS_FROM_20 = ("st", "stel", *_FORMS[2:])
_ENDINGS = ("", "e", "en", "er", "es", "em", "s")


def numbers_in(text: str) -> set[str]:
    """Every number that a text names, each in one spelling; times as in "29:28" stay one."""
    digits = (_spelled(found) for found in _DIGITS.findall(text))
    words = (_value(word) for word in _WORD.findall(text.lower()))
    return {*digits, *(str(value) for value in words if value is not None)}


def _spelled(digits: str) -> str:
    dotted = digits.replace(",", ".")
    return dotted.replace(".", "") if _GROUPED.fullmatch(dotted) else dotted


def _value(word: str) -> float | None:
    known = _words()
    if word in known:
        return known[word]
    for great, size in _GREAT.items():  # zweihundert, dreitausend
        if word.endswith(great) and word != great:
            times = known.get(word.removesuffix(great), 1 if word == f"ein{great}" else None)
            return None if times is None else times * size
    return None


@lru_cache(maxsize=1)
def _words() -> dict[str, float]:
    """The words for 0 and 2 to 99, for the great numbers and for halves, in all their forms."""
    table = _up_to_99() | _GREAT
    stems = [*table.items(), *_ODD_STEMS.items()]
    forms = {form: n for word, n in stems for form in _forms(word, n)}
    odd = {word: n for n, words in _ODD.items() for word in words.split()}
    return {**forms, **odd, **dict.fromkeys(_HALF.split(), 0.5), **table}


def _up_to_99() -> dict[str, int]:
    table = {
        word: n for n, words in chain(_UNITS.items(), _TEENS.items()) for word in words.split()
    }
    units = {1: "ein one"} | _UNITS
    for ten, names in _TENS.items():
        german, english = names.split()
        table |= {german: ten, english: ten}
        for unit, unit_names in units.items():
            german_unit, english_unit = unit_names.split()
            table[f"{german_unit}und{german}"] = ten + unit
            table[f"{english}-{english_unit}"] = ten + unit
    return table


def _forms(word: str, n: int) -> Iterator[str]:
    """As in fünfte, Fünftel, fünfmal, fünfjähriges, fifth, twentieth, fivefold."""
    for form in _FORMS if n < 20 else _FORMS_FROM_20:
        yield from (word + form + ending for ending in _ENDINGS)
    yield from (re.sub("y$", "ie", word) + "th", word + "fold")
