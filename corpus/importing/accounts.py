"""Compare what was read from a transcript with its source, so that nothing is lost silently.

Each reader counts its source in plain terms (`corpus.formats.document.Account`) before it makes
cues; here the cues become turns, and each difference is reported in a line with its place and a
remedy. What is visible in the corpus itself, `corpus.check` reports again later.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from corpus.formats.document import Document, words
from corpus.formats.texts.speakers import names_nobody
from corpus.formats.wall_clock import in_recording
from corpus.importing.turns import joined
from corpus.types import Turn

ALIKE = 0.75  # of the letters of two names: one may be the other misspelled
_WORD = r"[^\W\d_a-zà-öø-ÿ][\w'’-]{0,40}"
_LABEL = re.compile(
    rf"(?:(?P<line>^|(?<=\n))|(?<=[.!?…\"”“»]))[ \t]?(?P<name>{_WORD}(?: {_WORD}){{0,3}}):[ \t]"
)
NAMED = 3  # labels that a line names before it only counts


def turns_of(
    document: Document, place: str, lasts: float | None = None
) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """Make the turns of a transcript, and a line for each loss; lines begin with `place`.

    `lasts` is the length of the recording in seconds. Raises ImportFailed for a cue that cannot be
    speech.
    """
    placed, moved = in_recording(document, lasts)
    turns, repairs = joined(placed.cues, place)
    lines = [*([moved] if moved else []), *differences(document, turns)]
    return turns, (*(f"{place}: {line}" if place else line for line in lines), *repairs)


def differences(document: Document, turns: Sequence[Turn]) -> Iterator[str]:
    """List what the source of a transcript has and its turns lack."""
    account = document.account
    yield from account.odd
    said = sum(words(turn.text) for turn in turns)
    if account.words and (lost := account.words - account.aside - said):
        what = f"{lost} of {account.words} words were not read" if lost > 0 else (
            f"{-lost} words were read that the source has not"
        )  # fmt: skip
        yield f"{what}; compare it with its source, and please report it with the file"
    timed = sum(cue.start is not None for cue in document.cues)
    if account.timings > timed:
        yield (
            f"{account.timings - timed} of {account.timings} times stand before no words; "
            "look whether words are missing there"
        )
    yield from _labels(account.labels, turns)


def unknown_speakers(turns: Sequence[Turn]) -> Iterator[str]:
    """Warn of names before a colon within turns that were cut at the names of known people.

    So are those of show notes, whose text the turns hold whole: somebody who is not among the
    people, or is misspelled there, speaks in the turn of somebody else.
    """
    speakers = {turn.speaker for turn in turns if turn.speaker}
    if not speakers:
        return
    known = {part for speaker in speakers for part in (speaker, *speaker.split()[:1])}
    found = [match for turn in turns for match in _LABEL.finditer(turn.text)]
    counts = Counter(match["name"] for match in found)
    labels = [
        match["name"]
        for match in found
        if any(SequenceMatcher(None, match["name"], one).ratio() >= ALIKE for one in known)
        or (" " in match["name"] and (match["line"] is not None or counts[match["name"]] > 1))
    ]
    yield from _labels(labels, turns)


def _labels(labels: Sequence[str], turns: Sequence[Turn]) -> Iterator[str]:
    """Warn of texts in the position of a name that were not accepted as names."""
    speakers = {turn.speaker for turn in turns}
    others = Counter(n for n in labels if n not in speakers and not names_nobody(n))
    if others:
        named = ", ".join(f"{label!r}" for label in list(others)[:NAMED])
        more = f" and {len(others) - NAMED} more" if len(others) > NAMED else ""
        yield (
            f"{named}{more}: stands before a colon and was not taken for a speaker; if it is one, "
            "put it before each of their turns, or correct the turns in the episode's file"
        )
