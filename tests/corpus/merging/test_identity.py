"""A feed and its corpus: another podcast of the same title, and the same one elsewhere."""

import json
from pathlib import Path

import pytest

from corpus import __main__ as commands
from corpus import load_corpus
from tests.support.feeds import feed, item
from tests.support.site import Page


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where corpora are kept that no --into names."""
    monkeypatch.setattr(commands, "corpora_folder", lambda: tmp_path / "data")
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def run(site, data):
    def imported(path: str, *items: str, channel: str = "", into: Path | None = None) -> int:
        site.pages[path] = Page(feed(*items, channel=channel))
        options = ["--into", str(into)] if into else []
        return commands.main(["import", f"{site.url}{path}", "--allow-private", *options])

    return imported


def podcast(data: Path) -> dict[str, object]:
    file = data / "werkstattgespraeche" / "podcast.json"
    return dict(json.loads(file.read_text(encoding="utf-8")))


def other(number: int) -> str:
    return item(number, guid=f"fremd-{number}").replace("Brot", "Stahl")


MINE = [item(1), item(2), item(3)]


def test_another_feed_of_the_same_title_is_refused_with_a_remedy(run, data, site, tmp_path, capsys):
    assert run("/a.xml", *MINE) == 0
    assert podcast(data)["feed"] == f"{site.url}/a.xml"
    before = {file.name: file.read_bytes() for file in (data / "werkstattgespraeche").iterdir()}
    capsys.readouterr()
    assert run("/b.xml", other(1), other(2), other(3), other(4)) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "holds another podcast of this name" in err
    assert "/a.xml" in err and "--into DIR" in err
    assert before == {
        file.name: file.read_bytes() for file in (data / "werkstattgespraeche").iterdir()
    }
    assert run("/b.xml", other(1), into=tmp_path / "anders") == 0
    assert len(load_corpus(tmp_path / "anders").episodes) == 1
    assert run("/a.xml", *MINE, item(4)) == 0  # its own is still brought up to date


def test_a_feed_that_moved_is_the_same(run, data, site):
    guid = "<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>"
    assert run("/a.xml", *MINE, channel=guid) == 0
    assert run("/neu.xml", other(7), channel=guid) == 0  # by its guid
    assert podcast(data)["feed"] == f"{site.url}/neu.xml"
    announced = f"<itunes:new-feed-url>{site.url}/c.xml</itunes:new-feed-url>"
    assert run("/neu.xml", other(7), channel=announced) == 0
    assert podcast(data)["feed"] == f"{site.url}/c.xml"  # where it says that it goes on
    assert podcast(data)["guid"] == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert run("/c.xml", other(8)) == 0
    assert run("/neu.xml", other(9), channel=announced) == 0
    assert run("/d.xml", other(7), other(8), other(10)) == 0  # by most of its episodes
    assert run("/e.xml", other(7), other(11), other(12)) == 1
    assert run("/d.xml", other(11), channel="<podcast:guid>andere</podcast:guid>") == 0


def test_the_same_ids_are_not_enough(run):
    assert run("/a.xml", *MINE) == 0
    later = [
        item(n, guid=f"ep-{n}").replace("Brot", "Stahl").replace("2020", "1990") for n in (1, 2, 3)
    ]
    assert run("/b.xml", *later) == 1


def test_an_atom_feed_is_known_by_its_id(site, data, tmp_path):
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Werkstattgespräche</title><id>urn:w</id>'
        "<entry><title>{title}</title><id>{title}</id></entry></feed>"
    )
    for path, title in (("/a", "eins"), ("/b", "zwei")):
        site.pages[path] = Page(atom.format(title=title).encode())
        assert commands.main(["import", f"{site.url}{path}", "--allow-private"]) == 0
    assert podcast(data)["guid"] == "urn:w"
    assert len(load_corpus(data / "werkstattgespraeche").episodes) == 2


def without_identity(data: Path, **more: str) -> None:
    """As a corpus was before feeds were known again."""
    file = data / "werkstattgespraeche" / "podcast.json"
    old = {key: value for key, value in podcast(data).items() if key not in ("feed", "guid")}
    file.write_text(json.dumps(old | more), encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "items", "channel", "status"),
    [
        ({}, [other(1)], "", 1),
        ({}, [other(1), item(3)], "", 0),  # one episode that it has
        (
            {"website": "https://www.brot.example/"},
            [other(1)],
            "<link>http://brot.example</link>",
            0,
        ),
        ({"website": "https://a.example/"}, [other(1)], "<link>https://b.example/</link>", 1),
        (
            {"publisher": "Werkstatt e.V."},
            [other(1)],
            "<itunes:author>Werkstatt E.V.</itunes:author>",
            0,
        ),
        ({"publisher": "A"}, [other(1)], "<itunes:author>B</itunes:author>", 1),
    ],
)
def test_a_corpus_without_identity_takes_one_that_fits(
    run, data, site, more, items, channel, status
):
    assert run("/a.xml", *MINE) == 0
    without_identity(data, **more)
    assert run("/b.xml", *items, channel=channel) == status
    if not more:  # else an editor's file stays as it is, and is compared the next time, too
        assert podcast(data).get("feed") == (f"{site.url}/b.xml" if status == 0 else None)


def test_an_editors_podcast_json_takes_an_identity_and_nothing_else(run, data, site, capsys):
    assert run("/a.xml", *MINE) == 0
    without_identity(data, aliases=[{"name": "Jana Roth", "spellings": ["Jana"]}])  # type: ignore[arg-type]
    capsys.readouterr()
    assert run("/a.xml", *MINE) == 0
    assert "edited by hand" not in capsys.readouterr().err
    assert podcast(data)["feed"] == f"{site.url}/a.xml"
    assert podcast(data)["aliases"] == [{"name": "Jana Roth", "spellings": ["Jana"]}]


def test_no_password_is_kept(run, data, site):
    site.pages["/a.xml"] = Page(feed(*MINE))
    address = site.url.replace("//", "//jana:geheim@") + "/a.xml"
    assert commands.main(["import", address, "--allow-private"]) == 0
    assert podcast(data)["feed"] == f"{site.url}/a.xml"


def test_what_is_no_feed_does_not_join_a_podcast_by_its_name(run, data, tmp_path, capsys):
    assert run("/a.xml", *MINE) == 0
    folder = tmp_path / "Werkstattgespräche"
    folder.mkdir()
    (folder / "9.txt").write_text("Jana: Hallo.\nUwe: Ja.\n", encoding="utf-8")
    assert commands.main(["import", str(folder)]) == 1
    assert "--into DIR" in capsys.readouterr().err
    (folder / "9.txt").rename(folder / "8.txt")
    into = data / "werkstattgespraeche"
    assert commands.main(["import", str(folder), "--into", str(into)]) == 0
    assert podcast(data)["feed"]  # it stays that feed's
    anew = tmp_path / "ordner"
    folder.rename(anew)
    assert commands.main(["import", str(anew)]) == 0
    (anew / "10.txt").write_text("Jana: Hallo.\nUwe: Ja.\n", encoding="utf-8")
    assert commands.main(["import", str(anew)]) == 0
