"""Find how many quotes, sentences or points a question asks for."""

import re

from rag.question.episode_names import without_episode
from rag.text.numbers import in_digits

MOST = 20
_THINGS = (
    r"(?:zitat|satz|s[äa]e?tz|zeile|aussage|punkt|stichpunkt|these|kernthese|erkenntnis|spr[üu]e?ch|"
    r"meinung|argument|learning|tipp|highlight|quote|sentence|line|statement|point|bullet|"
    r"takeaway|insight|thing|tip|one-liner|argument|opinion|saying|key|core|soundbite)"
)
_BEFORE = re.compile(rf"\b(\d{{1,2}})\s(?:[^\W\d]{{1,30}}\s){{0,2}}{_THINGS}")
_TOP = re.compile(r"\btop[\s-]?(\d{1,2})\b")


def number_asked(text: str) -> int | None:
    """Return how many quotes or sentences are asked for: "drei Zitate", "top 5"; None if not."""
    lowered = in_digits(without_episode(text).lower())
    found = _BEFORE.search(lowered) or _TOP.search(lowered)
    return min(max(int(found[1]), 1), MOST) if found else None
