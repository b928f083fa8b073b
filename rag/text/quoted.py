"""Find the words that a question puts into quotation marks, or names after "das Wort"."""

import re

LONGEST = 400  # characters of a quotation
_DOUBLE = re.compile(rf"[„“”\"«»]([^„“”\"«»]{{1,{LONGEST}}})[“”\"«»]")
_SINGLE = re.compile(rf"(?<!\w)['‚‘`]([^'‚‘’`\n]{{1,{LONGEST}}})['‘’`](?!\w)")

_OUTERMOST = re.compile(rf"[„“”\"«»‚‘](.{{1,{LONGEST}}})[“”\"«»‘’]", re.DOTALL)


def quoted(text: str) -> list[str]:
    """Return what stands in quotation marks of any style, in order."""
    found = _DOUBLE.findall(text) or _SINGLE.findall(text)
    return [words for words in map(str.strip, found) if re.search(r"\w", words)]


def outermost(text: str) -> tuple[str, str]:
    """Return what stands between the first and the last quotation mark, and what is around it.

    That is a title which has marks of its own, too. Nothing and all of it where there are no two.
    """
    found = _OUTERMOST.search(text)
    return (found[1], f"{text[: found.start()]} {text[found.end() :]}") if found else ("", text)
