"""Answer questions about the show itself from the corpus's fields: who, when, how long, where."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus import Corpus, Episode, Podcast, clock, sentence_spans
from rag.asked import Asked, Facts, joined, opening
from rag.in_order import expressions, found
from rag.people import GUESTS, HOSTS, person_line, with_role
from rag.scope import people_named
from rag.show_questions import kinds_of
from rag.topics import MOST_EPISODES, chapters, moment, topic
from rag.types import Language, ShowNote
from rag.wording import LANGUAGES, long_date, short_date

_DAYS = re.compile(r"\b(tage|days|zwischen|between|abstand)\b")
_DIFFERENCE = re.compile(r"\b(viel|um wie viel|unterschied|differenz|how much|difference)\b")
_LEGAL_FORMS = frozenset({"gmbh", "ag", "kg", "ug", "se", "ltd", "inc", "llc", "co"})
_CALLED = {
    HOSTS: expressions(
        (
            r"\b(interviewer(in)?|presenter|gastgeber(in)?)\b",
            r"\bstellt\b…\bfragen\b",
            r"\bfragen\b…\bstellt\b",
            r"\b(interviews?|gespräche?)\b…\bführt\b",
            r"\bask(s|ing)\b…\bquestions\b",
        )
    ),
    GUESTS: expressions((r"\b((interview|gesprächs)partner(in)?|expert(e|in)?|interviewees?)\b",)),
}
_BY_EPISODE = frozenset({"guest", "date", "duration", "chapters", "episodes", "title", "links"})


def kinds_asked(text: str, podcast: Podcast) -> list[str]:
    """The kinds of show facts that a question may ask for, the likeliest first; often none."""
    return kinds_of(_masked(text, podcast))


def _masked(text: str, podcast: Podcast) -> str:
    """The podcast's name and its publisher's as `rag.show_questions` reads them."""
    text = _untitled(text, podcast)
    forms = "|".join(_LEGAL_FORMS)
    name = re.sub(rf"(?<!\s)\s++({forms})$", "", podcast.publisher or "", flags=re.IGNORECASE)
    if not name:
        return text
    return re.sub(
        rf"\b{re.escape(name)}(\s+({forms})\b)?", "_publisher_", text, flags=re.IGNORECASE
    )


def _untitled(text: str, podcast: Podcast) -> str:
    return re.sub(re.escape(podcast.title), "podcast", text, flags=re.IGNORECASE)


def facts_of(
    kinds: Sequence[str], text: str, corpus: Corpus, number: int | None, language: Language
) -> Facts | None:
    """Answer a question that asks for one of these kinds of facts, the likeliest first.

    None if it asks for none or the notes do not say. `number` is the episode that the question is
    restricted to; `text` is a follow-up together with what it leans on.
    """
    if not kinds:
        return None
    text = _untitled(text, corpus.podcast)
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


def _people(asked: Asked, key: str, roles: frozenset[str]) -> Facts:
    notes = tuple(
        ShowNote(episode, person_line(person))
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
    if len(dated) == 2 and _DAYS.search(asked.text.lower()):
        (_, one), (_, other) = dated
        sentences.append(asked.words("days", count=abs((one - other).days)))
    return Facts(joined(sentences), tuple(ShowNote(e, short_date(day)) for e, day in dated))


def _durations(asked: Asked) -> Facts:
    timed = [(e, e.duration) for e in asked.episodes if e.duration is not None]
    sentences = [
        asked.words("duration", episode=asked.named(e), duration=clock(length))
        for e, length in timed
    ]
    if len(timed) > 1 and asked.for_total:
        total = clock(sum(length for _, length in timed))
        sentences.append(asked.words("total", sum=total))
    if len(timed) == 2 and _DIFFERENCE.search(asked.text.lower()):
        (_, one), (_, other) = timed
        sentences.append(asked.words("difference", duration=clock(abs(one - other))))
    return Facts(joined(sentences), tuple(ShowNote(e, clock(length)) for e, length in timed))


def _episodes(asked: Asked) -> Facts:
    notes = tuple(ShowNote(episode, episode.title) for episode in asked.episodes)
    return Facts(asked.words("count", count=len(asked.corpus.episodes)), notes)


def _titles(asked: Asked) -> Facts:
    podcast = asked.corpus.podcast
    if asked.one is None and re.search(r"\bpodcasts?\b", asked.text.lower()):
        return Facts(asked.words("podcast"), (ShowNote(None, podcast.title),))
    sentences = [asked.words("title", episode=asked.named(e)) for e in asked.episodes]
    return Facts(joined(sentences), tuple(ShowNote(e, e.title) for e in asked.episodes))


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
        (p.name, person_line(p)): ShowNote(e, " — ".join(filter(None, [person_line(p), p.url])))
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
    """Who is meant by "the host", "the guest" or by what they do."""
    text = asked.text.lower()
    words = set(re.findall(r"\w+", text))
    people = [
        person
        for roles, called in _CALLED.items()
        if words & roles or found(called, text)
        for episode in asked.episodes
        for person in with_role(episode.people, roles)
    ]
    return list(dict.fromkeys(person.name for person in people))


def _about(asked: Asked) -> Facts:
    episode, podcast = asked.one, asked.corpus.podcast
    text = opening((episode.description if episode else podcast.description) or "")
    return Facts(asked.words("about"), (ShowNote(episode, text),) if text else ())


def _firm(asked: Asked) -> Facts:
    """What the description says about whoever publishes the podcast."""
    podcast = asked.corpus.podcast
    text, name = podcast.description or "", podcast.publisher
    spans = sentence_spans(text)
    first = next((n for n, (a, b) in enumerate(spans) if name and name in text[a:b]), None)
    if first is None:
        return Facts("", ())
    said = text[spans[first][0] : spans[min(first + 1, len(spans) - 1)][1]].strip()
    return Facts(asked.words("about"), (ShowNote(None, said),))


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


_ANSWERS: dict[str, Callable[[Asked], Facts]] = {
    "topic": topic,
    "guest": _guests,
    "host": _hosts,
    "date": _dates,
    "duration": _durations,
    "chapters": chapters,
    "moment": moment,
    "episodes": _episodes,
    "title": _titles,
    "links": _links,
    "person": _person,
    "about": _about,
    "publisher": _publisher,
    "language": _language,
    "firm": _firm,
}
