"""JSON transcripts and chapters: Podcasting 2.0, Podlove, Whisper, AssemblyAI.

Shapes (times are seconds, as numbers or as clocks, unless said otherwise):

* Podcasting 2.0 transcript {"segments": [{"speaker", "startTime", "endTime", "body"}]}
* Podcasting 2.0 chapters   {"chapters": [{"startTime", "title", "toc"}]}
* Podlove transcript        [{"start", "end", "speaker", "voice", "text"}]
* Podlove chapters          [{"start", "title"}]
* Podlove player episode    {"show": {…}, "title", "contributors", "chapters", "transcripts", …}
* Whisper, WhisperX         {"segments": [{"start", "end", "text", "speaker", "words"}]}
* AssemblyAI                {"utterances": [{"speaker", "start", "end", "text", "words"}]} in ms

What other programs and services write is in `speech_json` and `word_json`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import orjson

from corpus.errors import ImportFailed
from corpus.formats.document import NOBODY_SAID, Cue, Document, length, line, seconds, web_address
from corpus.formats.markup import plain
from corpus.formats.speech_json import read_speech, told
from corpus.types import Chapter, Episode, Person

UNKNOWN = (
    "is JSON, but no transcript, chapters or episode that is known here; where a tool wrote it, "
    "export it from there as WebVTT or SRT"
)
_MILLISECONDS = 1000.0
_TEXTS = ("body", "text", "transcript", "punctuated_word", "word")
_STARTS = ("startTime", "start")
_ENDS = ("endTime", "end")


def is_json(text: str) -> bool:
    """Whether a text begins like a JSON object or list."""
    return text[:1000].lstrip()[:1] in ("{", "[")


def read_json(text: str) -> Document:
    """What a JSON file says of an episode. Raises ImportFailed where it is none of the shapes."""
    try:
        # The standard library's reader recurses as deep as a stranger likes; this one does not.
        data = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ImportFailed(f"is no valid JSON ({error})") from error
    if isinstance(data, dict):
        return _object(data)
    items = _dicts(data)
    if any(_first(item, _TEXTS) is not None and "timestamp" not in item for item in items):
        return Document(cues=tuple(_cues(items)))
    if heard := read_speech(data):
        return heard
    if any("title" in item for item in items):
        return Document(replace(NOBODY_SAID, chapters=_chapters(items)))
    raise ImportFailed(UNKNOWN)


def _object(data: dict[str, Any]) -> Document:
    if _dicts(data.get("utterances")):
        return _spoken(data, "utterances", _MILLISECONDS)
    segments = _dicts(data.get("segments"))
    if any(_first(item, _STARTS) is not None for item in segments):
        return _spoken(data, "segments", 1.0)
    if heard := read_speech(data):
        return heard
    if segments:
        return _spoken(data, "segments", 1.0)
    if isinstance(data.get("show"), dict) and line(data.get("title")):
        return _player_episode(data)
    if isinstance(data.get("chapters"), list):
        episode = replace(NOBODY_SAID, title=line(data.get("title")) or "")
        return Document(replace(episode, chapters=_chapters(_dicts(data["chapters"]))))
    raise ImportFailed(UNKNOWN)


def _spoken(data: dict[str, Any], key: str, per_second: float) -> Document:
    return Document(told(data), tuple(_cues(_dicts(data[key]), per_second)))


def _cues(items: Iterable[dict[str, Any]], per_second: float = 1.0) -> Iterator[Cue]:
    for item in items:
        if text := _text(item):
            yield Cue(
                text,
                line(item.get("voice")) or line(item.get("speaker")),
                seconds(_first(item, _STARTS), per_second),
                seconds(_first(item, _ENDS), per_second),
                _word_marks(text, _dicts(item.get("words")), per_second),
            )


def _text(item: dict[str, Any]) -> str:
    """What is said in a cue. Raises ImportFailed where that is no text: it would be quoted."""
    said = _first(item, _TEXTS)
    if isinstance(said, list | dict):
        raise ImportFailed("is JSON, but what is said in it is a list or an object, not a text")
    return str(said or "").strip()


def _word_marks(
    text: str, words: list[dict[str, Any]], per_second: float
) -> tuple[tuple[int, float], ...]:
    """When the words of a cue are said, as far as they stand in it one after the other."""
    marks: list[tuple[int, float]] = []
    position = 0
    for item in words:
        word = str(_first(item, _TEXTS) or "").strip()
        offset = text.find(word, position, position + len(word) + 50)
        moment = seconds(_first(item, _STARTS), per_second)
        if not word or offset < 0:
            break
        if offset and moment is not None:
            marks.append((offset, moment))
        position = offset + len(word)
    return tuple(marks)


def _chapters(items: Iterable[dict[str, Any]]) -> tuple[Chapter, ...]:
    found = []
    for item in items:
        start = seconds(_first(item, _STARTS))
        # "toc": false marks a picture or a place that is no chapter of its own.
        if start is not None and start >= 0 and item.get("toc") is not False:
            found.append(Chapter(start, plain(line(item.get("title")) or "")))
    return tuple(found)


def _player_episode(data: dict[str, Any]) -> Document:
    published = line(data.get("publicationDate"))
    episode = Episode(
        id="",
        number=0,
        title=plain(line(data["title"]) or ""),
        published=_day(published) if published else None,
        duration=length(data.get("duration")),
        audio_url=next((web_address(a.get("url")) for a in _dicts(data.get("audio"))), None),
        page_url=web_address(data.get("link")),
        description=plain(str(data.get("summary") or "")) or None,
        people=tuple(_people(_dicts(data.get("contributors")))),
        chapters=_chapters(_dicts(data.get("chapters"))),
    )
    cues = tuple(_cues(_dicts(data.get("transcripts"))))
    return Document(episode, cues, line(data["show"].get("title")), tuple(_names(data)))


def _names(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for someone in _dicts(data.get("contributors")):
        identity, name = line(someone.get("id")), line(someone.get("name"))
        if identity and name:
            yield identity, name


def _people(contributors: Iterable[dict[str, Any]]) -> Iterator[Person]:
    for someone in contributors:
        if name := line(someone.get("name")):
            role = someone.get("role")
            yield Person(name, line(role.get("title")) if isinstance(role, dict) else line(role))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _first(item: dict[str, Any], keys: Iterable[str]) -> Any:  # noqa: ANN401
    return next((item[key] for key in keys if item.get(key) is not None), None)
