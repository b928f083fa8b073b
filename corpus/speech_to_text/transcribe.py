"""Speech to text for episodes that have audio and no transcript; faster-whisper does the work.

What is heard is noted line by line, so that a run that was stopped goes on where it ended. Who
speaks is not heard: the turns have no speaker.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

from corpus.errors import TranscriptionFailed
from corpus.fetching.workers import ahead
from corpus.formats.document import Cue
from corpus.importing.tidy import cleaned
from corpus.importing.turns import joined
from corpus.speech_to_text.audio import blocks
from corpus.types import Episode

INSTALL = "install it with: make extras"
# Hears a file in a language (None: finds out) from a second on; cues rise in time.
Engine = Callable[[Path, str | None, float], Iterator[Cue]]


def transcribed(
    episode: Episode, audio: Path, engine: Engine, notes: Path, heard: Callable[[float], object]
) -> Episode:
    """The episode with the turns that the engine hears in its audio.

    `notes` is a folder for what was heard so far; `heard` is told up to which second that is.
    Raises TranscriptionFailed where the audio cannot be heard or holds no speech.
    """
    file = notes / f"{_digest(audio)}.jsonl"
    cues = _noted(file)
    start = cues[-1].end or 0.0 if cues else 0.0
    notes.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        # While a model hears, Python hears nothing: Ctrl-C needs a thread of its own.
        for cue in ahead(engine(audio, episode.language, start)):
            cues.append(cue)
            out.write(f"{json.dumps(asdict(cue), ensure_ascii=False)}\n")
            out.flush()
            heard(cue.end or 0.0)
    turns, _ = joined(cues)
    if not turns:
        raise TranscriptionFailed(f"Episode {episode.number}: no speech is heard in {audio.name}")
    return cleaned(replace(episode, turns=turns))


def whisper(model: str) -> Engine:
    """An engine that runs a faster-whisper model: its name, or a folder that holds one.

    Raises TranscriptionFailed where faster-whisper is not installed or has no such model.
    """
    try:
        from faster_whisper import WhisperModel
    except ImportError as error:
        raise TranscriptionFailed(f"faster-whisper is missing; {INSTALL}") from error
    try:
        loaded = WhisperModel(model, compute_type="int8")
    except Exception as error:  # of whatever the hub, the network or the file raise
        raise TranscriptionFailed(
            f"The speech model {model!r} cannot be loaded ({str(error)[:200]}). Give the name of "
            "a faster-whisper model that can be downloaded, or a folder that holds one"
        ) from error

    def hear(audio: Path, language: str | None, start: float) -> Iterator[Cue]:
        code = language and language[:2].lower()
        if code and code not in loaded.supported_languages:
            raise TranscriptionFailed(f"The speech model knows no language {language!r}")
        for begin, samples in blocks(audio, start):
            segments, about = loaded.transcribe(samples, language=code, vad_filter=True)
            for segment in segments:
                first, last = round(begin + segment.start, 2), round(begin + segment.end, 2)
                yield Cue(segment.text.strip(), None, first, last)
            code = code or about.language

    return hear


def _noted(file: Path) -> list[Cue]:
    """What was heard before; a last line that was cut off does not count."""
    if not file.exists():
        return []
    cues: list[Cue] = []
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True):
        try:
            said = json.loads(line)
            cues.append(Cue(said["text"], None, said["start"], said["end"]))
        except (ValueError, KeyError, TypeError):
            break
    whole = "".join(f"{json.dumps(asdict(cue), ensure_ascii=False)}\n" for cue in cues)
    file.write_text(whole, encoding="utf-8")
    return cues


def _digest(audio: Path) -> str:
    with audio.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]
