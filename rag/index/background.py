"""The baseline of an index: how near questions about everything else come to it.

Cosines mean something else with every embedding model, and the nearest of ten thousand sentences is
nearer than the nearest of a hundred. So nothing is decided by a cosine as such, but by how far it
lies above what the questions of rag.text.background_questions reach in this very index, measured in
steps that the model itself gives. `rag.retrieval.calibration` measures it when an index is made.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from rag.index.bm25 import Scores
from rag.types import Language

FILE = "background.json"


@dataclass(frozen=True, slots=True)
class Reached:
    """A question's similarity to an index, in spreads, and to other questions.

    The nearest passage, the best sentence's score, the three nearest background questions and
    all of them (means).
    """

    passage: float
    score: float
    background_nearest: float
    background_mean: float


@dataclass(frozen=True, slots=True)
class Typical:
    """The means of what the background questions of one language reach, and their deviations."""

    mean: Reached
    deviation: Reached


@dataclass(frozen=True, slots=True)
class Background:
    """The scale of cosines: `level` is that of a question and an unrelated text.

    `spread` is the step in which cosines above it count, `title` from where on a chapter's title
    is near to a question; `typical` says what questions about everything else reach.
    """

    level: float
    spread: float
    title: float
    typical: Mapping[Language, Typical]

    def scaled(self, cosines: Scores) -> Scores:
        """Convert cosines to spreads above the level."""
        scaled: Scores = (cosines - np.float32(self.level)) / np.float32(self.spread)
        return scaled


def write_background(folder: Path, background: Background) -> None:
    """Write it into the folder of the index that it was measured in."""
    text = json.dumps(asdict(background), indent=1)
    (folder / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def read_background(folder: Path) -> Background:
    """Read it back. Raises OSError, LookupError, TypeError or ValueError where it is damaged."""
    told = json.loads((folder / FILE).read_text(encoding="utf-8"))
    typical = {
        language: Typical(Reached(**values["mean"]), Reached(**values["deviation"]))
        for language, values in told.pop("typical").items()
    }
    return Background(**told, typical=typical)
