"""Tell whether anything in an index fits what is searched for; some passage is always nearest."""

from rag.index.index import Index
from rag.text.analyzer import Analyzer
from rag.types import Found, Hit
from rag.understand import Understood

# So many deviations above what questions about everything else reach is near without a word in
# common: "remote work" where "Homeoffice" is said, and neither "Dinosaurier" nor "Mount Everest".
DEVIATIONS = 0.6


def fitting(index: Index, understood: Understood, found: Found) -> tuple[Hit, ...]:
    """Return the windows that were found, best first; none if nothing that is said fits.

    It fits if one of the words is said, perhaps with another letter, or if it is near by its
    meaning and more than letters at random.
    """
    terms = Analyzer().terms(understood.query)
    lexical = index.windows.lexical
    if any(map(lexical.knows, terms)) or _is_near(index, understood, found):
        return found.windows
    return found.windows if any(map(lexical.knows_nearly, terms)) else ()


def _is_near(index: Index, understood: Understood, found: Found) -> bool:
    if understood.intent == "nonsense":
        return False
    spread = index.background.typical[understood.language].deviation.passage
    return found.nearness.passage >= DEVIATIONS * spread
