"""The sheets of style, which are joined: what one leaves open would swallow all that follow."""

from tests.support.places import ROOT


def test_every_sheet_closes_what_it_opens() -> None:
    sheets = {file.name: file.read_text("utf-8") for file in (ROOT / "ui/styles").glob("*.css")}
    assert len(sheets) > 5
    assert [name for name, text in sheets.items() if text.count("{") != text.count("}")] == []
