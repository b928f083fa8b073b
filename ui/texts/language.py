"""The language that the window speaks to a visitor."""

import re
from collections.abc import Mapping

from rag.types import Language
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN
from ui.texts.wording import Wording

COOKIE = "nachgefragt_language"
WORDINGS: Mapping[Language, Wording] = {"de": GERMAN, "en": ENGLISH}


def language_for(cookies: Mapping[str, str], headers: Mapping[str, str]) -> Language:
    """Return the language switched to, else the browser's first of the two, else German."""
    accepted = re.findall(r"(?:^|,)\s*(de|en)\b", headers.get("accept-language", "").lower())
    chosen = cookies.get(COOKIE)
    wanted = chosen if chosen in ("de", "en") else next(iter(accepted), "de")
    return "en" if wanted == "en" else "de"
