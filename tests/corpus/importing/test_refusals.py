"""All that is refused, and which export each refusal names in the tool that wrote it."""

import gzip
import io
import zipfile

import pytest

from corpus import ImportFailed
from corpus.formats import exports
from corpus.importing.linked import read_named

NOTHING = "1234 5678\n"  # of which nobody can make a transcript
ANY = exports.GENERAL


def packed(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


# What is refused, and the end of what is told.
REFUSALS: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "export it again"),
    "figures": (NOTHING, ANY),
    "a page": ("<html><h1>404</h1></html>", ANY),
    "a page with names only": ("<cite></cite>", ANY),
    "XML": ("<plist><dict/></plist>", ANY),
    "broken XML": ("<tt><body>", ANY),
    "entities": ('<!DOCTYPE tt [<!ENTITY b "c">]><tt>&b;</tt>', "none is expanded here"),
    "TTML": ('<tt xmlns="http://www.w3.org/ns/ttml"><body/></tt>', ANY),
    "YouTube's XML": ("<timedtext><body/></timedtext>", "in YouTube Studio: Subtitles"),
    "JSON": ('{"a": 1}', ANY),
    "broken JSON": ('{"segments": [', ANY),
    "JSON of lists": ('{"segments": [{"start": 1, "text": ["a"]}]}', ANY),
    "WebVTT": ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", ANY),
    "SubStation Alpha": ("[Script Info]\n[Events]\n", ANY),
    "a table": ("start\tend\ttext\n1\t2\t\n", ANY),
    "a feed that breaks off": ("<rss><channel><item>", "have the feed checked where it is made"),
    "a show page without a title": ("• 01.02.2024\nFolge 1\n", "add it there"),
    "a show page with a wrong day": ("W\n• 31.02.2024\nFolge 1\n", "correct the saved page"),
    "a chat": ("10:03:12\t From Mara : Hallo\n", "in Zoom: turn on the audio transcript"),
    "a page in one file": ("MIME-Version: 1.0\nContent-Type: multipart/related\n", "as HTML"),
    "rich text": (b"{\\rtf1 Ja}", "plain text (.txt) or as .docx"),
    "an old Word document": (b"\xd0\xcf\x11\xe0\0\0", "save it as .docx or as plain text"),
    "a broken Word document": (packed("word/document.xml"), "save the transcript as .docx"),
    "OpenDocument": (packed("mimetype", "content.xml"), "in LibreOffice: Save as"),
    "Excel": (packed("xl/workbook.xml"), "in Excel: File, Save as, then CSV"),
    "Pages": (packed("Index/Document.iwa"), "in Pages: File, Export to"),
    "another archive": (packed("12.vtt"), "unpack it, and import what is in it"),
    "a broken PDF": (b"%PDF-1.4\n", "save the transcript as .docx or as plain text"),
    "a PDF of Google": (b"%PDF-1.4\n/Producer (Google Docs)", "in Google Docs: File, Download"),
    "gzip": (gzip.compress(b"a\0" * 99), "unpack it, or export the transcript"),
    "a recording": (b"ID3\x04\0\0", "python -m corpus transcribe hears those of a feed"),
    "a film": (b"\0\0\0 ftypM4A \0", "python -m corpus transcribe hears those of a feed"),
    "a picture": (b"\x89PNG\r\n\0", "export the transcript as text, WebVTT, SRT or JSON"),
    "Safari's page": (b"bplist00\0", "save the page as its source"),
    "noise": (b"\x01\0\x02\0", "export the transcript as text, WebVTT, SRT or JSON"),
}  # fmt: skip
# What the files of each tool have in them, wherever nothing else can be read.
TOOLS = {
    "Otter": "Transcribed by https://otter.ai", "Descript": "Made with Descript",
    "Sonix": "Transcribed by Sonix", "Happy Scribe": "happyscribe.com",
    "Teams": "Meeting Transcript", "Zoom": "https://zoom.us/rec/1",
    "YouTube Studio": "ytInitialPlayerResponse", "Podlove Publisher": "podlove-web-player",
    "Riverside": "riverside.fm", "Rev": "rev.com", "Trint": "Trint", "Amberscript": "amberscript",
    "Auphonic": "auphonic.com", "noScribe": "noScribe 0.6", "f4 or MAXQDA": "MAXQDA 24",
    "Premiere": "Adobe Premiere Pro", "Podigee": "podigee.io", "Buzzsprout": "buzzsprout.com",
    "Transistor": "transistor.fm", "AssemblyAI": "cdn.assemblyai.com", "Deepgram": "deepgram",
    "Google Docs": "docs.google.com/document", "Word": "Microsoft Word 15",
}  # fmt: skip


def refused(content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(ImportFailed) as error:
        read_named(data, "12.xyz")
    return str(error.value)


@pytest.mark.parametrize("name", REFUSALS)
def test_each_refusal_names_a_way(name):
    content, remedy = REFUSALS[name]
    told = refused(content)
    assert told.startswith("12.xyz: ") and remedy in told
    assert "\n" not in told and len(told) < 500


def test_every_tool_is_known_by_its_files():
    assert [name for name, _, _ in exports._TOOLS] == list(TOOLS)


@pytest.mark.parametrize("name", TOOLS)
@pytest.mark.parametrize("form", ["{}\n" + NOTHING, "<html><h1>{}</h1></html>", '{{"a": "{}"}}'])
def test_the_export_of_the_tool_is_named(name, form):
    told = refused(form.format(TOOLS[name]))
    assert f"; in {name}: " in told and ANY not in told
