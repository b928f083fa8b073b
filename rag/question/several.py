"""Take a message apart that asks several things: "Wann …? Und wer …?", "wann … und wer …"."""

import re

from rag.question.episode_names import namings
from rag.question.followup import depends_on_history
from rag.text.analyzer import Analyzer

MOST = 4  # questions in one message
_END = re.compile(r"(?<=\?)\s+")
_ALSO = re.compile(r"^\W*(und|and|außerdem|also|dann|then)\b\W*", re.IGNORECASE)
_AND = re.compile(
    r",?\s(?:und|and|sowie)\s(?=(?:(?:in|von|mit|seit|für|auf|bei|zu|from|with|for|at|in|on)\s)?"
    r"(?:wer|wen|wem|was|wann|wo(?:r?(?:auf|aus|bei|durch|für|her|hin|in|mit|nach|rum|rüber|von|zu))?|"
    r"wie|wieviele?|warum|wieso|weshalb|welche[nrms]?|who|what|when|where|how|why|which|"
    r"(?:what|who|how|where|when)['’]?s)\b"
    # Or as one asks for yes or no: a verb and whom it is about.
    r"|(?:ist|sind|war|waren|hat|haben|kann|können|muss|darf|kriegt|bekommt|gibt|braucht|is|are|was|"
    r"were|does|do|did|can|could|should|has|have)\s(?:man|er|sie|es|ich|wir|die|der|das|he|she|it|"
    r"they|we|you|there)\b)",
    re.IGNORECASE,
)
_OF_SOMEBODY = re.compile(
    r"(?:wer|wen|wem|was|wann|wo|wie|warum|welche[nrms]?|who|what|when|where|how|why|which)"
    r"\w*\s[^,]*\b(?:er|ihn|ihm|sie|he|him|she|they|them)\b",
    re.IGNORECASE,
)
FEW_TERMS = 2  # a question with fewer says nothing by itself


def questions_in(text: str, names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the questions of a message, each of which is one by itself; mostly it is one.

    What leans on the question before it stays with it. `names` are those of the show's people.
    """
    parts: list[str] = []
    for part in _END.split(text.strip()):
        alone = _ALSO.sub("", part)
        leans = bool(parts) and depends_on_history(alone, names) and not namings(alone.lower())
        # Who "er" is the question before it tells, after which it is asked.
        leans = leans and not _OF_SOMEBODY.match(alone)
        if parts and (leans or not alone.endswith("?") or not _says_enough(alone)):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(alone if parts else part)
    whole = all(part.endswith("?") and _says_enough(part) for part in parts)
    return tuple(parts) if whole and len(parts) <= MOST else (text,)


def conjoined(text: str) -> tuple[str, ...]:
    """Return the two halves of "wann … und wer …", which may be two questions or one."""
    halves = [half.strip() for half in _AND.split(text.strip(), maxsplit=1)]
    return tuple(halves) if len(halves) == 2 and all(halves) else ()


def _says_enough(part: str) -> bool:
    return len(Analyzer().terms(part)) >= FEW_TERMS
