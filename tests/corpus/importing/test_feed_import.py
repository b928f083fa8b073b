"""A publisher's feed of 200 episodes on a real server, imported twice and indexed."""

import tempfile
from pathlib import Path

import pytest

from corpus import __main__ as commands
from corpus import load_corpus
from corpus.formats.feeds import feed as feeds
from corpus.importing import feed_episodes as feed_import
from corpus.merging import update
from rag import Settings
from rag.upkeep.update import update_index
from tests.support.fakes import fake_embedder
from tests.support.feeds import feed, item, vtt
from tests.support.site import Page, Site

EPISODES = 200
MISSING, DAMAGED, SLOW, CHANGED = (7, 77, 177), (11, 111), (5, 50, 150), (3, 30, 130, 190)
KINDS = ("vtt", "srt", "json", "html")


def run(site: Site, into: Path, *options: str) -> int:
    address = f"{site.url}/feed.xml"
    return commands.main(["import", address, "--into", str(into), "--allow-private", *options])


def transcript(number: int, word: str = "Roggen") -> bytes:
    """What is said in an episode, in the format that its number gives it."""
    kind = KINDS[number % 4]
    first, second = f"Wie war Teig {number}?", f"Er bekam {word} und {number} Minuten Ruhe."
    if kind == "vtt":
        return vtt(("Jana", first), ("Uwe", second))
    if kind == "srt":
        return (
            f"1\n00:00:00,000 --> 00:00:05,000\nJana: {first}\n\n"
            f"2\n00:00:05,000 --> 00:00:10,000\nUwe: {second}\n"
        ).encode()
    if kind == "json":
        return (
            '{"version": "1.0.0", "segments": ['
            f'{{"speaker": "Jana", "startTime": 0, "endTime": 5, "body": "{first}"}},'
            f'{{"speaker": "Uwe", "startTime": 5, "endTime": 10, "body": "{second}"}}]}}'
        ).encode()
    return (
        f"<cite>Jana:</cite><time>0:00</time><p>{first}</p>"
        f"<cite>Uwe:</cite><time>0:05</time><p>{second}</p>"
    ).encode()


def publish(site: Site, count: int) -> None:
    """The feed, newest first, and a transcript for each episode that has none yet."""
    items = [item(n, (f"/t/{n}", "text/vtt")) for n in range(count, 0, -1)]
    twice = [item(8)] if count > 100 else []
    site.pages["/feed.xml"] = Page(feed(*items, *twice))
    for number in range(1, count + 1):
        site.pages.setdefault(f"/t/{number}", Page(transcript(number)))


BROKEN = len(MISSING) + len(DAMAGED)


def import_the_first_time(site: Site, into: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(site, EPISODES)
    for number in MISSING:
        site.pages[f"/t/{number}"] = Page(b"weg", 404)
    for number in DAMAGED:
        site.pages[f"/t/{number}"] = Page(b'{"segments": [')
    for number in SLOW:
        site.pages[f"/t/{number}"].delay = 0.3
    assert run(site, into) == 0
    assert 1 < site.most <= 4  # requests at once
    out = capsys.readouterr().out
    assert out.endswith(f"{EPISODES - BROKEN} added, {BROKEN + 1} failed\n")
    assert "failed     007.json  http://127.0.0.1" in out
    assert "has the same guid as item 193 (Folge 8: Brot)" in out
    corpus = load_corpus(into)
    assert [episode.number for episode in corpus] == list(range(1, EPISODES + 1))
    assert {e.number for e in corpus if not e.turns} == set(MISSING + DAMAGED)
    assert all(e.speakers == ("Jana", "Uwe") for e in corpus if e.turns)
    assert all(turn.measured for episode in corpus for turn in episode.turns)


def import_what_changed(site: Site, into: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    """The names of the files that were written."""
    site.log.clear()
    publish(site, EPISODES + 1)
    for number in CHANGED:
        site.pages[f"/t/{number}"] = Page(transcript(number, "Dinkel"))
    site.pages["/t/7"] = Page(transcript(7))
    before = {file: file.stat().st_mtime_ns for file in into.iterdir()}
    assert run(site, into) == 0
    out = capsys.readouterr().out
    assert "1 added" in out
    assert f"{len(CHANGED) + 1} updated" in out
    assert f"{EPISODES - BROKEN - len(CHANGED)} unchanged" in out
    assert f"{BROKEN} failed" in out
    touched = {f.name for f in into.iterdir() if f.stat().st_mtime_ns != before.get(f)}
    assert touched == {"003.json", "007.json", "030.json", "130.json", "190.json", "201.json"}
    assert site.count(200) == len(CHANGED) + 2 + 1  # what changed, what is new, and the feed
    assert site.count(304) == EPISODES - BROKEN - len(CHANGED) + len(DAMAGED)
    return touched


@pytest.mark.slow
def test_200_episodes_twice(site, into, tmp_path, capsys):
    import_the_first_time(site, into, capsys)
    settings = Settings(corpus=into, store=tmp_path / "store")
    first = fake_embedder()
    update_index(settings, first)
    assert len(first.embedded) >= EPISODES - BROKEN

    touched = import_what_changed(site, into, capsys)
    second = fake_embedder()
    update_index(settings, second)
    assert 0 < len(second.embedded) <= 3 * 3 * 6
    renewed = load_corpus(into)
    said = [turn.text for e in renewed if f"{e.number:03}.json" in touched for turn in e.turns]
    spoken = [text.splitlines()[-1].split(": ", 1)[-1] for text in second.embedded]
    assert all(any(text in turn for turn in said) for text in spoken)


def test_an_editors_corrections_stay(site, into, capsys):
    publish(site, 2)
    run(site, into)
    file = into / "001.json"
    corrected = file.read_text(encoding="utf-8").replace("Roggen", "Roggenmehl")
    file.write_text(corrected, encoding="utf-8")
    site.pages["/t/1"] = Page(transcript(1, "Dinkel"))
    site.pages["/t/2"] = Page(transcript(2, "Dinkel"))
    assert run(site, into) == 0
    captured = capsys.readouterr()
    assert captured.out.endswith("1 updated, 1 kept\n")
    assert "Warning: 001.json: was edited by hand" in captured.err
    assert file.read_text(encoding="utf-8") == corrected
    assert run(site, into, "--overwrite") == 0
    assert "Dinkel" in file.read_text(encoding="utf-8")
    assert run(site, into) == 0
    assert capsys.readouterr().out.endswith("2 unchanged\n")


def test_a_corpus_without_a_ledger_is_an_editors(site, into, tmp_path, capsys):
    publish(site, 1)
    run(site, into)
    for file in (tmp_path / ".import").glob("*.json"):
        file.unlink()
    site.pages["/t/1"] = Page(transcript(1, "Dinkel"))
    run(site, into)
    assert capsys.readouterr().out.endswith("1 kept\n")


def rich_feed(site: Site) -> None:
    """Two episodes with all that a feed may say of them."""
    channel = (
        "<description>&lt;p&gt;Zum &lt;b&gt;Hören&lt;/b&gt;&lt;/p&gt;</description>"
        "<link>https://example.org/</link><itunes:author>Werkstatt e.V.</itunes:author>"
        '<podcast:person href="https://example.org/jana">Jana Öztürk</podcast:person>'
    )
    own = (
        '<podcast:person role="guest" href="https://example.org/a">Uwe</podcast:person>'
        '<podcast:person role="guest" href="https://example.org/b">Uwe</podcast:person>'
    )
    marks = '<psc:chapters><psc:chapter start="00:00:04.5" title="Teig"/></psc:chapters>'
    notes = (
        "<content:encoded><![CDATA[<p>Worum es geht.</p><script>alert(1)</script>"
        '<a href="https://example.org/plan">Der Plan</a>]]></content:encoded>'
    )
    title = "<itunes:title>egal</itunes:title>"
    site.pages["/c"] = Page(b'{"chapters": [{"startTime": 6, "title": "Ofen &amp; Glut"}]}')
    json_chapters = f'<podcast:chapters url="{site.url}/c"/>'
    site.pages["/feed.xml"] = Page(
        feed(
            item(2, ("/t/2", "text/srt"), more=own + marks + notes + title),
            item(1, ("/t/1", "text/vtt"), more=marks + json_chapters),
            channel=channel,
        )
    )


def test_what_the_feed_says_of_people_chapters_and_text(site, into):
    rich_feed(site)
    for number in (1, 2):
        site.pages[f"/t/{number}"] = Page(transcript(number))
    assert run(site, into) == 0
    corpus = load_corpus(into)
    podcast, (first, second) = corpus.podcast, corpus.episodes
    assert (podcast.description, podcast.language) == ("Zum Hören", "de")
    assert (podcast.publisher, podcast.website) == ("Werkstatt e.V.", "https://example.org/")
    assert [(p.name, p.role) for p in first.people] == [("Jana Öztürk", "host")]
    assert [(p.name, p.role, p.url) for p in second.people] == [
        ("Uwe", "guest", "https://example.org/a")
    ]
    assert [(c.start, c.title) for c in first.chapters] == [(6.0, "Ofen & Glut")]
    assert [(c.start, c.title) for c in second.chapters] == [(4.5, "Teig")]
    assert second.description == "Worum es geht.\nDer Plan"
    assert [(link.url, link.title) for link in second.links] == [
        ("https://example.org/plan", "Der Plan")
    ]
    assert (first.duration, first.id) == (60.0, "ep-1")
    assert str(first.published) == "2020-01-02"


def test_a_missing_chapter_file_costs_only_the_chapters(site, into, capsys):
    publish(site, 1)
    more = '<podcast:chapters url="/weg"/>'
    site.pages["/feed.xml"] = Page(feed(item(1, ("/t/1", "text/vtt"), more=more)))
    assert run(site, into) == 0
    assert "chapters were left out: " in capsys.readouterr().err
    assert len(load_corpus(into).episode(1).turns) == 2


def test_another_transcript_is_tried_and_the_content_decides(site, into):
    site.pages["/t/1"] = Page(transcript(1), headers={"Content-Type": "audio/mpeg"})
    links = [("/weg.json", "application/json"), ("/t/1", "text/html")]
    site.pages["/feed.xml"] = Page(feed(item(1, *links)))
    assert run(site, into) == 0
    assert load_corpus(into).episode(1).speakers == ("Jana", "Uwe")


def test_many_episodes_may_share_a_transcript(site, into, capsys):
    site.pages["/t"] = Page(transcript(1) + b"\n" * 100_000, plain=True)
    site.pages["/feed.xml"] = Page(feed(*(item(n, ("/t", "text/vtt")) for n in range(1, 9))))
    assert run(site, into) == 0
    assert capsys.readouterr().out.endswith("8 added\n")
    assert all(len(episode.turns) == 2 for episode in load_corpus(into))
    assert site.statuses("/t") == [200] + [304] * 7


def test_whatever_happens_to_one_episode_the_others_are_imported(site, into, capsys, monkeypatch):
    """Errors that nobody thought of: in an item, in a transcript, in the timing, in odd answers."""
    publish(site, 6)
    site.pages["/t/4"] = Page(status=304, etag=False)
    site.pages["/t/5"] = Page(status=206, headers={"Content-Range": "bytes " + "9" * 5000 + "-"})
    late = item(6, more="<itunes:duration>1:00</itunes:duration>").replace("Brot", "Teig")
    notes = "<description>____TRANSKRIPT Jana: Ja. Jana: Ja.</description>"
    notes += "<podcast:person>Jana</podcast:person>"
    items = [item(n, (f"/t/{n}", "text/vtt")) for n in range(1, 6)]
    site.pages["/feed.xml"] = Page(
        feed(*items, late.replace("</item>", f"{notes}</item>"), item(7))
    )

    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    number = feeds._number
    monkeypatch.setattr(
        feeds, "_number", lambda e: broken() if "ep-7" in feeds.text_of(e) else number(e)
    )
    turns_of = feed_import.turns_of
    monkeypatch.setattr(
        feed_import,
        "turns_of",
        lambda one, at, lasts: broken() if at.endswith("/3") else turns_of(one, at, lasts),
    )
    monkeypatch.setattr(update, "align", broken)
    assert run(site, into) == 0
    captured = capsys.readouterr()
    assert captured.out.endswith("3 added, 4 failed\n")
    assert (
        "failed     003.json  item 3 (Folge 3: Brot): cannot be read (ZeroDivisionError: oh)"
        in (captured.out)
    )
    assert "failed     item 7: cannot be read (ZeroDivisionError: oh)" in captured.out
    assert "/t/4: HTTP 304, which does not fit" in captured.out
    assert "/t/5: the server sent another part" in captured.out
    assert "006.json: its times cannot be estimated (ZeroDivisionError: oh)" in captured.err
    assert [len(episode.turns) for episode in load_corpus(into)] == [2, 2, 0, 0, 0, 2]


def test_more_chapters_than_any_podcast_has(site, into, capsys):
    marks = "".join(f'<psc:chapter start="{n}" title="K{n}"/>' for n in range(3000))
    more = f"<psc:chapters>{marks}</psc:chapters>"
    site.pages["/feed.xml"] = Page(feed(item(1, more=more)))
    assert run(site, into) == 0
    assert "001.json: has 3000 chapters; the first 1000 were kept" in capsys.readouterr().err
    assert len(load_corpus(into).episode(1).chapters) == 1000


def test_older_pages_of_a_feed(site, into, capsys):
    publish(site, 2)
    nexts = '<atom:link rel="next" href="/page2.xml"/>'
    site.pages["/feed.xml"] = Page(feed(item(2, ("/t/2", "")), channel=nexts))
    site.pages["/page2.xml"] = Page(feed(item(1, ("/t/1", "")), channel=nexts))
    assert run(site, into) == 0
    assert capsys.readouterr().out.endswith("2 added\n")
    site.pages["/page2.xml"] = Page(b"weg", 410)
    assert run(site, into) == 0
    assert "failed     page 2 of the feed: " in capsys.readouterr().out
    assert len(load_corpus(into).episodes) == 2


def test_links_into_the_own_network_are_refused(tmp_path, into, capsys):
    file = tmp_path / "feed.xml"
    links = ["http://127.0.0.1:1/", "http://169.254.169.254/latest", "file:///etc/passwd", "//x/t"]
    file.write_bytes(feed(*(item(n, (url, "text/vtt")) for n, url in enumerate(links, 1)), item(9)))
    assert commands.main(["import", str(file), "--into", str(into)]) == 0
    out = capsys.readouterr().out
    assert out.count("private address") == 2
    assert out.count("no web address") == 2
    assert out.endswith("1 added, 4 failed\n")
    assert all(not episode.turns for episode in load_corpus(into))


def test_a_disk_that_is_full_leaves_the_corpus_as_it_was(site, into, monkeypatch, capsys):
    publish(site, 3)
    run(site, into)
    before = {file.name: file.read_bytes() for file in into.iterdir()}
    publish(site, 6)
    for number in (1, 2):
        site.pages[f"/t/{number}"] = Page(transcript(number, "Dinkel"))
    make, written = tempfile.mkstemp, []

    def full(**options):
        if options.get("dir") == into and len(written) == 2:
            raise OSError(28, "No space left on device", str(into))
        written.extend([options] * (options.get("dir") == into))
        return make(**options)

    monkeypatch.setattr(tempfile, "mkstemp", full)
    assert run(site, into) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in into.iterdir()} == before
    monkeypatch.undo()
    assert run(site, into) == 0
    assert capsys.readouterr().out.endswith("3 added, 2 updated, 1 unchanged\n")


def test_pages_that_link_back_and_overlap_are_one_feed(site, into, capsys):
    first = feed(item(4), item(3), channel='<atom:link rel="next" href="/p2.xml"/>')
    last = feed(item(3), item(2), item(1), channel='<atom:link rel="next" href="/feed.xml"/>')
    site.pages = {"/feed.xml": Page(first), "/p2.xml": Page(last)}
    assert run(site, into) == 0
    out = capsys.readouterr().out
    assert out.endswith("4 added\n") and "failed" not in out
    assert site.count(200) == 2


def test_addresses_relative_to_the_feed(site, into):
    more = '<enclosure url="audio/1.mp3" type="audio/mpeg"/><link>folgen/1</link>'
    site.pages = {"/feed.xml": Page(feed(item(1, more=more)))}
    assert run(site, into) == 0
    (episode,) = load_corpus(into)
    assert episode.audio_url == f"{site.url}/audio/1.mp3"
    assert episode.page_url == f"{site.url}/folgen/1"


def test_numbers_in_titles_are_those_of_the_episodes(site, into):
    """The feed gives none of its own."""
    titles = {3: "Folge 16: Der Igel", 2: "Bonus: Fragen", 1: "Folge 15: Die Maus"}
    items = (
        item(n)
        .replace(f"Folge {n}: Brot", title)
        .replace(f"<itunes:episode>{n}</itunes:episode>", "")
        for n, title in titles.items()
    )
    site.pages = {"/feed.xml": Page(feed(*items))}
    run(site, into)
    assert [(one.number, one.title[:8]) for one in load_corpus(into)] == [
        (1, "Bonus: F"), (15, "Folge 15"), (16, "Folge 16"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "space",
    [
        "http://www.itunes.com/DTDs/Podcast-1.0.dtd",
        "https://www.itunes.com/dtds/podcast-1.0.dtd",
        "http://www.itunes.com/dtds/podcast-1.0.dtd/",
        "http://itunes.com/DTDS/PODCAST-1.0.DTD",
    ],
)
def test_namespaces_spelled_otherwise(site, into, space):
    text = feed(item(7)).replace(b"http://www.itunes.com/dtds/podcast-1.0.dtd", space.encode())
    site.pages = {"/feed.xml": Page(text.replace(b"Folge 7: ", b""))}
    run(site, into)
    (episode,) = load_corpus(into)
    assert (episode.number, episode.duration) == (7, 60.0)
