"""The text of a PDF in paragraphs, without page numbers and running titles."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.errors import ImportFailed

INSTALL = "make extras"
AS_TEXT = "save the transcript as .docx or as plain text"
MOST_PAGES = 1000
_PAGE_NUMBER = re.compile(
    r"(?:seite|page|s\.|p\.)?[ \t]{0,3}\d{1,4}(?:[ \t]?(?:/|von|of)[ \t]?\d{1,4})?", re.I
)
_DIGITS = re.compile(r"\d{1,9}")
# What begins a line of its own: a time, a name before a colon, a mark of a list.
_BEGINS = re.compile(r"[\[(]?\d{1,3}:\d\d|[^\W\d_][^:.!?\n]{0,60}:(?:\s|$)|[•*#–-][ \t]")
FULL, NARROW = 0.7, 40  # of the longest usual line, and characters: a shorter line is the last
_SENTENCE_ENDS = (".", "!", "?", ":", "…")
_CLOSING = "\"”“»«’')] "


def text_of_pdf(data: bytes) -> str:
    """Extract the text of a PDF. Raises ImportFailed if it has none or cannot be read."""
    try:
        import pypdf
    except ImportError as error:
        raise ImportFailed(f"is a PDF; to read those: {INSTALL}") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its repairs do not concern the user
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ImportFailed("is a PDF with a password; save it without one, or as plain text")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise ImportFailed(f"is a PDF of {count} pages, which no transcript has; {AS_TEXT}")
        pages = [page.extract_text().splitlines() for page in reader.pages]
    except ImportFailed:
        raise
    except Exception as error:  # a broken PDF can raise anything
        raise ImportFailed(f"is no readable PDF ({str(error)[:100]}); {AS_TEXT}") from error
    filled = [[line.strip() for line in page if line.strip()] for page in pages]
    # Page numbers go, and lines at the top or bottom that most pages repeat.
    edges = Counter(_DIGITS.sub("0", line) for page in filled for line in {*page[:1], *page[-1:]})
    often = {line for line, count in edges.items() if count >= 3 and 2 * count > len(filled)}
    lines = [
        line
        for page in filled
        for index, line in enumerate(page)
        if 0 < index < len(page) - 1
        or not (_DIGITS.sub("0", line) in often or _PAGE_NUMBER.fullmatch(line))
    ]
    text = "\n".join(_unwrapped(lines))
    if not text.strip():
        raise ImportFailed("is a PDF of pictures without text; save the transcript as plain text")
    return text


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Join lines that end at the margin into paragraphs."""
    widths = sorted(map(len, lines))
    full = max(NARROW, FULL * widths[int(0.9 * len(widths))]) if widths else 0.0
    paragraph = ""
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else ""
        # Where a sentence ends with the line, a break does no harm; the next line may be a name.
        running = len(before) >= full and not before.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
        wrapped = bool(before) and running and not _BEGINS.match(line)
        if not wrapped:
            yield paragraph
            paragraph = line
        elif paragraph.endswith("-") and line[:1].islower():
            paragraph = paragraph[:-1] + line
        else:
            paragraph += f" {line}"
    yield paragraph
