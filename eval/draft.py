"""Propose questions for a set of one's own: `python -m eval draft mine.jsonl`.

What readers rated and asked is proposed as they wrote it; chapters are proposed as places that a
question is to be written about, since nothing is made up here. A draft is no question of the set
until somebody has confirmed it in the window, which NACHGEFRAGT_LABELLING=mine.jsonl opens for it.
What the file holds already stays, and is not proposed again.
"""

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus import Corpus, Episode, chapter_spans, load_corpus
from corpus.cli import Parser, run, say
from eval.dataset import DatasetError, split_of
from rag import Settings
from rag.batch import changing, read_batch
from rag.text.analyzer import Analyzer
from rag.text.language import detect

MOST = 60  # drafts of places; what people asked is not counted
PARTS = 4  # places of an episode without chapters
EVERY_UNSAID = 3  # of so many places, one is for a question that the podcast does not answer


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal: a question that somebody asked, or "" and the place to write one about.

    `origin` says where it comes from: its "source" is "rating", "asked", "chapter", or "unsaid" for
    a question that the podcast does not answer; the rest of it is shown to whoever confirms it.
    """

    origin: dict[str, Any]
    question: str = ""
    history: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[Any, ...] | None:
        """Return the place that it is about, if it is about one."""
        where = self.origin.get("episode"), self.origin.get("turn")
        return None if where[0] is None else where

    @property
    def keys(self) -> set[object]:
        """Return what another draft has in common with it that proposes the same."""
        asked = " ".join([*self.history, self.question]).casefold().strip()
        placed = self.place and (self.origin.get("source"), *self.place)
        return {key for key in (asked, placed) if key}

    @property
    def group(self) -> object:
        """Return what lies in one half: a place, or a conversation by its first stems."""
        first = (*self.history, self.question)[0]
        return self.place or frozenset(Analyzer().terms(first)) or first


def main(arguments: Sequence[str] | None = None) -> int:
    """Write drafts into a file; returns the exit status: 0, or 1 after a line on stderr."""
    parser = Parser("python -m eval draft", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE.jsonl", help="the set; made, or added to")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="folder of the corpus")
    parser.add_argument(
        "--ratings", type=Path, metavar="FILE", help="ratings; default: NACHGEFRAGT_FEEDBACK"
    )
    parser.add_argument(
        "--asked",
        type=Path,
        metavar="FILE",
        help="past questions: one a line, a saved conversation (.md), or as for rag ask --batch",
    )
    parser.add_argument(
        "--most",
        type=int,
        default=MOST,
        metavar="N",
        help=f"places to propose, over all episodes alike ({MOST})",
    )
    return run(parser, arguments, _draft)


def _draft(options: argparse.Namespace) -> None:
    settings = Settings.from_environment(os.environ)
    if settings.library and not options.corpus:
        raise DatasetError("Which podcast of the library? Name its folder: --corpus DIR")
    corpus = load_corpus(options.corpus or settings.corpus)
    ratings = options.ratings or settings.feedback
    proposed = [
        *(rated(ratings, corpus.podcast.slug) if ratings else ()),
        *(asked(options.asked) if options.asked else ()),
        *places(corpus, options.most),
    ]
    with changing(options.file) as lines:
        added = propose(lines, proposed, corpus.podcast.language)
    counts = Counter(draft.origin["source"] for draft in added)
    told = ", ".join(f"{source}: {number}" for source, number in counts.items())
    say(f"{len(added)} drafts added to {options.file} ({told or 'nothing new'}).")
    say(f"Confirm them in the window: NACHGEFRAGT_LABELLING={options.file} python app.py")


def propose(
    lines: list[dict[str, Any]], drafts: Sequence[Draft], language: str | None
) -> list[Draft]:
    """Add to the lines of a set the drafts that are new to it; return these.

    What belongs together lies in the same half, and each half gets as many: odd ids are dev.
    """
    there = [_there(line) for line in lines]
    known = {key for draft in there for key in draft.keys}
    names = [str(line.get("id")) for line in lines]
    halves = {draft.group: split_of(name) for name, draft in zip(names, there, strict=True)}
    sizes, added = Counter(map(split_of, names)), []
    for draft in drafts:
        if not draft.keys or draft.keys & known:
            continue
        smaller = "dev" if sizes["dev"] <= sizes["test"] else "test"
        half = halves.setdefault(draft.group, smaller)
        names.append(_free(names, half))
        lines.append(_line(names[-1], draft, language))
        known |= draft.keys
        sizes[half] += 1
        added.append(draft)
    return added


def rated(file: Path, slug: str) -> Iterator[Draft]:
    """Yield the questions of a file of ratings (NACHGEFRAGT_FEEDBACK) that are of this podcast."""
    lines = []
    for text in _text(file).split("\n"):
        with suppress(ValueError):  # one that a kill has cut off
            lines.append(json.loads(text))
    readable = enumerate(line for line in lines if isinstance(line, dict))
    # A thumb is written down at once, and again with what is said of it afterwards.
    last: dict[str, dict[str, Any]] = {str(line.get("id") or at): line for at, line in readable}
    for line in last.values():
        gold = [one for one in line.get("gold") or () if isinstance(one, dict)]
        ours = all(one.get("podcast", slug) == slug for one in gold)
        if ours and isinstance(line.get("question"), str):
            told = line.get("feedback") or {}
            origin: dict[str, Any] = {"source": "rating", "cited": gold}
            origin |= {name: told.get(name) for name in ("rating", "comment")}
            yield Draft(origin, line["question"], tuple(map(str, line.get("history") or ())))


def asked(file: Path) -> Iterator[Draft]:
    """Yield the questions of a text, a saved conversation, or a file for `rag ask --batch`."""
    if file.suffix == ".jsonl":
        for line in read_batch(file):
            yield Draft({"source": "asked"}, line["question"], tuple(line.get("history") or ()))
        return
    lines = [line.strip() for line in _text(file).splitlines() if line.strip()]
    # The headings of a saved conversation are its questions, with a backslash before its signs.
    headings = [re.sub(r"\\(.)", r"\1", line[3:]) for line in lines if line.startswith("## ")]
    if not headings:
        yield from (Draft({"source": "asked"}, line) for line in lines)
    for number, heading in enumerate(headings):
        yield Draft({"source": "asked"}, heading, tuple(headings[:number][-5:]))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{file} cannot be read: {error}") from error


def places(corpus: Corpus, most: int) -> Iterator[Draft]:
    """Yield at most so many places to write a question about, from all episodes alike."""
    every = [place for episode in corpus for place in _of_episode(episode)]
    count = min(most, len(every))
    for number in range(count):
        draft = every[number * len(every) // count]
        unsaid = number % EVERY_UNSAID == EVERY_UNSAID - 1
        yield replace(draft, origin={**draft.origin, "source": "unsaid"}) if unsaid else draft


def _of_episode(episode: Episode) -> Iterator[Draft]:
    """Yield where each chapter begins to be spoken; without chapters, a few turns."""
    begins: dict[str | None, int] = {}
    for span in chapter_spans(episode):
        begins.setdefault(span.chapter.title if span.chapter else None, span.turn)
    if set(begins) <= {None}:
        step = max(1, len(episode.turns) // PARTS)
        begins_at: Sequence[tuple[str | None, int]] = [
            (None, turn) for turn in range(0, len(episode.turns), step)
        ][:PARTS]
    else:
        begins_at = [(title, turn) for title, turn in begins.items() if title]
    for title, turn in begins_at:
        where = {"episode": episode.number, "turn": turn, "chapter": title}
        yield Draft({"source": "chapter", **where})


def _there(line: dict[str, Any]) -> Draft:
    """Read what a line of the set has proposed, be it confirmed or not."""
    origin = line.get("draft") or line.get("origin")
    told = origin if isinstance(origin, dict) else {}
    return Draft(told, line["question"], tuple(line.get("history") or ()))


def _free(names: Sequence[str], half: str) -> str:
    """Return the next id of that half."""
    numbers = [int(name[4:]) for name in names if re.fullmatch(r"own-[0-9]{1,6}", name)]
    numbers = [number for number in numbers if number % 2 == (half == "dev")]
    return f"own-{max(numbers, default=-1 if half == 'dev' else 0) + 2:03}"


def _line(name: str, draft: Draft, language: str | None) -> dict[str, Any]:
    return {
        "id": name,
        "type": "draft",
        "lang": detect(draft.question, language),
        "question": draft.question,
        "history": list(draft.history),
        "answerable": None,
        "gold": [],
        "expect": [],
        "reference": None,
        "draft": draft.origin,
    }
