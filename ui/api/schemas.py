"""Types of the API's results; their JSON schemas are what the MCP tools promise.

The values are made by rag.serialize; tests hold real ones against these schemas.
"""

from collections.abc import Mapping
from typing import Any, NotRequired

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from corpus import Chapter, Link, Person, Turn
from rag.types import Kind, Language


class CitationResult(TypedDict):
    """The source that [number] in an answer points at; seconds, null if unknown.

    `url` opens the window there: below the public address, else relative to the host. `podcast` is
    the slug of the podcast, there only where there are several.
    """

    number: int
    kind: Kind
    episode: int | None
    episode_title: str | None
    turn: int | None
    speaker: str | None
    chapter: str | None
    start: float | None
    end: float | None
    uncertainty: float | None
    quote: str
    url: str
    podcast: NotRequired[str]


class AnswerResult(TypedDict):
    """An answer whose every claim is a verbatim quote; grounded is false where nobody says it.

    `notice` says why a language model did not word it; timings are milliseconds.
    """

    id: None
    question: str
    search_query: str
    language: Language
    answer: str
    grounded: bool
    generator: str
    citations: list[CitationResult]
    timings: dict[str, float]
    notice: NotRequired[str]


class PassageResult(TypedDict):
    """A passage; rank counts from 1, score is comparable only within one search.

    `url` and `podcast` as in a citation.
    """

    rank: int
    score: float
    episode: int
    turn: int
    speaker: str | None
    chapter: str | None
    start: float | None
    end: float | None
    text: str
    url: str
    podcast: NotRequired[str]


class EpisodeResult(TypedDict):
    """An episode; `turns` are there only where one episode was asked for.

    `url` and `podcast` as in a citation; `image` is the address of its own picture.
    """

    id: str
    number: int
    title: str
    published: str | None
    duration: float | None
    language: str | None
    audio_url: str | None
    page_url: str | None
    description: str | None
    people: list[Person]
    links: list[Link]
    chapters: list[Chapter]
    speakers: list[str]
    turn_count: int
    url: str
    image: str | None
    turns: NotRequired[list[Turn]]
    podcast: NotRequired[str]


class PodcastResult(TypedDict):
    """A podcast; its slug names it in calls, results and links. `image` is that of its cover."""

    slug: str
    title: str
    description: str | None
    publisher: str | None
    website: str | None
    language: str | None
    people: list[Person]
    episode_count: int
    image: str | None


class Passages(TypedDict):
    """MCP wants an object: the list stands in it as `result`."""

    result: list[PassageResult]


class Episodes(TypedDict):
    """MCP wants an object: the list stands in it as `result`."""

    result: list[EpisodeResult]


class Podcasts(TypedDict):
    """MCP wants an object: the list stands in it as `result`."""

    result: list[PodcastResult]


RESULTS: Mapping[str, Any] = {
    "ask": AnswerResult,
    "search": Passages,
    "episodes": Episodes,
    "podcasts": Podcasts,
}


def schema(tool: str) -> dict[str, Any]:
    """Return the JSON schema of a tool's result."""
    return TypeAdapter(RESULTS[tool]).json_schema(mode="serialization")
