"""Real episodes, written in five formats: the same people say the same at the same times."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

import pytest

from corpus import Turn
from corpus.formats.document import Document
from corpus.importing.recognise import read
from corpus.importing.turns import joined
from tests.support import written
from tests.support.places import SHARED
from tests.support.written import Said

FOLDER = SHARED / "data" / "timing"
FILES = sorted(FOLDER.glob("*.json")) if FOLDER.is_dir() else []
Run = tuple[str | None, str, float | None]

pytestmark = pytest.mark.skipif(not FILES, reason="../shared/data/timing is absent")


def said_in(file: Path) -> list[Said]:
    """Everyone's words; a label that stands once ("Speaker: [Werbung]") is left out."""
    turns: list[Said] = []
    for turn in json.loads(file.read_text(encoding="utf-8"))["turns"]:
        text = " ".join(turn["text"].split())
        start = round(1000 * turn["start"])
        end = max(start, round(1000 * (turn["end"] or turn["start"])))
        if text and turn["speaker"]:
            turns.append(Said(turn["speaker"].strip(), text, start, end))
    counts = Counter(said.speaker for said in turns)
    return [said for said in turns if counts[said.speaker] > 1]


def letters(turns: list[Said]) -> dict[str, str]:
    return {name: chr(65 + n) for n, name in enumerate(dict.fromkeys(t.speaker for t in turns))}


def assemblyai(turns: list[Said]) -> str:
    called = letters(turns)
    utterances = [
        {
            "speaker": called[said.speaker],
            "text": said.text,
            "start": said.start,
            "end": said.end,
            "words": [{"text": w, "start": start, "end": end} for w, start, end in said.words],
        }
        for said in turns
    ]
    return json.dumps({"utterances": utterances})


def runs(said: list[Run]) -> list[Run]:
    """What each says until somebody else does, and when that begins."""
    groups = [list(group) for _, group in groupby(said, key=lambda one: one[0])]
    return [(group[0][0], bare(one[1] for one in group), group[0][2]) for group in groups]


def bare(texts: Iterable[str]) -> str:
    """Without blanks: none stands before three dots that somebody says alone."""
    return "".join("".join(texts).split())


def read_runs(text: str) -> tuple[list[Run], tuple[Turn, ...]]:
    document = read(text)
    assert isinstance(document, Document)
    turns, _ = joined(document.cues)
    return runs([(turn.speaker, turn.text, turn.start) for turn in turns]), turns


# Each with the seconds that its times may be wrong by: some have no thousandths.
NAMED: dict[str, tuple[Callable[[list[Said]], str], float]] = {
    "WebVTT": (written.vtt, 0.002),
    "SubRip": (written.srt, 0.002),
    "Markdown": (written.front, 1.0),
    "AssemblyAI": (assemblyai, 0.002),
}


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
@pytest.mark.parametrize("name", NAMED)
def test_the_same_turns(name, file):
    turns = said_in(file)
    write, wrong_by = NAMED[name]
    called = letters(turns) if name == "AssemblyAI" else {}
    known = runs([(called.get(s.speaker, s.speaker), s.text, s.start / 1000) for s in turns])
    found, _ = read_runs(write(turns))
    assert [run[:2] for run in found] == [run[:2] for run in known]
    for (_, _, start), (_, text, true) in zip(found, known, strict=True):
        # A time that contradicts the others is dropped, as those of speech at once do.
        assert start is None or abs(start - true) <= wrong_by, text[:50]
    assert sum(start is None for *_, start in found) <= 0.05 * len(found)


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_same_words_without_speakers(file):
    said = said_in(file)
    _, turns = read_runs(written.whisper_cpp(said))
    assert bare(turn.text for turn in turns) == bare(one.text for one in said)
    starts = {one.start / 1000 for one in said}
    assert all(turn.start is None or turn.start in starts for turn in turns)
