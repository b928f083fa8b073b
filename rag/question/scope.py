"""Read from a question where to look: "In Folge 1 …", "Was sagt Harald Henn …"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import Corpus, Episode
from corpus.people import GUESTS, HOSTS, role_of, speaking, with_role
from rag.errors import QuestionError
from rag.question.episode_names import (
    episode_named,
    episode_numbers,
    names_episode,
    without_episode,
    without_guest,
)
from rag.text.names import people_named, without_names, without_speakers
from rag.text.numbers import figure
from rag.types import Scope
from rag.wording.languages import in_each

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
_EPISODES = re.compile(r"\b(?:folgen?|episoden?|episodes?|ausgaben?)\b", re.IGNORECASE)
_EACH = re.compile(
    r"\b(beide[nrms]?|jeweils|both|each (guest|episode)|(allen|zwei) (gästen?|folgen|interviews))\b"
)
_SAYING = re.compile(
    r"\b(sagt|sagte|gesagt|meint|meinte|findet|fand|erzählt|erzählte|erklärt|erklärte|rät|empfiehlt|"
    r"empfahl|denkt|glaubt|hält|laut|zufolge|nach ansicht|berichtet|berichtete|beschreibt|nennt|"
    r"says?|said|thinks?|thought|tells?|told|explains?|explained|recommends?|recommended|believes?|"
    r"according to|mentions?|mentioned|describes?|described|suggests?|advises?)\b"
)
# What several do, or one would: no sign by itself that somebody is asked.
_THEY_SAY = re.compile(
    r"\b(sagen|sagten|meinen|meinten|finden|fanden|erzählen|erzählten|erklären|raten|empfehlen|"
    r"denken|glauben|halten|berichten|beschreiben|say|said|think|thought|tell|told|explain|"
    r"recommend|believe|mention|describe|suggest|advise)\b"
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
    # Who is called so, or else all in whose names it occurs, whatever the case.
    wanted = scope.speaker.strip().casefold()
    exactly = [name for name in corpus.speakers if name.casefold() == wanted]
    within = [name for name in corpus.speakers if wanted and wanted in name.casefold()]
    meant = exactly[:1] or within
    if len(meant) != 1:
        name, known = scope.speaker[:80], ", ".join(meant or corpus.speakers)[:200]
        raise QuestionError(
            in_each(lambda words: words.no_such_speaker.format(name=name, known=known))
        )
    return Scope(scope.episode, meant[0])


def no_such_podcast(slug: str | None, known: Iterable[str]) -> QuestionError:
    """Make the error for an unknown podcast, with the slugs of those that there are."""
    slug, slugs = str(slug)[:80], ", ".join(known)[:400]
    return QuestionError(
        in_each(lambda words: words.no_such_podcast.format(slug=slug, known=slugs))
    )


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
    left, role = without_guest(text, corpus), _ROLE.search(text)
    named = people_named(left, corpus.speakers)
    if corpus.regulars and not corpus.regulars <= {*named}:
        # By a name that several have, the only one who is always there.
        words = set(re.findall(r"[\w-]+", left.casefold()))
        words -= {part for name in named for part in name.casefold().split()}
        always = [n for n in corpus.regulars if not words.isdisjoint(n.casefold().split())]
        named = sorted({*named, *always}) if len(always) == 1 else named
    if named or role is None or _OTHER.search(text):
        return named
    inside = [one for one in corpus if episode in (None, one.number)]
    meant = role_of(role[1]) or HOSTS
    return sorted({name for one in inside for name in speaking(corpus, one, meant)})


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
    guests = {e.number: tuple(p.name for p in with_role(e.people, GUESTS)) for e in corpus}
    spoken_of: list[set[int]] = []
    for question in history:
        number = episode_named(question, corpus)
        # By number or by guest.
        each = (n for n, names in guests.items() if n == number or people_named(question, names))
        spoken_of.append(set(each))
    named, before = set[int]().union(*spoken_of), spoken_of[-1]
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


def asks_for_each(text: str) -> bool:
    """Return whether a question is put to several: "Was sagen beide Gäste dazu?"."""
    return _EACH.search(text.lower()) is not None


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


def without_saying(text: str) -> str:
    """Return a question in small letters without the verb that puts it to somebody."""
    return _SAYING.sub(" ", text.lower())


def asks_what_they_say(text: str) -> bool:
    """Return whether a question asks what several people say, not about them."""
    return _THEY_SAY.search(text.lower()) is not None


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
