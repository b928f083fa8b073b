"""Stenographic protocols of the German Bundestag: long turns of many speakers, without times."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from corpus.formats.document import NOBODY_SAID, Account, Cue, Document, words
from corpus.formats.xml import Element, name, text_of


def is_protocol(root: Element) -> bool:
    """Return whether the root element is that of a protocol."""
    return name(root) == ("", "dbtplenarprotokoll")


def read_protocol(root: Element) -> Document:
    """Read the speeches as cues; interjections and applause have no speaker."""
    title = " ".join(filter(None, (_text(root, "plenarprotokoll-nummer"), _text(root, "datum"))))
    return Document(
        replace(NOBODY_SAID, title=title, published=_day(root), language="de"),
        tuple(_cues(root)),
        show=_text(root, "herausgeber"),
        account=_account(root),
    )


def _account(root: Element) -> Account:
    """Return the words of all proceedings, each once; aside is who speaks."""
    total, aside = 0, 0
    for proceedings in root.iter("sitzungsverlauf"):
        for element, text in _parts(proceedings):
            total += words(text)
            is_name = element.tag == "name" or element.get("klasse") == "redner"
            aside += words(text) if is_name else 0
    return Account(total, aside)


def _parts(element: Element) -> Iterator[tuple[Element, str]]:
    """Return paragraphs, names and comments of an element with their texts, and text between."""
    if not isinstance(element.tag, str):
        return
    if element.tag in ("p", "name", "kommentar"):
        yield element, _words(element)
        return
    yield element, element.text or ""
    for child in element:
        yield from _parts(child)
        yield element, child.tail or ""


def _cues(root: Element) -> Iterator[Cue]:
    speaker: str | None = None
    for proceedings in root.iter("sitzungsverlauf"):
        for element in proceedings.iter("p", "name", "kommentar"):
            said = _words(element)
            if element.tag == "p" and element.get("klasse") == "redner":
                speaker = _full_name(element) or said.rstrip(":")
            elif element.tag == "name":
                if element.find("nachname") is None:
                    speaker = said.rstrip(":")
            elif said:
                yield Cue(said, None if element.tag == "kommentar" else speaker)


def _day(root: Element) -> date | None:
    try:
        return datetime.strptime(root.get("sitzung-datum", ""), "%d.%m.%Y").date()
    except ValueError:
        return None


def _full_name(element: Element) -> str:
    parts = (_text(element, part) for part in ("titel", "vorname", "namenszusatz", "nachname"))
    return " ".join(filter(None, parts))


def _text(element: Element, tag: str) -> str | None:
    found = next(element.iter(tag), None)
    return None if found is None else _words(found)


def _words(element: Element) -> str:
    return " ".join(text_of(element).split())
