"""Public sets: read as they are published, ranked by turns."""

import json

from eval.public_sets import rank, share, xquad


def test_ranks_count_different_turns():
    assert rank([4, 4, 2, 7], frozenset({2})) == 2
    assert rank([4, 4], frozenset({2})) is None
    assert share([1, 2, None, 1], 1) == 0.5
    assert share([], 5) == 0.0


def test_xquad_paragraphs_are_turns(tmp_path):
    for language, question in (("de", "Wo liegt Mainz?"), ("en", "Where is Mainz?")):
        paragraph = {"context": "Mainz liegt am Rhein.", "qas": [{"question": question}]}
        data = {"data": [{"paragraphs": [paragraph]}]}
        (tmp_path / f"xquad.{language}.json").write_text(json.dumps(data), encoding="utf-8")
    corpus, tasks = xquad(tmp_path)
    assert corpus.episodes[0].turns[0].text == "Mainz liegt am Rhein."
    assert [tasks[name][0].question for name in tasks] == ["Wo liegt Mainz?", "Where is Mainz?"]
    assert tasks["English"][0].turns == {0}
