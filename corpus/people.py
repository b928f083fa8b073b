"""Hosts and guests of an episode: as published, else judged by how much they speak.

This is the only module that knows the spellings of roles, in German, English and the podcast
namespace.
"""

import re
from collections.abc import Iterable
from typing import Literal

from corpus.types import Corpus, Episode, Person, Podcast

Role = Literal["host", "guest", "maker"]
HOSTS: Role = "host"
GUESTS: Role = "guest"
MAKERS: Role = "maker"
CONSIDERABLE = 0.1  # of what is said in an episode: more than an advertisement or a trailer
# Tried in this order: a "Gastmoderatorin" and a "guest host" host, so does who produces as well.
_SPELLINGS: dict[Role, str] = {
    "host": (
        r"\b(?:co-?)?host(?:s|in|innen)?\b|moderat|gastgeb|\binterviewer|\bpresenter|\banchor\b|"
        r"präsentator|gesprächsleit|gesprächsführ|talkmaster|\bpodcaster"
    ),
    "guest": (
        r"\bguests?\b|gast\b|\bgäste\b|gästin|\binterviewees?\b|\binterviewte|"
        r"(?:interview|gesprächs|talk)partner|\bexpert|\bpanell?ist"
    ),
    "maker": (
        r"produ[ckz]|redakt|\bregie|schnitt\b|\bedit|engineer|\bdirector|mastering|\bton\b|"
        r"\bsound|technik|recherche|research|skript|script|transkri|transcri|musi[ck]\b"
    ),
}
_BETWEEN = re.compile(r",|;|&|\b(?:und|and|mit|with)\b")
_GENDER = re.compile(r"[:*_/](?=in(?:nen)?\b)")  # "Moderator:in"


def role_of(published: str | None) -> Role | None:
    """Map a published role ("Moderation", "Co-Host", "Gästin" …) to one of three, or None."""
    spelled = _GENDER.sub("", (published or "").casefold())
    return next((role for role, words in _SPELLINGS.items() if re.search(words, spelled)), None)


def with_role(people: Iterable[Person], role: Role) -> list[Person]:
    """List the people who are published in this role, however it is spelled."""
    return [person for person in people if role_of(person.role) == role]


def published_hosts(corpus: Corpus, episode: Episode) -> list[Person]:
    """List the episode's published hosts, or else the podcast's; often none.

    A feed that names no host has its author for one, if that is somebody who speaks: most authors
    are publishers, and no host is guessed.
    """
    published = with_role(episode.people, HOSTS) or with_role(corpus.podcast.people, HOSTS)
    if published:
        return published
    others = [person.name for person in episode.people if role_of(person.role) is not None]
    speak = (name for name in authors(corpus.podcast) if name in corpus.speakers)
    return [Person(name, HOSTS) for name in speak if not _is_any(name, others)]


def authors(podcast: Podcast) -> tuple[str, ...]:
    """List the podcast's authors: "Lena Brömme & Ole Brandt" are two."""
    found = (part.strip() for part in _BETWEEN.split(podcast.publisher or ""))
    return tuple(filter(None, found))


def hosts(corpus: Corpus, episode: Episode) -> tuple[str, ...]:
    """List the names of an episode's hosts: as published, else the speakers of most episodes.

    Empty where neither is known, as in a podcast of two episodes.
    """
    published = published_hosts(corpus, episode)
    if published:
        return tuple(person.name for person in published)
    others = [p.name for p in episode.people if role_of(p.role) is not None]
    regulars = (name for name in episode.speakers if name in corpus.regulars)
    return tuple(name for name in regulars if not _is_any(name, others))


def interviewers(corpus: Corpus, episode: Episode) -> frozenset[str]:
    """List the hosts who speak in an episode with a guest; empty where only hosts speak.

    A guest is published as one, or else says a considerable part and is no host.
    """
    hosting = speaking(corpus, episode, HOSTS)
    if with_role(episode.people, GUESTS):
        return hosting
    makers = [person.name for person in with_role(episode.people, MAKERS)]
    visitors = (
        name
        for name, share in corpus.shares.get(episode.id, {}).items()
        if share >= CONSIDERABLE and not {name} & (hosting | corpus.regulars)
    )
    return hosting if any(not _is_any(name, makers) for name in visitors) else frozenset()


def speaking(corpus: Corpus, episode: Episode, role: Role) -> frozenset[str]:
    """Return who speaks in an episode as a host or as a guest, as far as that is known.

    Where only the ones are, the others are those who speak besides.
    """
    known = hosts(corpus, episode)
    hosting = frozenset(name for name in episode.speakers if _is_any(name, known))
    if role == HOSTS:
        return hosting
    published = [person.name for person in with_role(episode.people, GUESTS)]
    makers = [person.name for person in with_role(episode.people, MAKERS)]
    guests = frozenset(name for name in episode.speakers if _is_any(name, published))
    others = (name for name in episode.speakers if not _is_any(name, makers))
    return guests or (frozenset(others) - hosting if hosting else guests)


def _is_any(speaker: str, names: Iterable[str]) -> bool:
    """Return whether a speaker is one of these people, perhaps by first name only ("Jana")."""
    words = set(speaker.casefold().split())
    return any(words <= (own := set(name.casefold().split())) or own <= words for name in names)
