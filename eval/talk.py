"""Questions to real English conversations: transcripts of Changelog's podcasts (CC BY-SA 4.0).

Nothing is learned from those to one of the podcasts, MEASURED, which eval.public_sets asks.

talk.jsonl, beside this, names for each question the file and the sentences that answer it, by
their numbers in the transcript as the importer reads it. The transcripts lie elsewhere.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus import sentence_spans
from corpus.formats.document import Document
from corpus.importing.recognise import read
from corpus.importing.turns import joined
from eval.made_up import Show, ShowQuestion

FILE = Path(__file__).with_suffix(".jsonl")
MEASURED = "founders-talk"


def load_talk(folder: Path, *, measured: bool = False) -> Iterator[Show]:
    """Read the transcripts that questions are asked of, each as a show with these.

    Those of MEASURED, or else all others.
    """
    asked = defaultdict[str, list[dict[str, Any]]](list)
    for line in FILE.read_text("utf-8").splitlines():
        question = json.loads(line)
        if question["file"].startswith(MEASURED) is measured:
            asked[question["file"]].append(question)
    for name, questions in sorted(asked.items()):
        file = folder / name
        turns, sentences = spoken_sentences(file.read_text("utf-8"))
        of_show = tuple(
            ShowQuestion(q["kind"], q["lang"], q["question"], (tuple(q["answer"]),))
            for q in questions
        )
        yield Show(file.stem, "en", "", (), tuple(turns), tuple(sentences), of_show)


def spoken_sentences(text: str) -> tuple[list[tuple[str, tuple[int, ...]]], list[str]]:
    """Return the turns of a transcript, as speakers with the numbers of sentences, and these."""
    document = read(text)
    assert isinstance(document, Document)
    turns, sentences = list[tuple[str, tuple[int, ...]]](), list[str]()
    for turn in joined(document.cues)[0]:
        spoken = [turn.text[start:end].strip() for start, end in sentence_spans(turn.text)]
        first = len(sentences)
        sentences += spoken
        turns.append((turn.speaker or "", tuple(range(first, len(sentences)))))
    return turns, sentences
