"""Which version of this program an index was made by: all code that has a say in what it holds.

Nobody has to remember to count up a number: whoever changes one of these files, or what they are
built on, has changed what an index is. To make it anew costs little, vectors are remembered.
"""

import hashlib
from functools import cache
from importlib.metadata import version

from corpus.places import CODE

FORMAT = 5  # of the manifest itself
SHAPING = (
    *("corpus/anchors.py", "corpus/chapters.py", "corpus/evidence.py", "corpus/paths.py"),
    *("corpus/quotations.py", "corpus/sentences.py", "corpus/speech.py", "corpus/timeline.py"),
    *(
        "rag/index/background.py",
        "rag/retrieval/calibration.py",
        "rag/index/chunking.py",
        "rag/text/background_questions.py",
    ),
    *("rag/text/analyzer.py", "rag/retrieval/scoring.py", "rag/index/embed_missing.py"),
    *(
        "rag/text/language.py",
        "rag/index/bm25.py",
        "rag/index/dense.py",
        "rag/embedding/spans.py",
        "rag/index/layout.py",
    ),
    *("rag/index/rows.py", "rag/show/classifier.py"),
)
BUILT_ON = ("bm25s", "PyStemmer")


@cache
def recipe() -> str:
    """A name for this version: same name, same index of the same corpus."""
    digest = hashlib.sha256(" ".join(map(version, BUILT_ON)).encode())
    for file in SHAPING:
        digest.update((CODE / file).read_bytes())
    return digest.hexdigest()[:24]
