"""The JSON of programs and services that turn speech into text, as far as they list phrases.

Formats that list single words are in `word_json`. Times are seconds unless said otherwise.

* whisper.cpp               {"transcription": [{"offsets": {"from", "to"} in ms, "text", "tokens"}]}
* Hugging Face              {"chunks": [{"timestamp": [from, to], "text"}]}, also phrases "speakers"
* AssemblyAI                {"sentences" or "paragraphs": [{"text", "start", "end"}]} in ms
* Azure                     {"phrases" or "recognizedPhrases": [{"offset…", "text" or "nBest"}]}
* Gladia                    {"result": {"transcription": {"utterances": […]}}}
* YouTube (json3)           {"events": [{"tStartMs", "dDurationMs", "segs": [{"utf8"}]}]}
* Podlove, grouped          [{"speaker", "voice", "items": [{"start", "end", "text"}]}]
"""

from dataclasses import replace
from typing import Any

from corpus.formats.document import NOBODY_SAID, Cue, Document, length, line, seconds
from corpus.formats.speech_json.chapters import MILLISECOND, chapters_in
from corpus.formats.speech_json.entries import Group, account_of, lists, lists_within
from corpus.formats.speech_json.parts import (
    first,
    language_code,
    moment,
    objects,
    who,
    within,
    words_in,
)
from corpus.formats.speech_json.word_json import WORD_SHAPES, Heard, Shape
from corpus.formats.speech_json.words import Word, cues_of, with_blanks
from corpus.types import Episode

TICK = 10_000_000.0


def read_speech(data: object) -> Document | None:
    """Read a speech service's result as an episode; None where it has none of these shapes."""
    for shape in (*_SHAPES, *WORD_SHAPES, _LAST):
        heard, entries = shape(data)
        cues = tuple(cue for cue in heard if cue.text.strip())
        if cues:
            return Document(told(data), cues, account=account_of(entries))
    return None


def told(data: object) -> Episode:
    """Read length, language and chapters of the recording, under any service's keys."""
    lasts = (within(data, *way) for way in _LENGTHS)
    spoken = (language_code(within(data, *way)) for way in _LANGUAGES)
    return replace(
        NOBODY_SAID,
        duration=next(filter(None, map(length, lasts)), None),
        language=next(filter(None, spoken), None),
        chapters=chapters_in(data),
    )


_LENGTHS = (
    ("duration",), ("audio_duration",), ("metadata", "duration"), ("audio_duration_secs",),
    ("result", "metadata", "audio_duration"), ("job", "duration"),
)  # fmt: skip
_LANGUAGES = (
    ("language",), ("language_code",), ("result", "language"), ("results", "language_code"),
    ("results", "channels", 0, "detected_language"), ("phrases", 0, "locale"),
    ("metadata", "transcription_config", "language"), ("recognizedPhrases", 0, "locale"),
    ("results", 0, "languageCode"), ("result", "transcription", "languages", 0),
    ("params", "language"),
)  # fmt: skip


def _whisper_cpp(data: object) -> Heard:
    pieces: list[tuple[Word, list[dict[str, Any]]]] = []
    for item in objects(within(data, "transcription")):
        start, end = (_offset(item, side) for side in ("from", "to"))
        piece = Word(words_in(item, "text"), start, end, who(item.get("speaker")))
        pieces.append((piece, objects(item.get("tokens"))))
    entries = lists(data, "transcription")
    if not all(piece.text[:1].isspace() for piece, _ in pieces):
        # Cut anywhere ("-ml 1"), so that only a blank begins a word.
        return cues_of(with_blanks([piece for piece, _ in pieces])), entries
    cues: list[Cue] = []
    for piece, tokens in pieces:
        text = piece.text.strip()
        marks: list[tuple[int, float]] = []  # of tokens that begin words; none of "[_BEG_]"
        position = 0
        for token in tokens:
            said = words_in(token, "text")
            found = text.find(said.strip(), position, position + len(said) + 1)
            if not said.strip() or found < 0:
                continue
            begins = _offset(token, "from")
            if found and said[0].isspace() and begins is not None:
                marks.append((found, begins))
            position = found + len(said.strip())
        cues.append(Cue(text, piece.speaker, piece.start, piece.end, tuple(marks)))
    return cues, entries


def _offset(item: dict[str, Any], side: str) -> float | None:
    exact = seconds(within(item, "offsets", side), MILLISECOND)
    return seconds(within(item, "timestamps", side)) if exact is None else exact


def _chunks(data: object) -> Heard:
    items = data if isinstance(data, list) else None
    for key in ("speakers", "chunks"):
        items = items or objects(within(data, key))
    pieces = [
        Word(
            words_in(item, "text"),
            seconds(within(item, "timestamp", 0)),
            seconds(within(item, "timestamp", 1)),
            who(item.get("speaker")),
        )
        for item in objects(items)
        if isinstance(item.get("timestamp"), list)
    ]
    ways: tuple[tuple[str, ...], ...] = ((), ("speakers",), ("chunks",))
    entries = next(filter(any, (list(lists(data, *way)) for way in ways)), [])
    return cues_of(with_blanks(pieces)), entries


def _phrases(*way: str, per_second: float) -> Shape:
    def read(data: object) -> Heard:
        cues: list[Cue] = []
        for item in objects(within(data, *way)):
            start = seconds(first(item, _OFFSETS), per_second)
            lasts = seconds(first(item, _LASTS), per_second)
            end = seconds(item.get("end"), per_second)
            if end is None and start is not None and lasts is not None:
                end = start + lasts
            text = (
                words_in(item, "text", "transcript")
                or line(within(item, "nBest", 0, "display"))
                or ""
            )
            cues.append(Cue(text.strip(), who(first(item, ("speaker", "channel"))), start, end))
        return cues, lists(data, *way)

    return read


_OFFSETS = ("start", "offsetMilliseconds", "offsetInTicks")
_LASTS = ("durationMilliseconds", "durationInTicks")


def _grouped(data: object) -> Heard:
    cues: list[Cue] = []
    for group in objects(data):
        speaker = line(group.get("voice")) or line(group.get("speaker"))
        for item in objects(group.get("items")):
            start, end = moment(item, "start"), moment(item, "end")
            cues.append(Cue(words_in(item, "text").strip(), speaker, start, end))
    return cues, lists_within(data, "items")


def _events(data: object) -> Heard:
    cues, entries = list[Cue](), list[Group]()
    for event in objects(within(data, "events")):
        text = "".join(words_in(piece, "utf8") for piece in objects(event.get("segs")))
        entries.append([{"text": text, "start": event.get("tStartMs")}])
        start, lasts = (seconds(event.get(k), MILLISECOND) for k in ("tStartMs", "dDurationMs"))
        end = None if start is None or lasts is None else start + lasts
        cues.append(Cue(" ".join(text.split()), None, start, end))
    return cues, entries


_SHAPES: tuple[Shape, ...] = (
    _whisper_cpp,
    _chunks,
    _events,
    _grouped,
    _phrases("sentences", per_second=MILLISECOND),
    _phrases("paragraphs", per_second=MILLISECOND),
    _phrases("phrases", per_second=MILLISECOND),
    _phrases("recognizedPhrases", per_second=TICK),
    _phrases("result", "transcription", "utterances", per_second=1.0),
)
_LAST = _phrases("results", "utterances", per_second=1.0)
