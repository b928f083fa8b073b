"""The sheets of style, each whole by itself: one that is not takes all after it along."""

import re

import pytest

from ui.theme import HERE, style

SHEETS = sorted((HERE / "styles").glob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_what_is_opened_is_closed(sheet) -> None:
    text = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    depth = 0
    for sign in re.findall("[{}]", text):
        depth += 1 if sign == "{" else -1
        assert 0 <= depth <= 2  # a rule, and what it holds within
    assert depth == 0
    assert not re.search(r"@media[^{]*\{\s*@media", text)


def test_the_page_comes_first_and_nothing_from_another_host() -> None:
    joined = style()
    assert joined.index(":root") < joined.index(".masthead")
    assert not re.search(r"url\(\s*[\"']?(?:https?:)?//|@import", joined)
