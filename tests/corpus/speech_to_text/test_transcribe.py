"""Speech to text: with an engine that only pretends to hear, and with the real one's parts."""

import importlib.util
import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from corpus import Corpus, Episode, Podcast, __main__, load_corpus, load_episode, save_corpus
from corpus.errors import TranscriptionFailed
from corpus.formats.document import Cue
from corpus.speech_to_text.transcribe import transcribed, whisper
from tests.support.feeds import feed, item
from tests.support.site import Page, served

MODEL = os.environ.get("NACHGEFRAGT_WHISPER_MODEL")
WORDS = ["Der Teig ruht.", "Er geht auf.", "Dann wird er gebacken."]


class FakeEngine:
    """Hears WORDS, five seconds each, whatever the audio; `stop` after so many cues, once."""

    def __init__(self, stop: int | None = None) -> None:
        self.stop = stop
        self.asked: list[tuple[str | None, float]] = []

    def __call__(self, audio: Path, language: str | None, start: float):
        self.asked.append((language, start))
        for index in range(int(start // 5), len(WORDS)):
            if index == self.stop:
                self.stop = None
                raise KeyboardInterrupt
            yield Cue(WORDS[index], None, index * 5.0, index * 5.0 + 5)


@pytest.fixture
def audio(tmp_path):
    file = tmp_path / "folge.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes(16_000))  # a second of silence
    return file


EPISODE = Episode(
    "a", 1, "Brot", duration=15.0, language="de", audio_url="https://example.org/a.mp3"
)


def test_what_is_heard_becomes_timed_turns_of_nobody(audio, tmp_path):
    heard: list[float] = []
    done = transcribed(EPISODE, audio, FakeEngine(), tmp_path / "heard", heard.append)
    (turn,) = done.turns
    assert (turn.speaker, turn.text, turn.start, turn.end) == (None, " ".join(WORDS), 0.0, 15.0)
    assert turn.measured
    assert turn.marks == ((15, 5.0), (28, 10.0))
    assert heard == [5.0, 10.0, 15.0]


def test_a_run_that_was_stopped_goes_on(audio, tmp_path):
    engine, notes = FakeEngine(stop=2), tmp_path / "heard"
    with pytest.raises(KeyboardInterrupt):
        transcribed(EPISODE, audio, engine, notes, float)
    (file,) = notes.iterdir()
    with file.open("a") as out:
        out.write('{"text": "Dann wi')  # written when the power went
    done = transcribed(EPISODE, audio, engine, notes, float)
    assert engine.asked == [("de", 0.0), ("de", 10.0)]
    assert done.turns[0].text == " ".join(WORDS)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3


def test_silence_is_no_transcript(audio, tmp_path):
    with pytest.raises(TranscriptionFailed, match="Episode 1: no speech"):
        transcribed(EPISODE, audio, lambda *_: iter(()), tmp_path / "heard", float)


def test_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(__main__, "whisper", lambda model: FakeEngine())
    into = tmp_path / "corpus"
    with served() as site:
        site.pages["/1.mp3"] = Page(b"ton")
        one = item(1, more=f'<enclosure url="{site.url}/1.mp3"/>')
        two = item(2, more=f'<enclosure url="{site.url}/weg.mp3"/>')
        site.pages["/feed.xml"] = Page(feed(two, one))
        options = ["--into", str(into), "--allow-private"]
        assert __main__.main(["import", f"{site.url}/feed.xml", *options]) == 0
        capsys.readouterr()
        assert __main__.main(["transcribe", str(into), "--allow-private"]) == 0
        out = capsys.readouterr().out
        assert "updated    001.json  1 turns" in out
        assert "failed     002.json" in out
        assert "HTTP 404" in out
        assert load_corpus(into).episode(1).turns[0].text.startswith("Der Teig")
        # The feed still has no transcript: what was heard stays, and other news arrive.
        site.pages["/feed.xml"] = Page(feed(two, one.replace("Brot", "Brot und Salz")))
        assert __main__.main(["import", f"{site.url}/feed.xml", *options]) == 0
        assert capsys.readouterr().out.endswith("1 updated, 1 unchanged\n")
    episode = load_episode(into / "001.json")
    assert (episode.title, len(episode.turns)) == ("Folge 1: Brot und Salz", 1)


@pytest.fixture
def spoken(tmp_path):
    """A corpus of one episode with audio that is served; yields its folder."""
    with served() as site:
        site.pages["/1.mp3"] = Page(b"ton")
        one = item(1, more=f'<enclosure url="{site.url}/1.mp3"/>')
        site.pages["/feed.xml"] = Page(feed(one))
        into = tmp_path / "corpus"
        options = ["--into", str(into), "--allow-private"]
        assert __main__.main(["import", f"{site.url}/feed.xml", *options]) == 0
        yield into, lambda: __main__.main(["import", f"{site.url}/feed.xml", *options])


def test_ctrl_c_and_once_more(spoken, monkeypatch, capsys):
    engine, (into, _) = FakeEngine(stop=2), spoken
    monkeypatch.setattr(__main__, "whisper", lambda model: engine)
    before = (into / "001.json").read_bytes()
    assert __main__.main(["transcribe", str(into), "--allow-private"]) == 130
    assert (into / "001.json").read_bytes() == before
    assert {file.name for file in into.iterdir()} == {"001.json", "podcast.json"}
    assert __main__.main(["transcribe", str(into), "--allow-private"]) == 0
    assert engine.asked == [("de", 0.0), ("de", 10.0)]
    assert load_episode(into / "001.json").turns[0].text == " ".join(WORDS)
    assert "updated    001.json" in capsys.readouterr().out


def test_what_an_editor_wrote_stays_the_editors(spoken, monkeypatch, capsys):
    into, imported_again = spoken
    monkeypatch.setattr(__main__, "whisper", lambda model: FakeEngine())
    file = into / "001.json"
    edited = file.read_text(encoding="utf-8").replace("Folge 1: Brot", "Brot, verbessert")
    file.write_text(edited, encoding="utf-8")
    assert __main__.main(["transcribe", str(into), "--allow-private"]) == 0
    assert imported_again() == 0
    assert capsys.readouterr().out.endswith("1 kept\n")
    episode = load_episode(file)
    assert (episode.title, len(episode.turns)) == ("Brot, verbessert", 1)


def test_nothing_to_do(tmp_path, capsys):
    save_corpus(Corpus(Podcast("x", "X"), (Episode("a", 1, "ohne Ton"),)), tmp_path / "corpus")
    assert __main__.main(["transcribe", str(tmp_path / "corpus")]) == 0
    assert "has a transcript" in capsys.readouterr().out


def test_without_the_extra_the_remedy_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(TranscriptionFailed, match="make extras"):
        whisper("small")


needs_whisper = pytest.mark.skipif(
    importlib.util.find_spec("faster_whisper") is None, reason="faster-whisper is not installed"
)


@needs_whisper
@pytest.mark.slow
def test_a_folder_without_a_model_is_told(tmp_path):
    with pytest.raises(TranscriptionFailed, match="cannot be loaded"):
        whisper(str(tmp_path))


@needs_whisper
@pytest.mark.slow
# The decoder collects garbage, also what tests before this one left.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_audio_is_decoded_from_where_it_is_wanted(audio, tmp_path, monkeypatch):
    """The real decoder, with a model that tells how much it was given."""
    import faster_whisper

    class Model:
        supported_languages = ("de", "en")

        def __init__(self, name: str, compute_type: str) -> None:
            assert name == "klein"

        def transcribe(self, samples, language, vad_filter):
            segment = type(
                "Segment", (), {"start": 0.0, "end": len(samples) / 16_000, "text": " Hm."}
            )
            return iter([segment]), None

    monkeypatch.setattr(faster_whisper, "WhisperModel", Model)
    engine = whisper("klein")
    assert list(engine(audio, "de", 0.0)) == [Cue("Hm.", None, 0.0, 1.0)]
    assert list(engine(audio, "de", 0.25)) == [Cue("Hm.", None, 0.25, 1.0)]
    assert list(engine(audio, "de", 5.0)) == []
    assert list(engine(audio, "de-AT", 0.5)) == [Cue("Hm.", None, 0.5, 1.0)]
    with pytest.raises(TranscriptionFailed, match="knows no language 'xx'"):
        list(engine(audio, "xx", 0.0))
    broken = tmp_path / "kaputt.mp3"
    broken.write_bytes(b"<html>")
    with pytest.raises(TranscriptionFailed, match=r"kaputt.mp3 is no audio"):
        list(engine(broken, "de", 0.0))


@needs_whisper
@pytest.mark.model
@pytest.mark.skipif(not MODEL, reason="NACHGEFRAGT_WHISPER_MODEL names no model")
def test_a_real_model_hears_synthetic_speech(tmp_path):
    speech = tmp_path / "speech.wav"
    try:
        subprocess.run(["espeak-ng", "-v", "de", "-w", speech, "Guten Morgen Berlin."], check=True)
    except FileNotFoundError:
        pytest.skip("espeak-ng is not installed")
    done = transcribed(EPISODE, speech, whisper(str(MODEL)), tmp_path / "heard", float)
    assert "morgen" in json.dumps([turn.text for turn in done.turns]).lower()
