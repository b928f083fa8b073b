import html
import re

from hypothesis import given
from hypothesis import strategies as st

from rag.types import Answer, Citation, ShowNote
from tests.asking import small_pipeline
from ui.conversation import Exchange, settle
from ui.messages import SHOWN_CHARACTERS, anchor, as_text, messages

NOTE = ShowNote(None, "Handwerk zum Zuhören.")


def answered(text: str, *numbers: int, grounded: bool = True) -> Exchange:
    citations = tuple(Citation(number, NOTE) for number in numbers)
    return Exchange("Frage", Answer("Frage", "Frage", "de", text, grounded, "fake", citations))


@given(st.text(max_size=300))
def test_text_stays_text(text: str) -> None:
    lines = "<br>".join(text.strip().splitlines())
    written = str(as_text(text))
    assert html.unescape(written) == html.unescape(html.escape(lines)).replace("&lt;br&gt;", "<br>")
    # Nothing is left that Markdown or HTML could take for syntax.
    assert not re.search(r"[!-/:-@\[-`{-~\n]", re.sub(r"&#\d+;|<br>", "", written))


def test_markers_of_citations_become_links_and_no_others() -> None:
    [_, message] = messages((answered("So [1], aber nicht [2] oder [x].", 1),))
    assert re.findall(r'href="#([^"]+)"', message["content"]) == [anchor(1, 1)]
    assert html.unescape(re.sub(r"<[^>]+>", "", message["content"])) == (
        "So [1], aber nicht [2] oder [x]."
    )


def test_links_point_at_the_cards_of_their_own_answer() -> None:
    shown = messages((answered("a [1]", 1), answered("b [1]", 1)))
    assert anchor(1, 1) in shown[1]["content"]
    assert anchor(2, 1) in shown[3]["content"]


def test_a_forged_marker_is_no_link() -> None:
    [_, message] = messages((answered("&#91;1&#93; <a href='#x'>[7]</a>", 1),))
    assert "<a" not in message["content"]


def test_a_refusal_has_no_links() -> None:
    [_, message] = messages((answered("Nichts [1].", 1, grounded=False),))
    assert "<a" not in message["content"]


def test_roles_and_order() -> None:
    shown = messages((answered("a"), Exchange("zweite")))
    assert [message["role"] for message in shown] == ["user", "assistant"] * 2
    assert "waiting" in shown[-1]["content"]


def test_an_empty_question_has_no_bubble_but_a_reply() -> None:
    shown = messages(settle(small_pipeline(), (Exchange("  "),)))
    assert [message["role"] for message in shown] == ["assistant"]
    assert "leer" in shown[0]["content"]


def test_a_long_question_is_shown_cut() -> None:
    [question, _] = messages((Exchange("x" * (SHOWN_CHARACTERS + 5)),))
    assert question["content"] == "x" * SHOWN_CHARACTERS + "…"
