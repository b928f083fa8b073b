"""Line breaks that a host has taken out of a description."""

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.show.breaks import in_one_line, lines
from tests.support.fakes import small_corpus
from ui.html.face import face
from ui.texts.german import GERMAN


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("einen Kunden zu behalten?Es war leicht.", "einen Kunden zu behalten? Es war leicht."),
        ("Das schadet nachhaltig.Unsere Mission.", "Das schadet nachhaltig. Unsere Mission."),
        ("We talk to founders.A new one!Listen.", "We talk to founders. A new one! Listen."),
        ("Warum Holz arbeitet.2) Wie Leim hält.", "Warum Holz arbeitet. 2) Wie Leim hält."),
        ("Du erfährst:Warum.", "Du erfährst: Warum."),
        ("Schön ist das.„Ja“, sagt er.", "Schön ist das. „Ja“, sagt er."),
    ],
)
def test_a_break_that_was_lost_is_a_blank(text: str, shown: str) -> None:
    assert in_one_line(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Mehr bei Spiegel.TV und Booking.Com, auch bei Asp.Net oder Node.Js.",
        "Für Hörer:Innen und jede Hörer:In, mit Dipl.Ing Groß und evtl.Bonus.",
        "Siehe www.beispiel.Seite/Mehr oder post@beispiel.Haus und https://example.org/gut.Das",
        "Die GmbH.Eine Firma, Version 2.Null, z.B. 3.Mai und 1.000.Stück.",
        "Vgl.Kapitel drei.",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert in_one_line(text) == text


@given(st.text("abcÄB.?!: \n1)…", max_size=200))
def test_every_word_stays(text: str) -> None:
    def letters(of: str) -> list[str]:
        return [sign for sign in of if sign.isalnum()]

    assert letters("".join(lines(text))) == letters(text)


def test_a_long_line_is_mended_at_once() -> None:
    started = perf_counter()
    in_one_line("gut.Das ist" * 20_000)
    in_one_line("a" * 100_000 + "gut.Das")
    assert perf_counter() - started < 2


def test_the_first_screen_tells_of_a_podcast_in_whole_sentences() -> None:
    small = small_corpus()
    told = replace(small.podcast, description="Wie hält das?Uwe weiß es genau.Und Jana auch.")
    shown = face([replace(small, podcast=told)], GERMAN)
    assert "Wie hält das? Uwe weiß es genau. Und Jana auch." in shown
