"""A question about the show, and what the show notes answer: the shapes that the facts share."""

import re
from dataclasses import dataclass

from corpus import Corpus, Episode, sentence_spans
from rag.types import Language, ShowNote
from rag.wording import ANSWERS

_TOTAL = re.compile(
    r"\b(zusammen\w*|insgesamt|gesamt\w*|alle[rn]?|beiden?|total|combined|all|together|both)\b"
)
LONGEST_NOTE = 1200  # characters of a description that are quoted


@dataclass(frozen=True, slots=True)
class Facts:
    """One sentence, and the show notes that it rests on."""

    sentence: str
    notes: tuple[ShowNote, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the show, and the episodes that it is about."""

    text: str
    corpus: Corpus
    episodes: tuple[Episode, ...]
    language: Language

    @property
    def one(self) -> Episode | None:
        """The episode that the question is about, if it is one."""
        return self.episodes[0] if len(self.episodes) == 1 else None

    @property
    def for_total(self) -> bool:
        """Whether the question is for all episodes together."""
        return bool(_TOTAL.search(self.text.lower()))

    def words(self, key: str, **values: object) -> str:
        """A sentence in the question's language."""
        return ANSWERS[self.language][key].format(**values)

    def named(self, episode: Episode) -> str:
        """As in "Folge 2"."""
        name = self.words("in_episode", number=episode.number)
        return name[0].upper() + name[1:]


def joined(sentences: list[str]) -> str:
    """Only the last of several sentences leads over to the quotes with its colon."""
    *others, last = sentences or [""]
    return " ".join([*(sentence.removesuffix(":") + "." for sentence in others), last])


def opening(text: str) -> str:
    """The first sentences of a description, a slice of it."""
    ends = [end for _, end in sentence_spans(text) if end <= LONGEST_NOTE]
    return text[: ends[-1] if ends else LONGEST_NOTE].strip()
