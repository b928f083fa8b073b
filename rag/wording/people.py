"""Put the people of an episode into words."""

from corpus import Person
from rag.types import Language
from rag.wording.formats import role_names


def person_line(person: Person, language: Language | None = None) -> str:
    """Describe a person as the notes do: role, name, title, organisation.

    The role is put into a language if one is given; one that is neither host nor guest stays as it
    was published.
    """
    names = role_names(person.role)
    published = names.get(language, person.role) if language else person.role
    return f"{published}: {described(person)}" if published else described(person)


def described(person: Person, opens: str = ", ", closes: str = "") -> str:
    """Return name, title and organisation, as far as they are known."""
    details = ", ".join(filter(None, [person.title, person.organisation]))
    return f"{person.name}{opens}{details}{closes}" if details else person.name
