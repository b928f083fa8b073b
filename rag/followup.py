"""Follow-up questions without a language model: what leans on the last is asked with it."""

import re
from collections.abc import Sequence

from rag.lexical import Analyzer
from rag.scope import without_episode

# A question opens like this, or points back like that, and says little by itself.
_OPENS = re.compile(r"^\W*(und|aber|also|sondern|oder|and|but|so|or|what about|how about)\b")
# Read with its capitals: "Sie" addresses, "sie" points back; "das Angebot" does not.
_POINTS_BACK = re.compile(
    r"\b(er|ihm|ihn|sein|seine[mnrs]?|sie|ihre?[mnrs]?|diese[mnrs]?|dies|dabei|dadurch|dafür|"
    r"dagegen|damit|danach|daran|darauf|daraus|darüber|davon|davor|dazu|dort|dann|stattdessen|"
    r"he|him|his|she|her|it|its|they|them|their|that|this|those|these|there|then|instead)\b"
    r"|\b(der|die|den|dem)\W*$"
    r"|\b(?<!gibt )(?<!geht )(?<!ist )es\b|\bdas\b(?!\s+[A-ZÄÖÜ])"
)
_BARE = re.compile(
    r"^\W*(warum|wieso|weshalb|wie|wann|wo|wer|was|womit|wozu|why|how|when|where|who|what|"
    r"zum beispiel|for example)"
    r"(\W+(genau|denn|das|so|nicht|noch|auch|eigentlich|überhaupt|exactly|not|come|else))*\W*$"
)
FEW_TERMS = 3


def search_query(text: str, history: Sequence[str]) -> str:
    """What to search for: the question, with the last one behind it if it leans on that.

    `history` are the earlier questions, oldest first; the last may itself lean on one before. A
    question that stands by itself is left alone, so that a new topic is not mixed with the old.
    """
    parts = [text]
    for earlier in reversed(history):
        if not leans(parts[-1]):
            break
        parts.append(earlier.strip())
    return " ".join(parts)


def leans(text: str) -> bool:
    """Whether a question needs the one before it to be understood."""
    lowered = text.lower()
    if _OPENS.search(lowered) or _BARE.search(lowered):
        return True
    return bool(_POINTS_BACK.search(text)) and len(Analyzer().terms(text)) <= FEW_TERMS


def is_bare(text: str) -> bool:
    """Whether a question says so little that even its kind is that of the one before it.

    ("Und in Folge 1?" after "Wer ist zu Gast in Folge 2?")
    """
    return len(Analyzer().terms(without_episode(text))) < 2
