"""Put line breaks back that a host has taken out of a description, as far as it is to be read.

Only blanks and the question marks that hosts make of emoji are touched; every word stays. What is
quoted is sliced out of the text as it was published.
"""

import re
from collections.abc import Iterator

from corpus.text.sentences import ABBREVIATIONS

URL = re.compile(r"(https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]…])")
LONGEST_WORD = 80  # characters before a full stop that are looked at
# "funktioniert.Du", "erfährst:… Warum", "macht.2) Wie". After a full stop a word begins, no
# acronym ("Spiegel.TV") and no end of an address ("Booking.Com"); "Hörer:Innen" is one word.
_WORD = r"(?!(?:Com|Net|Org|Eu|Io|Tv|Fm|Js)\b)[A-ZÄÖÜ](?=[a-zäöüß]|\s)"
_OPENS = r"[„“»…•–-]|\d{1,2}[.)]"
_LOST_BREAK = re.compile(
    rf"(?<=[a-zäöüß]{{3}}\.)(?={_WORD}|{_OPENS})"
    rf"|(?<=[a-zäöüß]{{2}}[!?…])(?=[A-ZÄÖÜ]|{_OPENS})"
    rf"|(?<=[a-zäöüß]{{2}}:)(?=(?!In(?:nen)?\b)[A-ZÄÖÜ]|{_OPENS})"
    r"|(?<=\.\.\.)(?=\d{1,2}[.)])"
)
_LAST_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?=\W\Z)")
# "… Kunden.? „Better Call“", "abhängig?? Website": where an emoji or a bullet was.
_LOST_SIGN = re.compile(
    r"(?:(?<=[.!?…])|(?<=\s)|^)[ \t]{0,3}\?{1,3}(?:[ \t]{1,3}(?=[„“\"»]?[A-ZÄÖÜ])|[ \t]{0,3}$)"
)


def lines(text: str) -> Iterator[str]:
    """Yield the lines of a description, those that were lost as well, without blank ones."""
    for line in text.splitlines():
        # Breaks are put back between addresses, not into them.
        parts = URL.split(line)
        parts[::2] = [_LOST_BREAK.sub(_break, _LOST_SIGN.sub("\n", one)) for one in parts[::2]]
        for piece in "".join(parts).split("\n"):
            if re.search(r"\w", piece):
                yield piece.strip()


def in_one_line(text: str) -> str:
    """Return a description as one line, with a blank where a break was lost."""
    return " ".join(lines(text))


def _break(lost: re.Match[str]) -> str:
    """Return the break, or nothing after an abbreviation and in an address without "https"."""
    before = lost.string[max(0, lost.start() - LONGEST_WORD) : lost.start()]
    token = before.rsplit(maxsplit=1)[-1]
    word = _LAST_WORD.search(token)
    shortened = token.endswith(".") and word and word[0].lower() in ABBREVIATIONS
    return "" if shortened or "www." in token or "@" in token else "\n"
