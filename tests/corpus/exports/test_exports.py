"""What is exported comes back through the importer as far as the format holds it."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus import Alias, Chapter, Corpus, Episode, Turn, save_corpus
from corpus.errors import ExportFailed
from corpus.exports import sentences as sizes
from corpus.exports.formats import FILES
from corpus.exports.transcripts import timestamp
from corpus.formats.document import Document
from corpus.importing.recognise import read
from corpus.importing.turns import joined
from tests.support.fakes import bakery_episode, small_corpus, workshop_episode
from tests.support.places import ROOT

NAMES = ("Jana Öztürk", "Uwe Groß", "Sigrid Löwe")
WORDS = ("Esche", "ist", "zäh", "und", "federt", "R&D", "a < b", "1 > 0", "&amp;", "3:30", "„so“")
TIMED = ("transcript.vtt", "transcript.srt", "transcript.json")


@some.composite
def sentence(draw: some.DrawFn) -> str:
    words = draw(some.lists(some.sampled_from(WORDS), min_size=1, max_size=12))
    # No two sentences are alike: captions that repeat one another are taken for rolling ones.
    return f"Das ist die {draw(some.integers(10**6, 10**9))} {' '.join(words)}."


@some.composite
def episodes(draw: some.DrawFn) -> Episode:
    """Turns of named people, with marks at some sentences; nobody says one in under 0.1 s."""
    turns, now = [], 0
    for said in draw(some.lists(some.lists(sentence(), min_size=1, max_size=5), min_size=2)):
        start = now + draw(some.integers(0, 5_000))
        offset, now, marks = 0, start, []
        for before, _ in pairwise(said):
            offset += len(before) + 1
            now += draw(some.integers(100, 9_000))
            marks += [(offset, now / 1000)] if draw(some.booleans()) else []
        now += draw(some.integers(100, 9_000))
        name = draw(some.sampled_from(NAMES))
        turns.append(Turn(name, " ".join(said), start / 1000, now / 1000, None, tuple(marks)))
    return Episode("one", 1, "Eine Folge", duration=now / 1000 + 1, turns=tuple(turns))


def imported(text: str) -> Document:
    what = read(text)
    assert isinstance(what, Document)
    return what


def held(turns: Sequence[Turn], tags: bool = True) -> list[tuple[str | None, str, float | None]]:
    """What a format holds: who speaks from when on, and the words until somebody else does."""
    found = []
    for name, group in groupby(turns, key=lambda turn: turn.speaker):
        spoken = list(group)
        said = " ".join(" ".join(turn.text.split()) for turn in spoken)
        found.append(
            (name, said if tags else " ".join(said.replace("<b>", "").split()), spoken[0].start)
        )
    return found


@given(episodes())
@pytest.mark.parametrize("name", TIMED)
def test_turns_come_back(name: str, episode: Episode) -> None:
    turns, _ = joined(imported(FILES[name].write(episode)).cues)
    # SubRip knows no way to write what looks like a tag, or like an entity.
    plain = name != "transcript.srt"
    said = [replace(turn, text=turn.text.replace("&amp;", "&")) for turn in episode.turns]
    assert held(turns, plain) == held(episode.turns if plain else said, plain)
    assert turns[-1].end == episode.turns[-1].end


@given(episodes())
def test_measured_times_inside_a_turn_come_back(episode: Episode) -> None:
    cues = imported(FILES["transcript.vtt"].write(episode)).cues
    starts = {cue.start for cue in cues}
    assert starts >= {seconds for turn in episode.turns for _, seconds in turn.marks}
    assert [cue.start or 0 for cue in cues] == sorted(cue.start or 0 for cue in cues)


@given(episodes())
def test_plain_text_holds_names_words_and_seconds(episode: Episode) -> None:
    turns, _ = joined(imported(FILES["transcript.txt"].write(episode)).cues)
    # A bracket around a time would be one, and a name is only known by its being used throughout.
    whole = [(name, said, int(start or 0)) for name, said, start in held(episode.turns)]
    assert [(name, said, int(start or 0)) for name, said, start in held(turns)] == whole


@given(some.lists(some.tuples(some.integers(0, 10**8), some.text("aäß\"'& :1"))))
@pytest.mark.parametrize("name", ["chapters.json", "chapters.psc"])
def test_chapters_come_back(name: str, rows: list[tuple[int, str]]) -> None:
    known = [(start / 1000, " ".join(f"{title} K".split())) for start, title in sorted(rows)]
    chapters = tuple(Chapter(start, title) for start, title in known)
    episode = replace(bakery_episode(), chapters=chapters)
    assert imported(FILES[name].write(episode)).episode.chapters == chapters


@pytest.mark.parametrize("title", ["\"Holz\" & <Leim>\n'so'", "a\x00b\x1bc", "\ud800"])
def test_chapters_are_xml_whatever_they_are_called(title: str) -> None:
    episode = replace(bakery_episode(), chapters=(Chapter(1.5, title),))
    [chapter] = Tree.fromstring(FILES["chapters.psc"].write(episode).encode())  # noqa: S314
    assert chapter.get("start") == "00:00:01.500"
    assert "\n" not in chapter.get("title", "")


def test_estimated_times_say_so() -> None:
    text = FILES["transcript.vtt"].write(workshop_episode())
    assert text.startswith("WEBVTT\n\nNOTE\nA time below")
    assert "NOTE ± 5 s\n\n00:00:00.000 --> 00:00:20.000\n<v Jana Öztürk>Willkommen" in text
    segments = json.loads(FILES["transcript.json"].write(workshop_episode()))["segments"]
    assert segments[0]["uncertainty"] == 5.0
    assert "[" not in FILES["transcript.txt"].write(workshop_episode())


def test_measured_times_say_nothing() -> None:
    turns = tuple(
        Turn("Jana Öztürk", text, at, at + 1) for at, text in ((0.0, "Ja."), (1.0, "Gut."))
    )
    text = FILES["transcript.vtt"].write(replace(bakery_episode(), turns=turns))
    assert "NOTE" not in text
    assert FILES["transcript.txt"].write(bakery_episode()).startswith("[0:00] Jana Öztürk: Hallo")


def test_a_turn_without_a_time_stands_between_the_others() -> None:
    first, *rest = bakery_episode().turns
    lost = Turn("Sigrid Löwe", "Ohne Zeit.")
    text = FILES["transcript.vtt"].write(replace(bakery_episode(), turns=(first, lost, *rest)))
    assert "NOTE ± ?\n\n00:00:0" in text and "<v Sigrid Löwe>Ohne Zeit." in text


@pytest.mark.parametrize("name", TIMED)
def test_without_any_time_there_are_no_captions(name: str) -> None:
    turns = tuple(Turn(turn.speaker, turn.text) for turn in bakery_episode().turns)
    untimed = replace(bakery_episode(), turns=turns)
    with pytest.raises(ExportFailed, match="has no times"):
        FILES[name].write(untimed)
    assert FILES["transcript.txt"].write(untimed).startswith("Jana Öztürk: Hallo")


@pytest.mark.parametrize("name", [*TIMED, "transcript.txt"])
def test_nothing_said_and_far_too_much_are_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ExportFailed, match="has no transcript"):
        FILES[name].write(replace(bakery_episode(), turns=()))
    monkeypatch.setattr(sizes, "MOST", 100)
    with pytest.raises(ExportFailed, match="at most 100"):
        FILES[name].write(bakery_episode())


def test_times_are_written_to_the_thousandth() -> None:
    assert timestamp(3_723.9996) == "01:02:04.000"
    assert timestamp(360_000.5, ",") == "100:00:00,500"


def test_the_command_prints_with_the_names_that_the_podcast_uses(tmp_path: Path) -> None:
    corpus = small_corpus()
    podcast = replace(corpus.podcast, aliases=(Alias("Jana Roth", ("Jana Öztürk",)),))
    save_corpus(Corpus(podcast, corpus.episodes), tmp_path)
    export = [sys.executable, "-m", "corpus", "export", str(tmp_path / "002.json")]
    done = subprocess.run(export, capture_output=True, encoding="utf-8", cwd=ROOT)
    assert done.returncode == 0 and "<v Jana Roth>Hallo Sigrid." in done.stdout
    wrong = subprocess.run(
        [*export, "--format", "mp3"], capture_output=True, encoding="utf-8", cwd=ROOT
    )
    assert wrong.returncode == 1 and "chapters.psc" in wrong.stderr
