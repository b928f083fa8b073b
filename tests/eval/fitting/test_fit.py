"""The numbers of ranking and refusal are learned from one podcast or from several at once."""

from dataclasses import asdict, fields

import numpy as np
import pytest

from eval.dataset import Example, Gold
from eval.fitting import fit
from eval.fitting.fit import LEARNED_UNREAD, Learned, _logistic, ranking_weights, refusal_weights
from rag import Index, Question
from rag.retrieval.answerability import UNREAD, Signals
from rag.understand import understand

ASKED = [
    ("Ist Esche zäh?", "Esche ist zäh und federt"),
    ("Wie alt ist der Sauerteig Hermann?", "Er ist elf Jahre alt"),
    ("Warum muss der Teig ruhen?", "Weil der Teig ruhen muss"),
    ("Wie hoch ist der Eiffelturm?", None),
]


def learned(index: Index, asked: list[tuple[str, str | None]]) -> Learned:
    return Learned(index, [one_asked(index, text, quote) for text, quote in asked])


def one_asked(index: Index, text: str, quote: str | None):
    episodes = [
        one for one in index.corpus if any(quote in turn.text for turn in one.turns if quote)
    ]
    gold = tuple(Gold(one.number, quote) for one in episodes)
    example = Example("q-01", "fact", text, (), bool(gold), gold, (), "dev")
    return example, understand(index, Question(text))


def test_what_is_near_counts_for_a_sentence_and_a_set_given_twice_says_nothing_new(small_index):
    one = learned(small_index, ASKED)
    once, twice = ranking_weights([one]), ranking_weights([one, one])
    assert once["sentence_bm25"] > 0
    assert once["sentence"] + once["passage"] + once["window"] == pytest.approx(1)
    assert twice == pytest.approx(once, abs=1e-3)


def test_refusal_is_learned_over_sets(small_index):
    sets = [learned(small_index, ASKED[:2]), learned(small_index, ASKED[2:])]
    weights = refusal_weights(sets)
    assert list(weights) == [*(field.name for field in fields(Signals)), "bias"]
    assert weights["score"] > 0
    before = asdict(UNREAD.weights)
    kept = {name for name in before if weights[name] == before[name]}
    assert kept == before.keys() - set(LEARNED_UNREAD)


def test_what_is_known_of_an_answer_is_not_learned_once_more():
    """With the right logits known already, there is nothing left that a value could tell."""
    values = np.linspace(-2, 2, 40)[:, None]
    answers, each = (values[:, 0] > 0).astype(float), np.full(40, 1 / 40)
    [alone], _ = _logistic(values, answers, each, np.zeros(40))
    [beside], _ = _logistic(values, answers, each, 30 * values[:, 0])
    assert alone > 1
    assert abs(beside) < alone / 10


@pytest.mark.parametrize("names", [["corpus"], ["corpus", "questions", "model", "more"]])
def test_a_set_is_a_corpus_and_questions(names, capsys):
    assert fit.main(["--set", *names]) == 1
    assert "--set takes a corpus" in capsys.readouterr().err


def test_the_public_sets_are_a_folder_and_perhaps_a_model(capsys):
    assert fit.main(["--public", "folder", "model", "more"]) == 1
    assert "--public takes a folder" in capsys.readouterr().err
