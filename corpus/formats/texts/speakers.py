"""Speakers of a transcript that only puts "Name:" before the words.

Titles, rules and dates look the same ("Folge 12: …", "Termine: …"). Words without a speaker are
better than words attributed to a person who does not exist, so doubtful names are rejected, and
readers of the transcript are warned (`corpus.importing.accounts`).
"""

import re
from collections import Counter
from collections.abc import Iterable

# Each word begins with a capital or a digit, or is a particle or part of a title:
# "Ursula von der Leyen", "Speaker 1", "Dr. med. Tariq Weiß", "Lena/Tariq".
_WORD = r"(?:[^\W\d_a-zà-öø-ÿ][\w.'’/-]{0,40}|\d{1,3})"
_PARTICLE = (
    r"(?:von|van|der|den|de|da|di|la|of|zu|und|and|&"
    r"|(?:med|phil|rer|nat|jur|iur|pol|oec|theol|vet|habil|h\.c|dent|agr|sc|soc|päd)\.)"
)
NAME = rf"{_WORD}(?: (?:{_WORD}|{_PARTICLE})){{0,6}}"
# What stands before a colon, alone or with a number, and names nobody.
_NOBODY = frozenset(
    "achtung also and anmerkung antwort beispiel but dann denn example fazit frage hinweis http "  # noqa: SIM905
    "https nämlich note quelle so source tipp und update warning wichtig regel regeln faustregel "
    "termin termine merke merksatz thema themen punkt schritt ergebnis titel title untertitel "
    "subtitle subtitles captions folge episode ep ausgabe teil part kapitel chapter staffel season "
    "nummer nr tag woche jahr datum date zeit time uhrzeit dauer duration länge ort place adresse "
    "text transkript transcript transkription transcription übersetzung translation inhalt content "
    "contents zusammenfassung summary überblick einleitung intro outro musik music jingle werbung "
    "anzeige sponsor sponsoren sponsored kontakt contact telefon phone mail e-mail email web "
    "website webseite homepage link links url shownotes notizen notes info infos bonus trailer "
    "spoiler zitat quote vorteil vorteile nachteil nachteile problem lösung solution "
    "gründe zutaten rezept aufgabe aufgaben nachtrag korrektur correction rule rules important "
    "remember reminder tip tips topic topics step lesson conclusion answer question result "
    "copyright lizenz license credits produktion production redaktion schnitt mehr more siehe see "
    "ps p.s erstens zweitens drittens first second third finally aber doch ja nein genau nun "
    "stichwort kurzum übrigens sprich heißt bedeutet plus minus vs versus on stand".split()
).union(["zum beispiel", "das heißt", "for example", "in other words", "mit anderen worten"])
# With these begins what only looks like a first name and a surname: "Unser Tipp".
_NO_FIRST_NAME = frozenset(
    "der die das ein eine einen dem den des mein meine dein deine unser unsere ihr ihre sein seine "  # noqa: SIM905
    "euer eure kein keine dieser diese dieses jeder jede jedes erste erster erstes zweite zweiter "
    "dritte dritter nächste nächster nächstes letzte letzter letztes neue neuer neues wichtige "
    "wichtiger wichtigste große großer kleine kleiner gute guter gutes beste bester noch und aber "
    "oder nur auch hier heute morgen gestern jetzt dann im in am auf aus bei für mit nach "
    "vor zu zum zur the a an my your our their his her this that these those first second third "
    "next last one new good best important another every each no and but or only also "
    "here today tomorrow now then in at for with from what why how when where who was "
    "warum wie wann wo wer".split()
)
LEFT_OUT = "says who wrote the transcript, so it was left out as nobody says it"
_INITIALS = re.compile(r"[^\W\d_a-zà-öø-ÿ]{1,3}")
MOSTLY = 0.7  # share of names that look alike: then all do
OFTEN = 3  # a word that is said so often before a colon may be a name that looks unlike the others
_CREDIT = re.compile(
    r"(?i)(?:transcribed|transcript|transcription|transkribiert|transkript|transkription|subtitles|"
    r"subtitled|captions|captioned|untertitel|untertitelung|untertitelt)(?: \w{1,20}+)? "
    r"(?:by|von|mit|with|durch|im auftrag)\b.{0,100}|.{0,80}\bamara\.org\b.{0,80}"
    r"|(?:untertitel(?:ung)?|subtitles|captions|transkript(?:ion)?|transcript(?:ion)?): .{1,200}"
)


def names_among(candidates: Iterable[str | None]) -> frozenset[str]:
    """Choose the names from the texts before a colon, given one (or None) per line.

    Names are used throughout: from the first line on, or at least two of them twice. The others
    must look like them: where the frequent ones mostly have a surname, or are initials, a label of
    another form is no name. A single word that occurs only once, before the first line, is none.
    """
    found = [name if name and not names_nobody(name) else None for name in candidates]
    counts = Counter(name for name in found if name)
    often = [name for name, count in counts.items() if count > 1]
    first = found[0] if found else None
    if first is None and len(often) < 2:
        return frozenset()
    if len(counts) == 1 and not often and _looks(first or "") != "full":
        return frozenset()
    looks = Counter[str]()
    for name in often or [first or ""]:
        looks[_looks(name)] += counts[name]
    common, count = looks.most_common(1)[0]
    alike = common in ("full", "initials") and count >= MOSTLY * looks.total()
    form = common if alike else None  # None: any form may be a name
    return frozenset(
        name
        for name, count in counts.items()
        if form is None or _looks(name) in (form, "numbered")
        if count >= (2 if first is None and _looks(name) != "full" else 1)
    ) | frozenset(name for name in often if counts[name] >= OFTEN)


def names_nobody(label: str) -> bool:
    """Return whether a label is known to be no name: "Folge 12", "Wichtig", "Unser Tipp", "12"."""
    words = label.casefold().rstrip(".").split()
    named = [word for word in words if not word.strip("#.").isdigit()]
    if not named or " ".join(named) in _NOBODY or " ".join(words) in _NOBODY:
        return True
    if len(words) > 1 and named[0] in _NOBODY and label.split()[1].islower():
        return True  # "Anmerkung der Redaktion"
    return len(words) > 1 and (named[0] in _NO_FIRST_NAME or named[0] in _NUMBERED)


def is_credit(line: str) -> bool:
    """Return whether a line only credits the transcriber: "Transcribed by https://…"."""
    return _CREDIT.fullmatch(line.strip()) is not None


_NUMBERED = frozenset(["folge", "episode", "ep", "ausgabe", "teil", "part", "kapitel", "chapter"])


def _looks(name: str) -> str:
    words = name.split()
    if any(word.isdigit() for word in words):
        return "numbered"  # "Speaker 1" looks like nobody else
    if len(words) > 1:
        return "full"
    return "initials" if _INITIALS.fullmatch(name) else "single"
