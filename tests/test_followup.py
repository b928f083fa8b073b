"""Follow-ups without a language model: what is searched together with what."""

import pytest

from rag.followup import search_query


@pytest.mark.parametrize(
    ("question", "history", "query"),
    [
        ("Und warum?", ["Bricht Esche?"], "Und warum? Bricht Esche?"),
        ("Warum denn nicht?", ["Bricht Esche?"], "Warum denn nicht? Bricht Esche?"),
        ("Wie backt man Brot?", ["Bricht Esche?"], "Wie backt man Brot?"),
        ("Wo arbeitet der?", ["Wer leimt hier?"], "Wo arbeitet der? Wer leimt hier?"),
        # The last question leans on the one before it.
        ("Und dann?", ["Wer leimt?", "Und wie?"], "Und dann? Und wie? Wer leimt?"),
        ("Und dann?", ["Bricht Esche?", "Wie backt man Brot?"], "Und dann? Wie backt man Brot?"),
        ("Und warum?", [], "Und warum?"),
    ],
)
def test_what_leans_on_what(question, history, query):
    assert search_query(question, history) == query
