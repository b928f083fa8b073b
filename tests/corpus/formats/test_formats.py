"""Every published format: what a file says, counted and in its words."""

from datetime import date
from pathlib import Path

import pytest

from corpus import Corpus, ImportFailed, Turn
from corpus.decoding.encodings import decoded
from corpus.formats.document import Document, seconds, words
from corpus.formats.feeds.feed import Feed
from corpus.formats.markup import links, plain
from corpus.formats.texts.speakers import names_among
from corpus.importing.recognise import read
from corpus.importing.turns import joined
from tests.support.places import PUBLISHED, SHARED

FIXTURES = SHARED / "fixtures"


def told(file: Path) -> Document | Feed | Corpus:
    return read(decoded(file.read_bytes())[0])


def turns(text: str) -> tuple[Turn, ...]:
    document = read(text)
    assert isinstance(document, Document)
    return joined(document.cues)[0]


# Turns, speakers and chapters of one episode.
OURS = {
    "assemblyai.json": (2, 2, 0),
    "cite.html": (3, 2, 0),
    "kapitel-podlove.json": (0, 0, 2),
    "kapitel.json": (0, 0, 3),
    "kapitel.psc": (0, 0, 4),
    "namen.srt": (4, 2, 0),
    "ohne-nummern.srt": (1, 0, 0),
    "otter.txt": (3, 2, 0),
    "player.json": (1, 1, 2),
    "podlove.json": (3, 2, 0),
    "protokoll.xml": (4, 2, 0),
    "segmente.json": (2, 2, 0),
    "stimmen.vtt": (3, 2, 0),
    "turns.md": (3, 2, 0),
    "turns.txt": (4, 3, 0),
    "whisper.json": (1, 0, 0),
}
THEIRS = {
    "bundestag_19001.xml": (346, 15, 0),
    "changelog670.md": (202, 3, 0),
    "pn_chapters.json": (0, 0, 9),
    "pn_chapters_complex.json": (0, 0, 10),
    "pn_transcript.html": (10, 3, 0),
    "pn_transcript.json": (2, 2, 0),
    "pn_transcript.srt": (13, 3, 0),
    "pn_transcript.vtt": (2, 2, 0),
    "podlove_cs309_nospeaker.json": (9, 0, 0),
    "podlove_fg45_episode.json": (0, 0, 16),
    "podlove_fg45_transcript.json": (132, 2, 0),
    "podlove_fg55_chapters.json": (0, 0, 13),
    "podlove_fg55_transcript.json": (200, 1, 0),
    "podlove_fs207_episode.json": (0, 0, 20),
    "podlove_fs207_transcript.json": (1525, 5, 0),
    "podlove_player_episode.json": (0, 0, 0),
    "podlove_podlovers3_transcript.json": (229, 4, 0),
}
# Chapters, people and transcripts of each item.
FEEDS = {
    "pc20_chapters_tag.rss": [(0, 0, 0)],
    "pc20_transcript_tag.rss": [(0, 0, 1)],
    "pn_feed.xml": [(0, 3, 2), (0, 3, 1), (0, 3, 1)],
    "pn_feed_schema.xml": [(0, 3, 3)],
    "psc_chapters_feed.rss": [(5, 0, 0)],
}
REFUSED = {
    "bundestag_malformed_19042-data.xml": "not well-formed XML: .* line 1, column 1",
    "psc_chapters_feed.expected.json": "no transcript, chapters or episode",
}


@pytest.mark.parametrize("name", OURS)
def test_our_files(name):
    assert counted(PUBLISHED / name) == OURS[name]


@pytest.fixture
def theirs():
    if not FIXTURES.is_dir():
        pytest.skip("the real files in ../shared/fixtures are absent")
    return FIXTURES


@pytest.mark.parametrize("name", THEIRS)
def test_real_files(name, theirs):
    assert counted(theirs / name) == THEIRS[name]


@pytest.mark.parametrize("name", FEEDS)
def test_real_feeds(name, theirs):
    feed = told(theirs / name)
    assert isinstance(feed, Feed)
    assert [
        (len(item.episode.chapters), len(item.episode.people), len(item.transcripts))
        for item in feed.items
    ] == FEEDS[name]


@pytest.mark.parametrize("name", REFUSED)
def test_real_files_that_are_refused(name, theirs):
    with pytest.raises(ImportFailed, match=REFUSED[name]):
        told(theirs / name)


def test_every_real_file_is_looked_at(theirs):
    looked_at = {*THEIRS, *FEEDS, *REFUSED, "README.md"}
    assert {file.name for file in theirs.iterdir()} == looked_at


@pytest.mark.parametrize("name", [*OURS, *THEIRS])
def test_the_joined_text_loses_nothing(name):
    folder = PUBLISHED if name in OURS else FIXTURES
    if not (folder / name).exists():
        pytest.skip("../shared is absent")
    cues = told(folder / name).cues
    made, repairs = joined(cues)
    assert squeezed(turn.text for turn in made) == squeezed(cue.text for cue in cues)
    assert repairs == ()
    for turn in made:
        offsets, times = [m[0] for m in turn.marks], [m[1] for m in turn.marks]
        assert offsets == sorted(set(offsets)) and times == sorted(set(times))
        assert all(0 < offset < len(turn.text) for offset in offsets)


def squeezed(texts) -> str:
    return "".join("".join(texts).split())


def counted(file: Path) -> tuple[int, int, int]:
    document = told(file)
    assert isinstance(document, Document)
    made, _ = joined(document.cues)
    return len(made), len({t.speaker for t in made if t.speaker}), len(document.episode.chapters)


def test_voices_of_webvtt():
    first, second, third = joined(told(PUBLISHED / "stimmen.vtt").cues)[0]
    assert first.text == (
        "Hallo Sigrid. Warum braucht gutes Brot so viel Zeit? "
        "Mehl & Wasser sind doch schnell gemischt."
    )
    assert (first.speaker, first.start, first.end) == ("Jana Öztürk", 0.0, 6.0)
    # Both questions begin inside the first two cues: the marks enclose them.
    assert first.marks == ((28, 2.5), (67, 5.0))
    assert (second.speaker, second.text, second.start) == (
        "Sigrid Löwe", "Weil der Teig ruhen muss.", 6.5,
    )  # fmt: skip
    assert (third.speaker, third.start, third.end) == ("Jana Öztürk", None, 9.0)


def test_names_of_subrip():
    first, second, *_ = joined(told(PUBLISHED / "namen.srt").cues)[0]
    assert first == Turn(
        "Jana", "Hallo Sigrid. Warum braucht gutes Brot so viel Zeit? Man sagt ja:", 0.179, 4.799,
        marks=((47, 2.4),),
    )  # fmt: skip
    assert second.text == "Weil der Teig ruhen muss. Merke: Ein Teig hat es nicht eilig."


def test_a_word_per_segment():
    first, second = joined(told(PUBLISHED / "segmente.json").cues)[0]
    assert first == Turn("Jana", "Der Teig ruht. Lange.", 0.5, 2.5, marks=((15, 2.25),))
    assert second == Turn("Uwe", "Neeein", 2.75)


def test_times_of_podlove():
    intro, jana, uwe = joined(told(PUBLISHED / "podlove.json").cues)[0]
    assert intro == Turn(None, "Intro", 0.0, 43.1)
    assert jana == Turn("Jana", "Hallo. Willkommen!", 43.1, 52.4, marks=((7, 50.001),))
    assert (uwe.start, uwe.end, uwe.marks) == (51.68, None, ((15, 71.0),))


def test_words_of_whisper_and_assemblyai():
    (turn,) = joined(told(PUBLISHED / "whisper.json").cues)[0]
    assert turn == Turn(None, "Der Teig ruht. Er geht auf.", 0.0, 5.0, marks=((15, 2.5),))
    assert told(PUBLISHED / "whisper.json").episode.language == "de"
    first, second = joined(told(PUBLISHED / "assemblyai.json").cues)[0]
    assert first == Turn("A", "Ja. Doch.", 0.25, 1.5, marks=((4, 0.9),))
    assert second == Turn("B", "Nein.", 1.5, 2.0)


def test_html_transcripts():
    first, second, third = joined(told(PUBLISHED / "cite.html").cues)[0]
    assert first == Turn("Jana", "Hallo! Mehl & Wasser, wie geht's?", 0.0)
    assert second == Turn("Uwe", "Gut. Und dir?", 53.0)
    assert third.start == 3723.0


def test_markdown():
    document = told(PUBLISHED / "turns.md")
    assert document.episode.title == "Brot ohne Eile"
    first, second, third = joined(document.cues)[0]
    assert first.text == "Hallo, Sigrid. [lacht] Merke: Zeit!\n\nEin zweiter Absatz."
    assert (first.speaker, first.start) == ("Jana Öztürk", 475.0)
    assert second == Turn("Sigrid Löwe", "Der Teig ruht. Er geht auf.", marks=((15, 510.0),))
    assert (third.speaker, third.text) == ("Jana Öztürk", "Danke.")


def test_plain_text():
    first, second, third, fourth = joined(told(PUBLISHED / "turns.txt").cues)[0]
    assert first == Turn("Jana", "Hallo, Sigrid.")
    assert second == Turn(
        "Ursula von der Aue", "Hallo.\nDas hier gehört noch dazu, auch 10:30 Uhr.", 5.0
    )
    assert (third.speaker, third.start) == ("Jana", 10.0)
    assert fourth.speaker == "Speaker 3"
    assert [(t.speaker, t.start) for t in joined(told(PUBLISHED / "otter.txt").cues)[0]] == [
        ("Jana Öztürk", 3.0), ("Sigrid Löwe", 12.0), ("Jana Öztürk", 15.0),
    ]  # fmt: skip


def test_a_time_on_a_line_of_its_own_belongs_to_what_follows():
    """As Google Meet writes it; the time does not stay in anybody's words."""
    text = (
        "Anna Muster: Willkommen.\nBernd Klein: Danke.\n00:05:00\n\nAnna Muster: Worum geht es?\n"
        "Bernd Klein: Um Bienen.\n1:02:03\nUm viele Bienen.\n"
    )
    said = turns(text)
    assert [(turn.speaker, turn.text.split("\n")[0]) for turn in said] == [
        ("Anna Muster", "Willkommen."),
        ("Bernd Klein", "Danke."),
        ("Anna Muster", "Worum geht es?"),
        ("Bernd Klein", "Um Bienen."),
    ]
    assert said[2].start == 300.0
    assert said[3].marks[-1][1] == 3723.0 and "1:02" not in said[3].text


def test_what_is_no_name():
    assert names_among(["Jana", "Zum Beispiel", None, "Uwe"]) == {"Jana", "Uwe"}
    assert names_among([None, "Jana", "Jana", "Merke"]) == frozenset()
    assert names_among([None, "Jana", "Uwe", "Jana", "Uwe"]) == {"Jana", "Uwe"}
    assert names_among([]) == frozenset()


def test_a_player_episode():
    document = told(PUBLISHED / "player.json")
    episode = document.episode
    assert (document.show, episode.title) == ("Werkstattgespräche", "Brot ohne Eile")
    assert episode.duration == 5478.61
    assert str(episode.published) == "2024-05-17"
    assert episode.description == "Wie Brot wird.\nLangsam."
    assert [(p.name, p.role) for p in episode.people] == [
        ("Jana", "Moderation"),
        ("Uwe Groß", None),
    ]
    assert episode.audio_url == "https://example.org/brot.mp3"


def test_chapters():
    assert [(c.start, c.title) for c in told(PUBLISHED / "kapitel.json").episode.chapters] == [
        (0.0, "Intro"), (168.5, "Ofen & Glut"), (300.0, "Salz"),
    ]  # fmt: skip
    assert [c.start for c in told(PUBLISHED / "kapitel.psc").episode.chapters] == [
        0.0, 1.0, 62.0, 3723.4,
    ]  # fmt: skip


def test_a_feed_with_undeclared_prefixes_and_another_encoding():
    feed = told(PUBLISHED / "feed.xml")
    assert isinstance(feed, Feed)
    first, second = feed.items
    assert (first.episode.duration, len(first.episode.chapters)) == (62.0, 2)
    assert [link.url for link in first.transcripts] == ["https://example.org/1.vtt"]
    assert second.repairs == ("pubDate: 'irgendwann' is no date",)


def test_a_show_page_as_html():
    corpus = told(PUBLISHED / "seite.html")
    assert isinstance(corpus, Corpus)
    (episode,) = corpus
    assert (corpus.podcast.title, episode.number) == ("Werkstattgespräche", 2)
    assert [turn.text for turn in episode.turns] == ["Hallo. ", "Noch da?"]
    assert len(episode.chapters) == 2


def test_a_protocol():
    document = told(PUBLISHED / "protokoll.xml")
    assert [(cue.speaker, cue.text) for cue in document.cues] == [
        ("Dr. Sigrid Löwe", "Liebe Bäckerinnen!"), (None, "(Beifall)"),
        ("Dr. Sigrid Löwe", "Der Teig ruht."), ("Präsident Uwe Groß", "Danke."),
    ]  # fmt: skip


TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="de"><teiHeader><fileDesc>
<titleStmt><title>Über Holz</title></titleStmt><publicationStmt><publisher>Werkstatt</publisher>
<date when="2024-05-17"/></publicationStmt></fileDesc><particDesc><listPerson>
<person xml:id="JO"><persName>Jana  Öztürk</persName></person></listPerson></particDesc></teiHeader>
<text><body><head>Gespräch</head><u who="#JO"><seg>Warum <note>leise</note> Esche?</seg></u>
<u who="#UG">Sie federt.</u><vocal><desc>lacht</desc></vocal>
<sp who="#JO"><speaker>JANA.</speaker><p>Aha.</p></sp>
<sp><speaker>Uwe Groß:</speaker><p>Ja.</p></sp></body></text></TEI>"""
DEBATE = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate><meta>
<FRBRdate date="2024-05-17" name="x"/><TLCPerson eId="jana" showAs="Jana Öztürk"/></meta>
<preface><p><docTitle>Sitting 2</docTitle></p></preface><debateBody><debateSection>
<speech by="#jana"><from>Ms Öztürk</from><p>Order, <b>please</b>.</p></speech>
<speech by="#nobody"><from>A Member:</from><p>No.</p><remark>[Laughter]</remark></speech>
</debateSection></debateBody></debate></akomaNtoso>"""


@pytest.mark.parametrize(
    ("xml", "title", "cues"),
    [
        (
            TEI,
            "Über Holz",
            [
                (None, "Gespräch"),
                ("Jana Öztürk", "Warum Esche?"),
                ("UG", "Sie federt."),
                (None, "lacht"),
                ("Jana Öztürk", "Aha."),
                ("Uwe Groß", "Ja."),
            ],
        ),
        (
            DEBATE,
            "Sitting 2",
            [
                ("Jana Öztürk", "Order, please."),
                ("A Member", "No."),
                (None, "[Laughter]"),
            ],
        ),
    ],
)
def test_xml_in_which_elements_say_who_speaks(xml, title, cues):
    document = read(xml)
    assert isinstance(document, Document)
    assert [(cue.speaker, cue.text) for cue in document.cues] == cues
    assert (document.episode.title, document.episode.published) == (title, date(2024, 5, 17))
    account = document.account
    assert account.words - account.aside == sum(words(cue.text) for cue in document.cues)


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE r [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>',
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel/></rss>',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1/"> %p;]><rss><channel/></rss>',
        '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss version="&b;"/>',
    ],
)
def test_entities_are_refused(xml):
    with pytest.raises(ImportFailed, match="declares entities|well-formed"):
        read(xml)


@pytest.mark.parametrize(
    "xml",
    ["<rss>" * 10_000, "<rss>" + "x" * 11_000_000 + "</rss>", "<rss a=b>"],
)
def test_broken_xml_names_its_place(xml):
    with pytest.raises(ImportFailed, match="line 1"):
        read(xml)


def test_html_as_text():
    assert plain("5 < 6 &amp; 7") == "5 < 6 & 7"
    assert plain("<h1>Titel<script>alert(1)</script></h1>") == "Titel"
    assert plain("a<br>b<p>c &lt;d&gt;") == "a\nb\nc <d>"
    assert plain("<b>" * 100_000 + "tief") == "tief"
    assert (
        links('<a href="javascript:x">a</a><a href="https://b.de">b <i>c</i></a>')[0].title == "b c"
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, 1.0), ("01:02.5", 62.5), ("1:02:03,400", 3723.4), ("00:00:43.1", 43.1), (True, None),
     ("", None), ("1:2:3:4", None), ("nan", None), (float("inf"), None), ("-1", -1.0),
     ("-00:01.5", -1.5), ("1:-50", None), ("+1", None), (-0.5, -0.5), (1e-3, 0.001),
     ("9" * 400, None), (10**400, None), (None, None), ([], None)],
)  # fmt: skip
def test_seconds(value, expected):
    assert seconds(value) == expected


def test_encodings():
    assert decoded("für".encode()) == ("für", None)
    assert decoded(b"\xef\xbb\xbfja") == ("ja", None)
    assert decoded("ja für".encode("utf-16")) == ("ja für", None)
    text, repair = decoded("Brot\nfür alle".encode("cp1252"))
    assert (text, repair) == (
        "Brot\nfür alle", "is not UTF-8 (the first in line 2); read as Windows-1252",
    )  # fmt: skip
    text, repair = decoded("Öl für Brötchen\n".encode() + b"\xff")
    assert (text, repair) == (
        "Öl für Brötchen\n\ufffd", "1 broken characters were replaced, the first in line 2",
    )  # fmt: skip
    with pytest.raises(ImportFailed, match="is a recording"):
        decoded(b"\xff\xfb\x90\x00\x00")


@pytest.mark.parametrize("said", ['["Er sagt", "was"]', '{"de": "Er sagt was"}', "[]"])
@pytest.mark.parametrize("shape", ['{"segments": [{"body": %s}]}', '[{"text": %s}]'])
def test_what_is_no_text_is_not_quoted_as_python_writes_it(shape: str, said: str) -> None:
    with pytest.raises(ImportFailed, match="a list or an object, not a text"):
        read(shape % said)
