"""Errors of asking, all mendable by the user; they continue the tree of `corpus.errors`:

NachgefragtError
├── QuestionError           the question is empty, too long, or names an unknown episode or speaker
├── IndexMissing            there is no index yet, or it is half-written (names the command)
├── IndexMismatch           the index was made with another model, corpus or settings
├── StoreError              the store cannot be read or written
└── ModelError              an embedding model cannot be loaded
"""

from corpus import NachgefragtError


class QuestionError(NachgefragtError):
    """The question cannot be asked as it stands."""


class IndexMissing(NachgefragtError):
    """There is nothing to search yet."""


class IndexMismatch(NachgefragtError):
    """The index does not fit the settings that it was opened with."""


class StoreError(NachgefragtError):
    """The folder that holds the index cannot be read or written."""


class ModelError(NachgefragtError):
    """The embedding model cannot be loaded."""
