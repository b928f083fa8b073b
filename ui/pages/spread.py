"""Over which episodes something is spread: a column for each episode of the podcast, by years."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from corpus import Corpus
from ui.html.cards import titled
from ui.html.templates import rendered
from ui.texts.wording import Wording

LOWEST = 0.12  # of the height: what is there can be seen
ROOM = 12.0  # per cent of the width that the name of a year needs


@dataclass(frozen=True, slots=True)
class _Column:
    """An episode: its place from the left, its height of 1, what it is called."""

    at: int
    height: float
    number: int
    label: str


def spread_over(corpus: Corpus, counts: Mapping[int, float], words: Wording) -> Markup:
    """Draw how much there is in each episode; nothing for a single episode or none."""
    if len(corpus.episodes) < 2 or not counts:
        return Markup("")
    most = max(counts.values()) or 1.0
    columns = [
        _Column(
            at,
            LOWEST + (1 - LOWEST) * counts[one.number] / most,
            one.number,
            titled(one, words),
        )
        for at, one in enumerate(corpus.episodes)
        if one.number in counts
    ]
    return rendered(
        "spread",
        words=words,
        columns=columns,
        count=len(corpus.episodes),
        years=list(_years(corpus)),
    )


def _years(corpus: Corpus) -> Iterator[tuple[float, str]]:
    """Yield where a year begins, in per cent, and its name, as far as there is room."""
    count, last, before = len(corpus.episodes), -ROOM, 0
    for at, episode in enumerate(corpus.episodes):
        year = episode.published.year if episode.published else before
        place = 100 * at / count
        if year > before and place - last >= ROOM and place <= 100 - ROOM:
            yield place, str(year)
            last = place
        before = max(year, before)
