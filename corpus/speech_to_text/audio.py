"""Read a recording as blocks of samples, so that only one is in memory at a time.

The decoder of faster-whisper loads the whole recording several times over, and two megabytes of
compressed silence are hours.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import TranscriptionFailed

RATE = 16_000  # samples per second, as Whisper wants them
BLOCK, TAIL, PAUSE = 600.0, 30.0, 0.5  # seconds: of a block, of its end, of a pause in that
MOST = 24 * 3600.0  # seconds
# What holds sound, and itself: a playlist would have other files opened.
FORMATS = "aac,ac3,aiff,amr,ape,asf,au,avi,caf,eac3,flac,flv,matroska,mov,mp3,mpegts,ogg,tta,wav,wv"
Samples = NDArray[np.float32]


def blocks(audio: Path, start: float) -> Iterator[tuple[float, Samples]]:
    """Yield the samples from a given second on, each block with the second that it begins at.

    A block ends in the quietest moment of its last seconds. Raises TranscriptionFailed for anything
    but audio, and for more than a day of it.
    """
    kept = np.empty(0, np.float32)
    begin, position = int(start * RATE), 0
    for piece in _decoded(audio):
        fresh = piece[max(begin + len(kept) - position, 0) :]
        position += len(piece)
        if position > MOST * RATE:
            raise TranscriptionFailed(
                f"{audio.name} lasts longer than {MOST / 3600:.0f} hours; split the recording"
            )
        kept = np.concatenate([kept, fresh])
        while len(kept) >= BLOCK * RATE:
            # In the middle of the quietest pause near its end.
            whole, pause = int(BLOCK * RATE), int(PAUSE * RATE)
            tail = kept[:whole][-int(TAIL * RATE) :]
            loud = (tail[: len(tail) // pause * pause].reshape(-1, pause) ** 2).mean(axis=1)
            cut = whole - len(tail) + int(loud.argmin()) * pause + pause // 2
            yield begin / RATE, kept[:cut]
            begin, kept = begin + cut, kept[cut:]
    if len(kept):
        yield begin / RATE, kept


def _decoded(audio: Path, seconds: float = 60.0) -> Iterator[Samples]:
    """Yield the samples, some seconds at a time; damaged frames are skipped, as players do."""
    import av

    held: list[Samples] = []
    size = 0

    options = {"protocol_whitelist": "file", "format_whitelist": FORMATS}
    try:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        with av.open(str(audio), metadata_errors="ignore", options=options) as container:
            frames = container.decode(audio=0)
            while True:
                try:
                    frame = next(frames, None)
                except av.error.InvalidDataError:
                    continue
                if frame is not None:
                    frame.pts = None  # times that jump would be an error
                for resampled in resampler.resample(frame):  # of None: what is left
                    held.append(resampled.to_ndarray()[0].astype(np.float32) / 32768.0)
                    size += len(held[-1])
                    if size >= seconds * RATE:
                        yield np.concatenate(held)
                        held, size = [], 0
                if frame is None:
                    break
            if held:
                yield np.concatenate(held)
    except Exception as error:  # PyAV's errors have no common base that could be named
        raise TranscriptionFailed(f"{audio.name} is no audio ({str(error)[:200]})") from error
