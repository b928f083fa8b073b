"""Speech to text for episodes that have audio and no transcript; faster-whisper does the work.

Each recognised line is saved, so that an interrupted run resumes where it stopped. Speakers are not
recognised: the turns have none.
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
    """Transcribe an episode's audio into turns.

    `notes` is a folder for the lines recognised so far; `heard` is called with the second reached.
    Raises TranscriptionFailed where the audio cannot be read or holds no speech.
    """
    with audio.open("rb") as recording:
        digest = hashlib.file_digest(recording, "sha256").hexdigest()[:32]
    file = notes / f"{digest}.jsonl"
    cues = _saved_cues(file)
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
    """Load an engine for a faster-whisper model: its name, or a folder that holds one.

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


def _saved_cues(file: Path) -> list[Cue]:
    """Read the lines saved before; an incomplete last line is ignored."""
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
