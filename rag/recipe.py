"""Which version of this program an index was made by: all code that has a say in what it holds.

Nobody has to remember to count up a number: whoever changes one of these files, or what they are
built on, has changed what an index is. To make it anew costs little, vectors are remembered.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

FORMAT = 5  # of the manifest itself
SHAPING = (
    *("corpus/anchors.py", "corpus/chapters.py", "corpus/evidence.py", "corpus/paths.py"),
    *("corpus/quotations.py", "corpus/sentences.py", "corpus/speech.py", "corpus/timeline.py"),
    *("rag/background.py", "rag/calibration.py", "rag/chunks.py", "rag/cohort.py"),
    *("rag/analyzer.py", "rag/evidence.py", "rag/fill.py"),
    *("rag/language.py", "rag/lexical.py", "rag/near.py", "rag/parts.py", "rag/plan.py"),
    *("rag/rows.py", "rag/show_kinds.py"),
)
BUILT_ON = ("bm25s", "PyStemmer")


@cache
def recipe() -> str:
    """A name for this version: same name, same index of the same corpus."""
    checkout = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(" ".join(map(version, BUILT_ON)).encode())
    for file in SHAPING:
        digest.update((checkout / file).read_bytes())
    return digest.hexdigest()[:24]
