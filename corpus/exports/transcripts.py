"""Transcripts as WebVTT, SubRip, plain text and JSON.

Where the format allows it, times that are estimated say so: WebVTT has notes for that and JSON a
field, plain text only has times that were measured. SubRip can say nothing.
"""

import html
import json
import math
import re

from corpus.exports.sentences import Sentence, check_size, sentences
from corpus.text.clock import clock
from corpus.types import Episode

_ENTITY = re.compile(r"&(?=#?\w{1,31};)")  # what would be read as one in plain text
ESTIMATED = (
    'NOTE\nA time below a note like "NOTE ± 8 s" is estimated: true within so many seconds in at\n'
    'least 80 % of cases. Below "NOTE ± ?" it is only known what was said before and after.'
)


def webvtt(episode: Episode) -> str:
    """Write WebVTT: a cue per sentence, spoken by a voice. Raises ExportFailed."""
    said = sentences(episode)
    blocks = ["WEBVTT"]
    if any(one.uncertainty is not None for one in said):
        blocks.append(ESTIMATED)
    for one in said:
        if one.uncertainty is not None:
            known = f"{one.uncertainty:.0f} s" if math.isfinite(one.uncertainty) else "?"
            blocks.append(f"NOTE ± {known}")
        voice = f"<v {_escaped(_line(one.speaker))}>" if one.speaker else ""
        blocks.append(f"{_from_to(one, '.')}\n{voice}{_escaped(one.text)}")
    return "\n\n".join(blocks) + "\n"


def subrip(episode: Episode) -> str:
    """Write SubRip; who speaks stands before the first words of a turn. Raises ExportFailed."""
    blocks: list[str] = []
    turn: int | None = None
    for number, one in enumerate(sentences(episode), 1):
        begins = one.turn != turn and one.speaker
        said = f"{_line(one.speaker)}: {one.text}" if begins else one.text
        blocks.append(f"{number}\n{_from_to(one, ',')}\n{said.replace('-->', '->')}\n")
        turn = one.turn
    return "\n".join(blocks)


def plain_text(episode: Episode) -> str:
    """Write a paragraph per turn, "[0:34] Name: words". Raises ExportFailed without any words."""
    check_size(episode)
    paragraphs = []
    for turn in episode.turns:
        if words := turn.text.strip():
            time = f"[{clock(turn.start)}] " if turn.measured and turn.start is not None else ""
            name = f"{_line(turn.speaker)}: " if turn.speaker else ""
            paragraphs.append(time + name + _ENTITY.sub(r"\\&", words))
    return "\n\n".join(paragraphs) + "\n"


def podcasting_json(episode: Episode) -> str:
    """Write the transcript JSON of Podcasting 2.0, a segment per sentence. Raises ExportFailed.

    `uncertainty`, in seconds, is there only where the start is estimated; null where it is unknown.
    """
    segments = []
    for one in sentences(episode):
        segment: dict[str, str | float | None] = {}
        if one.speaker:
            segment["speaker"] = _line(one.speaker)
        segment |= {"startTime": one.start, "endTime": one.end, "body": one.text}
        if one.uncertainty is not None:
            segment["uncertainty"] = one.uncertainty if math.isfinite(one.uncertainty) else None
        segments.append(segment)
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1)


def _from_to(one: Sentence, point: str) -> str:
    return f"{timestamp(one.start, point)} --> {timestamp(one.end, point)}"


def timestamp(seconds: float, point: str = ".") -> str:
    """Format seconds as players read them: "00:29:28.200"."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}{point}{thousandths:03}"


def _line(name: str | None) -> str:
    return " ".join((name or "").split())


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
