"""Quote what is said on a topic over the episodes, or by one and the other."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from corpus import Corpus
from rag.index.index import Index
from rag.question.episode_names import namings, without_episode
from rag.requests.count import quote_around
from rag.requests.places import speakers_meant
from rag.requests.request import Request, Told
from rag.requests.spoken import rows_of
from rag.retrieval.central import best_quotes, in_order
from rag.retrieval.exact import places
from rag.retrieval.hybrid import retrieve
from rag.retrieval.quotes import choose_quotes
from rag.show.patterns import AROUND
from rag.text.analyzer import STOP_WORDS, Analyzer
from rag.text.names import without_speakers
from rag.types import Hit, Quote, Scope
from rag.understand import Understood
from rag.wording.formats import listed
from rag.wording.languages import words_in
from rag.wording.words import Requests

MOST_QUOTES = 10
OF_AN_EPISODE = 2
OF_ONE = 1  # quotes of each who is compared
NAMED_ENOUGH = 0.5  # of the words of a topic, in a quote that is about it
LONG = 3  # letters of a word that may be part of another
_WORD = re.compile(r"[^\W\d][\w-]*")
_AND = re.compile(r",|\b(?:und|oder|sowie|and|or)\b", re.IGNORECASE)
# What asks for a collection or a comparison, and is not its topic.
_ASKING = frozenset(
    "alles alle allen sämtliche sämtliches komplett komplette gesamt gesamte ganze überblick "  # noqa: SIM905
    "übersicht sammlung sammle sammelt zusammen zusammenstellung thema themen topic subject stand "
    "bisher gesagt sagt sagen sagte meint meinen meinung meinungen denkt denken findet sprechen "
    "gesprochen spricht podcast folge folgen episode episodes show shows sendung sendungen archiv "
    "archive insgesamt quer durch querbeet hinweg bitte please zeig zeige show gib give gather "
    "collect everything anything all overview complete collection said say says think thinks "
    "across whole entire far every mention remarks statements aussagen äußerungen stellen "
    "beiträge material infos tipps vergleiche vergleich vergleichen verglichen compare comparison "
    "contrast unterschied unterschiede unterscheiden difference differences gemeinsamkeiten einig "
    "agree agreement disagree beide beiden gast gäste gästen guest guests host hosts moderator "
    "gegenüber gegenüberstellung gegensatz side by versus vs jeweils view views haltung ansicht "
    "ansichten position positionen sieht sehen see sees anders gleich same way listener ever so "
    "was what wie how erzählt told tell wurde wurden worden habt gibt beim je jemals ihr euch got "
    "erwähnt erwaehnt erwähnen mentioned mentions mentioning anyone anybody someone "
    "somebody jemand irgendjemand irgendwer "
    "zwischen between talk talking talked redet reden geredet rede diskutiert wer who".split()
)
_AROUND = STOP_WORDS | AROUND
MOST_COMPARED = 4  # people or episodes
FEW_TERMS = 2  # of a topic that somebody says nothing on who does not name it
OF_NO_TOPIC = 2  # quotes of each who is compared in nothing particular


def topic_overview(request: Request) -> Told | None:
    """Quote where each episode names a topic, in the order of the episodes; None where none do."""
    topic = topic_asked(request.index, request.understood)
    if topic is None:
        return None
    scope = request.understood.scope
    found = _quotes(request, topic, scope, OF_AN_EPISODE)
    parts = _AND.split(request.understood.question.text)
    for part in parts if len(parts) > 1 and not found else ():
        # "Alles zu Gehalt und Verdienst" is on the one and on the other.
        one = _topic(part, request.index.corpus)
        quotes = _quotes(request, one, scope, OF_AN_EPISODE) if one else []
        found += [quote for quote in quotes if not any(map(quote.overlaps, found))]
    if not found:
        # Else where its words are said just so, however little else is said there.
        said = islice(places(request.index, topic, scope), MOST_QUOTES)
        found = list(dict.fromkeys(quote_around(request, place) for place in said))
    quotes = in_order(found[:MOST_QUOTES])
    if not quotes:
        return None
    numbers = dict.fromkeys(quote.episode.number for quote in quotes)
    language = request.understood.language
    in_episode = words_in(language).answers.in_episode
    names = [in_episode.format(number=number) for number in numbers]
    told = _words(request).on_topic.format(episodes=listed(names, language))
    return Told(told, tuple(quotes))


def compare(request: Request) -> Told | None:
    """Quote the best of each who is compared; None where no two are named."""
    scopes, topic = (
        list(_compared(request))[:MOST_COMPARED],
        topic_asked(request.index, request.understood),
    )
    if len(scopes) < 2:
        return None
    named = any(scope.speaker for scope in scopes) or len(_numbers(request)) > 1
    if topic is None and not named:
        return None
    words, quotes = _words(request), list[Quote]()
    if topic is None:
        for scope in scopes:
            quotes += best_quotes(request.index, rows_of(request.index, scope), OF_NO_TOPIC)
        return Told(words.compared, tuple(quotes))
    silent: list[Scope] = []
    for scope in scopes:
        found = _quotes(request, topic, scope, OF_ONE)[:OF_ONE]
        quotes += found
        silent += [] if found else [scope]
    if silent and len(Analyzer().terms(topic)) > FEW_TERMS:
        return None  # in so many words nobody has to say it
    if not quotes:
        return Told(" ".join(_says_nothing(request, scope) for scope in silent))
    told = " ".join([words.compared, *(_says_nothing(request, scope) for scope in silent)])
    return Told(told, tuple(quotes))


def _compared(request: Request) -> Iterator[Scope]:
    """Yield whom or what a question compares: people, or episodes."""
    episode = request.understood.scope.episode
    people = speakers_meant(request)
    if len(people) > 1:
        yield from (Scope(episode, name) for name in people)
        return
    corpus = request.index.corpus
    meant = [number for number in _numbers(request) if corpus.episode(number)]
    if len(meant) < 2 and len(corpus.episodes) == 2:
        meant = [one.number for one in corpus]
    yield from map(Scope, meant if len(meant) > 1 else ())


def _numbers(request: Request) -> list[int]:
    namings_of = namings(request.understood.question.text.lower())
    return list(dict.fromkeys(naming.number for naming in namings_of))


def topic_asked(index: Index, understood: Understood) -> str | None:
    """Return the words of a question that neither ask nor name who or where; None without any.

    Its own, or else those of what it leans on.
    """
    own = _topic(understood.question.text, index.corpus)
    return own or _topic(understood.meant, index.corpus) or None


def _topic(text: str, corpus: Corpus) -> str:
    said = without_episode(without_speakers(text, corpus))
    return " ".join(w for w in _WORD.findall(said) if w.lower() not in _ASKING | _AROUND)


def _quotes(request: Request, topic: str, scope: Scope, most: int) -> list[Quote]:
    """Quote what names a topic, of each episode at most so much, the best episode first."""
    vector = request.index.embedder.embed_query(topic)
    understood = replace(request.understood, query=topic, vectors=(vector,), scope=scope)
    ranked = retrieve(request.index, understood, request.second_look).ranked
    wanted = set(Analyzer().terms(topic))
    by_episode: dict[str, list[Hit]] = {}
    for hit in sorted(ranked, key=lambda hit: not _names(hit.chunk.text, wanted)):
        by_episode.setdefault(hit.chunk.episode.id, []).append(hit)
    return [
        quote
        for hits in by_episode.values()
        for quote in [one for one in choose_quotes(hits) if _names(one.text, wanted)][:most]
    ]


def _names(text: str, wanted: set[str]) -> bool:
    """Return whether a text has most words of a topic, also as a part of longer ones."""
    said = Analyzer().terms(text)
    # "Homeoffice" and "Home Office" are the same.
    together = "".join(said)
    named = [term in said or (len(term) > LONG and term in together) for term in wanted]
    return sum(named) > NAMED_ENOUGH * len(wanted)


def _says_nothing(request: Request, scope: Scope) -> str:
    language = request.understood.language
    if scope.speaker is not None:
        return _words(request).says_nothing.format(speaker=scope.speaker)
    place = words_in(language).answers.in_episode.format(number=scope.episode)
    return _words(request).nothing_in.format(episode=place)


def _words(request: Request) -> Requests:
    return words_in(request.understood.language).requests
