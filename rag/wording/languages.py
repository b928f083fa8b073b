"""The languages that are spoken: whoever adds one to `rag.types.Language` is told what it needs."""

from collections.abc import Callable
from typing import get_args

from babel import Locale

from rag.types import Language
from rag.wording.english import ENGLISH
from rag.wording.german import GERMAN
from rag.wording.words import Counted, Errors, Wording

LANGUAGES: tuple[Language, ...] = get_args(Language)


def words_in(language: Language) -> Wording:
    """Return everything that rag says in a language."""
    match language:
        case "de":
            return GERMAN
        case "en":
            return ENGLISH


def in_each(say: Callable[[Errors], str]) -> dict[str, str]:
    """Return a line in every language, by its code: what an error says."""
    return {language: say(words_in(language).errors) for language in LANGUAGES}


def counted(forms: Counted, count: int, language: Language) -> str:
    """Return the form of a sentence that fits a number, not filled in yet."""
    form = Locale(language).plural_form(count)
    return getattr(forms, form, None) or forms.other
