"""Questions to real conversations: what is asked of which sentences."""

import json

from eval.fitting import talk
from eval.fitting.talk import FILE, load_talk

SPOKEN = """**Ada:** Welcome back. What do you bake?

**Ben:** Rye bread, mostly. It takes two days. My oven is from 1962.
"""


def test_a_question_names_the_sentences_of_its_transcript(tmp_path, monkeypatch):
    (tmp_path / "one.md").write_text(SPOKEN, "utf-8")
    asked = {"file": "one.md", "kind": "para", "lang": "en", "question": "How old?", "answer": [4]}
    file = tmp_path / "talk.jsonl"
    file.write_text(json.dumps(asked), "utf-8")
    monkeypatch.setattr(talk, "FILE", file)
    (show,) = load_talk(tmp_path)
    assert show.turns == (("Ada", (0, 1)), ("Ben", (2, 3, 4)))
    (question,) = show.questions
    assert [show.sentences[n] for n in question.answers[0]] == ["My oven is from 1962."]


def test_every_question_has_an_answer_of_consecutive_sentences():
    for line in FILE.read_text("utf-8").splitlines():
        asked = json.loads(line)
        assert asked["question"].strip() and asked["lang"] in ("de", "en"), line
        first, *_, last = [asked["answer"][0], *asked["answer"]]
        assert asked["answer"] == list(range(first, last + 1)) and len(asked["answer"]) <= 4, line
