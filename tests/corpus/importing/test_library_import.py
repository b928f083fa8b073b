"""A list of feeds becomes a library."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import ImportFailed
from corpus import __main__ as commands
from corpus.fetching.download import Fetcher
from corpus.gathered import Failure
from corpus.importing.feed_list import listed_feeds
from corpus.library import read_library
from tests.support.feeds import feed, item, vtt
from tests.support.site import Page, Site

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="{version}"><head><title>Meine Podcasts</title></head><body>
<outline text="Handwerk"><outline text="Holz"><outline type="rss" text="A" xmlUrl="{url}/a.xml"/>
</outline><outline type="rss" text="B" {key}="{url}/b.xml?x=1&amp;y=2"/></outline>
<outline text="ohne Adresse"/><outline text="noch einmal A" xmlUrl="{url}/a.xml"/>
</body></opml>"""


def run(*arguments: object) -> int:
    return commands.main([str(argument) for argument in arguments])


def listed(file: Path) -> tuple[str | Failure, ...] | None:
    with Fetcher(file.parent / "downloads") as fetcher:
        return listed_feeds(str(file), fetcher)


def written(folder: Path, text: str, name: str = "feeds.opml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def publish(site: Site, name: str, title: str, *numbers: int) -> str:
    """A feed with these episodes and their transcripts; its address."""
    items = []
    for number in numbers:
        path = f"/{name}-{number}.vtt"
        site.pages[path] = Page(vtt(("Uwe", f"Folge {number} handelt von Brot."), ("Ida", "Ja.")))
        guid = f"{name}-{number}"
        items.append(item(number, (site.url + path, "text/vtt"), guid=guid))
    site.pages[f"/{name}.xml"] = Page(feed(*items, title=title))
    return f"{site.url}/{name}.xml"


@pytest.mark.parametrize(("version", "key"), [("1.0", "xmlurl"), ("2.0", "xmlUrl")])
def test_opml_lists_feeds_however_deep(tmp_path, version, key):
    text = OPML.format(version=version, key=key, url="https://example.org")
    feeds = ("https://example.org/a.xml", "https://example.org/b.xml?x=1&y=2")
    assert listed(written(tmp_path, text)) == feeds
    assert listed(written(tmp_path, f"\ufeff<!-- aus der App -->\n{text[39:]}")) == feeds


def test_addresses_for_podcast_apps_are_web_addresses(tmp_path):
    outlines = "".join(
        f'<outline xmlUrl="{one}"/>'
        for one in ("feed://example.org/a", "feed:https://example.org/b", "feed:http://x.org/c")
    )
    assert listed(written(tmp_path, f"<opml><body>{outlines}</body></opml>")) == (
        "https://example.org/a",
        "https://example.org/b",
        "http://x.org/c",
    )


def test_a_text_lists_an_address_per_line(tmp_path):
    text = "# meine\n\nhttps://example.org/a.xml\r\n  https://example.org/b.xml \n"
    assert listed(written(tmp_path, text, "feeds.txt")) == (
        "https://example.org/a.xml",
        "https://example.org/b.xml",
    )


@pytest.mark.parametrize("text", ["", "# nichts\n", "Uwe: Hallo.\nhttps://example.org", "<rss/>"])
def test_what_else_a_file_holds_is_no_list(tmp_path, text):
    assert listed(written(tmp_path, text, "folge.txt")) is None
    assert listed(tmp_path / "gone.opml") is None
    assert listed(tmp_path) is None


@pytest.mark.parametrize("text", ["<opml><body/></opml>", "<opml><body>"])
def test_opml_without_feeds_says_so(tmp_path, text):
    with pytest.raises(ImportFailed, match=r"feeds.opml: "):
        listed(written(tmp_path, text))


@pytest.mark.parametrize("link", ["/etc/passwd", "../secret.xml", "file:///etc/passwd", ".git/x"])
def test_a_list_opens_nothing_else_on_the_disk(tmp_path, link, capsys):
    (tmp_path / "lists").mkdir()
    (tmp_path / "secret.xml").write_bytes(feed(item(1)))
    text = f'<opml><body><outline xmlUrl="{link}"/></body></opml>'
    file = written(tmp_path / "lists", text)
    found = listed(file)
    assert found is not None and isinstance(found[0], Failure)
    assert run("import", file, "--into", tmp_path / "library") == 1
    assert f"failed {link}: " in capsys.readouterr().out
    assert read_library(tmp_path / "library").podcasts == {}


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_list_or_none(tmp_path_factory, text):
    file = tmp_path_factory.getbasetemp() / "any.txt"
    file.write_text(text, encoding="utf-8", newline="")
    try:
        listed(file)
    except ImportFailed as error:
        assert str(error).startswith(str(file))


def test_each_feed_becomes_a_folder_and_one_that_fails_stops_none(site, tmp_path, capsys):
    publish(site, "a", "Werkstattgespräche", 1, 2)
    publish(site, "c", "Gartenfunk", 7)
    text = f"{site.url}/a.xml\n{site.url}/gone.xml\n{site.url}/c.xml\n"
    file, into = written(tmp_path, text, "feeds.txt"), tmp_path / "library"
    arguments = "import", file, "--into", into, "--allow-private"
    assert run(*arguments) == 1
    said = capsys.readouterr()
    first, failed, third, last = said.out.splitlines()
    assert first == f"Werkstattgespräche: 2 episodes in {into}/werkstattgespraeche: 2 added"
    assert failed.startswith(f"failed {site.url}/gone.xml: ") and "404" in failed
    assert third == f"Gartenfunk: 1 episodes in {into}/gartenfunk: 1 added"
    assert last == f"2 of 3 podcasts imported into {into}"
    assert said.err == "Error: 1 of 3 feeds failed; run it again to try them again\n"
    slugs = [one.slug for one in read_library(into).podcasts.values()]
    assert slugs == ["gartenfunk", "werkstattgespraeche"]

    publish(site, "a", "Werkstattgespräche – neuer Name", 1, 2, 3)
    publish(site, "gone", "Wieder da", 1)
    assert run(*arguments) == 0
    first, again, third, last = capsys.readouterr().out.splitlines()
    assert f"3 episodes in {into}/werkstattgespraeche: 1 added, 2 unchanged" in first
    assert again.startswith("Wieder da: 1 episodes") and third.endswith(": 1 unchanged")
    assert last.startswith("3 of 3 podcasts")
    assert len(read_library(into).podcasts) == 3


def test_two_podcasts_of_one_name_get_a_folder_each(site, tmp_path, capsys):
    one, other = publish(site, "a", "Unter uns", 1), publish(site, "b", "Unter uns", 1, 2)
    file = written(tmp_path, f"{one}\n{other}\n", "feeds.txt")
    for _ in range(2):
        assert run("import", file, "--into", tmp_path / "l", "--allow-private") == 0
    assert "2 unchanged" in capsys.readouterr().out
    podcasts = read_library(tmp_path / "l").podcasts
    assert {folder.name: podcast.slug for folder, podcast in podcasts.items()} == {
        "unter-uns": "unter-uns",
        "unter-uns-2": "unter-uns-2",
    }


def test_a_damaged_podcast_is_not_imported_beside_itself(site, tmp_path, capsys):
    file = written(tmp_path, publish(site, "a", "Unter uns", 1), "feeds.txt")
    arguments = "import", file, "--into", tmp_path / "l", "--allow-private"
    assert run(*arguments) == 0
    (tmp_path / "l" / "unter-uns" / "podcast.json").write_text("{")
    assert run(*arguments) == 1
    assert "podcast.json: is not valid JSON" in capsys.readouterr().out
    assert [one.name for one in (tmp_path / "l").iterdir() if one.name[0] != "."] == ["unter-uns"]


def test_opml_at_an_address(site, tmp_path, capsys):
    address = publish(site, "a", "Unter uns", 1)
    site.pages["/feeds.opml"] = Page(f'<opml><outline xmlUrl="{address}"/></opml>'.encode())
    into = tmp_path / "l"
    assert run("import", f"{site.url}/feeds.opml", "--into", into, "--allow-private") == 0
    assert capsys.readouterr().out.endswith(f"1 of 1 podcasts imported into {into}\n")


def test_check_looks_at_every_podcast(site, tmp_path, capsys):
    lines = publish(site, "a", "Eins", 1), publish(site, "b", "Zwei", 1)
    file = written(tmp_path, "\n".join(lines), "feeds.txt")
    run("import", file, "--into", tmp_path / "l", "--allow-private")
    capsys.readouterr()
    assert run("check", "--library", tmp_path / "l") == 0
    said = capsys.readouterr().out
    assert "Eins (eins): 1 episodes" in said and said.endswith("2 podcasts can be used\n")
    episode = tmp_path / "l" / "eins" / "001.json"
    episode.write_text(json.dumps(json.loads(episode.read_text()) | {"number": -1}))
    assert run("check", "--library", tmp_path / "l") == 1
    said = capsys.readouterr()
    assert "Zwei (zwei): 1 episodes" in said.out
    assert "Error: eins: " in said.err and said.err.endswith("1 of 2 podcasts cannot be used\n")
