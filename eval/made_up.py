"""The made-up shows of eval/shows: read as one podcast of many episodes, with its questions.

Written for this project, so that what is learned on some shows can be measured on others.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus import Corpus, Episode, Person, Podcast, Turn
from eval.dataset import DatasetError, Example, Gold

Part = Literal["train", "dev", "test"]
SHOWS = Path(__file__).parent / "shows"


@dataclass(frozen=True, slots=True)
class ShowQuestion:
    """A question to a show; `answers` are alternatives, each the numbers of its sentences.

    `said` are what a right answer contains where it is about the show itself; `after` is the
    question that it follows.
    """

    kind: str
    language: str
    text: str
    answers: tuple[tuple[int, ...], ...]
    said: tuple[str, ...] = ()
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """A made-up episode: `turns` are a speaker's name and the numbers of the sentences.

    `sentences` are in the order of the show; `people` are as published, with their roles.
    """

    id: str
    language: str
    topic: str
    people: tuple[Person, ...]
    turns: tuple[tuple[str, tuple[int, ...]], ...]
    sentences: tuple[str, ...]
    questions: tuple[ShowQuestion, ...]


def load_shows(part: Part) -> list[Show]:
    """Read the shows of a part. Raises DatasetError, naming the line that cannot be read."""
    file = SHOWS / f"{part}.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines()
    return [_show(file, number, line) for number, line in enumerate(lines, 1)]


def made_up(part: Part) -> tuple[Corpus, list[Example]]:
    """Return the shows of a part as one podcast, and what is asked of it.

    Without the questions about a show itself, which do not say of which.
    """
    podcast = Podcast(f"made-up-{part}", "Erdachte Gespräche", language="de")
    return one_podcast(podcast, load_shows(part), "test" if part == "test" else "dev")


def one_podcast(
    podcast: Podcast, shows: Sequence[Show], split: str
) -> tuple[Corpus, list[Example]]:
    """Return shows as the episodes of a podcast, and what is asked of it."""
    episodes = []
    for number, show in enumerate(shows, 1):
        turns = tuple(
            Turn(speaker, " ".join(show.sentences[n] for n in said)) for speaker, said in show.turns
        )
        episodes.append(
            Episode(
                show.id, number, show.topic, language=show.language, people=show.people, turns=turns
            )
        )
    examples = [e for number, show in enumerate(shows, 1) for e in _examples(number, show, split)]
    return Corpus(podcast, tuple(episodes)), examples


def _show(file: Path, number: int, line: str) -> Show:
    try:
        data = json.loads(line)
        people = {}
        for key, told in data["people"].items():
            name, _, role = told.removesuffix(")").partition(" (")
            people[key] = Person(name, role or None)
        turns, sentences = list[tuple[str, tuple[int, ...]]](), list[str]()
        for speaker, *spoken in data["turns"]:
            first = len(sentences)
            sentences += spoken
            turns.append((people[speaker].name, tuple(range(first, len(sentences)))))
        return Show(
            id=data["id"],
            language=data["lang"],
            topic=data["topic"],
            people=tuple(people.values()),
            turns=tuple(turns),
            sentences=tuple(_words(n, sentence) for n, sentence in enumerate(sentences)),
            questions=tuple(_asked(*asked) for asked in data["questions"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{file}, line {number}: {type(error).__name__}: {error}") from error


def _words(number: int, sentence: str) -> str:
    """Return a sentence without its number, which has to be that of its place."""
    told, _, words = sentence.partition(" ")
    if told != str(number):
        raise ValueError(f"not number {number}: {sentence}")
    return words.strip()


def _asked(
    kind: str, language: str, text: str, answers: list[Any], after: str = ""
) -> ShowQuestion:
    if kind == "show":
        return ShowQuestion(kind, language, text, (), tuple(answers))
    return ShowQuestion(kind, language, text, tuple(map(tuple, answers)), after=after or None)


def _examples(number: int, show: Show, split: str) -> Iterator[Example]:
    for count, asked in enumerate(show.questions):
        if asked.kind != "show":
            yield Example(
                id=f"{show.id}-{count:02}",
                type=asked.kind,
                question=asked.text,
                history=(asked.after,) if asked.after else (),
                answerable=bool(asked.answers),
                # A place for each turn that an answer's sentences are in.
                gold=tuple(
                    Gold(number, " ".join(show.sentences[n] for n in inside))
                    for answer in asked.answers
                    for _, said in show.turns
                    if (inside := [n for n in said if n in answer])
                ),
                expect=(),
                split=split,
            )
