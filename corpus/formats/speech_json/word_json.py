"""The JSON of services that list the words of a recording one by one, as cues.

* Deepgram       {"results": {"channels": [{"alternatives": [{"words": [{"punctuated_word"}]}]}]}}
* Rev            {"monologues": [{"speaker", "elements": [{"type", "value", "ts", "end_ts"}]}]}
* AWS Transcribe {"results": {"items": [{"start_time", "alternatives", "type", "speaker_label"}]}}
* Speechmatics   {"results": [{"type", "start_time", "attaches_to", "alternatives"}]}
* Google         {"results": [{"alternatives": [{"words": [{"word", "startTime": "1.2s"}]}]}]}
* ElevenLabs     {"words": [{"text", "start", "type": "word" or "spacing", "speaker_id"}]}
* AssemblyAI     {"text", "words": [{"text", "start", "end", "speaker"}]} in ms
* OpenAI         {"text", "words": [{"word", "start", "end"}]}; WhisperX {"word_segments": […]}
* Happy Scribe   [{"speaker", "words": [{"text", "data_start", "data_end"}]}]
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from corpus.formats.document import Cue, line
from corpus.formats.speech_json.entries import Group, lists, lists_within
from corpus.formats.speech_json.parts import first, moment, objects, who, within, words_in
from corpus.formats.speech_json.words import Word, cues_of, cues_of_text, in_seconds, with_blanks

_TEXTS = ("punctuated_word", "text", "word", "value")
_STARTS = ("start", "start_time", "startTime", "ts", "timestamp", "data_start", "startOffset")
_ENDS = ("end", "end_time", "endTime", "end_ts", "end_timestamp", "data_end", "endOffset")
_SPEAKERS = ("speaker", "speaker_id", "speaker_label", "speakerTag", "speakerLabel")

# The cues of a result, none where it has another shape, and the entries they should be made of.
Heard = tuple[Iterable[Cue], Iterable[Group]]
Shape = Callable[[object], Heard]


def _word(item: dict[str, Any], speaker: str | None = None) -> Word:
    said = who(first(item, _SPEAKERS)) or speaker
    return Word(words_in(item, *_TEXTS), moment(item, *_STARTS), moment(item, *_ENDS), said)


def _channels(data: object) -> Heard:
    """Read Deepgram; where each speaker has a channel, merge the channels by time."""
    channels = objects(within(data, "results", "channels"))
    cues: list[Cue] = []
    for number, channel in enumerate(channels):
        name = f"Speaker {number}" if len(channels) > 1 else None
        heard = objects(within(channel, "alternatives", 0, "words"))
        cues += cues_of(_word(item, name) for item in heard)
    if len(channels) > 1:
        cues.sort(key=lambda cue: cue.start or 0.0)
    return cues, _best(next(lists(data, "results", "channels"), []))


def _best(listed: Group) -> list[Group]:
    """List the words of each entry's first alternative, or what it has instead."""
    best = [within(entry, "alternatives", 0) for entry in listed]
    both = zip(best, listed, strict=True)
    return [next(lists(one, "words"), [one or entry]) for one, entry in both]


def _monologues(data: object) -> Heard:
    speakers = objects(within(data, "speakers"))
    named = {line(one.get("id")): line(one.get("name")) for one in speakers}
    cues: list[Cue] = []
    for monologue in objects(within(data, "monologues")):
        label = monologue.get("speaker")
        name = named.get(line(label)) or who(label)
        elements = [_word(item, name) for item in objects(monologue.get("elements"))]
        cues += cues_of(_spelled_out(elements))
    return cues, lists_within(data, "elements", "monologues")


def _spelled_out(pieces: Sequence[Word]) -> Iterator[Word]:
    """Set `glued` on pieces among which the blanks are pieces of their own."""
    blank = True
    for piece in pieces:
        if not piece.text.strip():
            blank = blank or bool(piece.text)
            continue
        glued = not blank and not piece.text[:1].isspace()
        yield Word(piece.text, piece.start, piece.end, piece.speaker, glued)
        blank = piece.text[-1:].isspace()


def _items(data: object) -> Heard:
    """Read AWS Transcribe; speakers are in the items, or in segments of the same times."""
    labels = {
        item.get("start_time"): who(item.get("speaker_label"))
        for segment in objects(within(data, "results", "speaker_labels", "segments"))
        for item in (segment, *objects(segment.get("items")))
    }
    speaker: str | None = None
    words = []
    for item in objects(within(data, "results", "items")):
        speaker = who(item.get("speaker_label")) or labels.get(item.get("start_time")) or speaker
        words.append(_alternative(item, speaker, glued=item.get("type") == "punctuation"))
    return cues_of(words), lists(data, "results", "items")


def _alternative(item: dict[str, Any], speaker: str | None, glued: bool) -> Word:
    best = within(item, "alternatives", 0)
    text = words_in(best, "content") if isinstance(best, dict) else ""
    return Word(text, moment(item, *_STARTS), moment(item, *_ENDS), speaker, glued)


def _results(data: object) -> Heard:
    """Read Speechmatics and Google, whose results are alternatives for one word or for many.

    Google's last result may tell all the words again, with who says them.
    """
    words: list[Word] = []
    attached = single = False
    for item in objects(within(data, "results")):
        best = within(item, "alternatives", 0)
        if not isinstance(best, dict):
            continue
        if "content" in best:
            single = True
            side = item.get("attaches_to")
            glued = attached or side in ("previous", "both") or item.get("type") == "punctuation"
            words.append(_alternative(item, who(best.get("speaker")), glued))
            attached = side in ("next", "both")
        else:
            heard = [_word(word) for word in objects(best.get("words"))]
            again = heard and words and heard[0].start == words[0].start and heard[0].speaker
            words = heard if again else [*words, *heard]
    listed = next(lists(data, "results"), [])
    entries = [listed] if single else list(filter(None, _best(listed)))  # some are silent
    if not single and len(entries) > 1:
        begun, told = entries[0][0], entries[-1][0]
        if isinstance(begun, dict) and isinstance(told, dict) and who(first(told, _SPEAKERS)):
            retold = moment(begun, *_STARTS) == moment(told, *_STARTS)
            entries = entries[-1:] if retold else entries
    return cues_of(words), entries


def _plain_words(data: object) -> Heard:
    """Read words with the whole text, with a speaker each, or with blanks as pieces."""
    items = objects(within(data, "words")) or objects(within(data, "word_segments"))
    words = in_seconds([_word(item) for item in items])
    text = words_in(data, "text") if isinstance(data, dict) else ""
    if any(item.get("type") == "spacing" for item in items):
        cues = cues_of(_spelled_out(words))
    elif text.strip() and words and not any(word.speaker for word in words):
        cues = cues_of_text(text.strip(), words)
    else:
        cues = cues_of(with_blanks(words))
    # Where the whole text stands beside the words, that is what was read.
    listed = next(lists(data, "words"), None) or next(lists(data, "word_segments"), [])
    parted = any(
        item.get("type") == "spacing" or who(first(item, _SPEAKERS)) for item in objects(listed)
    )
    return cues, [[{"text": text}] if text.strip() and not parted else listed]


def _groups_of_words(data: object) -> Heard:
    """Read lists of words, each under its speaker or its channel."""
    cues: list[Cue] = []
    way = next(([key] for key in ("transcripts", "segments") if within(data, key)), [])
    for group in objects(within(data, *way)):
        speaker = who(first(group, ("speaker", "speaker_id", "speaker_name")))
        items = objects(group.get("words"))
        words = [_word(item, speaker) for item in items]
        spaced = any(item.get("type") == "spacing" for item in items)
        cues += cues_of(_spelled_out(words) if spaced else with_blanks(words))
    return cues, lists_within(data, "words", *way)


WORD_SHAPES: tuple[Shape, ...] = (
    _channels,
    _monologues,
    _items,
    _results,
    _plain_words,
    _groups_of_words,
)
