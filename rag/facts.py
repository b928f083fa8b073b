"""Answer questions about the show itself from the corpus's fields: who, when, how long, where."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus import Corpus, Episode, Person, clock, sentence_spans
from corpus.speech import stemmed
from rag.lexical import Analyzer
from rag.scope import people_named
from rag.show_questions import kinds_of, topic_of
from rag.types import Language, ShowNote
from rag.wording import ANSWERS, LANGUAGES, long_date, short_date

HOSTS = frozenset({"host", "co-host", "cohost", "moderation", "moderator", "moderatorin"})
GUESTS = frozenset({"guest", "gast"})
LONGEST_NOTE = 700  # characters of a description that are quoted
MOST_EPISODES = 10  # that an answer lists
ENOUGH_OF_A_TITLE = 3  # words of a chapter's title that a question has to share
_LEGAL_FORMS = frozenset({"gmbh", "ag", "kg", "ug", "se", "ltd", "inc", "llc", "co"})
_BY_EPISODE = frozenset({"guest", "date", "duration", "chapters", "episodes", "title", "links"})


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

    def words(self, key: str, **values: object) -> str:
        """A sentence in the question's language."""
        return ANSWERS[self.language][key].format(**values)

    def named(self, episode: Episode) -> str:
        """As in "Folge 2"."""
        name = self.words("in_episode", number=episode.number)
        return name[0].upper() + name[1:]


def show_facts(text: str, corpus: Corpus, number: int | None, language: Language) -> Facts | None:
    """Answer a question about the show, or None if it is not one or the notes do not say.

    `number` is the episode that the question is restricted to.
    """
    masked = re.sub(re.escape(corpus.podcast.title), "podcast", text, flags=re.IGNORECASE)
    return facts_of(kinds_of(masked), masked, corpus, number, language)


def facts_of(
    kinds: Sequence[str], text: str, corpus: Corpus, number: int | None, language: Language
) -> Facts | None:
    """Answer a question that asks for one of these kinds of facts, the likeliest first."""
    if not kinds:
        return None
    asked = Asked(text, corpus, _episodes_meant(text, corpus, number), language)
    answers = (_listed(kind, asked) for kind in kinds)
    return next((facts for facts in answers if facts.notes), None)


def _listed(kind: str, asked: Asked) -> Facts:
    """The facts of one kind, of the newest episodes only where there are too many to list."""
    if kind not in _BY_EPISODE or len(asked.episodes) <= MOST_EPISODES:
        return _ANSWERS[kind](asked)
    facts = _ANSWERS[kind](replace(asked, episodes=asked.episodes[-MOST_EPISODES:]))
    sentence = asked.words(
        "newest",
        sentence=facts.sentence.removesuffix(":"),
        shown=MOST_EPISODES,
        count=len(asked.episodes),
    )
    return Facts(sentence, facts.notes)


def _episodes_meant(text: str, corpus: Corpus, number: int | None) -> tuple[Episode, ...]:
    if number is not None:
        return tuple(episode for episode in corpus if episode.number == number)
    guests = {person.name for episode in corpus for person in with_role(episode.people, GUESTS)}
    named = people_named(text, tuple(sorted(guests)))
    meant = [e for e in corpus if {person.name for person in e.people} & set(named)]
    return tuple(meant) or corpus.episodes


def with_role(people: Iterable[Person], roles: frozenset[str]) -> list[Person]:
    """The people whose published role is one of these, whatever its case."""
    return [person for person in people if (person.role or "").casefold() in roles]


def _line(person: Person) -> str:
    parts = ", ".join(filter(None, [person.name, person.title, person.organisation]))
    return f"{person.role}: {parts}" if person.role else parts


def _people(asked: Asked, key: str, roles: frozenset[str]) -> Facts:
    notes = tuple(
        ShowNote(episode, _line(person))
        for episode in asked.episodes
        for person in with_role(episode.people, roles)
    )
    names = ", ".join(asked.named(episode) for episode in asked.episodes)
    return Facts(asked.words(key, episode=names), notes)


def _guests(asked: Asked) -> Facts:
    return _people(asked, "guest", GUESTS)


def _hosts(asked: Asked) -> Facts:
    everyone = _people(asked, "host", HOSTS)
    once = {note.text: note for note in everyone.notes}
    return Facts(everyone.sentence, tuple(once.values()))


def _dates(asked: Asked) -> Facts:
    dated = [(e, e.published) for e in asked.episodes if e.published]
    sentences = [
        asked.words("date", episode=asked.named(e), date=long_date(day, asked.language))
        for e, day in dated
    ]
    return Facts(_joined(sentences), tuple(ShowNote(e, short_date(day)) for e, day in dated))


def _durations(asked: Asked) -> Facts:
    timed = [(e, e.duration) for e in asked.episodes if e.duration is not None]
    sentences = [
        asked.words("duration", episode=asked.named(e), duration=clock(length))
        for e, length in timed
    ]
    return Facts(_joined(sentences), tuple(ShowNote(e, clock(length)) for e, length in timed))


def _chapters(asked: Asked) -> Facts:
    if found := _chapters_meant(asked):
        return Facts(asked.words("chapter"), found)
    sentences = [
        asked.words("chapters", episode=asked.named(e), count=len(e.chapters))
        for e in asked.episodes
    ]
    notes = tuple(
        ShowNote(e, "\n".join(f"{clock(c.start)} {c.title}" for c in e.chapters))
        for e in asked.episodes
        if e.chapters
    )
    return Facts(_joined(sentences), notes)


def _chapters_meant(asked: Asked) -> tuple[ShowNote, ...]:
    """The chapters that begin at a time which the question names, or whose title it quotes."""
    times = {moment.lstrip("0") for moment in re.findall(r"\b\d{1,3}:\d\d(?::\d\d)?\b", asked.text)}
    every = [(e, c, f"{clock(c.start)} {c.title}") for e in asked.episodes for c in e.chapters]
    at = [ShowNote(e, line) for e, c, line in every if clock(c.start) in times]
    told, terms = set(Analyzer().terms(asked.text)), Analyzer().terms
    shared = [len(told & set(terms(c.title))) for _, c, _ in every]
    best = max(shared, default=0)
    quoted = [ShowNote(e, line) for (e, _, line), n in zip(every, shared, strict=True) if n == best]
    return tuple(at or (quoted if best >= ENOUGH_OF_A_TITLE else ()))


def _episodes(asked: Asked) -> Facts:
    notes = tuple(ShowNote(episode, episode.title) for episode in asked.episodes)
    return Facts(asked.words("count", count=len(asked.corpus.episodes)), notes)


def _topic(asked: Asked) -> Facts:
    """The episodes whose notes name the topic, those that name it most first."""
    words = topic_of(asked.text)
    found = [(episode, lines) for episode in asked.episodes if (lines := _naming(episode, words))]
    found.sort(key=lambda one: (len(one[1]), one[0].number), reverse=True)
    best = found[:MOST_EPISODES]
    named = ", ".join(asked.words("in_episode", number=episode.number) for episode, _ in best)
    notes = tuple(
        ShowNote(episode, "\n".join(dict.fromkeys([episode.title, *lines])))
        for episode, lines in best
    )
    return Facts(asked.words("topic", episodes=named), notes)


def _naming(episode: Episode, words: list[str]) -> list[str]:
    """The lines of an episode's notes that name words of the topic; none unless all are named."""
    wanted = set(stemmed(" ".join(words), episode.language))
    about = _opening(episode.description or "")
    lines = [
        *(episode.title, *(f"{clock(c.start)} {c.title}" for c in episode.chapters)),
        *(about[start:end].strip() for start, end in sentence_spans(about)),
        *(_line(person) for person in episode.people),
    ]
    said = [(line, set(stemmed(line, episode.language)) & wanted) for line in lines]
    if not wanted or set().union(*(stems for _, stems in said)) != wanted:
        return []
    return [line for line, stems in said if stems]


def _titles(asked: Asked) -> Facts:
    podcast = asked.corpus.podcast
    if asked.one is None and re.search(r"\bpodcasts?\b", asked.text.lower()):
        return Facts(asked.words("podcast"), (ShowNote(None, podcast.title),))
    sentences = [asked.words("title", episode=asked.named(e)) for e in asked.episodes]
    return Facts(_joined(sentences), tuple(ShowNote(e, e.title) for e in asked.episodes))


def _links(asked: Asked) -> Facts:
    notes = [
        ShowNote(episode, " ".join(filter(None, [link.title, link.url])))
        for episode in asked.episodes
        for link in episode.links
    ]
    if asked.one is None and asked.corpus.podcast.website:
        notes.insert(0, ShowNote(None, asked.corpus.podcast.website))
    return Facts(asked.words("links"), tuple(notes))


def _person(asked: Asked) -> Facts:
    everyone = [(e, p) for e in asked.corpus for p in e.people]
    names = tuple(dict.fromkeys(p.name for _, p in everyone))
    named = people_named(asked.text, names) or _by_organisation(asked) or _by_role(asked)
    found = {
        (p.name, _line(p)): ShowNote(e, " — ".join(filter(None, [_line(p), p.url])))
        for e, p in everyone
        if p.name in named
    }
    return Facts(asked.words("person", name=", ".join(named)), tuple(found.values()))


def _by_organisation(asked: Asked) -> list[str]:
    """Who belongs to a company that the question names."""
    words = set(re.findall(r"[\w-]+", asked.text.casefold()))
    everyone = [person for episode in asked.corpus for person in episode.people]
    return list(
        dict.fromkeys(
            person.name
            for person in everyone
            if person.organisation
            and set(re.findall(r"[\w-]+", person.organisation.casefold())) - _LEGAL_FORMS <= words
        )
    )


def _by_role(asked: Asked) -> list[str]:
    """Who is meant by "the host" or "the guest"."""
    words = set(re.findall(r"\w+", asked.text.lower()))
    people = [
        person
        for roles in (HOSTS, GUESTS)
        if words & roles
        for episode in asked.episodes
        for person in with_role(episode.people, roles)
    ]
    return list(dict.fromkeys(person.name for person in people))


def _about(asked: Asked) -> Facts:
    episode, podcast = asked.one, asked.corpus.podcast
    text = _opening((episode.description if episode else podcast.description) or "")
    return Facts(asked.words("about"), (ShowNote(episode, text),) if text else ())


def _opening(text: str) -> str:
    """The first sentences of a description, a slice of it."""
    ends = [end for _, end in sentence_spans(text) if end <= LONGEST_NOTE]
    return text[: ends[-1] if ends else LONGEST_NOTE].strip()


def _language(asked: Asked) -> Facts:
    code = asked.corpus.podcast.language
    if not code:
        return Facts("", ())
    name = LANGUAGES[asked.language].get(code[:2], code)
    return Facts(asked.words("language", language=name), (ShowNote(None, code),))


def _publisher(asked: Asked) -> Facts:
    podcast = asked.corpus.podcast
    notes = filter(None, [podcast.publisher, podcast.website])
    return Facts(
        asked.words("publisher", publisher=podcast.publisher),
        tuple(ShowNote(None, text) for text in notes),
    )


def _joined(sentences: list[str]) -> str:
    """Only the last of several sentences leads over to the quotes with its colon."""
    *others, last = sentences or [""]
    return " ".join([*(sentence.removesuffix(":") + "." for sentence in others), last])


_ANSWERS: dict[str, Callable[[Asked], Facts]] = {
    "topic": _topic,
    "guest": _guests,
    "host": _hosts,
    "date": _dates,
    "duration": _durations,
    "chapters": _chapters,
    "episodes": _episodes,
    "title": _titles,
    "links": _links,
    "person": _person,
    "about": _about,
    "publisher": _publisher,
    "language": _language,
}
