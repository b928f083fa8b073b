"""Learn the few numbers of ranking and refusal: `python -m eval fit`, on dev halves only.

From the shipped podcast, from the made-up shows of dev as one podcast and, with `--public DIR
[MODEL]`, refusal from episodes of Practical AI, so that English and, with another embedding MODEL,
other cosines count as well; with `--set CORPUS QUESTIONS [MODEL]` from other podcasts with their
questions; repeat it for several sets.

Ranking: the weights of BM25, the named speaker and the host's words beside the three cosines, by
gradient descent on the probability that a softmax over all sentences gives to the gold ones
(listwise, as in ListNet, Cao et al. 2007). Refusal: a logistic regression of some of
`rag.retrieval.answerability.Signals` on whether a question can be answered, with the reader and
without; no podcast answers the background questions, nor those of personal.jsonl about its speakers
where nobody says their words. All other signals keep the weights that they have: what is missing in
a question or a quote is too rare in these sets to learn from them what it is worth. The printed
numbers are rounded and written by hand into rag/retrieval/scoring.py, rag/retrieval/quotes.py and
rag/retrieval/answerability.py, where they hold on the dev halves: so small a model can be read and
questioned.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from corpus.cli import Parser, run
from eval.dataset import QUESTIONS, DatasetError, Example, load_examples
from eval.made_up import made_up
from eval.public_sets import practical_ai
from eval.quality.metrics import overlaps_gold
from eval.sets import Asking, EvalSet, judge_answers
from rag import Index, Question, Settings, embedder, ensure_index
from rag.retrieval.answerability import READ, UNREAD, Signals, signals
from rag.retrieval.hybrid import nearness, retrieve, sought_for
from rag.retrieval.quotes import asks, choose_quotes
from rag.retrieval.scoring import search_for
from rag.retrieval.second_look import SecondLook, second_look
from rag.text.analyzer import Analyzer
from rag.text.background_questions import BACKGROUND
from rag.understand import Understood, understand

RANKED_BY = ("sentence", "passage", "window", "sentence_bm25", "window_bm25", "named", "host")
LEARNED_READ = ("passage", "background_nearest", "read", "crosses", "in_english")
LEARNED_UNREAD = ("passage", "score", "background_nearest", "background_mean")
PRACTICAL_AI_WEIGHT = 0.6  # of all its questions, beside those of another set
BACKGROUND_WEIGHT = 0.03  # of all background questions, beside all of a set
PERSONAL = Path(__file__).with_name("personal.jsonl")
ASKED_ABOUT, PERSONAL_WEIGHT = 2, 0.03  # speakers, and what their questions count beside those
RIDGE = 0.003  # keeps weights small: there are fewer questions than it seems
Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Learned:
    """Training data: an index and the dev questions that need a search; they count `weight`."""

    index: Index
    asked: Sequence[tuple[Example, Understood]]
    weight: float = 1.0


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
    parser.add_argument(
        "--public",
        nargs="+",
        metavar=("DIR", "MODEL"),
        help="public sets, see eval/README.md, and an embedding model for Practical AI",
    )
    return run(parser, arguments, _fit)


def _fit(options: argparse.Namespace) -> None:
    settings = Settings.from_environment(os.environ)
    if len(options.public or ()) > 2:
        raise DatasetError("--public takes a folder and perhaps a model.")
    others = [_given(settings, one) for one in options.set]
    one = EvalSet("made-up", *made_up("dev"), judge_answers)
    sets = [_learned(_index(settings), load_examples(QUESTIONS)), _indexed(one, settings), *others]
    sys.stdout.write("Ranking, the three cosines together 1:\n")
    for name, weight in ranking_weights(sets).items():
        sys.stdout.write(f"  {name:14} {weight:6.3f}\n")
    if options.public:
        folder, *models = options.public
        model = models[0] if models else settings.embedding_model
        # For refusal alone: as many sentences as these have would take ranking an hour.
        english = _indexed(practical_ai(Path(folder)), replace(settings, embedding_model=model))
        sets.append(replace(english, weight=PRACTICAL_AI_WEIGHT))
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


def _indexed(one: EvalSet, settings: Settings) -> Learned:
    """Index a set's podcast, and understand its questions."""
    asking = Asking(one, settings, embedder(settings.embedding_model), Path("build/fit"))
    return _learned(asking.index, one.examples)


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
    """Learn the weights of some of the refusal's signals, and the bias; the others stay.

    The background questions serve as additional questions that no podcast answers.
    """
    rows = [row for one in sets for row in _weighted(one, second_look)]
    values = np.array([astuple(row) for row, _, _ in rows])
    used, learned = (READ, LEARNED_READ) if second_look else (UNREAD, LEARNED_UNREAD)
    weights = asdict(used.weights)
    free = np.array([name in learned for name in weights])
    known = values[:, ~free] @ np.array(list(weights.values()))[~free]
    answerable = np.array([answered for _, answered, _ in rows], dtype=float)
    importance = np.array([weight for _, _, weight in rows])
    found, bias = _logistic(values[:, free], answerable, importance / importance.sum(), known)
    return weights | dict(zip(np.array(list(weights))[free], found, strict=True)) | {"bias": bias}


def _logistic(
    values: Floats, answers: Floats, importance: Floats, known: Floats
) -> tuple[list[float], float]:
    """Fit the weights of m values and a bias to n answers, beside what is `known` of each.

    Shapes (n, m), (n,), (n,), which sums to 1, and (n,), logits. Deviations are kept small, not
    weights, so that no unit counts more than another.
    """
    scale = np.where(values.std(axis=0) > 0, values.std(axis=0), 1.0)
    inputs, targets = torch.tensor(values / scale), torch.tensor(answers)
    weighing, offsets = torch.tensor(importance), torch.tensor(known)
    weights = torch.zeros(values.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=500, line_search_fn="strong_wolfe")

    def loss() -> float:
        optimizer.zero_grad()
        logits = offsets + inputs @ weights[:-1] + weights[-1]
        wrong = binary_cross_entropy_with_logits(logits, targets, weighing, reduction="sum")
        value = wrong + RIDGE * (weights[:-1] ** 2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return float(value.detach())

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    *found, bias = weights.detach().tolist()
    return [weight / unit for weight, unit in zip(found, scale.tolist(), strict=True)], bias


def _weighted(
    one: Learned, second_look: SecondLook | None
) -> Iterator[tuple[Signals, bool, float]]:
    """Yield the signals of a set's questions, whether they are answered, and how much they count.

    Where there is nothing to quote, nothing has to be weighed.
    """
    for example, understood in one.asked:
        if row := _signals(one.index, understood, second_look):
            yield row, example.answerable, one.weight / len(one.asked)
    vectors = one.index.background_vectors
    for place, text in enumerate(BACKGROUND):
        understood = understand(one.index, Question(text))
        # Compared with all the others: itself it would be too near.
        others = np.delete(vectors, place, axis=0) @ vectors[place]
        if row := _signals(one.index, understood, second_look, others):
            yield row, False, one.weight * BACKGROUND_WEIGHT / len(BACKGROUND)
    personal = list(_personal(one.index, second_look))
    for row in personal:
        yield row, False, one.weight * PERSONAL_WEIGHT / len(personal)


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
