"""The front matter of a Markdown file: YAML between "---", or TOML between "+++", above the text.

Every value is read as text (YAML itself would turn "012" into 10, and "No" into False), and fields
that no podcast has are ignored. Broken YAML, for example with a colon in a title, is read line by
line.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

MOST = 20_000  # characters of a front matter
MOST_NESTED = 500  # lists and objects in it: the reader goes down into each
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_PAIR = re.compile(r"([^\W\d][\w -]{0,40}?)[ \t]*:[ \t]*+(.{0,2000}+)")
_ITEM = re.compile(r"[ \t]*+-[ \t]++(.{1,500}+)")


def parted(text: str) -> tuple[Mapping[str, Any], str]:
    """Split a text into its front matter, if it has one, and the text below it.

    Fields have their names without punctuation, in lower case.
    """
    begun = text.lstrip()
    lines = begun[:MOST].splitlines(keepends=True)
    fence = lines[0].strip() if lines else ""
    ends = [i for i, row in enumerate(lines[1:], 1) if row.strip() in _FENCES.get(fence, ())]
    if not ends:
        return {}, text
    matter, size = "".join(lines[1 : ends[0]]), sum(map(len, lines[: ends[0] + 1]))
    told: object
    try:
        if fence == "+++":
            told = tomllib.loads(matter)
        elif matter.count("[") + matter.count("{") > MOST_NESTED:
            told = _by_line(matter)
        else:
            # Everything a text: neither tags nor numbers, and no objects of any kind.
            told = yaml.load(matter, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError):
        told = {} if fence == "+++" else _by_line(matter)
    if not isinstance(told, dict) or not told:
        return {}, text
    fields = {re.sub(r"[^\w]|_", "", str(key)[:50].lower()): told[key] for key in told}
    return fields, begun[size:]


def _by_line(text: str) -> dict[str, Any]:
    """Read lines of "key: value", and "- item" below a key without a value."""
    told: dict[str, Any] = {}
    key = ""
    for row in text.splitlines():
        pair, item = _PAIR.fullmatch(row), _ITEM.fullmatch(row)
        if pair:
            key = pair[1]
            told[key] = pair[2].strip().strip("\"'") or []
        elif item and isinstance(told.get(key), list):
            told[key].append(item[1].strip().strip("\"'"))
    return told
