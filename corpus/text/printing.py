"""Text of strangers for a terminal, which obeys what is not meant for readers."""

import re

LONGEST_LINE = 500  # characters
# Control characters but tab and line feed, and those that change the direction of what follows.
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """A text in which nothing is a command to a terminal; JSON stays the JSON that it is."""
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """One printable line of bearable length, whatever a file's name or field holds."""
    line = printable(" ".join(text.split()))
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"
