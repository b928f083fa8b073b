"""Questions to real conversations: what is asked of which sentences."""

import json

from eval import talk
from eval.talk import FILE, MEASURED, load_talk

SPOKEN = """**Ada:** Welcome back. What do you bake?

**Ben:** Rye bread, mostly. It takes two days. My oven is from 1962.
"""


def test_a_question_names_the_sentences_of_its_transcript(tmp_path, monkeypatch):
    names, file = ("one.md", f"{MEASURED}-1.md"), tmp_path / "talk.jsonl"
    asked = {"kind": "para", "lang": "en", "question": "How old?", "answer": [4]}
    for name in names:
        (tmp_path / name).write_text(SPOKEN, "utf-8")
    file.write_text("\n".join(json.dumps(asked | {"file": name}) for name in names), "utf-8")
    monkeypatch.setattr(talk, "FILE", file)
    (show,) = load_talk(tmp_path)
    assert show.turns == (("Ada", (0, 1)), ("Ben", (2, 3, 4)))
    (question,) = show.questions
    assert [show.sentences[n] for n in question.answers[0]] == ["My oven is from 1962."]
    # Nothing is learned from what is measured.
    assert [each.id for each in load_talk(tmp_path, measured=True)] == [f"{MEASURED}-1"]
    assert show.id == "one"


def test_every_question_has_an_answer_of_consecutive_sentences():
    for line in FILE.read_text("utf-8").splitlines():
        asked = json.loads(line)
        assert asked["question"].strip() and asked["lang"] in ("de", "en"), line
        first, *_, last = [asked["answer"][0], *asked["answer"]]
        assert asked["answer"] == list(range(first, last + 1)) and len(asked["answer"]) <= 4, line
