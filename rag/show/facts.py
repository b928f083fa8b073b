"""Answer questions about the show itself from the corpus's fields: who, when, how long, where."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus import Corpus, Episode, Person, Podcast, clock, sentence_spans
from corpus.people import GUESTS, HOSTS, Role, published_hosts, role_of, with_role
from rag.question.people import described, person_line
from rag.show.descriptions import opening, own_parts
from rag.show.patterns import kinds_of
from rag.show.query import Asked, Facts, joined
from rag.show.topics import MOST_EPISODES, chapters, moment, topic
from rag.text.names import people_named
from rag.text.ordered import expressions, found
from rag.types import Language, ShowNote
from rag.wording.formats import language_name, listed, long_date, long_time, short_date

_DAYS = re.compile(r"\b(tage|days|zwischen|between|abstand)\b")
_DIFFERENCE = re.compile(r"\b(viel|um wie viel|unterschied|differenz|how much|difference)\b")
_LEGAL_FORMS = frozenset({"gmbh", "ag", "kg", "ug", "se", "ltd", "inc", "llc", "co"})
# By what they do.
_HOSTING = expressions(
    (
        r"\bstellt\b…\bfragen\b",
        r"\bfragen\b…\bstellt\b",
        r"\b(interviews?|gespräche?)\b…\bführt\b",
        r"\bask(s|ing)\b…\bquestions\b",
    )
)
_BY_EPISODE = frozenset({"guest", "date", "duration", "chapters", "episodes", "title", "links"})


def kinds_asked(text: str, podcast: Podcast) -> list[str]:
    """Return the kinds of show facts that a question may ask for, the likeliest first."""
    return kinds_of(_masked(text, podcast))


def _masked(text: str, podcast: Podcast) -> str:
    """Replace the names of the podcast and its publisher as `rag.show.patterns` reads them."""
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
    answers = (_answer(kind, asked) for kind in kinds)
    return next((facts for facts in answers if facts.notes), None)


def _answer(kind: str, asked: Asked) -> Facts:
    """Answer for one kind, for the newest episodes only where there are too many to list."""
    count = len(asked.episodes)
    if kind not in _BY_EPISODE or count <= MOST_EPISODES:
        return _ANSWERS[kind](asked)
    newest_ones = asked.episodes[-MOST_EPISODES:]
    facts = _ANSWERS[kind](replace(asked, episodes=newest_ones, every=asked.episodes))
    of_all = {"shown": MOST_EPISODES, "count": count}
    if kind == "episodes":
        return replace(facts, sentence=asked.words.newest_episodes.format(**of_all))
    newest = asked.words.newest.format(**of_all)
    return replace(facts, sentence=f"{newest}\n\n{facts.sentence}")


def _episodes_meant(text: str, corpus: Corpus, number: int | None) -> tuple[Episode, ...]:
    if number is not None:
        return tuple(episode for episode in corpus if episode.number == number)
    guests = {person.name for episode in corpus for person in with_role(episode.people, GUESTS)}
    named = people_named(text, tuple(sorted(guests)))
    meant = [e for e in corpus if {person.name for person in e.people} & set(named)]
    return tuple(meant) or corpus.episodes


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


def _guests(asked: Asked) -> Facts:
    found: list[tuple[Episode | None, Person]] = []
    sentences = []
    for episode in asked.episodes:
        guests = [(episode, person) for person in with_role(episode.people, GUESTS)]
        if guests:
            people = _introduced(guests, asked, len(found) + 1)
            words, place = asked.words.guest, asked.inside(episode)
            sentences.append(asked.counted(words, len(guests), episode=place, people=people))
            found += guests
    return Facts(joined(sentences), _person_notes(found, asked), len(found))


def _hosts(asked: Asked) -> Facts:
    """Name the published hosts: a person who only speaks like one is in no note."""
    once: dict[str, tuple[Episode | None, Person]] = {}
    if asked.episodes == asked.corpus.episodes:
        once = {p.name: (None, p) for p in with_role(asked.corpus.podcast.people, HOSTS)}
    for episode in () if once else asked.episodes:
        for person in published_hosts(asked.corpus, episode):
            of_episode = episode if person in episode.people else None
            once.setdefault(person.name, (of_episode, person))
    hosts = list(once.values())[:MOST_EPISODES]
    place = asked.inside(asked.one) if asked.one else asked.words.the_podcast
    people = _introduced(hosts, asked, 1)
    said = asked.counted(asked.words.host, len(hosts), place=place, people=people)
    return Facts(said, _person_notes(hosts, asked), len(hosts))


def _dates(asked: Asked) -> Facts:
    dated = [(e, e.published) for e in asked.episodes if e.published]
    sentences = [
        asked.words.date.format(
            episode=asked.named(e), date=long_date(day, asked.language), note=note
        )
        for note, (e, day) in enumerate(dated, 1)
    ]
    if len(dated) == 2 and _DAYS.search(asked.text.lower()):
        (_, one), (_, other) = dated
        sentences.append(asked.counted(asked.words.days, abs((one - other).days)))
    notes = tuple(ShowNote(e, short_date(day)) for e, day in dated)
    return Facts(joined(sentences), notes, len(notes))


def _durations(asked: Asked) -> Facts:
    timed = [(e, e.duration) for e in asked.episodes if e.duration is not None]
    lengths = [length for _, length in timed]
    sentences = [
        asked.words.duration.format(
            episode=asked.named(e), duration=long_time(length, asked.language), note=note
        )
        for note, (e, length) in enumerate(timed, 1)
    ]
    if len(timed) > 1 and asked.for_total:
        total = sum(e.duration or 0 for e in asked.every or asked.episodes)
        sentences.append(asked.words.total.format(sum=long_time(total, asked.language)))
    if len(timed) == 2 and _DIFFERENCE.search(asked.text.lower()):
        difference = long_time(abs(lengths[0] - lengths[1]), asked.language)
        sentences.append(asked.words.difference.format(duration=difference))
    notes = tuple(ShowNote(e, clock(length)) for e, length in timed)
    return Facts(joined(sentences), notes, len(notes))


def _episodes(asked: Asked) -> Facts:
    notes = tuple(ShowNote(episode, episode.title) for episode in asked.episodes)
    return Facts(asked.counted(asked.words.count, len(asked.corpus.episodes)), notes)


def _titles(asked: Asked) -> Facts:
    podcast = asked.corpus.podcast
    if asked.one is None and re.search(r"\bpodcasts?\b", asked.text.lower()):
        title = podcast.title
        return Facts(asked.words.podcast.format(title=title), (ShowNote(None, title),), 1)
    sentences = [
        asked.words.title.format(episode=asked.named(e), title=e.title.strip(), note=note)
        for note, e in enumerate(asked.episodes, 1)
    ]
    notes = tuple(ShowNote(e, e.title) for e in asked.episodes)
    return Facts(joined(sentences), notes, len(notes))


def _links(asked: Asked) -> Facts:
    notes = [
        ShowNote(episode, " ".join(filter(None, [link.title, link.url])))
        for episode in asked.episodes
        for link in episode.links
    ]
    if asked.one is None and asked.corpus.podcast.website:
        notes.insert(0, ShowNote(None, asked.corpus.podcast.website))
    return _told_in_lines(asked.words.links, notes)


def _told_in_lines(sentence: str, notes: Sequence[ShowNote]) -> Facts:
    """Put notes that are no sentences on a line each, without quotation marks."""
    lines = [f"{note.text.strip()} [{number}]" for number, note in enumerate(notes, 1)]
    return Facts("\n\n".join([sentence, *lines]), tuple(notes), len(notes))


def _person(asked: Asked) -> Facts:
    everyone = [(e, p) for e in asked.corpus for p in e.people]
    names = tuple(dict.fromkeys(p.name for _, p in everyone))
    named = people_named(asked.text, names) or _by_organisation(asked) or _by_role(asked)
    lines = [(e, p, person_line(p, asked.language)) for e, p in everyone if p.name in named]
    found = {
        (p.name, line): ShowNote(e, " — ".join(filter(None, [line, p.url]))) for e, p, line in lines
    }
    return _told_in_lines(asked.words.person.format(name=", ".join(named)), [*found.values()])


def _by_organisation(asked: Asked) -> list[str]:
    """Name the people of a company that the question names."""
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
    """Name the people meant by "the host", "the guest" or by what they do."""
    text = asked.text.lower()
    roles: set[Role | None] = {role_of(word) for word in re.findall(r"\w+", text)}
    wanted = roles | ({HOSTS} if found(_HOSTING, text) else set())
    people = [
        person
        for role in (HOSTS, GUESTS)
        if role in wanted
        for episode in asked.episodes
        for person in with_role(episode.people, role)
    ]
    return list(dict.fromkeys(person.name for person in people))


def _about(asked: Asked) -> Facts:
    episode, podcast = asked.one, asked.corpus.podcast
    parts = own_parts(asked.corpus, episode) if episode else (opening(podcast.description or ""),)
    return Facts(asked.words.about, tuple(ShowNote(episode, part) for part in parts if part))


def _firm(asked: Asked) -> Facts:
    """Quote what the description says about the publisher of the podcast."""
    podcast = asked.corpus.podcast
    text, name = podcast.description or "", podcast.publisher
    spans = sentence_spans(text)
    first = next((n for n, (a, b) in enumerate(spans) if name and name in text[a:b]), None)
    if first is None:
        return Facts("", ())
    said = text[spans[first][0] : spans[min(first + 1, len(spans) - 1)][1]].strip()
    return Facts(asked.words.about, (ShowNote(None, said),))


def _language(asked: Asked) -> Facts:
    code = asked.corpus.podcast.language
    if not code:
        return Facts("", ())
    name = language_name(code, asked.language)
    return Facts(asked.words.language.format(language=name), (ShowNote(None, code),), 1)


def _publisher(asked: Asked) -> Facts:
    podcast = asked.corpus.podcast
    known = {asked.words.publisher: podcast.publisher, asked.words.website: podcast.website}
    told = [(form, text) for form, text in known.items() if text]
    sentences = [form.format(name=text, note=note) for note, (form, text) in enumerate(told, 1)]
    return Facts(joined(sentences), tuple(ShowNote(None, text) for _, text in told), len(told))


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
