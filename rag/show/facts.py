"""Answer questions about the show itself from the corpus's fields: who, when, how long, where."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus import Corpus, Podcast, sentence_spans
from rag.question.episode_names import without_guest
from rag.show.descriptions import opening, own_parts
from rag.show.episodes import dates, durations, episodes, links, titles
from rag.show.patterns import kinds_of
from rag.show.people import guests, hosts, person, person_episodes
from rag.show.query import LEGAL_FORMS, Asked, Facts, joined
from rag.show.selection import select_episodes
from rag.show.topics import chapters, moment, topic
from rag.text.names import people_named
from rag.types import Language, ShowNote
from rag.wording.formats import language_name


def kinds_asked(text: str, podcast: Podcast) -> list[str]:
    """Return the kinds of show facts that a question may ask for, the likeliest first."""
    return kinds_of(_masked(text, podcast))


def _masked(text: str, podcast: Podcast) -> str:
    """Replace the names of the podcast and its publisher as `rag.show.patterns` reads them."""
    text = _untitled(text, podcast)
    forms = "|".join(LEGAL_FORMS)
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
    text = _untitled(without_guest(text, corpus), corpus.podcast)
    chosen = select_episodes(text, corpus, number)
    asked = Asked(text, corpus, chosen.episodes, language, chosen.narrowed, chosen.extreme)
    answers = [_ANSWERS[kind](asked) for kind in kinds]
    known = next((facts for facts in answers if facts.notes), None)
    # The notes do not say, and that is the answer.
    return known or next((facts for facts in answers if facts.gap), None)


def _about(asked: Asked) -> Facts:
    episode, podcast = asked.one, asked.corpus.podcast
    parts = own_parts(asked.corpus, episode) if episode else (opening(podcast.description or ""),)
    return Facts(asked.words.about, tuple(ShowNote(episode, part) for part in parts if part))


def _firm(asked: Asked) -> Facts:
    """Quote what the description says about the publisher of the podcast."""
    podcast = asked.corpus.podcast
    text, name = podcast.description or "", podcast.publisher
    if _masked(asked.text, podcast) == asked.text:
        return Facts("", ())
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
    if people_named(asked.text, asked.corpus.speakers):
        return Facts("", ())
    known = {asked.words.publisher: podcast.publisher, asked.words.website: podcast.website}
    told = [(form, text) for form, text in known.items() if text]
    if not told:
        # Who speaks there makes it, for all that is known.
        gap, of = asked.unknown(asked.words.no_publisher), hosts(asked)
        if of.notes or of.gap:
            return replace(of, sentence=f"{gap.sentence} {of.sentence}", gap=True)
        return gap
    sentences = [form.format(name=text, note=note) for note, (form, text) in enumerate(told, 1)]
    return Facts(joined(sentences), tuple(ShowNote(None, text) for _, text in told), len(told))


_ANSWERS: dict[str, Callable[[Asked], Facts]] = {
    "topic": topic,
    "guest": guests,
    "host": hosts,
    "date": dates,
    "duration": durations,
    "chapters": chapters,
    "moment": moment,
    "episodes": episodes,
    "title": titles,
    "links": links,
    "person": person,
    "person_episodes": person_episodes,
    "about": _about,
    "publisher": _publisher,
    "language": _language,
    "firm": _firm,
}
KINDS = frozenset(_ANSWERS)
