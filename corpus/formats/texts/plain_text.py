"""Text without names: a turn without a speaker per paragraph, with times in brackets if any."""

import re
from dataclasses import replace

from corpus.formats.document import NOBODY_SAID, Account, Cue, Document, words
from corpus.formats.texts.named_text import labels_in, left_out, title_of, told
from corpus.formats.texts.speakers import NAME
from corpus.formats.texts.timed_lines import (
    lines_of,
    timed_cue,
    times_in,
    unescaped,
    without_times,
)

LOOKED_AT = 20_000  # characters
FEWEST, UNPUNCTUATED = 5, 30  # words; more where no sentence ends, as recognisers write it
MOSTLY = 0.75  # share of letters and blanks: less are tables and code
ODD = 0.34  # share of lines that say who speaks or when: more, and it is no plain text
LONGEST_WORD = 15.0  # letters in the mean
LONG = 1000  # characters: a paragraph that is longer is taken line by line
_LABELLED = re.compile(
    rf"{NAME}(?: \([^()]{{1,40}}\))?:(?:\s|$)|\S++\t[^\t]{{0,20}}+\t|[^;]{{0,99}}+;[^;]{{0,99}}+;"
)
_CLOCKED = re.compile(
    r"^\W{0,3}+\d{1,3}:\d\d|\d{1,3}:\d\d[\])*`\s]{0,3}$"
    r"|(?i:\d (?:sekunden?|seconds?|minuten?|minutes?)\W{0,3}$)"
)
_BARE = re.compile(r"^((?:\d{1,3}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?)(?::?[ \t]{1,9}+|$)")
_SENTENCE = re.compile(r"\w[.!?…][\"”“»«’')\]]?(?:\s|$)")


def is_plain_text(text: str) -> bool:
    """Return whether a text consists of sentences: no table, no code, more than a remark."""
    all_lines = _lines(text[:LOOKED_AT])
    left = left_out(all_lines)
    lines = [line for n, line in enumerate(all_lines) if line.strip() and n not in left]
    # These lines seem to give a speaker or a time in an unknown form.
    odd = [one for one in lines if _LABELLED.match(one) or _CLOCKED.search(without_times(one))]
    if len(odd) > max(ODD * len(lines), 1):
        return False
    shown = " ".join(without_times(" ".join(lines)).split())
    count, letters = words(shown), sum(char.isalpha() or char == " " for char in shown)
    if count < FEWEST or letters < MOSTLY * len(shown) or len(shown) > LONGEST_WORD * count:
        return False
    return count >= UNPUNCTUATED or _SENTENCE.search(shown) is not None


def _lines(text: str) -> list[str]:
    """Split a text into lines; if most begin with a time, put these times in brackets."""
    lines = lines_of(text)
    clocked = sum(_BARE.match(line) is not None for line in lines)
    if 2 * clocked < sum(bool(line.strip()) for line in lines):
        return lines
    return [_BARE.sub(r"[\1] ", line) for line in lines]


def read_plain_text(text: str) -> Document:
    """Read a text without names, a cue per paragraph; a first heading is the title."""
    lines = _lines(text)
    left = left_out(lines)
    cues: list[Cue] = []
    paragraph: list[str] = []
    for index, line in enumerate([*lines, ""]):
        if line.strip() and index not in left:
            paragraph.append(line)
        elif paragraph:
            long = sum(map(len, paragraph)) > LONG
            parts = [[one] for one in paragraph] if long else [paragraph]
            for place, part in enumerate(parts):
                cues += timed_cue(part, None, apart=place == 0)
            paragraph = []
    total = sum(words(unescaped(line)) for line in lines)
    aside = sum(words(unescaped(lines[index])) for index in left)
    aside += sum(times_in(line) for index, line in enumerate(lines) if index not in left)
    account = Account(total, aside, 0, tuple(labels_in(lines)), tuple(told(lines, left)))
    return Document(replace(NOBODY_SAID, title=title_of(lines)), tuple(cues), account=account)
