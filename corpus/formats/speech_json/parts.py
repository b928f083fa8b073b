"""Read untrusted JSON: unexpected values count as missing and never raise."""

from collections.abc import Iterable
from typing import Any

from corpus.formats.document import line, seconds

# Of the languages that services write in full or with three letters.
_CODES = {
    "german": "de", "deutsch": "de", "deu": "de", "ger": "de", "english": "en", "eng": "en",
    "french": "fr", "fra": "fr", "fre": "fr", "spanish": "es", "spa": "es", "italian": "it",
    "ita": "it", "dutch": "nl", "nld": "nl", "polish": "pl", "pol": "pl", "portuguese": "pt",
    "por": "pt", "turkish": "tr", "tur": "tr", "russian": "ru", "rus": "ru", "danish": "da",
    "dan": "da", "swedish": "sv", "swe": "sv", "norwegian": "no", "nor": "no", "czech": "cs",
    "ces": "cs",
}  # fmt: skip


def within(data: object, *keys: str | int) -> Any:  # noqa: ANN401
    """Follow keys and indexes into nested values; None where one is missing."""
    for key in keys:
        if isinstance(data, dict):
            data = data.get(str(key))
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            data = data[key]
        else:
            return None
    return data


def objects(value: object) -> list[dict[str, Any]]:
    """Return the objects in a list; none if it is not a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def first(item: dict[str, Any], keys: Iterable[str]) -> Any:  # noqa: ANN401
    """Return the value of the first of some keys that has one."""
    return next((item[key] for key in keys if item.get(key) is not None), None)


def words_in(item: dict[str, Any], *keys: str) -> str:
    """Return the text under the first of some keys, with its blanks; "" if missing."""
    value = first(item, keys)
    return value if isinstance(value, str) else ""


def moment(item: dict[str, Any], *keys: str) -> float | None:
    """Read the seconds under the first of some keys: a number, a clock, or "1.200s"."""
    value = first(item, keys)
    return seconds(value.removesuffix("s") if isinstance(value, str) else value)


def who(value: object) -> str | None:
    """Name a speaker: a name unchanged, a number as "Speaker 0"; None where unknown."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("label") or value.get("id")
    name = line(value)
    if name is None or name in ("UU", "?") or name.casefold() in ("unknown", "none", "null"):
        return None
    return f"Speaker {name}" if name.isdecimal() else name


def language_code(value: object) -> str | None:
    """Return two letters for "de", "de-DE", "german" or "deu"; None for anything else."""
    name = (line(value) or "").lower()
    code = _CODES.get(name) or name.replace("_", "-").partition("-")[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None
