"""Turns that take up the question before once more: for more of it, or in another language.

And what of those before it is still talked about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.question.unsaid import content_terms
from rag.types import Language

ENOUGH_TERMS = 2  # of a question that says what it is about
LONGEST = 60  # characters of a turn that says no more than that
_MORE = re.compile(
    r"^\W*(?:(?:und|and|ja|yes|bitte|please|ok(?:ay)?)\W+)?(?:"
    r"(?:noch )?mehr(?: (?:dazu|davon|darüber))?|mehr (?:zitate|stellen|davon)|weiter|und weiter|"
    r"noch (?:was|etwas|eins|(?:(?:ein(?:e|en|s)?|zwei|drei|vier|fünf|\d|ein paar)(?: weitere)?"
    r"(?: stellen?| zitate?| aussagen?)?))(?: dazu)?|(?:sonst|was) noch(?: was| etwas)?|"
    r"(?:gibt es|gibt's) (?:da |dazu )?(?:noch )?(?:mehr|was|etwas)(?: dazu)?|"
    r"erzähl(?:e|en sie)? (?:mir )?(?:noch )?(?:mehr|weiter)(?: (?:dazu|davon|darüber))?|"
    r"(?:tell me |say |show me |give me )?(?:some )?more(?: (?:on|about|of) (?:this|that|it))?|"
    r"(?:anything|something|what) else|(?:another|(?:one|two|three|four|five|a few|\d) more)"
    r"(?: quotes?| ones?)?|go on|continue"
    r")(?:\W+(?:bitte|please))?\W*$",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"^\W*(?:und |and |hast du |gibt es |do you have |zum |for |can you give me )?(?:dafür |da )?"
    r"(?:(?:ein(?:e|en|s)?|an?|konkrete[sn]?) )*(?:beispiele?|example|instance|genauer|konkreter|"
    r"more specific|details)(?: (?:dafür|dazu|davon|bitte|please|of that|for that))*\W*$",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(
    r"^\W*(?:(?:bitte|please|nochmal|again|und|and|das|(?:sag|say|answer|antworte?)(?: (?:es|das|"
    r"it|that|mir|me))?|jetzt|now|kannst du das|can you say that|same)\W+)*(?:(?:auf|in|to) )?"
    r"(?:(?P<de>deutsch|german)|(?P<en>englisch|english))"
    r"(?:\W+(?:bitte|please|sagen|antworten|nochmal|again))*\W*$",
    re.IGNORECASE,
)
_DENIES = r"(?:nein|nee|nö|nope|quatsch)\b|(?:ne|no)\b(?=[,.!;:–-]| i mean)"
_MEANS = r"(?:ich (?:mein(?:e|te)?|wollte wissen)|i (?:mean|meant|wanted to know))\b"
_CORRECTS = re.compile(rf"^\W*(?:(?:{_DENIES})\W*)+(?:{_MEANS}\W*)?|^\W*{_MEANS}\W*", re.IGNORECASE)
_EXTREME = (
    r"(?:\w{3,20}ste[nrsm]?|beste[nrsm]?|best|worst|biggest|smallest|greatest|hardest|easiest|"
    r"funniest|longest|shortest)"
)
_SUPERLATIVE = re.compile(rf"\b{_EXTREME}\b", re.IGNORECASE)
_OTHER_EXTREME = re.compile(
    r"\W*(?:(?:und|and|what about|was ist mit|nein|no)\W+)*(?:(?:d(?:as|ie|er|en)|the|his|her|sein|"
    rf"ihr)\W+)?(?P<extreme>{_EXTREME})(?:\W+(?:one|denn|bitte|please))?\W*",
    re.IGNORECASE,
)
_IN_ENGLISH = re.compile(r"\b(?:i|no|nope)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resumed:
    """A question with its history, the language that is wanted, and how often more is.

    `text` is what was asked before where a turn only takes that up once more; `language` is None
    where none was named.
    """

    text: str
    history: tuple[str, ...]
    more: int = 0
    language: Language | None = None


def resumed(text: str, history: Sequence[str]) -> Resumed:
    """Find the question that is meant by "Mehr dazu" or "Auf Deutsch bitte"."""
    before, more, language = list(history), 0, None
    while before:
        wanted = language_wanted(text)
        if not wanted and not asks_for_more(text):
            break
        more += not wanted
        language = language or wanted
        text = before.pop()
    return Resumed(text, tuple(before), more, language)


def corrected(text: str) -> str:
    """Put a turn that corrects the one before, "Nein, ich meine …", as one that goes on from it."""
    found = _CORRECTS.match(text)
    rest = text[found.end() :] if found else ""
    if not found or not rest:
        return text
    return f"{'and' if _IN_ENGLISH.search(found[0]) else 'und'} {rest}"


def asks_for_more(text: str) -> bool:
    """Return whether a turn asks for more on the same, and nothing else."""
    return len(text) <= LONGEST and _MORE.match(text) is not None


def asks_for_example(text: str) -> bool:
    """Return whether a turn asks to be more specific, and nothing else."""
    return len(text) <= LONGEST and _EXAMPLE.match(text) is not None


def language_wanted(text: str) -> Language | None:
    """Return the language that a turn asks to be answered in, if it does nothing else."""
    found = _LANGUAGE.match(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    return "de" if found["de"] else "en"


def with_topic(before: Sequence[str]) -> list[str]:
    """Return the last of the questions leaned on, the latest first, and what that is about.

    That is the latest which says enough, with the few words on which it leans ("Wer ist Paula?").
    What was asked before these is over; what was asked in between was something else of it.
    """
    says = [at for at, one in enumerate(before) if len(content_terms(one)) >= ENOUGH_TERMS]
    if not says:
        return list(before)
    topic, over, *_ = [*says, len(before)]
    return [*before[: min(topic, 1)], *before[topic:over]]


def with_superlative(text: str, before: Sequence[str]) -> str:
    """Ask the question before of another extreme: "Und das beste?" after "das schlimmste"."""
    other = _OTHER_EXTREME.fullmatch(text)
    if other is None or not before or not _SUPERLATIVE.search(before[-1]):
        return text
    if other["extreme"][0].isupper():
        return text  # a noun: "Und die Dienste?"
    return _SUPERLATIVE.sub(lambda _: other["extreme"], before[-1], count=1)
