"""Pictures of a feed or page: fetched, checked, kept as files, refreshed, never in the way."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import __main__ as commands
from corpus import load_corpus
from corpus.fetching.pictures import media_type
from corpus.formats.feeds.feed import Feed
from corpus.formats.pages.page_image import page_image
from corpus.importing import covers
from corpus.importing.recognise import read
from corpus.types import Corpus
from tests.support.covers import painted
from tests.support.feeds import feed, item
from tests.support.site import Page, Site

SHOW, OWN = painted(colour="teal"), painted(colour="brown")


def run(site: Site, into: Path) -> int:
    address = f"{site.url}/feed.xml"
    return commands.main(["import", address, "--into", str(into), "--allow-private"])


def publish(site: Site, second: str = "own.png") -> None:
    own = f'<itunes:image href="{second}"/>' if second else ""
    channel = f'<itunes:image href="{site.url}/show.png"/>'
    site.pages["/feed.xml"] = Page(feed(item(1), item(2, more=own), channel=channel))
    site.pages["/show.png"] = Page(SHOW)
    site.pages["/own.png"] = Page(OWN)


def images(folder: Path) -> set[str]:
    return {file.name for file in (folder / "images").glob("*")}


def test_pictures_lie_beside_the_json(site: Site, tmp_path: Path) -> None:
    publish(site)
    into = tmp_path / "show"
    assert run(site, into) == 0
    corpus = load_corpus(into)
    first, second = corpus
    assert first.image is None and corpus.podcast.image != second.image
    assert second.image_url == f"{site.url}/own.png"
    assert images(into) == {corpus.podcast.image, second.image}
    for name in images(into):
        assert media_type((into / "images" / name).read_bytes()) == "image/jpeg"
    [body] = [f for f in (tmp_path / ".import" / "downloads").glob("*.body") if is_own(f, into)]
    assert body.stat().st_size < 100_000  # what was published is not kept twice


def is_own(file: Path, into: Path) -> bool:
    name = load_corpus(into).episodes[1].image or ""
    return file.read_bytes() == (into / "images" / name).read_bytes()


def test_a_second_import_changes_nothing_and_a_new_picture_is_taken(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(site)
    into = tmp_path / "show"
    run(site, into)
    before, states = images(into), {f: f.stat().st_mtime_ns for f in into.rglob("*")}
    capsys.readouterr()
    assert run(site, into) == 0
    assert "2 unchanged" in capsys.readouterr().out
    assert site.statuses("/own.png") == [200, 304]
    assert {f: f.stat().st_mtime_ns for f in into.rglob("*")} == states
    site.pages["/own.png"] = Page(painted(colour="navy"))
    run(site, into)
    assert load_corpus(into).episodes[1].image not in before
    assert len(images(into)) == 3  # a window that has not taken up the new one shows the old one
    run(site, into)
    assert len(images(into)) == 2


@pytest.mark.parametrize(
    "page",
    [
        Page(b"gone", 404),
        Page(b'<svg xmlns="http://www.w3.org/2000/svg"/>', headers={"Content-Type": "image/png"}),
        Page(OWN[:300]),
    ],
)
def test_what_cannot_be_had_stops_nothing(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], page: Page
) -> None:
    publish(site)
    site.pages["/own.png"] = page
    into = tmp_path / "show"
    assert run(site, into) == 0
    assert "a picture was left out" in capsys.readouterr().err
    assert load_corpus(into).podcast.image and load_corpus(into).episodes[1].image is None


def test_one_that_was_had_stays_while_its_host_is_away(site: Site, tmp_path: Path) -> None:
    publish(site)
    into = tmp_path / "show"
    run(site, into)
    had = load_corpus(into).episodes[1].image
    site.pages["/own.png"] = Page(b"", 404)
    run(site, into)
    assert had and load_corpus(into).episodes[1].image == had and had in images(into)
    publish(site, second="")
    run(site, into)
    assert load_corpus(into).episodes[1].image is None


def test_a_corpus_from_before_there_were_pictures_gets_them(site: Site, tmp_path: Path) -> None:
    publish(site, second="")
    site.pages["/feed.xml"] = Page(feed(item(1), item(2)))
    into = tmp_path / "show"
    run(site, into)
    assert "image" not in (into / "001.json").read_text() and not images(into)
    podcast = json.loads((into / "podcast.json").read_text()) | {"title": "Von Hand"}
    (into / "podcast.json").write_text(json.dumps(podcast))
    publish(site)
    run(site, into)
    corpus = load_corpus(into)
    assert corpus.episodes[1].image
    assert corpus.podcast.title == "Von Hand"  # an editor's file stays as it is


def test_a_kill_between_picture_and_json_loses_nothing(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site)
    into = tmp_path / "show"
    with monkeypatch.context() as patch:
        patch.setattr("corpus.merging.update.write_as_ours", killed)
        with pytest.raises(KeyboardInterrupt):
            covers_written(site, into)
    assert len(images(into)) == 2 and not (into / "podcast.json").exists()
    (into / "images" / f".new-{'0' * 24}.jpg").write_bytes(b"half")
    assert run(site, into) == 0
    assert images(into) == {load_corpus(into).podcast.image, load_corpus(into).episodes[1].image}


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def covers_written(site: Site, into: Path) -> None:
    from corpus.fetching.download import Fetcher
    from corpus.importing.sources import gather
    from corpus.merging.update import update

    with Fetcher(into.parent / "downloads", allow_private=True) as fetcher:
        update(gather(f"{site.url}/feed.xml", fetcher), into)


def test_no_time_is_left_out_and_said(site: Site, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(covers, "ALL_SECONDS", -1.0)
    publish(site)
    assert run(site, tmp_path / "show") == 0
    assert "2 pictures were left out" in capsys.readouterr().err


def test_a_feed_in_a_folder_takes_pictures_from_there_and_from_nowhere_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = tmp_path / "show"
    inside.mkdir()
    (tmp_path / "secret.png").write_bytes(OWN)
    (inside / "cover.png").write_bytes(SHOW)
    one = item(1, more='<itunes:image href="../secret.png"/>')
    told = feed(one, channel="<image><url>cover.png</url></image>")
    (inside / "feed.xml").write_bytes(told)
    into = tmp_path / "corpus"
    assert commands.main(["import", str(inside), "--into", str(into)]) == 0
    corpus = load_corpus(into)
    assert corpus.podcast.image and corpus.podcast.image_url is None
    assert corpus.episodes[0].image is None
    assert "leads out of the folder" in capsys.readouterr().err


def test_a_folder_of_transcripts_may_hold_a_cover(tmp_path: Path) -> None:
    inside = tmp_path / "show"
    inside.mkdir()
    (inside / "cover.png").write_bytes(SHOW)
    (inside / "01.srt").write_text("1\n00:00:00,000 --> 00:00:05,000\nJana: Guten Morgen.\n")
    assert commands.main(["import", str(inside), "--into", str(tmp_path / "corpus")]) == 0
    assert load_corpus(tmp_path / "corpus").podcast.image


WAYS = {
    '<itunes:image href=" https://a.example/1.jpg "/>': "https://a.example/1.jpg",
    '<media:thumbnail url="https://a.example/2.jpg"/>': "https://a.example/2.jpg",
    '<media:content url="https://a.example/3" medium="image"/>': "https://a.example/3",
    '<media:content url="https://a.example/3" type="audio/mpeg"/>': None,
    "<image><url>4.jpg</url><title>t</title></image>": "4.jpg",
    '<podcast:image href="https://a.example/5.jpg"/>': "https://a.example/5.jpg",
    '<podcast:images srcset="s.jpg 150w, m.jpg 600w,\n l.jpg 3000w"/>': "m.jpg",
    '<podcast:images srcset="s.jpg 150w, m.jpg 300w"/>': "m.jpg",
    '<podcast:images srcset="only.jpg"/>': "only.jpg",
    '<podcast:images srcset=""/><itunes:image href="6.jpg"/>': "6.jpg",
    '<itunes:image href=""/>': None,
}


@pytest.mark.parametrize("told", WAYS)
def test_ways_to_announce_a_picture(told: str) -> None:
    for text in (feed(item(1), channel=told), feed(item(1, more=told))):
        found = read(text.decode())
        assert isinstance(found, Feed)
        announced = found.podcast.image_url or found.items[0].episode.image_url
        assert announced == WAYS[told]


def test_atom_has_a_logo() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><logo>l.png</logo>'
        "<entry><id>1</id><title>E</title></entry></feed>"
    )
    found = read(atom)
    assert isinstance(found, Feed) and found.podcast.image_url == "l.png"


def test_a_page_names_its_picture() -> None:
    head = "<html><head><meta content='https://a.example/?a=1&amp;b=2' property=\"og:image\">"
    assert page_image(head) == "https://a.example/?a=1&b=2"
    assert page_image('<meta name="twitter:image" content="/t.png"/>') == "/t.png"
    assert page_image("<meta property='og:image' content=''>" + "<meta " * 1000) is None
    body = "</head><body><p>Brot</p><p>Alle Folgen</p><p>• 02.03.2021</p><p>Folge 1: Teig</p>"
    found = read(f"{head}{body}")
    assert isinstance(found, Corpus) and found.podcast.image_url == "https://a.example/?a=1&b=2"


def test_what_is_no_picture_name_is_refused(site: Site, tmp_path: Path) -> None:
    from corpus import CorpusError

    publish(site)
    into = tmp_path / "show"
    run(site, into)
    corpus = load_corpus(into)
    for bad in ("../podcast.json", "a/b.jpg", "x.svg", ".hidden.jpg", ""):
        told = replace(corpus.podcast, image=bad)
        text = json.loads((into / "podcast.json").read_text()) | {"image": told.image}
        (into / "podcast.json").write_text(json.dumps(text))
        with pytest.raises(CorpusError, match="image: must name"):
            load_corpus(into)


def test_a_picture_that_is_missing_is_told(site: Site, tmp_path: Path, capsys) -> None:
    publish(site)
    into = tmp_path / "show"
    run(site, into)
    for file in (into / "images").iterdir():
        file.unlink()
    assert commands.main(["check", str(into)]) == 0
    told = capsys.readouterr().out
    assert told.count("is missing; lay it there") == 2
    run(site, into)  # and the next import brings it back
    assert len(images(into)) == 2
