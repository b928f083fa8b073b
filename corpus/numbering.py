"""Which number each episode gets: that of the last import, the published one, or the next free."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

from corpus.types import Episode


def numbered(
    episodes: Sequence[Episode], announced: Sequence[int | None], known: Mapping[str, int]
) -> list[Episode]:
    """The episodes with their numbers, oldest first as they are given, in the order of these.

    `known` has the numbers of a corpus that exists, by id; they stay. Of two episodes that
    announce the same number, as those of two seasons do, the older one gets it.
    """
    taken = set(known.values())
    numbers: dict[int, int] = {}
    for index, (episode, wanted) in enumerate(zip(episodes, announced, strict=True)):
        number = known.get(episode.id, wanted)
        if number is not None and (episode.id in known or number not in taken):
            taken.add(number)
            numbers[index] = number
    if not known and any(announced) and announced[0] is None:
        numbers[0] = 0  # a trailer before number 1
    first = max(known.values(), default=0) + 1  # what is new comes last
    free = (number for number in count(first) if number not in taken)
    return sorted(
        (
            replace(episode, number=numbers[index] if index in numbers else next(free))
            for index, episode in enumerate(episodes)
        ),
        key=lambda episode: episode.number,
    )
