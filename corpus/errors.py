"""Errors that a user can mend, as a tree:

NachgefragtError            one clear line that says what is wrong and what to do
├── CorpusError             a corpus file is missing or damaged (names file and field)
├── ImportFailed            a source could not be turned into a corpus (names the place)
└── TranscriptionFailed     speech could not be turned into text

The commands print such an error on stderr and exit with 1; the window shows it as a message.
`rag.errors` continues the tree.
"""

from collections.abc import Mapping


class NachgefragtError(Exception):
    """Base of all errors whose message is meant for the user.

    It is one line: in English, as the commands speak, or in each language by its code.
    """

    def __init__(self, said: str | Mapping[str, str]) -> None:
        lines = {"en": said} if isinstance(said, str) else dict(said)
        super().__init__(lines["en"])
        self._lines = lines

    def in_language(self, code: str) -> str:
        """Return the line in a language; in English where it is only there in that."""
        return self._lines.get(code, str(self))


class CorpusError(NachgefragtError):
    """A corpus file is missing, not JSON, or has a field that cannot be right."""


class ImportFailed(NachgefragtError):
    """A source is not a page, feed or transcript that can be read."""


def unforeseen(error: Exception) -> str:
    """Describe an unexpected exception as the reason why one episode is missing."""
    return f"cannot be read ({type(error).__name__}: {str(error)[:200]})"


class TranscriptionFailed(NachgefragtError):
    """The speech model is missing, or cannot hear an episode's audio."""
