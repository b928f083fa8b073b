"""Numbers in a text, in digits or in words, German or English: "5", "fünf" and "five" are one."""

import re
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


def numbers_in(text: str) -> set[str]:
    """Every number that a text names, each in one spelling; times as in "29:28" stay one."""
    digits = (_spelled(found) for found in _DIGITS.findall(text))
    words = (_value(word) for word in _WORD.findall(text.lower()))
    return {*digits, *(str(value) for value in words if value is not None)}


def _spelled(digits: str) -> str:
    dotted = digits.replace(",", ".")
    return dotted.replace(".", "") if _GROUPED.fullmatch(dotted) else dotted


def _value(word: str) -> int | None:
    known = _words()
    if word in known:
        return known[word]
    for great, size in _GREAT.items():  # zweihundert, dreitausend
        if word.endswith(great) and word != great:
            times = known.get(word.removesuffix(great), 1 if word == f"ein{great}" else None)
            return None if times is None else times * size
    return None


@lru_cache(maxsize=1)
def _words() -> dict[str, int]:
    """The words for 0 and 2 to 99, and for the great numbers."""
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
    return table | _GREAT
