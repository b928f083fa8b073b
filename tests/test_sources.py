"""Files and folders as sources."""

import shutil
from pathlib import Path

import pytest

from corpus import ImportFailed
from corpus.download import Fetcher
from corpus.gathered import Gathered
from corpus.sources import gather
from tests.feeds import feed, item, vtt

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
    for name in ("feed.xml", "other.xml"):
        shutil.copy(PUBLISHED / "feed.xml", tmp_path / name)
    with pytest.raises(ImportFailed, match=r"feed.xml: is a whole podcast.* import it alone"):
        gathered(tmp_path)


def test_a_folder_with_a_feed_is_what_the_feed_says(tmp_path):
    links = [("t/1%20a.vtt", "text/vtt"), ("2.vtt", "text/vtt")]
    more = '<podcast:chapters url="kapitel.json"/>'
    text = feed(*(item(n, link, more=more) for n, link in enumerate(links, 1)))
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "1 a.vtt").write_bytes(vtt(("Jana", "Hallo."), ("Uwe", "Ja.")))
    (tmp_path / "2.vtt").write_bytes(vtt(("Jana", "Noch einmal.")))
    (tmp_path / "lies-mich.md").write_text("Etwas zu <rss> und **Jana:** Nein.")
    shutil.copy(PUBLISHED / "kapitel.json", tmp_path / "kapitel.json")
    (tmp_path / "podcast.rss").write_bytes(b"<!-- von uns -->\n" + text)
    for source in (tmp_path, tmp_path / "podcast.rss"):
        found = gathered(source)
        assert (found.podcast.title, found.failures) == ("Werkstattgespräche", ())
        assert [len(one.episode.turns) for one in found.found] == [2, 1]
        assert [len(one.episode.chapters) for one in found.found] == [3, 3]
        assert all(one.failed is None and one.repairs == () for one in found.found)


def test_what_had_to_be_mended_in_a_feed_is_told(tmp_path):
    file = tmp_path / "feed.xml"
    file.write_bytes(feed(item(1)).decode().encode("cp1252"))
    found = gathered(file)
    assert found.podcast.title == "Werkstattgespräche"
    assert found.repairs == ("feed.xml: is not UTF-8 (the first in line 1); read as Windows-1252",)


def test_a_date_in_a_name_is_no_number(tmp_path):
    for name in ("2021-03-02.txt", "folge.txt", "123456.txt"):
        (tmp_path / name).write_text("Jana: Hallo.\nUwe: Hallo.\n")
    assert [one.announced for one in gathered(tmp_path).found] == [None, None, None]
