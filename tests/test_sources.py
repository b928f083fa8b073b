"""Files and folders as sources."""

import shutil
from pathlib import Path

import pytest

from corpus import ImportFailed
from corpus.download import Fetcher
from corpus.gathered import Gathered
from corpus.sources import gather

PUBLISHED = Path(__file__).parent / "published"


def gathered(source: Path) -> Gathered:
    with Fetcher(source.parent / "downloads") as fetcher:
        return gather(str(source), fetcher)


def test_a_single_transcript_is_a_podcast_of_one_episode():
    found = gathered(PUBLISHED / "stimmen.vtt")
    (one,) = found.found
    assert (one.episode.id, one.episode.title, one.announced) == ("stimmen", "stimmen", None)
    assert (found.podcast.title, found.described) == ("stimmen", False)


def test_files_of_one_name_are_one_episode(tmp_path):
    folder = tmp_path / "Meine Werkstatt"
    folder.mkdir()
    for source, target in (
        ("player.json", "folge-12.episode.json"),
        ("podlove.json", "folge-12.transcript.json"),
        ("kapitel.json", "folge-12.chapters.json"),
        ("turns.md", "folge-2.md"),
        ("kaputt.xml", "folge-3.xml"),
    ):
        shutil.copy(PUBLISHED / source, folder / target)
    (folder / "folge-12.mp3").write_bytes(b"\xff\xfb\0\0")
    (folder / ".versteckt").write_text("nichts")
    found = gathered(folder)
    assert found.podcast.title == "Meine Werkstatt"
    assert found.podcast.slug == "meine-werkstatt"
    second, twelfth = found.found
    assert (second.announced, second.episode.title) == (2, "Brot ohne Eile")
    assert (twelfth.announced, twelfth.episode.title) == (12, "Brot")
    assert twelfth.episode.duration == 5478.61
    assert len(twelfth.episode.chapters) == 3
    assert twelfth.episode.people[0].name == "Jana"
    # The player's episode says who "uwe" is.
    assert [turn.speaker for turn in twelfth.episode.turns] == [None, "Jana", "Uwe Groß"]
    assert [str(failure)[:23] for failure in found.failures] == ["folge-3: folge-3.xml: i"]


def test_a_folder_with_whole_podcasts_says_so(tmp_path):
    shutil.copy(PUBLISHED / "feed.xml", tmp_path / "feed.xml")
    with pytest.raises(ImportFailed, match="is a whole podcast; import this file alone"):
        gathered(tmp_path)


def test_a_date_in_a_name_is_no_number(tmp_path):
    for name in ("2021-03-02.txt", "folge.txt", "123456.txt"):
        (tmp_path / name).write_text("Jana: Hallo.\nUwe: Hallo.\n")
    assert [one.announced for one in gathered(tmp_path).found] == [None, None, None]
