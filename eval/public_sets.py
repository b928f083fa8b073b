"""Public sets, laid out as `python -m eval --public DIR` expects them: a folder for each.

XQuAD (Artetxe et al. 2020): German paragraphs, asked in German and in English; a paragraph is a
turn. All are in the index; asked is only about articles at odd places (1, 3, …), since embedders
may have learned from the others. QMSum (Zhong et al. 2021): questions about the first ten
meetings, turns ranked within the meeting in question. NoMIRACL (Thakur et al. 2024): questions
with ten passages of Wikipedia each, one of which may answer it; nothing is learned from it.
Founders Talk (changelog/, CC BY-SA 4.0): a real English podcast that nothing is learned from, with
our own questions (eval.talk), and with some of XQuAD's, which it does not answer.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from corpus import Corpus, Episode, Podcast, Turn, load_corpus
from eval.dataset import DatasetError, Example, Gold, load_examples
from eval.made_up import one_podcast
from eval.quality.figures import Figure, mean
from eval.sets import Asking, EvalSet, Measured, judge_answers
from eval.talk import MEASURED, load_talk
from rag import Scope, search
from rag.embedding.cache import CachedEmbedder, cached_embedder
from rag.embedding.spans import whole

MEETINGS = 10
FAR = 30  # questions of each language that a podcast does not answer
LEARNED_FROM, LEARNED_EPISODES = "practical-ai", 40
DEEP = 50  # windows looked at, to find five different turns
ANSWERED = 0.33  # of what no passage answers: what GPT-4 answers of it, over all languages
LANGUAGES = {"de": "German", "en": "English"}
Floats = np.ndarray[Any, np.dtype[np.float64]]


def public_sets(folder: Path) -> list[EvalSet]:
    """Read all sets. Raises DatasetError for one that is missing or damaged."""
    try:
        paragraphs = xquad(folder / "xquad")
        talk = founders_talk(folder / "changelog", far_questions(paragraphs))
        return [paragraphs, qmsum(folder / "qmsum"), nomiracl(folder / "nomiracl"), talk]
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{folder}: {type(error).__name__}: {error}") from error


def xquad(folder: Path, *, learn: bool = False) -> EvalSet:
    """Read German paragraphs as the turns of one episode, and questions in two languages.

    Those to `learn` from are about the other articles.
    """
    articles = {
        name: json.loads((folder / f"xquad.{code}.json").read_text("utf-8"))["data"]
        for code, name in LANGUAGES.items()
    }
    texts = [p["context"] for article in articles["German"] for p in article["paragraphs"]]
    episode = Episode(
        "xquad", 1, "XQuAD", language="de", turns=tuple(Turn(None, text) for text in texts)
    )
    examples = [e for name, those in articles.items() for e in _about(name, those, not learn)]
    corpus = Corpus(Podcast("xquad", "XQuAD", language="de"), (episode,))
    return EvalSet("xquad", corpus, examples, judge_turns)


def _about(language: str, articles: Sequence[dict[str, Any]], odd: bool) -> Iterator[Example]:
    """Yield the questions about paragraphs of articles at odd places, or else at even ones."""
    turn = 0
    for place, article in enumerate(articles):
        for paragraph in article["paragraphs"]:
            for asked in paragraph["qas"] if place % 2 == odd else ():
                name, gold = f"{language}-{asked['id']}", (Gold(1, turns=(turn, turn)),)
                yield Example(name, "fact", asked["question"], (), True, gold, (), language)
            turn += 1


def qmsum(folder: Path) -> EvalSet:
    """Read the first meetings, and the questions about them."""
    everything = load_corpus(folder / "corpus")
    meetings = everything.episodes[:MEETINGS]
    numbers = {meeting.number for meeting in meetings}
    examples = [
        replace(example, split="English")
        for example in load_examples(folder / "questions.jsonl")
        if example.gold and example.gold[0].episode in numbers
    ]
    return EvalSet("qmsum", Corpus(everything.podcast, meetings), examples, judge_turns)


def nomiracl(folder: Path) -> EvalSet:
    """Read questions as episodes of the same id, whose turns are the ten passages."""
    with gzip.open(folder / "nomiracl_de_en.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    names = [f"{row['lang']}-{row['query_id']}" for row in rows]
    episodes = tuple(
        Episode(name, n, row["question"], turns=tuple(Turn(None, p) for p in row["passages"]))
        for n, (name, row) in enumerate(zip(names, rows, strict=True), 1)
    )
    examples = [
        Example(name, "fact", r["question"], (), r["answerable"], (), (), LANGUAGES[r["lang"]])
        for name, r in zip(names, rows, strict=True)
    ]
    corpus = Corpus(Podcast("nomiracl", "NoMIRACL"), episodes)
    return EvalSet("nomiracl", corpus, examples, judge_passages)


def founders_talk(folder: Path, far: Sequence[Example]) -> EvalSet:
    """Read the episodes that questions are asked of as one podcast; `far` it does not answer."""
    podcast = Podcast(MEASURED, "Founders Talk", language="en")
    corpus, examples = one_podcast(podcast, list(load_talk(folder, measured=True)), "test")
    return EvalSet(MEASURED, corpus, [*examples, *far], judge_answers)


def practical_ai(folder: Path) -> EvalSet:
    """Read some episodes of another English podcast, with questions that may be learned from.

    Those that nothing there answers are of XQuAD's other articles.
    """
    shows = [s for s in load_talk(folder / "changelog") if s.id.startswith(LEARNED_FROM)]
    podcast = Podcast(LEARNED_FROM, "Practical AI", language="en")
    corpus, examples = one_podcast(podcast, shows[:LEARNED_EPISODES], "dev")
    far = far_questions(xquad(folder / "xquad", learn=True))
    examples += [replace(one, split="dev") for one in far]
    return EvalSet(LEARNED_FROM, corpus, examples, judge_answers)


def far_questions(paragraphs: EvalSet) -> list[Example]:
    """Return some of XQuAD's questions in each language, as such that nothing answers."""
    return [
        replace(one, type="far", answerable=False, gold=(), split="test")
        for asked in paragraphs.parts.values()
        for one in asked[:: max(len(asked) // FAR, 1)][:FAR]
    ]


def judge_turns(asking: Asking) -> Measured:
    """Rank the turns of the episode in question: how often is a right one first, among five?"""
    figures: list[Figure] = []
    for part, examples in asking.of.parts.items():
        ranks = []
        for example in _bar(part, examples):
            episode = Scope(example.gold[0].episode)
            found = search(asking.index, example.question, DEEP, episode)
            turns = (hit.chunk.turn_index for hit in found)
            ranks.append(rank(turns, example.gold) or np.inf)
        figures += mean("R@1", part, [place <= 1 for place in ranks])
        figures += mean("R@5", part, [place <= 5 for place in ranks])
    return Measured(figures)


def rank(turns: Iterable[int], golds: Sequence[Gold]) -> int | None:
    """Return the rank (from 1) of the first gold turn among the distinct turns; None if absent."""
    spans = [gold.turns for gold in golds if gold.turns is not None]
    different = enumerate(dict.fromkeys(turns), 1)
    return next((n for n, t in different if any(a <= t <= b for a, b in spans)), None)


def judge_passages(asking: Asking) -> Measured:
    """Score how well a question's passages answer it: do those that one answers score higher?

    The score is the cosine of the nearest passage; vectors are kept for the next run.
    """
    passages = {episode.id: [t.text for t in episode.turns] for episode in asking.of.corpus}
    figures = []
    asking.kept.mkdir(parents=True, exist_ok=True)
    with cached_embedder(asking.embedder, asking.kept) as memory:
        for part, examples in asking.of.parts.items():
            scores = np.array(
                [_cosine(memory, e.question, passages[e.id]) for e in _bar(part, examples)]
            )
            answered = np.array([example.answerable for example in examples])
            for name, measured in (("area under the curve", area), ("missed at 33 %", missed)):
                value = measured(scores[answered], scores[~answered])
                figures.append(Figure(name, part, value, len(examples)))
    return Measured(figures)


def _cosine(memory: CachedEmbedder, question: str, passages: Sequence[str]) -> float:
    vectors = memory.embed_parts([whole(passage) for passage in passages])
    return float((vectors @ memory.embed_queries([question])[0]).max())


def area(answered: Floats, unanswered: Floats) -> float:
    """Return how often an answered question scores above an unanswered one; ties count half."""
    above = answered[:, None] - unanswered
    return float(((above > 0) + (above == 0) / 2).mean())


def missed(answered: Floats, unanswered: Floats) -> float:
    """Return the share of the answered that score below what ANSWERED of the others reach."""
    return float((answered < np.quantile(unanswered, 1 - ANSWERED)).mean())


def _bar(part: str, examples: Sequence[Example]) -> Iterable[Example]:
    return tqdm(examples, desc=part, unit="question", delay=2, disable=None)
