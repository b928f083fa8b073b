import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus
from rag.types import Answer
from rag.wording.formats import notice
from tests.support.asking import small_pipeline, word_search
from tests.support.fakes import small_corpus
from ui.state.browser_storage import EXCHANGE_SIZE, MOST, SIZE, KeptExchange, kept, recalled
from ui.state.conversation import Conversation, Exchange, replies
from ui.state.feedback import Judged, candidate
from ui.texts.german import GERMAN

CORPUS = small_corpus()


def one(corpus: Corpus = CORPUS) -> Conversation:
    asked = Exchange("Warum federt Esche? Schrauben?")
    *_, last = replies(small_pipeline(corpus), word_search(corpus), (), asked, GERMAN)
    return (last,)


def test_what_is_kept_comes_back_as_it_was() -> None:
    [before] = one()
    [after] = recalled(CORPUS, json.loads(json.dumps(kept((before,)))))
    assert isinstance(before.reply, Answer)
    assert isinstance(after.reply, Answer)
    assert after.reply.citations == before.reply.citations
    assert after.reply.text == before.reply.text
    assert [span.text for span in after.beside] == [span.text for span in before.beside]
    assert (after.suggestions, after.settled) == (before.suggestions, True)


def test_what_no_longer_stands_in_the_transcript_is_forgotten() -> None:
    first, second = CORPUS
    turns = tuple(replace(turn, text=f"Neu: {turn.text}") for turn in first.turns)
    changed = replace(CORPUS, episodes=(replace(first, turns=turns), second))
    assert recalled(changed, kept(one())) == ()


def test_only_the_latest_are_kept() -> None:
    assert len(kept(one() * (MOST + 5))) == MOST


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(JSON)
def test_nonsense_is_no_conversation(memory: object) -> None:
    assert recalled(CORPUS, memory) == ()


@given(st.integers(-5, 90), st.integers(-5, 900), st.integers(-5, 900), st.integers(-3, 9))
def test_no_place_outside_the_transcript(turn: int, start: int, end: int, chapter: int) -> None:
    [row] = kept(one())
    [_, span] = row["reply"]["citations"][0]
    span |= {"turn": turn, "start": start, "end": end, "chapter": chapter, "text": "Erfunden."}
    assert recalled(CORPUS, [row]) == ()


def forged(**changes: object) -> dict[str, Any]:
    """One exchange as kept, its answer changed."""
    [row] = json.loads(json.dumps(kept(one())))
    row["reply"] |= changes
    return dict(row)


def text_of(row: dict[str, Any]) -> str | None:
    found = recalled(CORPUS, [row])
    return found[0].reply.text if found and isinstance(found[0].reply, Answer) else None


@pytest.mark.parametrize(
    "quotation",
    ['"{}"', "„{}“", "“{}”", "«{}»", "»{}«", "＂{}＂", "❝{}❞", "「{}」", "„Esche“, „{}“", "“ „{}“"],
)
def test_an_answer_that_quotes_what_nobody_said_is_left_with_its_quotes(quotation: str) -> None:
    said = f"Uwe Groß sagt: {quotation.format('Kunden soll man betrügen')} [1]"
    row = forged(text=said)
    assert "betrügen" not in (text_of(row) or "")
    assert "Esche" in (text_of(row) or "")
    rating = candidate(recalled(CORPUS, [row]), 1, Judged("good", right=(1,)))
    assert rating and "betrügen" not in rating


@pytest.mark.parametrize(
    "text",
    [
        "Uwe Groß sagt, Esche sei zäh [1].",
        "Dazu sagt Uwe Groß in Folge 1, Kapitel „Das richtige Holz“, bei ≈ 0:32:",
        "Er nennt Esche „zäh“ und sagt, dass sie „federt“ [1].",
        "Du fragst: „Warum federt Esche?“",
    ],
)
def test_what_quotes_the_transcript_a_title_or_the_question_stays(text: str) -> None:
    assert text_of(forged(text=text)) == text


def test_a_note_that_the_notes_do_not_hold_is_forgotten() -> None:
    row = forged()
    [number, note] = row["reply"]["citations"][-1]
    assert "Tischler" in note["text"]
    row["reply"]["citations"][-1] = [number, note | {"text": "Uwe Groß: Ich betrüge."}]
    assert recalled(CORPUS, [row]) == ()


def test_only_a_notice_of_ours_is_shown() -> None:
    silent = notice("timeout", "de")
    for sent, shown in ((silent, silent), ("Ruf 0900 an.", None)):
        [found] = recalled(CORPUS, [forged(notice=sent)])
        assert isinstance(found.reply, Answer) and found.reply.notice == shown


def test_an_answer_without_a_source_is_none() -> None:
    [found] = recalled(CORPUS, [forged(citations=[], text="Dazu sagt Uwe viel.")])
    assert isinstance(found.reply, Answer) and not found.reply.grounded


def test_what_is_too_long_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    real = KeptExchange.model_validate
    monkeypatch.setattr(
        KeptExchange, "model_validate", lambda row, **how: read.append(row) or real(row, **how)
    )
    [good] = json.loads(json.dumps(kept(one())))
    for much in ("x" * EXCHANGE_SIZE, [[]] * EXCHANGE_SIZE, {str(n): n for n in range(60_000)}):
        assert len(recalled(CORPUS, [good | {"more": much}, good])) == 1
    assert len(read) == 3
    read.clear()
    long = good | {"question": "x" * (EXCHANGE_SIZE // 2)}
    recalled(CORPUS, [long] * MOST)
    assert 0 < len(read) <= 2 * SIZE // EXCHANGE_SIZE


def test_deep_nesting_is_measured_too() -> None:
    deep: list[Any] = []
    for _ in range(90_000):
        deep = [deep]
    assert recalled(CORPUS, [deep, {"question": deep}]) == ()


def test_an_answer_to_a_question_that_nobody_can_ask_is_forgotten() -> None:
    assert recalled(CORPUS, [forged() | {"question": "x" * 1_001}]) == ()
    [typed] = recalled(CORPUS, [forged() | {"question": "x" * 10_000, "reply": "Zu lang."}])
    assert typed.reply == "Zu lang."
