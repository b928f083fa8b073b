"""Group the files of a folder by episode, and merge what they say.

Files of one name are one episode, whatever ending, language or purpose follows the name: "12.vtt",
"12.de.srt", "12.chapters.json". A dot inside a name ("Dr. Meier", "05.10.2020") is part of it.
"""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.formats.document import Cue, Document, words
from corpus.formats.pages.show_page import language
from corpus.gathered import Found
from corpus.importing.accounts import turns_of
from corpus.merging.numbering import day_in, number_in, number_of_file

# Fields of an episode that any of its files may contain.
TOLD = (
    *("title", "published", "duration", "language", "audio_url", "page_url", "description"),
    *("people", "links", "chapters"),
)
_ENDING = re.compile(r"[A-Za-z][A-Za-z0-9]{0,4}|mp3|mp4|3gp|7z")
_LANGUAGE = re.compile(r"(?:[a-z]{2}|deu|ger|eng|fra|fre|spa|ita|nld)(?:[-_][A-Za-z]{2,4})?")
_CODES = {"ger": "de", "deu": "de", "eng": "en", "fra": "fr", "fre": "fr", "spa": "es"}
_PURPOSE = re.compile(
    r"(?i)transcripts?|transkripte?|transcription|transkription|chapters?|chaptermarks|kapitel|"
    r"kapitelmarken|episode|shownotes|show-notes|notes?|notizen|meta|metadata|info|captions?|"
    r"subtitles?|untertitel|texte?|segments?|words?|speakers?|diarized|diarization|audio|"
    r"mp3|m4a|wav|ogg|opus|flac|mp4|aac|orig|original|final|auto|whisper|raw|clean|verbatim"
)
_LAST_WORD = re.compile(
    r"(?i)transcript|transkript|transcription|transkription|chapters?|kapitel|captions|subtitles|"
    r"untertitel|shownotes"
)
_SHORT = re.compile(r"[A-Za-z][A-Za-z_-]{0,19}")
# Files that are common in folders and describe no episode.
_ABOUT = re.compile(r"(?i)(?:readme|lies-?mich|licen[sc]e|changelog|contributing|copying|notice)\b")


@dataclass(frozen=True, slots=True)
class Told:
    """The content of one file of an episode, and what had to be mended; its name in messages."""

    name: str
    document: Document
    repairs: tuple[str, ...] = ()


def is_about_the_folder(name: str) -> bool:
    """Return whether a file's name marks it as describing the folder, not an episode."""
    return _ABOUT.match(name) is not None


def stem(name: str) -> str:
    """Return the episode name that a file's name contains."""
    parts = name.split(".")
    while len(parts) > 1:
        last = parts[-1]
        is_ending = name.endswith(f".{last}") and _ENDING.fullmatch(last)
        if not (is_ending or _LANGUAGE.fullmatch(last) or _PURPOSE.fullmatch(last)):
            break
        parts.pop()
    whole = ".".join(parts)
    base, _, purpose = whole.replace("_", "-").rpartition("-")
    if base and _LAST_WORD.fullmatch(purpose):
        whole = whole[: len(base)]
    return whole or name


def grouped(files: Iterable[Path], folder: Path) -> dict[str, list[Path]]:
    """Group files by the name of their episode; in a sub-folder, its name is part of that.

    A sub-folder named after its kind of content ("transcripts/12.vtt") is ignored, and a file named
    after its kind ("igel/transcript.md") takes the folder's name.
    """
    places: list[tuple[Path, str, str]] = []
    for file in files:
        folders = file.parent.relative_to(folder).parts
        above = [part for part in folders if not _PURPOSE.fullmatch(part)]
        name = stem(name_of(file))
        if above and (_PURPOSE.fullmatch(name) or name.casefold() == "index"):
            name = above.pop()
        places.append((file, "/".join(above), name))
    stems = {(parent, name) for _, parent, name in places}
    groups: dict[tuple[str, str], list[Path]] = {}
    for file, parent, name in places:
        shorter, _, rest = name.rpartition(".")
        same = (parent, shorter) in stems and _SHORT.fullmatch(rest)
        groups.setdefault((parent, shorter if same else name), []).append(file)
    names = [name for _, name in groups]
    return {
        name if names.count(name) == 1 else f"{parent}/{name}".lstrip("/"): found
        for (parent, name), found in groups.items()
    }


def episode_of(
    name: str, told: Sequence[Told], spoken: str | None = None, lasts: float | None = None
) -> Found:
    """Merge all files about one episode; `lasts` is its length if another source has it.

    Of several transcripts the one in the language `spoken`, with times and names, is taken; a line
    reports each omitted one with other words.
    """
    said = [one.document.episode for one in told]
    values = {field: [getattr(one, field) for one in said] for field in TOLD}
    first = {field: next(filter(None, each), each[0]) for field, each in values.items()}
    episode = replace(said[0], **first)
    names = {key: value for one in told for key, value in one.document.names}
    chosen, left = _chosen(told, spoken)
    cues = tuple(
        replace(cue, speaker=names.get(cue.speaker or "", cue.speaker))
        for cue in chosen.document.cues
    )
    turns, repairs = turns_of(
        replace(chosen.document, cues=cues), chosen.name, episode.duration or lasts
    )
    base = name.rpartition("/")[2]
    whole = replace(
        episode,
        id=name,
        title=episode.title or base,
        published=episode.published or day_in(base),
        turns=turns,
        language=episode.language or language(" ".join(turn.text for turn in turns[:200])),
    )
    mended = [repair for one in told for repair in one.repairs]
    told_number = next((one.number for one in said if one.number), None)
    number = told_number or number_of_file(base) or number_in(whole.title)
    return Found(whole, number, told[0].name, (*mended, *left, *repairs))


def spoken_in(told: Iterable[Told]) -> str | None:
    """Find the language of most transcripts; one without a language in its name counts twice."""
    counts = Counter[str]()
    for one in told:
        if one.document.cues and (said := _language(one)):
            counts[said] += 1 if _language_in_name(one.name) else 2
    return max(counts, key=lambda name: counts[name], default=None)


def natural(name: str) -> list[tuple[int, str]]:
    """Make a sort key for names in the order that people expect: 2 before 10."""
    parts = enumerate(re.split(r"([0-9]+)", name))
    return [(int(part) if index % 2 else 0, part) for index, part in parts]


def name_of(file: Path) -> str:
    """Return a file's name as text, even if it is invalid in the system's encoding.

    Accents that some systems part from their letters are joined to them.
    """
    try:
        file.name.encode()
    except UnicodeEncodeError:
        return os.fsencode(file.name).decode("cp1252", errors="replace")
    return unicodedata.normalize("NFC", file.name)


def _chosen(told: Sequence[Told], spoken: str | None) -> tuple[Told, list[str]]:
    """Choose the best transcript; return also a line for each omitted one with other words."""
    best = max(
        told,
        key=lambda one: (
            bool(one.document.cues),
            spoken is None or _language(one) in (None, spoken),
            any(cue.start is not None for cue in one.document.cues)
            + 2 * any(cue.speaker for cue in one.document.cues),
            sum(words(cue.text) for cue in one.document.cues),
        ),
    )
    mine = _without_blanks(best.document.cues)
    others = [one for one in told if one is not best and one.document.cues]
    return best, [
        f"{one.name}: was left out, for {best.name} has the transcript; "
        "keep only the one that is to be read"
        for one in others
        if _without_blanks(one.document.cues) != mine
    ]


def _language(one: Told) -> str | None:
    """Find a transcript's language by its file's name, its own statement, or its words."""
    said = _language_in_name(one.name) or one.document.episode.language
    return said or language(" ".join(cue.text for cue in one.document.cues[:200]))


def _language_in_name(name: str) -> str | None:
    """Return the language in a file's name: "12.de-AT.vtt" is "de"."""
    found = next((part for part in name.split(".")[1:-1] if _LANGUAGE.fullmatch(part)), None)
    return _CODES.get(found, found[:2]) if found else None


def _without_blanks(cues: Iterable[Cue]) -> str:
    return "".join("".join(cue.text for cue in cues).split()).casefold()
