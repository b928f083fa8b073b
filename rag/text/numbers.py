"""Find numbers in a text, in digits or in words: "5", "fünf" and "five" are the same.

So are "fünfte", "fifth", "fünfmal" and "fünfjährig": what matters is which figure is named. "1" is
found in digits only: "ein" and "one" are articles and pronouns far more often. Nor do words count
that are numbers only at times: "second", "achten".
"""

import re
import unicodedata
from decimal import Decimal
from functools import cache

from text_to_num import alpha2digit, text2num

_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_ORDER = ("en", "de")  # "billion" is read in English: German has it far less often
# What the library does not know or would misread; whole words, in small letters.
_WORDS = {
    "": "second seconds achte achten achtet",
    "0": "null zero",
    "2": "twice double doppelt doppelte doppelten",
    "3": "drittel dritteln drittens",
    "4": "quarter quarters",
    "7": "siebtel siebteln",
    "8": "achtel achteln",
    "12": "dutzend dutzende dutzenden dozen dozens",
    "eineinhalb": "anderthalb anderthalbe anderthalben",
    "half": "hälfte hälften halb halbe halben halber halbes halves",
    "fünf": "fuenf",
    "zwölf": "zwoelf",
    "hundert": "hunderte hunderten hundreds",
    "tausend": "tausende tausenden thousands",
    "millionen": "mio millions",
    "milliarden": "mrd billions",
}
_PLAIN_WORD = re.compile(r"[^\W\d_]+")
# "zwei- bis dreimal", "Vier-Augen-Prinzip"; a third party is none of three.
_HYPHEN = re.compile(r"(?<=[^\W\d_])-|\bthird-part(?:y|ies)\b")
# "fünfmal", "Fünftel", "fünfjähriges", "hundertprozentig", "die Achtziger", "Achtzigerjahre".
_COMPOUND = re.compile(
    r"\b([^\W\d_]{3,40}?)(?:s?tel|s?tens|mal|fach|jährig|prozentig|stündig|tägig|minütig|wöchig|"
    r"monatig|köpfig|er(?:jahren?)?|fold)(?:e[nrsm]?|n|s)?\b"
)
_DECADE = re.compile(r"\b([^\W\d_]{3,6}t)ies\b")  # "the eighties"
_HALVES = re.compile(r"\b(\d+) and a half\b|\b([^\W\d_]{3,40})einhalb\w{0,2}\b|\b(half)\b")
_WHOLE = re.compile(r"([0-9]{1,9})(\.|st|nd|rd|th)?")
_ORDINALS = {"second": "2nd", "achte": "8.", "achten": "8."}  # which are other words in a text
_SCALED = re.compile(r"(?<![\d.,:])(\d+(?:[.,]\d+)?) (?:a )?(1000(?:000){0,2})\b")
_YEAR = re.compile(r"\b(1[5-9]|20) (?:oh (?=\d\b)|(?=\d\d\b))(\d+)\b")  # "nineteen ninety-eight"


def numbers_in(text: str) -> set[str]:
    """Return every number in a text, each in one spelling; times like "29:28" stay whole."""
    plain = unicodedata.normalize("NFC", text).lower()
    found = set(map(_spelled, _DIGITS.findall(in_digits(plain))))
    return found if "1" in map(_spelled, _DIGITS.findall(plain)) else found - {"1"}


def figure(words: str) -> tuple[int, bool] | None:
    """Return the one number that these words mean, and whether it is an ordinal.

    (3, False) of "drei", "three" or "3", (3, True) of "dritte", "third", "3." or "3rd"; also
    (1, False) of "eins" and "one". None of any other words.
    """
    plain = unicodedata.normalize("NFC", words).lower()
    if plain == "ein":
        return None
    whole = _WHOLE.fullmatch(_ORDINALS.get(plain) or in_digits(plain))
    return (int(whole[1]), bool(whole[2])) if whole else None


def in_digits(text: str) -> str:
    """Replace the number words of a text in small letters by digits."""
    text = _COMPOUND.sub(
        # "einer" is no number.
        lambda found: (
            found[1] if found[1] in _known_words() or (_value(found[1]) or 1) != 1 else found[0]
        ),
        _DECADE.sub(r"\1y", _HYPHEN.sub(" ", text)),
    )
    text = _PLAIN_WORD.sub(lambda word: _known_words().get(word.group(), word.group()), text)
    for language in _ORDER:
        text = alpha2digit(text, language, threshold=1)
    text = _HALVES.sub(_with_half, text)
    text = _SCALED.sub(
        lambda found: f"{(Decimal(_spelled(found[1])) * int(found[2])).normalize():f}", text
    )
    return _YEAR.sub(lambda found: found[1] + found[2].zfill(2), text)


@cache
def _known_words() -> dict[str, str]:
    return {word: number for number, words in _WORDS.items() for word in words.split()}


def _value(word: str) -> int | None:
    """Return the value of a German or English number word."""
    for language in _ORDER:
        try:
            return int(text2num(word, language))
        except ValueError:
            continue
    return None


def _with_half(found: re.Match[str]) -> str:
    if found[3]:
        return "0,5"
    whole = found[1] or _value(found[2])
    return found.group() if whole is None else f"{whole},5"


def _spelled(digits: str) -> str:
    dotted = digits.replace(",", ".")
    return dotted.replace(".", "") if _GROUPED.fullmatch(dotted) else dotted
