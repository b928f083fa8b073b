"""Measures one system in its own process: `python -m eval.bench.systems TASK FOLDER …`.

Prints JSON: seconds of processor time and wall-clock time, bytes of memory. Ratios are of processor
time, since it changes little on a busy machine.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus import load_corpus, save_corpus
from eval.bench.corpora import Synthetic, first_words, words_in
from eval.dataset import first_questions
from rag import (
    Embedder,
    Question,
    Scope,
    Settings,
    answer_pipeline,
    embedder,
    open_index,
    update_index,
)

Times = list[float]
Asks = dict[str, Callable[[str], object]]
WARM_UP = 5


def main(arguments: Sequence[str]) -> None:
    """Run one task."""
    task, folder, *rest = arguments
    print(json.dumps(TASKS[task](Path(folder), *rest)))


def index_ours(folder: Path, corpus: str, most: str) -> dict[str, Any]:
    """Build our index, then bring it up to date with nothing changed."""
    settings = _part(folder, Path(corpus), int(most))
    model = _embedder("")
    model.embed_documents(["Guten Morgen"])
    built = _cost(lambda: update_index(settings, model))
    again = _cost(lambda: update_index(settings, model))
    words = words_in(load_corpus(settings.corpus))
    return {"words": words, "build": built, "again": again, "disk": _disk(folder / "store")}


def index_recipe(folder: Path, corpus: str, most: str) -> dict[str, Any]:
    """Build the recipe's index, which it can only do from scratch."""
    from eval.bench.recipe import build, plain_embedder

    settings = _part(folder, Path(corpus), int(most))
    podcast, model = load_corpus(settings.corpus), plain_embedder()
    model.embed_documents(["Guten Morgen"])
    built = _cost(lambda: build(podcast, model, folder / "recipe"))
    return {"words": words_in(podcast), "build": built, "disk": _disk(folder / "recipe")}


def index_bm25(folder: Path, corpus: str, most: str) -> dict[str, Any]:
    """Build BM25 over the recipe's chunks."""
    from eval.bench.recipe import build_bm25

    settings = _part(folder, Path(corpus), int(most))
    podcast = load_corpus(settings.corpus)
    built = _cost(lambda: build_bm25(podcast, folder / "bm25"))
    return {"words": words_in(podcast), "build": built, "disk": _disk(folder / "bm25")}


def index_synthetic(folder: Path) -> dict[str, Any]:
    """Build our index and the recipe's with random vectors."""
    from eval.bench.recipe import build, build_bm25

    settings, model = _settings(folder), Synthetic(None)
    podcast = load_corpus(settings.corpus)
    ours = _cost(lambda: update_index(settings, model))
    if not (folder / "recipe").exists():
        build(podcast, model, folder / "recipe")
        build_bm25(podcast, folder / "bm25")
    disk = {name: _disk(folder / name) for name in ("store", "recipe", "bm25")}
    return {"words": words_in(podcast), "build": ours, "disk": disk}


def ask_ours(folder: Path, vectors: str, count: str) -> dict[str, Any]:
    """Ask with no scope, within an episode and within a speaker's words, and do a bare search."""
    started, memory = time.perf_counter(), _memory()
    index = open_index(_settings(folder), _embedder(vectors))
    pipeline, questions = answer_pipeline(index), first_questions(int(count))
    pipeline.invoke(Question(questions[0]))
    opened = time.perf_counter() - started
    speakers = [turn.speaker for episode in index.corpus for turn in episode.turns if turn.speaker]
    scopes = {
        "asked": Scope(),
        "episode": Scope(episode=index.corpus.episodes[-1].number),
        "speaker": Scope(speaker=max(set(speakers[-500:]), key=speakers.count)),
    }
    asks: Asks = {
        name: lambda text, scope=scope: pipeline.invoke(Question(text, (), scope))  # type: ignore[misc]
        for name, scope in scopes.items()
    }

    def bare(text: str) -> object:
        vector: list[Sequence[float]] = [index.embedder.embed_query(text)]
        found = index.sentences.vectors
        return found.query(query_embeddings=vector, n_results=10, include=["distances"])

    asks["bare"] = bare
    levels = (index.windows, index.passages, index.sentences)
    chunks = sum(len(level.chunks) for level in levels)
    times = _interleaved(asks, questions)
    return {
        "opened": opened,
        "chunks": chunks,
        "memory": _memory() - memory,
        "peak": _peak(),
    } | times


def ask_recipe(folder: Path, vectors: str, count: str) -> dict[str, Any]:
    """Ask the recipe's store."""
    from eval.bench.recipe import NEAREST, open_store, plain_embedder

    model = Synthetic(plain_embedder()) if vectors else plain_embedder()
    store = open_store(model, folder / "recipe")
    asks: Asks = {"asked": lambda text: store.similarity_search(text, NEAREST)}
    return _interleaved(asks, first_questions(int(count))) | {"peak": _peak()}


def ask_bm25(folder: Path, vectors: str, count: str) -> dict[str, Any]:
    """Ask BM25 alone."""
    from rag.index.bm25 import LexicalIndex

    lexical = LexicalIndex.load(folder / "bm25")
    asks: Asks = {"asked": lambda text: lexical.scores(text).argmax()}
    return _interleaved(asks, first_questions(int(count))) | {"peak": _peak()}


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "index-ours": index_ours,
    "index-recipe": index_recipe,
    "index-bm25": index_bm25,
    "index-synthetic": index_synthetic,
    "ask-ours": ask_ours,
    "ask-recipe": ask_recipe,
    "ask-bm25": ask_bm25,
}


def _interleaved(asks: Asks, questions: list[str]) -> dict[str, dict[str, Times]]:
    """Measure the seconds per question of each way.

    The ways take turns, so that a busy machine disturbs all of them alike.
    """
    times: dict[str, dict[str, Times]] = {name: {"cpu": [], "wall": []} for name in asks}
    for number, question in enumerate([*questions[:WARM_UP], *questions]):
        for name, ask in asks.items():
            spent = _cost(lambda ask=ask, question=question: ask(question))  # type: ignore[misc]
            if number >= WARM_UP:
                times[name]["cpu"].append(spent["cpu"])
                times[name]["wall"].append(spent["wall"])
    return times


def _cost(call: Callable[[], object]) -> dict[str, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    call()
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}


def _settings(folder: Path) -> Settings:
    return Settings(corpus=folder / "corpus", store=folder / "store")


def _part(folder: Path, corpus: Path, most: int) -> Settings:
    """Write the first `most` words of a corpus (0: all) to a folder; returns its settings."""
    settings, podcast = _settings(folder), load_corpus(corpus)
    if not settings.corpus.exists():
        save_corpus(first_words(podcast, most) if most else podcast, settings.corpus)
    return replace(settings)


def _embedder(vectors: str) -> Embedder:
    return Synthetic(embedder(None)) if vectors else embedder(None)


def _memory() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _disk(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    main(sys.argv[1:])
