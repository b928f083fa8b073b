"""What kind of answer a question expects: a price, a share, a year, a time, a number, a name.

Fixed expressions in German and English, matched in small letters; most questions expect nothing
of the kind. A quote that holds no such thing does not answer such a question, however near it is.
"""

import re
from functools import cache

_NUMBER = (
    r"\d|\b(zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|vierzig|"
    r"fünfzig|hundert|tausend|million|hälfte|drittel|dutzend|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|half|dozen)"
)
_CALLS = re.compile(
    r"\b(hei(ß|ss)(t|en|e)|hieß(en)?|namens|genannt|nenn(t|en|e)|name|called|named)\b"
)
LONGEST_ABBREVIATION = 5  # letters; longer words in capitals are rather shouted
_WORD = re.compile(r"\w+")
_YEAR = r"\b(19|20)\d\d\b"
_SPAN = (
    r"\b(eine[rsn]?|an?|one) (halbe |half )?(stunde|minute|viertel|woche|tag|jahr|monat|hour|day)"
)
# What asks for it, and what it looks like.
_KINDS = {
    "price": (
        r"\bkost(et\w*|en)\b|\bgekostet\b|\bpreis\w*|\bprices?\b|\bcosts?\b|\bteuer\b|\bumsatz\w*|"
        r"\brevenue|\bgehalt\b|\bverdien(t|en)\b|\bsalary\b|\bbudget\b|\bgewinn\b|\bprofit\b",
        r"euro|€|dollar|\$|\bcent",
    ),
    "share": (r"\bprozent|\bpercent|\banteil\b|\bshare of\b", r"prozent|percent|%"),
    "year": (r"\b(welche[mrs]?|what|which) (jahr|year)\b|\bjahrgang\b", _YEAR),
    "time": (
        r"\bwann\b|\bwhen\b|\bwelche[mnrs]? (monat|tag|datum)\b|\b(what|which) (month|day|date)\b",
        _YEAR + r"|januar|februar|märz|april|\bmai\b|\bjuni|\bjuli|august|september|oktober|"
        r"november|dezember|\buhr\b|tag\b|\bwoche|\bmonat|\bjahr|weihnacht|ostern|damals|gestern|"
        r"heute|morgen|minute|stunde|\bwenn\b|\bsobald\b|danach|\bnach\b|\bvor\b|january|february|"
        r"march|\bmay\b|june|july|october|december|o'clock|day\b|week|month|year|\bago\b|\bwhen\b|"
        r"\bafter\b|\bbefore\b",
    ),
    "number": (
        r"\bwie ?viele?\b|\bhow (many|much)\b|\banzahl\b|\bnumber of\b",
        _NUMBER,
    ),
    "measure": (
        r"\bwie (hoch|gro(ß|ss)|schwer|alt|weit|lange?|oft)\b|"
        r"\bhow (high|big|large|tall|old|far|long|often)\b",
        rf"{_NUMBER}|{_SPAN}|mal\b|\bselten|\bimmer\b|\bnie\b|sofort|schnell|once|twice|always|never",
    ),
}
_NAME = (
    r"\bwie hei(ß|ss)t\b|\bnamen?\b|\bname of\b|\bcalled\b|"
    r"\bwelche[rsnm]? ([\w-]+ )?([\w-]*modell|produkt|marke|software|tool|programm|universität|uni|"
    r"hochschule|firma|unternehmen|stadt|bank(en)?|verlag|hersteller|anbieter|auftraggeber|partei|"
    r"verein)\b|\b(which|what) (\w+ )?(model|product|brand|software|tool|university|company|city|"
    r"banks?|manufacturer|provider|client)\b"
)


def holds_expected(question: str, text: str) -> bool:
    """Whether a text holds something of every kind that a question expects."""
    lowered, told = question.lower(), text.lower()
    return all(told_as.search(told) for asks, told_as in _patterns() if asks.search(lowered))


def lacks_name(question: str, text: str) -> bool:
    """Whether a question asks what something is called, and a text calls nothing anything."""
    return bool(_name().search(question.lower())) and not _CALLS.search(text.lower())


def names_in_capitals(question: str) -> list[str]:
    """Abbreviations and trade names: short words in capitals ("NPS"), capitals within ("ChatGPT").

    None of a question that is written in capitals throughout.
    """
    capitals, letters = sum(map(str.isupper, question)), sum(map(str.isalpha, question))
    if 2 * capitals > letters:
        return []
    names = [word for word in _WORD.findall(question) if sum(map(str.isupper, word)) > 1]
    return [name for name in names if len(name) <= LONGEST_ABBREVIATION or not name.isupper()]


@cache
def _patterns() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    return [(re.compile(asks), re.compile(told)) for asks, told in _KINDS.values()]


@cache
def _name() -> re.Pattern[str]:
    return re.compile(_NAME)
