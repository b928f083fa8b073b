"""What a feed says, however oddly it says it."""

import pytest

from corpus import ImportFailed
from corpus.formats.feeds.feed import Feed, Item
from corpus.formats.xml import read_xml, text_of
from corpus.importing.recognise import read
from tests.support.feeds import feed, item
from tests.support.places import PUBLISHED


def only(xml: bytes) -> Item:
    told = read(xml.decode())
    assert isinstance(told, Feed)
    (found,) = told.items
    return found


def one(inner: str, channel: str = "") -> Item:
    return only(feed(f"<item>{inner}</item>", channel=channel))


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Brot &amp;amp; Salz", "Brot & Salz"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Brot", "Brot"),
        ("<![CDATA[<b>Brot</b>\n  und <img src=x onerror=alert(1)>Salz]]>", "Brot und Salz"),
        ("5 &lt; 6", "5 < 6"),
        ("x" * 2000, "x" * 500),
    ],
)
def test_titles_are_plain_lines(title, shown):
    assert one(f"<title>{title}</title>").episode.title == shown


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Fri, 09 Oct 2020 04:30:38 GMT", "2020-10-09"),
        ("Fri, 09 Oct 2020 23:30:38 -1100", "2020-10-09"),
        ("2020-10-09T04:30:38+02:00", "2020-10-09"),
        ("9. October 2020", "2020-10-09"),
        ("20201009", "2020-10-09"),
        ("13/10/2020", "2020-10-13"),
        ("10/09/2020", "None"),
        ("October 2020", "None"),
        ("12:30", "None"),
        ("gestern", "None"),
        ("99999999999999999999", "None"),
        ("12h" + "1" * 50 + " 12", "None"),
        ("9" * 5000, "None"),
        ("Fri, 32 Oct 2020 04:30:38 GMT", "None"),
        ("", "None"),
    ],
)
def test_dates_in_the_wild(said, day):
    assert str(one(f"<title>a</title><pubDate>{said}</pubDate>").episode.published) == day


@pytest.mark.parametrize(
    ("said", "length"),
    [("01:00:00", 3600), ("61:30", 3690), ("75", 75), ("0", None), ("lang", None), ("-5", None),
     ("1:-50", None), ("-0:05", None)],
)  # fmt: skip
def test_durations(said, length):
    found = one(f"<title>a</title><itunes:duration>{said}</itunes:duration>")
    assert found.episode.duration == length
    assert found.repairs == (
        () if length or said == "0" else (f"itunes:duration: {said!r} is no length",)
    )


def test_an_id_is_found_where_there_is_no_guid():
    audio = '<enclosure url="https://example.org/a.mp3"/>'
    assert one(f"<title>a</title>{audio}").episode.id == "https://example.org/a.mp3"
    assert one("<title>a</title><link>https://example.org/a</link>").episode.id.endswith("/a")
    assert one("<title>a</title>").episode.id == "a"
    assert one("").episode.title == "item 1"
    assert len(one(f"<guid>{'g' * 999}</guid>").episode.id) == 300


def test_only_web_addresses_are_kept():
    bad = "javascript:alert(1)"
    found = one(
        f'<title>a</title><enclosure url="{bad}"/><link>{bad}</link>'
        f'<podcast:person href="{bad}">Jana</podcast:person>'
        f"<description><![CDATA[<a href='{bad}'>x</a>]]></description>",
        channel=f"<link>{bad}</link>",
    ).episode
    assert (found.audio_url, found.page_url, found.people[0].url, found.links) == (
        None, None, None, (),
    )  # fmt: skip


def test_sections_of_the_show_notes_count_as_on_a_show_page():
    notes = (
        "Worum es geht. ____PERSONEN Gast: Uwe Groß, Tischler — https://example.org/uwe "
        "____KAPITEL [00:00:05] Holz[00:01:00] Leim ____TRANSKRIPT Uwe Groß: Esche. Uwe Groß: Ja."
    )
    episode = one(f"<title>a</title><description>{notes}</description>").episode
    assert episode.description == "Worum es geht."
    assert [chapter.title for chapter in episode.chapters] == ["Holz", "Leim"]
    assert [turn.text for turn in episode.turns] == ["Esche. ", "Ja."]
    assert episode.people[0].name == "Uwe Groß"


def test_live_items_and_those_of_others_are_no_episodes():
    live = "<podcast:liveItem><item><title>live</title></item></podcast:liveItem>"
    assert only(feed(item(1), channel=live)).episode.title == "Folge 1: Brot"


def test_other_spellings_of_namespaces():
    docs = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
    xml = (
        f'<rss xmlns:p="{docs}" xmlns:c="http://podlove.org/simple-chapters/"><channel><title>x</title><item><title>a</title>'
        '<p:person>Jana</p:person><c:chapters><c:chapter start="1" title="b"/></c:chapters>'
        "</item></channel></rss>"
    )
    found = only(xml.encode()).episode
    assert (found.people[0].name, found.chapters[0].title) == ("Jana", "b")


def test_control_characters_are_dropped():
    assert read_xml("<?xml version='1.0'?>\n<rss>a\x00\x0bb</rss>").text == "ab"


def test_chapters_of_podlove_that_lie_elsewhere():
    link = '<atom:link rel="http://podlove.org/simple-chapters" href="https://example.org/1.psc"/>'
    assert one(f"<title>a</title>{link}").chapters.url == "https://example.org/1.psc"
    both = one(f'<title>a</title>{link}<podcast:chapters url="https://example.org/1.json"/>')
    assert both.chapters.url == "https://example.org/1.json"


def test_atom():
    told = read((PUBLISHED / "atom.xml").read_text(encoding="utf-8"))
    podcast, (second, first) = told.podcast, told.items
    assert (podcast.title, podcast.language, podcast.publisher, podcast.website) == (
        "Werkstattgespräche", "de", "Werkstatt e.V.", "https://example.org/",
    )  # fmt: skip
    assert podcast.description == "Handwerk zum Hören."
    assert told.next_page == "https://example.org/atom.xml?page=2"
    episode = second.episode
    assert (episode.id, episode.title) == ("urn:werkstatt:2", "Brot & 5 < 6 <b>")
    assert (str(episode.published), episode.duration, second.announced) == ("2024-05-17", 65, 2)
    assert (episode.page_url, episode.audio_url) == (
        "https://example.org/2", "https://example.org/2.mp3",
    )  # fmt: skip
    assert (episode.description, episode.links[0].title) == ("Wie Brot wird.\nPlan", "Plan")
    assert [(p.name, p.role) for p in episode.people] == [("Sigrid Löwe", "guest")]
    assert [c.title for c in episode.chapters] == ["Intro"]
    assert [link.url for link in second.transcripts] == ["https://example.org/2.vtt"]
    assert (str(first.episode.published), first.episode.people) == ("2024-04-03", podcast.people)
    assert first.episode.title == "Vom <Brett> zum Stuhl"
    assert first.episode.description == "Ohne Auszeichnung: a < b"
    assert first.chapters.url == "https://example.org/1.psc"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Fragen&nbsp;&amp; Antworten", "Fragen\xa0& Antworten"),
        ("Q&A mit B & C", "Q&A mit B & C"),
        ("Gr&uuml;n &ndash; &lt;b&gt;", "Grün – <b>"),
        ("&unbekannt; bleibt, &#228; auch", "&unbekannt; bleibt, ä auch"),
        ("<![CDATA[A&nbsp;B & C]]> &hellip;", "A&nbsp;B & C …"),
    ],
)
def test_ampersands_in_the_wild(written, read):
    assert text_of(read_xml(f"<rss><title>{written}</title></rss>")) == read


def test_what_is_broken_otherwise_is_still_told():
    with pytest.raises(ImportFailed, match="not well-formed"):
        read_xml("<rss><title>Q&A</rss>")


def test_the_podcasts_host_speaks_where_an_item_names_only_its_guest():
    notes = "<description>Igel. ____TRANSKRIPT Jana: Wo? Uwe: Im Laub. Jana: Gut.</description>"
    guest = '<podcast:person role="guest">Uwe</podcast:person>'
    found = one(f"<title>a</title>{guest}{notes}", "<podcast:person>Jana</podcast:person>").episode
    assert [turn.speaker for turn in found.turns] == ["Jana", "Uwe", "Jana"]
    assert [person.name for person in found.people] == ["Uwe"]
