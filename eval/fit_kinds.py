"""Learn which questions ask about the show itself: `python -m eval.fit_kinds`, on dev only.

A logistic regression of a question's vector on the kind of show facts that it asks for, from the
examples in eval/show_examples.toml. That a question asks for none is learned from those that only
look alike, from the cohort and from the dev half of eval/questions.jsonl. Writes the model to
rag/show_kinds.npz.
"""

import tomllib
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.dataset import QUESTIONS, load_examples
from rag import embedder
from rag.cohort import COHORT
from rag.followup import search_query
from rag.show_kinds import FILE, NONE
from rag.store import digest

EXAMPLES = Path(__file__).with_name("show_examples.toml")
COHORT_WEIGHT = 0.5  # of a question of the cohort, beside one of the others
TRUST = 100.0  # in the examples; the less, the smaller the weights


def main() -> None:
    """Learn the model and write it."""
    kinds, questions, importance = map(list, zip(*known(), strict=True))
    vectors = embedder(None).embed_queries(questions)
    # A constant part that all vectors share would only slow the learning down.
    middle = vectors.mean(axis=0)
    model = LogisticRegression(C=TRUST, max_iter=4000)
    model.fit(vectors - middle, kinds, sample_weight=importance)
    np.savez_compressed(
        FILE,
        kinds=model.classes_,
        weights=model.coef_.astype(np.float16),
        bias=(model.intercept_ - model.coef_ @ middle).astype(np.float32),
        learned_from=digest(*kinds, *questions),
    )
    print(f"{FILE}: {len(questions)} questions, {len(model.classes_)} kinds")


def known() -> list[tuple[str, str, float]]:
    """Every question that is learned from: its kind, itself and how much it counts."""
    dev = [example for example in load_examples(QUESTIONS) if example.split == "dev"]
    none = [search_query(e.question, e.history) for e in dev if e.gold or not e.answerable]
    return [
        *((kind, question, 1.0) for kind, question in examples()),
        *((NONE, question, 1.0) for question in none),
        *((NONE, question, COHORT_WEIGHT) for question in COHORT),
    ]


def examples() -> list[tuple[str, str]]:
    """Every example as (kind, question)."""
    kinds: dict[str, str] = tomllib.loads(EXAMPLES.read_text("utf-8"))
    return [(kind, line) for kind, lines in kinds.items() for line in lines.splitlines()]


if __name__ == "__main__":
    main()
