"""Known turns and chapters, written as each program and service writes them."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

LABELS = {"Mara Kühn": 0, "Ole Brandt": 1}


@dataclass(frozen=True)
class Said:
    """What somebody says, from `start` to `end`, in milliseconds."""

    speaker: str
    text: str
    start: int
    end: int

    @property
    def words(self) -> list[tuple[str, int, int]]:
        parts = self.text.split(" ")
        step = (self.end - self.start) // len(parts)
        return [
            (part, self.start + step * n, self.start + step * (n + 1))
            for n, part in enumerate(parts)
        ]


Turns = Sequence[Said]
BEES = (
    Said("Mara Kühn", "Willkommen bei uns. Heute geht es um Bienen.", 1000, 5000),
    Said("Ole Brandt", "Ein Volk hat zwanzigtausend, im Sommer mehr.", 6000, 10000),
    Said("Mara Kühn", "Und im Winter?", 62000, 63000),
    Said("Ole Brandt", "Dann sitzen sie in einer Traube.", 3723000, 3726000),
)


def clock(thousandths: int, point: str = ".", hours: bool = True) -> str:
    seconds, rest = divmod(thousandths, 1000)
    minutes = f"{seconds // 60 % 60:02}:{seconds % 60:02}"
    fraction = f"{point}{rest:03}" if point else ""
    return f"{seconds // 3600:02}:{minutes}{fraction}" if hours else f"{minutes}{fraction}"


def dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def bare(word: str) -> str:
    return word.strip(".,?!")


# Speech services.


def whisper_cpp(turns: Turns, tokens: bool = False) -> str:
    def piece(text: str, start: int, end: int) -> dict[str, object]:
        times = {"from": clock(start, ","), "to": clock(end, ",")}
        return {"timestamps": times, "offsets": {"from": start, "to": end}, "text": text}

    segments: list[dict[str, object]] = []
    for said in turns:
        segment = piece(f" {said.text}", said.start, said.end)
        if tokens:
            words = [piece(f" {word}", start, end) for word, start, end in said.words]
            segment["tokens"] = [piece("[_BEG_]", said.start, said.start), *words]
        segments.append(segment)
    return dumped({"result": {"language": "de"}, "transcription": segments})


def whisper_cpp_by_word(turns: Turns) -> str:
    """As with `-ml 1`: words are cut into pieces, and a blank begins each word."""
    pieces = []
    for said in turns:
        for word, start, end in said.words:
            half = (start + end) // 2
            pieces += [(f" {word[:1]}", start, half), (word[1:], half, end)]
    return dumped(
        {
            "transcription": [
                {"offsets": {"from": start, "to": end}, "text": text}
                for text, start, end in pieces
                if text
            ]
        }
    )


def hugging_face(turns: Turns) -> str:
    chunks = [
        {"timestamp": [said.start / 1000, said.end / 1000], "text": f" {said.text}"}
        for said in turns
    ]
    return dumped({"text": "".join(f" {said.text}" for said in turns), "chunks": chunks})


def hugging_face_speakers(turns: Turns) -> str:
    speakers = [
        {
            "speaker": f"SPEAKER_0{LABELS[said.speaker]}",
            "timestamp": [said.start / 1000, said.end / 1000],
            "text": said.text,
        }
        for said in turns
    ]
    return dumped({"speakers": speakers, "chunks": [], "text": ""})


def openai_words(turns: Turns) -> str:
    words = [
        {"word": bare(word), "start": start / 1000, "end": end / 1000}
        for said in turns
        for word, start, end in said.words
    ]
    text = " ".join(said.text for said in turns)
    return dumped({"task": "transcribe", "language": "german", "text": text, "words": words})


def openai_segments(turns: Turns) -> str:
    segments = [
        {"id": n, "start": said.start / 1000, "end": said.end / 1000, "text": f" {said.text}"}
        for n, said in enumerate(turns)
    ]
    return dumped({"language": "german", "duration": 4000.5, "text": "…", "segments": segments})


def faster_whisper(turns: Turns) -> str:
    return dumped(
        [
            {
                **{"id": n, "seek": 0, "start": said.start / 1000, "end": said.end / 1000},
                **{"text": f" {said.text}", "tokens": [1, 2]},
                "words": [
                    {"start": start / 1000, "end": end / 1000, "word": f" {word}"}
                    for word, start, end in said.words
                ],
            }
            for n, said in enumerate(turns)
        ]
    )


def whisperx(turns: Turns) -> str:
    segments = [
        {
            "start": said.start / 1000,
            "end": said.end / 1000,
            "text": said.text,
            "speaker": f"SPEAKER_0{LABELS[said.speaker]}",
            "words": [
                {"word": word, "start": start / 1000, "end": end / 1000}
                for word, start, end in said.words
            ],
        }
        for said in turns
    ]
    return dumped({"segments": segments, "word_segments": [], "language": "de"})


def deepgram(turns: Turns) -> str:
    words = [
        {
            "word": bare(word).lower(),
            "start": start / 1000,
            "end": end / 1000,
            "punctuated_word": word,
            "speaker": LABELS[said.speaker],
        }
        for said in turns
        for word, start, end in said.words
    ]
    best = {"transcript": " ".join(said.text for said in turns), "words": words}
    channels = [{"alternatives": [best], "detected_language": "de"}]
    return dumped({"metadata": {"duration": 4000.5}, "results": {"channels": channels}})


def spelled(text: str) -> Iterator[tuple[str, bool]]:
    """The words and the marks of a text, and whether each is a mark."""
    for word in text.split(" "):
        yield bare(word), False
        if word != bare(word):
            yield word[-1], True


def rev(turns: Turns) -> str:
    monologues = []
    for said in turns:
        elements: list[dict[str, object]] = []
        for word, start, end in said.words:
            if elements:
                elements.append({"type": "punct", "value": " "})
            times = {"ts": start / 1000, "end_ts": end / 1000}
            elements.append({"type": "text", "value": bare(word), **times})
            if word != bare(word):
                elements.append({"type": "punct", "value": word[-1]})
        monologues.append({"speaker": LABELS[said.speaker], "elements": elements})
    return dumped({"monologues": monologues})


def rev_named(turns: Turns) -> str:
    speakers = [{"id": label, "name": name} for name, label in LABELS.items()]
    return dumped({"speakers": speakers, **json.loads(rev(turns))})


def aws(turns: Turns, in_items: bool = True) -> str:
    items: list[dict[str, object]] = []
    segments = []
    for said in turns:
        label = f"spk_{LABELS[said.speaker]}"
        times = []
        for word, start, end in said.words:
            at = {"start_time": f"{start / 1000}", "end_time": f"{end / 1000}"}
            times.append({**at, "speaker_label": label})
            one: dict[str, object] = {"type": "pronunciation", **at}
            items.append({**one, "alternatives": [{"content": bare(word)}]})
            if in_items:
                items[-1]["speaker_label"] = label
            if word != bare(word):
                mark = {"alternatives": [{"content": word[-1]}], "type": "punctuation"}
                items.append(mark)
        segments.append(
            {"start_time": f"{said.start / 1000}", "speaker_label": label, "items": times}
        )
    labels = {"speakers": 2, "segments": [] if in_items else segments}
    results = {"language_code": "de-DE", "items": items, "speaker_labels": labels}
    return dumped({"jobName": "bienen", "status": "COMPLETED", "results": results})


def aws_by_segment(turns: Turns) -> str:
    return aws(turns, in_items=False)


def speechmatics(turns: Turns) -> str:
    results = []
    for said in turns:
        for word, start, end in said.words:
            times = {"start_time": start / 1000, "end_time": end / 1000}
            speaker = f"S{LABELS[said.speaker] + 1}"
            best = [{"content": bare(word), "speaker": speaker, "language": "de"}]
            results.append({"type": "word", "alternatives": best, **times})
            if word != bare(word):
                best = [{"content": word[-1], "speaker": speaker}]
                mark = {"type": "punctuation", "attaches_to": "previous"}
                results.append({**mark, "alternatives": best, **times})
    metadata = {"transcription_config": {"language": "de"}}
    return dumped({"format": "2.9", "metadata": metadata, "results": results})


def google(turns: Turns) -> str:
    results = [
        {
            "alternatives": [
                {
                    "transcript": said.text,
                    "words": [
                        {
                            "startTime": f"{start / 1000}s",
                            "endTime": f"{end / 1000}s",
                            "word": word,
                            "speakerTag": LABELS[said.speaker] + 1,
                        }
                        for word, start, end in said.words
                    ],
                }
            ],
            "languageCode": "de-de",
        }
        for said in turns
    ]
    return dumped({"results": results})


def elevenlabs(turns: Turns) -> str:
    words: list[dict[str, object]] = []
    for said in turns:
        speaker = f"speaker_{LABELS[said.speaker]}"
        for word, start, end in said.words:
            times = {"start": start / 1000, "end": end / 1000}
            words.append({"text": word, "type": "word", "speaker_id": speaker, **times})
            words.append({"text": " ", "type": "spacing", "speaker_id": speaker})
    text = " ".join(said.text for said in turns)
    return dumped({"language_code": "deu", "text": text, "words": words})


def assemblyai(turns: Turns) -> str:
    letters = "AB"
    utterances = [
        {
            "speaker": letters[LABELS[said.speaker]],
            "start": said.start,
            "end": said.end,
            "text": said.text,
            "words": [
                {"text": word, "start": start, "end": end} for word, start, end in said.words
            ],
        }
        for said in turns
    ]
    told = {"id": "x", "status": "completed", "language_code": "de", "audio_duration": 4000}
    return dumped({**told, "utterances": utterances})


def assemblyai_without_speakers(turns: Turns) -> str:
    words = [
        {"text": word, "start": start, "end": end, "speaker": None}
        for said in turns
        for word, start, end in said.words
    ]
    told = {"id": "x", "status": "completed", "language_code": "de", "audio_duration": 4000}
    text = " ".join(said.text for said in turns)
    return dumped({**told, "text": text, "words": words, "utterances": None})


def azure(turns: Turns) -> str:
    phrases = [
        {
            "offsetMilliseconds": said.start,
            "durationMilliseconds": said.end - said.start,
            "text": said.text,
            "speaker": LABELS[said.speaker],
            "locale": "de-DE",
        }
        for said in turns
    ]
    return dumped({"durationMilliseconds": 4000500, "combinedPhrases": [], "phrases": phrases})


def gladia(turns: Turns) -> str:
    utterances = [
        {
            "start": said.start / 1000,
            "end": said.end / 1000,
            "text": said.text,
            "speaker": LABELS[said.speaker],
        }
        for said in turns
    ]
    return dumped({"result": {"transcription": {"languages": ["de"], "utterances": utterances}}})


def podlove_grouped(turns: Turns) -> str:
    return dumped(
        [
            {
                "speaker": f"id-{LABELS[said.speaker]}",
                "voice": said.speaker,
                "items": [{"start": clock(said.start), "end": clock(said.end), "text": said.text}],
            }
            for said in turns
        ]
    )


# Subtitles and tables.


def ttml(turns: Turns) -> str:
    agents = "".join(
        f'<ttm:agent xml:id="v{label}" type="person"><ttm:name type="full">{name}</ttm:name>'
        "</ttm:agent>"
        for name, label in LABELS.items()
    )
    paragraphs = "\n".join(
        f'<p begin="{clock(said.start)}" end="{clock(said.end)}" '
        f'ttm:agent="v{LABELS[said.speaker]}">'
        + " ".join(
            f'<span podcasts:unit="word" begin="{start / 1000}s" end="{end / 1000}s">{word}</span>'
            for word, start, end in said.words
        )
        + "</p>"
        for said in turns
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tt xmlns="http://www.w3.org/ns/ttml" '
        'xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xml:lang="de-DE" '
        'xmlns:podcasts="http://podcasts.apple.com/transcript-ttml-internal">'
        f'<head><metadata>{agents}</metadata></head><body dur="4000.5s"><div>{paragraphs}</div>'
        "</body></tt>"
    )


def ass(turns: Turns) -> str:
    def at(thousandths: int) -> str:
        return clock(thousandths)[1:-1]

    lines = [
        f"Dialogue: 0,{at(said.start)},{at(said.end)},Default,{said.speaker},0,0,0,,"
        f"{{\\i1}}{said.text}{{\\i0}}"
        for said in turns
    ]
    head = "[Script Info]\nTitle: Bienen\nScriptType: v4.00+\n\n[Events]\nFormat: Layer, Start, "
    return head + "End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n" + "\n".join(lines)


def named(said: Said) -> str:
    return f"{said.speaker}: {said.text}"


def sbv(turns: Turns) -> str:
    return "\n\n".join(
        f"{clock(said.start)[1:]},{clock(said.end)[1:]}\n{named(said)}" for said in turns
    )


def lrc(turns: Turns) -> str:
    def at(thousandths: int) -> str:
        return f"{thousandths // 60000:02}:{thousandths % 60000 // 1000:02}.{thousandths % 1000:03}"

    return "[ti:Bienen]\n[length:66:40]\n" + "\n".join(
        f"[{at(said.start)}]{named(said)}" for said in turns
    )


def tsv(turns: Turns) -> str:
    rows = (f"{said.start}\t{said.end}\t{said.text}" for said in turns)
    return "\n".join(["start\tend\ttext", *rows])


def csv_table(turns: Turns) -> str:
    rows = (
        f'"{said.speaker}","{clock(said.start)}","{clock(said.end)}","{said.text}"'
        for said in turns
    )
    return "\n".join(['"Speaker Name","Start Time","End Time","Text"', *rows])


def srt(turns: Turns) -> str:
    return "\n\n".join(
        f"{n}\n{clock(said.start, ',')} --> {clock(said.end, ',')}\n{named(said)}"
        for n, said in enumerate(turns, 1)
    )


def vtt(turns: Turns) -> str:
    return "WEBVTT\n\n" + "\n\n".join(
        f"{clock(said.start)} --> {clock(said.end)}\n<v {said.speaker}>{said.text}"
        for said in turns
    )


# Texts with names and times.


def headed(line: str) -> Callable[[Turns], str]:
    """Texts of a heading like this and what is said below; {h} {m} {s} are the parts of a time."""

    def write(turns: Turns) -> str:
        return "\n\n".join(
            line.format(
                name=said.speaker,
                long=clock(said.start, ""),
                exact=clock(said.start),
                till=clock(said.end),
                m=said.start // 60000,
                s=said.start // 1000 % 60,
            )
            + f"\n{said.text}"
            for said in turns
        )

    return write


HEADED = {
    "otter": "{name}  {long}  ",
    "rev text": "{name} ({long}):",
    "riverside": "{name} ({exact})",
    "happy scribe": "[{exact}] - {name}",
    "own line": "[{long}] {name}",
    "time first": "{long} {name}",
    "time, dash": "{long} – {name}",
    "teams": "{name}   {m} Minuten {s} Sekunden",
    "teams, english": "{name}   {m} minutes {s} seconds",
    "zoom": "[{name}] {long}",
    "name line": "{name}\n{long}",
    "time line": "{long}\n{name}",
    "time line, brackets": "[{long}]\n{name}:",
    "teams, old": "{exact} --> {till}\n{name}",
    "markdown heading": "## {name} ({long})",
    "markdown bold": "**{name}** | {long}",
}


def front(turns: Turns) -> str:
    head = "---\ntitle: Bienen\ndate: 5. Oktober 2020\nduration: 1h 6m 40s\n---\n\n"
    return head + headed(HEADED["markdown heading"])(turns)


# By what each holds: who speaks by name, by a label, or not at all.
NAMED: dict[str, Callable[[Turns], str]] = {
    "Rev, names": rev_named,
    "Podlove, grouped": podlove_grouped,
    "TTML": ttml,
    "SubStation Alpha": ass,
    "SBV": sbv,
    "LRC": lrc,
    "CSV": csv_table,
    "SubRip": srt,
    "WebVTT": vtt,
}
LABELLED: dict[str, tuple[Callable[[Turns], str], str]] = {
    "Hugging Face, speakers": (hugging_face_speakers, "SPEAKER_0{}"),
    "WhisperX": (whisperx, "SPEAKER_0{}"),
    "Deepgram": (deepgram, "Speaker {}"),
    "Rev": (rev, "Speaker {}"),
    "AWS Transcribe": (aws, "spk_{}"),
    "AWS Transcribe, segments": (aws_by_segment, "spk_{}"),
    "ElevenLabs": (elevenlabs, "speaker_{}"),
    "Azure": (azure, "Speaker {}"),
    "Gladia": (gladia, "Speaker {}"),
}
UNNAMED: dict[str, Callable[[Turns], str]] = {
    "whisper.cpp": whisper_cpp,
    "whisper.cpp, full": lambda turns: whisper_cpp(turns, tokens=True),
    "whisper.cpp, by word": whisper_cpp_by_word,
    "Hugging Face": hugging_face,
    "OpenAI, words": openai_words,
    "OpenAI, segments": openai_segments,
    "faster-whisper": faster_whisper,
    "AssemblyAI, no speakers": assemblyai_without_speakers,
    "Whisper TSV": tsv,
}
EVERY: dict[str, Callable[[Turns], str]] = {
    **NAMED,
    **{name: write for name, (write, _) in LABELLED.items()},
    **UNNAMED,
    **{name: headed(line) for name, line in HEADED.items()},
    "Speechmatics": speechmatics,
    "Google": google,
    "AssemblyAI": assemblyai,
    "front matter": front,
}
