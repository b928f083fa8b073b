"""Learn the few numbers of ranking and refusal: `python -m eval fit`, on dev halves only.

From the shipped podcast, from the made-up shows of dev as one podcast and, with `--set CORPUS
QUESTIONS [MODEL]`, from other podcasts with their questions, optionally with another embedding
model; repeat it for several sets.

Ranking: the weights of BM25, the named speaker and the host's words beside the three cosines, by
gradient descent on the probability that a softmax over all sentences gives to the gold ones
(listwise, as in ListNet, Cao et al. 2007). Refusal: a logistic regression of
`rag.retrieval.answerability.Signals` on whether a question can be answered, with the reader and
without, each set counting the same; no podcast answers the background questions, nor those of
personal.jsonl about its speakers where nobody says their words. The printed numbers were rounded
and written by hand into rag/retrieval/scoring.py, rag/retrieval/quotes.py and
rag/retrieval/answerability.py, where they hold on the dev halves: so small a model can be read and
questioned.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from corpus.cli import Parser, run
from eval.dataset import QUESTIONS, DatasetError, Example, load_examples
from eval.made_up import made_up
from eval.quality.metrics import overlaps_gold
from eval.sets import Asking, EvalSet, judge_answers
from rag import Index, Question, Settings, embedder, ensure_index
from rag.retrieval.answerability import Signals, signals
from rag.retrieval.hybrid import nearness, retrieve, sought_for
from rag.retrieval.quotes import asks, choose_quotes
from rag.retrieval.scoring import search_for
from rag.retrieval.second_look import SecondLook, second_look
from rag.text.analyzer import Analyzer
from rag.text.background_questions import BACKGROUND
from rag.understand import Understood, understand

RANKED_BY = ("sentence", "passage", "window", "sentence_bm25", "window_bm25", "named", "host")
BACKGROUND_WEIGHT = 0.3  # of a background question, beside one of the eval set
PERSONAL = Path(__file__).with_name("personal.jsonl")
ASKED_ABOUT, PERSONAL_WEIGHT = 2, 0.3  # speakers, and what their questions count beside those
RIDGE = 0.003  # keeps weights small: there are fewer questions than it seems


@dataclass(frozen=True, slots=True)
class Learned:
    """Training data: an index and the dev questions that need a search."""

    index: Index
    asked: Sequence[tuple[Example, Understood]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn and print the weights; returns the exit status."""
    parser = Parser("python -m eval fit", description=__doc__)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        nargs="+",
        metavar=("CORPUS", "QUESTIONS"),
        help="another podcast, its questions, and an embedding model if not the usual one",
    )
    return run(parser, arguments, _fit)


def _fit(options: argparse.Namespace) -> None:
    settings = Settings.from_environment(os.environ)
    others = [_given(settings, one) for one in options.set]
    corpus, examples = made_up("dev")
    one = EvalSet("made-up", corpus, examples, judge_answers)
    asking = Asking(one, settings, embedder(settings.embedding_model), Path("build/fit"))
    own = _learned(_index(settings), load_examples(QUESTIONS))
    sets = [own, _learned(asking.index, examples), *others]
    sys.stdout.write("Ranking, the three cosines together 1:\n")
    for name, weight in ranking_weights(sets).items():
        sys.stdout.write(f"  {name:14} {weight:6.3f}\n")
    for title, reader in (("with", second_look(settings.reranker)), ("without", None)):
        sys.stdout.write(f"Refusal, {title} the reader:\n")
        for name, weight in refusal_weights(sets, reader).items():
            sys.stdout.write(f"  {name:14} {weight:6.2f}\n")


def _given(settings: Settings, names: Sequence[str]) -> Learned:
    if len(names) not in (2, 3):
        raise DatasetError("--set takes a corpus, its questions and perhaps a model.")
    model = names[2] if len(names) == 3 else settings.embedding_model
    corpus = Path(names[0]).resolve()
    kept = hashlib.sha256(f"{corpus}\0{model}".encode()).hexdigest()[:12]
    own = replace(settings, corpus=corpus, store=Path("build/fit") / kept, embedding_model=model)
    return _learned(_index(own), load_examples(Path(names[1])))


def _learned(index: Index, examples: Sequence[Example]) -> Learned:
    dev = [example for example in examples if example.split == "dev"]
    asked = [(one, understand(index, Question(one.question, one.history))) for one in dev]
    return Learned(
        index, [(e, u) for e, u in asked if u.facts is None and u.missing_episode is None]
    )


def _index(settings: Settings) -> Index:
    return ensure_index(settings, embedder(settings.embedding_model))


def ranking_weights(sets: Sequence[Learned]) -> dict[str, float]:
    """Learn the weights of the evidence for a sentence; those of the three cosines sum to 1."""
    rows = [_ranking_row(one.index, *asked) for one in sets for asked in one.asked]
    rows = [row for row in rows if row[1].any()]
    evidence = torch.tensor(np.concatenate([row[0] for row in rows]), dtype=torch.float32)
    # Shape (questions, most sentences of any podcast): where each's evidence stands, if it does.
    most = max(len(gold) for _, gold, _ in rows)
    allowed = torch.tensor(np.stack([_wide(row[2], most) for row in rows]))
    gold = torch.tensor(np.stack([_wide(row[1], most) for row in rows]))
    there = torch.tensor(np.stack([_wide(np.ones(len(row[1]), bool), most) for row in rows]))
    weights = torch.ones(len(RANKED_BY), requires_grad=True)
    optimizer = torch.optim.Adam([weights], lr=0.1)
    for _ in range(600):
        optimizer.zero_grad()
        scores = torch.full(there.shape, -1e9).masked_scatter(there, evidence @ weights)
        chances = torch.log_softmax(scores.masked_fill(~allowed, -1e9), dim=1)
        right = torch.logsumexp(chances.masked_fill(~gold, -1e9), dim=1)
        loss = -right.mean() + RIDGE * (weights**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    learned = weights.detach().numpy()
    return dict(zip(RANKED_BY, map(float, learned / learned[:3].sum()), strict=True))


def _wide(marks: np.ndarray, width: int) -> np.ndarray:
    return np.pad(marks, (0, width - len(marks)))


def refusal_weights(
    sets: Sequence[Learned], second_look: SecondLook | None = None
) -> dict[str, float]:
    """Learn the weights of the refusal's signals, and their bias.

    The background questions serve as additional questions that no podcast answers.
    """
    rows = [row for one in sets for row in _weighted(one, second_look)]
    values = np.array([astuple(row) for row, _, _ in rows])
    scale = np.where(values.std(axis=0) > 0, values.std(axis=0), 1.0)
    importance = np.array([weight for _, _, weight in rows])
    model = LogisticRegression(C=0.3, max_iter=1000)
    model.fit(
        values / scale,
        [answerable for _, answerable, _ in rows],
        sample_weight=importance / importance.mean(),
    )
    names = [field.name for field in fields(Signals)]
    weights = dict(zip(names, map(float, model.coef_[0] / scale), strict=True))
    return weights | {"bias": float(model.intercept_[0])}


def _weighted(
    one: Learned, second_look: SecondLook | None
) -> Iterator[tuple[Signals, bool, float]]:
    """Yield the signals of a set's questions, whether they are answered, and how much they count.

    Where there is nothing to quote, nothing has to be weighed.
    """
    for example, understood in one.asked:
        if row := _signals(one.index, understood, second_look):
            yield row, example.answerable, 1.0 / len(one.asked)
    vectors = one.index.background_vectors
    for place, text in enumerate(BACKGROUND):
        understood = understand(one.index, Question(text))
        # Compared with all the others: itself it would be too near.
        others = np.delete(vectors, place, axis=0) @ vectors[place]
        if row := _signals(one.index, understood, second_look, others):
            yield row, False, BACKGROUND_WEIGHT / len(BACKGROUND)
    personal = list(_personal(one.index, second_look))
    for row in personal:
        yield row, False, PERSONAL_WEIGHT / len(personal)


def _ranking_row(
    index: Index, example: Example, understood: Understood
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a question's evidence, its gold sentences and the sentences within its scope.

    Shapes (n sentences, kinds of evidence), (n,) and (n,).
    """
    chunks = index.sentences.chunks
    found = search_for(index, sought_for(index, understood), understood.scope)
    every = found.evidence(np.arange(len(chunks)))
    named = [float(chunk.speaker in understood.named) for chunk in chunks]
    host = [float(asks(chunk, index.interviewers)) for chunk in chunks]
    evidence = [getattr(every, name) for name in RANKED_BY[:5]]
    allowed = index.sentences.rows.allowed(understood.scope)
    gold = [any(overlaps_gold(chunk, gold) for gold in example.gold) for chunk in chunks]
    return np.stack([*evidence, named, host], axis=1), np.array(gold) & allowed, allowed


def _personal(index: Index, second_look: SecondLook | None) -> Iterator[Signals]:
    """Yield the signals of questions about speakers themselves with words that nobody says."""
    known = index.windows.lexical.knows
    for asked in map(json.loads, PERSONAL.read_text("utf-8").splitlines()):
        if any(map(known, Analyzer().terms(" ".join(asked["words"])))):
            continue
        for name in index.corpus.speakers[:ASKED_ABOUT]:
            understood = understand(index, Question(asked["question"].format(name=name)))
            if row := _signals(index, understood, second_look):
                yield row


def _signals(
    index: Index,
    understood: Understood,
    second_look: SecondLook | None,
    background_cosines: np.ndarray | None = None,
) -> Signals | None:
    """Compute a question's signals; None if there is nothing to quote.

    `background_cosines` replaces its cosines to the background questions.
    """
    found = retrieve(index, understood, second_look)
    near = found.nearness
    if background_cosines is not None:
        sought = sought_for(index, understood)
        searched = search_for(index, sought, understood.scope)
        near = replace(nearness(index, sought, searched, background_cosines), read=near.read)
    quotes = choose_quotes(found.ranked)
    return signals(understood, near, quotes[0]) if quotes else None
