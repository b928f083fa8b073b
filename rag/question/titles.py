"""Find the podcasts that a question names by title: "Was sagt der Praxis-Podcast dazu?"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from corpus import Podcast

LIBRARIES = 8  # whose names are kept ready
ALWAYS_A_TITLE = 3  # words in a row that do not occur by chance
_WORD = re.compile(r"[^\W_]+")
# What a title goes on with, which no one says: "Practical AI: Machine Learning, Data Science".
_SUBTITLE = re.compile(r"[:|(]|\s[-–—]\s")
_BEFORE_STOP = re.compile(r" ([?!.,;:])")
_MARKS = '„“”"»«'
_ARTICLES = frozenset({"der", "die", "das", "dem", "den", "the"})
_PODCAST = frozenset({"podcast", "podcasts", "show", "shows", "sendung"})
_NO_NAME = _ARTICLES | _PODCAST | {"folge", "folgen", "episode", "episodes"}
# What comes before a name of one word or after it, and what before a longer one.
_SAYING = frozenset({"laut", "say", "says", "said", "sagt", "sagen"})
_PLACING = frozenset(
    {"in", "im", "bei", "beim", "von", "vom", "aus", "on", "from", "at", "does", "do", "to"}
)

Words = tuple[str, ...]
Span = tuple[int, int]


def named(text: str, podcasts: Sequence[Podcast]) -> tuple[Podcast, ...]:
    """Return the podcasts that a question names, in their order."""
    found = {podcast.slug for podcast, _ in _namings(text, tuple(podcasts))}
    return tuple(podcast for podcast in podcasts if podcast.slug in found)


def without_titles(text: str, podcasts: Sequence[Podcast]) -> str:
    """Replace each of their names in a question by "podcast", which is not searched for."""
    spans = sorted({span for _, span in _namings(text, tuple(podcasts))}, reverse=True)
    for start, end in spans:
        before, after = text[:start].rstrip(f"-{_MARKS}"), text[end:].lstrip(f"-{_MARKS}")
        beside = [*_folded(before)[-1:], *_folded(after)[:1]]
        text = f"{before}{'' if _PODCAST.intersection(beside) else 'podcast'}{after}"
    return _BEFORE_STOP.sub(r"\1", " ".join(text.split())) if spans else text


def _namings(text: str, podcasts: tuple[Podcast, ...]) -> Iterator[tuple[Podcast, Span]]:
    """Yield each podcast that is named, with the span of its name; the longer name counts."""
    taken: list[Span] = []
    found = list(_candidates(text, podcasts))
    for span, podcast in sorted(found, key=lambda one: (one[0][0] - one[0][1], one[0][0])):
        if span in taken or all(span[1] <= start or end <= span[0] for start, end in taken):
            taken.append(span)
            yield podcast, span


def _candidates(text: str, podcasts: tuple[Podcast, ...]) -> Iterator[tuple[Span, Podcast]]:
    known, words, folded = _names(podcasts), list(_WORD.finditer(text)), _folded(text)
    for at, first in enumerate(folded):
        for name, podcast in known.get(first, ()):
            after = at + len(name)
            if tuple(folded[at:after]) == tuple(map(str.casefold, name)):
                span = words[at].start(), words[after - 1].end()
                written = name == tuple(word[0] for word in words[at:after])
                if _is_title(text, span, folded[:at], folded[after : after + 1], name, written):
                    yield span, podcast


def _is_title(
    text: str, span: Span, before: list[str], behind: list[str], name: Words, written: bool
) -> bool:
    """Return whether a name is meant as one: by its length, its spelling or its place."""
    several = len(name) > 1
    if len(name) >= ALWAYS_A_TITLE or (several and written):
        return True
    if text[span[0] - 1 : span[0]] in tuple(_MARKS) or text[span[1] : span[1] + 1] in tuple(_MARKS):
        return True
    lead = [word for word in before[-2:] if word not in _ARTICLES][-1:]
    if before[-2:] == ["according", "to"] or (_PODCAST | _SAYING).intersection(lead + behind):
        return True
    return several and bool(_PLACING.intersection(lead))


@lru_cache(LIBRARIES)
def _names(podcasts: tuple[Podcast, ...]) -> Mapping[str, tuple[tuple[Words, Podcast], ...]]:
    """Index what each podcast is called, in full and in short, by the first word."""
    known: dict[str, dict[tuple[Words, Podcast], None]] = {}
    for podcast in podcasts:
        for title in (podcast.title, _SUBTITLE.split(podcast.title)[0]):
            words = bare = tuple(_WORD.findall(title))
            # Without the article, and "Podcast" at either end.
            while len(bare) > 1 and bare[0].casefold() in _ARTICLES | _PODCAST:
                bare = bare[1:]
            while len(bare) > 1 and bare[-1].casefold() in _PODCAST:
                bare = bare[:-1]
            for name in (words, bare):
                if not _NO_NAME.issuperset(map(str.casefold, name)):
                    known.setdefault(name[0].casefold(), {})[name, podcast] = None
    return {first: tuple(names) for first, names in known.items()}


def _folded(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
