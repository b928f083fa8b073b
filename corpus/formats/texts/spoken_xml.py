"""XML in which elements say who speaks: TEI, Akoma Ntoso, protocols of parliaments; without times.

They differ in what their elements are called; how they are read is the same.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import product

from corpus.formats.document import NOBODY_SAID, Account, Cue, Document, words
from corpus.formats.speech_json.parts import language_code
from corpus.formats.xml import Element, name, text_of

_XML = "{http://www.w3.org/XML/1998/namespace}"
_IDS = (f"{_XML}id", "eId", "id")
_DATES = ("date", "FRBRdate")


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What the elements are called: those around all speech, around one person's, and in it.

    `speaker` is the attribute of a speech that points to a person; `labels` only name one.
    """

    body: str
    said: frozenset[str]
    labels: frozenset[str]
    asides: frozenset[str]
    speeches: frozenset[str] = frozenset()
    speaker: str = ""
    title: str = "title"
    show: str = "publisher"
    language: str | None = None


# By the name of the root element.
_DIALECTS = {
    "TEI": _Dialect(
        body="body",
        said=frozenset(("p", "seg", "l", "ab")),
        labels=frozenset(("speaker",)),
        asides=frozenset(("stage", "note", "vocal", "kinesic", "incident", "head", "desc")),
        speeches=frozenset(("sp", "u")),
        speaker="who",
    ),
    "akomaNtoso": _Dialect(
        body="debateBody",
        said=frozenset(("p",)),
        labels=frozenset(("from",)),
        asides=frozenset(("remark", "scene", "heading", "num", "recordedTime")),
        speeches=frozenset(("speech", "question", "answer")),
        speaker="by",
        title="docTitle",
    ),
    "dbtplenarprotokoll": _Dialect(
        body="sitzungsverlauf",
        said=frozenset(("p",)),
        labels=frozenset(("name",)),
        asides=frozenset(("kommentar",)),
        title="plenarprotokoll-nummer",
        show="herausgeber",
        language="de",
    ),
}


def is_spoken_xml(root: Element) -> bool:
    """Return whether the root element is that of a known vocabulary for speech."""
    return name(root)[1] in _DIALECTS


def read_spoken_xml(root: Element) -> Document:
    """Read paragraphs as cues; remarks, applause and stage directions have no speaker."""
    dialect = _DIALECTS[name(root)[1]]
    bodies = [one for one in _elements(root) if name(one)[1] == dialect.body]
    parts = [part for body in bodies for part in _parts(body, dialect)]
    people = {  # whom a header lists, by their ids
        known: " ".join(called.split())
        for element in _elements(root, "person", "TLCPerson")
        if (called := element.get("showAs") or _text(element, "persName"))
        and (known := next(filter(None, map(element.get, _IDS)), None))
    }
    spoken = language_code(root.get(f"{_XML}lang")) or dialect.language
    title = " ".join(filter(None, (_text(root, dialect.title), _text(root, "datum"))))
    days = [root.get("sitzung-datum", "")]
    days += (one.get("when") or one.get("date") or "" for one in _elements(root, *_DATES))
    published: date | None = None
    for told, form in product(days, ("%d.%m.%Y", "%Y-%m-%d")):
        with suppress(ValueError):
            published = published or datetime.strptime(told, form).date()
    # No cue has labels, nor remarks inside a paragraph.
    aside = sum(words(text) for kind, _, text in parts if kind == "label")
    said = [(element, text) for kind, element, text in parts if kind == "said"]
    aside += sum(words(text) - words(_said(element, dialect)) for element, text in said)
    return Document(
        replace(NOBODY_SAID, title=title, published=published, language=spoken),
        tuple(_cues(parts, people, dialect)),
        show=_text(root, dialect.show),
        account=Account(sum(words(text) for _, _, text in parts), aside),
    )


def _parts(element: Element, dialect: _Dialect) -> Iterator[tuple[str, Element, str]]:
    """Yield what is said, labels and asides with their texts; also other elements, and text there.

    The kind of a part comes first: "said", "label", "aside", "speech" or "other".
    """
    if not isinstance(element.tag, str):
        return
    local = name(element)[1]
    kind = "said" if local in dialect.said else "other"
    if local in dialect.labels or element.get("klasse") == "redner":
        kind = "label"
    elif local in dialect.asides:
        kind = "aside"
    elif local in dialect.speeches:
        inside = {name(one)[1] for one in _elements(element)} & (dialect.said | dialect.labels)
        kind = "speech" if inside else "said"
    if kind in ("said", "label", "aside"):
        yield kind, element, _words(element)
        return
    yield kind, element, element.text or ""
    for child in element:
        yield from _parts(child, dialect)
        yield "other", element, child.tail or ""


def _cues(
    parts: list[tuple[str, Element, str]], people: Mapping[str, str], dialect: _Dialect
) -> Iterator[Cue]:
    speaker: str | None = None
    named = False  # by who a speech points to, which is surer than a label in it
    for kind, element, text in parts:
        if kind in ("speech", "said") and name(element)[1] in dialect.speeches:
            person = element.get(dialect.speaker, "").removeprefix("#")
            speaker, named = people.get(person, person or None), person in people
        if kind == "label":
            # One who is only mentioned is named by parts, too.
            mentioned = element.tag == "name" and element.find("nachname") is not None
            if not named and not mentioned:
                titles = ("titel", "vorname", "namenszusatz", "nachname")
                full = " ".join(filter(None, (_text(element, part) for part in titles)))
                speaker = full or text.rstrip(":") or speaker
        elif kind == "aside" and text:
            yield Cue(text, None)
        elif kind == "said" and (said := _said(element, dialect)):
            yield Cue(said, speaker)


def _said(element: Element, dialect: _Dialect) -> str:
    """Return the text of a paragraph without the remarks inside it."""
    return " ".join("".join(_spoken(element, dialect)).split())


def _spoken(element: Element, dialect: _Dialect) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and name(child)[1] not in dialect.asides:
            yield from _spoken(child, dialect)
        yield child.tail or ""


def _elements(root: Element, *names: str) -> Iterator[Element]:
    """Yield an element and those inside it, of some names or all, whatever their namespace."""
    for element in root.iter("*"):
        if not names or name(element)[1] in names:
            yield element


def _text(element: Element, tag: str) -> str | None:
    found = next(_elements(element, tag), None)
    return None if found is None else _words(found)


def _words(element: Element) -> str:
    return " ".join(text_of(element).split())
