"""Extract what a description says of its own episode, without what most episodes repeat."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from corpus import Corpus, Episode, sentence_spans

LONGEST_NOTE = 1200  # characters of a description that are quoted
FEW_WORDS = 3  # a greeting, a heading or an address alone says nothing
_LINE = re.compile(r"[^\n]*\n?")
_URL = re.compile(r"(?:https?://|www\.)\S+")
# What hosts make of emoji and bullets at the edges: "?? Website", "abhängig??".
_BEFORE = re.compile(r"[^\w„“”\"»«‚‘(\[…#@]*")
# (Read backwards: searched for from the front, many question marks cost their square.)
_AFTER = re.compile(r"[\s?]*\?\s?(?=[.!?…])|[^\w.!?…)\]“”\"»«’/]+")

Span = tuple[int, int]


def own_parts(corpus: Corpus, episode: Episode) -> tuple[str, ...]:
    """Slice an episode's description into what is about it; at most LONGEST_NOTE long.

    Left out is what most episodes or the podcast's own description say as well; all of it is kept
    where nothing else would be left.
    """
    text = (episode.description or "").strip()
    own = own_slices(text, repeated(corpus)) or own_slices(text, frozenset())
    return own or ((opening(text),) if text else ())


def own_slices(text: str, common: frozenset[str]) -> tuple[str, ...]:
    """Slice a text, without pieces whose letters are in `common`; at most LONGEST_NOTE long."""
    found: list[str] = []
    # Emoji and blanks between pieces that are not common stay with them.
    pieces = [(span, key) for span in _pieces(text) if (key := _letters(text[slice(*span)]))]
    for is_common, run in groupby(pieces, lambda piece: piece[1] in common):
        spans = [span for span, _ in run]
        room = LONGEST_NOTE - sum(map(len, found))
        if is_common or room <= 0:
            continue
        part = opening(text[spans[0][0] : spans[-1][1]], room)
        start, after = _BEFORE.match(part), _AFTER.match(part[::-1])
        end = len(part) - (after.end() if after else 0)
        part = part[start.end() if start else 0 : end]
        if len(_letters(_URL.sub(" ", part)).split()) >= FEW_WORDS:
            found.append(part)
    return tuple(found)


def divided(text: str, common: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Yield all of a text in order, each part with whether its letters are in `common`."""
    pieces = [(span, _letters(text[slice(*span)])) for span in _pieces(text)]
    for is_common, run in groupby(pieces, lambda piece: piece[1] in common):
        spans = [span for span, _ in run]
        yield text[spans[0][0] : spans[-1][1]], is_common


def repeated(corpus: Corpus) -> frozenset[str]:
    """Return the letters of what the podcast's or most of its episodes' descriptions say."""
    texts = [episode.description for episode in corpus if episode.description]
    counts = Counter(key for text in texts for key in _keys(text))
    often = {key for key, count in counts.items() if count > 1 and 2 * count > len(texts)}
    return frozenset(often | _keys(corpus.podcast.description or ""))


def opening(text: str, longest: int = LONGEST_NOTE) -> str:
    """Return the first sentences of a description, a slice of it."""
    ends = [end for _, end in sentence_spans(text) if end <= longest]
    return text[: ends[-1] if ends else longest].strip()


def _pieces(text: str) -> Iterator[Span]:
    """Yield sentences, also cut where a line ends: lists have no full stops."""
    for start, end in sentence_spans(text):
        for line in _LINE.finditer(text, start, end):
            if line.group():
                yield line.span()


def _keys(text: str) -> set[str]:
    keys = (_letters(text[slice(*span)]) for span in _pieces(text))
    return {key for key in keys if key}


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
