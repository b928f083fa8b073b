"""The HTML of show notes: breaks that were lost restored, what every episode says folded away.

Only blanks and the question marks that hosts make of emoji are touched; every word stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from corpus import Corpus, Episode
from rag.show.descriptions import divided, repeated
from ui.html.templates import rendered
from ui.texts.wording import Wording

NEARBY = 25  # episodes before and after one, which repeat what it repeats: habits change
_URL = re.compile(r"(https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]…])")
# "funktioniert.Du", "erfährst:… Warum", "macht.2) Wie": a host has taken the line breaks away.
_END = r"(?:(?<=[a-zäöüß]{3}\.)|(?<=[a-zäöüß]{2}[!?…:]))"
_LOST_BREAK = re.compile(rf"{_END}(?=[A-ZÄÖÜ„“»…•–-]|\d{{1,2}}[.)])|(?<=\.\.\.)(?=\d{{1,2}}[.)])")
# "… Kunden.? „Better Call“", "abhängig?? Website": where an emoji or a bullet was.
_LOST_SIGN = re.compile(
    r"(?:(?<=[.!?…])|(?<=\s)|^)[ \t]{0,3}\?{1,3}(?:[ \t]{1,3}(?=[„“\"»]?[A-ZÄÖÜ])|[ \t]{0,3}$)"
)


@dataclass(frozen=True, slots=True)
class Text:
    """Some of a line; `url` is where it leads if it is an address."""

    text: str
    url: str | None = None


Line = list[Text]


def notes(corpus: Corpus, episode: Episode, words: Wording) -> Markup:
    """Draw description, people and links of an episode, as far as there are any."""
    own, common = description(corpus, episode)
    return rendered("notes", words=words, episode=episode, own=own, common=common)


def description(corpus: Corpus, episode: Episode) -> tuple[list[Line], list[Line]]:
    """Return the lines that are about the episode, and those that others have as well."""
    text = (episode.description or "").strip()
    parts = list(divided(text, repeated(_around(corpus, episode))))
    own = [part for part, is_common in parts if not is_common]
    if not own:
        return list(_lines(text)), []
    common = [part for part, is_common in parts if is_common]
    return [line for part in own for line in _lines(part)], [
        line for part in common for line in _lines(part)
    ]


def _around(corpus: Corpus, episode: Episode) -> Corpus:
    numbers = [one.number for one in corpus.episodes]
    at = numbers.index(episode.number) if episode.number in numbers else 0
    return replace(corpus, episodes=corpus.episodes[max(at - NEARBY, 0) : at + NEARBY + 1])


def _lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text, those that were lost as well, without blank ones."""
    for line in text.splitlines():
        for piece in _broken(line).split("\n"):
            if re.search(r"\w", piece):
                parts = enumerate(_URL.split(piece.strip()))
                yield [Text(part, part if at % 2 else None) for at, part in parts if part]


def _broken(line: str) -> str:
    """Put the line breaks back, but not into addresses."""
    pieces = _URL.split(line)
    mended = (
        piece if at % 2 else _LOST_BREAK.sub("\n", _LOST_SIGN.sub("\n", piece))
        for at, piece in enumerate(pieces)
    )
    return "".join(mended)
