"""The benchmark of resolver and check: it measures one reply for each question."""

from eval.bench.checking import milliseconds
from eval.dataset import Example


def test_each_question_has_its_time(small_index):
    questions = ("Warum federt Esche?", "Wie alt ist Hermann?")
    examples = [Example(text, "fact", text, (), True, (), ()) for text in questions]
    spent = milliseconds(small_index, examples)
    assert len(spent) == 2 and min(spent) > 0
