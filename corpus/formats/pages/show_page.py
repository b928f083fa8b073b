"""Turn the saved text of a podcast host's page into a corpus.

The page names the podcast, then "Alle Folgen" and, newest first, one entry per episode: a bullet
with the date, perhaps size and duration, "Cover", the title, the show notes, "...mehr".
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from corpus.errors import ImportFailed
from corpus.formats.pages import show_notes as shownotes
from corpus.merging.numbering import number_in
from corpus.people import HOSTS, with_role
from corpus.text.clock import CLOCK, parse_clock
from corpus.types import Corpus, Episode, Podcast

_BULLET = re.compile(r"•\s*(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SIZE = re.compile(r"(?<![\d.,])[\d.,]++\s?[KMG]i?B")
# Whoever publishes a show is labelled, or else the first company by its legal form.
_LABELLED = re.compile(
    r"(?:\b(?:Herausgeber(?:in)?|Publisher):|©(?: ?\d{4})?|\b(?:podcast|published|produced) by|"
    r"\b(?:herausgegeben|produziert) von)\s(?:(?:der|dem|the)\s)?([^\W\d_][^\n.,;!?|•]{1,80})"
)
_COMPANY = re.compile(
    r"(?<!\w)(?!(?:Die|Der|Bei|Von|Wir|The|We|At)\s)(?:[A-ZÄÖÜ][\w.-]{0,40}\s(?:(?:&|und|and)\s)?){1,5}"
    r"(?:GmbH|AG|SE|KG|UG|e\.V\.|Ltd|Inc|LLC)(?!\w)"
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WORDS = {
    "de": frozenset("und der die das ich nicht ist ein wir mit für auch sich".split()),  # noqa: SIM905
    "en": frozenset("and the of to is you that it we with for not this".split()),  # noqa: SIM905
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One episode of the page, as written there."""

    line: int
    published: date
    duration: float | None
    title: str
    notes: str


def is_show_page(text: str) -> bool:
    """Return whether a line like "• 02.03.2021" begins an episode."""
    return any(_BULLET.fullmatch(line.strip()) for line in text.split("\n"))


def read_show_page(text: str) -> Corpus:
    """Read the podcast and its episodes, in the order of their numbers, without times.

    Raises ImportFailed, naming the line, where the page has no title, no episodes, an episode
    without a title, a day that does not exist, or the same number twice.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    starts = [index for index, line in enumerate(lines) if _BULLET.fullmatch(line.strip())]
    if not starts:
        raise ImportFailed('No episode found: not a single line like "• 02.03.2021"')
    ends = [*starts[1:], len(lines)]
    entries = [_entry(lines, start, end) for start, end in zip(starts, ends, strict=True)]
    numbers = [number_in(entry.title) for entry in entries]
    taken: dict[int, _Entry] = {}
    for known, entry in zip(numbers, entries, strict=True):
        if known is not None and taken.setdefault(known, entry) is not entry:
            raise ImportFailed(
                f"Lines {taken[known].line} and {entry.line}: two episodes have the number "
                f"{known}; change one title in the saved page"
            )
    # Where the title has none, an episode gets the next free one, the oldest first.
    free = (number for number in range(1, 10_000 + len(entries)) if number not in taken)
    counted = [next(free) if known is None else known for known in reversed(numbers)]
    episodes = [
        _episode(entry, number) for entry, number in zip(entries, counted[::-1], strict=True)
    ]
    episodes.sort(key=lambda episode: episode.number)
    return Corpus(_podcast(lines[: starts[0]], episodes), tuple(episodes))


def slug(title: str) -> str:
    """Make a name for folders: "Küche & Co" becomes "kueche-co"."""
    folded = unicodedata.normalize("NFC", title).lower().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "podcast"


def language(text: str) -> str | None:
    """Return "de" or "en", judged by the commonest words; None where neither is clear."""
    words = re.findall(r"\w+", text[:20_000].lower())
    counts = {name: sum(word in common for word in words) for name, common in _WORDS.items()}
    best, other = sorted(counts, key=lambda name: counts[name], reverse=True)
    return best if counts[best] >= 3 and counts[best] > 2 * counts[other] else None


def _entry(lines: list[str], start: int, end: int) -> _Entry:
    duration, index = None, start + 1
    while index < end:
        header = lines[index].strip()
        clock = re.fullmatch(CLOCK, header)
        if header not in ("", "Cover") and not clock and not _SIZE.fullmatch(header):
            break
        duration = parse_clock(header) if clock else duration
        index += 1
    if index == end:
        raise ImportFailed(f"Line {start + 1}: the episode has no title")
    body = lines[index + 1 : end]
    more = [position for position, line in enumerate(body) if line.strip() in ("...mehr", "…mehr")]
    del body[more[0] if more else len(body) :]
    while body and not body[-1].strip():
        del body[-1]
    notes = "\n".join(line.removeprefix("    ") for line in body).lstrip("\n")
    day, month, year = map(int, re.findall(r"\d+", lines[start]))
    try:
        published = date(year, month, day)
    except ValueError:
        raise ImportFailed(
            f"Line {start + 1}: there is no day {lines[start].strip(' •')}; correct the saved page"
        ) from None
    return _Entry(start + 1, published, duration, lines[index].strip(), notes)


def _episode(entry: _Entry, number: int) -> Episode:
    found = shownotes.sections(entry.notes)
    people = shownotes.people(found.get(shownotes.PEOPLE, ""))
    transcript = found.get(shownotes.TRANSCRIPT, "")
    return Episode(
        id=f"{number:03}",
        number=number,
        title=entry.title,
        published=entry.published,
        duration=entry.duration,
        language=language(transcript or found[""]),
        description=found[""] or None,
        people=people,
        links=shownotes.links(found.get(shownotes.LINKS, "")),
        chapters=shownotes.chapters(found.get(shownotes.CHAPTERS, "")),
        turns=shownotes.turns(transcript, tuple(person.name for person in people)),
    )


def _podcast(head: list[str], episodes: list[Episode]) -> Podcast:
    shown = [line.strip() for line in head if line.strip() not in ("", "Cover", "Alle Folgen")]
    if not shown:
        raise ImportFailed("Line 1: the page begins without the podcast's title; add it there")
    title, description = shown[0], "\n".join(shown[1:])
    url = _address(description, "Podcast Host:")
    known = {person.name: person for episode in episodes for person in episode.people}
    hosts = tuple(person for person in known.values() if url and person.url == url)
    labelled, company = _LABELLED.search(description), _COMPANY.search(description)
    publisher = labelled[1].strip() if labelled else company[0] if company else None
    return Podcast(
        slug=slug(title),
        title=title,
        description=description or None,
        publisher=publisher,
        website=_address(description, "Website:"),
        language=language(description),
        people=hosts or tuple(with_role(known.values(), HOSTS)),
    )


def _address(text: str, label: str) -> str | None:
    found = shownotes.labelled_urls(text)
    return next((url for before, url in found if before.rstrip().endswith(label)), None)
