"""Chapters as JSON (Podcasting 2.0) and as Podlove Simple Chapters."""

import json
from xml.sax.saxutils import quoteattr

from corpus.exports.transcripts import timestamp
from corpus.importing.tidy import cleaned
from corpus.types import Episode

NAMESPACE = "http://podlove.org/simple-chapters"


def chapters_json(episode: Episode) -> str:
    """Write the chapters JSON of Podcasting 2.0; the list may be empty."""
    chapters = [
        {"startTime": round(chapter.start, 3), "title": chapter.title}
        for chapter in episode.chapters
    ]
    told = {"version": "1.2.0", "title": episode.title, "chapters": chapters}
    return json.dumps(told, ensure_ascii=False, indent=1)


def simple_chapters(episode: Episode) -> str:
    """Write Podlove Simple Chapters (PSC); there may be none."""
    lines = (
        f"  <psc:chapter start={quoteattr(timestamp(chapter.start))} "
        f"title={quoteattr(' '.join(chapter.title.split()))}/>\n"
        # No XML may hold control characters, however they are written.
        for chapter in cleaned(episode).chapters
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<psc:chapters version="1.2" xmlns:psc="{NAMESPACE}">\n{"".join(lines)}</psc:chapters>\n'
    )
