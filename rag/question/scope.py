"""Read from a question where to look: "In Folge 1 …", "Was sagt Harald Henn …"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus import Corpus, Episode
from corpus.people import GUESTS, HOSTS, role_of, speaking, with_role
from rag.errors import QuestionError
from rag.question.episode_numbers import namings
from rag.text.names import people_named, without_names, without_speakers
from rag.text.numbers import figure
from rag.types import Scope
from rag.wording.languages import in_each

YEARS = range(1900, 2100)
MOST_RANGES = 8  # of episode numbers, in a message
_LATEST = re.compile(
    r"\b(letzte|neueste|neuste|aktuelle|jüngste|latest|newest|most recent|last)[nr]?"
    r"\s+(folge|episode)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:(?:de[rmn]|die|vom|beim) )?andere[nrm]? "
    r"(?:gast|gästin|folge|episode|interview\w*|person)\b"
    r"|\b(?:der|vom|beim|dem) anderen?\b|\b(?:die|das|den) andere\W*$"
    r"|\b(?:other|second) (?:guest|person)\b|\bother (?:episode|interview\w*|one)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:de[rmn]|die|vom|beim|the|your|unsere?[rmn]?|eure?[rmn]?)\s+"
    r"((?:co-?)?(?:host|moderator|gastgeber|interviewer|presenter)\w*|gast|gästin|guest)\b",
    re.IGNORECASE,
)
# An ordinal number at the end of a question, perhaps behind where, or before what is no noun.
_ORDINAL = re.compile(
    r"\b((?:in|aus|from) )?(?:de[rmn]|die|das|the) ([^\W\d_]{3,20}|\d{1,4}(?:\.|st|nd|rd|th))"
    r"(?: one\b|(?=\W*$| (?:zu|war|ist|wird|raus|erschienen|eigentlich|denn|so|genau|mal|kurz|"
    r"about|was|is)\b))",
    re.IGNORECASE,
)
_CHAPTERS = re.compile(r"\b(?:kapiteln?|abschnitte?n?|chapters?|sections?)\b", re.IGNORECASE)
_GUESTS = re.compile(r"\b(?:gast|gäste|guests?|interviewt|interviewed|eingeladen)\b", re.IGNORECASE)
_BEGINS = re.compile(r"\W{0,3}[^\W\d]{0,6}\W{0,2}(\d{1,5})(?!\d)")
_CODE = re.compile(r"\b[^\W\d_]{1,6}\d{1,5}\b")
_EPISODES = re.compile(r"\b(?:folgen?|episoden?|episodes?|ausgaben?)\b", re.IGNORECASE)
_EACH = re.compile(
    r"\b(beide[nrms]?|jeweils|both|each (guest|episode)|(allen|zwei) (gästen?|folgen|interviews))\b"
)
_OLDEST = re.compile(
    r"\b(älteste|früheste|oldest|earliest)[nr]?\s+(folge|episode|ausgabe)"
    r"|\b(premieren|pilot|auftakt)(folge|episode)\b|\b(pilot|debut) episode\b",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(sagt|sagte|gesagt|meint|meinte|findet|fand|erzählt|erzählte|erklärt|erklärte|rät|empfiehlt|"
    r"empfahl|denkt|glaubt|hält|laut|zufolge|nach ansicht|berichtet|berichtete|beschreibt|nennt|"
    r"says?|said|thinks?|thought|tells?|told|explains?|explained|recommends?|recommended|believes?|"
    r"according to|mentions?|mentioned|describes?|described|suggests?|advises?)\b"
)


@dataclass(frozen=True, slots=True)
class Place:
    """The scope of a search, and the number of an episode that was named but does not exist."""

    scope: Scope
    missing_episode: int | None = None


def checked(scope: Scope, corpus: Corpus) -> Scope:
    """Check a scope set by a filter; of the speaker a part of the name is enough.

    Raises QuestionError where it is for another podcast, or the corpus has no such episode or
    speaker.
    """
    if scope.podcast not in (None, corpus.podcast.slug):
        raise no_such_podcast(scope.podcast, [corpus.podcast.slug])
    if scope.episode is not None and corpus.episode(scope.episode) is None:
        number, known = scope.episode, episode_numbers(corpus)
        raise QuestionError(
            in_each(lambda words: words.no_such_episode.format(number=number, known=known))
        )
    if scope.speaker is None:
        return Scope(scope.episode)
    meant = _speakers_meant(scope.speaker, corpus.speakers)
    if len(meant) != 1:
        name, known = scope.speaker[:80], ", ".join(meant or corpus.speakers)[:200]
        raise QuestionError(
            in_each(lambda words: words.no_such_speaker.format(name=name, known=known))
        )
    return Scope(scope.episode, meant[0])


def _speakers_meant(name: str, speakers: Sequence[str]) -> list[str]:
    """Return the speaker of that name, else all in whose names it occurs, whatever the case."""
    wanted = name.strip().casefold()
    exactly = [speaker for speaker in speakers if speaker.casefold() == wanted]
    return exactly[:1] or [one for one in speakers if wanted and wanted in one.casefold()]


def no_such_podcast(slug: str | None, known: Iterable[str]) -> QuestionError:
    """Make the error for an unknown podcast, with the slugs of those that there are."""
    slug, slugs = str(slug)[:80], ", ".join(known)[:400]
    return QuestionError(
        in_each(lambda words: words.no_such_podcast.format(slug=slug, known=slugs))
    )


def episode_numbers(corpus: Corpus) -> str:
    """List the episodes that there are, short also for hundreds: "1–77, 79, 81–364"."""
    runs: list[list[int]] = []
    for number in sorted(episode.number for episode in corpus):
        if not runs or number - runs[-1][-1] != 1:
            runs.append([])
        runs[-1].append(number)
    parts: list[str] = []
    for run in runs:
        parts += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(number) for number in run]
    return ", ".join(parts if len(parts) <= MOST_RANGES else [*parts[:4], "…", *parts[-3:]])


def place_named(text: str, scope: Scope, corpus: Corpus) -> Place:
    """Narrow a scope by the episode and the speaker that a question names."""
    number = episode_named(text, corpus) if scope.episode is None else scope.episode
    missing = number if number is not None and corpus.episode(number) is None else None
    quoted = people_meant(text, corpus, number) if _SAYING.search(text.lower()) else []
    speaker = scope.speaker or (quoted[0] if len(quoted) == 1 else None)
    return Place(Scope(number if missing is None else None, speaker), missing)


def people_meant(text: str, corpus: Corpus, episode: int | None = None) -> list[str]:
    """Return the speakers that a text names, or else those that it means by their role.

    ("Was sagt der Moderator?") Of one episode, if its number is given.
    """
    named, role = _called(text, corpus), _ROLE.search(text)
    if named or role is None or _OTHER.search(text):
        return named
    inside = [one for one in corpus if episode in (None, one.number)]
    meant = role_of(role[1]) or HOSTS
    return sorted({name for one in inside for name in speaking(corpus, one, meant)})


def _called(text: str, corpus: Corpus) -> list[str]:
    """Return whom a text names; by a name that several have, the only one who is always there."""
    named = people_named(text, corpus.speakers)
    if not corpus.regulars or corpus.regulars <= {*named}:
        return named
    words = set(re.findall(r"[\w-]+", text.casefold()))
    words -= {part for name in named for part in name.casefold().split()}
    meant = [n for n in corpus.regulars if not words.isdisjoint(n.casefold().split())]
    return sorted({*named, *meant}) if len(meant) == 1 else named


def without_people(text: str, corpus: Corpus) -> str:
    """Remove the speakers' names from a question, or else the role that stands for one."""
    left = without_speakers(text, corpus)
    by_role = left == " ".join(text.split()) and people_meant(text, corpus)
    return (" ".join(_ROLE.sub(" ", left).split()) or text) if by_role else left


def other_episode(text: str, history: Sequence[str], corpus: Corpus) -> int | None:
    """Find the episode of "the other guest": of the two that a conversation is about.

    Where it has named no two, of the two that there are. The question before has to name one.
    """
    if not history or not _OTHER.search(text.lower()):
        return None
    *earlier, before = (_episodes_named(question, corpus) for question in history)
    named = before.union(*earlier)
    others = (named if len(named) > 1 else {episode.number for episode in corpus}) - before
    return others.pop() if before and len(others) == 1 else None


def asks_other(text: str) -> bool:
    """Return whether a question asks for another guest or episode than the one before."""
    return _OTHER.search(text) is not None


def other_speaker(named: Sequence[str], corpus: Corpus, inside: Iterable[Episode]) -> str | None:
    """Find the one who speaks with somebody in these episodes; None if there is not just one.

    Of several, the one who is a guest, too.
    """
    episodes = [one for one in inside if set(named) & set(one.speakers)]
    others = {name for one in episodes for name in one.speakers} - {*named}
    guests = {name for one in episodes for name in speaking(corpus, one, GUESTS)} - {*named}
    meant = guests if len(guests) == 1 else others
    return next(iter(meant)) if named and len(meant) == 1 else None


def _episodes_named(text: str, corpus: Corpus) -> set[int]:
    """Return the episodes that a question names by number or by guest."""
    number = episode_named(text, corpus)
    guests = {e.number: [p.name for p in with_role(e.people, GUESTS)] for e in corpus}
    return {each for each in guests if each == number or people_named(text, tuple(guests[each]))}


def episode_named(text: str, corpus: Corpus) -> int | None:
    """Return the number of the episode that a question names, existing or not."""
    lowered = text.lower()
    if _LATEST.search(lowered):
        # Bonus episodes and other seasons carry lower numbers than what came before them.
        return max(corpus, key=lambda e: (e.published or date.min, e.number)).number
    if _OLDEST.search(lowered):
        return min(corpus, key=lambda e: (e.published or date.max, e.number)).number
    if (coded := _coded(lowered, corpus)) is not None:
        return coded
    numbers = [naming.number for naming in namings(lowered)]
    # "Die beste Folge 2024" is of that year, unless there are so many.
    named = next((n for n in numbers if n not in YEARS or corpus.episode(n)), None)
    return named if named is None or corpus.episode(named) else _titled(named, corpus) or named


def _coded(text: str, corpus: Corpus) -> int | None:
    """Return the only episode whose title begins with a word of letters and figures: "Mi361"."""
    codes = {*_CODE.findall(text)}
    begins = ((episode.number, _CODE.match(episode.title.lower())) for episode in corpus)
    found = [own for own, match in begins if match and match[0] in codes] if codes else []
    return found[0] if len(found) == 1 else None


def _titled(number: int, corpus: Corpus) -> int | None:
    """Return the only episode whose title begins with a number that none has: "Mi361 – …"."""
    begins = ((episode.number, _BEGINS.match(episode.title)) for episode in corpus)
    found = [own for own, match in begins if match and int(match[1]) == number]
    return found[0] if len(found) == 1 else None


def asks_for_each(text: str) -> bool:
    """Return whether a question is put to several: "Was sagen beide Gäste dazu?"."""
    return _EACH.search(text.lower()) is not None


def names_episode(text: str) -> bool:
    """Return whether a text names an episode, existing or not."""
    lowered = text.lower()
    return bool(namings(lowered) or _LATEST.search(lowered) or _OLDEST.search(lowered))


def only_episode(text: str) -> bool:
    """Return whether a text names an episode, and says nothing else: "Die neueste Folge?"."""
    left = re.sub(r"\b(die|der|the|bitte|please)\b|[\W_]", "", without_episode(text).lower())
    return names_episode(text) and not left


def with_noun(text: str, history: Sequence[str], corpus: Corpus) -> str:
    """Complete "Und in der ersten?" after a question that names an episode: "… ersten Folge?".

    Behind one for chapters it is a chapter, behind one for guests the guest of that episode.
    """
    found = _ORDINAL.search(text) if history else None
    number = figure(found[2].lower()) if found else None
    if not found or number is None or not number[1]:
        return text
    if _CHAPTERS.search(history[-1]):
        return f"{text[: found.end(2)]} Kapitel{text[found.end() :]}"
    if corpus.episode(number[0]) is None:
        return text
    if not found[1] and _GUESTS.search(history[-1]):
        return f"{text[: found.start()]}der Gast in Folge {number[0]}{text[found.end() :]}"
    if not found[1] and not any(
        names_episode(each) or _EPISODES.search(each) for each in history[-2:]
    ):
        return text
    return f"{text[: found.end(2)]} Folge{text[found.end() :]}"


def without_episode(text: str) -> str:
    """Remove the words that name an episode from a question."""
    left, lowered = text, text.lower()
    if len(left) != len(lowered):  # a letter whose small form is two
        left = lowered
    for naming in reversed(namings(lowered)):
        left = f"{left[: naming.start]} {left[naming.end :]}"
    return " ".join(_LATEST.sub(" ", left).split())


def without_saying(text: str) -> str:
    """Return a question in small letters without the verb that puts it to somebody."""
    return _SAYING.sub(" ", text.lower())


def names_role(text: str) -> bool:
    """Return whether a question means somebody by their role: "Und der Gast?"."""
    return _ROLE.search(text) is not None


def names_place(text: str, names: tuple[str, ...]) -> bool:
    """Return whether a question names an episode, a person or a role."""
    return without_place(text, names) != " ".join(text.split())


def without_place(text: str, names: tuple[str, ...]) -> str:
    """Remove from a question the episodes, people and roles that it names."""
    left = _OTHER.sub(" ", without_episode(without_names(text, names)))
    return " ".join(_ROLE.sub(" ", left).split())
