"""Which files are one episode, and whose a transcript beside a feed is."""

import json
from datetime import date
from pathlib import Path

import pytest

from corpus import __main__ as commands
from corpus import load_podcast
from corpus.fetching.download import Fetcher
from corpus.gathered import Gathered
from corpus.importing.folders import is_about_the_folder, stem
from corpus.importing.sources import gather
from tests.house.test_publishers import PAGE
from tests.support.feeds import feed, item, vtt
from tests.support.site import Page

TALK = vtt(("Jana", "Hallo, wie geht es dir?"), ("Uwe", "Gut, danke."))
OTHER = vtt(("Jana", "Heute reden wir über Teig."))


def gathered(folder: Path) -> Gathered:
    with Fetcher(folder.parent / "downloads") as fetcher:
        return gather(str(folder), fetcher)


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "zaun").mkdir()
    return tmp_path / "zaun"


def write(folder: Path, files: dict[str, bytes | str]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)


@pytest.mark.parametrize(
    ("name", "episode"),
    [
        ("12.vtt", "12"), ("12.de.vtt", "12"), ("12.de-AT.srt", "12"), ("12.chapters.json", "12"),
        ("12.mp3.vtt", "12"), ("257-transcript.json", "257"), ("igel_transkript.txt", "igel"),
        ("Gespräch mit Dr. Meier.vtt", "Gespräch mit Dr. Meier"), ("v1.2.vtt", "v1.2"),
        ("05.10.2020 Igel.vtt", "05.10.2020 Igel"), ("2020.10.05.txt", "2020.10.05"),
        ("mein-podcast.vtt", "mein-podcast"), (".vtt", ".vtt"), ("12", "12"),
    ],
)  # fmt: skip
def test_what_an_episode_is_called(name, episode):
    assert stem(name) == episode


def test_a_dot_in_a_name_does_not_merge_episodes(folder):
    names = ("05.10.2020 Igel", "05.11.2020 Maus", "Gespräch mit Dr. Ohm", "Gespräch mit Dr. Uhl")
    write(folder, {f"{name}.vtt": TALK for name in names})
    found = gathered(folder).found
    assert [one.episode.id for one in found] == list(names)
    assert [one.announced for one in found] == [None] * 4
    assert found[0].episode.published == date(2020, 10, 5)


def test_a_file_beside_a_transcript_costs_nothing(folder):
    write(folder, {"12.vtt": TALK, "12.pdf": b"%PDF-1.4\n\0", "12.txt": "Nur so", "13.vtt": OTHER})
    found = gathered(folder)
    assert [(one.announced, len(one.episode.turns)) for one in found.found] == [(12, 2), (13, 1)]
    assert found.failures == ()
    told = found.found[0].repairs
    assert [line.partition(":")[0] for line in told] == ["12.pdf", "12.txt"]
    assert all("so it was left out" in line for line in told)


def test_one_of_several_transcripts_is_taken_and_the_others_are_told(folder):
    english = vtt(("Jana", "Hello."), ("Uwe", "How are you?"), ("Jana", "Fine."))
    write(folder, {"12.de.vtt": TALK, "12.en.vtt": english, "13.vtt": OTHER, "13.txt": OTHER[8:]})
    twelfth, thirteenth = gathered(folder).found
    assert twelfth.episode.turns[0].text.startswith("Hallo")
    assert twelfth.repairs == (
        "12.en.vtt: was left out, for 12.de.vtt has the transcript; "
        "keep only the one that is to be read",
    )
    assert thirteenth.repairs == ()  # the same words


def test_files_about_the_folder_are_no_episodes(folder):
    about = "Das ist ein Ordner mit Folgen. Viel Freude damit wünscht der Verein."
    write(folder, {"README.md": about, "LICENSE": about, "12.vtt": TALK})
    assert [one.episode.id for one in gathered(folder).found] == ["12"]
    assert is_about_the_folder("lies-mich.txt") and not is_about_the_folder("noticed.txt")


def test_sub_folders(folder):
    write(
        folder,
        {
            "igel/transcript.vtt": TALK,
            "igel/chapters.json": '{"chapters": [{"startTime": 1, "title": "Eins"}]}',
            "2020/1.vtt": TALK,
            "2021/1.vtt": OTHER,
            "transcripts/7.vtt": TALK,
            "kapitel/7.json": '{"chapters": [{"startTime": 1, "title": "Eins"}]}',
            ".versteckt/8.vtt": TALK,
        },
    )
    found = {one.episode.id: one.episode for one in gathered(folder).found}
    assert set(found) == {"igel", "2020/1", "2021/1", "7"}
    assert [len(found[name].chapters) for name in ("igel", "7")] == [1, 1]


def test_the_first_number_of_a_name_counts(folder):
    write(folder, {"401-migrating-3-8m-lines.vtt": TALK, "402-shipping-24-7.vtt": OTHER})
    assert [one.announced for one in gathered(folder).found] == [401, 402]


def test_transcripts_beside_a_feed_that_does_not_link_to_them(folder):
    items = [item(n) for n in (255, 256, 257)]
    titled = item(258).replace("Folge 258: Brot", "Der lange Weg des Brotes")
    recorded = item(259, more='<enclosure url="https://example.org/a/brot-xy.mp3"/>')
    write(
        folder,
        {
            "feed.xml": feed(*items, titled, recorded, item(260)),
            "257-transcript.vtt": TALK,
            "texte/2023-01-05 Brot.vtt": OTHER,
            "der-lange-weg-des-brotes.vtt": OTHER,
            "brot-xy.vtt": OTHER,
            "sonstwas.vtt": OTHER,
        },
    )
    found = gathered(folder)
    turns = {one.announced: len(one.episode.turns) for one in found.found}
    assert turns == {255: 0, 256: 1, 257: 2, 258: 1, 259: 1, 260: 0}
    assert found.repairs[0].startswith("sonstwas.vtt: no episode of the feed has this number")


def test_the_line_for_aliases_makes_a_podcast_file(folder):
    """The page for publishers tells where to put it: in front of the slug."""
    line = PAGE.split('in front of its `"slug"`:\n\n```\n')[1].split("\n```")[0]
    text = json.dumps({"slug": "werkstatt", "title": "Werkstatt"}, indent=1)
    (folder / "podcast.json").write_text(text.replace('"slug"', f'{line}\n "slug"'), "utf-8")
    assert load_podcast(folder).aliases[0].spellings == ("Jana",)


def test_a_title_may_hold_the_number(folder):
    (folder / "igel.md").write_text("# Folge 12: Der Igel\n\n**Lena:** Hallo.\n\n**Ole:** Hallo.\n")
    assert [one.announced for one in gathered(folder).found] == [12]


def run(*typed: object) -> int:
    return commands.main(["import", *map(str, typed), "--allow-private"])


@pytest.mark.parametrize("order", ["feed, folder", "folder, feed", "feed, files", "address"])
def test_transcripts_named_beside_a_feed(order, folder, tmp_path, site, capsys):
    linked = item(4, ("/4.vtt", "text/vtt"))
    text = feed(item(1), item(2), item(3), linked if order == "address" else item(4))
    site.pages = {"/feed.xml": Page(text), "/4.vtt": Page(TALK)}
    (tmp_path / "feed.xml").write_bytes(text)
    files = {"2.vtt": TALK, "texte/3-transkript.vtt": OTHER, "4.vtt": OTHER, "sonstwas.vtt": OTHER}
    write(folder, {**files, "1.pdf": b"%PDF-1.4 kaputt"})
    source = f"{site.url}/feed.xml" if order == "address" else tmp_path / "feed.xml"
    named = {
        "folder, feed": (folder, source),
        "feed, files": (source, *(folder / name for name in (*files, "1.pdf"))),
    }.get(order, (source, folder))
    assert run(*named, "--into", tmp_path / "corpus") == 0
    captured = capsys.readouterr()
    turns = [one.split()[2] for one in captured.out.splitlines()[2:6]]
    assert turns == ["0", "2", "1", "2" if order == "address" else "1"]
    told = captured.err.splitlines()
    assert (
        "Warning: sonstwas.vtt: no episode of the feed has this number, day or title; " in told[0]
    )
    assert told[1].startswith("Warning: 1.pdf: is no readable PDF")
    if order == "address":
        assert told[2] == (
            "Warning: 4: was left out, for item 4 (Folge 4: Brot) has a transcript already"
        )


def test_episodes_that_find_no_file_are_told(folder, tmp_path, capsys):
    (tmp_path / "feed.xml").write_bytes(feed(*(item(n) for n in range(1, 25))))
    write(folder, {"2.vtt": TALK})
    assert run(tmp_path / "feed.xml", folder, "--into", tmp_path / "corpus") == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "no file has" in line]
    assert told[0].startswith("Warning: item 1 (Folge 1: Brot): no file has its number")
    assert len(told) == 21 and told[-1].startswith("Warning: and 3 more: no file has its number")


@pytest.mark.parametrize(
    ("named", "why"),
    [
        (("zaun", "zaun"), "zaun: is no feed and no show page"),
        (("feed.xml", "fehlt"), "fehlt: is neither a file nor a folder with transcripts"),
    ],
)
def test_transcripts_beside_no_feed_are_refused(named, why, folder, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feed.xml").write_bytes(feed(item(1)))
    write(folder, {"2.vtt": TALK})
    assert run(*named, "--into", "corpus") == 1
    assert capsys.readouterr().err.startswith(f"Error: {why}")
