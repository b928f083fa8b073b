"""Files and folders as sources."""

import os
import shutil
import socket
from pathlib import Path

import pytest

from corpus import ImportFailed
from corpus.fetching.download import Fetcher
from corpus.gathered import Gathered
from corpus.importing.linked import read_document
from corpus.importing.sources import gather
from corpus.merging.update import update
from tests.support.feeds import feed, item, vtt
from tests.support.places import PUBLISHED


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


def test_names_that_are_no_text_and_odd_digits_are_sorted(tmp_path):
    folder = tmp_path / "o"
    folder.mkdir()
    names = ["10.txt", "2.txt", "²6.txt", "٣.txt", "9" * 200 + ".txt"]
    for name in [*map(os.fsencode, names), "Gespräch.txt".encode("cp1252"), b"\xff\xfe.txt"]:
        (Path(os.fsdecode(os.fsencode(folder))) / os.fsdecode(name)).write_text("A: Ja.\nB: Ja.\n")
    found = gathered(folder)
    ids = [one.episode.id for one in found.found]
    assert len(ids) == 7 and {"²6", "Gespräch", "ÿþ"} <= set(ids)
    assert ids.index("2") < ids.index("10")
    outcomes = update(found, tmp_path / "corpus")
    assert len(outcomes) == 8
    single = os.fsdecode(bytes(folder) + b"/\xff\xfe.txt")
    assert gathered(Path(single)).found[0].episode.id == "ÿþ"


def test_no_link_leads_out_of_a_folder(tmp_path):
    folder = tmp_path / "folgen"
    (folder / "texte").mkdir(parents=True)
    (tmp_path / "geheim.txt").write_text("Jana: Geheim.\nUwe: Geheim.\n")
    for name in ("3.txt", ".versteckt", "texte/4.txt"):
        (folder / name).write_text("Jana: Hallo.\nUwe: Ja.\n")
    (folder / "1.txt").symlink_to(tmp_path / "geheim.txt")
    (folder / "2.txt").symlink_to(folder / ".versteckt")
    (folder / "4.txt").symlink_to("texte/4.txt")
    (folder / "5.txt").symlink_to(folder / "5.txt")
    found = gathered(folder)
    assert [one.episode.id for one in found.found] == ["3", "4"]
    assert [str(failure) for failure in found.failures] == [
        "1.txt: is a link that leads out of the folder",
        "2.txt: is a link that leads out of the folder",
    ]
    (folder / "feed.xml").symlink_to(tmp_path / "feed.xml")
    (tmp_path / "feed.xml").write_bytes(feed(item(1)))
    assert [one.episode.id for one in gathered(folder).found] == ["3", "4"]


@pytest.mark.parametrize("kind", ["pipe", "device", "socket", "folder"])
def test_only_a_file_is_a_source(tmp_path, kind, monkeypatch):
    source = tmp_path / "quelle"
    if kind == "pipe":
        os.mkfifo(source)
    elif kind == "device":
        source.symlink_to("/dev/zero")
    elif kind == "socket":
        monkeypatch.chdir(tmp_path)
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(source.name)
    else:
        source.mkdir()
    with pytest.raises(ImportFailed, match=r"is no file|cannot be read|holds no episode"):
        gathered(source)


def test_whatever_happens_to_one_file_the_others_are_read(tmp_path, monkeypatch):
    for name in ("1.txt", "2.txt"):
        (tmp_path / name).write_text(f"A: {name}\nB: Ja.\n")

    def broken(data: bytes, name: str):
        if name == "1.txt":
            raise RecursionError("deep")
        return read_document(data, name)

    monkeypatch.setattr("corpus.importing.sources.read_document", broken)
    found = gathered(tmp_path)
    assert [one.episode.id for one in found.found] == ["2"]
    assert [str(one) for one in found.failures] == ["1: cannot be read (RecursionError: deep)"]
