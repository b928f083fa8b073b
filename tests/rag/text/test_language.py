"""German or English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Was sollte man nicht automatisieren?", "de"),
        ("What should one never automate?", "en"),
        ("Wer ist Gast in Folge 2?", "de"),
        ("Who is the guest of episode 2?", "en"),
        ("Who is Harald Henn?", "en"),
        ("Wie lange dauert die erste Folge?", "de"),
        ("How long is the first episode?", "en"),
        ("Homeoffice Nachteile?", "de"),
        ("Welche Vorteile hat ein Chatbot im Customer Service?", "de"),
        ("Does he like Amazon?", "en"),
        ("Explain customer experience", "de"),  # nothing tells: the podcast's language
        ("Wos sogt da Harald zum Thema KI?", "de"),
        ("Wat is dat?", "de"),
        ("Wer schwätzt do?", "de"),
        ("I woaß ned, um wos geht's?", "de"),
        ("Wat hält er von do it yourself?", "de"),
        ("What is said about “Vorteile von Home Office und wie man das macht”?", "en"),
        ("Who said „Ich bin der Meinung, dass wir das nicht können“?", "en"),
        ("Wer sagt “we are not in the business of selling”?", "de"),
        ("„Das ist nicht wahr“", "de"),
        ("“This is how we do it”", "en"),
        ("Kündigung", "de"),
        ("", "de"),
        ("🎧", "de"),
    ],
)
def test_of_a_german_podcast(text, language):
    assert detect(text, "de") == language


@pytest.mark.parametrize(
    ("default", "language"),
    [("en", "en"), ("en-US", "en"), ("EN", "en"), ("de-AT", "de"), (None, "de")]
    + [("", "de"), ("fr", "de"), ("enm", "de")],
)
def test_where_nothing_tells_it_is_the_podcasts(default, language):
    assert detect("Chatbot", default) == language
    assert detect("Wer ist das?", default) == "de"
    assert detect("Who is that?", default) == "en"


@pytest.mark.parametrize(
    "text",
    ["Warum Esche?", "Wann kam das?", "Thema Automatisierung", "Wer spricht?", "Wat kost dat?"],
)
def test_a_short_german_question_to_an_english_podcast(text):
    assert detect(text, "en") == "de"


@given(st.text(), st.sampled_from(["de", "en", None]))
def test_whatever_is_asked(text, default):
    assert detect(text, default) in ("de", "en")
