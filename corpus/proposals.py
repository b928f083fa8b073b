"""Who a speaker may be whom only a label names: "A", "SPEAKER_00". Proposed, never applied.

What is said in the episode and its show notes speak for a name, the surest first: somebody says
it of themselves; somebody introduces the one who speaks next; whoever hosts speaks first and asks
most; of all who are named one is left. Evidence for two names, or of two labels for one, is none.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.formats.texts.speakers import names_nobody
from corpus.people import MAKERS, authors, hosts, role_of
from corpus.types import Corpus, Episode, is_label

OPENING = 3  # turns of a speaker in which a name that nobody has published may be said
NAMED = 3  # labels that a line names before it only counts
_WORD = r"[^\W\d_a-zà-öø-ÿ][\w’-]{1,30}"
_NAME = rf"(?P<name>{_WORD}(?: (?:von |van |der |de |zu ){{0,2}}{_WORD}){{0,2}})"
_END = (
    r"(?=\s{0,3}(?:[,.;:!?–—]|$|(?:und|and|from|von|vom|aus|your|euer|eure|ihre?|die|der|heute|"
    r"hier|here|today|bei|at|with|mit)\b))"
)
_MYSELF = re.compile(
    r"(?P<how>\b(?:[Ii]ch bin|[Mm]ein Name ist|[Ii]ch hei(?:ß|ss)e|I(?: a|['’])m|"
    rf"[Mm]y name(?: i|['’])s)) (?:die |der |the )?(?!Programm\b){_NAME}{_END}"
)
_SURE = re.compile(r"(?i)name|hei")  # what follows is a name, and no profession
_GERMAN = (
    r"[Mm]ein(?:e|en|em)? (?:heutige[rn]? )?(?:Gast|Gästin)(?: heute| diesmal)?(?: ist| heißt|:)|"
    r"[Zz]u Gast ist(?: heute)?|[Bb]ei (?:mir|uns) (?:ist|sitzt)(?: heute)?|"
    r"[Hh]eute (?:ist|sitzt) bei (?:mir|uns)|[Hh]eute (?:spreche|rede) ich mit|"
    r"[Ii]ch (?:begrüße|spreche mit|rede mit)(?: heute)?|[Ww]illkommen,?|[Hh]allo,?"
)
_ENGLISH = (
    r"[Mm]y guest (?:today |this week )?is|[Ww]ith me (?:today |now )?is|"
    r"I(?: a|['’])m (?:joined by|talking (?:to|with)|here with)|[Ww]elcome,?|[Hh](?:i|ello),?|"
    r"[Jj]oining me (?:today )?is"
)
_OTHER = re.compile(rf"\b(?:{_GERMAN}|{_ENGLISH}) {_NAME}{_END}")
_QUESTION = re.compile(r"\?(?=\s|$|[\"”“»«’')\]])")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The name that a label of an episode may stand for, and what speaks for it."""

    episode: int
    label: str
    name: str
    reason: str

    def __str__(self) -> str:
        alias = {"name": self.name, "episodes": {str(self.episode): [self.label]}}
        return (
            f"episode {self.episode}: {self.label} may be {self.name}: {self.reason}; if so, add "
            f"to aliases in podcast.json: {json.dumps(alias, ensure_ascii=False)}"
        )


Claim = tuple[str, str, str]  # label, name, reason


@dataclass(frozen=True, slots=True)
class _Voices:
    """An episode, its labels, and the names that somebody in it may have."""

    corpus: Corpus
    episode: Episode
    labels: tuple[str, ...]
    people: tuple[str, ...]
    known: tuple[str, ...]

    def full(self, said: str) -> str | None:
        """Return the known name that was said, perhaps the first name alone; None for nobody's."""
        words = said.split()
        for names in (self.people, self.known):
            found = {name for name in names if name.split()[: len(words)] == words}
            if not found and len(words) > 1:
                found = {name for name in names if said.startswith(f"{name} ")}
            if found:
                return found.pop() if len(found) == 1 else None
        return None


def proposals(corpus: Corpus) -> Iterator[Proposal]:
    """Propose a name for each label that something speaks for; the names are unified already.

    The surest evidence comes first; what it has settled, no other unsettles.
    """
    everywhere = [person.name for person in corpus.podcast.people]
    everywhere += [name for name in corpus.speakers if not is_label(name)]
    everywhere += authors(corpus.podcast)
    for episode in corpus:
        labels = tuple(name for name in episode.speakers if is_label(name))
        if not labels:
            continue
        people = tuple(dict.fromkeys(p.name for p in episode.people if not is_label(p.name)))
        known = tuple(dict.fromkeys((*people, *everywhere)))
        voices = _Voices(corpus, episode, labels, people, known)
        spoken = {name for name in episode.speakers if not is_label(name)}
        settled: dict[str, Claim] = {}
        for evidence in _EVIDENCE:
            taken = spoken | {name for _, name, _ in settled.values()}
            claims: dict[tuple[str, str], Claim] = {}
            for claim in evidence(voices, settled):
                if claim[0] not in settled and claim[1] not in taken:
                    claims.setdefault(claim[:2], claim)
            labelled, named = Counter(one for one, _ in claims), Counter(one for _, one in claims)
            # Undisputed are labels for which one name is claimed, and that by no other label.
            settled |= {
                label: claim
                for (label, name), claim in claims.items()
                if labelled[label] == named[name] == 1
            }
        yield from (Proposal(episode.number, *settled[one]) for one in labels if one in settled)


def proposal_lines(corpus: Corpus) -> Iterator[str]:
    """Return a line for each proposal, and one on the labels that have none."""
    proposed = list(proposals(corpus))
    yield from (f"proposal: {one}" for one in proposed)
    told = {(one.episode, one.label) for one in proposed}
    places = [
        f"{label} in episode {episode.number}"
        for episode in corpus
        for label in episode.speakers
        if is_label(label) and (episode.number, label) not in told
    ]
    if places:
        more = f" and {len(places) - NAMED} more" if len(places) > NAMED else ""
        yield (
            f"warning: {', '.join(places[:NAMED])}{more}: nothing tells who that is; if you know, "
            'add to aliases in podcast.json: {"name": "…", "episodes": {"number": ["label"]}}'
        )


def _say_a_known_name(voices: _Voices, _: Mapping[str, Claim]) -> Iterator[Claim]:
    for label, _earlier, match, place in _introductions(voices):
        if name := voices.full(match["name"]):
            yield label, name, f"says {match[0]!r} in {place}"


def _say_a_new_name(voices: _Voices, _: Mapping[str, Claim]) -> Iterator[Claim]:
    """Return an unpublished name from somebody's first turns: it may be a profession."""
    for label, earlier, match, place in _introductions(voices):
        said = match["name"]
        likely = " " in said or _SURE.search(match["how"])
        if likely and earlier < OPENING and not voices.full(said) and not names_nobody(said):
            yield label, said, f"says {match[0]!r} in {place}"


def _introductions(voices: _Voices) -> Iterator[tuple[str, int, re.Match[str], str]]:
    """Who says a name of themselves, after how many turns, in which words, and where."""
    count = Counter[str]()
    for index, turn in enumerate(voices.episode.turns):
        if turn.speaker in voices.labels:
            for match in _MYSELF.finditer(turn.text):
                yield turn.speaker, count[turn.speaker], match, f"turns[{index}]"
            count[turn.speaker] += 1


def _are_introduced(voices: _Voices, _: Mapping[str, Claim]) -> Iterator[Claim]:
    """Whoever is announced by somebody else speaks next; only names that are known."""
    turns = voices.episode.turns
    for index, turn in enumerate(turns):
        if not turn.speaker:
            continue
        others = (one.speaker for one in turns[index + 1 :] if one.speaker != turn.speaker)
        label = next(others, None)
        for match in _OTHER.finditer(turn.text) if label in voices.labels else ():
            if (name := voices.full(match["name"])) and label:
                yield label, name, f"{turn.speaker} says {match[0]!r} before, in turns[{index}]"


def _host(voices: _Voices, _: Mapping[str, Claim]) -> Iterator[Claim]:
    """Return the only host, where one label speaks first and asks most questions."""
    # Who of those that often speak does so here, the labels hide.
    often = (*voices.corpus.regulars,)
    known = hosts(voices.corpus, voices.episode) or often or authors(voices.corpus.podcast)
    asked = Counter[str | None]()
    for turn in voices.episode.turns:
        asked[turn.speaker] += len(_QUESTION.findall(turn.text))
    first = next((turn.speaker for turn in voices.episode.turns if turn.speaker), None)
    among_others = first in voices.labels and len(voices.episode.speakers) > 1
    if first and among_others and len(known) == 1 and 2 * asked[first] > asked.total():
        asks = f"asks {asked[first]} of {asked.total()} questions"
        yield first, known[0], f"hosts the podcast, and {first} speaks first and {asks}"


def _left_over(voices: _Voices, settled: Mapping[str, Claim]) -> Iterator[Claim]:
    """Return the one label and the one person of the show notes that nothing else has settled."""
    taken = {name for _, name, _ in settled.values()} | set(voices.episode.speakers)
    speaking = (one.name for one in voices.episode.people if role_of(one.role) != MAKERS)
    people = {name for name in speaking if not is_label(name)} - taken
    labels = [label for label in voices.labels if label not in settled]
    if len(people) == len(labels) == 1 and len(voices.episode.speakers) > 1:
        yield labels[0], people.pop(), "only this name of the show notes and this label are left"


_EVIDENCE: tuple[Callable[[_Voices, Mapping[str, Claim]], Iterable[Claim]], ...] = (
    _say_a_known_name,
    _are_introduced,
    _say_a_new_name,
    _host,
    _left_over,
)
