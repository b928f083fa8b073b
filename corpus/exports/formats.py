"""The formats by name, for commands and for whoever serves them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corpus.exports.chapters import chapters_json, simple_chapters
from corpus.exports.transcripts import plain_text, podcasting_json, subrip, webvtt
from corpus.types import Episode


@dataclass(frozen=True, slots=True)
class Format:
    """How an episode is written, and as which kind of file; UTF-8 all of them."""

    write: Callable[[Episode], str]
    media_type: str


# By the names that files have: "transcript.vtt".
FILES: Mapping[str, Format] = {
    "transcript.vtt": Format(webvtt, "text/vtt"),
    "transcript.srt": Format(subrip, "application/x-subrip"),
    "transcript.txt": Format(plain_text, "text/plain"),
    "transcript.json": Format(podcasting_json, "application/json"),
    "chapters.json": Format(chapters_json, "application/json+chapters"),
    "chapters.psc": Format(simple_chapters, "application/xml"),
}
