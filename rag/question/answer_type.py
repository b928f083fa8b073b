"""Recognise the answer that a question expects: a price, share, year, time, number or name.

Fixed expressions in German and English, matched in small letters; most questions expect nothing
of the kind: "how big is the risk?" and "wie weit seid ihr?" ask for no figure. A quote that holds
no such thing does not answer such a question, however near it is.
"""

import math
import re
from dataclasses import dataclass
from functools import cache

from rag.text.numbers import numbers_in

_NEAR = r"[^.?!]{0,80}?"  # within the same sentence


@dataclass(frozen=True, slots=True)
class _Kind:
    """Patterns of one kind of answer: what asks for it, what does not, and what tells it.

    Numbers from `least` to `most` tell it, too, where the text speaks of `of`.
    """

    asks: str
    told: str
    unless: str = r"(?!)"
    least: float = 0
    most: float = math.inf
    of: str = ""


_AMOUNT = r"\w*(?:preis|kosten|umsatz|gehalt|budget|gebühr|miete|lohn|honorar)(?:e|en|s)?"
_PRICE = _Kind(
    r"\bwas (?:hat |haben )?[^.?!]{0,60}?\b(?:kost(?:et|en|ete|eten)|gekostet)\b"
    r"|\bwas verdien(?:t|st|te) (?:man|du|er|sie|ein|eine)\b|\bwie teuer\b"
    rf"|\bwie ?viel (?:geld|euro|dollar|franken|umsatz|budget|gehalt)\b"
    rf"|\bwie ?viel\b{_NEAR}\b(?:kost\w+|gekostet|verdien\w+|bezahl\w*|zahl(?:t|en|st|te))\b"
    rf"|\bwie hoch (?:ist|sind|war|waren|liegt|lag)\b[^.?!]{{0,40}}?\b{_AMOUNT}\b"
    r"|\bwelche[rns]? (?:umsatz|gehalt|budget|stundenlohn|stundensatz|honorar)\b"
    rf"|\b(?:what|how much)\b{_NEAR}\bcosts?\b(?!-| cut| sav)|\bhow expensive\b"
    r"|\bhow much (?:\w+ )?money\b"
    rf"|\bhow much\b{_NEAR}\b(?:earn|pay|paid|charge|spend|spent)(?:s|ed)?\b"
    r"|\bwhat(?:'s| is| was| are| were) (?:the |his |her |their |your |its )(?:\w+ )?"
    r"(?:price|salary|budget|revenue|fee|rent|wage)\b"
    r"|^\W*(?:umsatz|gehalt|preis|budget|miete|kosten|salary|price|revenue|cost)\b",
    r"euro|€|dollar|\$|\bcent|£|\bpounds?\b|\bquid\b|\bpence\b|franken|umsonst|kostenlos|gratis|"
    r"\bkoste\w* (?:\w+ )?nichts\b|\bfor free\b|\bcosts? (?:\w+ )?nothing\b",
    rf"\b(?:kost\w*|costs?|gekostet)\b{_NEAR}\b(?:zeit|nerven|kraft|mühe|überwindung|schlaf|time|"
    r"energy|nerves|sleep)\b|\bkosten(?:senkung|druck|stelle)\w*|\b(?:respekt|vertrauen|lob)\b|"
    r"\bum wie ?viel\b",
    of=r"kost|\bcosts?\b|\bcharge|\bpa(?:y|id)|zahl|verdien|preis|price|\bmiete\b|\brent\b|brutto|netto",
)
_SHARE = _Kind(
    r"\bwie ?viel prozent\b|\bprozentsatz\b|\bwie (?:hoch|gro(?:ß|ss)) (?:ist|war) \w+ \w*anteil\b"
    r"|\b(?:what|which|how many) per ?cent\w*|\bwhat (?:share|proportion|fraction) of\b",
    r"prozent|per ?cent|%|hälfte|halbe|drittel|viertel|fünftel|zehntel|half|third|quarter|fifth|"
    r"tenth|\bvon (?:zwei|drei|vier|fünf|zehn|hundert)\b|\bout of\b|\bin (?:ten|three|four|five)\b"
    r"|\bjede[rsn]? (?:zweite|dritte|vierte|fünfte|zehnte)|\bkeine?[rns]?\b|\bnone\b|\bnobody\b",
    least=math.inf,  # a number alone is no share
)
# A year that is counted from today; a decade says when, but not in which year.
_COUNTED_YEAR = (
    r"['’]\d\d\b|\bvor [\w ]{2,30}jahr(?:en)?\b|\byears? ago\b|\b(?:last|this|that) year\b|"
    r"\b(?:letzte[sn]?|vergangene[sn]?|vorige[sn]?|diese[sm]?) jahr"
)
_DECADE = (
    r"\b\d0(?:er|s)\b|\b(?:zwanz|dreiß|vierz|fünfz|sechz|siebz|achtz|neunz)iger|"
    r"\b(?:twen|thir|for|fif|six|seven|eigh|nine)ties\b"
)
_YEAR = _Kind(
    r"\b(?:welche[mrs]?|what|which) (?:jahr|year)\b|\bjahrgang\b",
    _COUNTED_YEAR,
    least=1000,
    most=2099,
)
# When something was or will be, not under which condition it is.
_TIME = _Kind(
    r"\b(?:seit|von|bis) wann\b|\bwelche[mnr]? (?:monat|tag|datum|uhrzeit)\b"
    r"|\bwann (?:geht|kommt|beginnt|fängt|startet|öffnet|schließt|endet|erscheint|findet)\b"
    r"|\bwann (?:war|waren|kam|kamen|wurde|wurden|gab|ging|gingen|begann|begannen|fing|entstand)\b"
    rf"|\bwann (?:hat|haben|habt|hast|ist|sind|bist|seid)\b{_NEAR}\b\w*ge\w\w+(?:t|en)\b"
    r"|\bwann \w+(?:te|ten)\b"
    r"|\bwann\b[^,.?!]{0,60}?\b\w*(?:kommt|kam|war|wurde|beginnt|erscheint)\W*$"
    r"|(?:^|[,;:] |\b(?:and|so|since|until|exactly|know|remember) )"
    r"when (?:did|does|is|was|were|will|has|had)\b|\b(?:what|which) (?:time|month|day|date)\b",
    rf"{_COUNTED_YEAR}|{_DECADE}|"
    + r"januar|februar|märz|april|\bmai\b|\bjuni|\bjuli|august|september|oktober|"
    r"november|dezember|\buhr\b|tags?\b|\bwoche|\bmonat|jahr|weihnacht|ostern|damals|gestern|"
    r"heute|morgen|abend|nacht|sommer|winter|herbst|frühling|frühjahr|minute|stunde|\bwenn\b|"
    r"\bsobald\b|\bals\b|danach|\bnach\b|\bvor\b|january|february|march|\bmay\b|june|july|october|"
    r"december|o'clock|days?\b|night|morning|summer|spring|autumn|week|month|year|\bago\b|\bwhen\b|"
    r"\bafter\b|\bbefore\b|\bsince\b|\bimmer\b|\bnie\b|\balways\b|\bnever\b",
    r"\bwann (?:sollte|könnte|müsste|dürfte|möchte|hätte|wollte)\w*\b",
    least=1000,
    most=2099,
)
_NUMBER = _Kind(
    r"\bwie ?viele\b|\bhow many\b"
    r"|\b(?:wie (?:hoch|gro(?:ß|ss)) (?:ist|war) die|welche) (?:an)?zahl\b"
    r"|\bwhat(?:'s| is| was) the number of\b|\bum wie ?viel\b|\bby how much\b",
    r"\bdie meisten\b|\bwenige\b|\bein paar\b|\bkeine?[nrs]? einzige|\bnone of\b|\bnot a single\b|"
    r"\bmost of\b|\ba few\b|\ba couple\b",
)
# What is great or high without a measure: dangers, differences, hopes.
_DEGREE = (
    r"(?:gefahr|risik|chance|wahrschein|aufwand|bedeutung|stellenwert|druck|hürde|problem|"
    r"unterschied|interesse|einfluss|bedarf|nachfrage|motivation|herausforder|anspruch|angst|"
    r"vertrau|potenzial|wirkung|rolle|vorteil|nachteil|freude|überrasch|belastung|stress|"
    r"widerstand|akzeptanz|lust|priorität|hoffnung|einigkeit|versuchung|not\b|"
    r"risk|deal|problem|difference|impact|influence|interest|challenge|threat|role|temptation|"
    r"demand|stakes|pressure|motivation|hopes|expectation|surprise|advantage|worry|fear)"
)
_MEASURE = _Kind(
    r"\bwie (?:lange?|oft|alt)\b|\bhow (?:long|often|old|tall|heavy)\b"
    r"|\bwie (?:hoch|gro(?:ß|ss)) (?:ist|sind|war|waren)\b"
    r"|\bhow (?:big|large|high) (?:is|are|was|were)\b"
    r"|\bwie weit (?:ist es\b|weg|entfernt|liegt)|\bwie weit ist[^.?!]{0,40}?\b(?:entfernt|weg)\b"
    r"|\bhow far (?:away|is it)\b|\bhow far\b[^.?!]{0,40}?\b(?:drive|walk|travel|ride)\b"
    r"|\bwie ?viel (?:zeit|stunden|minuten|liter|kilo|gramm)\b|\bhow much (?:time|longer|weight)\b",
    r"\b(?:eine[rsn]?|an?|one) (?:halbe |half )?"
    r"(?:stunde|minute|viertel|woche|tag|jahr|monat|hour|day)|mal\b|\bselten|\bimmer\b|\bnie\b|sofort|schnell|täglich|wöchentlich|monatlich|jährlich|"
    r"\bjede[nrsm]?\b|ständig|häufig|regelmäßig|\boft\b|\bewig|\blange?\b|\bkurz|\bbis\b|\bseit\b|"
    r"stunden|minuten|wochen|\btage|monate|jahre|once|twice|always|never|\bevery\b|daily|weekly|"
    r"monthly|\boften\b|rarely|seldom|forever|until|since|hours|minutes|weeks|days|months|years",
    rf"\b(?:hoch|gro(?:ß|ss)|big|large|high)\b{_NEAR}\b\w*{_DEGREE}|\bwie weit\b{_NEAR}\bvon der\b",
)
_KINDS = (_PRICE, _SHARE, _YEAR, _TIME, _NUMBER, _MEASURE)

_CALLS = re.compile(
    r"\b(hei(ß|ss)(t|en|e)|hieß(en)?|namens|genannt|nenn(t|en|e)|name|called|named)\b"
)
_NAME = (
    r"\bwie hei(ß|ss)(t|en)\b|\bwie (ist|war|lautet) (der|die|sein|ihr|euer|dein|deren) name|"
    r"\bwelche[nr]? namen?\b|\bunter welchem namen\b|\bnamen? (des|der|von|vom)\b|\bname of\b|"
    r"\bwhat[^.?!]{0,60} (named|called)\b|"
    r"\bwelche[rsnm]? ([\w-]+ )?([\w-]*modell|produkt|marke|software|tool|programm|universität|uni|"
    r"hochschule|firma|unternehmen|stadt|bank(en)?|verlag|hersteller|anbieter|auftraggeber|partei|"
    r"verein)\b|\b(which|what) (\w+ )?(model|product|brand|software|tool|university|company|city|"
    r"banks?|manufacturer|provider|client)\b"
)


def holds_expected(question: str, text: str) -> bool:
    """Return whether a text holds something of every kind that a question expects."""
    lowered, said = question.lower(), text.lower()
    for kind in _KINDS:
        if not _pattern(kind.asks).search(lowered) or _pattern(kind.unless).search(lowered):
            continue
        if _pattern(kind.told).search(said):
            continue
        numbers = numbers_in(text) if _pattern(kind.of).search(said) else ()
        wholes = (float(re.split("[.:]", number)[0]) for number in numbers)
        if not any(kind.least <= whole <= kind.most for whole in wholes):
            return False
    return True


def lacks_name(question: str, text: str) -> bool:
    """Return whether a question asks what something is called, and a text does not say."""
    return bool(_pattern(_NAME).search(question.lower())) and not _CALLS.search(text.lower())


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)
