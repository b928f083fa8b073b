"""The HTML of show notes: breaks that were lost restored, what every episode says folded away."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from corpus import Corpus, Episode
from rag.show.breaks import URL, lines
from rag.show.descriptions import divided, repeated
from ui.html.templates import rendered
from ui.texts.wording import Wording

NEARBY = 25  # episodes before and after one, which repeat what it repeats: habits change


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
    numbers = [one.number for one in corpus.episodes]
    at = numbers.index(episode.number) if episode.number in numbers else 0
    nearby = corpus.episodes[max(at - NEARBY, 0) : at + NEARBY + 1]
    parts = list(divided(text, repeated(replace(corpus, episodes=nearby))))
    own = [part for part, is_common in parts if not is_common]
    if not own:
        return list(_lines(text)), []
    common = [part for part, is_common in parts if is_common]
    return [line for part in own for line in _lines(part)], [
        line for part in common for line in _lines(part)
    ]


def _lines(text: str) -> Iterator[Line]:
    for line in lines(text):
        pieces = enumerate(URL.split(line))
        yield [Text(piece, piece if at % 2 else None) for at, piece in pieces if piece]
