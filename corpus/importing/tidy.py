"""Remove from any source what no corpus should hold: control characters, and excessive data.

A control character is useless to readers, and may do anything to a terminal. No podcast has as many
chapters and the like as are kept here; unbounded ones would cost everybody.
"""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from corpus.gathered import Found
from corpus.types import Episode, Turn

T = TypeVar("T")
# How many of a kind an episode may have, and how long a title or a name may be, in characters.
MOST = {"chapters": 1000, "people": 200, "links": 1000, "turns": 100_000}
LONGEST_NAME = 500
# All that Unicode calls control characters but tab and line feed, and halves of characters.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def tidied(found: Found) -> Found:
    """Bound what was gathered and remove control characters; omissions are reported as repairs."""
    episode = cleaned(found.episode)
    repairs = list(found.repairs)
    for kind, most in MOST.items():
        count = len(getattr(episode, kind))
        if count > most:
            episode = replace(episode, **{kind: getattr(episode, kind)[:most]})
            repairs.append(f"has {count} {kind}; the first {most} were kept, no podcast has more")
    chapters = tuple(replace(one, title=one.title[:LONGEST_NAME]) for one in episode.chapters)
    turns = tuple(
        replace(turn, speaker=turn.speaker[:LONGEST_NAME])
        if turn.speaker and len(turn.speaker) > LONGEST_NAME
        else turn
        for turn in episode.turns
    )
    if chapters != episode.chapters or turns != episode.turns:
        episode = replace(episode, chapters=chapters, turns=turns)
        repairs.append(f"names of more than {LONGEST_NAME} characters were cut off")
    return replace(found, episode=episode, repairs=tuple(repairs))


def cleaned(thing: T) -> T:
    """Remove control characters; turns without words are dropped."""
    changed: Any = _cleaned(thing)
    if isinstance(changed, Episode) and changed is not thing:
        spoken = tuple(turn for turn in changed.turns if turn.text.strip())
        changed = replace(changed, turns=spoken)
    same: T = changed
    return same


def _cleaned(thing: Any) -> Any:  # noqa: ANN401
    """Return a cleaned copy, or the same object where there is nothing to remove."""
    if isinstance(thing, str):
        return _CONTROL.sub(_replacement, thing) if _CONTROL.search(thing) else thing
    if isinstance(thing, tuple):
        parts = tuple(_cleaned(part) for part in thing)
        return parts if any(a is not b for a, b in zip(parts, thing, strict=True)) else thing
    if not is_dataclass(thing) or isinstance(thing, type):
        return thing
    values = {field.name: getattr(thing, field.name) for field in fields(thing)}
    new = {name: _cleaned(value) for name, value in values.items()}
    new = {name: value for name, value in new.items() if value is not values[name]}
    if isinstance(thing, Turn) and "text" in new:
        # Its marks go to the offsets of their words in the cleaned text.
        marks: list[tuple[int, float]] = []
        position = lost = 0
        for offset, seconds in thing.marks:
            piece = _CONTROL.finditer(thing.text, position, offset)
            lost += sum(not _replacement(control) for control in piece)
            position = offset
            if (marks[-1][0] if marks else 0) < offset - lost < len(new["text"]):
                marks.append((offset - lost, seconds))
        new["marks"] = tuple(marks)
    return replace(thing, **new) if new else thing


def _replacement(control: re.Match[str]) -> str:
    """Choose the replacement: a break stays, blanks become plain ones, the rest disappears."""
    if control[0] == "\r":
        return "" if control.string.startswith("\n", control.end()) else "\n"
    return " " if control[0].isspace() else ""
