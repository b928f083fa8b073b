"""JSON transcripts and chapters: Podcasting 2.0, Podlove, Whisper, AssemblyAI.

Shapes (times are seconds, as numbers or as clocks, unless said otherwise):

* Podcasting 2.0 transcript {"segments": [{"speaker", "startTime", "endTime", "body"}]}
* Podcasting 2.0 chapters   {"chapters": [{"startTime", "title", "toc"}]}
* Podlove transcript        [{"start", "end", "speaker", "voice", "text"}]
* Podlove chapters          [{"start", "title"}]
* Podlove player episode    {"show": {…}, "title", "contributors", "chapters", "transcripts", …}
* Whisper, WhisperX         {"segments": [{"start", "end", "text", "speaker", "words"}]}
* AssemblyAI                {"utterances": [{"speaker", "start", "end", "text", "words"}]} in ms

Formats of other programs and services are in `speech_json` and `word_json`.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import orjson

from corpus.errors import ImportFailed
from corpus.formats.document import (
    NOBODY_SAID,
    Account,
    Cue,
    Document,
    length,
    line,
    seconds,
    web_address,
    words,
)
from corpus.formats.markup import plain
from corpus.formats.speech_json.chapters import MILLISECOND, chapters_in, chapters_of
from corpus.formats.speech_json.entries import oddities
from corpus.formats.speech_json.parts import who
from corpus.formats.speech_json.services import read_speech, told
from corpus.types import Episode, Person

UNKNOWN = "is JSON, but no transcript, chapters or episode that is known here"
_JSON = re.compile(r"\s*+(?:\{|\[\s*+(?:[\[\]{\"]|-?\d{1,20}+(?:\.\d{1,20}+)?\s*+(?:,|\]\s*+$)))")
_ACCENT = re.compile(r"(?<!\\)\\u(03[0-6][0-9a-fA-F])")
# Nobody speaks slower or faster, in characters per second: then the times have another unit.
SLOWEST, FASTEST = 0.05, 300.0
_TEXTS = ("body", "text", "transcript", "punctuated_word", "word", "sentence", "content")
_SPEAKERS = (
    *("voice", "speaker", "speaker_name", "speakerName", "speaker_label", "speakerLabel"),
    *("speaker_id", "sprecher", "name", "author"),
)
_UNITS = {
    MILLISECOND: "times that cannot be seconds were read as milliseconds; listen to one of them",
    1.0: "times that cannot be milliseconds were read as seconds; listen to one of them",
}
_STARTS = ("startTime", "start", "start_time", "begin", "from", "timestamp", "time", "ts")
_ENDS = ("endTime", "end", "end_time", "to", "end_ts")
_LASTS = ("duration", "dur")  # as YouTube's captions are saved by programs


def is_json(text: str) -> bool:
    """Return whether a text begins like a JSON object or list; "[00:01] Ja" does not."""
    return _JSON.match(text[:1000]) is not None


def read_json(text: str) -> Document:
    """Read an episode from a JSON file. Raises ImportFailed where it has none of the shapes."""
    data = _loaded(text)
    if isinstance(data, dict):
        return _object(data)
    items = _dicts(data)
    if _says(items):
        return _transcript(data, 1.0)
    if heard := read_speech(data):
        return heard
    if any("title" in item for item in items):
        return Document(replace(NOBODY_SAID, chapters=chapters_of(items)))
    raise ImportFailed(UNKNOWN)


def _loaded(text: str) -> Any:  # noqa: ANN401
    """Load JSON, or else JSON Lines: an object per line."""
    composed = text
    if "\\u03" in text:  # escaped accents join their letters, as in a text without escapes
        plain_accents = _ACCENT.sub(lambda code: chr(int(code[1], 16)), text)
        composed = unicodedata.normalize("NFC", plain_accents)
    try:
        # The standard library's reader recurses as deep as a stranger likes; this one does not.
        return orjson.loads(composed)
    except orjson.JSONDecodeError as error:
        rows = [row for row in text.splitlines() if row.strip()]
        with suppress(orjson.JSONDecodeError):
            if len(rows) > 1:
                return [orjson.loads(row) for row in rows]
        raise ImportFailed(f"is no valid JSON ({error})") from error


def _says(items: Iterable[dict[str, Any]]) -> bool:
    """Return whether entries have words; a list of two times is that of Hugging Face's chunks."""
    return any(
        _first(item, _TEXTS) is not None and not isinstance(item.get("timestamp"), list)
        for item in items
    )


def _object(data: dict[str, Any]) -> Document:
    if _dicts(data.get("utterances")):
        return _spoken(data, "utterances", MILLISECOND)
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
        return Document(replace(episode, chapters=chapters_in(data)))
    # Whatever the list is called that says something: "transcript", "dialogue", "turns".
    if key := next((key for key, value in data.items() if _says(_dicts(value))), None):
        return _spoken(data, key, 1.0)
    raise ImportFailed(UNKNOWN)


def _spoken(data: dict[str, Any], key: str, per_second: float) -> Document:
    return replace(_transcript(data[key], per_second), episode=told(data))


def _transcript(listed: list[Any], usual: float) -> Document:
    """Read the cues of a list, and its account; usually so many units make a second.

    Entries that are no objects are counted as unread words.
    """
    items = _dicts(listed)
    per_second = _unit(items, usual)
    odd = [*([_UNITS[per_second]] if per_second != usual else []), *oddities(listed)]
    others = (str(entry) for entry in listed if not isinstance(entry, dict))
    total = sum(map(words, (*map(_text, items), *others)))
    cues: list[Cue] = []
    before: str | None = None
    for item in items:
        named = _first(item, _SPEAKERS)
        speaker = line(named) if isinstance(named, str) else who(named)
        # Podcasting 2.0 names who speaks where somebody begins to.
        before = speaker = speaker or (before if "body" in item else None)
        if text := _text(item):
            start, end, lasts = (
                seconds(_first(item, keys), per_second) for keys in (_STARTS, _ENDS, _LASTS)
            )
            if end is None and start is not None and lasts is not None:
                end = round(start + lasts, 3)
            marks = _word_marks(text, _dicts(item.get("words")), per_second)
            cues.append(Cue(text, speaker, start, end, marks))
    return Document(cues=tuple(cues), account=Account(total, odd=tuple(odd)))


def _unit(items: list[dict[str, Any]], usual: float) -> float:
    """Return how many units make a second: as usual, unless nobody could speak at that speed."""
    spans = [(_number(_first(item, _STARTS)), _number(_first(item, _ENDS))) for item in items]
    numbers = [number for span in spans for number in span if number is not None]
    whole = all(number.is_integer() for number in numbers)
    lasts = sum(e - s for s, e in spans if s is not None and e is not None)
    lasts = lasts or sum(filter(None, (_number(_first(item, _LASTS)) for item in items)))
    if not lasts and numbers:
        lasts = numbers[-1] - numbers[0]
    if not math.isfinite(lasts) or lasts <= 0:
        return usual
    pace = sum(len(_text(item)) for item in items) / lasts * usual
    if usual == 1.0 and whole and pace < SLOWEST and max(numbers) >= MILLISECOND:
        return MILLISECOND
    return 1.0 if pace > FASTEST else usual


def _number(value: object) -> float | None:
    """Read a number or a string of digits; None for a clock, which implies its unit."""
    return None if isinstance(value, str) and ":" in value else seconds(value)


def _text(item: dict[str, Any]) -> str:
    """Return the text of a cue. Raises ImportFailed if it is not a string: it would be quoted."""
    said = _first(item, _TEXTS)
    if isinstance(said, list | dict):
        raise ImportFailed("is JSON, but what is said in it is a list or an object, not a text")
    return str(said or "").strip()


def _word_marks(
    text: str, words: list[dict[str, Any]], per_second: float
) -> tuple[tuple[int, float], ...]:
    """Return the times of a cue's words that are found in its text in order."""
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


def _player_episode(data: dict[str, Any]) -> Document:
    published: date | None = None
    with suppress(ValueError):
        published = date.fromisoformat((line(data.get("publicationDate")) or "")[:10])
    people, names = list[Person](), list[tuple[str, str]]()
    for someone in _dicts(data.get("contributors")):
        if name := line(someone.get("name")):
            role = someone.get("role")
            people.append(Person(name, line(role.get("title") if isinstance(role, dict) else role)))
            if identity := line(someone.get("id")):
                names.append((identity, name))
    episode = Episode(
        id="",
        number=0,
        title=plain(line(data["title"]) or ""),
        published=published,
        duration=length(data.get("duration")),
        audio_url=next((web_address(a.get("url")) for a in _dicts(data.get("audio"))), None),
        page_url=web_address(data.get("link")),
        description=plain(str(data.get("summary") or "")) or None,
        people=tuple(people),
        chapters=chapters_in(data),
    )
    listed = data.get("transcripts")
    spoken = _transcript(listed if isinstance(listed, list) else [], 1.0)
    show = line(data["show"].get("title"))
    return replace(spoken, episode=episode, show=show, names=tuple(names))


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _first(item: dict[str, Any], keys: Iterable[str]) -> Any:  # noqa: ANN401
    return next((item[key] for key in keys if item.get(key) is not None), None)
