"""Answers and hits as JSON."""

import json
from dataclasses import replace

from rag import Answer, Citation, Hit, Quote, ShowNote, answer_json, hit_json
from rag.types import Chunk
from tests.support.fakes import small_corpus

FIRST, SECOND = small_corpus()


def test_a_transcript_citation():
    quote = Quote(FIRST, 4, 0, 10, FIRST.chapters[1])
    answer = Answer(
        "Leim?", "Leim", "de", "…", True, "extractive", (Citation(1, quote),), {"x": 1.0}
    )
    shown = answer_json(answer, "q7")
    assert json.loads(json.dumps(shown)) == shown
    assert shown["id"] == "q7"
    assert shown["timings"] == {"x": 1.0}
    citation = shown["citations"][0]
    assert citation.pop("end") > 75.0
    assert citation == {
        "number": 1,
        "kind": "transcript",
        "episode": 1,
        "episode_title": "#01 - Vom Brett zum Stuhl",
        "speaker": "Uwe Groß",
        "chapter": "Leim oder Schrauben?",
        "start": 75.0,
        "uncertainty": 7.0,
        "turn": 4,
        "quote": "Ich leime.",
    }


def test_a_notice_is_there_only_where_there_is_one():
    answer = Answer("?", "?", "de", "…", False, "extractive")
    assert "notice" not in answer_json(answer)
    assert answer_json(replace(answer, notice="Warum."))["notice"] == "Warum."


def test_show_notes_of_an_episode_and_of_the_podcast():
    notes = (ShowNote(SECOND, "17.05.2024"), ShowNote(None, "Werkstatt e.V."))
    citations = tuple(Citation(number, note) for number, note in enumerate(notes, 1))
    shown = answer_json(Answer("?", "?", "en", "…", True, "extractive", citations))["citations"]
    unknown = dict.fromkeys(["speaker", "chapter", "start", "end", "uncertainty", "turn"])
    assert shown == [
        {
            "number": 1,
            "kind": "shownotes",
            "episode": 2,
            "episode_title": "#02 - Brot ohne Eile",
            **unknown,
            "quote": "17.05.2024",
        },
        {
            "number": 2,
            "kind": "shownotes",
            "episode": None,
            "episode_title": None,
            **unknown,
            "quote": "Werkstatt e.V.",
        },
    ]


def test_a_hit():
    row = hit_json(Hit(Chunk(SECOND, 1, 0, 26, None), 0.123456), 3)
    assert row.pop("end") > 8
    assert row == {
        "rank": 3,
        "score": 0.1235,
        "episode": 2,
        "turn": 1,
        "speaker": "Sigrid Löwe",
        "chapter": None,
        "start": 8.0,
        "text": "Weil der Teig ruhen muss. ",
    }
