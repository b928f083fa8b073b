"""A question about the show, and what the show notes answer: the shapes that the facts share."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Corpus, Episode
from rag.show.selection import Extreme
from rag.types import Language, ShowNote
from rag.wording.formats import listed
from rag.wording.languages import counted, words_in
from rag.wording.words import Answers, Counted

_TOTAL = re.compile(
    r"\b(zusammen\w*|insgesamt|gesamt\w*|alle[rn]?|beiden?|total|combined|all|together|both)\b"
)
FEW_SENTENCES = 3
MOST_EPISODES = 10  # that an answer tells something of
LEGAL_FORMS = frozenset({"gmbh", "ag", "kg", "ug", "se", "ltd", "inc", "llc", "co"})


@dataclass(frozen=True, slots=True)
class Facts:
    """A sentence, and the show notes that it is based on.

    The first `told` of the notes are said in it, with their numbers as in [1]; the others are yet
    to be quoted. A `gap` is what the notes do not know, said so; any other sentence without notes
    says nothing.
    """

    sentence: str
    notes: tuple[ShowNote, ...]
    told: int = 0
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the show, and the episodes that it is about.

    `narrowed` if these are not all, `extreme` if they are the longest, the newest …
    """

    text: str
    corpus: Corpus
    episodes: tuple[Episode, ...]
    language: Language
    narrowed: bool = False
    extreme: Extreme | None = None

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

    def unknown(self, form: str) -> Facts:
        """Say that the notes do not know something, of one episode or of them all."""
        place = self.words.notes_of.format(episode=self.inside(self.one)) if self.one else ""
        return Facts(form.format(notes=f"{self.words.notes}{place}"), (), gap=True)

    def and_more(self, names: Sequence[str], more: int) -> str:
        """List names, and how many more there are."""
        rest = [self.counted(self.words.more, more)] if more else []
        return listed([*names, *rest], self.language)


def joined(sentences: list[str]) -> str:
    """Join sentences; more than a few get a paragraph each."""
    return ("\n\n" if len(sentences) > FEW_SENTENCES else " ").join(sentences)


def told_in_lines(sentence: str, notes: Sequence[ShowNote]) -> Facts:
    """Put notes that are no sentences on a line each, without quotation marks."""
    lines = [f"{note.text.strip()} [{number}]" for number, note in enumerate(notes, 1)]
    return Facts("\n\n".join([sentence, *lines]), tuple(notes), len(notes))
