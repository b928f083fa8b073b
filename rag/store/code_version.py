"""Identify the version of the code that an index was made by: all that shapes its content.

There is no number to count up by hand: a change of one of these files, or of what they are built
on, is a new version. Making an index again costs little, since vectors are cached.
"""

import hashlib
from functools import cache
from importlib.metadata import version

from corpus.places import CODE

FORMAT = 5  # of the manifest itself
SHAPING = (
    "corpus/text/quotations.py",
    "corpus/text/sentences.py",
    "corpus/timing/chapter_evidence.py",
    "corpus/timing/chapter_hmm.py",
    "corpus/timing/pace.py",
    "corpus/timing/speech.py",
    "corpus/timing/timeline.py",
    "corpus/timing/usable_chapters.py",
    "rag/embedding/spans.py",
    "rag/index/background.py",
    "rag/index/bm25.py",
    "rag/index/chunking.py",
    "rag/index/dense.py",
    "rag/index/embed_missing.py",
    "rag/index/layout.py",
    "rag/index/rows.py",
    "rag/question/intents.py",
    "rag/retrieval/calibration.py",
    "rag/retrieval/scoring.py",
    "rag/text/analyzer.py",
    "rag/text/background_questions.py",
    "rag/text/digest.py",
    "rag/text/language.py",
    "rag/text/letters.py",
    "rag/text/ngrams.py",
)
BUILT_ON = ("bm25s", "PyStemmer")


@cache
def recipe() -> str:
    """Name this version: same name, same index of the same corpus."""
    digest = hashlib.sha256(" ".join(map(version, BUILT_ON)).encode())
    for file in SHAPING:
        digest.update((CODE / file).read_bytes())
    return digest.hexdigest()[:24]
