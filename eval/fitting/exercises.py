"""What the models learn from: questions with windows of text, and the sentences that answer them.

From eval/shows (train), and from public sets where their folder is given: real conversations
(eval.fitting.talk), the paragraphs of XQuAD's articles at even places (Artetxe et al. 2020), of
SQuAD 2 (Rajpurkar et al. 2018) and of German Wikipedia with questions by a language model
(telekom/wikipedia-22-12-de-dpr).
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from corpus import sentence_spans
from eval.made_up import Part, Show, load_shows
from eval.talk import load_talk
from rag.retrieval.reader import Passage

LONGEST_WINDOW = 130  # words
MOST_WIKIPEDIA = 650  # characters of an article
ELSEWHERE = 4  # windows of a real conversation beside those around the answers


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage; `answering` are the numbers of the sentences that answer, None if not known.

    `source` tells passages apart that have nothing to do with one another.
    """

    passage: Passage
    answering: frozenset[int] | None
    source: str

    @property
    def answers(self) -> bool:
        """Tell if it answers: where the sentence is not known, somewhere."""
        return self.answering is None or bool(self.answering)


@dataclass(frozen=True, slots=True)
class Exercise:
    """A question, the passages that answer it, and some near it that do not."""

    question: str
    right: tuple[Labelled, ...]
    wrong: tuple[Labelled, ...]


def from_shows(part: Part, random: Random, longest: int = LONGEST_WINDOW) -> list[Exercise]:
    """Make an exercise of each question to a show; all other windows of the show are wrong."""
    return [
        exercise
        for show in load_shows(part)
        for exercise in _of_show(show, list(_windows(show, random, longest)))
    ]


def from_talk(folder: Path, random: Random, longest: int = LONGEST_WINDOW) -> list[Exercise]:
    """Make an exercise of each question to a real conversation.

    Wrong are the windows around its answers and a few others, not all of some hours.
    """
    return [
        exercise
        for show in load_talk(folder / "changelog")
        for exercise in _of_show(show, _some(show, list(_windows(show, random, longest)), random))
    ]


def from_public(folder: Path, random: Random) -> list[Exercise]:
    """Make exercises of the public sets."""
    made = [*_of_xquad(folder, random), *_of_squad(folder, random), *_of_wikipedia(folder, random)]
    random.shuffle(made)
    return made


def _of_show(show: Show, windows: Sequence[Sequence[int]]) -> Iterator[Exercise]:
    for asked in show.questions:
        if asked.kind != "show":
            gold = {number for answer in asked.answers for number in answer}
            labelled = [_labelled(show, window, gold) for window in windows]
            question = f"{asked.after} {asked.text}" if asked.after else asked.text
            right = tuple(one for one in labelled if one.answers)
            yield Exercise(question, right, tuple(one for one in labelled if not one.answers))


def _some(show: Show, windows: Sequence[Sequence[int]], random: Random) -> Sequence[Sequence[int]]:
    """Keep the windows that hold answers, those beside them, and a few others."""
    gold = {number for asked in show.questions for answer in asked.answers for number in answer}
    holding = [place for place, window in enumerate(windows) if gold.intersection(window)]
    near = {place + beside for place in holding for beside in (-1, 0, 1)}
    others = random.sample(range(len(windows)), min(ELSEWHERE, len(windows)))
    kept = near.intersection(range(len(windows))).union(others)
    return [windows[place] for place in sorted(kept)]


def _windows(show: Show, random: Random, longest: int) -> Iterator[Sequence[int]]:
    """Yield consecutive sentences of a turn; where the first window ends is left to chance."""
    for _, sentences in show.turns:
        room, window = random.randint(longest // 3, longest), list[int]()
        for number in sentences:
            words = len(show.sentences[number].split())
            if window and words > room:
                yield window
                room, window = longest, []
            window.append(number)
            room -= words
        yield window


def _labelled(show: Show, window: Sequence[int], gold: set[int]) -> Labelled:
    spans, text = [], ""
    for number in window:
        spans.append((len(text), len(text) + len(show.sentences[number])))
        text += show.sentences[number] + " "
    turn = next(place for place, (_, said) in enumerate(show.turns) if window[0] in said)
    before = show.sentences[show.turns[turn - 1][1][-1]] if turn else ""
    answering = frozenset(place for place, number in enumerate(window) if number in gold)
    return Labelled(Passage(before, text.rstrip(), tuple(spans)), answering, show.id)


def _of_xquad(folder: Path, random: Random) -> Iterator[Exercise]:
    """Ask paragraphs in either language, the other languages' questions included."""
    texts = {
        language: json.loads((folder / "xquad" / f"xquad.{language}.json").read_text("utf-8"))
        for language in ("de", "en")
    }
    for article in range(0, len(texts["de"]["data"]), 2):
        paragraphs = {each: told["data"][article]["paragraphs"] for each, told in texts.items()}
        for number, asked in enumerate(paragraphs["de"]):
            for place in range(len(asked["qas"])):
                said, wanted = random.choice(("de", "de", "en")), random.choice(("de", "en"))
                question = paragraphs[wanted][number]["qas"][place]["question"]
                answer = paragraphs[said][number]["qas"][place]["answers"][0]
                yield _paragraph(question, paragraphs[said], number, answer, random)


def _of_squad(folder: Path, random: Random) -> Iterator[Exercise]:
    told = json.loads((folder / "squad2-dev-half" / "dev.json").read_text("utf-8"))
    for article in told["data"]:
        for number, paragraph in enumerate(article["paragraphs"]):
            for asked in paragraph["qas"]:
                answer = None if asked["is_impossible"] else asked["answers"][0]
                made = _paragraph(asked["question"], article["paragraphs"], number, answer, random)
                yield made


def _paragraph(
    question: str,
    paragraphs: Sequence[dict[str, Any]],
    number: int,
    answer: dict[str, Any] | None,
    random: Random,
) -> Exercise:
    """Make an exercise of a paragraph with its answer, and others of the same article."""
    text = paragraphs[number]["context"]
    place = (
        (answer["answer_start"], answer["answer_start"] + len(answer["text"])) if answer else None
    )
    others = [p["context"] for n, p in enumerate(paragraphs) if n != number]
    wrong = [_of_text(other, None) for other in random.sample(others, min(2, len(others)))]
    own = _of_text(text, place)
    return Exercise(question, (own,) if place else (), (*wrong, *(() if place else (own,))))


def _of_text(text: str, place: tuple[int, int] | None) -> Labelled:
    spans = sentence_spans(text)
    first, last = place or (0, 0)
    answering = frozenset(n for n, (a, b) in enumerate(spans) if place and a < last and b > first)
    return Labelled(Passage("", text, tuple(spans)), answering, text[:40])


def _of_wikipedia(folder: Path, random: Random) -> Iterator[Exercise]:
    """Ask each article once, of which it is only known that it answers."""
    (file,) = (folder / "telekom-dpr-de").glob("*.json.gz")
    with gzip.open(file, "rt", encoding="utf-8") as opened:
        articles = json.load(opened)
    texts = [f"{one['title']}: {one['context'][:MOST_WIKIPEDIA]}" for one in articles]
    for one, text in zip(articles, texts, strict=True):
        wordings = [q for kind in ("question", "imperative_informal") for q in one.get(kind) or ()]
        if wordings:
            passage = Passage("", text, tuple(sentence_spans(text)))
            wrong = [_of_text(other, None) for other in random.sample(texts, 3) if other != text]
            yield Exercise(
                random.choice(wordings), (Labelled(passage, None, text[:40]),), tuple(wrong)
            )
