"""The text of Word documents and PDFs, by python-docx and pypdf.

Both libraries are optional: `make extras`. A document comes from a stranger: one that unpacks to
too much, has too many pages, or declares entities is refused.
"""

import io
import zipfile
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

from corpus.decoding.pdf import AS_TEXT, INSTALL, text_of_pdf
from corpus.errors import ImportFailed

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

MOST_UNPACKED = 50_000_000  # bytes
MOST_PARTS = 5000
MOST_WORDS = 6  # of a name
MOST_CHARACTERS = 10_000_000
# What cannot be read here, by how it begins; each with what to do.
_OTHERS = {
    b"{\\rtf": "is rich text (RTF); save it as plain text (.txt) or as .docx",
    b"\xd0\xcf\x11\xe0": "is a document of an old Word (.doc); save it as .docx or as plain text",
}
# What else is packed as Word documents are, by how the name of a part begins.
_PACKED = {
    "content.xml": "is an OpenDocument text; in LibreOffice: Save as, then .docx or plain text",
    "xl/": "is an Excel workbook; in Excel: File, Save as, then CSV, with a line of titles",
    "ppt/": "are PowerPoint slides; save their text as plain text",
    "Index/": "is a document of Pages; in Pages: File, Export to, then Word or plain text",
    "META-INF/container.xml": "is an e-book (EPUB); save its text as plain text",
}
_UNKNOWN = "is a packed file; unpack it, and import what is in it"


def text_of_document(data: bytes) -> str | None:
    """Extract the text of a Word document or a PDF; return None for anything else.

    Raises ImportFailed for one that cannot be read and for other documents, with a remedy.
    """
    for begin, remedy in _OTHERS.items():
        if data.startswith(begin):
            raise ImportFailed(remedy)
    if data.startswith(b"%PDF-"):
        return _bounded(text_of_pdf(data))
    return _text_of_word(data) if data.startswith(b"PK\x03\x04") else None


def _text_of_word(data: bytes) -> str:
    _check_parts(data)
    try:
        import docx
        from docx.table import Table
    except ImportError as error:
        raise ImportFailed(f"is a Word document; to read those: {INSTALL}") from error
    try:
        document = docx.Document(io.BytesIO(data))
        paragraphs: list[Paragraph] = []
        for part in document.iter_inner_content():
            if isinstance(part, Table):
                # A cell that spans several places is listed for each of them.
                cells = {id(cell._tc): cell for row in part.rows for cell in row.cells}
                paragraphs += (one for cell in cells.values() for one in cell.paragraphs)
            else:
                paragraphs.append(part)
        # A few bold words that begin more than one paragraph are the name of a speaker.
        leads = Counter(filter(None, map(_bold_lead, paragraphs)))
        names = frozenset(lead for lead, count in leads.items() if count > 1)
        lines = [_line(paragraph, names) for paragraph in paragraphs]
    except Exception as error:  # python-docx raises what lxml, zipfile and itself do
        raise ImportFailed(
            f"is no readable Word document ({str(error)[:100]}); {AS_TEXT}"
        ) from error
    return _bounded("\n".join(lines))


def _check_parts(data: bytes) -> None:
    """Refuse what is no Word document, and one that unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if "word/document.xml" not in names:
                told = (_PACKED[part] for part in _PACKED if any(n.startswith(part) for n in names))
                raise ImportFailed(next(told, _UNKNOWN))
            large = sum(part.file_size for part in parts) > MOST_UNPACKED
            if large or len(parts) > MOST_PARTS:
                raise ImportFailed(f"is a Word document that unpacks to more than 50 MB; {AS_TEXT}")
            xml = [name for name in names if name.endswith((".xml", ".rels"))]
            if any(b"<!DOCTYPE" in packed.open(name).read(2000) for name in xml):
                raise ImportFailed(f"is a Word document that declares entities; {AS_TEXT}")
    except ImportFailed:
        raise
    except Exception as error:  # zipfile raises what zlib, struct and itself do
        raise ImportFailed(
            f"is no readable Word document ({str(error)[:100]}); {AS_TEXT}"
        ) from error


def _bold_lead(paragraph: "Paragraph") -> str:
    bold = takewhile(lambda run: run.bold or not run.text.strip(), paragraph.runs)
    lead = "".join(run.text for run in bold).strip()
    fits = len(lead.split()) <= MOST_WORDS and not any(
        sign.isdigit() or sign == ":" for sign in lead
    )
    return lead if fits else ""


def _line(paragraph: "Paragraph", names: frozenset[str]) -> str:
    """Write a paragraph as text: titles and headings as in Markdown, a colon after bold names."""
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    text = paragraph.text.replace("\t", " ").replace("\xa0", " ")
    if text.strip() and style.startswith(("Heading", "Title", "Überschrift", "Titel")):
        return f"# {text.strip()}"
    lead = _bold_lead(paragraph)
    if lead not in names or not text.strip().startswith(lead):
        return text
    return f"{lead}: {text.strip()[len(lead) :].strip()}".rstrip()


def _bounded(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise ImportFailed(f"has {len(text)} characters, which no transcript has; {AS_TEXT}")
    return text
