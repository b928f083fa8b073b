"""A state of the window, and the visit that gets there: what somebody opens, and then does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

from rag import Index
from tests.support.tabs import arrive
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN
from ui.texts.wording import Wording

NARROW = 860  # below it a quote's card is a sheet


@dataclass(frozen=True)
class Visit:
    """A page of a window, and how the server behind it goes away."""

    page: Page
    url: str
    words: Wording
    leave: Callable[[], None]

    @property
    def narrow(self) -> bool:
        return bool(self.page.viewport_size and self.page.viewport_size["width"] < NARROW)


Step = Callable[[Visit], object]


@dataclass(frozen=True)
class State:
    """What is opened, what is done there, and how it is looked at.

    A `whole` page is taken in its length, up to a limit; where a state is `alone`, each visit has
    a server of its own.
    """

    name: str
    query: str
    steps: tuple[Step, ...]
    whole: bool = False
    alone: bool = False
    english: bool = False
    device: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> Wording:
        return ENGLISH if self.english else GERMAN

    def reach(self, visit: Visit) -> None:
        arrive(visit.page, visit.url + self.query)
        for step in self.steps:
            step(visit)


def state(
    name: str, *steps: Step, query: str = "", forced: bool = False, **how: Literal[True]
) -> State:
    """A state, by what is done to reach it."""
    device = {"forced_colors": "active"} if forced else {}
    return State(name, query, steps, device=device, **how)


@dataclass(frozen=True)
class Ground:
    """Where sites keep what they need, and how they come by an index of the shipped podcast."""

    folder: Path
    opens: Callable[[], Index]

    @cached_property
    def index(self) -> Index:
        return self.opens()

    def room(self, name: str) -> Path:
        """An empty folder of that name."""
        number = len(list(self.folder.glob(f"{name}-*")))
        room = self.folder / f"{name}-{number}"
        room.mkdir(parents=True)
        return room
