"""The people of an episode, and what they are there."""

from collections.abc import Iterable

from corpus import Person

HOSTS = frozenset({"host", "co-host", "cohost", "moderation", "moderator", "moderatorin"})
GUESTS = frozenset({"guest", "gast"})


def with_role(people: Iterable[Person], roles: frozenset[str]) -> list[Person]:
    """The people whose published role is one of these, whatever its case."""
    return [person for person in people if (person.role or "").casefold() in roles]


def person_line(person: Person) -> str:
    """As the notes put it: role, name, title, organisation."""
    parts = ", ".join(filter(None, [person.name, person.title, person.organisation]))
    return f"{person.role}: {parts}" if person.role else parts
