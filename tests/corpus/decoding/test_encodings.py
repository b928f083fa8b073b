"""Bytes as text: what an encoding was, though nothing says so."""

import pytest

from corpus.decoding.encodings import decoded

TEXT = "Größe, Käse: „für“ Öl und Übung.\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (TEXT.encode(), None),
        (TEXT.encode("utf-8-sig"), None),
        (TEXT.encode("utf-16"), None),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (TEXT.encode("mac_roman"), "Mac Roman"),
        (TEXT.encode().decode("cp1252", "ignore").encode(), "encoded twice"),
    ],
)
def test_the_same_text(data, told):
    text, repair = decoded(data)
    assert text.lower() == TEXT.lower() or told == "encoded twice"
    assert (told is None) == (repair is None)
    assert told is None or told in (repair or "")
    assert "ö" in text and "ä" in text


def test_a_text_about_wrong_umlauts_stays():
    text = "Aus ö wird dann Ã¶."
    assert decoded(text.encode()) == (text, None)


def test_accents_are_joined_to_their_letters():
    assert decoded("Mu\u0308ller".encode()) == ("Müller", None)
