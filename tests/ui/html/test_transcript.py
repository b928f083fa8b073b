"""A transcript in pieces: together they are all that was said, in order, wherever it is opened."""

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Chapter, Episode, Turn
from rag.types import Span
from tests.support.effort import often
from ui.pages import transcript as drawing
from ui.pages.transcript import transcript, transcript_piece
from ui.texts.german import GERMAN

TURNS = st.lists(
    st.tuples(st.sampled_from([None, "A", "B"]), st.text("abc .\n😀<", min_size=1, max_size=90)),
    min_size=1,
    max_size=30,
)
FROM = re.compile(r'data-from="transcript/7/(\d+)"')


def said(html: str) -> str:
    paragraphs = re.findall(r'<p dir="auto">(.*?)</p>', html, re.DOTALL)
    text = "".join(unescape(re.sub("<[^>]*>", "", one)) for one in paragraphs)
    return "".join(text.split())  # what is marked keeps blanks at its edges


def episode_of(turns: list[tuple[str | None, str]]) -> Episode:
    timed = (Turn(who, text, at * 10.0, at * 10.0 + 10) for at, (who, text) in enumerate(turns))
    chapters = (Chapter(0.0, "Anfang"), Chapter(45.0, "Mitte"))
    return Episode("x", 7, "X", audio_url="x.mp3", chapters=chapters, turns=tuple(timed))


@settings(max_examples=often(30, 500), deadline=None)
@given(TURNS, st.integers(0, 29))
def test_the_pieces_are_all_that_was_said_in_order(
    turns: list[tuple[str | None, str]], opened: int
) -> None:
    episode = episode_of(turns)
    turn = min(opened, len(turns) - 1)
    marked = Span(episode, turn, 0, len(turns[turn][1]), None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "PIECE", 10**9)
        whole = str(transcript(episode, None, None, GERMAN))
        patch.setattr(drawing, "PIECE", 200)
        page = str(transcript(episode, marked, None, GERMAN))
        filled = re.sub(
            r'(<div class="piece")[^>]*data-from="transcript/7/(\d+)"[^>]*>',
            lambda found: f"<div>{transcript_piece(episode, int(found[2]), None, GERMAN)}",
            page,
        )
    assert said(filled) == said(whole)
    assert filled.count("<h4") == whole.count("<h4")
    assert filled.count("data-heard") == whole.count("data-heard")
    assert ('id="linked"' in page) == bool(turns[turn][1].strip())


def test_a_long_transcript_comes_in_pieces_of_a_size_and_a_short_one_is_whole() -> None:
    short = episode_of([("A", "Guten Tag.")] * 20)
    assert FROM.findall(str(transcript(short, None, None, GERMAN))) == []
    long = replace(short, turns=short.turns * 300)
    page = str(transcript(long, None, None, GERMAN))
    pieces = FROM.findall(page)
    assert pieces == [str(at) for at in range(1, len(pieces) + 1)]
    drawn = [str(transcript_piece(long, int(at), None, GERMAN)) for at in pieces]
    assert sum(map(len, drawn)) > 1_500_000
    assert max(map(len, [page, *drawn])) < 300_000
    assert str(transcript_piece(long, 99, None, GERMAN)) == ""
