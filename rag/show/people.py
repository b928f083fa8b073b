"""Answer who is in the show: guests, hosts, a person, and the episodes of somebody."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus import Episode, Person
from corpus.people import GUESTS, HOSTS, Role, published_hosts, role_of, with_role
from corpus.types import is_label
from rag.show.query import LEGAL_FORMS, MOST_EPISODES, Asked, Facts, joined, told_in_lines
from rag.text.analyzer import Analyzer
from rag.text.names import people_named
from rag.text.ordered import expressions, found
from rag.types import ShowNote
from rag.wording.formats import listed
from rag.wording.people import described, person_line

MOST_PEOPLE = 40  # that an answer lists
FEW_TERMS = 3  # of a question that names nobody
_PRONOUN = re.compile(
    r"\b(er|ihn|ihm|seine?[mnrs]?|sie|ihre?[mnrs]?|der|die|he|him|his|she|hers?|they|their)\b"
)
# By what they do.
_HOSTING = expressions(
    (
        r"\bstellt\b…\bfragen\b",
        r"\bfragen\b…\bstellt\b",
        r"\b(interviews?|gespräche?)\b…\bführt\b",
        r"\bask(s|ing)\b…\bquestions\b",
        r"\bmoderier(t|te|en)\b",
        r"\b(hosts|hosted|presents)\b",
    )
)


def guests(asked: Asked) -> Facts:
    """Name the guests, of many episodes in one sentence; say so where the notes name none."""
    by_episode = [(e, with_role(e.people, GUESTS)) for e in asked.episodes]
    some = [(episode, people) for episode, people in by_episode if people]
    if not some:
        # Who speaks in one episode, or else who does in a few of them.
        heard = dict.fromkeys(name for episode in asked.episodes for name in episode.speakers)
        perhaps = (name for name in heard if asked.one or name not in asked.corpus.regulars)
        return _unnamed(asked, asked.words.no_guest, perhaps)
    if len(some) > MOST_EPISODES:
        return _all_guests(asked, some)
    found: list[tuple[Episode | None, Person]] = []
    sentences = []
    for episode, people in some:
        of_one: list[tuple[Episode | None, Person]] = [(episode, person) for person in people]
        names = _introduced(of_one, asked, len(found) + 1)
        place = asked.inside(episode)
        sentences.append(asked.counted(asked.words.guest, len(of_one), episode=place, people=names))
        found += of_one
    notes = _person_notes(found, asked)
    if len(asked.episodes) > MOST_EPISODES:
        of_all = {"count": len(some), "all": len(asked.episodes)}
        sentences.insert(0, asked.words.guests_in.format(**of_all))
    else:
        for episode in (episode for episode, people in by_episode if not people):
            beside = _heard_beside(asked, episode, len(notes) + 1)
            sentences += [beside] if beside else []
            notes += (ShowNote(episode, episode.title),) if beside else ()
    return Facts(joined(sentences), notes, len(notes))


def _heard_beside(asked: Asked, episode: Episode, note: int) -> str:
    """Say who speaks in an episode whose notes name no guest, besides its hosts; "" if nobody."""
    hosts = {person.name for person in published_hosts(asked.corpus, episode)}
    names = [n for n in episode.speakers if n not in hosts | asked.corpus.regulars]
    named = [name for name in names if not is_label(name)]
    gap = replace(asked, episodes=(episode,)).unknown(asked.words.no_guest)
    people = f"{listed(named, asked.language)} [{note}]"
    return asked.words.heard.format(sentence=gap.sentence, people=people) if named else ""


def _unnamed(asked: Asked, form: str, names: Iterable[str]) -> Facts:
    """Say that the notes name nobody, and which of these speak where: no role is guessed."""
    gap = asked.unknown(form)
    places = {n: [e for e in asked.episodes if n in e.speakers] for n in names if not is_label(n)}
    heard = [(name, of) for name, of in places.items() if of]
    shown = heard[:MOST_PEOPLE]
    only = {of[0].id: ShowNote(of[0], of[0].title) for _, of in shown if len(of) == 1}
    numbers = {key: number for number, key in enumerate(only, 1)}
    told: list[str] = []
    for name, of in shown:
        if asked.one:
            told.append(name)
        elif len(of) > 1:
            told.append(f"{name} ({asked.words.of_episodes.format(count=len(of))})")
        else:
            told.append(f"{name} ({asked.inside(of[0])}) [{numbers[of[0].id]}]")
    if not told:
        return gap
    people = asked.and_more(told, len(heard) - len(told)) + (" [1]" if asked.one else "")
    sentence = asked.words.heard.format(sentence=gap.sentence, people=people)
    return Facts(sentence, tuple(only.values()), len(only), gap=True)


def _all_guests(asked: Asked, some: Sequence[tuple[Episode, list[Person]]]) -> Facts:
    """Name everybody once, with the first of their episodes, as many as there is room for."""
    once: dict[str, tuple[Episode | None, Person]] = {}
    for episode, people in some:
        for person in people:
            once.setdefault(person.name, (episode, person))
    shown = list(once.values())[:MOST_PEOPLE]
    names = [
        f"{person.name} ({asked.inside(episode)}) [{number}]"
        for number, (episode, person) in enumerate(shown, 1)
        if episode
    ]
    told = asked.and_more(names, len(once) - len(shown))
    form = asked.words.guests_of_all
    sentence = form.format(people=told, count=len(once), some=len(some), all=len(asked.episodes))
    return Facts(sentence, _person_notes(shown, asked), len(shown))


def _introduced(people: Sequence[tuple[Episode | None, Person]], asked: Asked, first: int) -> str:
    """List people as in "Uwe Groß (Tischlermeister, Holz & Söhne) [1] und Ida Kern [2]"."""
    names = [
        f"{described(person, ' (', ')')} [{number}]"
        for number, (_, person) in enumerate(people, first)
    ]
    return listed(names, asked.language)


def _person_notes(
    people: Sequence[tuple[Episode | None, Person]], asked: Asked
) -> tuple[ShowNote, ...]:
    return tuple(ShowNote(episode, person_line(p, asked.language)) for episode, p in people)


def hosts(asked: Asked) -> Facts:
    """Name the published hosts; where there are none, who speaks in most episodes."""
    once: dict[str, tuple[Episode | None, Person]] = {}
    if asked.episodes == asked.corpus.episodes:
        once = {p.name: (None, p) for p in with_role(asked.corpus.podcast.people, HOSTS)}
    for episode in () if once else asked.episodes:
        for person in published_hosts(asked.corpus, episode):
            of_episode = episode if person in episode.people else None
            once.setdefault(person.name, (of_episode, person))
    found = list(once.values())[:MOST_EPISODES]
    if not found and asked.corpus.regulars:
        regular = (name for name in asked.corpus.speakers if name in asked.corpus.regulars)
        return _unnamed(asked, asked.words.no_host, regular)
    place = asked.inside(asked.one) if asked.one else asked.words.the_podcast
    people = _introduced(found, asked, 1)
    said = asked.counted(asked.words.host, len(found), place=place, people=people)
    return Facts(said, _person_notes(found, asked), len(found))


def person(asked: Asked) -> Facts:
    """Tell what the notes say about those who are named, by a company or a role if need be."""
    everyone = [(e, p) for e in asked.corpus for p in e.people]
    names = tuple(dict.fromkeys(p.name for _, p in everyone))
    named = people_named(asked.text, names) or _described(asked)
    says_little = len(Analyzer().terms(asked.text)) < FEW_TERMS
    if asked.one and not named and says_little and _PRONOUN.search(asked.text.lower()):
        # Who "he" or "she" is.
        named = [person.name for person in with_role(asked.one.people, GUESTS)]
    if not any(p.title or p.organisation or p.url for _, p in everyone if p.name in named):
        return Facts("", ())  # a role alone says little: the show may introduce them
    lines = [(e, p, person_line(p, asked.language)) for e, p in everyone if p.name in named]
    found = {
        (p.name, line): ShowNote(e, " — ".join(filter(None, [line, p.url]))) for e, p, line in lines
    }
    return told_in_lines(asked.words.person.format(name=", ".join(named)), [*found.values()])


def person_episodes(asked: Asked) -> Facts:
    """List the episodes in which the one who is named speaks, or is published to take part."""
    published = (p.name for e in asked.corpus for p in e.people)
    everyone = tuple(dict.fromkeys((*published, *asked.corpus.speakers)))
    named = people_named(asked.text, everyone)
    if not named:
        return Facts("", ())
    of = [
        episode
        for episode in asked.corpus
        if set(named) & {*episode.speakers, *(person.name for person in episode.people)}
    ]
    told = [f"{asked.inside(episode)} [{number}]" for number, episode in enumerate(of, 1)]
    shown = told[:MOST_PEOPLE]
    sentence = asked.counted(
        asked.words.person_in,
        len(of),
        name=listed(named, asked.language),
        episodes=asked.and_more(shown, len(told) - len(shown)),
    )
    notes = tuple(ShowNote(episode, episode.title) for episode in of[: len(shown)])
    return Facts(sentence, notes, len(notes))


def _described(asked: Asked) -> list[str]:
    """Name those meant by their company, or else by "the host", "the guest" or what they do."""
    words = set(re.findall(r"[\w-]+", asked.text.casefold()))
    names = [
        person.name
        for episode in asked.corpus
        for person in episode.people
        if person.organisation
        and set(re.findall(r"[\w-]+", person.organisation.casefold())) - LEGAL_FORMS <= words
    ]
    if not names:
        text = asked.text.lower()
        roles: set[Role | None] = {role_of(word) for word in re.findall(r"\w+", text)}
        wanted = roles | ({HOSTS} if found(_HOSTING, text) else set())
        names = [
            person.name
            for role in (HOSTS, GUESTS)
            if role in wanted
            for episode in asked.episodes
            for person in with_role(episode.people, role)
        ]
    return list(dict.fromkeys(names))
