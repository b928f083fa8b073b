"""Where the links of a feed may lead, and what lies there."""

import os

import pytest

from corpus import ImportFailed
from corpus.fetching.download import Fetcher
from corpus.importing.linked import linked, read_bytes
from corpus.importing.sources import gather
from tests.support.feeds import feed, item, vtt


@pytest.fixture
def folder(tmp_path):
    """A folder with a feed, beside a secret that reads like a transcript."""
    folder = tmp_path / "podcast"
    (folder / "texte").mkdir(parents=True)
    (folder / "texte" / "1.vtt").write_bytes(vtt(("Jana", "Hallo.")))
    (folder / ".geheim.vtt").write_bytes(vtt(("Jana", "Geheim.")))
    (tmp_path / "geheim.vtt").write_bytes(vtt(("Jana", "Geheim.")))
    (folder / "hinaus.vtt").symlink_to(tmp_path / "geheim.vtt")
    (folder / "hinauf").symlink_to(tmp_path)
    (folder / "hinein.vtt").symlink_to(folder / "texte" / "1.vtt")
    (folder / "kreis").symlink_to(folder / "kreis")
    os.mkfifo(folder / "rohr.vtt")
    return folder


def test_addresses():
    base = "https://example.org/a/feed.xml"
    assert linked(base, "t.vtt") == "https://example.org/a/t.vtt"
    assert linked(base, "//example.com/t.vtt") == "https://example.com/t.vtt"
    assert linked("podcast/feed.xml", "https://example.org/t.vtt") == "https://example.org/t.vtt"
    with pytest.raises(ImportFailed, match="no web address"):
        linked(base, "file:///etc/passwd")


@pytest.mark.parametrize("link", ["texte/1.vtt", "texte/../texte/1.vtt?a=b#c", "hinein.vtt"])
def test_files_beside_and_below(folder, link):
    place = linked(str(folder / "feed.xml"), link)
    with Fetcher(folder.parent / "downloads") as fetcher:
        assert b"Hallo." in read_bytes(place, fetcher)


@pytest.mark.parametrize(
    "link",
    ["../geheim.vtt", "%2e%2e/geheim.vtt", "texte/../../geheim.vtt", "hinaus.vtt", ".geheim.vtt",
     "hinauf/geheim.vtt", "/etc/passwd", "{parent}/geheim.vtt", "file://{parent}/geheim.vtt",
     "//localhost{parent}/geheim.vtt", "nichts.vtt", "texte", "rohr.vtt", "kreis/1.vtt", ".", "",
     "a%00b", "x" * 5000, "http://[::1/t.vtt"],
)  # fmt: skip
def test_nothing_else_is_opened(folder, link):
    link = link.format(parent=folder.parent)
    file = folder / "feed.xml"
    with pytest.raises(ImportFailed):
        linked(str(file), link)
    more = f'<podcast:chapters url="{link}"/>'
    file.write_bytes(feed(item(1, (link, "text/vtt"), more=more), item(2)))
    with Fetcher(folder.parent / "downloads") as fetcher:
        one, other = gather(str(file), fetcher).found
    assert one.episode.turns == one.episode.chapters == ()
    assert "Geheim" not in f"{one.failed}{one.repairs}"
    assert other.failed is None


def test_a_folder_that_is_a_link_itself(folder, tmp_path):
    (tmp_path / "anders").symlink_to(folder)
    base = str(tmp_path / "anders" / "feed.xml")
    assert linked(base, "texte/1.vtt") == str(folder / "texte" / "1.vtt")


def test_a_file_that_is_too_large_or_gone(folder, monkeypatch):
    monkeypatch.setattr("corpus.importing.linked.MOST_BYTES", 10)
    with Fetcher(folder.parent / "downloads") as fetcher:
        with pytest.raises(ImportFailed, match=r"1.vtt: is larger than"):
            read_bytes(str(folder / "texte" / "1.vtt"), fetcher)
        with pytest.raises(ImportFailed, match=r"2.vtt: cannot be read \(No such file"):
            read_bytes(str(folder / "2.vtt"), fetcher)
