"""Questions that every question is compared with, in the order of their vectors in the index."""

from rag.cohort import COHORT
from rag.show_examples import TEXTS

KNOWN = (*COHORT, *TEXTS)
