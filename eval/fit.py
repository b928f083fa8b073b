"""Learn the few numbers of ranking and refusal: `python -m eval.fit`, on the dev half only.

Ranking: how much BM25, the speaker named and the host's words count beside the three cosines, by
gradient descent on the probability that a softmax over all sentences gives to the gold ones
(listwise, as in ListNet, Cao et al. 2007). Refusal: a logistic regression of `rag.refusal.Signals`
on whether a question can be answered. What it prints was rounded and written into rag/retrieve.py,
rag/quotes.py and rag/refusal.py by hand: a model of so few numbers can be read and doubted.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from eval.dataset import QUESTIONS, Example, load_examples
from eval.metrics import overlaps_gold
from rag import Index, Question, Settings, embedder, ensure_index
from rag.cohort import COHORT
from rag.evidence import Sought, search_for
from rag.language import detect
from rag.quotes import asks, choose_quotes, ranked_sentences
from rag.refusal import Signals, signals
from rag.retrieve import find, nearness, together
from rag.understand import Understood, understand

RANKED_BY = ("sentence", "passage", "window", "sentence_bm25", "window_bm25", "named", "host")
COHORT_WEIGHT = 0.3  # of a question of the cohort, beside one of the eval set
RIDGE = 0.003  # keeps weights small: there are fewer questions than it seems


def main() -> None:
    """Print the weights."""
    settings = Settings.from_environment(os.environ)
    index = ensure_index(settings, embedder(settings.embedding_model))
    dev = [example for example in load_examples(QUESTIONS) if example.split == "dev"]
    asked = [(example, _understood(index, example)) for example in dev]
    searched = [(e, u) for e, u in asked if u.facts is None and u.missing_episode is None]
    print("Ranking, the three cosines together 1:")
    for name, weight in ranking_weights(index, searched).items():
        print(f"  {name:14} {weight:6.3f}")
    print("Refusal:")
    for name, weight in refusal_weights(index, searched).items():
        print(f"  {name:14} {weight:6.2f}")


Asked = Sequence[tuple[Example, Understood]]


def ranking_weights(index: Index, asked: Asked) -> dict[str, float]:
    """Weights of the evidence for a sentence, scaled so that the three cosines' sum to 1."""
    rows = [row for row in (_ranking_row(index, *one) for one in asked) if row[1].any()]
    evidence = torch.tensor(np.stack([row[0] for row in rows]), dtype=torch.float32)
    gold = torch.tensor(np.stack([row[1] for row in rows]))
    outside = ~torch.tensor(np.stack([row[2] for row in rows]))
    weights = torch.ones(len(RANKED_BY), requires_grad=True)
    optimizer = torch.optim.Adam([weights], lr=0.1)
    for _ in range(600):
        optimizer.zero_grad()
        chances = torch.log_softmax((evidence @ weights).masked_fill(outside, -1e9), dim=1)
        right = torch.logsumexp(chances.masked_fill(~gold, -1e9), dim=1)
        loss = -right.mean() + RIDGE * (weights**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    learned = weights.detach().numpy()
    return dict(zip(RANKED_BY, map(float, learned / learned[:3].sum()), strict=True))


def refusal_weights(index: Index, asked: Asked) -> dict[str, float]:
    """Weights of the refusal's signals and their bias.

    The cohort's own questions are more of those that the podcast does not answer.
    """
    others = list(_of_the_cohort(index))
    rows = [*(_signals(index, understood) for _, understood in asked), *others]
    answerable = [*(example.answerable for example, _ in asked), *[False] * len(others)]
    values = np.array([astuple(row) for row in rows])
    scale = values.std(axis=0)
    importance = [1.0] * len(asked) + [COHORT_WEIGHT] * len(others)
    model = LogisticRegression(C=0.3, max_iter=1000)
    model.fit(values / scale, answerable, sample_weight=importance)
    names = [field.name for field in fields(Signals)]
    weights = dict(zip(names, map(float, model.coef_[0] / scale), strict=True))
    return weights | {"bias": float(model.intercept_[0])}


def _understood(index: Index, example: Example) -> Understood:
    return understand(index.corpus, Question(example.question, example.history))


def _ranking_row(
    index: Index, example: Example, understood: Understood
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Evidence (n sentences, kinds of it), which sentences are gold, which are allowed."""
    chunks = index.sentences.chunks
    found = search_for(index, _sought(index, understood), understood.scope)
    every = found.evidence(np.arange(len(chunks)))
    named = [float(chunk.speaker in understood.named) for chunk in chunks]
    host = [float(asks(chunk, index.interviewers)) for chunk in chunks]
    evidence = [getattr(every, name) for name in RANKED_BY[:5]]
    allowed = index.sentences.rows.allowed(understood.scope)
    gold = [any(overlaps_gold(chunk, gold) for gold in example.gold) for chunk in chunks]
    return np.stack([*evidence, named, host], axis=1), np.array(gold) & allowed, allowed


def _sought(index: Index, understood: Understood) -> Sought:
    texts = [text for text in (understood.query, understood.alone) if text is not None]
    vector = together([index.embedder.embed_query(text) for text in texts])
    language = detect(understood.query, index.corpus.podcast.language)
    return Sought(understood.query, vector, language)


def _of_the_cohort(index: Index) -> Iterator[Signals]:
    """The signals of each question of the cohort, compared with all others of it."""
    for row, text in enumerate(COHORT):
        understood = understand(index.corpus, Question(text))
        others = np.delete(index.cohort, row, axis=0) @ index.cohort[row]
        yield _signals(index, understood, others)


def _signals(index: Index, understood: Understood, cohort: np.ndarray | None = None) -> Signals:
    """`cohort`: cosines to its questions, where they are not those of the question."""
    found = find(index, understood.query, understood.scope, understood.alone)
    near = found.nearness
    if cohort is not None:
        sought = _sought(index, understood)
        near = nearness(index, sought, search_for(index, sought, understood.scope), cohort)
    ranked = ranked_sentences(found.sentences, understood.named, index.interviewers)
    return signals(near, choose_quotes(ranked)[0], understood.query)


if __name__ == "__main__":
    main()
