"""WebVTT and SubRip subtitles as cues; webvtt-py reads the blocks, here are speakers and text."""

import re
from collections.abc import Iterator, Sequence

import webvtt.srt
import webvtt.vtt
from webvtt.errors import MalformedFileError
from webvtt.models import Caption

from corpus.errors import ImportFailed
from corpus.formats.document import Cue, Document, seconds
from corpus.formats.markup import unescaped
from corpus.formats.speakers import NAME, names_among

_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100}+)?[ \t]++([^<>]{1,200}+)>")
_TAG = re.compile(r"</?[a-zA-Z0-9:.][^<>]{0,200}+>|\{\\[^{}]{0,100}+\}")
_PREFIX = re.compile(rf"(?P<dash>(?<!>)>>++ ?|- ?)?\[?(?P<name>{NAME})\]?:(?:\s+|$)")
_TIMING = re.compile(r"\d{1,3}:\d{1,2}(?::\d{1,2})?[.,]\d{1,3}[ \t]*+-->")

Piece = tuple[str | None, str]  # who begins to speak, if somebody does, and the words


def is_subtitles(text: str) -> bool:
    """Whether a text is WebVTT, or SubRip with a timing line near its beginning."""
    return text.startswith("WEBVTT") or any(
        _TIMING.match(line.strip()) for line in text[:5000].splitlines()
    )


def read_subtitles(text: str) -> Document:
    """The cues of WebVTT or SubRip. A voice speaks until another one is named.

    Raises ImportFailed where there is not a single cue.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    try:
        captions = _captions(lines)
    except (MalformedFileError, ValueError) as error:
        raise ImportFailed(f"is no readable WebVTT or SubRip ({error})") from error
    texts = [caption.raw_text for caption in captions]
    if any(map(_VOICE.search, texts)):
        spoken = [list(_voiced(text)) for text in texts]
    else:
        spoken = _prefixed(texts)
    cues = tuple(_cues(captions, spoken))
    if not cues:
        raise ImportFailed("holds no cue (no text below a line like 00:01.000 --> 00:02.000)")
    return Document(cues=cues)


def _captions(lines: list[str]) -> Sequence[Caption]:
    if lines[0].startswith("WEBVTT"):
        return webvtt.vtt.parse(lines).captions
    lines = [line.strip() for line in lines]
    if webvtt.srt.is_valid_content(lines):
        return webvtt.srt.parse(lines)
    # SubRip without numbers is what the lenient WebVTT reader takes, but for its commas.
    points = [line.replace(",", ".") if _TIMING.match(line) else line for line in lines]
    return webvtt.vtt.parse(["WEBVTT", "", *points]).captions


def _cues(captions: Sequence[Caption], spoken: list[list[Piece]]) -> Iterator[Cue]:
    speaker: str | None = None
    for caption, pieces in zip(captions, spoken, strict=True):
        # Where a second voice begins inside a cue nobody measured.
        start: float | None = seconds(caption.start)
        for index, (name, words) in enumerate(pieces, 1):
            speaker = name or speaker
            end = seconds(caption.end) if index == len(pieces) else None
            yield Cue(words, speaker, start, end)
            start = None


def _voiced(text: str) -> Iterator[Piece]:
    before, *rest = _VOICE.split(text)
    for name, words in [(None, before), *zip(rest[::2], rest[1::2], strict=True)]:
        if plain := _plain(words):
            yield " ".join(unescaped(name).split()) if name else None, plain


def _prefixed(texts: list[str]) -> list[list[Piece]]:
    lines = [list(filter(None, map(_plain, text.split("\n")))) for text in texts]
    names = names_among(
        match["name"] if (match := _named(line, index)) else None
        for cue in lines
        for index, line in enumerate(cue)
    )
    return [_by_name(cue, names) for cue in lines]


def _named(line: str, index: int) -> re.Match[str] | None:
    """Whether a line can name who speaks: the first of a cue, or one that begins with a dash."""
    match = _PREFIX.match(line)
    return match if match and (index == 0 or match["dash"]) else None


def _by_name(lines: list[str], names: frozenset[str]) -> list[Piece]:
    pieces: list[tuple[str | None, list[str]]] = []
    for index, line in enumerate(lines):
        match = _named(line, index)
        if match and match["name"] in names:
            pieces.append((match["name"], [line[match.end() :]]))
        elif pieces:
            pieces[-1][1].append(line)
        else:
            pieces.append((None, [line]))
    return [(name, " ".join(filter(None, words))) for name, words in pieces]


def _plain(text: str) -> str:
    return " ".join(unescaped(_TAG.sub("", text)).split())
