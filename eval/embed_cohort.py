"""Embed the questions that every other is compared with: `python -m eval.embed_cohort`.

Writes what the bundled model says of rag/cohort.py to rag/cohort.npz, in half precision.
"""

import numpy as np

from rag import embedder
from rag.cohort import COHORT
from rag.fill import COHORT_FILE
from rag.store import digest


def main() -> None:
    """Embed them and write their vectors."""
    vectors = embedder(None).embed_queries(list(COHORT))
    np.savez_compressed(COHORT_FILE, vectors=vectors.astype(np.float16), made_from=digest(*COHORT))
    print(f"{COHORT_FILE}: {len(COHORT)} questions")


if __name__ == "__main__":
    main()
