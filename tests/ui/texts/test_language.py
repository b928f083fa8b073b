"""Both languages say the same things, and who gets which."""

import string

import pytest

from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN
from ui.texts.language import COOKIE, language_for


def fields(text: object) -> set[str | None]:
    texts = text if isinstance(text, tuple) else (text,)
    return {name for one in texts for _, name, _, _ in string.Formatter().parse(one) if name}


def test_both_languages_fill_in_the_same() -> None:
    for name in GERMAN.__slots__:
        assert fields(getattr(GERMAN, name)) == fields(getattr(ENGLISH, name)), name
        assert getattr(GERMAN, name)
        assert getattr(ENGLISH, name)


def test_no_line_begins_with_a_dash() -> None:
    for words in (GERMAN, ENGLISH):
        texts = [getattr(words, name) for name in words.__slots__]
        assert [text for text in texts if isinstance(text, str) and " –" in text] == []


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        (None, None, "de"),
        (None, "en-GB,en;q=0.9,de;q=0.8", "en"),
        (None, "fr-FR, de;q=0.9, en;q=0.8", "de"),
        (None, "fr", "de"),
        ("de", "en", "de"),
        ("en", "de", "en"),
        ("<script>", "en", "en"),
        (None, "deen", "de"),
    ],
)
def test_switch_then_browser_then_german(
    cookie: str | None, accepted: str | None, language: str
) -> None:
    cookies = {COOKIE: cookie} if cookie else {}
    headers = {"accept-language": accepted} if accepted else {}
    assert language_for(cookies, headers) == language
