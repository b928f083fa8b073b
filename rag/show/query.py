"""A question about the show, and what the show notes answer: the shapes that the facts share."""

import re
from dataclasses import dataclass

from corpus import Corpus, Episode
from rag.types import Language, ShowNote
from rag.wording.languages import counted, words_in
from rag.wording.words import Answers, Counted

_TOTAL = re.compile(
    r"\b(zusammen\w*|insgesamt|gesamt\w*|alle[rn]?|beiden?|total|combined|all|together|both)\b"
)
FEW_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """A sentence, and the show notes that it is based on.

    The first `told` of the notes are said in it, with their numbers as in [1]; the others are yet
    to be quoted.
    """

    sentence: str
    notes: tuple[ShowNote, ...]
    told: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the show, and the episodes that it is about.

    `every` are all of these where `episodes` are only the newest, which are listed.
    """

    text: str
    corpus: Corpus
    episodes: tuple[Episode, ...]
    language: Language
    every: tuple[Episode, ...] = ()

    @property
    def one(self) -> Episode | None:
        """The episode that the question is about, if it is one."""
        return self.episodes[0] if len(self.episodes) == 1 else None

    @property
    def for_total(self) -> bool:
        """True if the question is for all episodes together."""
        return bool(_TOTAL.search(self.text.lower()))

    @property
    def words(self) -> Answers:
        """The sentences in the question's language, to be filled in."""
        return words_in(self.language).answers

    def counted(self, forms: Counted, count: int, **values: object) -> str:
        """Return a sentence about one or several."""
        return counted(forms, count, self.language).format(count=count, **values)

    def named(self, episode: Episode) -> str:
        """Name an episode at the beginning of a sentence, as in "Folge 2"."""
        name = self.inside(episode)
        return name[0].upper() + name[1:]

    def inside(self, episode: Episode) -> str:
        """Name an episode within a sentence, as in "episode 2"."""
        return self.words.in_episode.format(number=episode.number)


def joined(sentences: list[str]) -> str:
    """Join sentences; more than a few get a paragraph each."""
    return ("\n\n" if len(sentences) > FEW_SENTENCES else " ").join(sentences)
