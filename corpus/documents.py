"""Word documents and PDFs as the text that stands in them, by python-docx and pypdf.

Both are wanted only by whoever has such files: `pip install '.[documents]'`. A document is a
stranger's: what unpacks to too much, has too many pages, or declares entities is refused.
"""

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpus.errors import ImportFailed

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

MOST_UNPACKED = 50_000_000  # bytes
MOST_PARTS, MOST_PAGES = 5000, 1000
MOST_CHARACTERS = 10_000_000
INSTALL = "python -m pip install -c requirements.lock -e '.[documents]'"
# What cannot be read here, by how it begins; each with what to do.
_OTHERS = {
    b"{\\rtf": "is rich text (RTF); save it as plain text (.txt) or as .docx",
    b"\xd0\xcf\x11\xe0": "is a document of an old Word (.doc); save it as .docx or as plain text",
}
_PAGE_NUMBER = re.compile(
    r"(?:seite|page|s\.|p\.)?[ \t]{0,3}\d{1,4}(?:[ \t]?(?:/|von|of)[ \t]?\d{1,4})?", re.I
)
_DIGITS = re.compile(r"\d{1,9}")
# What begins a line of its own: a time, a name before a colon, a mark of a list.
_BEGINS = re.compile(r"[\[(]?\d{1,3}:\d\d|[^\W\d_][^:.!?\n]{0,60}:(?:\s|$)|[•*#–-][ \t]")
FULL = 0.7  # of the longest usual line: a shorter one ends a paragraph


def text_of_document(data: bytes) -> str | None:
    """The text of a Word document or a PDF; None for anything else.

    Raises ImportFailed for one that cannot be read, and for other documents, with what to do.
    """
    for begin, remedy in _OTHERS.items():
        if data.startswith(begin):
            raise ImportFailed(remedy)
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    return _word(data) if data.startswith(b"PK\x03\x04") else None


def _word(data: bytes) -> str:
    _check_parts(data)
    try:
        import docx
    except ImportError as error:
        raise ImportFailed(f"is a Word document; to read those: {INSTALL}") from error
    try:
        document = docx.Document(io.BytesIO(data))
        lines = [_line(part) for part in _paragraphs(document)]
    except Exception as error:  # python-docx raises what lxml, zipfile and itself do
        raise ImportFailed(f"is no readable Word document ({str(error)[:100]})") from error
    return _bounded("\n".join(lines))


def _check_parts(data: bytes) -> None:
    """Refuse what is no Word document, and one that unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if "word/document.xml" not in names:
                raise ImportFailed("is a packed file, but no Word document; save it as plain text")
            large = sum(part.file_size for part in parts) > MOST_UNPACKED
            if large or len(parts) > MOST_PARTS:
                raise ImportFailed("is a Word document that unpacks to more than 50 MB")
            if any(b"<!DOCTYPE" in packed.open(name).read(2000) for name in filter(_is_xml, names)):
                raise ImportFailed("is a Word document that declares entities; none is expanded")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise ImportFailed(f"is no readable Word document ({str(error)[:100]})") from error


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _paragraphs(document: object) -> Iterator["Paragraph"]:
    """The paragraphs in their order, those in the cells of tables too, each once."""
    from docx.table import Table

    for part in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(part, Table):
            cells = (cell for row in part.rows for cell in row.cells)
            for cell in {id(cell._tc): cell for cell in cells}.values():
                yield from cell.paragraphs
        else:
            yield part


def _line(paragraph: "Paragraph") -> str:
    """A paragraph; headings and a title are marked as in Markdown."""
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    text = paragraph.text.replace("\t", " ").replace("\xa0", " ")
    if text.strip() and style.startswith(("Heading", "Title", "Überschrift", "Titel")):
        return f"# {text.strip()}"
    return text


def _pdf(data: bytes) -> str:
    try:
        import pypdf
    except ImportError as error:
        raise ImportFailed(f"is a PDF; to read those: {INSTALL}") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is nobody's concern here
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ImportFailed("is a PDF with a password; save it without one, or as plain text")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise ImportFailed(f"is a PDF of {count} pages, which no transcript has")
        pages = [page.extract_text().splitlines() for page in reader.pages]
    except ImportFailed:
        raise
    except Exception as error:  # a broken PDF can raise anything
        raise ImportFailed(f"is no readable PDF ({str(error)[:100]})") from error
    text = _bounded("\n".join(_unwrapped(_without_margins(pages))))
    if not text.strip():
        raise ImportFailed("is a PDF of pictures without text; save the transcript as plain text")
    return text


def _without_margins(pages: Sequence[list[str]]) -> list[str]:
    """The lines without page numbers, and without what stands above or below on most pages."""
    filled = [[line.strip() for line in page if line.strip()] for page in pages]
    edges = Counter(_DIGITS.sub("0", line) for page in filled for line in {*page[:1], *page[-1:]})
    often = {line for line, count in edges.items() if count >= 3 and 2 * count > len(filled)}
    kept: list[str] = []
    for page in filled:
        last = len(page) - 1
        kept += [
            line
            for index, line in enumerate(page)
            if index not in (0, last)
            or not (_DIGITS.sub("0", line) in often or _PAGE_NUMBER.fullmatch(line))
        ]
    return kept


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Paragraphs from lines that end where the paper does."""
    widths = sorted(map(len, lines))
    full = FULL * widths[int(0.9 * len(widths))] if widths else 0.0
    paragraph = ""
    for index, line in enumerate(lines):
        wrapped = index > 0 and len(lines[index - 1]) >= full and not _BEGINS.match(line)
        if not wrapped:
            yield paragraph
            paragraph = line
        elif paragraph.endswith("-") and line[:1].islower():
            paragraph = paragraph[:-1] + line
        else:
            paragraph += f" {line}"
    yield paragraph


def _bounded(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise ImportFailed(f"is a document of {len(text)} characters, which is no transcript")
    return text
