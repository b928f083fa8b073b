"""The fields of a front matter that describe an episode, under any of their usual names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from corpus.formats.chapters.described import described_chapters
from corpus.formats.days import day, duration_of
from corpus.formats.document import NOBODY_SAID, Document, line, seconds, web_address
from corpus.formats.speech_json.parts import language_code
from corpus.types import Chapter, Corpus, Person

_NUMBER = re.compile(r"\D{0,20}(\d{1,6})\D{0,3}")
# What a field of an episode is called there, without signs and in lower case.
_TITLE = ("title", "titel", "name", "episodetitle")
_DAY = ("date", "published", "publishdate", "publisheddate", "publishedat", "pubdate",
        "publicationdate", "releasedate", "datum", "veröffentlicht", "airdate")  # fmt: skip
_LENGTH = ("duration", "length", "dauer", "länge", "laenge", "runtime")
_TEXT = ("description", "summary", "excerpt", "beschreibung", "zusammenfassung", "subtitle",
         "untertitel")  # fmt: skip
_NUMBERS = ("number", "episode", "episodenumber", "episodenr", "episodeno", "folge", "nummer", "nr")
_AUDIO = ("audio", "audiourl", "audiofile", "enclosure", "enclosureurl", "mp3", "mp3url", "file")
_PAGE = ("url", "link", "pageurl", "permalink", "canonicalurl", "website")
_SHOW = ("podcast", "show", "series", "podcasttitle", "showtitle")
_LANGUAGE = ("language", "lang", "sprache", "locale")
_CHAPTERS = ("chapters", "kapitel", "timestamps")
# How the people of each key take part; a key of several is "speakers".
_PEOPLE = {
    "host": "host", "hosts": "host", "moderation": "Moderation", "moderator": "Moderation",
    "moderatorin": "Moderation", "moderatoren": "Moderation", "guest": "guest", "guests": "guest",
    "gast": "Gast", "gäste": "Gast", "gaeste": "Gast", "interviewee": "guest", "speakers": None,
    "speaker": None, "people": None, "participants": None, "personen": None, "sprecher": None,
}  # fmt: skip
_AND, _LISTED = re.compile(r" (?:und|and|&) "), re.compile(r"[,;]| (?:und|and|&) ")
# Where a comma parts a name from what somebody is, not two names.
_ONE = frozenset({"host", "guest", "gast", "speaker", "moderator", "moderatorin", "interviewee"})
_NAMED = ("name", "title", "fullname")
_STARTS = ("start", "starttime", "startTime", "start_time", "time", "timestamp", "zeit")


def with_front_matter(what: Corpus | Document, told: Mapping[str, Any]) -> Corpus | Document:
    """Add the front matter's data to a document; it overrides what the text says."""
    if not told or not isinstance(what, Document):
        return what
    duration = duration_of(_value(told, _LENGTH))
    description = str(_value(told, _TEXT) or "").strip() or None
    dated, number = _value(told, _DAY), _NUMBER.fullmatch(str(_value(told, _NUMBERS) or "")[:60])
    said = replace(
        NOBODY_SAID,
        number=int(number[1]) if number else 0,
        title=line(_value(told, _TITLE)) or "",
        published=day(str(dated)) if dated else None,
        duration=duration,
        language=language_code(_value(told, _LANGUAGE)),
        audio_url=web_address(_value(told, _AUDIO)),
        page_url=web_address(_value(told, _PAGE)),
        description=description,
        people=tuple(_people(told)),
        chapters=tuple(_chapters(told))
        or described_chapters([description or ""], duration)
        or described_chapters([what.episode.description or ""], duration),
    )
    fields = ("number", "title", "published", "duration", "language", "audio_url", "page_url",
              "description", "people", "chapters")  # fmt: skip
    new = {name: value for name in fields if (value := getattr(said, name))}
    show = line(_value(told, _SHOW)) or what.show
    return replace(what, episode=replace(what.episode, **new), show=show)


def _value(told: Mapping[str, Any], keys: tuple[str, ...]) -> Any:  # noqa: ANN401
    """Return the first of some fields that holds a text or a number."""
    plain = (value for key in keys if isinstance(value := told.get(key), str | int | float))
    other = (str(value) for key in keys if hasattr(value := told.get(key), "isoformat"))
    return next(filter(None, plain), None) or next(other, None)


def _people(told: Mapping[str, Any]) -> Iterator[Person]:
    once: dict[str, Person] = {}
    for key, role in _PEOPLE.items():
        value = told.get(key)
        if isinstance(value, str):
            between = _AND if key in _ONE else _LISTED
            value = [part for part in between.split(value) if part.strip()]
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                name = line(next((one[key] for key in _NAMED if one.get(key)), None)) or ""
                person = Person(name, line(one.get("role") or one.get("rolle")) or role)
            else:  # "Lena Brömme, Gärtnerin"
                name, _, title = (line(one) or "").partition(", ")
                person = Person(name, role, title=title or None)
            if 0 < len(name) <= 100:
                once.setdefault(name, person)
    yield from once.values()


def _chapters(told: Mapping[str, Any]) -> Iterator[Chapter]:
    value = next((told[key] for key in _CHAPTERS if told.get(key)), None)
    if isinstance(value, str):
        yield from described_chapters([value], None)
        return
    items = value if isinstance(value, list) else []
    yield from described_chapters(
        ["\n".join(item for item in items if isinstance(item, str))], None
    )
    for item in (item for item in items if isinstance(item, dict)):
        start = seconds(next((item[key] for key in _STARTS if item.get(key)), None))
        if start is not None and start >= 0:
            yield Chapter(start, line(next((item[k] for k in _NAMED if item.get(k)), "")) or "")
