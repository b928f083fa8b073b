"""The language that the window speaks to a visitor."""

import re
from collections.abc import Callable, Mapping

from rag.types import Language
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN
from ui.texts.wording import Wording

COOKIE = "nachgefragt_language"
WORDINGS: Mapping[Language, Wording] = {"de": GERMAN, "en": ENGLISH}


def language_for(
    cookies: Mapping[str, str], headers: Mapping[str, str], otherwise: Language = "de"
) -> Language:
    """Return the language switched to, else the first of the two that the headers want."""
    accepted = re.findall(r"(?:^|,)\s*(de|en)\b", headers.get("accept-language", "").lower())
    chosen = cookies.get(COOKIE)
    wanted = chosen if chosen in ("de", "en") else next(iter(accepted), otherwise)
    return "en" if wanted == "en" else "de"


def in_each(say: Callable[[Wording], str]) -> dict[str, str]:
    """Return a line in every language, by its code: what an error says."""
    return {code: say(words) for code, words in WORDINGS.items()}
