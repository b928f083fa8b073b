"""Events that the page's scripts send, checked: anybody can send anything."""

import re
from dataclasses import dataclass
from typing import Annotated, TypeVar

import gradio as gr
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, ValidationError

from corpus import parse_time
from ui.state.conversation import MOST_AFTER
from ui.state.feedback import Rating

T = TypeVar("T", bound=BaseModel)
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)
_TURN = re.compile(r"([0-9]{1,6})(?::([0-9]{1,7})-([0-9]{1,7}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an episode: a time in seconds, or a turn counted from 0.

    `until` is where a range of times ends, `characters` the range in the turn: both may be wrong.
    `named`: the address names one, whether it can be read or not.
    """

    time: float | None = None
    turn: int | None = None
    until: float | None = None
    characters: tuple[int, int] | None = None
    named: bool = False


def _clean(value: object) -> object:
    # A lone surrogate cannot be sent back to the browser.
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_clean), StringConstraints(max_length=20_000)]
Name = Annotated[str | None, BeforeValidator(lambda value: _clean(value) or None)]
# A whole number that is not negative; anything else is none.
Number = Annotated[
    int | None,
    BeforeValidator(lambda value: int(str(value)) if _NUMBER.fullmatch(str(value)) else None),
]


class Asked(BaseModel):
    """A question; `instead_of` is the number of the exchange that it replaces.

    `serial` counts from 1 what this page has asked. `after` are the questions that a copied link
    says it leans on, oldest first.
    """

    question: Text = ""
    episode: Number = None
    speaker: Name = None
    podcast: Name = None
    serial: Number = None
    instead_of: Number = None
    after: Annotated[list[Text], Field(max_length=MOST_AFTER)] = []


class Stopped(BaseModel):
    """No more of the answer to the question with that serial."""

    serial: Number = None


class Searched(BaseModel):
    """Words to look for."""

    question: Text = ""
    episode: Number = None
    speaker: Name = None
    podcast: Name = None


class Chosen(BaseModel):
    """The podcast that is to be asked and shown, by its slug; none for all."""

    podcast: Name = None


class Opened(BaseModel):
    """An episode, at a time ("29:28", "1768", "29m28s") or at a turn; or a person, a topic."""

    podcast: Name = None
    person: Name = None
    topic: Name = None
    number: Number = None
    t: Text = ""
    turn: Name = None

    @property
    def place(self) -> Place:
        """Return the place to open it at; its beginning if nothing of it is valid."""
        turn = _TURN.fullmatch(self.turn or "")
        first, _, last = self.t.partition(",")
        return Place(
            time=_time(first),
            until=_time(last),
            turn=int(turn[1]) if turn else None,
            characters=(int(turn[2]), int(turn[3])) if turn and turn[2] else None,
            named=bool(self.t or self.turn),
        )


def _time(text: str) -> float | None:
    try:
        return parse_time(text)
    except ValueError:
        return None


class Rated(BaseModel):
    """A reader's rating of the answer with that number; a later one of the same id replaces it.

    `right` are the numbers of the citations that are what was asked for.
    """

    number: Number = None
    rating: Rating
    comment: Text = ""
    right: Annotated[list[int], Field(max_length=100)] = []
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{0,32}$")] = ""


def read(kind: type[T], event: gr.EventData) -> T:
    """Read an event. Raises gr.Error, a line for the sender, if it makes no sense."""
    try:
        return kind.model_validate(event._data or {})
    except ValidationError as error:
        raise gr.Error(f"{kind.__name__}: {error.error_count()}", print_exception=False) from error
