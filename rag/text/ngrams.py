"""Read a text as the runs of letters in its words, each a number: how it is put, not what it means.

Typos leave most of them as they are. Figures count alike, and so do umlauts however they are typed.
"""

import re
import unicodedata
from zlib import crc32

BUCKETS = 1 << 13  # that runs are shared out to
LENGTHS = (3, 4, 5)  # of a run; the ends of a word are letters, too
_WORD = re.compile(r"[^\W\d]+|\d+|[^\w\s]")
_UMLAUT = re.compile("(?<=[aou])e")  # "fuer", "Gaeste"
_MARK = re.compile("[\u0300-\u036f]")
_QUOTED = re.compile(r"[„“”\"«»][^„“”\"«»]*[„“”\"«»]")


def ngrams(text: str) -> list[int]:
    """Return the buckets of a text's runs of letters, in order, each once.

    What is quoted in it is somebody else's, of which only that it is there counts.
    """
    letters = unicodedata.normalize("NFKD", _QUOTED.sub(" “ ", text).casefold())
    words = _WORD.findall(_UMLAUT.sub("", _MARK.sub("", letters)))
    marked = (f" {'0' if word.isdecimal() else word} " for word in words)
    runs = {
        word[at : at + length]
        for word in marked
        for length in LENGTHS
        for at in range(len(word) - length + 1)
    }
    return sorted({crc32(run.encode()) % BUCKETS for run in runs})
