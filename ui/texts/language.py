"""The language that the window speaks to a visitor, and an error to whoever called."""

import re
from collections.abc import Callable, Mapping, Sequence

from corpus import Corpus
from rag.types import Language
from rag.wording.languages import LANGUAGES
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN
from ui.texts.wording import Wording

COOKIE = "nachgefragt_language"
_ACCEPTED = re.compile(rf"(?:^|,)\s*({'|'.join(LANGUAGES)})\b")


def words_in(language: Language) -> Wording:
    """Return every sentence of the window in a language."""
    match language:
        case "de":
            return GERMAN
        case "en":
            return ENGLISH


def in_each(say: Callable[[Wording], str]) -> dict[str, str]:
    """Return a line in every language, by its code: what an error says."""
    return {language: say(words_in(language)) for language in LANGUAGES}


def language_of(corpora: Sequence[Corpus]) -> Language:
    """Return the language of the first podcast if it is one of ours, else German."""
    spoken = (corpora[0].podcast.language or "").lower()
    return next((language for language in LANGUAGES if spoken.startswith(language)), "de")


def language_for(
    cookies: Mapping[str, str], headers: Mapping[str, str], otherwise: Language = "de"
) -> Language:
    """Return the language switched to, else the browser's first of ours, else the other."""
    accepted = _ACCEPTED.findall(headers.get("accept-language", "").lower())
    wanted = (cookies.get(COOKIE), *accepted)
    return next(
        (language for one in wanted for language in LANGUAGES if language == one), otherwise
    )
