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


@given(st.text(), st.sampled_from(["de", "en", None]))
def test_whatever_is_asked(text, default):
    assert detect(text, default) in ("de", "en")
