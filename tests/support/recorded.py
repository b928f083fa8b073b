"""A made-up podcast that can be heard: times measured and estimated, a recording that is lost."""

from dataclasses import replace
from pathlib import Path

from corpus import Corpus, Turn
from tests.support.fakes import small_corpus
from tests.support.made_up_audio import recording

FILLER = "😀 Der Teig ruht noch. " * 30


def recorded_corpus(folder: Path) -> Corpus:
    """Episodes 1 without audio, 2 with it, 3 with estimated times, 4 whose recording is gone."""
    (folder / "brot.wav").write_bytes(recording())
    small = small_corpus()
    silent, bread = small.episodes
    long = Turn("Sigrid Löwe", f"{FILLER}Jetzt 😀 kommt er. Aus dem Ofen nämlich.", 90.0, 99.0)
    heard = replace(bread, audio_url="brot.wav", duration=100.0, turns=(*bread.turns, long))
    guess = [replace(turn, uncertainty=4.0) for turn in heard.turns]
    guessed = replace(heard, id="3", number=3, title="Geschätzt", turns=tuple(guess))
    gone = replace(heard, id="4", number=4, title="Verloren", audio_url="fort.wav")
    return replace(small, episodes=(silent, heard, guessed, gone), folder=folder)
