"""Which episodes a question about the show is about: by person, year, topic, length or order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus import Corpus, Episode, clock, sentence_spans
from corpus.people import GUESTS, with_role
from corpus.timing.speech import stemmed
from rag.show.descriptions import own_slices, repeated
from rag.show.patterns import AROUND
from rag.text.names import people_named
from rag.wording.people import person_line

Extreme = Literal["longest", "shortest", "newest", "oldest"]
_EXTREMES: dict[Extreme, re.Pattern[str]] = {
    "longest": re.compile(r"\b(am längsten|längste[nrs]?|longest)\b"),
    "shortest": re.compile(r"\b(am kürzesten|kürzeste[nrs]?|shortest)\b"),
    "newest": re.compile(r"\b(neu(e?)ste[nrs]?|jüngste[nrs]?|aktuellste[nrs]?|newest|latest)\b"),
    "oldest": re.compile(r"\b(älteste[nrs]?|früheste[nrs]?|oldest|earliest)\b"),
}
_MONTHS = (
    ("januar", "january"),
    ("februar", "february"),
    ("märz", "march"),
    ("april", "april"),
    ("mai", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("august", "august"),
    ("september", "september"),
    ("oktober", "october"),
    ("november", "november"),
    ("dezember", "december"),
)
_TIME = re.compile(
    r"\b(?:(vor|bis|before|until|nach|seit|ab|after|since) )?(?:(?:dem|im|in|jahr|the|year|of|"
    rf"aus|from) ){{0,3}}(?:({'|'.join(name for both in _MONTHS for name in both)}) )?"
    r"((?:19|20)\d\d)\b"
)
_EARLIER = ("vor", "bis", "before", "until")
_LATER = ("nach", "seit", "ab", "after", "since")
_INCLUDED = ("bis", "until", "seit", "ab", "since")
_GUESTLESS = re.compile(
    r"\b(ohne|keinen?|keine[rm]?|without|no|solo)\b( \w+)? ?\b(gast|gäste|gästen|guests?|folgen?|"
    r"episoden?|episodes?)\b"
)
# Behind which stands what an episode is about.
_ABOUT = re.compile(
    r"\b(?:folgen?|episoden?|episodes?|ausgaben?|sendung(?:en)?|ep|gespräch|interview|die|das|one)"
    r" (?:(?:die|in der es|wo es|wo's|that is|that's) )?(?:um|über|zum?|zur|mit|about|on|with|"
    r"covering|namens|called) (.+)"
)
_BEFORE = re.compile(r"\bthe ([\w-]+(?: [\w-]+)?) (?:episode|interview|one)\b")
MOST_WORDS = 4  # of what an episode is named by
PART = 5  # letters of a word that may end a longer one: "Fußball", "Blindenfußball"


@dataclass(frozen=True, slots=True)
class Selection:
    """The episodes that are meant, and what they were chosen by; `narrowed` if not all are."""

    episodes: tuple[Episode, ...]
    narrowed: bool = False
    extreme: Extreme | None = None


def select_episodes(text: str, corpus: Corpus, number: int | None) -> Selection:
    """Select what a question is about; `number` is the episode that it is restricted to."""
    if number is not None:
        return Selection(tuple(e for e in corpus if e.number == number), narrowed=True)
    lowered = " ".join(text.lower().split())
    guests = {person.name for episode in corpus for person in with_role(episode.people, GUESTS)}
    named = set(people_named(lowered, tuple(sorted(guests))))
    with_them = tuple(e for e in corpus if named & {person.name for person in e.people})
    chosen = _of_time(lowered, corpus, with_them or corpus.episodes)
    if guests and _GUESTLESS.search(lowered):  # where the notes name guests at all
        chosen = tuple(e for e in chosen if not with_role(e.people, GUESTS))
    if chosen == corpus.episodes:
        chosen = _of_topic(lowered, corpus) or chosen
    # What is named first: a follow-up stands before what it leans on.
    found = [
        (match.start(), one) for one, words in _EXTREMES.items() if (match := words.search(lowered))
    ]
    extreme = min(found)[1] if found else None
    if extreme:
        chosen = _at_the_end(chosen, extreme) or chosen
    return Selection(chosen, chosen != corpus.episodes, extreme)


def _of_time(text: str, corpus: Corpus, of: tuple[Episode, ...]) -> tuple[Episode, ...]:
    """Keep what came out in or before or after a year or a month of it, also if nothing did."""
    matches = [m for m in _TIME.finditer(text) if corpus.episode(int(m[3])) is None]
    for match in matches:
        side = match[1]
        month = next((n for n, names in enumerate(_MONTHS, 1) if match[2] in names), 0)
        wanted = int(match[3]), month
        dated = [(e, (day.year, day.month if month else 0)) for e in of if (day := e.published)]
        of = tuple(
            e
            for e, then in dated
            if (then == wanted and (side is None or side in _INCLUDED))
            or (then < wanted and side in _EARLIER)
            or (then > wanted and side in _LATER)
        )
    return of


def _of_topic(text: str, corpus: Corpus) -> tuple[Episode, ...]:
    """Keep those whose notes have the words that the question names its episode by."""
    for match in (_ABOUT.search(text), _BEFORE.search(text)):
        words = [w for w in re.findall(r"[\w-]+", match[1] if match else "") if w not in AROUND]
        for count in range(min(len(words), MOST_WORDS), 0, -1):
            found = naming(corpus, corpus.episodes, words[:count])
            titled = [e for e, lines in found if e.title in lines]
            if found:
                return tuple(sorted(titled or (e for e, _ in found), key=_number))
    return ()


def _number(episode: Episode) -> int:
    return episode.number


def _at_the_end(of: Sequence[Episode], extreme: Extreme) -> tuple[Episode, ...]:
    """Return the episodes at one end of an order, all of them if several are."""
    if extreme in ("longest", "shortest"):
        timed = [e.duration for e in of if e.duration is not None]
        end = (max if extreme == "longest" else min)(timed, default=None)
        return tuple(e for e in of if end is not None and e.duration == end)
    dated = [e.published for e in of if e.published]
    if not dated:
        ends = sorted(of, key=_number)
        return tuple(ends[-1:] if extreme == "newest" else ends[:1])
    day = (max if extreme == "newest" else min)(dated, default=None)
    return tuple(e for e in of if day is not None and e.published == day)


def naming(
    corpus: Corpus, episodes: Sequence[Episode], words: Sequence[str]
) -> list[tuple[Episode, list[str]]]:
    """Find the episodes whose notes have all these words, with the lines that have some.

    Those with most lines first, of as many the newest.
    """
    common = repeated(corpus)
    found = [(e, lines) for e in episodes if (lines := _lines(e, words, common))]
    return sorted(found, key=lambda one: (len(one[1]), one[0].number), reverse=True)


def _lines(episode: Episode, words: Sequence[str], common: frozenset[str]) -> list[str]:
    """Return the lines of an episode's notes with words of a topic; none unless all occur."""
    wanted = set(stemmed(" ".join(words), episode.language))
    about = own_slices(episode.description or "", common)
    lines = [
        *(episode.title, *(f"{clock(c.start)} {c.title}" for c in episode.chapters)),
        *(part[start:end].strip() for part in about for start, end in sentence_spans(part)),
        *(person_line(person) for person in episode.people),
    ]
    said: list[tuple[str, set[str]]] = []
    for line in lines:
        stems = set(stemmed(line, episode.language))
        # Also at the end of a longer word.
        longer = {w for w in wanted if len(w) >= PART and any(s.endswith(w) for s in stems)}
        said.append((line, wanted & stems | longer))
    if not wanted or set().union(*(stems for _, stems in said)) != wanted:
        return []
    return [line for line, stems in said if stems]
