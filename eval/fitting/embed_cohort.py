"""Embed the questions that every other is compared with: `python -m eval.fitting.embed_cohort`.

Writes what the bundled model says of rag/text/background_questions.py to
rag/index/background_questions.npz, in half precision.
"""

import numpy as np

from rag import embedder
from rag.index.embed_missing import COHORT_FILE
from rag.text.background_questions import COHORT
from rag.text.digest import digest


def main() -> None:
    """Embed them and write their vectors."""
    vectors = embedder(None).embed_queries(list(COHORT))
    np.savez_compressed(COHORT_FILE, vectors=vectors.astype(np.float16), made_from=digest(*COHORT))
    print(f"{COHORT_FILE}: {len(COHORT)} questions")


if __name__ == "__main__":
    main()
