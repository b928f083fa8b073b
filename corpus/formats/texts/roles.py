"""Roles after the names in a text: "Lena Brömme (Moderation): …" is Lena Brömme, who moderates."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.formats.document import Document
from corpus.formats.texts.speakers import NAME
from corpus.types import Corpus, Person

# What may stand before a name: a time in brackets, a heading's or a list's mark, bold type.
_BEFORE = r"[\s\[(\d:.,\])>#*_–-]{0,30}+"
_ROLED = re.compile(
    rf"(?P<before>{_BEFORE})(?P<name>{NAME})[ \t]"
    r"\((?P<role>[^\W\d_][^()\n:]{1,40})\)"
    r"(?P<behind>[*_]{0,3}[ \t]?:|[*_]{0,3}[ \t]{0,9}(?:[\[(]?\d|$))"
)
_OPENING = re.compile(rf"{_BEFORE}(?P<name>{NAME})(?: \([^()\n]{{1,40}}\))?[*_]{{0,3}}[ \t]?:")


def without_roles(text: str) -> tuple[str, tuple[Person, ...]]:
    """Remove the roles after the names in a text; also return the people with their roles.

    A text in lower case is no role ("(lacht)"): it stays as speech.
    """
    lines = text.split("\n")
    found = [_ROLED.match(line) for line in lines]
    if not any(found):
        return text, ()
    # Names begin two or more lines, or have a role where several have one.
    openings = [match["name"] for match in map(_OPENING.match, lines) if match]
    openings += [match["name"] for match in found if match and ":" not in match["behind"]]
    names = {name for name, count in Counter(openings).items() if count > 1}
    roled = {match["name"] for match in found if match and _is_role(match["role"])}
    names |= roled if len(roled) > 1 else set()
    people: dict[str, Person] = {}
    for index, match in enumerate(found):
        if not match or match["name"] not in names:
            continue
        name, role, behind = match["name"], match["role"], match["behind"]
        before, rest = match["before"] + name, lines[index][match.end() :]
        if _is_role(role):
            blank = "" if behind.startswith((":", "*", "_")) else " "
            lines[index] = before + blank + behind.lstrip() + rest
            people.setdefault(name, Person(name, role.strip()))
        elif ":" in behind:
            lines[index] = f"{before}{behind} ({role}){rest}"
    return "\n".join(lines), tuple(people.values())


def with_people(what: Corpus | Document, people: Sequence[Person]) -> Corpus | Document:
    """Add people to a document that does not have them yet."""
    if not people or not isinstance(what, Document):
        return what
    known = {person.name for person in what.episode.people}
    new = (person for person in people if person.name not in known)
    return replace(what, episode=replace(what.episode, people=(*what.episode.people, *new)))


def _is_role(text: str) -> bool:
    return text[0].isupper() or text.strip().casefold() in ("host", "guest", "moderator", "gast")
