"""A recording in blocks, however long."""

import importlib.util
import resource
import wave
from itertools import pairwise

import numpy as np
import pytest

from corpus.errors import TranscriptionFailed
from corpus.speech_to_text import audio as audios
from corpus.speech_to_text.audio import RATE, blocks

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("av") is None, reason="PyAV is not installed"),
    # The decoder leaves what only a collection finds.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def noise(tmp_path):
    """40 seconds of noise with a silence at 9.0 to 9.6 and 17.0 to 17.6 and so on."""
    loud = np.random.default_rng(1).integers(-9000, 9000, 40 * RATE, dtype=np.int16)
    for second in range(9, 40, 8):
        loud[second * RATE : int((second + 0.6) * RATE)] = 0
    file = tmp_path / "lang.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(loud.tobytes())
    return file, loud.astype(np.float32) / 32768


def test_blocks_are_all_of_it_and_end_in_a_silence(noise, monkeypatch):
    file, loud = noise
    monkeypatch.setattr(audios, "BLOCK", 12.0)
    monkeypatch.setattr(audios, "TAIL", 8.0)
    found = list(blocks(file, 0.0))
    assert np.array_equal(np.concatenate([samples for _, samples in found]), loud)
    begins = [begin for begin, _ in found]
    assert begins[:4] == pytest.approx([0.0, 9.25, 17.25, 25.25], abs=0.3)
    assert all(b - a <= 12.0 for a, b in pairwise(begins))
    begin, samples = next(blocks(file, 5.5))
    assert begin == 5.5 and np.array_equal(samples, loud[int(5.5 * RATE) :][: len(samples)])
    assert list(blocks(file, 40.0)) == []


def test_more_than_a_day_is_refused(noise, monkeypatch):
    monkeypatch.setattr(audios, "MOST", 30.0)
    with pytest.raises(TranscriptionFailed, match=r"lang.wav lasts longer than .*split"):
        list(blocks(noise[0], 0.0))


@pytest.mark.slow
def test_hours_of_packed_silence_take_little_memory(tmp_path):
    import av

    file = tmp_path / "still.flac"
    with av.open(str(file), "w") as out:
        stream = out.add_stream("flac", rate=8000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000 * 60), np.int16), "s16", "mono")
        frame.sample_rate = 8000
        for _ in range(3 * 60):
            frame.pts = None
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    assert file.stat().st_size < 5_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = sum(len(samples) for _, samples in blocks(file, 0.0)) / RATE
    assert seconds == pytest.approx(3 * 3600, abs=2)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000  # kB; all: 690 MB


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nlang.wav\n#EXT-X-ENDLIST\n"),
        ("a.ffconcat", "ffconcat version 1.0\nfile lang.wav\n"),
        ("a.mp3", "<html>"),
    ],
)
def test_a_list_of_other_files_is_no_audio(noise, tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(TranscriptionFailed, match=f"{name} is no audio"):
        list(blocks(tmp_path / name, 0.0))
