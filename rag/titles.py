"""Which podcasts a question names by their titles: "Was sagt der Praxis-Podcast dazu?"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus import Podcast

TITLES = 64  # libraries and questions whose patterns are kept ready
ALWAYS_A_TITLE = 3  # words that are nobody's by chance
# What a title goes on with, which nobody says: "Practical AI: Machine Learning, Data Science".
_SUBTITLE = re.compile(r"\s*[:|(]\s*|\s+[-–—]\s+")
_ABOUT_IT = re.compile(r"^(?:der|die|das|the)\s+|\s+(?:podcast|show)$|^podcast\s+", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(?:der|die|das|the|podcasts?|shows?|sendung|folgen?|episodes?|\W)+", re.IGNORECASE
)
_PODCAST = r"(?:[\w-]*podcasts?|shows?|sendung)"
_MARK = "[„“”\"»«'‚‘’]"
_AT_END, _AT_START = re.compile(rf"(?:-|{_MARK})+$"), re.compile(rf"^(?:-|{_MARK})+")
_ARTICLE = r"(?:(?:der|die|das|dem|den|the)\s+)?"
# What stands before a name that is one word, and before any other; and what behind.
_BEFORE_WORD = (
    rf"(?:{_MARK}|\b(?:{_PODCAST}|laut|according\s+to|says?|sagt|sagen)\s+{_ARTICLE}{_MARK}?)"
)
_BEFORE = rf"(?:{_BEFORE_WORD}|\b(?:in|im|bei|beim|von|vom|aus|on|from|at|does|do)\s+{_ARTICLE})"
_BEHIND = rf"(?:{_MARK}|[\s-]+(?:{_PODCAST}|say|says|said|sagt)\b)"


def named(text: str, podcasts: Sequence[Podcast]) -> tuple[Podcast, ...]:
    """The podcasts that a question names, in their order."""
    found = {podcast.slug for podcast, _ in _namings(text, tuple(podcasts))}
    return tuple(podcast for podcast in podcasts if podcast.slug in found)


def without_titles(text: str, podcasts: Sequence[Podcast]) -> str:
    """The question with "podcast" for each of their names: it is no word to search for."""
    spans = sorted((span for _, span in _namings(text, tuple(podcasts))), reverse=True)
    for start, end in spans:
        before, after = re.split(_AT_END, text[:start])[0], re.sub(_AT_START, "", text[end:])
        beside = re.search(r"podcast\W*$", before, re.I) or re.match(r"\W*podcast", after, re.I)
        text = f"{before}{'' if beside else 'podcast'}{after}"
    return re.sub(r"\s+([?!.,;:])", r"\1", " ".join(text.split())) if spans else text


def _namings(text: str, podcasts: tuple[Podcast, ...]) -> Iterator[tuple[Podcast, tuple[int, int]]]:
    """Each podcast that is named with the place of its name; of two names the longer counts."""
    taken: list[tuple[int, int]] = []
    for name, podcast in _names(tuple((one.title, one) for one in podcasts)):
        for found in re.finditer(_pattern(name), text):
            span = found.span(found.lastgroup or 0)
            if span in taken or all(span[1] <= a or b <= span[0] for a, b in taken):
                taken.append(span)
                yield podcast, span


@lru_cache(TITLES)
def _names(titles: tuple[tuple[str, Podcast], ...]) -> tuple[tuple[str, Podcast], ...]:
    """What each is called, whole and in short, the longest first."""
    called = {
        (name, podcast) for title, podcast in titles for name in (title, _SUBTITLE.split(title)[0])
    }
    short = {(_ABOUT_IT.sub("", name).strip(), podcast) for name, podcast in called}
    known = [one for one in called | short if not _NO_NAME.fullmatch(one[0])]
    return tuple(sorted(known, key=lambda one: (-len(one[0]), one[0], one[1].slug)))


@lru_cache(TITLES * 8)
def _pattern(name: str) -> re.Pattern[str]:
    """Where a name is one: several words as they are written, any in a place for names."""
    words = re.findall(r"[^\W_]+", name)
    joined = r"[\W_]+".join(map(re.escape, words))
    here = rf"(?<!\w)(?i:{joined})(?!\w)"
    if len(words) >= ALWAYS_A_TITLE:
        return re.compile(rf"(?P<always>{here})")
    before = _BEFORE if len(words) > 1 else _BEFORE_WORD
    ways = [rf"(?i:{before})(?P<introduced>{here})", rf"(?P<called>{here})(?i:(?={_BEHIND}))"]
    if len(words) > 1:
        ways.append(rf"(?P<written>(?<!\w){joined}(?!\w))")
    return re.compile("|".join(ways))
