"""Text as Markdown that shows it character by character, however long and however empty."""

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.html.markdown_export import escaped

# As it was when blanks were read across lines, in quadratic time: right, but not for long texts.
SLOW = re.compile(r"([\\`*_{}\[\]<>#|~$&!])|^(\s*)([-+=]|\d+[.)])", re.MULTILINE)
SIGNS = [
    "\n",
    "\r",
    "\x0b",
    "\x85",
    "\u2028",
    " ",
    "\t",
    "-",
    "+",
    "=",
    "1.",
    "12)",
    "٣.",
    "a",
    "#",
]


def slowly(text: str) -> str:
    def with_backslash(sign: re.Match[str]) -> str:
        if sign[1]:
            return "\\" + sign[1]
        return sign[2] + sign[3][:-1] + "\\" + sign[3][-1]

    return SLOW.sub(with_backslash, text)


@given(st.lists(st.sampled_from(SIGNS), max_size=30).map("".join) | st.text(max_size=30))
def test_what_is_escaped_is_the_same(text: str) -> None:
    assert escaped(text) == slowly(text)


@pytest.mark.parametrize("piece", ["\n", " ", "\n ", "\r\n", "1", "-\n", "\n\n1"])
def test_a_long_text_takes_a_bounded_time(piece: str) -> None:
    text = piece * 200_000
    started = process_time()
    assert len(escaped(text)) >= len(text)
    # Fifty times what it takes; it was hours.
    assert process_time() - started < 10
