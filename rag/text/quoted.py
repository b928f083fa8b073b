"""Find the words that a question puts into quotation marks, or names after "das Wort"."""

import re

LONGEST = 400  # characters of a quotation
_DOUBLE = re.compile(rf"[„“”\"«»]([^„“”\"«»]{{1,{LONGEST}}})[“”\"«»]")
_SINGLE = re.compile(rf"(?<!\w)['‚‘`]([^'‚‘’`\n]{{1,{LONGEST}}})['‘’`](?!\w)")


def quoted(text: str) -> list[str]:
    """Return what stands in quotation marks of any style, in order."""
    found = _DOUBLE.findall(text) or _SINGLE.findall(text)
    return [words for words in map(str.strip, found) if re.search(r"\w", words)]
