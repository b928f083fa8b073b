"""Chapters in JSON: published ones, and those that speech services find in what they heard.

* Podcasting 2.0  {"chapters": [{"startTime", "title", "toc"}]}; Podlove [{"start", "title"}]
* AssemblyAI      {"chapters": [{"headline", "gist", "summary", "start", "end"}]} in milliseconds
* Speechmatics    {"chapters": [{"title", "summary", "start_time", "end_time"}]}
* Gladia          {"result": {"chapterization": {"results": [{"headline", "gist", "start"}]}}}
"""

import re
from collections.abc import Iterable
from typing import Any

from corpus.formats.document import line, seconds
from corpus.formats.markup import plain
from corpus.formats.speech_json.parts import first, objects, within
from corpus.types import Chapter

MILLISECOND = 1000.0
_TITLES = ("title", "headline", "gist", "summary")
_STARTS = ("startTime", "start", "start_time")
_HEADLINE = re.compile(r"(?i)headline:\s*+\"?(.*?)\"?$")


def chapters_in(data: object) -> tuple[Chapter, ...]:
    """Return the chapters that JSON holds beside a transcript, or alone; none without any."""
    listed = objects(within(data, "chapters"))
    # AssemblyAI's, which have these fields, count in milliseconds.
    heard = any("headline" in item or "gist" in item for item in listed)
    found = chapters_of(listed, MILLISECOND if heard else 1.0)
    ways = (("result", "chapterization", "results"), ("chapterization", "results"))
    return found or next(filter(None, (chapters_of(objects(within(data, *w))) for w in ways)), ())


def chapters_of(items: Iterable[dict[str, Any]], per_second: float = 1.0) -> tuple[Chapter, ...]:
    """Read chapters that have a valid start, with the first kind of title that each has."""
    found = []
    for item in items:
        start = seconds(first(item, _STARTS), per_second)
        # "toc": false marks a picture or a place that is no chapter of its own.
        if start is not None and start >= 0 and item.get("toc") is not False:
            said = next(filter(None, (line(item.get(key)) for key in _TITLES)), "")
            found.append(Chapter(start, _HEADLINE.sub(r"\1", plain(said))))
    return tuple(found)
