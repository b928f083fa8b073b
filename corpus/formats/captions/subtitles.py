"""Captions as cues: their speakers, and which part of their text is speech."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.errors import ImportFailed
from corpus.formats.captions.rolling import unrolled
from corpus.formats.captions.timing_lines import Caption, has_captions, read_captions
from corpus.formats.document import NOBODY_SAID, Account, Cue, Document, words
from corpus.formats.markup import unescaped
from corpus.formats.texts.speakers import LEFT_OUT, NAME, is_credit, names_among
from corpus.types import Chapter

_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100}+)?[ \t]++([^<>]{1,200}+)>")
_TAG = re.compile(r"</?[a-zA-Z0-9:.][^<>]{0,200}+>|\{\\[^{}]{0,100}+\}")
_PREFIX = re.compile(rf"(?:(?<!>)>>++ ?|- ?)?\[?(?P<name>{NAME})\]?:(?:\s+|$)")
_BRACKETED = re.compile(rf"[\[(](?P<name>{NAME})[\])][ \t]+(?=\S)")
BRACKETED = 0.3  # share of the captions that begin so: else "[Musik]" is a sound
_OTHER = re.compile(r">>++\s*+")  # somebody else speaks, and nobody says who
# A voice that a recogniser counted; whoever corrects its file writes "Name:" into its first cue.
_COUNTED = re.compile(r"(?i)(?:S|SPEAKER[_ ]?)\d{1,3}")
_CLOCK = r"\[\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?\]\s*+"
_CORRECTED = re.compile(rf"(?P<name>[^:\[\]<>]{{1,60}}):\s*+(?:{_CLOCK}|$)")
_CLOCKED = re.compile(_CLOCK)
SLOWEST, CHAPTER = 1.0, 30.0  # characters per second of speech, and seconds of a chapter
NOBODY = ""  # names somebody else than before, of whom no more is known

Piece = tuple[str | None, str]  # who begins to speak, if somebody does, and the words


def is_subtitles(text: str) -> bool:
    """Return whether a text is WebVTT, SubRip, or another format with timing lines."""
    return has_captions(text)


def read_subtitles(text: str) -> Document:
    """Read the cues of a text with timing lines. A voice speaks until another one is named.

    Captions that last too long for their few words are chapters, as in WebVTT of that kind.
    Raises ImportFailed where there is not a single cue.
    """
    read = read_captions(text)
    if text.startswith("WEBVTT") and (chapters := _chapters(read.captions)):
        return Document(replace(NOBODY_SAID, chapters=chapters), account=Account(odd=read.odd))
    raw = [caption.lines for caption in read.captions]
    plain = [list(filter(None, map(_plain, lines))) for lines in raw]
    total = sum(words(line) for lines in plain for line in lines)
    labels, credits = list[str](), list[str]()
    if any(_VOICE.search(line) for lines in raw for line in lines):
        spoken = _voiced(raw)
        aside = total - sum(words(said) for pieces in spoken for _, said in pieces)
    else:
        credits = [line for lines in plain for line in lines if is_credit(line)]
        plain = [[line for line in lines if not is_credit(line)] for lines in unrolled(plain)]
        aside = total - sum(words(line) for lines in plain for line in lines)
        spoken, labels, named = _prefixed(plain)
        aside += named
    cues = tuple(_cues(read.captions, spoken))
    timed = sum(
        bool(pieces) and c.start is not None
        for c, pieces in zip(read.captions, spoken, strict=True)
    )
    if not cues:
        raise ImportFailed("holds no cue (no text below a line like 00:01.000 --> 00:02.000)")
    told = (f"{line[:60]!r}: {LEFT_OUT}" for line in credits[:1])
    account = Account(total, aside, timed, tuple(labels), (*read.odd, *told))
    return Document(cues=cues, account=account)


def _chapters(captions: Sequence[Caption]) -> tuple[Chapter, ...]:
    """Read captions as chapters, if each has one line and nobody could speak so slowly."""
    spans = [(c.start, c.end) for c in captions if c.start is not None and c.end is not None]
    lasting = sum(end - start for start, end in spans)
    titles = [_plain(" ".join(caption.lines)) for caption in captions]
    slow = sum(map(len, titles)) < SLOWEST * lasting and lasting > CHAPTER * len(captions)
    if len(captions) < 2 or len(spans) < len(captions) or not slow or not all(titles):
        return ()
    return tuple(Chapter(s, title) for (s, _), title in zip(spans, titles, strict=True) if s >= 0)


def _cues(captions: Sequence[Caption], spoken: list[list[Piece]]) -> Iterator[Cue]:
    speaker: str | None = None
    for caption, pieces in zip(captions, spoken, strict=True):
        # Where a second voice begins inside a cue nobody measured.
        start = caption.start
        for index, (name, said) in enumerate(pieces, 1):
            speaker = speaker if name is None else name or None
            if not said:
                continue
            end = caption.end if index == len(pieces) else None
            yield Cue(said, speaker, start, end, apart=name == NOBODY)
            start = None


def _voiced(captions: list[tuple[str, ...]]) -> list[list[Piece]]:
    """Split captions by voice; counted ones get the names written in their text.

    These names, and clocks behind them, are no speech.
    """
    names: dict[str, str] = {}
    kept: list[list[Piece]] = []
    for lines in captions:
        kept.append([])
        before, *rest = _VOICE.split("\n".join(lines))
        for tag, text in [(None, before), *zip(rest[::2], rest[1::2], strict=True)]:
            voice, said = " ".join(unescaped(tag).split()) if tag else None, _plain(text)
            counted = voice is not None and _COUNTED.fullmatch(voice)
            if voice and counted and (match := _CORRECTED.match(said)):
                names[voice], said = match["name"].strip(), said[match.end() :]
            elif counted and (match := _CLOCKED.match(said)):
                said = said[match.end() :]
            if said:
                kept[-1].append((names.get(voice or "", voice), said))
    return kept


def _prefixed(captions: list[list[str]]) -> tuple[list[list[Piece]], list[str], int]:
    """Split each caption by speaker; also list what stands like a name, and count names' words.

    A name stands before what is said: "Lena:", or in brackets without a colon.
    """
    firsts = [caption[0] for caption in captions if caption]
    bracketed = [match["name"] for match in map(_BRACKETED.match, firsts) if match]
    several = len(names_among(bracketed)) > 1 and len(set(bracketed)) < len(bracketed)
    prefix = _BRACKETED if several and len(bracketed) >= BRACKETED * len(firsts) else _PREFIX
    matches = [prefix.match(line) for caption in captions for line in caption]
    names = names_among(match["name"] if match else None for match in matches)
    labels = [match["name"] for match in matches if match]
    named = sum(words(label) for label in labels if label in names)
    split: list[list[Piece]] = []
    for caption in captions:
        pieces: list[tuple[str | None, list[str]]] = []
        for line in caption:
            match = prefix.match(line)
            if match and match["name"] in names:
                pieces.append((match["name"], [line[match.end() :]]))
            elif other := _OTHER.match(line):
                pieces.append((NOBODY, [line[other.end() :]]))
            elif pieces:
                pieces[-1][1].append(line)
            else:
                pieces.append((None, [line]))
        said = [(name, " ".join(filter(None, spoken))) for name, spoken in pieces]
        split.append([(name, spoken) for name, spoken in said if name is not None or spoken])
    return split, labels, named


def _plain(text: str) -> str:
    return " ".join(unescaped(_TAG.sub("", text)).split())
