"""Asks the questions of a set, of us and of the baselines."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache

from langchain_core.runnables import Runnable
from tqdm import tqdm

from eval.dataset import Example
from eval.quality.ranking import Passage, without_overlap
from rag import Answer, ChatModel, Embedder, Index, Question, answer_pipeline
from rag.pipeline.podcast import judge
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
    pipeline = answer_pipeline(index, model, second_look) if model else None
    bar = tqdm(examples, desc="Asking", unit="question", delay=2, disable=None)
    return [_asked(index, example, baselines, pipeline, second_look) for example in bar]


def asking_once(embedder: Embedder) -> Embedder:
    """Return the same embedder, which embeds each question once for all systems.

    The pipeline is always asked first, so its measured latency includes the embedding.
    """
    once = copy(embedder)
    once.embed_query = cache(embedder.embed_query)  # type: ignore[method-assign]
    return once


def _question(example: Example) -> Question:
    return Question(example.question, example.history)


def _asked(
    index: Index,
    example: Example,
    baselines: Mapping[str, Search],
    written: Runnable[Question, Answer] | None,
    second_look: SecondLook | None,
) -> Asked:
    understood = understand(index, _question(example))
    judged = judge(index, understood, second_look)
    answer = written.invoke(_question(example)) if written else judged.answer
    if not example.gold:
        return Asked(example, answer, {})
    found = judged.found or retrieve(index, understood, second_look)
    windows: list[Passage] = [(hit.chunk,) for hit in found.windows[:DEPTH]]
    sentences: list[Passage] = [(hit.chunk,) for hit in found.ranked[:DEPTH_OF_SENTENCES]]
    ours = {WINDOWS: windows, SENTENCES: without_overlap(sentences)}
    others = {name: search(example.question) for name, search in baselines.items()}
    return Asked(example, answer, ours | others)
