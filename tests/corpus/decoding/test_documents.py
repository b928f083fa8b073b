"""Word documents and PDFs: the transcript in them, and what is refused in words."""

import io
import sys
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import ImportFailed
from corpus.decoding import pdf as pages
from corpus.decoding.encodings import decoded
from corpus.decoding.word import text_of_document
from tests.corpus.formats.test_speech_json import as_said, conversations, read_back, shown
from tests.support.written import BEES, HEADED, Turns, headed, named

CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(text: str, title: str = "") -> bytes:
    document = docx.Document()
    if title:
        document.add_heading(title, 0)
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document) -> bytes:
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def packed(**parts: str) -> bytes:
    """A Word document of the least that one needs, and these parts by their names."""
    whole = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{CONTENT}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORDS}"><w:body><w:p><w:r><w:t>Mara: Hallo.'
        "</w:t></w:r></w:p></w:body></w:document>",
    } | parts
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in whole.items():
            file.writestr(name, content)
    return data.getvalue()


def pdf(*sheets: list[str]) -> bytes:
    """A PDF with a page per list of lines, in Helvetica."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(sheets)))
    font = "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
    font += "/Encoding /WinAnsiEncoding >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(sheets)} /Kids [{kids}] >>".encode(),
    ]
    for n, lines in enumerate(sheets):
        shown = "".join(f"({escaped(line)}) Tj 0 -14 Td " for line in lines)
        stream = f"BT /F1 10 Tf 40 800 Td {shown}ET".encode("cp1252")
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {font} "
        objects.append(f"{page}/Contents {4 + 2 * n} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
    return assembled(objects)


def assembled(objects: list[bytes]) -> bytes:
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n" % (size, table)
    return data + head + b"<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))


def escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def turns_of(data: bytes):
    return shown(read_back(decoded(data)[0])[1])


@pytest.mark.parametrize("name", ["otter", "teams", "own line", "name line"])
@settings(max_examples=10, deadline=None)
@given(turns=conversations())
def test_what_stands_in_word_is_read_back(name, turns):
    assert turns_of(word(headed(HEADED[name])(turns))) == as_said(turns)


@pytest.mark.parametrize("name", ["otter", "own line", "name line"])
@settings(max_examples=10, deadline=None)
@given(turns=conversations())
def test_what_stands_in_a_pdf_is_read_back(name, turns):
    assert turns_of(pdf(headed(HEADED[name])(turns).split("\n"))) == as_said(turns)


def untimed(turns: Turns) -> list[tuple[str, str, None]]:
    return [(said.speaker, said.text, None) for said in turns]


def test_the_title_of_a_word_document():
    document, _ = read_back(decoded(word("\n\n".join(map(named, BEES)), "Folge 3: Bienen"))[0])
    assert document.episode.title == "Folge 3: Bienen"


def test_the_cells_of_a_table_are_read_in_their_order():
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for said in BEES:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = f"{said.speaker}:", said.text
    assert turns_of(saved(document)) == untimed(BEES)


@pytest.mark.parametrize("own_line", [True, False])
def test_names_in_bold_type_need_no_colon(own_line):
    document = docx.Document()
    for said in BEES:
        paragraph = document.add_paragraph()
        paragraph.add_run(said.speaker).bold = True
        (document.add_paragraph() if own_line else paragraph).add_run(f" {said.text}")
    document.add_paragraph().add_run("Ende").bold = True
    spoken = untimed(BEES)
    last = (*spoken[-1][:1], spoken[-1][1] + "\nEnde", None)
    assert turns_of(saved(document)) == [*spoken[:-1], last]


def test_the_least_word_document():
    assert text_of_document(packed()) == "Mara: Hallo."


def test_the_lines_of_paper_become_paragraphs_again():
    sheets = [
        ["Am Zaun", "Mara: Ein Volk von Bienen hat im Sommer mehr als zwanzig-",
         f"tausend Tiere, im Winter aber {n} viel weniger als", "das.", "Ole: Ja.",
         f"Seite {n} von 3"]
        for n in (1, 2, 3)
    ]  # fmt: skip
    lines = (text_of_document(pdf(*sheets)) or "").strip().split("\n")
    said = "Mara: Ein Volk von Bienen hat im Sommer mehr als zwanzigtausend Tiere, im Winter aber"
    assert lines == [
        line for n in (1, 2, 3) for line in (f"{said} {n} viel weniger als das.", "Ole: Ja.")
    ]


REFUSED = {
    "rich text": (b"{\\rtf1 Mara: Hallo.}", r"save it as plain text \(.txt\) or as .docx"),
    "old Word": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "save it as .docx or as plain text"),
    "other zip": (
        b"PK\x03\x04" + b"\0" * 90,
        "no readable Word",
    ),
    "entities": (
        packed(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
        "declares entities",
    ),
    "broken": (packed(**{"word/document.xml": "<a"}), "no readable Word document"),
    "cut": (packed()[:200], "no readable Word document"),
    "bomb": (packed(**{"word/a.bin": "0" * 60_000_000}), "unpacks to more than 50 MB"),
    "parts": (packed(**{f"word/{n}": "" for n in range(6000)}), "unpacks to more than 50 MB"),
    "pictures": (pdf([]), "PDF of pictures without text"),
    "no PDF": (b"%PDF-1.7\n" + b"\0" * 100, "no readable PDF"),
    "pages": (pdf(*[["a"]] * 1001), "PDF of 1001 pages"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name):
    data, message = REFUSED[name]
    with pytest.raises(ImportFailed, match=message):
        decoded(data)


def test_another_packed_file_is_refused():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("content.xml", "<a/>")
    with pytest.raises(ImportFailed, match="is an OpenDocument text"):
        decoded(data.getvalue())


@pytest.mark.parametrize(
    ("package", "data"), [("docx", packed()), ("pypdf", pdf(["Mara: Hallo."]))]
)
def test_without_the_packages_the_message_has_the_command(package, data, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ImportFailed) as refused:
        decoded(data)
    assert pages.INSTALL in str(refused.value)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([packed(), pdf(["Mara: Hallo.", "Ole: Tag."])]), st.integers(0, 5000),
       st.binary(max_size=20))  # fmt: skip
def test_damaged_documents_are_read_or_refused(data, place, junk):
    place %= len(data)
    try:
        decoded(data[:place] + junk + data[place + len(junk) :])
    except ImportFailed as error:
        assert "\n" not in str(error)[:20]
