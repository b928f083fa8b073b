"""A set of questions, and the one way in which each is measured.

What is judged differs: whole answers here, the turns or passages that are found in
`eval.public_sets`. A set's parts are told as "set/split": "shipped/dev", "xquad/German".
"""

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from corpus import Corpus, load_corpus, save_corpus
from corpus.places import SHIPPED
from eval.dataset import QUESTIONS, DatasetError, Example, load_examples
from eval.quality.asking import Asked, Search, ask_all
from eval.quality.baselines import bm25_alone, langchain_recipe
from eval.quality.figures import Figure, figures
from eval.quality.metrics import locate
from rag import ChatModel, Embedder, Index, Settings, ensure_index
from rag.retrieval.second_look import SecondLook

SHIPPED_SET = "shipped"


@dataclass(frozen=True)
class EvalSet:
    """Questions about a podcast, and what judges what comes back for them.

    `folder` is that of the corpus; None: it is written below the report's folder.
    """

    name: str
    corpus: Corpus
    examples: Sequence[Example]
    judge: "Judge"
    folder: Path | None = None

    @property
    def parts(self) -> dict[str, list[Example]]:
        """The questions by part: "set/split" → questions."""
        splits = sorted({example.split for example in self.examples})
        return {f"{self.name}/{s}": [e for e in self.examples if e.split == s] for s in splits}


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a set, and its answers by part where whole answers are judged."""

    figures: Sequence[Figure]
    asked: Mapping[str, Sequence[Asked]] = field(default_factory=dict)


@dataclass(frozen=True)
class Asking:
    """A set that is being asked: with which models and settings, and where its index is kept."""

    of: EvalSet
    settings: Settings
    embedder: Embedder
    out: Path
    model: ChatModel | None = None
    second_look: SecondLook | None = None

    @property
    def kept(self) -> Path:
        """The folder for what may be used again by the next run."""
        return self.out / "sets" / self.of.corpus.podcast.slug

    @cached_property
    def index(self) -> Index:
        """The index of the set's podcast, brought up to date."""
        if self.of.folder is not None:
            settings = replace(self.settings, corpus=self.of.folder)
            return ensure_index(settings, self.embedder)
        folder = self.kept / "corpus"
        shutil.rmtree(folder, ignore_errors=True)  # episodes that there are no longer
        save_corpus(self.of.corpus, folder)
        settings = replace(self.settings, corpus=folder, store=self.kept / "store")
        return ensure_index(settings, self.embedder)


Judge = Callable[[Asking], Measured]


def podcast_set(settings: Settings, questions: Path = QUESTIONS) -> EvalSet:
    """Read the podcast of the settings and its questions: the shipped set, or somebody's own."""
    shipped = (settings.corpus, questions) == (SHIPPED, QUESTIONS)
    corpus, examples = load_corpus(settings.corpus), load_examples(questions)
    name = SHIPPED_SET if shipped else "own"
    return EvalSet(name, corpus, examples, judge_beside_baselines, settings.corpus)


def judge_answers(asking: Asking) -> Measured:
    """Ask our pipeline alone, and judge its answers."""
    return _answers(asking, {})


def judge_beside_baselines(asking: Asking) -> Measured:
    """Ask the usual recipe and BM25 as well, and compare what all of them find."""
    recipe, lexical = langchain_recipe(asking.index, asking.out), bm25_alone(asking.index)
    return _answers(asking, {"LangChain": recipe, "BM25": lexical})


def _answers(asking: Asking, baselines: Mapping[str, Search]) -> Measured:
    examples, corpus = asking.of.examples, asking.of.corpus
    # Gold that is not in the corpus can never be hit: the set is of another edition of it.
    lost = [e.id for e in examples if any(locate(gold, corpus) is None for gold in e.gold)]
    if lost:
        print(f"Note: gold that is not in the corpus: {', '.join(lost)}", file=sys.stderr)
    asked = {
        part: ask_all(asking.index, some, baselines, asking.model, asking.second_look)
        for part, some in asking.of.parts.items()
    }
    return Measured(figures(asked, corpus), asked)


def chosen(sets: Sequence[EvalSet], names: Iterable[str]) -> list[EvalSet]:
    """Keep what is named as "set" or "set/split". Raises DatasetError for an unknown name."""
    wanted = set(names)
    known = {one.name for one in sets} | {part for one in sets for part in one.parts}
    if unknown := ", ".join(sorted(wanted - known)):
        raise DatasetError(f"No such set: {unknown}. There are {', '.join(sorted(known))}.")
    kept = []
    for one in sets:
        parts = {part: some for part, some in one.parts.items() if {one.name, part} & wanted}
        if parts:
            kept.append(replace(one, examples=[e for some in parts.values() for e in some]))
    return kept


def sampled(one: EvalSet, every: int) -> EvalSet:
    """Keep one of so many questions of a set, by the order of their ids: always the same ones."""
    return replace(one, examples=sorted(one.examples, key=lambda e: e.id)[::every])
