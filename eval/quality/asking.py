"""Asks the questions of a set, of us and of the baselines."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, partial

from tqdm import tqdm

from eval.dataset import Example
from eval.quality.ranking import Passage, without_overlap
from rag import Answer, ChatModel, Embedder, Index, Question, answer_pipeline
from rag.retrieval.hybrid import retrieve
from rag.retrieval.second_look import SecondLook
from rag.understand import understand

Search = Callable[[str], list[Passage]]
DEPTH, DEPTH_OF_SENTENCES = 20, 60  # each more than 300 words
WINDOWS, SENTENCES = "our windows", "our sentences"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the set with our answer and each system's ranking.

    Rankings are by name of the system, best passage first; without gold there are none.
    """

    example: Example
    answer: Answer
    rankings: Mapping[str, Sequence[Passage]]


def ask_all(
    index: Index,
    examples: Sequence[Example],
    baselines: Mapping[str, Search],
    model: ChatModel | None = None,
    second_look: SecondLook | None = None,
) -> list[Asked]:
    """Ask every question of a set. Raises QuestionError for one that cannot be asked."""
    pipeline = answer_pipeline(index, model, second_look)
    bar = tqdm(examples, desc="Asking", unit="question", delay=2, disable=None)
    rank = partial(_rankings, index, baselines, second_look)
    return [Asked(e, pipeline.invoke(_question(e)), rank(e) if e.gold else {}) for e in bar]


def asking_once(embedder: Embedder) -> Embedder:
    """Return the same embedder, which embeds each question once for all systems.

    The pipeline is always asked first, so its measured latency includes the embedding.
    """
    once = copy(embedder)
    once.embed_query = cache(embedder.embed_query)  # type: ignore[method-assign]
    return once


def _question(example: Example) -> Question:
    return Question(example.question, example.history)


def _rankings(
    index: Index,
    baselines: Mapping[str, Search],
    second_look: SecondLook | None,
    example: Example,
) -> Mapping[str, Sequence[Passage]]:
    found = retrieve(index, understand(index, _question(example)), second_look)
    windows: list[Passage] = [(hit.chunk,) for hit in found.windows[:DEPTH]]
    sentences: list[Passage] = [(hit.chunk,) for hit in found.ranked[:DEPTH_OF_SENTENCES]]
    ours = {WINDOWS: windows, SENTENCES: without_overlap(sentences)}
    return ours | {name: search(example.question) for name, search in baselines.items()}
