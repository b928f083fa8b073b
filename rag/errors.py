"""Errors of asking that a user can fix; they extend the tree of `corpus.errors`:

NachgefragtError
├── QuestionError           the question is empty, too long, or names an unknown episode or speaker
├── IndexMissing            there is no index yet, or it is half-written (names the command)
├── IndexMismatch           the index was made with another model, corpus or settings
├── StoreError              the store cannot be read or written
├── SettingsError           a NACHGEFRAGT_… variable holds what it cannot hold
├── PromptError             a file in prompts/ is missing or has the wrong placeholders
└── ModelError              a model cannot be loaded or its package is missing (names the command)

GenerationFailed is not one of them: users see the extractive answer instead, and the reason.
"""

from typing import Literal, TypeAlias

from corpus import NachgefragtError

# Why a language model gave no answer: the names of `rag.wording.words.Notices`.
Reason: TypeAlias = Literal[
    "timeout",
    "unreachable",
    "rate_limit",
    "too_long",
    "denied",
    "unknown",
    "broken",
    "empty",
    "spent",
    "unsupported",
]


class QuestionError(NachgefragtError):
    """The question cannot be asked as it stands."""


class IndexMissing(NachgefragtError):
    """There is nothing to search yet."""


class IndexMismatch(NachgefragtError):
    """The index does not fit the settings that it was opened with."""


class StoreError(NachgefragtError):
    """The folder that holds the index cannot be read or written."""


class ModelError(NachgefragtError):
    """The embedding model or the language model cannot be loaded."""


class SettingsError(NachgefragtError):
    """A setting from the environment cannot be used."""


class PromptError(NachgefragtError):
    """The instructions for the language model cannot be used as they stand."""


class GenerationFailed(Exception):
    """A language model gave no answer; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message, at most 200 characters, or else its type."""
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
