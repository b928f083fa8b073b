"""Bytes as text, whatever encoding they claim to have."""

import codecs
import re
import unicodedata
from contextlib import suppress

from corpus.decoding.word import text_of_document
from corpus.errors import ImportFailed

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,100}encoding=["']([\w.-]{1,40})["']|charset=["']?([\w-]{1,40})"""
)
# Python knows encodings that are none of text ("zip", "unicode_escape").
_CHARACTER_SETS = re.compile(r"(iso-?8859|latin|windows-125|cp125|mac|koi8|utf-?(8|16))", re.I)
# UTF-8 that was read as Windows-1252 and saved again, and umlauts as old Macs have them.
_TWICE = re.compile("Ã[¤¶¼„–œŸ©¨ ]|â€[“”žœ™¦]|Â[«» ]")
_OLD_MAC = re.compile(rb"(?<=[A-Za-z])[\x8a\x9a\x9f\xa7](?![\x80-\xff])|[\x80\x85\x86](?=[a-z])")
_USUAL = re.compile(rb"[\xe4\xf6\xfc\xdf\xc4\xd6\xdc]")
# What is no text at all, by how it begins.
_RECORDING = "is a recording; python -m corpus transcribe hears those of a feed, or"
_OTHERS = (
    (re.compile(rb"ID3|\xff[\xf2-\xfb]|OggS|fLaC|RIFF....(?:WAVE|AVI)", re.S), _RECORDING),
    (re.compile(rb"....ftyp|\x1a\x45\xdf\xa3|FORM....AIF", re.S), _RECORDING),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP", re.S), "is a picture;"),
    (re.compile(rb"\x1f\x8b|BZh|7z\xbc\xaf|Rar!|\xfd7zXZ"), "is packed; unpack it, or"),
    (re.compile(rb"bplist00"), "is a web archive of Safari; save the page as its source, or"),
)
_EXPORT = "export the transcript as text, WebVTT, SRT or JSON"
_BROKEN = "\N{REPLACEMENT CHARACTER}"


def decoded(data: bytes) -> tuple[str, str | None]:
    """Decode a file to text; also return a line on what had to be repaired, if anything.

    Word documents and PDFs give their text. Otherwise a byte order mark decides, then UTF-8 if it
    fits, then the encoding that the file declares; failing these, broken bytes are replaced if most
    of the text is UTF-8, and the rest is read as Windows-1252. Accents that some systems part from
    their letters are joined to them (NFC). Raises ImportFailed for what is not text.
    """
    text, repair = _decoded(data)
    return unicodedata.normalize("NFC", text), repair


def _decoded(data: bytes) -> tuple[str, str | None]:
    document = text_of_document(data)
    if document is not None:
        return document, None
    bom = next((encoding for mark, encoding in _BOMS.items() if data.startswith(mark)), None)
    if bom is None and b"\0" in data[:100_000]:
        what = next((what for begin, what in _OTHERS if begin.match(data)), "is not text;")
        raise ImportFailed(f"{what} {_EXPORT}")
    declared = _DECLARED.search(data[:1000])
    name = (declared[1] or declared[2]).decode("ascii", "ignore") if declared else ""
    for encoding in filter(None, (bom, "utf-8", name if _CHARACTER_SETS.match(name) else None)):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if _TWICE.search(text):
            with suppress(UnicodeError):  # "BrÃ¶mme" is undone where all of the text is so
                once = text.encode("cp1252").decode()
                return once, "was encoded twice; its umlauts were restored"
        return text, None
    text = data.decode(bom or "utf-8", errors="replace")
    broken = text.count(_BROKEN)
    place = f"the first in line {text[: text.index(_BROKEN)].count(chr(10)) + 1}"
    if bom or sum(char > "\x7f" for char in text) > 2 * broken:
        return text, f"{broken} broken characters were replaced, {place}"
    if len(_OLD_MAC.findall(data)) > len(_USUAL.findall(data)):
        return data.decode("mac_roman"), f"is not UTF-8 ({place}); read as Mac Roman"
    return data.decode("cp1252", errors="replace"), f"is not UTF-8 ({place}); read as Windows-1252"
